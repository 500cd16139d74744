"""Where each page of the site is: one name per thing shown, letters and hyphens, the same every year.

Names only; what a page says is its own module's.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

HOME: Final = "index.html"
INDICATORS: Final = "indicateurs.html"
CHANGES: Final = "ce-qui-a-change.html"
CROSSINGS: Final = "pratiques-et-attentes.html"
METHOD: Final = "methode.html"
OPEN_DATA: Final = "donnees-ouvertes.html"
CORRECTIONS: Final = "corrections.html"
ACCESSIBILITY: Final = "accessibilite.html"
SEARCH: Final = "recherche.html"
PRINTED: Final = "chiffres-imprimes.html"
TEAM: Final = "equipe.html"
CHART_FILES: Final = ("svg", "svg_etroit", "png", "json", "fichier_csv")


def anchor(*parts: str) -> str:
    """Build an identifier for a place in the site out of codes and labels: ``g3q03-oui``."""
    text = unicodedata.normalize("NFKD", "-".join(p for p in parts if p))
    return re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode().lower()).strip("-")


def indicator_page(name: str) -> str:
    """Return the page of an indicator."""
    return f"indicateur-{anchor(name)}.html"


def indicator_csv(name: str) -> str:
    """Return the table of an indicator, to be downloaded."""
    return f"tableaux/indicateur-{anchor(name)}.csv"


def document_page(document: str) -> str:
    """Return the page of the figures that a document prints."""
    return f"document-{anchor(document)}.html"


def figure_address(document: str, figure: str) -> str:
    """Return the place of a printed figure."""
    return f"{document_page(document)}#{anchor(figure)}"


def edition_page(edition: str) -> str:
    """Return the page of an edition."""
    return f"edition-{anchor(edition)}.html"


def edition_method(edition: str) -> str:
    """Return the page of method and quality of an edition."""
    return f"methode-{anchor(edition)}.html"


def edition_team(edition: str) -> str:
    """Return the page of internal checks of an edition."""
    return f"equipe-{anchor(edition)}.html"


def is_internal(path: str) -> bool:
    """Tell whether a published file, by its path from ``publication/``, is a page of the team alone."""
    place = PurePosixPath(path)
    return place.parent.name == "site" and place.name.startswith(PurePosixPath(TEAM).stem)


def questions_page(edition: str, rank: int) -> str:
    """Return the page of a part of the questionnaire of an edition, ``rank`` being its place from 1."""
    return f"questions-{anchor(edition)}-{rank}.html"


def theme_address(theme: str) -> str:
    """Return the place of a theme in the list of indicators."""
    return f"{INDICATORS}#theme-{anchor(theme)}"


def chart_files(chart: Mapping[Any, Any], folder: str) -> dict[str, str]:
    """Return the address of each file of a chart, relative to the site; of the paths only file names count."""
    base = folder.rstrip("/")
    return {k: f"{base}/{PurePosixPath(str(chart[k])).name}" for k in CHART_FILES}
