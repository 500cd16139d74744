"""The two sides of a comparison: extracts (files, folders fetched from a server) or lakes, as frames.

Only finding and reading belong here; comparing is ``diff``'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barometre_pipeline.compare.diff import (
    ADDED,
    CHANGED,
    REMOVED,
    RunDiff,
    compare_figures,
    compare_responses,
)
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import LAYERS, Lake
from barometre_pipeline.sources.limesurvey import list_extracts, read_extract, read_structure
from barometre_pipeline.sources.limesurvey.model import Extract
from barometre_pipeline.vocabulary import ColumnKind

SUBMITTED = "submitdate"
_RESPONSES, _DISCARDED, _FIGURES = "silver/reponses", "silver/reponses_ecartees", "gold/tris"
_NOT_ANSWERS = ("ligne", "fichier", "edition")


@dataclass(frozen=True)
class Side:
    """One side of the comparison: a name without any host path, and an extract, a lake or an edition."""

    name: str
    extract: Extract | None = None
    lake: Lake | None = None
    edition: Edition | None = None

    @property
    def kind(self) -> str:
        """Its nature in French."""
        return "une édition" if self.edition else "un lac de données" if self.lake else "un extrait"


def is_lake(path: Path) -> bool:
    """Tell whether a folder holds the layers of a lake."""
    return path.is_dir() and any((path / layer).is_dir() for layer in LAYERS)


def open_side(path: Path, structure: Path | None = None, editions: Iterable[str] = ()) -> Side:
    """Open an extract file, a folder of extracts (its newest one) or a lake.

    Args:
        path: what was named.
        structure: what explains the extract, where it is not beside it.
        editions: keys that may have been meant.

    Raises:
        InputError: there is nothing, or no structure explains the extract.
    """
    if is_lake(path):
        return Side(path.name, lake=Lake.at(path))
    if path.is_dir():
        return _newest_of(path)
    if not path.is_file():
        raise _nothing(path, f"ce fichier ou dossier n’existe pas{did_you_mean(path.name, editions)}")
    faults: list[InputError] = []
    for candidate in [structure] if structure else _structures_near(path):
        try:
            questionnaire = read_structure(candidate, candidate.name)
            return Side(path.name, extract=read_extract(path, questionnaire, path.name))
        except InputError as error:
            faults.append(error)
    raise faults[0] if faults else _nothing(path, "aucune structure (.lss, .lsa, .txt) près de cet extrait")


def _structures_near(path: Path) -> list[Path]:
    """An archive explains itself; else beside the responses, or one level up for a dated folder."""
    own = [path] if path.suffix.lower() == ".lsa" else []
    near = [
        p
        for folder in (path.parent, path.parent.parent)
        for suffix in (".lss", ".lsa", ".txt")
        for p in sorted(folder.glob(f"*{suffix}"))
        if p != path
    ]
    return own + near


def _newest_of(folder: Path) -> Side:
    faults: list[InputError] = []
    # A dated folder may rely on the structure one level up.
    for home in (folder, folder.parent):
        try:
            found = list_extracts(home, home.parent)
        except InputError as error:
            faults.append(error)
            continue
        inside = [f for f in found if folder in f.path.parents]
        if inside:
            return Side(inside[0].shown, extract=inside[0].read())
    raise faults[0] if faults else _nothing(folder, "aucun extrait lisible ici")


def lost_columns(extract: Extract) -> tuple[str, ...]:
    """Return the columns whose content this form of export drops: comments of lists, with long answers."""
    if extract.form.answers != "long":
        return ()
    lists = {q.code for q in extract.questionnaire.questions if q.type == "O"}
    columns = extract.questionnaire.columns.values()
    return tuple(c.code for c in columns if c.kind is ColumnKind.COMMENT and c.question in lists)


def responses_of(extract: Extract) -> pd.DataFrame:
    """Return the responses of an extract for comparison: all columns and the submit date, by id."""
    frame = extract.values.copy()
    if SUBMITTED in extract.system:
        frame[SUBMITTED] = extract.system[SUBMITTED].to_numpy()
    frame.index = pd.Index(extract.system["id"].astype("int64"), name="id")
    return frame


def compare_lakes(before: Lake, after: Lake, edition: str) -> RunDiff:
    """Compare two runs of one edition: kept responses, figures, and which tables differ."""
    empty = pd.DataFrame(columns=["id_reponse"])
    sides = [_read(lake, _RESPONSES, edition, empty).set_index("id_reponse") for lake in (before, after)]
    old, new = (side.drop(columns=[c for c in _NOT_ANSWERS if c in side]) for side in sides)
    responses = compare_responses(old, new)
    figures = [_read(lake, _FIGURES, edition, pd.DataFrame()) for lake in (before, after)]
    return RunDiff(
        responses=responses,
        figures=_figures(*figures),
        reasons={
            **_reasons(before, edition, responses.added),
            **_reasons(after, edition, responses.removed),
        },
        tables=_tables(before, after, edition),
    )


def common_editions(before: Lake, after: Lake) -> list[str]:
    """Return the editions for which either lake has figures."""
    return sorted({*before.editions(_FIGURES), *after.editions(_FIGURES)})


def _figures(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    if before.empty:
        before = after.iloc[:0]
    if after.empty:
        after = before.iloc[:0]
    return compare_figures(before, after) if len(before.columns) else pd.DataFrame()


def _reasons(lake: Lake, edition: str, ids: tuple[int, ...]) -> dict[int, str]:
    """Say why a run set these responses aside."""
    discarded = _read(lake, _DISCARDED, edition, pd.DataFrame(columns=["id_reponse", "motif"]))
    reasons = dict(zip(discarded["id_reponse"], discarded["motif"], strict=True))
    return {i: str(reasons[i]) for i in ids if i in reasons}


def _tables(before: Lake, after: Lake, edition: str) -> dict[str, str]:
    names = sorted({*_names(before, edition), *_names(after, edition)})
    changes: dict[str, str] = {}
    for name in names:
        there = [lake.exists(name, edition) for lake in (before, after)]
        if not all(there):
            changes[name] = ADDED if there[1] else REMOVED
        elif before.sha256(name, edition) != after.sha256(name, edition):
            changes[name] = CHANGED
    return changes


def _names(lake: Lake, edition: str) -> list[str]:
    names = []
    for layer in LAYERS:
        folder = lake.root / layer
        if folder.exists():
            names += [
                f"{layer}/{t.name}" for t in folder.iterdir() if lake.exists(f"{layer}/{t.name}", edition)
            ]
    return names


def _read(lake: Lake, table: str, edition: str, default: pd.DataFrame) -> pd.DataFrame:
    return lake.read(table, edition) if lake.exists(table, edition) else default


def _nothing(path: Path, finding: str) -> InputError:
    return InputError(
        fichier=path.name,
        lieu="",
        constat=finding,
        attendu="un extrait et sa structure, un dossier d’extraits, ou un lac de données",
        remede="vérifiez le chemin, ou donnez la structure avec --structure",
    )
