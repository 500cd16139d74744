"""Drafts the corrections of figures that moved since a version: entries for ``errata.yaml``, to be read by a person.

One entry an indicator or a question; a printed value that is the same needs none.
"""

from collections.abc import Iterator
from typing import Final

import pandas as pd
import yaml

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.errata import ERRATA_FILE
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.releases.figures import GONE, INDICATOR, SHOWN
from barometre_pipeline.publication.releases.shelf import Release

TO_DATE: Final = "AAAA-MM-JJ"
_EVERYBODY: Final = ("ensemble", "hors_moins_3500", "francais")
_GONE: Final = "non publié"


def drafted(
    release: Release, moved: pd.DataFrame, catalogue: Catalogue, date: str = TO_DATE
) -> dict[str, str]:
    """Return the drafts, by edition of the figures: text of a file of corrections.

    Args:
        release: the version that holds what was wrong.
        moved: what ``moved_figures`` returned.
        catalogue: the population that each indicator is cited in first.
        date: of the correction (ISO); by default a place to write it, for the lake has no clock.
    """
    wrong = moved[moved["etat"].isin([SHOWN, GONE])]
    return {
        str(edition): _file(release, str(edition), rows, catalogue, date)
        for edition, rows in wrong.groupby("edition", sort=True)
    }


def _file(release: Release, edition: str, rows: pd.DataFrame, catalogue: Catalogue, date: str) -> str:
    asked = _questions_of(catalogue, edition, rows)
    entries = [
        {
            "date": date,
            "edition": edition,
            "version": release.manifest.version,
            "indicateur": str(name) if nature == INDICATOR else "",
            **_values(of, catalogue),
            "motif": f"Données corrigées après la version {release.manifest.version}.",
        }
        for (nature, name), of in rows.groupby(["nature", "indicateur"], sort=False)
        if nature == INDICATOR or name not in asked
    ]
    text = yaml.safe_dump({"errata": entries}, allow_unicode=True, sort_keys=False, width=110)
    return (
        f"# À relire, dater, et copier dans {edition}/{ERRATA_FILE}, à côté des extraits : le site le montre à la\n"
        f"# page « Corrections ». Écrivez dans « motif » ce qui s’est passé, en une phrase.\n{text}"
    )


def _questions_of(catalogue: Catalogue, edition: str, rows: pd.DataFrame) -> set[str]:
    """Return the questions of an edition that the indicators of rows are made of: their entry says it already."""
    named = {catalogue.indicateurs[n].variable for n in rows.loc[rows["nature"] == INDICATOR, "indicateur"]}
    codings = (v.coding(edition) for v in catalogue.codebook.variables.values() if v.nom in named)
    return {coding.question for coding in codings if coding is not None}


def _values(rows: pd.DataFrame, catalogue: Catalogue) -> dict[str, str]:
    """Say what was published and what is true: in the population cited first, and how many others by group."""
    columns = (rows[c].astype(str) for c in ("nature", "indicateur", "population", "modalite"))
    first = pd.Series([_is_first(catalogue, *r) for r in zip(*columns, strict=True)], rows.index, dtype=bool)
    cited = rows[first] if first.any() else rows.head(1)
    title = str(rows["titre"].iloc[0])
    return {
        "publie": f"{title}{NBSP}: {'; '.join(_each(cited, 'avant'))}",
        "corrige": "; ".join(_each(cited, "apres")) + _others(len(rows) - len(cited)),
    }


def _is_first(catalogue: Catalogue, kind: str, name: str, population: str, group: str) -> bool:
    """Tell whether a figure is of everybody, or of the population that its indicator is cited in first."""
    own = catalogue.indicateurs[name].population if kind == INDICATOR else ""
    return population in (own, *_EVERYBODY) and group in ("", population)


def _each(rows: pd.DataFrame, column: str) -> Iterator[str]:
    for label, value in zip(rows["libelle"], rows[column], strict=True):
        yield f"{label} {value or _GONE}"


def _others(left: int) -> str:
    return f", et {count(left, 'autre part', 'autres parts')}, par groupe" if left else ""
