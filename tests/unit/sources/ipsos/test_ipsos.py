"""A tiny poll of six invented people, written in both forms, and what must be refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.errors import ConfigurationError, InputError
from barometre_pipeline.sources.ipsos import (
    PollConfig,
    load_config,
    read_polls,
    read_sav,
    read_workbook,
)
from barometre_pipeline.sources.ipsos.crosstabs import cross, with_shares
from barometre_pipeline.sources.ipsos.model import TRIS_COLUMNS, Poll
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

CONFIG = PollConfig.model_validate(
    {
        "fichiers": ["sondage.sav", "tableaux.xlsx"],
        "effectif": 6,
        "poids": "POIDS",
        "identifiant": "ID",
        "banniere": {
            "sexe": {"variable": "SEXE", "titre": "Sexe", "modalites": {"homme": "Homme", "femme": "Femme"}},
            "age": {
                "variable": "AGE",
                "titre": "Âge",
                "modalites": {"jeune": "Moins de 45 ans", "age": "45 ans et plus"},
            },
        },
    }
)  # fmt: skip
PEOPLE = {
    "ID": [1.0, 2, 3, 4, 5, 6],
    "POIDS": [0.5, 1.5, 1.0, 1.0, 0.8, 1.2],
    "SEXE": [1.0, 1, 1, 2, 2, 2],
    "AGE": [1.0, 2, 1, 2, 1, 2],
    "Q1": [1.0, 1, 2, 2, 99, 1],
    "Q2_1": [1.0, 0, 1, 0, np.nan, 1],
}
LABELS = {"Q1": "Êtes-vous pour ?", "Q2_1": "Que citez-vous ? – Le prix"}
VALUES = {
    "SEXE": {1: "Homme", 2: "Femme"},
    "AGE": {1: "Moins de 45 ans", 2: "45 ans et plus"},
    "Q1": {1: "Oui", 2: "Non", 99: "Refus"},
    "Q2_1": {1: "Cité", 0: "Non cité"},
}


def write_sav(path: Path, people: dict[str, list[float]] = PEOPLE, values: dict = VALUES) -> Path:
    pyreadstat.write_sav(
        pd.DataFrame(people),
        str(path),
        column_labels={c: LABELS.get(c, c) for c in people},
        variable_value_labels={c: v for c, v in values.items() if c in people},
        missing_ranges={"Q1": [{"lo": 99, "hi": 99}]},
    )
    return path


# The institute's table of Q1, worked out by hand: women are 4, 5 (refused) and 6, weights 1, 0.8, 1.2.
BANNER = [
    ["Q1", "Êtes-vous pour ?", "Question"],
    [None, None, None, "Ensemble", "Sexe", None, "Âge", None],
    [None, None, None, "Ensemble", "Homme", "Femme", "Moins de 45 ans", "45 ans et plus"],
]
BASES = [
    [None, None, "Base brute", 5, 3, 2, 2, 3],
    [None, None, "Base pondérée", 5.2, 3.0, 2.2, 1.5, 3.7],
    [None, None, "Base efficace", 27.04 / 5.94, 9 / 3.5, 4.84 / 2.44, 2.25 / 1.25, 13.69 / 4.69],
]
ANSWERS = [
    ["1", "Oui", "Effectif brut", 3, 2, 1, 1, 2],
    [None, None, "Effectif pondéré", 3.2, 2.0, 1.2, 0.5, 2.7],
    [None, None, "% pondéré", 62, 67, 55, 33, 73],
    ["2", "Non", "Effectif brut", 2, 1, 1, 1, 1],
    [None, None, "Effectif pondéré", 2.0, 1.0, 1.0, 1.0, 1.0],
    [None, None, "% pondéré", 38, 33, 45, 67, 27],
]


def write_tables(path: Path, change: Callable[[list[list]], None] | None = None) -> Path:
    rows = [list(row) for row in (*BANNER, *BASES, *ANSWERS)]
    if change:
        change(rows)
    workbook = openpyxl.Workbook()
    workbook.active.title = "Notice"
    sheet = workbook.create_sheet("Q1")
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def without(people: dict[str, list[float]], name: str) -> dict[str, list[float]]:
    return {k: v for k, v in people.items() if k != name}


def test_microdata_become_codes_with_both_kinds_of_missing_apart(tmp_path: Path) -> None:
    poll = read_sav(write_sav(tmp_path / "a.sav"), "a.sav", CONFIG)
    assert poll.sondes is not None
    assert poll.sondes["Q1"].tolist() == ["1", "1", "2", "2", SANS_REPONSE, "1"]
    assert poll.sondes["Q2_1"].tolist() == ["1", "0", "1", "0", NON_POSEE, "1"]
    assert poll.sondes["sexe"].tolist() == ["homme"] * 3 + ["femme"] * 3
    assert [(v.question, v.sous_question, v.libelle_item) for v in poll.variables] == [
        ("Q1", "", ""),
        ("Q2", "1", "Le prix"),
    ]


def test_weighted_share_design_effect_and_margin_of_a_worked_example(tmp_path: Path) -> None:
    tris = read_sav(write_sav(tmp_path / "a.sav"), "a.sav", CONFIG).tris
    row = tris[
        (tris["question"] == "Q1") & (tris["modalite"] == "1") & (tris["ventilation"] == "ensemble")
    ].iloc[0]
    # Weights of the five who answered: 0.5 1.5 1 1 1.2 sum to 5.2, their squares to 5.94.
    assert (row["n"], row["base"]) == (3, 5)
    assert row["part_ponderee"] == pytest.approx(3.2 / 5.2)
    assert row["deff"] == pytest.approx(5 * 5.94 / 5.2**2, abs=1e-6)
    p = 3.2 / 5.2
    assert row["marge"] == pytest.approx(1.959964 * np.sqrt(5.94 / 5.2**2 * p * (1 - p)), abs=1e-6)


def test_tables_and_microdata_of_one_poll_give_the_same_rows(tmp_path: Path) -> None:
    from_sav = read_sav(write_sav(tmp_path / "a.sav", without(PEOPLE, "Q2_1")), "a.sav", CONFIG)
    from_tables = read_workbook(write_tables(tmp_path / "a.xlsx"), "a.xlsx", CONFIG)
    assert list(from_tables.tris.columns) == list(TRIS_COLUMNS)
    pd.testing.assert_frame_equal(from_sav.tris, from_tables.tris, rtol=1e-6)
    assert from_tables.sondes is None
    assert from_sav.variables[0].modalites == from_tables.variables[0].modalites


def test_words_that_the_microdata_cut_short_are_read_in_the_tables(tmp_path: Path) -> None:
    def long_words(rows: list[list]) -> None:
        rows[0][1] = question
        rows[6][1] = answer

    question, answer = "Êtes-vous pour ? " * 30, "Oui, " * 40
    folder = tmp_path / "ipsos"
    folder.mkdir()
    (folder / "sondage.yaml").write_text(
        yaml.safe_dump(CONFIG.model_dump(mode="json"), sort_keys=False), "utf-8"
    )
    people, values = without(PEOPLE, "Q2_1"), {**VALUES, "Q1": {1: answer, 2: "Non", 99: "Refus"}}
    write_sav(folder / "sondage.sav", people, values)
    write_tables(folder / "tableaux.xlsx", long_words)
    cut = read_sav(folder / "sondage.sav", "a.sav", CONFIG).variables[0]
    whole = read_polls(folder, "2025")[0].variables[0]
    assert len(cut.modalites["1"].encode()) <= 120 < len(answer)
    assert whole.modalites == {"1": answer.strip(), "2": "Non"}
    assert whole.manquants == {"99": "Refus"}
    assert whole.libelle == question.strip()


def test_two_deliveries_that_disagree_are_refused(tmp_path: Path) -> None:
    def one_more(rows: list[list]) -> None:
        rows[6][3] = 4

    folder = tmp_path / "ipsos"
    folder.mkdir()
    (folder / "sondage.yaml").write_text(
        yaml.safe_dump(CONFIG.model_dump(mode="json"), sort_keys=False), "utf-8"
    )
    write_sav(folder / "sondage.sav", without(PEOPLE, "Q2_1"))
    write_tables(folder / "tableaux.xlsx")
    assert len(read_polls(folder, "2031")) == 2
    write_tables(folder / "tableaux.xlsx", one_more)
    with pytest.raises(InputError, match="« n » diffère"):
        read_polls(folder, "2031")


def test_missing_weight_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="POIDS est absente"):
        read_sav(write_sav(tmp_path / "a.sav", without(PEOPLE, "POIDS")), "a.sav", CONFIG)


@pytest.mark.parametrize("bad", [-1.0, np.inf])
def test_a_weight_that_is_no_weight_is_located(tmp_path: Path, bad: float) -> None:
    people = PEOPLE | {"POIDS": [1.0, 1, bad, 1, 1, 1]}
    with pytest.raises(InputError, match=r"enregistrement 3 \(fichier sans en-tête\), variable POIDS"):
        read_sav(write_sav(tmp_path / "a.sav", people), "a.sav", CONFIG)


def test_a_file_cut_short_is_not_taken_for_the_whole_sample(tmp_path: Path) -> None:
    people = {k: v[:4] for k, v in PEOPLE.items()}
    with pytest.raises(InputError, match="4 répondants"):
        read_sav(write_sav(tmp_path / "a.sav", people), "a.sav", CONFIG)


def test_a_changed_banner_says_what_came_and_went(tmp_path: Path) -> None:
    values = VALUES | {"AGE": {1: "Moins de 35 ans", 2: "45 ans et plus"}}
    with pytest.raises(InputError, match="en moins : Moins de 45 ans ; en plus : Moins de 35 ans"):
        read_sav(write_sav(tmp_path / "a.sav", PEOPLE, values), "a.sav", CONFIG)


def test_a_banner_changed_in_one_sheet_is_located(tmp_path: Path) -> None:
    def other_class(rows: list[list]) -> None:
        rows[2][6] = "Moins de 35 ans"

    with pytest.raises(InputError, match=r"feuille Q1.*\n.*en moins : Moins de 45 ans"):
        read_workbook(write_tables(tmp_path / "a.xlsx", other_class), "a.xlsx", CONFIG)


def test_unweighted_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Base pondérée"):
        read_workbook(write_tables(tmp_path / "a.xlsx", lambda rows: rows.pop(4)), "a.xlsx", CONFIG)


def test_bases_of_a_breakdown_must_make_that_of_the_whole(tmp_path: Path) -> None:
    def heavier_men(rows: list[list]) -> None:
        rows[4][4] = 9.0

    with pytest.raises(InputError, match="« Sexe » ne font pas"):
        read_workbook(write_tables(tmp_path / "a.xlsx", heavier_men), "a.xlsx", CONFIG)


def test_a_count_that_is_text_is_located(tmp_path: Path) -> None:
    def words(rows: list[list]) -> None:
        rows[6][4] = "à venir"

    with pytest.raises(InputError, match=r"feuille Q1, ligne 7, colonne E \(« homme »\)"):
        read_workbook(write_tables(tmp_path / "a.xlsx", words), "a.xlsx", CONFIG)


@pytest.mark.parametrize("content", [b"", b"$FL2" + b"\xff" * 400, b"PK\x03\x04 nothing", b"id;poids\n1;1\n"])
@pytest.mark.parametrize("reader", [read_sav, read_workbook])
def test_broken_files_are_a_message_and_not_a_crash(tmp_path: Path, content: bytes, reader: Callable) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    with pytest.raises(InputError):
        reader(path, "broken", CONFIG)


def test_a_link_in_place_of_the_microdata_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.sav"
    link.symlink_to(write_sav(tmp_path / "a.sav"))
    with pytest.raises(InputError, match="lien"):
        read_sav(link, "link.sav", CONFIG)


def test_files_that_crash_the_reading_library_do_not_take_the_run_down(tmp_path: Path) -> None:
    shared = Path(__file__).parents[5] / "shared" / "limesurvey" / "642" / "edition_a" / "admin" / "spss.sav"
    if not shared.is_file():
        pytest.skip("exports LimeSurvey de référence absents")
    with pytest.raises(InputError, match="illisible"):
        read_sav(shared, "spss.sav", CONFIG)


def test_yaml_with_an_unknown_key_names_it(tmp_path: Path) -> None:
    path = tmp_path / "sondage.yaml"
    path.write_text(yaml.safe_dump(CONFIG.model_dump(mode="json") | {"poid": "W"}), "utf-8")
    with pytest.raises(ConfigurationError, match="« poid »"):
        load_config(path, "sondage.yaml")


@pytest.fixture(scope="module")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Poll:
    """The six people, read once from a file: what is drawn below are their answers and their order."""
    return read_sav(write_sav(tmp_path_factory.mktemp("sav") / "a.sav"), "a.sav", CONFIG)


@given(st.lists(st.sampled_from(["1", "2"]), min_size=6, max_size=6), st.permutations(range(6)))
def test_shares_of_an_answered_question_sum_to_one_whatever_the_order(
    poll: Poll, answers: list[str], order: list[int]
) -> None:
    assert poll.sondes is not None
    drawn = poll.sondes.assign(Q1=pd.Categorical(answers, categories=poll.sondes["Q1"].cat.categories))
    tris = with_shares(cross(drawn, poll.variables, CONFIG))
    shares = tris[tris["question"] == "Q1"].groupby(["ventilation", "modalite_ventilation"])["part_ponderee"]
    assert len(shares) == 5
    assert np.allclose(shares.sum(), 1)
    shuffled = with_shares(cross(drawn.iloc[order].reset_index(drop=True), poll.variables, CONFIG))
    pd.testing.assert_frame_equal(shuffled, tris)
