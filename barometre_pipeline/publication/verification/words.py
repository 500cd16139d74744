"""How a checked number is said in French: its value, what the data give, the difference, the sign of its verdict.

Words only; what is judged and how is ``printed.documents``'.
"""

import math
from typing import Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import share_in_words
from barometre_pipeline.french.numbers import NONE, number, percent, points
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    ARRONDI,
    AUTRE_SOURCE,
    CALE,
    CONTREDIT,
    ECART,
    EFFECTIF,
    EXACT,
    FRACTION,
    INTROUVABLE,
    LIENS,
    NON_JUGE,
    PART,
    VERDICTS,
    Occurrence,
)

# A verdict is told by a sign too: colour alone says nothing to some readers, nor to a printer.
SIGNES: Final = {EXACT: "✓", ARRONDI: "≈", CONTREDIT: "✗", INTROUVABLE: "∅", CALE: "◇", NON_JUGE: "·"}
SIGNE_AUTRE_SOURCE: Final = "↗"
SIGNE_A_TRANCHER: Final = "?"
AUTRE_SOURCE_EN_MOTS: Final = "autre source"
BORNES: Final = {
    "plus_de": "plus de",
    "moins_de": "moins de",
    "pres_de": "près de",
    "environ": "environ",
    "jusqu_a": "jusqu’à",
}
VERDICTS_AFFIRMATION: Final = {
    "vrai": "vrai",
    "faux": "faux",
    "non_etabli": "non établi",
    "non_verifiable": "non vérifiable",
}
SIGNES_AFFIRMATION: Final = {"vrai": "✓", "faux": "✗", "non_etabli": "≈", "non_verifiable": "·"}
_SHARES: Final = (PART, FRACTION)
_VOWELS: Final = "aeéèêiouy"


def sign(occurrence: Occurrence) -> str:
    """Return the sign of a number."""
    if occurrence.statut == AUTRE_SOURCE:
        return SIGNE_AUTRE_SOURCE
    if occurrence.lien == A_TRANCHER:
        return SIGNE_A_TRANCHER
    return SIGNES.get(occurrence.verdict, SIGNES[NON_JUGE])


def kind(occurrence: Occurrence) -> str:
    """Return the word by which a number is drawn: its verdict, or why it has none."""
    if occurrence.statut == AUTRE_SOURCE:
        return AUTRE_SOURCE
    return A_TRANCHER if occurrence.lien == A_TRANCHER else occurrence.verdict or NON_JUGE


def state(occurrence: Occurrence) -> str:
    """Say where a number stands: « contredit, lien sûr », « à trancher », « autre source »."""
    if occurrence.statut == AUTRE_SOURCE:
        return AUTRE_SOURCE_EN_MOTS + (f"{NBSP}: {occurrence.source}" if occurrence.source else "")
    if occurrence.lien == A_TRANCHER:
        return LIENS[A_TRANCHER]
    verdict = VERDICTS.get(occurrence.verdict, VERDICTS[NON_JUGE])
    return f"{verdict}, lien {LIENS.get(occurrence.lien, occurrence.lien)}"


def printed(occurrence: Occurrence) -> str:
    """Return a number as it is printed, with the bound before it."""
    bound = BORNES.get(occurrence.borne, "")
    text = " ".join(occurrence.texte.split())
    if bound.endswith(" de") and text[:1].lower() in _VOWELS:
        return f"{bound[:-1]}’{text}"  # « près d’une collectivité »
    return f"{bound} {text}" if bound else text


def computed(occurrence: Occurrence) -> str:
    """Return what the data give, in the unit of the printed number; « – » where nothing was computed."""
    value = occurrence.valeur_calculee
    return NONE if value is None else _measured(value, occurrence.genre)


def difference(occurrence: Occurrence) -> str:
    """Return computed minus printed: in points for what is a percentage, else in what is counted."""
    value = occurrence.valeur_calculee
    if value is None or math.isnan(value):
        return NONE
    gap = value - occurrence.valeur
    if occurrence.genre in (*_SHARES, ECART):
        return points(gap / 100, 1, signed=True)
    return number(gap, None if occurrence.genre == EFFECTIF else 2, signed=True)


def tied_to(catalogue: Catalogue, occurrence: Occurrence) -> str:
    """Name what a number is tied to: indicator, category, population; "" where it is tied to nothing."""
    if not occurrence.indicateur:
        return ""
    return share_in_words(catalogue, occurrence.indicateur, occurrence.categorie, occurrence.population)


def editions(occurrence: Occurrence) -> str:
    """Return the edition of a number, and the one that it is compared with."""
    before = occurrence.edition_reference
    return f"{occurrence.edition}, comparée à {before}" if before else occurrence.edition


def _measured(value: float, genre: str) -> str:
    if genre in _SHARES:
        return percent(value / 100, 1)
    if genre == ECART:
        return points(value / 100, 1, signed=True)
    return number(value, None if genre == EFFECTIF and value == int(value) else 2)
