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


class NotComputedError(InputError, FileNotFoundError):
    """A table that the lake does not hold, or not for that edition."""


class ConfigurationError(InputError):
    """A YAML file of the project or of an edition that says something impossible."""
