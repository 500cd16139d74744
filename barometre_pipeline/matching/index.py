"""Every name an official territory goes by, ready to be looked up or compared.

Only official names, their variants and their acronyms belong here; typed names are ``resolve``'s.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.matching.names import COLLECTIVITE, Name, parse
from barometre_pipeline.matching.text import initials, words
from barometre_pipeline.sources.territories import ReferenceList
from barometre_pipeline.sources.territories.model import departement_of

COMMUNE, EPCI, DEPARTEMENT, REGION = "commune", "epci", "departement", "region"
FAMILIES = (COMMUNE, EPCI, DEPARTEMENT, REGION)
FAMILY_OF_TYPE = {
    "communes": COMMUNE,
    "epci": EPCI,
    "metropoles": EPCI,
    "departements": DEPARTEMENT,
    "regions": REGION,
}
_CHUNK = 256
# Names less alike than this (0 to 100) are not worth showing to a reviewer.
_FLOOR = 55
_OFFICIAL, _FORMER = "nom", "ancienne commune"
_RENAMED, _MERGED = "ancien nom", "ancienne intercommunalité"


@dataclass(frozen=True, slots=True)
class NameForm:
    """One name of a territory: ``row`` is its position in ``Referentiel.territoires``.

    ``full`` is the name as written, ``key`` without linking words, ``flat`` without spaces either.
    """

    row: int
    family: str
    full: str
    key: str
    flat: str
    kind: str = _OFFICIAL

    @property
    def former(self) -> bool:
        """Whether this is the name of a territory that merged into another."""
        return self.kind in (_FORMER, _MERGED)

    @property
    def renamed(self) -> bool:
        """Whether the same territory bears another name now."""
        return self.kind == _RENAMED


@dataclass
class NameIndex:
    """Lookups of one year's names: exact by three normal forms, by word, by acronym, and by likeness."""

    territories: list[dict[str, object]]
    forms: list[NameForm] = field(default_factory=list)
    by_full: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_flat: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    # Acronyms: the list's own, those made of initials that may be typed alone, or only after a designation.
    official_acronyms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    initials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    rows_by_siren: dict[str, int] = field(default_factory=dict)
    rows_by_code: dict[str, int] = field(default_factory=dict)
    rows_by_departement: dict[str, int] = field(default_factory=dict)
    # Inhabitants of the largest commune whose name opens with these words and goes on.
    longer_names: dict[str, int] = field(default_factory=dict)
    covered: dict[int, set[str]] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    _forms_by_row: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _pools: dict[frozenset[str], tuple[list[str], list[list[int]]]] = field(default_factory=dict)

    def add(self, row: int, family: str, name: Name, kind: str = _OFFICIAL) -> None:
        """Record one name of a territory under every normal form."""
        if not name.core:
            return
        at = len(self.forms)
        key = name.key
        form = NameForm(row, family, name.full, key, key.replace(" ", ""), kind)
        self.forms.append(form)
        self._forms_by_row[row].append(at)
        self.by_full[form.full].append(at)
        self.by_key[form.key].append(at)
        self.by_flat[form.flat].append(at)
        for word in set(form.key.split(" ")):
            self.by_word[word].append(at)
        self.vocabulary.update(name.core)

    def lies_in(self, row: int, department: str) -> bool:
        """Say whether a territory lies, at least in part, in a département."""
        return department in self.covered.get(row, {str(self.territories[row]["departement"])})

    def forms_of(self, row: int) -> list[int]:
        """Return the forms of one territory."""
        return self._forms_by_row[row]

    def rows(self, forms: Iterable[int], families: frozenset[str]) -> list[int]:
        """Return the territories behind ``forms`` that belong to ``families``, in order, once each."""
        return list(dict.fromkeys(self.forms[f].row for f in forms if self.forms[f].family in families))

    def alike(
        self, keys: list[str], families: frozenset[str], limit: int = 6
    ) -> list[list[tuple[int, float]]]:
        """Return, for each key, the forms that resemble it most: ``(form, likeness 0 to 100)``, best first.

        Likeness is the normalised Indel ratio of the names without spaces or linking words; below ``_FLOOR``
        nothing is returned.
        """
        choices, members = self._pool(families)
        results: list[list[tuple[int, float]]] = []
        for start in range(0, len(keys), _CHUNK):
            queries = [k.replace(" ", "") for k in keys[start : start + _CHUNK]]
            scores = process.cdist(
                queries, choices, scorer=fuzz.ratio, score_cutoff=_FLOOR, dtype=np.uint8, workers=-1
            )
            for query, line in zip(queries, scores, strict=True):
                near = np.flatnonzero(line)
                best = near[np.argsort(-line[near].astype(np.int16), kind="stable")[:limit]]
                results.append([(f, fuzz.ratio(query, choices[c])) for c in best for f in members[c]])
        return results

    def _pool(self, families: frozenset[str]) -> tuple[list[str], list[list[int]]]:
        if families not in self._pools:
            grouped: dict[str, list[int]] = defaultdict(list)
            for at, form in enumerate(self.forms):
                if form.family in families and not form.former:
                    grouped[form.flat].append(at)
            self._pools[families] = (list(grouped), list(grouped.values()))
        return self._pools[families]


