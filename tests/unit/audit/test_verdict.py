"""The last line of a verification is the whole verdict: on the printed value and on every card behind it."""

import dataclasses
from typing import Any

from barometre_pipeline.audit.card import REASON, Card, Check, Subject, Verification
from barometre_pipeline.audit.verdict import verdict_of

NBSP = "\u00a0"
SAME, OTHER = Check("n", "2", "2", True), Check("part", "0,5", "0,4", False, "relancez")
BARE = Card(
    trace_id="t1", table="gold/tris", partition="2031", headline=("50", "n"), notices=(), sections=(), n=2, base=4,
    filters=(), printed_rows=(), files=(), extract="", records=(), headings=True, versions={}, query="", details={},
    subject=Subject("2031", "silver/reponses", "tri", {}, 2, 4, ""),
)  # fmt: skip


def card(*checks: Check) -> Card:
    return dataclasses.replace(BARE, verification=Verification(2, 4, "le CSV", checks))


def printed(*checks: Check, value: float | None = 50.0, reason: str = "") -> dict[str, Any]:
    return {"verification": checks, "rapprochement": {"valeur_calculee": value, "raison": reason}}


def test_everything_found_again_is_counted() -> None:
    verdict = verdict_of([card(SAME), card(SAME, SAME)], printed(SAME))
    assert verdict.identical and str(verdict) == f"identique, 4{NBSP}contrôles"


def test_what_differs_is_named_once_wherever_it_is() -> None:
    value = Check("valeur arrondie", "99", "50", False, "relancez")
    for found in (
        verdict_of([card(SAME)], printed(value)),
        verdict_of([card(SAME), card(value)], printed(SAME)),
    ):
        assert not found.identical and str(found) == f"DIFFÉRENT{NBSP}: valeur arrondie"
    several = verdict_of([card(OTHER), card(OTHER)], printed(value))
    assert str(several) == f"DIFFÉRENT{NBSP}: valeur arrondie{NBSP}; part"
    assert several.as_data() == {
        "identique": False, "differe": ["valeur arrondie", "part"], "phrase": str(several),
    }  # fmt: skip


def test_a_figure_without_value_is_verified_by_its_reason_and_by_nothing_else() -> None:
    found, lost = Check(REASON, "nuls", "nuls", True), Check(REASON, "nuls", "non retrouvée", False)
    proved = verdict_of([], printed(SAME, found, value=None, reason="nuls"))
    assert proved.identical and str(proved) == f"identique, non calculable{NBSP}: nuls (raison retrouvée)"
    for checks in ((SAME, lost), (SAME,)):
        verdict = verdict_of([], printed(*checks, value=None, reason="nuls"))
        assert not verdict.identical
        assert str(verdict) == f"rien à vérifier{NBSP}: nuls (raison non retrouvée)"
    forged = verdict_of([card(OTHER)], printed(lost, value=None, reason="nuls"))
    assert str(forged) == f"DIFFÉRENT{NBSP}: part"


def test_a_card_that_nothing_verified_is_no_success() -> None:
    assert not verdict_of([BARE]).identical
