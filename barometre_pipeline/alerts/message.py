"""What an alert says of a run, in French: the words of the command line, and what to look at.

Pure; nothing is sent here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from barometre_pipeline.french.numbers import count


@dataclass(frozen=True)
class Run:
    """What an alert names a run by: its edition (none: all of them together), its job, its identifier."""

    edition: str
    travail: str
    execution: str

    @property
    def of(self) -> str:
        """Say of what it is."""
        return f"l’édition {self.edition}" if self.edition else "l’ensemble des éditions"


@dataclass(frozen=True)
class Alert:
    """A title that fits a subject line, and a message."""

    titre: str
    message: str


def of_failure(run: Run, failures: Sequence[str], red: Sequence[str], killed: bool) -> Alert:
    """Say that a run failed.

    Args:
        run: which.
        failures: what each failed step says.
        red: checks that do not hold, by name, each with what it says.
        killed: its process died without a word.
    """
    what = "s’est arrêté sans finir" if killed else "a échoué"
    title = f"Baromètre : le calcul de {run.of} {what}"
    kept = "" if killed else "La dernière version valide de chaque table est restée dans le lac."
    return Alert(title, _joined(*failures, *red, kept, _place(run)))


def of_red_checks(run: Run, red: Sequence[str]) -> Alert:
    """Say what a finished run leaves to a person."""
    title = f"Baromètre : {count(len(red), 'contrôle')} à compléter pour {run.of}"
    stands = "Le calcul est fini et ses tables sont dans le lac ; ce qui suit attend quelqu’un."
    return Alert(title, _joined(stands, *red, _place(run)))


def _place(run: Run) -> str:
    return f"Exécution {run.execution} (« {run.travail} ») ; son journal est dans Dagster, page « Runs »."


def _joined(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
