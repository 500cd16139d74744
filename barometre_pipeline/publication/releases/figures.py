"""Every figure that is published, on one line each, and which of them moved between two such lists.

Rows of gold that may be told and nothing else; a figure is known by what it is about, whatever extract gave it.
"""

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.catalogue.words import category_in_words, indicator_in_words, population_in_words
from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.told import reliable_indicators, told_indicators, told_tabulations
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.vocabulary import GROUPES

INDICATOR, QUESTION = "indicateur", "question"
KEY: Final = (
    "nature",
    "edition",
    "indicateur",
    "categorie",
    "population",
    "ventilation",
    "modalite",
    "regle_base",
)
_WORDS: Final = ("titre", "libelle")
_COUNTS: Final = ("n", "base")
_NUMBERS: Final = ("valeur", "part_redressee", "ic_bas", "ic_haut")
FIGURES: Final = (
    *KEY,
    *_WORDS,
    "valeur",
    *_COUNTS,
    "part_redressee",
    "ic_bas",
    "ic_haut",
    "source_donnees",
    "fiche",
)
# What became of a figure.
SHOWN, COUNTED, GONE, NEW = "valeur", "effectif", "retiree", "ajoutee"
STATES: Final = {
    SHOWN: "la valeur imprimée change",
    COUNTED: "la valeur imprimée est la même, un effectif, une base ou un intervalle change",
    GONE: "n’est plus publié",
    NEW: "n’était pas publié",
}
_UNPUBLISHED: Final = "non publié"
_DECIMALS: Final = 9  # beyond, binary noise


def published_figures(lake: Lake) -> pd.DataFrame:
    """Return every figure that the lake publishes: (figures, ``FIGURES``), sorted by ``KEY``.

    A count has no ``valeur`` and no ``base``; a weighted share and an interval are empty where they may not be told.
    """
    parts = [*_of_indicators(lake), *_of_questions(lake)]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(FIGURES))
    texts = [c for c in FIGURES if c not in (*_COUNTS, *_NUMBERS)]
    found = found.assign(
        **{c: found[c].astype(str) for c in texts}, **{c: found[c].astype("Int64") for c in _COUNTS}
    )
    found = found.assign(**{c: found[c].astype(float).round(_DECIMALS) for c in _NUMBERS})
    return found[list(FIGURES)].sort_values(list(KEY), kind="stable", ignore_index=True)


def _of_indicators(lake: Lake) -> Iterator[pd.DataFrame]:
    if not lake.exists("gold/indicateurs"):
        return
    rows = read_valid(lake, "gold/indicateurs")
    told = reliable_indicators(told_indicators(rows[rows["imprime"].astype(bool)]))
    catalogue, count = catalogue_of(lake), told["part_publiable"].isna()
    yield told.assign(
        nature=INDICATOR,
        titre=[indicator_in_words(catalogue, str(i)) for i in told["indicateur"]],
        libelle=_labels(told, catalogue),
        valeur=told["part_publiable"],
        base=told["base"].astype("Int64").mask(count),
        part_redressee=told["part_ponderee"],
        fiche=told["trace_id"],
    )[list(FIGURES)]


def _labels(rows: pd.DataFrame, catalogue: Catalogue) -> list[str]:
    profiles = {v.nom: v.modalites for v in catalogue.codebook.variables.values() if v.profil}
    columns = (
        rows[c].astype(str) for c in ("indicateur", "categorie", "population", "ventilation", "modalite")
    )
    found = []
    for indicator, category, population, cut, group in zip(*columns, strict=True):
        whom = population_in_words(catalogue, population)
        if group != population and group:
            whom = f"{whom}, {profiles.get(cut, {}).get(group) or population_in_words(catalogue, group)}"
        answer = category_in_words(catalogue, indicator, category)
        found.append(f"{answer} ({whom})" if answer else whom)
    return found


def _of_questions(lake: Lake) -> Iterator[pd.DataFrame]:
    for edition in lake.editions("gold/tris"):
        told = told_tabulations(read_valid(lake, "gold/tris", edition))
        told = told[told["part_publiable"].notna()]
        text = {
            c: told[c].astype(str) for c in ("sous_question", "modalite", "sous_question_libelle", "groupe")
        }
        item = text["sous_question_libelle"].where(
            text["sous_question"] == "", text["sous_question_libelle"] + " : "
        )
        yield told.assign(
            nature=QUESTION,
            indicateur=told["question"],
            categorie=(text["sous_question"] + " ").where(text["sous_question"] != "", "") + text["modalite"],
            population=told["groupe"],
            ventilation="",
            titre=told["question_libelle"],
            libelle=item + text["modalite"] + " (" + text["groupe"].map(GROUPES) + ")",
            valeur=told["part_publiable"],
            part_redressee=np.nan,
            ic_bas=np.nan,
            ic_haut=np.nan,
            fiche="",
            modalite="",
        )[list(FIGURES)]