def families_of(name: Name) -> frozenset[str]:
    """Return the families of territories a name may mean."""
    if name.family == COLLECTIVITE:
        return frozenset({DEPARTEMENT, REGION, EPCI})
    return frozenset({name.family}) if name.family else frozenset(FAMILIES)


def build_index(referentiel: ReferenceList) -> NameIndex:
    """Index every name of a year's territories: official names, acronyms, usual short forms."""
    frame = referentiel.territoires
    fields = frame.columns.to_list()
    columns = [frame[c].to_numpy().tolist() for c in fields]
    index = NameIndex(
        territories=[dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=True)]
    )
    for row, t in enumerate(index.territories):
        if t["siren"]:
            index.rows_by_siren[str(t["siren"])] = row
        if t["type"] == "communes":
            index.rows_by_code[str(t["code_insee"])] = row
            name = _plain(words(str(t["nom"])))
            index.add(row, COMMUNE, name)
            _note_longer_name(index, name.key.split(" "), int(str(t["population"])))
        elif FAMILY_OF_TYPE.get(str(t["type"])) == EPCI:
            _add_epci(index, row, str(t["nom"]), str(t["nature"]))
    _add_collectivites(index, referentiel)
    _add_cover(index, referentiel)
    _add_former_communes(index, referentiel)
    _add_former_epci(index, referentiel)
    for siren, alias in rules("alias.csv").itertuples(index=False):
        if siren in index.rows_by_siren:
            row = index.rows_by_siren[siren]
            name = parse(alias, official=True)
            family = FAMILY_OF_TYPE[str(index.territories[row]["type"])]
            index.add(row, family, name if name.core else _plain(words(alias)), "alias")
            if len(name.core) == 1:
                index.official_acronyms[name.core[0]].append(row)
    return index


def _note_longer_name(index: NameIndex, tokens: list[str], population: int) -> None:
    for count in range(1, len(tokens)):
        start = " ".join(tokens[:count])
        index.longer_names[start] = max(index.longer_names.get(start, 0), population)


def _plain(tokens: list[str]) -> Name:
    return Name(raw=tuple(tokens), family="", families=(), core=tuple(tokens))


def _add_epci(index: NameIndex, row: int, nom: str, nature: str) -> None:
    name = parse(nom, official=True)
    index.add(row, EPCI, name)
    if len(name.inside) > 1:
        index.add(row, EPCI, _plain(list(name.inside)), "autre nom")
    elif name.inside:
        index.official_acronyms[name.inside[0]].append(row)
    whole, short = _acronyms(name, nature)
    for table, found in ((index.acronyms, whole), (index.initials, whole | short)):
        for acronym in sorted(found):
            table[acronym].append(row)


