"""What is drawn and published of a question is what the indicator made of the same answer says: same count, same base.

Both are computed by their own code, from the same responses; only answers that an indicator counts alone are compared.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.resolution import Form, NotComputableError, Resolver
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import GROUPES, LIBELLES_CASES

CATALOGUE = load_catalogue()


def answers_counted_alone(lake: Lake, edition: str) -> Iterator[tuple[str, str, tuple[str, str, str]]]:
    """Yield (indicator, category, key of the tabulated answer) where one column and one code are counted."""
    answers, questions = lake.read("bronze/modalites", edition), lake.read("bronze/questions", edition)
    labels = {(a.colonne, a.code): a.libelle for a in answers.itertuples()}
    columns = {q.colonne: q for q in questions.itertuples()}
    resolver = Resolver(CATALOGUE.codebook, edition)
    shares = (i for i in CATALOGUE.indicateurs.values() if i.mesure == "part")
    for indicator in shares:
        for category in CATALOGUE.categories[indicator.nom].values():
            statement = category.expression(edition)
            try:
                leaf = resolver.leaf(statement) if statement.variable else None
            except NotComputableError:
                continue
            if (
                leaf is None
                or len(leaf.columns) != 1
                or len(leaf.codes) != 1
                or leaf.columns[0] not in columns
            ):
                continue
            column, code = columns[leaf.columns[0]], leaf.codes[0]
            is_box = leaf.form is Form.BOX and code in LIBELLES_CASES
            label = LIBELLES_CASES[code] if is_box else labels[column.colonne, code]
            scale = f"#{column.echelle}" if column.echelle else ""
            yield indicator.nom, category.nom, (column.question, f"{column.sous_question}{scale}", label)


def disagreements(folder: Path, edition: str) -> tuple[int, list[str]]:
    """Return how many answers were compared over all groups, and those with two counts, bases or shares."""
    lake = Lake.at(folder)
    indicators = lake.read("gold/indicateurs")
    whole = (indicators["edition"] == edition) & (indicators["ventilation"] == "")
    printed = indicators[whole & indicators["imprime"]]
    values = {
        (i, c, p): (n, base, share)
        for i, c, p, n, base, share in printed[
            ["indicateur", "categorie", "population", "n", "base", "part_publiable"]
        ].itertuples(index=False)
    }
    tris = lake.read("gold/tris", edition).set_index(["question", "sous_question", "modalite", "groupe"])
    drawn = tris[["n", "base", "part_publiable"]]
    compared, found = 0, []
    for indicator, category, key in answers_counted_alone(lake, edition):
        for group in GROUPES:
            value = values.get((indicator, category, group))
            if value is None:
                continue
            compared += 1
            shown = tuple(drawn.loc[(*key, group)])
            if not all(a == b or (pd.isna(a) and pd.isna(b)) for a, b in zip(value, shown, strict=True)):
                found.append(f"{indicator}/{category}, {group} : {value} et {shown}")
    return compared, found


@pytest.mark.parametrize("edition", ["2023", "2024", "2025"])
def test_a_question_is_drawn_on_the_base_of_its_indicator_in_every_edition_of_the_demonstration(
    demo, edition: str
) -> None:
    compared, found = disagreements(demo.lake, edition)
    assert compared >= 100
    assert not found


def test_a_question_is_drawn_on_the_base_of_its_indicator_on_the_real_survey(real_2023_lake: Path) -> None:
    compared, found = disagreements(real_2023_lake, "2023")
    assert compared >= 100
    assert not found
