import hashlib

import pandas as pd
import pytest

from barometre_pipeline.audit.counting import TabulatedCounting
from barometre_pipeline.audit.tabulated import build_trail
from barometre_pipeline.audit.verify import fetch, recount
from barometre_pipeline.lake import Lake
from barometre_pipeline.trace import DataOrigin

DATA = DataOrigin.of("demonstration", ["a" * 64])
STATES = ["@sans_reponse", "@non_posee", "@indetermine"]
QUESTIONS = pd.DataFrame(
    [("q", "q", "choix_unique"), ("b[1]", "b", "case"), ("b[2]", "b", "case")],
    columns=["colonne", "question", "nature"],
)


def line(column: str, code: str, question: str, sub: str, label: str) -> dict[str, str]:
    return {
        "colonne": column, "code": code, "question": question, "sous_question": sub, "modalite": label,
        "groupe": "ensemble",
    }  # fmt: skip


LINES = pd.DataFrame(
    [
        line("q", "A'1", "q", "", "L’eau"),
        line("b[1]", "Y", "b", "1", "Oui"),
        line("b", "@non_posee", "b", "", "Non posée"),
        line("b", "@sans_reponse", "b", "", "Aucune case cochée"),
        line("b", "@indetermine", "b", "", "Sans réponse ou non posée"),
        line("b[1]", "N", "b", "1", "Non cochée"),
    ]
)


@pytest.fixture
def lake(tmp_path) -> Lake:
    lake = Lake.at(tmp_path)
    boxes = ["Y", "N", *STATES]
    responses = pd.DataFrame(
        {
            "id_reponse": [1, 2, 3, 4, 5],
            "ligne": [2, 3, 5, 9, 12],
            "q": pd.Categorical(
                ["A'1", "A'1", "B", "@sans_reponse", "@non_posee"], categories=["A'1", "B", *STATES]
            ),
            "b[1]": pd.Categorical(["Y", "@non_posee", "N", "@non_posee", "@non_posee"], categories=boxes),
            "b[2]": pd.Categorical(["N", "@indetermine", "N", "Y", "@non_posee"], categories=boxes),
        }
    )
    strates = pd.DataFrame(
        {"id_reponse": [4, 3, 2, 1, 5], "strate": ["epci", "regions", "epci", "epci", "epci"]}
    )
    lake.write("silver/reponses", responses, "2031")
    lake.write("silver/structures", strates, "2031")
    return lake


@pytest.mark.parametrize(
    ("position", "group", "n", "asked", "rows"),
    [
        (0, "ensemble", 2, 4, [2, 3]),
        (0, "regions", 0, 1, []),
        (1, "epci", 1, 3, [2]),
        (2, "ensemble", 1, 5, [12]),
        (2, "metropoles", 0, 0, []),
        (3, "ensemble", 1, 4, [5]),
        (4, "ensemble", 1, 4, [3]),
        (5, "ensemble", 2, 4, [5, 9]),
    ],
)
def test_the_condition_of_a_card_counts_what_the_figure_counts(
    lake: Lake, position: int, group: str, n: int, asked: int, rows: list[int]
) -> None:
    trail = build_trail(LINES, QUESTIONS, "2031", DATA).iloc[position]
    counting = TabulatedCounting("2031", trail["condition_sql"], trail["condition_base_sql"], group)
    assert recount(lake, counting.count_query()) == (n, asked)
    assert [row[0] for row in fetch(lake, counting.rows_query())] == rows


def test_a_code_or_a_column_with_quotes_stays_a_literal() -> None:
    hostile = pd.DataFrame([line('q"x', "A'; DROP TABLE r; --", "q", "", "x")])
    condition = build_trail(hostile, QUESTIONS, "2031", DATA)["condition_sql"].iloc[0]
    assert condition == "r.\"q\"\"x\" = 'A''; DROP TABLE r; --'"


def test_the_base_says_in_words_that_it_is_those_asked_and_of_not_asked_the_whole_group() -> None:
    asked = "Les structures du groupe à qui la question a été posée"
    assert build_trail(LINES, QUESTIONS, "2031", DATA)["base"].tolist() == [
        f"{asked}, « Sans réponse » comprises",
        f"{asked}, qu’elles aient coché une case ou aucune",
        "Toutes les structures du groupe, que la question leur ait été posée ou non",
        *[f"{asked}, qu’elles aient coché une case ou aucune"] * 3,
    ]


def test_the_query_can_be_run_from_the_folder_of_the_lake_as_it_is_printed(lake: Lake) -> None:
    assert str(lake.root) not in TabulatedCounting("2031", "true", "true", "ensemble").count_query()


def test_each_tabulated_answer_has_the_trail_of_its_own_figure() -> None:
    trail = build_trail(LINES, QUESTIONS, "2031", DATA)
    keys = ["question", "sous_question", "modalite", "groupe"]
    assert list(trail.columns) == [
        "trace_id",
        "edition",
        *keys,
        "condition_sql",
        "condition_base_sql",
        "base",
    ]
    assert trail[keys].equals(LINES[keys])
    assert set(trail["edition"]) == {"2031"}
    named = ["2031|q||L’eau|ensemble", "2031|b|1|Oui|ensemble", "2031|b||Non posée|ensemble"]
    named = [f"{n}|{DATA.fingerprint}" for n in named]
    digests = [hashlib.sha256(n.replace("|", "\x1f").encode()).hexdigest() for n in named]
    assert list(trail["trace_id"])[:3] == [digest[:16] for digest in digests]


def test_the_same_answer_has_another_trace_on_other_data() -> None:
    here, there = (
        build_trail(LINES, QUESTIONS, "2031", d)["trace_id"] for d in (DATA, DataOrigin.of("reelles", ["b"]))
    )
    assert here.is_unique and not set(here) & set(there)
