"""Which rows of ``gold/indicateurs`` may be told: ``statistics.disclosure``'s rule, a question at a time.

What is read here: definitions (which rows are about the same answers) and counts. The rule is not decided here, and how
a withheld figure is shown is ``publication``'s. Rows made of one column that ``gold/tris`` holds follow what
is told there, so that what one file withholds no other gives back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.disclosure import (
    first_groups,
    leaves_of,
    one_column,
    sensitive_columns,
)
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.indicators.told_populations import tell_populations
from barometre_pipeline.statistics.disclosure import (
    SMALLEST_CELL,
    Cells,
    Counts,
    Mask,
    Told,
    choose,
    is_safe,
    pieces,
    single,
)
from barometre_pipeline.statistics.sampling_plan import group_weights
from barometre_pipeline.statistics.told_tabulations import (
    MEMBERS,
    Tabulated,
    tabulated_columns,
    weighted_told,
)
from barometre_pipeline.vocabulary import REGLE_SERIES, SANS_REPONSE, STRATES

Key = tuple[str, str, str]  # indicator, category, rule of base
Place = tuple[str, str, str]  # population, breakdown, part of it
Verdict = tuple[bool, str, bool]  # told, why not, weighted share told

WHOLE: Final[Mapping[Public, Place]] = {
    "collectivites": ("ensemble", "", ""),
    "francais": ("francais", "", ""),
}


@dataclass(frozen=True, eq=False)
class Cut:
    """One way of cutting a sample: its parts, and the groups made of them, those that matter most first.

    Attributes:
        parts: where the counts of each part are.
        groups: place -> mask over parts, and over what is left of the whole, last.
        weights: place -> weight of a structure of each part, where shares are weighted by part.
    """

    parts: tuple[Place, ...]
    groups: Mapping[Place, Mask]
    weights: Mapping[Place, np.ndarray] = field(default_factory=dict)


@dataclass(eq=False)
class Block:
    """The rows about one question: counts of its answers, and which of them each row counts, among which."""

    cells: Cells
    told: Told
    rows: dict[Key, tuple[Mask, Mask]]


class Values:
    """The rows of one edition and public, found by key and place."""

    def __init__(self, rows: pd.DataFrame) -> None:
        names = [rows[c].astype(str).tolist() for c in ("indicateur", "categorie", "regle_base")]
        where = [rows[c].astype(str).tolist() for c in ("population", "ventilation", "modalite")]
        numbers = zip(rows.index, rows["n"].tolist(), rows["base"].tolist(), strict=True)
        self.of: dict[Key, dict[Place, tuple[int, int, int]]] = {}
        for key, place, (index, n, base) in zip(
            zip(*names, strict=True), zip(*where, strict=True), numbers, strict=True
        ):
            self.of.setdefault(key, {})[place] = (int(index), int(n), int(base))
        printed = rows["imprime"].astype(bool).tolist()
        self.printed = {key for key, told in zip(zip(*names, strict=True), printed, strict=True) if told}

    def counts(self, key: Key, cut: Cut, whole: Place) -> tuple[Counts, Counts]:
        """Return who is counted, and among whom, by part; last, what is in no part of the whole."""
        rows = self.of[key]
        known = np.array([rows.get(p, (0, 0, 0))[1:] for p in cut.parts], dtype=np.int64).reshape(-1, 2)
        total = np.array(rows.get(whole, (0, *known.sum(axis=0)))[1:], dtype=np.int64)
        every = np.vstack([known, total - known.sum(axis=0)])
        return every[:, 0], every[:, 1]


def tell_edition(
    rows: pd.DataFrame,
    public: Public,
    edition: str,
    catalogue: Catalogue,
    cuts: Sequence[Cut],
    columns: Mapping[str, Tabulated],
) -> dict[int, Verdict]:
    """Say of each row of one edition and public whether it is told.

    Args:
        rows: rows of ``gold/indicateurs`` of one edition and public.
        public: who answered.
        edition: partition key.
        catalogue: definitions.
        cuts: how the sample is cut.
        columns: what is told of each column of ``gold/tris``; empty without responses.

    Returns:
        index of the row -> what is said of it; rows of other populations by ``told_populations``.
    """
    values, whole = Values(rows), WHOLE[public]
    found: dict[int, Verdict] = {}
    for cut in cuts:
        for block in _blocks(values, cut, whole, catalogue, edition, public, columns):
            for index, verdict in _verdicts(block, values, cut):
                before = found.get(index, verdict)
                found[index] = verdict if before[0] else before
    for key, places in values.of.items():
        measure = catalogue.indicateurs[key[0]].mesure
        if measure == "effectif":
            found |= {index: (True, "", False) for index, _, _ in places.values()}
        elif measure == "mentions":
            found |= _mentions(key, values)
        # Another base than that of the tabulations, or than the printed one: with both, a reader subtracts.
        apart = [row[0] for cut in cuts for place, row in places.items() if place in cut.groups]
        found |= {index: (False, "autre_base", False) for index in apart if index not in found}
    tell_populations(values.of, found, catalogue)
    return found


def _blocks(
    values: Values,
    cut: Cut,
    whole: Place,
    catalogue: Catalogue,
    edition: str,
    public: Public,
    columns: Mapping[str, Tabulated],
) -> Iterator[Block]:
    """Yield the questions: those of one column together, what is made of several columns by itself."""
    together: dict[object, list[tuple[Key, frozenset[str]]]] = {}
    sensible: dict[object, bool] = {}
    variables = catalogue.codebook.variables
    known = {(i.nom, c.nom): leaves for i, c, leaves in leaves_of(catalogue, edition, public)}
    for key in values.of:
        if catalogue.indicateurs[key[0]].mesure != "part" or key[:2] not in known:
            continue
        category = catalogue.categories[key[0]][key[1]]
        alone = one_column(catalogue, edition, category.expression(edition))
        name: object = alone[0] if alone else key[:2]
        together.setdefault(name, []).append((key, alone[1] if alone else frozenset()))
        sensible[name] = any(variables[leaf.variable].sensible for leaf in known[key[:2]])
    for name, keys in together.items():
        ours = [k for k in keys if k[0] in values.printed or k[0][2] == REGLE_SERIES]
        if name in columns and cut.parts == survey_parts():
            yield _of_column(columns[str(name)], ours, values, cut, whole)
        elif (block := _of_rows(ours, values, cut, whole, sensible[name], catalogue)) is not None:
            yield block


def survey_parts() -> tuple[Place, ...]:
    """Return the places of the strates, in the order of the vocabulary."""
    return tuple(place_of_strate(s) for s in STRATES)


def place_of_strate(strate: str) -> Place:
    """Return where the rows of a strate are."""
    kind = "strate" if strate.startswith("communes_") else "type"
    return strate, kind, strate


def _of_column(
    column: Tabulated, keys: list[tuple[Key, frozenset[str]]], values: Values, cut: Cut, whole: Place
) -> Block:
    """Return the question as ``gold/tris`` counts it; a row on another base has no place there, and is not told."""
    nobody = np.zeros((len(column.cells.counts), 1), dtype=np.int64)
    cells = Cells(
        np.hstack([column.cells.counts, nobody]),
        np.hstack([column.cells.apart, nobody[: len(column.cells.apart)]]),
        column.cells.sensible,
    )
    told = Told(column.told.answers, tuple(np.append(g, g.all()) for g in column.told.groups))
    block = Block(cells, told, {})
    everything, empty = np.ones(len(column.codes), dtype=bool), column.mask((SANS_REPONSE,))
    for key, codes in keys:
        numerator = column.mask(codes)
        n, base = values.counts(key, cut, whole)
        for among in (everything, everything & ~empty):
            same = (cells.counts[numerator].sum(axis=0) == n) & (cells.counts[among].sum(axis=0) == base)
            if same.all():
                block.rows[key] = numerator, among
                break
    return _with_more(block, cut) if told.groups else block


def _of_rows(
    keys: list[tuple[Key, frozenset[str]]],
    values: Values,
    cut: Cut,
    whole: Place,
    sensible: bool,
    catalogue: Catalogue,
) -> Block | None:
    """Return a question as the indicators count it: the smallest sets of answers, the others, and empty answers."""
    printed = [k for k in keys if k[0] in values.printed] or keys
    if not printed:
        return None
    singles: list[tuple[Key, frozenset[str]]] = []
    for key, codes in sorted(printed, key=lambda k: len(k[1])):
        if not any(codes & other for _, other in singles):
            singles.append((key, codes))
    base = np.maximum.reduce([values.counts(k, cut, whole)[1] for k, _ in printed])
    series = [values.counts(k, cut, whole)[1] for k, _ in keys if k not in {p for p, _ in printed}]
    empty = base - np.maximum.reduce(series) if series else np.zeros_like(base)
    counted = [values.counts(k, cut, whole)[0] for k, _ in singles]
    counts = np.array([*counted, empty, base - empty - sum(counted)], dtype=np.int64)
    if (counts < 0).any():
        return None
    cells = Cells(counts, np.zeros((0, counts.shape[1]), dtype=np.int64), sensible)
    size = len(counts)
    block = Block(cells, Told(), {})
    everything, blank = np.ones(size, dtype=bool), single(size - 2, size)
    for key, codes in keys:
        numerator = np.array(
            [*((bool(o) and o <= codes) or k[:2] == key[:2] for k, o in singles), False, False]
        )
        n, among = values.counts(key, cut, whole)
        for mask in (everything, everything & ~blank):
            if (counts[numerator].sum(axis=0) == n).all() and (counts[mask].sum(axis=0) == among).all():
                block.rows[key] = numerator, mask
                break
    first = catalogue.indicateurs[keys[0][0][0]].population
    order = sorted(cut.groups, key=lambda p: p[0] != first)
    block.told = choose(cells, [cut.groups[p] for p in order])
    return block


def _with_more(block: Block, cut: Cut) -> Block:
    """Tell also the answers and groups that the tabulations do not have, where they are safe beside all told before."""
    first = block.told.groups[0]
    weight = next((w for p, w in cut.weights.items() if np.array_equal(cut.groups[p], first)), None)
    # Weighted shares that the tabulations tell stay harmless beside what is added.
    weighted = weight is not None and weighted_told(block.cells, block.told, weight, first)

    def add(more: Told) -> None:
        if is_safe(block.cells, more) and (
            weight is None or not weighted or weighted_told(block.cells, more, weight, first)
        ):
            block.told = more

    for numerator, among in block.rows.values():
        add(block.told.plus(answers=[numerator, among]))
    for group in cut.groups.values():
        # A group that the tabulations have is told where they tell it.
        new = not any(np.array_equal(group[:-1], known) for known in MEMBERS.values())
        if new and block.cells.base[group].any():
            add(block.told.plus(groups=[group]))
    return block


def _verdicts(block: Block, values: Values, cut: Cut) -> Iterator[tuple[int, Verdict]]:
    for key, places in values.of.items():
        if key not in block.rows:
            continue
        numerator, among = block.rows[key]
        told = bool(block.told.groups) and _follows(block, (numerator, among))
        for place, group in cut.groups.items():
            if place in places:
                yield places[place][0], _verdict(block, told, numerator, among, place, group, cut)


def _follows(block: Block, sets: tuple[Mask, Mask]) -> bool:
    """Tell whether sets of answers are told: they cut no piece of what is told."""
    known = pieces(block.told.answers, len(block.cells.counts))
    return all(len({bool(x) for x in mask[piece]}) == 1 for mask in sets for piece in known)


def _verdict(
    block: Block, told: bool, numerator: Mask, among: Mask, place: Place, group: Mask, cut: Cut
) -> Verdict:
    if not block.told.groups:
        return False, "question", False
    if not any(np.array_equal(group, g) for g in block.told.groups):
        return False, "ventilation", False
    if not told:
        return False, "reponse_rare", False
    if place not in cut.weights:
        return True, "", not cut.weights
    cells = Cells(block.cells.counts[among], block.cells.apart)
    told_among = Told(tuple(a[among] for a in block.told.answers), block.told.groups)
    return True, "", weighted_told(cells, told_among, cut.weights[place], group)


def _mentions(key: Key, values: Values) -> dict[int, Verdict]:
    """Tell shares of mentions only of everybody, and where no category has 1 to 4: together they make the base."""
    same = [k for k in values.of if k[0] == key[0] and k[2] == key[2]]
    told = {}
    for place, (index, _, base) in values.of[key].items():
        counts = [values.of[k][place][1] for k in same if place in values.of[k]]
        fine = base > 0 and min(n or base for n in counts) >= SMALLEST_CELL and place in WHOLE.values()
        told[index] = (fine, "" if fine else "ventilation", False)
    return told


def tell_indicators(
    rows: pd.DataFrame, catalogue: Catalogue, surveys: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]]
) -> pd.DataFrame:
    """Say of each row of ``gold/indicateurs`` whether it is told, why not, and whether its weighted share is.

    Args:
        rows: values of every edition.
        catalogue: definitions.
        surveys: edition -> ``gold/tris`` and ``silver/plan_de_sondage``, where there are responses.

    Returns:
        ``publiable``, ``raison_retenue`` (a key of ``vocabulary.RAISONS_RETENUE``) and ``ponderee_publiable``.
    """
    known = catalogue.populations.by_name
    french = rows["population"].map(lambda p: p in known and known[p].public == "francais").astype(bool)
    found: dict[int, Verdict] = {}
    numbered = rows.reset_index(drop=True)
    for (name, poll), of in numbered.groupby(
        [numbered["edition"].astype(str), french.to_numpy()], sort=False
    ):
        edition = str(name)
        if poll:
            found |= tell_edition(of, "francais", edition, catalogue, poll_cuts(of), {})
            continue
        columns: dict[str, Tabulated] = {}
        plan = None
        if edition in surveys:
            tris, plan = surveys[edition]
            sensible, first = sensitive_columns(catalogue, edition), first_groups(catalogue, edition)
            columns = tabulated_columns(tris, sensible, first)
        cuts = [survey_cut(catalogue, plan)]
        found |= tell_edition(of, "collectivites", edition, catalogue, cuts, columns)
    told = [found.get(i, (False, "autre_base", False)) for i in range(len(numbered))]
    columns_told = pd.DataFrame(
        told, columns=["publiable", "raison_retenue", "ponderee_publiable"], index=rows.index
    )
    return columns_told.astype({"publiable": bool, "raison_retenue": "str", "ponderee_publiable": bool})


def survey_cut(catalogue: Catalogue, plan: pd.DataFrame | None) -> Cut:
    """Return the strates and the populations made of them, by decreasing number of strates."""
    groups = catalogue.populations.strata_groups()
    order = sorted(groups, key=lambda g: -len(groups[g]))
    masks = {g: np.array([*(s in groups[g] for s in STRATES), len(groups[g]) == len(STRATES)]) for g in order}
    weights = group_weights(plan, groups) if plan is not None else {}
    kinds = {g: (g, catalogue.populations.by_name[g].kind, g) for g in order}
    places = {g: (g, "", "") if kinds[g][1] == "" else kinds[g] for g in order}
    return Cut(
        survey_parts(),
        {places[g]: masks[g] for g in order},
        {places[g]: np.append(weights[g], 0.0) for g in weights},
    )


def poll_cuts(rows: pd.DataFrame) -> list[Cut]:
    """Return one way of cutting the sample per breakdown of a poll: the whole, and each part."""
    whole = WHOLE["francais"]
    found = []
    parts = rows[(rows["population"] == "francais") & (rows["ventilation"] != "")]
    for kind, of in parts.groupby(parts["ventilation"].astype(str), sort=False):
        places = tuple((whole[0], str(kind), m) for m in of["modalite"].astype(str).drop_duplicates())
        masks = np.eye(len(places) + 1, dtype=bool)[:-1]
        everybody = np.ones(len(places) + 1, dtype=bool)
        found.append(Cut(places, {whole: everybody, **dict(zip(places, masks, strict=True))}))
    return found or [Cut((), {whole: np.ones(1, dtype=bool)})]
