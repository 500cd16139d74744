"""The next edition, made of the last one in disguise, gives the same indicators without a line of Python."""

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from disguise import Disguise
from support import Computed, run
from typer.testing import CliRunner

from barometre_pipeline.cli import app
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.declarations.indicators import VALUE_KEY

REWORDED = {
    "Quel est le nom de votre structure ?": "Quel est le nom officiel de votre structure ?",
    "Votre prénom": "Votre prénom (facultatif)",
}
MEASURES = ["n", "base", "part", "part_ponderee", "part_publiable", "effectif_efficace", "ic_bas", "ic_haut"]


@pytest.fixture(scope="module")
def rolled(demo: Computed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compute 2025 in disguise under the name of 2026, from what ``new-edition`` proposes as it stands.

    What it is compared with is computed already: only what a new edition changes is computed here.
    """
    base = tmp_path_factory.mktemp("edition_suivante")
    raw, last = base / "raw", demo.raw / "2025"
    shutil.copytree(demo.raw, raw, copy_function=os.link)
    shutil.copytree(demo.lake, base / "lac", copy_function=os.link)
    (extract,) = (last / "limesurvey").glob("results*.csv")
    (structure,) = (last / "limesurvey").glob("*.lss")
    disguise = Disguise(
        structure, extract, 7, REWORDED, {"G10Q02"}, "Combien d’agents votre structure compte-t-elle ?"
    )
    new = disguise.write(raw / "2026" / "limesurvey")
    shutil.copy(last / "limesurvey" / "correspondances.csv", raw / "2026" / "limesurvey")
    asked = ["new-edition", "2026", "--from", "2025", "--raw", str(raw), "--structure", str(new)]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    with (raw / "2026" / "edition.yaml").open("a", encoding="utf-8") as file:
        file.write("structures: {correspondances: correspondances.csv, annee_referentiel: 2025}\n")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DAGSTER_HOME", str(base / "dagster"))
        result = run(raw, base / "lac", "--edition", "2026")
    assert result.exit_code == 0, result.stderr
    return base


def test_at_least_97_of_100_indicator_rows_come_out_the_same(rolled: Path) -> None:
    table = Lake.at(rolled / "lac").read("gold/indicateurs")
    asked = table.loc[table["edition"] == "2026", "indicateur"].unique()  # a disguised survey, and no poll
    table = table[table["indicateur"].isin(asked)]
    key = list(VALUE_KEY)
    before, after = (
        table.loc[table["edition"] == e, [*key, *MEASURES]].set_index(key) for e in ("2025", "2026")
    )
    assert len(before) > 5_000
    both = after.reindex(before.index)
    same = ((both == before) | (both.isna() & before.isna())).all(axis=1)
    assert same.mean() >= 0.97, before[~same].head(20)


def test_nothing_of_the_demonstration_leaks_into_the_new_edition(rolled: Path) -> None:
    yaml = (rolled / "raw" / "2026" / "edition.yaml").read_text(encoding="utf-8")
    assert "source_donnees: reelles" in yaml
    assert "monstration" not in yaml and "synth" not in yaml and "2025-" not in yaml
    assert "titre: Baromètre 2026" in yaml


def test_the_codebook_read_is_recorded_and_the_new_edition_reaches_trends_and_report(rolled: Path) -> None:
    lake = Lake.at(rolled / "lac")
    (recorded,) = lake.read("gold/livre_de_codes").to_dict("records")
    assert recorded["texte"] == (rolled / "raw" / "2026" / "codebook.yaml").read_text(encoding="utf-8")
    changes = lake.read("gold/evolutions").query("edition == '2026' and edition_reference == '2025'")
    assert (changes["ecart_points"] == 0).mean() > 0.97
    assert (rolled / "lac" / "publication" / "site" / "edition-2026.html").is_file()


def test_a_code_alone_sets_no_edition_apart(rolled: Path) -> None:
    changes = Lake.at(rolled / "lac").read("gold/evolutions")
    judged = changes[(changes["edition"] == "2026") & (changes["edition_reference"] == "2025")]
    assert not (judged["raison"] == "non_comparable").any()


def test_an_auditor_finds_a_figure_of_the_new_edition(rolled: Path) -> None:
    lake = Lake.at(rolled / "lac")
    row = lake.read("gold/indicateurs").query("edition == '2026' and imprime and n > 30").iloc[0]
    asked = ["audit", "--lake", str(rolled / "lac"), "--indicateur", row["indicateur"], "--edition", "2026"]
    asked += [
        "--categorie",
        row["categorie"],
        "--population",
        row["population"],
        "--raw",
        str(rolled / "raw"),
    ]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert f"{row['n']} sur {row['base']}" in result.output.replace("\u202f", "").replace("\n", " ")


def test_the_dataframe_of_the_new_edition_says_it_is_of_real_data(rolled: Path) -> None:
    table = Lake.at(rolled / "lac").read("gold/indicateurs")
    assert set(pd.Series(table.loc[table["edition"] == "2026", "source_donnees"])) == {"reelles"}
