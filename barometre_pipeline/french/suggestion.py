"""What a person probably meant by a name that does not exist: one rule for commands, options, editions and names."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from barometre_pipeline.french.spaces import NBSP, quoted

_CLOSE: Final = 0.6  # share of common letters from which two names are taken for one mistyped


def closest(typed: str, known: Iterable[str], share: float = _CLOSE) -> str | None:
    """Return the known name begun or mistyped, whatever the case; None where none is near.

    Args:
        typed: what was written.
        known: the names there are.
        share: of common letters, from which two are taken for one mistyped; a stricter one knows no name begun.
    """
    names, wanted = {name.casefold(): name for name in known}, typed.casefold()
    begun = [name for name in names if len(wanted) > 1 and name.startswith(wanted)] if share <= _CLOSE else []
    near = begun if len(begun) == 1 else get_close_matches(wanted, names, n=1, cutoff=share)
    return names[near[0]] if near else None


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return « ; vouliez-vous dire « run » ? », to put after a finding, or nothing where no name is near."""
    near = closest(typed, known)
    return f"{NBSP}; vouliez-vous dire {quoted(near)}{NBSP}?" if near else ""


def among(typed: str, known: Iterable[str]) -> str:
    """Return what a name that does not exist may have been, to put after a finding: the nearest, and all there are."""
    names = list(dict.fromkeys(known))
    return f"{did_you_mean(typed, names)} (attendus{NBSP}: {', '.join(names) or 'aucun'})"
