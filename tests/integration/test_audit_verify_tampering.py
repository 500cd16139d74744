"""``audit --verify`` finds everything again where nothing was touched, and fails where anything was changed."""

from pathlib import Path

import pandas as pd
import pytest
from support import Computed, run
from tampering import (
    BOXES,
    CONDITIONAL,
    MENTIONS,
    POLL,
    PUBLISHED,
    SMALLEST,
    STRUCTURES,
    TABULATED,
    altered,
    row_of,
    verified,
)
from tiny_edition import EDITION, write_edition

WHOLE = {
    "structures": (STRUCTURES, "DuckDB sur le fichier CSV lui-même"),
    "question conditionnelle": (CONDITIONAL, "DuckDB sur le fichier CSV lui-même"),
    "mentions": (MENTIONS, "DuckDB sur le fichier CSV lui-même"),
    "la plus petite part": (SMALLEST, "DuckDB sur le fichier CSV lui-même"),
    "tri": (TABULATED, "DuckDB sur le fichier CSV lui-même"),
    "tri de cases": (BOXES, "DuckDB sur le fichier CSV lui-même"),
    "sondage": (POLL, "fichier SPSS de l’institut lui-même"),
    "tableaux publiés": (PUBLISHED, "DuckDB sur le fichier CSV lui-même"),
}


def text_changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


@pytest.mark.parametrize("kind", WHOLE)
def test_untouched_everything_is_found_again_and_the_second_path_is_named(demo: Computed, kind: str) -> None:
    named, path = WHOLE[kind]
    result = verified(demo, *named)
    assert result.exit_code == 0, result.stdout
    assert path in " ".join(result.stdout.split())
    assert "DIFFÉRENT" not in result.stdout


@pytest.mark.parametrize(
    "named", [STRUCTURES, MENTIONS, POLL, PUBLISHED], ids=("structures", "mentions", "sondage", "2022")
)
@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("n", "n"),
        ("base", "base"),
        ("part", "part"),
        ("part_publiable", "part publiable"),
        ("ic_bas", "intervalle, borne basse"),
        ("ic_haut", "intervalle, borne haute"),
    ],
)
def test_a_value_changed_in_gold_is_named(
    own: Computed, named: tuple[str, ...], column: str, said: str
) -> None:
    def change(table: pd.DataFrame) -> None:
        rows = row_of(table, named)
        table.loc[rows, column] += 1 if column in ("n", "base") else 0.001

    altered(own.lake / "gold/indicateurs/indicateurs.parquet", change)
    result = verified(own, *named)
    assert result.exit_code == 1
    assert f"\n{said} : " in result.stdout, result.stdout


def test_a_weighted_share_changed_in_gold_is_named(own: Computed) -> None:
    def change(table: pd.DataFrame) -> None:
        table.loc[row_of(table, STRUCTURES), "part_ponderee"] += 0.0001

    altered(own.lake / "gold/indicateurs/indicateurs.parquet", change)
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1 and "\npart redressée : " in result.stdout


@pytest.mark.parametrize("column", ["poids", "effectif_national", "effectif_represente", "repondants"])
def test_a_weight_changed_in_the_plan_is_named_with_its_strate(own: Computed, column: str) -> None:
    def change(table: pd.DataFrame) -> None:
        table.loc[table["strate"] == "epci", column] += 1

    altered(own.lake / "silver/plan_de_sondage/edition=2025/plan_de_sondage.parquet", change)
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1
    assert "plan de sondage et poids : " in result.stdout and "epci, " in result.stdout


def test_the_weight_of_a_person_changed_in_silver_is_named(own: Computed) -> None:
    altered(
        own.lake / "silver/sondes/edition=2025/sondes.parquet",
        lambda table: table.__setitem__("poids", table["poids"].where(table.index != 6, 3.0)),
    )
    result = verified(own, *POLL)
    assert result.exit_code == 1
    assert "enregistrement 7 (fichier sans en-tête), colonne poids" in " ".join(result.stdout.split())


@pytest.mark.parametrize("named", [STRUCTURES, TABULATED, BOXES], ids=("indicateur", "tri", "cases"))
def test_a_response_taken_out_of_silver_is_noticed(own: Computed, named: tuple[str, ...]) -> None:
    path = own.lake / "silver/reponses/edition=2025/reponses.parquet"
    table = pd.read_parquet(path, partitioning=None)
    path.unlink()
    table.iloc[1:].to_parquet(path)
    result = verified(own, *named)
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    gone = table.iloc[0]
    assert f"réponse {gone['id_reponse']} (enregistrement {gone['ligne']} du fichier, absente du lac)" in said


