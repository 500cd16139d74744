"""``barometre audit`` of an indicator and of a printed figure, on demonstration data and on the real 2023 edition."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from support import REPOSITORY, Computed, barometre

from barometre_pipeline.audit.compile import compile_row
from barometre_pipeline.audit.explain_indicator import explain_indicator
from barometre_pipeline.audit.find_printed import find_printed, rows_behind
from barometre_pipeline.audit.verify import recount
from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.reconciliation import round_half_even
from barometre_pipeline.vocabulary import weakest_source
from tests.oracles.recount import recount_all

RAW = REPOSITORY / "data_raw"
EPCI_2025 = (
    "--indicateur", "projet_data_au_moins_un", "--categorie", "oui", "--population", "epci", "--edition", "2025",
)  # fmt: skip
COMMUNES_2022 = (
    "--indicateur", "projet_data_au_moins_un", "--population", "communes", "--edition", "2022",
)  # fmt: skip
YOUNG_2025 = (
    "--indicateur", "opinion_guichet", "--categorie", "humain", "--edition", "2025", "--modalite", "age=a18_24",
)  # fmt: skip


@pytest.fixture(scope="module")
def indicateurs(demo: Computed) -> pd.DataFrame:
    return Lake.at(demo.lake).read("gold/indicateurs")


def audit(computed: Computed, *arguments: str) -> Result:
    return barometre("audit", "--raw", computed.raw, "--lake", computed.lake, *arguments)


def card(computed: Computed, *arguments: str) -> dict[str, Any]:
    result = audit(computed, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def _differences(counted: pd.DataFrame) -> pd.DataFrame:
    return counted[(counted["n"] != counted["n_sql"]) | (counted["base"] != counted["base_sql"])]


def test_every_row_of_the_indicators_is_counted_again_with_the_same_result(demo: Computed) -> None:
    counted = recount_all(Lake.at(demo.lake), load_catalogue())
    assert set(counted["source_donnees"]) == {"agregats", "demonstration"}
    assert _differences(counted).empty


def test_every_row_of_the_real_2023_indicators_is_counted_again_with_the_same_result(
    real_2023_lake: Path,
) -> None:
    counted = recount_all(Lake.at(real_2023_lake), load_catalogue())
    assert set(counted["source_donnees"]) == {"reelles"}
    assert _differences(counted).empty


@given(position=st.integers(min_value=0))
def test_the_query_a_card_prints_gives_its_figure(
    demo: Computed, indicateurs: pd.DataFrame, position: int
) -> None:
    row = indicateurs.iloc[position % len(indicateurs)]
    lake = Lake.at(demo.lake)
    query = compile_row(lake, load_catalogue(), row).count_query()
    assert recount(lake, query) == (row["n"], row["base"])


def test_cards_of_every_kind_agree_with_their_figure(demo: Computed, indicateurs: pd.DataFrame) -> None:
    lake, catalogue = Lake.at(demo.lake), load_catalogue()
    kinds = indicateurs.assign(
        mesure=indicateurs["indicateur"].map(lambda i: catalogue.indicateurs[i].mesure)
    )
    rows = kinds.drop_duplicates(["edition", "source_donnees", "ventilation", "mesure"])
    for _, row in rows.iterrows():
        found = explain_indicator(lake, catalogue, row).as_data()
        named = found["trace_id"], row["indicateur"], row["population"]
        if found["chiffre"]["mesure"] == "part":
            assert found["filtres"][-1]["restantes"] == row["base"], named
        if found["microdonnees"] and found["chiffre"]["mesure"] != "mentions":
            assert len(found["lignes"]) == row["n"], named
        left = [s["restantes"] for s in found["filtres"]]
        assert left == sorted(left, reverse=True), named
        assert bool(found["tableaux"]) is not found["microdonnees"], named


def test_the_card_of_an_indicator_says_what_is_counted_and_from_which_files(
    demo: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(demo.home))
    found = card(demo, *EPCI_2025, "--verify")
    assert found["verification"]["identique"]
    assert found["chiffre"]["source_donnees_libelle"] == "Données de démonstration (synthétiques)"
    question = found["questions"][0]
    assert question["formulation"] == "questionnaire"
    assert {r["libelle"] for r in question["reponses"]} == {
        "Oui, en cours ou engagé au cours des deux dernières années"
    }
    assert found["execution"]["run_id"]
    for file in found["fichiers"]:
        content = (RAW / file["fichier"]).read_bytes()
        assert (file["sha256"], file["octets"]) == (hashlib.sha256(content).hexdigest(), len(content))
    yaml = (RAW / "2025" / "edition.yaml").read_bytes()
    assert found["versions"]["configuration_sha256"] == hashlib.sha256(yaml).hexdigest()
    assert found["versions"]["a_jour"]


def test_the_card_a_person_reads_says_it_all_in_french(demo: Computed) -> None:
    shown = " ".join(audit(demo, *EPCI_2025, "--verify").stdout.split())
    for words in (
        "Données de démonstration (synthétiques)", "EPCI (hors métropoles)", "Numérateur", "Sans réponse",
        "pour au moins une ligne", "Réponses de l’extrait", "SHA-256", "SELECT count(*)", "identique", "édition 2025",
    ):  # fmt: skip
        assert words in shown


def test_an_edition_of_published_tables_quotes_their_rows_and_says_that_no_microdata_exist(
    demo: Computed,
) -> None:
    found = card(demo, *COMMUNES_2022, "--verify")
    assert found["verification"]["identique"] and not found["microdonnees"] and not found["lignes"]
    assert "silver/agregats" in found["requete"]
    printed = pd.read_csv(RAW / "2022" / "agregats" / "tableaux.csv")
    quoted = found["tableaux"][0]
    same = (
        printed[["question", "modalite", "groupe"]] == [quoted[c] for c in ("question", "modalite", "groupe")]
    ).all(axis=1)
    assert quoted["effectif"] == found["chiffre"]["n"] == int(printed.loc[same, "effectif"].iloc[0])
    assert quoted["groupe"] == "communes"
    assert "Aucune microdonnée n’existe" in audit(demo, *COMMUNES_2022).stdout


def test_an_answer_to_a_profile_question_cuts_the_population_of_a_poll(demo: Computed) -> None:
    found = card(demo, *YOUNG_2025, "--verify")
    assert found["verification"]["identique"]
    assert (found["chiffre"]["modalite_libelle"], found["filtres"][0]["restantes"]) == ("18 à 24 ans", 1000)


def test_every_printed_figure_leads_to_the_value_it_was_compared_with(demo: Computed) -> None:
    lake = Lake.at(demo.lake)
    for name, trace, reference in lake.read("gold/rapprochement")[
        ["chiffre", "trace_id", "edition_reference"]
    ].itertuples(index=False):
        printed = find_printed(lake, name)
        rows = rows_behind(lake, printed)
        figure, compared = printed["chiffre_publie"], printed["rapprochement"]
        assert [r["trace_id"] for r in rows[:1]] == ([trace] if trace else []), name
        if compared["valeur_calculee"] is None:
            continue
        if figure["statistique"] == "effectif":
            value = float(rows[0]["n"])
        else:
            shares = [100 * r["part_publiable"] for r in rows]
            value = shares[0] - shares[1] if reference else shares[0]
        assert round_half_even(value, 6) == round_half_even(compared["valeur_calculee"], 6), name


def test_the_card_of_a_printed_figure_shows_it_as_printed_with_its_status_and_contradictions(
    demo: Computed,
) -> None:
    found = card(demo, "--chiffre", "note_2025-019", "--verify")
    assert found["chiffre_publie"]["imprime"] == "+14\u00a0points"
    assert (found["fiche"]["chiffre"]["edition"], found["fiche_reference"]["chiffre"]["edition"]) == (
        "2025",
        "2024",
    )
    assert (
        found["fiche"]["verification"]["identique"] and found["fiche_reference"]["verification"]["identique"]
    )
    finding = next(c for c in found["contradictions"] if c["regle"] == "evolution")
    assert {p["chiffre"] for p in finding["endroits"]} == {"note_2025-019", "barometre_2024-005"}
    shown = audit(demo, "--chiffre", "note_2025-019").stdout
    for words in (
        "+14\u00a0points",
        "Contradiction",
        "barometre_2024-005",
        "par rapport à 2024",
        "Fiche d’audit",
    ):
        assert words in shown


def test_a_figure_that_cannot_be_computed_says_why_and_has_no_card(demo: Computed) -> None:
    table = Lake.at(demo.lake).read("gold/rapprochement")
    missing = table[(table["statut"] == "non_calculable") & (table["trace_id"] == "")]
    found = card(demo, "--chiffre", str(missing["chiffre"].iloc[0]), "--verify")
    assert found["fiche"] is None and found["rapprochement"]["raison"]


def test_the_counts_that_an_explanation_cites_are_those_of_the_published_tables(
    demo: Computed, indicateurs: pd.DataFrame
) -> None:
    table = Lake.at(demo.lake).read("gold/rapprochement")
    cited = 0
    for row in table[table["explication"] != ""].to_dict("records"):
        if row["donnees"] != "agregats":
            continue
        rows = indicateurs[
            (indicateurs["indicateur"] == row["indicateur"]) & (indicateurs["edition"] == row["edition"])
        ]
        counted = set(zip(rows["n"], rows["base"], strict=True))
        pairs = {(int(n), int(base)) for n, base in re.findall(r"(\d+) sur (\d+)", row["explication"])}
        assert pairs <= counted, (row["chiffre"], pairs - counted)
        cited += len(pairs)
    assert cited


def test_no_figure_of_the_demonstration_is_reproduced_and_none_of_the_published_tables_is_fitted(
    demo: Computed,
) -> None:
    table = Lake.at(demo.lake).read("gold/rapprochement")
    assert set(table.loc[table["statut"] == "cale", "donnees"].map(weakest_source)) == {"demonstration"}
    assert set(table.loc[table["statut"] == "reproduit", "donnees"]) == {"agregats"}


def test_a_card_is_the_same_wherever_the_lake_is(
    demo: Computed, indicateurs: pd.DataFrame, tmp_path: Path
) -> None:
    shutil.copytree(demo.lake, tmp_path / "ailleurs", ignore=shutil.ignore_patterns("publication"))
    row = indicateurs.iloc[len(indicateurs) // 2]
    cards = [explain_indicator(Lake.at(p), load_catalogue(), row) for p in (demo.lake, tmp_path / "ailleurs")]
    assert cards[0] == cards[1]
    assert str(demo.lake) not in json.dumps(cards[0].as_data())


def test_cards_name_nobody(demo: Computed, indicateurs: pd.DataFrame) -> None:
    edition = discover_editions(RAW)["2025"]
    raw = Lake.at(demo.lake).read("bronze/reponses_brutes", "2025")
    cells = {str(v) for c in edition.config.limesurvey.questions_identite for v in raw[c].dropna().unique()}
    personal = {c for c in cells if len(c) > 5 and not c.startswith("@")}
    assert any("@" in c for c in personal), "the extract holds addresses, so that this test can fail"
    rows = indicateurs[(indicateurs["edition"] == "2025") & (indicateurs["ventilation"] == "type")]
    for _, row in rows.drop_duplicates("indicateur").iterrows():
        text = json.dumps(
            explain_indicator(Lake.at(demo.lake), load_catalogue(), row).as_data(), ensure_ascii=False
        )
        assert not [c for c in personal if c in text], row["indicateur"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--edition", "2025"),
        ("--indicateur", "maturite_data"),
        ("--chiffre", "support_2025-004", "--edition", "2025"),
        ("--chiffre", "support_2025-004", "--indicateur", "maturite_data"),
        ("--question", "G3Q03", "--edition", "2023", "--population", "epci"),
        ("--indicateur", "maturite_data", "--edition", "2025", "--groupe", "epci"),
        ("--indicateur", "maturite_data", "--edition", "2025", "--sous-question", "1"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = barometre("audit", "--lake", tmp_path, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(r"Erreur.*--\w+", result.stderr) and "Invalid" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--chiffre", "support_2025-9999"), ("support_2025-9999", "--chiffre")),
        (("--indicateur", "maturite_dat", "--edition", "2025"), ("maturite_data", "--indicateur")),
        (("--indicateur", "maturite_data", "--edition", "2025"), ("en_developpement", "--categorie")),
        (("--indicateur", "maturite_data", "--edition", "2025", "--categorie", "moyenne"), ("avancee", "--categorie")),
        ((*EPCI_2025[:4], "--population", "villages", "--edition", "2025"), ("villages", "--population")),
        ((*EPCI_2025[:4], "--population", "epci", "--edition", "2030"), ("2030", "2022, 2023")),
        ((*YOUNG_2025[:6], "--modalite", "jeunes"), ("jeunes", "age=a18_24")),
        (("--indicateur", "chiffres_cles", "--edition", "2025"), ("projet_data_au_moins_un", "reprend")),
    ],
)  # fmt: skip
def test_what_cannot_be_found_is_answered_with_what_exists(
    demo: Computed, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    result = audit(demo, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    for word in words:
        assert word in result.stderr


def test_a_lake_without_indicators_is_answered_with_the_command_to_run(tmp_path: Path) -> None:
    for arguments in (EPCI_2025, ("--chiffre", "support_2025-004")):
        result = barometre("audit", "--lake", tmp_path, *arguments)
        assert result.exit_code == 1
        assert "barometre run" in result.stderr