def _acronyms(name: Name, nature: str) -> tuple[set[str], set[str]]:
    """Return the acronyms of an intercommunalité: those that stand alone, and the initials of its name
    proper.

    What stands alone is the official acronym, or holds the initial of the legal nature (CC, CA, «
    métropole »).
    """
    core, metropolis = list(name.core), nature in ("METRO", "MET69")
    written = [w for w in name.raw if w.upper() != nature]
    short = {initials(core), initials(core, links=True)}
    if metropolis or "metropole" in written:
        whole = {initials(written)} | {"m" + s for s in short if metropolis}
    else:
        whole = {nature.lower() + s for s in short}
    if len(name.inside) > 1:
        short.add("".join(name.inside))
    return {a for a in whole if 3 <= len(a) <= 10}, {a for a in short if len(a) >= 2}


def _add_collectivites(index: NameIndex, referentiel: ReferenceList) -> None:
    names = referentiel.departements.set_index("code")
    positions = {(t["nature"], t["code_insee"]): row for row, t in enumerate(index.territories)}
    item: Any
    for item in referentiel.collectivites.itertuples(index=False):
        row = positions[(item.nature, item.code)]
        covered = item.departements.split(" ")
        index.covered[row] = set(covered)
        if item.nature in ("DEP", "CEA", "CTU"):
            for code in covered:
                index.rows_by_departement[code] = row
                index.add(row, DEPARTEMENT, _plain(words(names.loc[code, "nom"])))
        if item.nature in ("REG", "CTU") or item.code == "976":
            region = names.loc[covered[0]]
            index.add(row, REGION, _plain(words(region["nom_region"])))
        if item.nature in ("CEA", "CTU"):
            for family in (DEPARTEMENT, REGION):
                index.add(row, family, parse(item.nom, official=True), "nom")
        if item.nature == "COM":
            index.add(row, REGION, _plain(words(item.nom)))
    dep: Any
    for dep in referentiel.departements.itertuples(index=False):
        index.places.setdefault(" ".join(words(dep.nom)), (dep.code, dep.region))
        index.places.setdefault(" ".join(words(dep.nom_region)), ("", dep.region))


def _add_cover(index: NameIndex, referentiel: ReferenceList) -> None:
    """Record every département that an intercommunalité reaches into, not only its main one."""
    communes = referentiel.communes
    departments = departement_of(communes["code"])
    for column in ("epci", "ept"):
        pairs = pd.DataFrame({"siren": communes[column], "dep": departments}).drop_duplicates()
        for siren, dep in zip(pairs["siren"].tolist(), pairs["dep"].tolist(), strict=True):
            if siren in index.rows_by_siren:
                index.covered.setdefault(index.rows_by_siren[siren], set()).add(dep)


def _add_former_communes(index: NameIndex, referentiel: ReferenceList) -> None:
    current = {str(t["nom"]): None for t in index.territories}
    item: Any
    for item in referentiel.anciennes_communes.itertuples(index=False):
        row = index.rows_by_code.get(item.commune)
        if row is not None and item.nom not in current:
            index.add(row, COMMUNE, _plain(words(item.nom)), _FORMER)


def _add_former_epci(index: NameIndex, referentiel: ReferenceList) -> None:
    """Add the names of earlier lists that no intercommunalité bears now, with where they lead."""
    item: Any
    for item in referentiel.anciens_noms.itertuples(index=False):
        name = parse(item.nom, official=True)
        if any(index.forms[f].family == EPCI for f in index.by_key.get(name.key, ())):
            continue
        row, kind = index.rows_by_siren.get(item.siren), _RENAMED
        if row is None:
            seat = index.rows_by_code.get(item.commune)
            epci = "" if seat is None else str(index.territories[seat]["epci"])
            row, kind = index.rows_by_siren.get(epci), _MERGED
        if row is not None:
            index.add(row, EPCI, name, kind)