def figures_csv(figures: pd.DataFrame) -> bytes:
    """Write a list of figures as a file."""
    return harmless_frame(figures).to_csv(index=False, lineterminator="\n").encode()


def figures_of_csv(content: bytes) -> pd.DataFrame:
    """Read back what ``figures_csv`` wrote."""
    texts = {c: str for c in FIGURES if c not in (*_COUNTS, *_NUMBERS)}
    read = pd.read_csv(
        io.BytesIO(content), dtype=texts, keep_default_na=False, na_values={c: [""] for c in (*_COUNTS, *_NUMBERS)},
    )  # fmt: skip
    return read.astype({**dict.fromkeys(_COUNTS, "Int64"), **dict.fromkeys(_NUMBERS, "float64")})


def moved_figures(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are not what they were: ``KEY``, words, ``avant``, ``apres``, ``etat`` (of ``STATES``).

    A figure of an edition that the first list has nothing of is no change: an edition came.

    Args:
        before: a list of figures, as ``published_figures`` or ``figures_of_csv`` returns it.
        now: another.
    """
    known = now[now["edition"].isin(set(before["edition"]))]
    old, new = (_comparable(f) for f in (before, known))
    both = old.merge(new, on=list(KEY), how="outer", suffixes=("_avant", "_apres"), indicator=True)
    same = (both["_merge"] == "both") & (both["marque_avant"] == both["marque_apres"])
    moved = both[~same]
    there = moved["_merge"] == "both"
    state = pd.Series(
        np.select(
            [
                moved["_merge"] == "left_only",
                moved["_merge"] == "right_only",
                moved["dit_avant"] != moved["dit_apres"],
            ],
            [GONE, NEW, SHOWN],
            COUNTED,
        ),
        index=moved.index,
    )
    words = {
        c: moved[f"{c}_avant"].where(moved["_merge"] != "right_only", moved[f"{c}_apres"]) for c in _WORDS
    }
    return moved[list(KEY)].assign(
        **words,
        avant=moved["texte_avant"].where(there | (state == GONE), ""),
        apres=moved["texte_apres"].where(there | (state == NEW), ""),
        etat=state,
    ).reset_index(drop=True)  # fmt: skip


def few_apart(before: pd.DataFrame, now: pd.DataFrame) -> int:
    """Return how many figures of both lists are a few structures apart, counted or not: whoever has both subtracts.

    Args:
        before: a list of figures, as ``published_figures`` or ``figures_of_csv`` returns it.
        now: another.
    """
    both = before[before["base"].notna()].merge(now, on=list(KEY), suffixes=("_avant", "_apres"))
    counted = (both["n_apres"] - both["n_avant"]).abs()
    others = ((both["base_apres"] - both["n_apres"]) - (both["base_avant"] - both["n_avant"])).abs()
    few = counted.between(1, SMALLEST_CELL - 1) | others.between(1, SMALLEST_CELL - 1)
    return int(few.fillna(value=False).sum())


def _comparable(figures: pd.DataFrame) -> pd.DataFrame:
    rows = figures[[*_COUNTS, *_NUMBERS]].itertuples(index=False, name=None)
    marks, said, texts = [], [], []
    for n, base, *numbers in rows:
        marks.append(
            repr([None if pd.isna(v) else v for v in (n, base, *(round(v, _DECIMALS) for v in numbers))])
        )
        shown = number(int(n)) if pd.isna(numbers[0]) else percent(float(numbers[0]), exists=int(n) > 0)
        said.append(shown)
        texts.append(shown if pd.isna(base) else f"{shown} ({number(int(n))} sur {number(int(base))})")
    return figures[[*KEY, *_WORDS]].assign(marque=marks, dit=said, texte=texts)


def told_figures(moved: pd.DataFrame) -> Iterator[str]:
    """Say of each figure that moved what it was and what it is: « 2025, … : 42 % (8 sur 19) → 37 % (7 sur 19) »."""
    for row in moved.to_dict("records"):
        values = f"{row['avant'] or _UNPUBLISHED} → {row['apres'] or _UNPUBLISHED}"
        yield f"{row['edition']}, {row['titre']}, {row['libelle']}{NBSP}: {values}"
