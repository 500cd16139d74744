"""A printed figure against what was found again for it: as the list prints it, rounded as its document rounds."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from barometre_pipeline.audit.card import Card, Check
from barometre_pipeline.audit.second_path.figure import PUBLISHED, compared, half_even
from barometre_pipeline.audit.second_path.origin import ORIGIN
from barometre_pipeline.catalogue.loader import FOLDER
from barometre_pipeline.french.numbers import number

_NEAR = 2.5  # points: what « environ » and « près de » allow
_GIVEN = ("reproduit", "cale")
FITTED = "demonstration"
_REMEDY = "gold/rapprochement a été modifié, ou il vient d’un autre calcul : relancez « barometre run »"


def printed_checks(printed: Mapping[str, Any], cards: Sequence[Card]) -> tuple[Check, ...]:
    """Compare what the lake says of a printed figure with the list and with the verified cards."""
    figure, found = printed["chiffre_publie"], printed["rapprochement"]
    value = figure["valeur"]
    checks = [compared("valeur imprimée", value, _listed(figure["chiffre"]))]
    levels = [_level(card, figure["statistique"]) for card in cards]
    decimals = 0 if float(value).is_integer() else 1
    exact, rounded = _difference(levels, value) if figure["edition_reference"] else _one(levels, decimals)
    checks.append(compared("valeur calculée", found["valeur_calculee"], exact, 1e-7))
    checks.append(compared("valeur arrondie", found["valeur_arrondie"], rounded, 1e-7))
    gives = exact is not None and rounded is not None and _gives(figure["statistique"], value, exact, rounded)
    said = found["statut"] if found["statut"] in _GIVEN else ""
    # What data fitted to printed figures give again proves nothing: fitted, not reproduced.
    origins = {
        c.found for card in cards if card.verification for c in card.verification.checks if c.name == ORIGIN
    }
    given = ("cale" if FITTED in origins else "reproduit") if gives else ""
    words = {"": "ne donne pas l’imprimé", "cale": "calé", "reproduit": "reproduit"}
    same = said == given
    checks.append(
        Check(f"statut ({found['statut_libelle']})", words[said], words[given], same, "" if same else _REMEDY)
    )
    kept = set(found["donnees"])
    same = kept == origins
    shown, again = (", ".join(sorted(names)) or "aucune" for names in (kept, origins))
    checks.append(Check("données du chiffre", shown, again, same, "" if same else _REMEDY))
    return tuple(checks)


def _listed(name: str) -> float | None:
    with (FOLDER / "figures_publiees.csv").open(encoding="utf-8", newline="") as stream:
        return next((float(r["valeur"]) for r in csv.DictReader(stream) if r["chiffre"] == name), None)


def _level(card: Card, kind: str) -> float | None:
    assert card.verification is not None
    wanted = "n" if kind == "effectif" else PUBLISHED
    value = next((c.value for c in card.verification.checks if c.name == wanted), None)
    return value if kind == "effectif" or value is None else 100 * value


def _one(levels: Sequence[float | None], decimals: int) -> tuple[float | None, float | None]:
    value = levels[0] if levels else None
    return value, None if value is None else half_even(value, decimals)


def _difference(levels: Sequence[float | None], printed: float) -> tuple[float | None, float | None]:
    """Return the difference, and its rounding: of the levels where that is what was printed, else its own."""
    if len(levels) < 2 or levels[0] is None or levels[1] is None:
        return None, None
    subtracted = half_even(levels[0]) - half_even(levels[1])
    exact = levels[0] - levels[1]
    return exact, subtracted if subtracted == printed else half_even(exact)


def _gives(kind: str, printed: float, exact: float, rounded: float) -> bool:
    if kind == "part_environ":
        return abs(exact - printed) <= _NEAR
    return exact > printed if kind == "part_plus_de" else number(rounded, 6) == number(printed, 6)
