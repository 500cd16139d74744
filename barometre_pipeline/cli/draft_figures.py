"""``barometre check --chiffres --brouillon DOCUMENT``: rows of the list of printed figures, for a person to confirm.

The rows are ``printed.draft``'s; here they are written to a new file or to standard output, never over anything.
"""

from pathlib import Path

from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.cli.common import print_raw, stderr
from barometre_pipeline.cli.verify_document import verified
from barometre_pipeline.csv_files import csv_text
from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.draft import draft


def draft_figures(lake: Path, document: Path, edition: str | None, target: Path | None) -> None:
    """Write the rows drafted from a document, and tell how many there are and what they are for.

    Raises:
        InputError: the document cannot be read, or the file to write exists.
    """
    if target is not None and target.exists():
        raise InputError(
            target.name, "", "ce fichier existe déjà, rien n’y est écrit", "le nom d’un fichier nouveau",
            "choisissez un autre nom avec --sortie, et confirmez les lignes avant de les ajouter à la liste",
        )  # fmt: skip
    found = verified(Lake.at(lake), document, edition)
    figures = load_figures()
    drafted = draft(found.text, found.checked, figures)
    text = csv_text(list(figures.columns), drafted.rows)
    if target is None:
        print_raw(text)
    else:
        write_atomically(target, text.encode())
    already = f"{NBSP}; {count(drafted.listed, 'chiffre')} déjà dans la liste" if drafted.listed else ""
    stderr().print(
        f"{count(len(drafted.rows), 'ligne')} à confirmer{already}. Ce qui est à trancher n’y est pas{NBSP}: "
        "« barometre verifier » le montre.",
        markup=False,
    )
