"""Cards of the invented catalogue on its lake, each confirmed by its own query, and what it reads beside them."""

from typing import Any

from invented_lake import invented_catalogue

from barometre_pipeline.audit.card import Card
from barometre_pipeline.audit.explain_indicator import explain_indicator
from barometre_pipeline.audit.verify import recount
from barometre_pipeline.lake import Lake

DEFINITIONS = {
    "indicateurs/essai.yaml": b"indicateurs",
    "codebook/essai.yaml": b"essai",
    "codebook/autre.yaml": b"autre",
    "populations.yaml": b"populations",
}
EMPTY_IN = {"regle_base": "sans_reponse_incluses"}


def row(indicator: str, category: str, population: str, n: int, base: int, **more: object) -> dict[str, Any]:
    nothing = float("nan")
    return {
        "trace_id": "t1", "edition": "2031", "indicateur": indicator, "categorie": category, "population": population,
        "ventilation": "", "modalite": "", "regle_base": "sans_reponse_exclues", "imprime": True, "n": n, "base": base,
        "part": n / base, "part_ponderee": nothing, "base_ponderee": 0, "effectif_efficace": nothing,
        "redressement_faible": False, "part_publiable": n / base, "ic_bas": nothing, "ic_haut": nothing,
        "ic_de": "", "base_faible": False, "source_donnees": "demonstration",
    } | more  # fmt: skip


def card_of(lake: Lake, *named: Any, **more: object) -> Card:
    """Return a card that its own query confirms."""
    card = explain_indicator(lake, invented_catalogue(), row(*named, **more))
    assert recount(lake, card.query) == (card.n, card.base)
    return card


def steps(card: Card) -> list[tuple[str, int, int]]:
    return [(s["etape"], s["ecartees"], s["restantes"]) for s in card.filters]
