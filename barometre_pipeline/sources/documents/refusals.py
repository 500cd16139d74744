"""What is said to the person whose document cannot be read; who finds the fault calls this."""

from typing import Final

from barometre_pipeline.errors import InputError

READ: Final = (".txt", ".md", ".pdf", ".docx", ".pptx", ".html")
_EXPECTED: Final = f"un document {', '.join(READ[:-1])} ou {READ[-1]}"


def refused(shown: str, finding: str, expected: str, remedy: str) -> InputError:
    """Return the error: file, finding, what was expected, what to do."""
    return InputError(shown, "", finding, expected or _EXPECTED, remedy)


def damaged(shown: str, what: str) -> InputError:
    """Say that a file is not what its name says, or not whole."""
    return refused(
        shown, f"le fichier est abîmé, incomplet, ou n’est pas {what}", f"{what} entier",
        "ouvrez-le dans le logiciel qui l’a écrit, enregistrez-en une copie et donnez celle-ci",
    )  # fmt: skip


def locked(shown: str, what: str) -> InputError:
    """Say that a file asks for a password."""
    return refused(
        shown, "il est protégé par un mot de passe", f"{what} que l’on ouvre sans mot de passe",
        "enregistrez-en une copie sans protection et donnez celle-ci",
    )  # fmt: skip


def without_text(shown: str, why: str, remedy: str) -> InputError:
    """Say that nothing can be read in a file."""
    return refused(shown, why, "un document dont le texte se sélectionne et se copie", remedy)
