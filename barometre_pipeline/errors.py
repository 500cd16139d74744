"""Errors written for the person who must act, in French.

Only error types belong here; the module that finds the fault writes the sentences.
"""

from dataclasses import dataclass


class BarometreError(Exception):
    """Base of every error that the command line prints in French and turns into exit code 1."""


@dataclass
class InputError(BarometreError):
    """A file that cannot be used as received.

    Attributes:
        fichier: file name, relative to the raw folder where possible (never a host path).
        lieu: where in the file (« ligne 12, colonne G1Q02 »), empty if the whole file.
        constat: what was found.
        attendu: what was expected.
        remede: what the person should do.
    """

    fichier: str
    lieu: str
    constat: str
    attendu: str
    remede: str

    def __str__(self) -> str:
        """Return the message shown to the analyst."""
        place = f"{self.fichier}, {self.lieu}" if self.lieu else self.fichier
        return (
            f"Fichier : {place}\n  Constat : {self.constat}\n"
            f"  Attendu : {self.attendu}\n  À faire : {self.remede}"
        )


def headings_counted(headings: bool) -> str:
    """Say whether the heading is among the records counted."""
    return "en-tête compris" if headings else "fichier sans en-tête"


def record_place(*numbers: int | str, what: str = "", headings: bool = True) -> str:
    """Name records of a file of data: « enregistrement 12 (en-tête compris), colonne G1Q02 ».

    The first record is 1, the heading where the file has one. Records and not lines: a cell may hold a line break.

    Args:
        numbers: of the records.
        what: what in them (« colonne G1Q02 »), or nothing.
        headings: whether the file opens with headings.
    """
    noun = "enregistrement" if len(numbers) == 1 else "enregistrements"
    place = f"{noun} {', '.join(map(str, numbers))} ({headings_counted(headings)})"
    return f"{place}, {what}" if what else place


class NotComputedError(InputError, FileNotFoundError):
    """A table that the lake does not hold, or not for that edition."""


class UnreadableTableError(InputError, ValueError):
    """A file of the lake that is no Parquet any more."""

    def __init__(self, table: str) -> None:
        super().__init__(
            table, "", "le fichier de cette table est illisible", "un fichier Parquet écrit par « barometre run »",
            "relancez « barometre run », avec le même --lake",
        )  # fmt: skip


class ConfigurationError(InputError):
    """A YAML file of the project or of an edition that says something impossible."""
