"""Why a printed figure has no computed value: that none exists, and that the reason given is found again.

The reason is looked for where it comes from, the catalogue and the published tables received, not in the lake.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from barometre_pipeline.audit.card import REASON, Check
from barometre_pipeline.audit.read import rows
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.french.spaces import quoted
from barometre_pipeline.lake import Lake

_UNFOUND = "non retrouvée"
_EMPTY = "aucun répondant dans cette population"
_REMEDY = "gold/rapprochement a été modifié, ou il vient d’un autre calcul : relancez « barometre run »"
_UNPROVED = (
    "rien n’est vérifié : ni le catalogue ni les tableaux reçus ne donnent cette raison. Relancez « barometre run », "
    "ou complétez « non_calculable » de l’indicateur"
)


def absence_checks(
    lake: Lake, catalogue: Catalogue, printed: Mapping[str, Any], raw: Path
) -> Iterator[Check]:
    """Yield that a printed figure has no value, and whether the reason recorded for it is found again."""
    figure, told = printed["chiffre_publie"], str(printed["rapprochement"]["raison"])
    keys = {c: figure[c] for c in ("indicateur", "categorie", "population")}
    years = [y for y in (figure["edition"], figure["edition_reference"]) if y]
    known = {y: _rows(lake, y, keys) for y in years}
    without = [y for y in years if not any(known[y])]
    found = ", ".join(without) or "aucune"
    yield Check("éditions sans valeur", found, found, bool(without), "" if without else _REMEDY)
    reasons = [_EMPTY] if any(known[y] for y in without) else []
    reasons += [reason for year in without for reason in _reasons(catalogue, raw, year, keys)]
    # A figure that another one contradicts tells that first.
    given = next((r for r in reasons if f"; {_plain(told)}".endswith(f"; {_plain(r)}")), "")
    yield Check(REASON, told, given or _UNFOUND, bool(given), "" if given else _UNPROVED)


def _rows(lake: Lake, edition: str, keys: Mapping[str, str]) -> list[int]:
    """Return the base of each value of the whole population that follows the printed rule."""
    found = rows(lake, "gold/indicateurs", edition=edition, **keys)
    return [int(r["base"]) for r in found if r["imprime"] and r["modalite"] in ("", r["population"])]


def _plain(text: str) -> str:
    """Return a text whose spaces are all alike."""
    return " ".join(text.replace(" ;", ";").split())


def _reasons(catalogue: Catalogue, raw: Path, edition: str, keys: Mapping[str, str]) -> Iterator[str]:
    """Yield every reason that this year cannot give the value, in the words that the lake uses."""
    indicator = catalogue.indicateurs.get(keys["indicateur"])
    if indicator is None:
        return
    stated = indicator.reason(edition, keys["categorie"])
    if stated:
        yield stated
    category = catalogue.categories[indicator.nom].get(keys["categorie"])
    if category is not None:
        try:
            Resolver(catalogue.codebook, edition).leaves(category.expression(edition))
        except NotComputableError as error:
            yield str(error)
    folder, population = raw / edition, catalogue.populations.by_name[keys["population"]]
    groups = _printed_groups(folder)
    strates = population.strates or ()
    if groups and population.nom not in groups and not (strates and set(strates) <= groups):
        yield f"les tableaux publiés de {edition} ne donnent pas {quoted(population.libelle)}"
    if not any((folder / kind).is_dir() for kind in ("limesurvey", "ipsos", "agregats")):
        yield f"aucune donnée de {edition} pour cette population"


def _printed_groups(folder: Path) -> set[str]:
    """Return the groups that the published tables of a year give, none where there are no tables."""
    found: set[str] = set()
    for path in sorted((folder / "agregats").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found |= {str(line.get("groupe", "")) for line in csv.DictReader(stream)}
    return found