def test_a_cell_changed_in_the_extract_is_named_by_its_record_and_column(own: Computed) -> None:
    (extract,) = (own.raw / "2025/limesurvey").glob("results*.csv")
    counted = pd.read_parquet(own.lake / "silver/reponses/edition=2025/reponses.parquet", partitioning=None)
    changed = counted[counted["GOUV01"] == "AO01"].iloc[0]
    answers = pd.read_parquet(own.lake / "bronze/modalites/edition=2025/modalites.parquet", partitioning=None)
    texts = answers[answers["colonne"] == "GOUV01"].set_index("code")["libelle"]
    table = pd.read_csv(extract, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    heading = next(c for c in table.columns if "cadre stratégique" in c)
    table.loc[int(changed["ligne"]) - 2, heading] = texts["AO03"]
    extract.unlink()
    table.to_csv(extract, index=False, encoding="utf-8-sig")
    strates = pd.read_parquet(
        own.lake / "silver/structures/edition=2025/structures.parquet", partitioning=None
    )
    strate = strates.set_index("id_reponse").loc[changed["id_reponse"], "strate"]
    named = (*TABULATED[:-1], strate)
    result = verified(own, *named)
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert f"enregistrement {changed['ligne']} (en-tête compris), colonne GOUV01" in said
    assert "remettez le fichier tel qu’il a été reçu" in said and "n : " in said


def test_the_poll_s_file_changed_is_noticed_and_not_opened(own: Computed) -> None:
    (delivered,) = (own.raw / "2025/ipsos").glob("*.sav")
    delivered.unlink()
    delivered.write_bytes(b"something else")
    result = verified(own, *POLL)
    assert result.exit_code == 1
    assert "car le fichier de l’institut n’est pas celui qui a été lu" in " ".join(result.stdout.split())


def test_a_published_table_changed_is_named_by_itsrow_of(own: Computed) -> None:
    path = own.raw / "2022/agregats/tableaux.csv"
    line = next(
        t for t in path.read_text(encoding="utf-8").splitlines() if ",communes," in t and ",0," not in t
    )
    cells = line.split(",")
    text_changed(path, line, ",".join([*cells[:3], str(int(cells[3]) + 1), *cells[4:]]))
    result = verified(own, *PUBLISHED)
    assert result.exit_code == 1
    assert f"{cells[0]} / {cells[1]} / communes" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("named", "pattern"),
    [(STRUCTURES, "2025/limesurvey/results*"), (POLL, "2025/ipsos/*.sav"), (PUBLISHED, "2022/agregats/*.csv"),
     (STRUCTURES, "2025/edition.yaml"), (STRUCTURES, "2025/limesurvey/correspondances.csv")],
)  # fmt: skip
def test_a_raw_file_taken_away_is_said_to_be_absent(
    own: Computed, named: tuple[str, ...], pattern: str
) -> None:
    (gone,) = own.raw.glob(pattern)
    gone.unlink()
    result = verified(own, *named)
    assert result.exit_code == 1
    assert "absent" in result.stdout and "--raw" in result.stdout


def test_a_printed_figure_is_verified_with_its_rounding_and_its_status(own: Computed) -> None:
    table = pd.read_parquet(own.lake / "gold/rapprochement/rapprochement.parquet")
    name = str(table[table["statut"] == "cale"]["chiffre"].iloc[0])
    assert verified(own, name).exit_code == 0
    altered(
        own.lake / "gold/rapprochement/rapprochement.parquet",
        lambda t: t.__setitem__("valeur_arrondie", t["valeur_arrondie"].where(t["chiffre"] != name, 99.0)),
    )
    result = verified(own, name)
    assert result.exit_code == 1 and "valeur arrondie : " in result.stdout


def test_questions_whose_codes_differ_by_case_only_are_told_apart(tmp_path: Path) -> None:
    raw, lake = tmp_path / "raw", tmp_path / "lac"
    write_edition(raw, form="codes")
    (structure,) = raw.rglob("*.lss")
    (extract,) = raw.rglob("results*")
    for path, old, new in (
        (structure, "<title>heberge</title>", "<title>PUBLIE</title>"),
        (extract, '"heberge"', '"PUBLIE"'),
        (extract, '"heberge[', '"PUBLIE['),
    ):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="")
    assert run(raw, lake).exit_code == 0
    computed = Computed(raw, lake, "", tmp_path)
    hosted = ("--edition", EDITION, "--question", "PUBLIE", "--modalite", "Sur nos serveurs, à demeure")
    result = verified(computed, *hosted)
    assert result.exit_code == 0, result.stdout
    assert "n = 5 sur 9" in result.stdout  # of the responses kept: 11, 13, 16, 18, 21; one left it empty
    assert (
        verified(computed, "--edition", EDITION, "--question", "publie", "--modalite", "Oui").exit_code == 0
    )
    assert "à la casse près" in verified(computed, "--edition", EDITION, "--question", "Publie").stderr
    path = lake / f"silver/reponses/edition={EDITION}/reponses.parquet"
    table = pd.read_parquet(path, partitioning=None)
    table.rename(columns={"publie": "PUBLIE", "PUBLIE": "publie"}).to_parquet(path)
    assert verified(computed, *hosted).exit_code == 1


def test_an_origin_forged_in_gold_is_set_against_the_yaml_received(own: Computed) -> None:
    def forge(table: pd.DataFrame) -> None:
        table.loc[row_of(table, STRUCTURES), "source_donnees"] = "reelles"

    altered(own.lake / "gold/indicateurs/indicateurs.parquet", forge)
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1 and "\norigine des données : " in result.stdout


def test_a_figure_said_reproduced_by_data_fitted_to_it_is_named(own: Computed) -> None:
    path = own.lake / "gold/rapprochement/rapprochement.parquet"
    table = pd.read_parquet(path)
    (figure, *_) = table.loc[table["statut"] == "cale", "chiffre"]
    assert verified(own, "--chiffre", figure).exit_code == 0

    def forge(rows: pd.DataFrame) -> None:
        rows.loc[rows["chiffre"] == figure, ["statut", "donnees"]] = "reproduit", "reelles"

    altered(path, forge)
    result = verified(own, "--chiffre", figure)
    assert result.exit_code == 1
    assert "statut (" in result.stdout and "données du chiffre : " in result.stdout
