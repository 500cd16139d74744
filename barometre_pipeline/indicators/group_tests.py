"""Does the answer depend on the type of structure? One design-based test per closed question.

The test is ``statistics.crosstests``'; here is only which columns are tested, and when the result is fragile.
"""

from typing import Any

import numpy as np
import pandas as pd

from barometre_pipeline.cleaning.silver import STATES
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.statistics.crosstests import rao_scott
from barometre_pipeline.statistics.design import WHOLE, SurveyDesign
from barometre_pipeline.statistics.multiplicity import adjust
from barometre_pipeline.tables.declarations.changes import TESTS_DE_GROUPES
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import BASE_MINIMALE, TYPES

# Cochran (1954): the chi-square approximation is poor when over a fifth of the cells expect fewer than 5.
SMALL_CELL, SMALL_CELLS = 5, 0.2


def compute_group_tests(
    reponses: pd.DataFrame,
    structures: pd.DataFrame,
    plan: pd.DataFrame,
    questions: pd.DataFrame,
    source_donnees: str,
) -> pd.DataFrame:
    """Test, for each closed question and sub-question, whether the answer depends on the type of structure.

    Rao and Scott's test on those who answered; types without a national count (« autres ») have no weight and
    stay out. Corrected p-values count all the tests of the edition.

    Args:
        reponses: silver ``reponses``.
        structures: silver ``structures``; rows are matched on ``id_reponse``.
        plan: silver ``plan_de_sondage``.
        questions: bronze ``questions``, closed columns only, in questionnaire order.
        source_donnees: a key of ``vocabulary.SOURCES_DONNEES``.

    Returns:
        Rows of ``gold/tests_de_groupes``;
        the statistic is NaN where no test is possible, ``avertissement`` then says why.
    """
    aligned = structures.set_index("id_reponse").reindex(reponses["id_reponse"]).reset_index()
    design = SurveyDesign.planned(aligned["strate"], plan, {})
    if not design.has_population or questions.empty:
        return pd.DataFrame(columns=TESTS_DE_GROUPES.columns)
    types = pd.Series(pd.Categorical(aligned["type"], categories=list(TYPES)))
    rows = [_test(column, reponses[str(column.colonne)], types, design) for column in questions.itertuples()]
    table = pd.DataFrame(rows)
    p = table["p_valeur"].to_numpy(float)
    table = table.assign(
        edition=str(aligned["edition"].iloc[0]),
        p_valeur_bh=adjust(p, "bh"),
        p_valeur_holm=adjust(p, "holm"),
        tests=int((~np.isnan(p)).sum()),
        source_donnees=source_donnees,
    )
    return arranged(TESTS_DE_GROUPES, table)


def _test(column: Any, values: pd.Series, types: pd.Series, design: SurveyDesign) -> dict[str, Any]:
    found = rao_scott(values, types, design, exclus=STATES)
    answered = ~values.isin(list(STATES)).to_numpy() & design.domain(WHOLE) & design.inside
    table = _crossed(values[answered], types[answered])
    bases = table.sum(axis=0)
    small = [t for t in TYPES if t in bases.index and bases[t] < BASE_MINIMALE]
    return {
        "question": column.question,
        "sous_question": f"{column.sous_question}{f'#{column.echelle}' if column.echelle else ''}",
        "question_libelle": column.question_libelle,
        "sous_question_libelle": column.sous_question_libelle,
        "base": found.base,
        "modalites": found.lignes,
        "types": found.colonnes,
        "statistique": found.statistique,
        "ddl_numerateur": found.ddl_numerateur,
        "ddl_denominateur": found.ddl_denominateur,
        "p_valeur": found.p_valeur,
        "base_faible": bool(small) or found.base < BASE_MINIMALE,
        "avertissement": _warning(found.motif, table, small),
    }


def _crossed(values: pd.Series, types: pd.Series) -> pd.DataFrame:
    """Count answers (rows) by type (columns), those observed only; both are categorical."""
    width = len(types.cat.categories)
    cells = values.cat.codes.to_numpy().astype(np.int64) * width + types.cat.codes.to_numpy()
    counts = np.bincount(cells, minlength=len(values.cat.categories) * width).reshape(-1, width)
    table = pd.DataFrame(counts, index=values.cat.categories, columns=types.cat.categories)
    rows, columns = np.flatnonzero(counts.any(axis=1)), np.flatnonzero(counts.any(axis=0))
    return table.iloc[rows, columns]


def _warning(reason: str, table: pd.DataFrame, small: list[str]) -> str:
    """Say why there is no test, or what makes it fragile; "" where nothing does."""
    if reason:
        return f"Pas de test{NBSP}: {reason}."
    parts = []
    if small:
        bases = ", ".join(f"{TYPES[t]} ({int(table[t].sum())})" for t in small)
        parts.append(f"Bases de moins de {BASE_MINIMALE} réponses{NBSP}: {bases}.")
    counts = table.to_numpy(float)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    low = int((expected < SMALL_CELL).sum())
    if low > SMALL_CELLS * expected.size:
        parts.append(
            f"{low} croisements sur {expected.size} attendent moins de {SMALL_CELL} réponses{NBSP}: p-valeur "
            "indicative."
        )
    return " ".join(parts)
