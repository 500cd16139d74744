import hashlib

import pandas as pd
import pytest

from barometre_pipeline.audit.counting import TabulatedCounting
from barometre_pipeline.audit.tabulated import build_trail
from barometre_pipeline.audit.verify import fetch, recount
from barometre_pipeline.lake import Lake
from barometre_pipeline.trace import DataOrigin
from barometre_pipeline.vocabulary import ABSENCES, REGLE_INCLUSES, REGLE_SERIES

DATA = DataOrigin.of("demonstration", ["a" * 64])
STATES = ["@sans_reponse", "@non_posee", "@indetermine"]
QUESTIONS = pd.DataFrame(
    [("q", "q", "choix_unique"), ("b[1]", "b", "case"), ("b[2]", "b", "case")],
    columns=["colonne", "question", "nature"],
)


def line(column: str, code: str, question: str, sub: str, label: str) -> dict[str, object]:
    return {
        "colonne": column, "code": code, "question": question, "sous_question": sub, "modalite": label,
        "groupe": "ensemble", "absence": ABSENCES.get(code, ""), "dans_base": code != "@non_posee",
        "regle_base": REGLE_INCLUSES,
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


WITHOUT_EMPTY = LINES.assign(
    regle_base=REGLE_SERIES, dans_base=~LINES["code"].isin(["@non_posee", "@indetermine"])
)


@pytest.mark.parametrize(("position", "base"), [(0, 3), (1, 4 - 1), (2, 5), (3, 4 - 1), (4, 4), (5, 4 - 1)])
def test_where_empty_answers_are_out_the_base_of_a_card_is_those_who_answered(
    lake: Lake, position: int, base: int
) -> None:
    trail = build_trail(WITHOUT_EMPTY, QUESTIONS, "2031", DATA).iloc[position]
    counting = TabulatedCounting("2031", trail["condition_sql"], trail["condition_base_sql"], "ensemble")
    assert recount(lake, counting.count_query())[1] == base


def test_the_base_of_an_absence_that_is_out_of_it_is_said_to_be_those_it_is_counted_among() -> None:
    empty = pd.DataFrame([line("q", "@sans_reponse", "q", "", "Sans réponse")]).assign(
        dans_base=False, regle_base=REGLE_SERIES
    )
    trail = build_trail(pd.concat([WITHOUT_EMPTY.head(1), empty]), QUESTIONS, "2031", DATA)
    asked = "Les structures du groupe à qui la question a été posée"
    assert trail["base"].tolist() == [
        f"{asked} et qui y ont répondu",
        f"{asked}, y compris celles qui l’ont laissée vide, qui ne sont pas dans la base",
    ]


def test_an_answer_that_leaves_the_base_is_named_in_it_and_counted_among_those_asked(lake: Lake) -> None:
    lines = pd.DataFrame([line("q", "A'1", "q", "", "L’eau"), line("q", "B", "q", "", "Ne sait pas")]).assign(
        dans_base=[True, False], regle_base=REGLE_SERIES
    )
    trail = build_trail(lines, QUESTIONS, "2031", DATA)
    asked = "Les structures du groupe à qui la question a été posée"
    assert trail["base"].tolist() == [
        f"{asked} et qui y ont répondu, sans « Ne sait pas »",
        f"{asked} ; celles qui ont donné cette réponse ne sont pas dans la base",
    ]
    queries = [
        TabulatedCounting("2031", t["condition_sql"], t["condition_base_sql"], "ensemble").count_query()
        for t in trail.to_dict("records")
    ]
    assert [recount(lake, q) for q in queries] == [(2, 2), (1, 4)]


def test_the_ranks_of_a_ranking_have_one_base(tmp_path) -> None:
    lake = Lake.at(tmp_path)
    ranks = {
        "r[1]": ["A", "B", "@sans_reponse", "@non_posee"],
        "r[2]": ["B", *["@sans_reponse"] * 2, "@non_posee"],
    }
    lake.write(
        "silver/reponses", pd.DataFrame({"id_reponse": [1, 2, 3, 4], "ligne": [1, 2, 3, 4], **ranks}), "2031"
    )
    lake.write(
        "silver/structures", pd.DataFrame({"id_reponse": [1, 2, 3, 4], "strate": ["epci"] * 4}), "2031"
    )
    questions = pd.DataFrame(
        [("r[1]", "r", "rang"), ("r[2]", "r", "rang")], columns=["colonne", "question", "nature"]
    )
    lines = pd.DataFrame([line("r[2]", "B", "r", "2", "B")]).assign(regle_base=REGLE_SERIES)
    (trail,) = build_trail(lines, questions, "2031", DATA).to_dict("records")
    counting = TabulatedCounting("2031", trail["condition_sql"], trail["condition_base_sql"], "ensemble")
    assert recount(lake, counting.count_query()) == (1, 2)


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
