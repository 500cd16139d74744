"""What a whole verification comes to, in one line: everything found again, what differs, or nothing to verify."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from barometre_pipeline.audit.card import REASON, Card, Check
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP


@dataclass(frozen=True)
class Verdict:
    """What was verified and what differs.

    Attributes:
        checked: how many things were verified.
        differing: names of those that differ.
        reason: why the figure has no value, where it has none; ``proved``: it was found again.
        stopped: why nothing can be said: computing stopped on the way.
    """

    checked: int
    differing: tuple[str, ...]
    reason: str = ""
    proved: bool = True
    stopped: str = ""

    @property
    def identical(self) -> bool:
        """Tell whether something was verified and nothing differs."""
        return self.proved and not self.differing and not self.stopped and self.checked > 0

    def __str__(self) -> str:
        """Say it in one line."""
        if self.stopped:
            return f"calcul inachevé, arrêté en route{NBSP}: {self.stopped}{NBSP}; relancez « barometre run »"
        if self.differing:
            return f"DIFFÉRENT{NBSP}: {f'{NBSP}; '.join(self.differing)}"
        if not self.proved:
            return f"rien à vérifier{NBSP}: {self.reason or 'aucune valeur calculée'} (raison non retrouvée)"
        if self.reason:
            return f"identique, non calculable{NBSP}: {self.reason} (raison retrouvée)"
        return f"identique, {count(self.checked, 'contrôle')}"

    def as_data(self) -> dict[str, Any]:
        """Return the verdict for ``--json``."""
        return {"identique": self.identical, "differe": list(self.differing), "phrase": str(self)}


def verdict_of(cards: Sequence[Card], printed: Mapping[str, Any] | None = None) -> Verdict:
    """Return the verdict on a printed figure and the cards behind it, or on a card alone."""
    checks = list(_checks(cards, printed))
    stopped = next((card.stopped for card in cards if card.stopped), "")
    differing = dict.fromkeys(c.name for c in checks if not c.identical)
    if printed is None or printed["rapprochement"]["valeur_calculee"] is not None:
        return Verdict(len(checks), tuple(differing), stopped=stopped)
    proved = any(c.name == REASON and c.identical for c in checks)
    others = tuple(name for name in differing if name != REASON)
    return Verdict(len(checks), others, str(printed["rapprochement"]["raison"]), proved, stopped)


def _checks(cards: Sequence[Card], printed: Mapping[str, Any] | None) -> Iterator[Check]:
    yield from (printed or {}).get("verification", ())
    for card in cards:
        if card.verification:
            yield from card.verification.checks
