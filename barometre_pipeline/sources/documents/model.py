"""A document once read: its lines in reading order, and where each stands in the file.

Reading a format is the other modules'; what a line says is ``printed.documents``'.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentText:
    """The text of a document.

    Attributes:
        nom: name of the file, without folders.
        lignes: its lines, without their ends; cells of a table are separated by tabulations, a heading that the
            format knows as one begins with « # ».
        lieux: where each line stands, « page 3 », « diapositive 4 », "" where the format has no places.
        empreinte: SHA-256 of the file as it was read.
        remarques: what of it could not be read, in French, a sentence each.
    """

    nom: str
    lignes: tuple[str, ...]
    lieux: tuple[str, ...]
    empreinte: str = ""
    remarques: tuple[str, ...] = ()

    def place(self, line: int) -> str:
        """Return where a line (from 1) stands, « page 3, ligne 12 » or « ligne 12 »."""
        where = self.lieux[line - 1] if line <= len(self.lieux) else ""
        return f"{where}, ligne {line}" if where else f"ligne {line}"
