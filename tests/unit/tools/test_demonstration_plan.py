"""Plans, leanings and swaps of the synthetic data, on questions of a few invented people."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Variable, VariableType
from barometre_pipeline.catalogue.printed_figures import load_figures
from tools.demonstration.boxes import settle_boxes
from tools.demonstration.generate import LOCAL_EDITIONS, POLL_EDITIONS, local_years, poll_years
from tools.demonstration.latents import Latents, willingness
from tools.demonstration.levels import Levels
from tools.demonstration.plan import GUESSES, guessed_plan, planned_blanks
from tools.demonstration.real_2023 import FAMILIES, FAMILY_OF
from tools.demonstration.rounding import spread
from tools.demonstration.states import Asked
from tools.demonstration.targets import ABSENT, TICKED, UNTICKED, Cell, Target, Window
from tools.demonstration.years import Year, real_shares

CELLS = [Cell("petites", 30, 1.0, 0.2, {}, "epci"), Cell("grandes", 70, 1.0, 0.8, {}, "metropoles")]
SCALE = {
    "nom": "souci",
    "public": "francais",
    "type": "choix_unique",
    "libelle": "Invention",
    "question": "Une question inventée ?",
    "modalites": {"beaucoup": "Beaucoup", "assez": "Assez", "peu": "Peu", "nsp": "Ne sait pas"},
    "editions": {year: {"question": "Q1"} for year in ("2031", "2033", "2035")},
}


def asked(year: str, question: dict = SCALE) -> Asked:
    variable = Variable.model_validate(question)
    coding = variable.coding(year)
    assert coding is not None
    return {variable.nom: (variable, coding)}


def printed(value: float) -> Target:
    numerator = Expression(variable="souci", dans=("beaucoup",))
    base = Expression(variable="souci", dans=("beaucoup", "assez", "peu", "nsp"))
    return Target("invention", frozenset({0, 1}), base, numerator, Window.rounded(value))


def share_of(levels: Levels, year: str) -> float:
    plan = levels.plan(year)
    chances = [(cell.size, plan.of(("souci", ""), cell)) for cell in CELLS]
    return sum(n * c["beaucoup"] / (1 - c[ABSENT]) for n, c in chances) / sum(n for n, _ in chances)


def years(**values: float) -> Levels:
    found = {}
    for name in ("2031", "2033", "2035"):
        targets = (printed(values[f"en_{name}"]),) if f"en_{name}" in values else ()
        found[name] = Year(name, asked(name), frozenset(), CELLS, targets)
    return Levels(found)


@pytest.mark.parametrize("value", [4, 31, 62, 97])
def test_a_plan_gives_the_printed_share_of_its_year(value: float) -> None:
    assert share_of(years(en_2033=value), "2033") == pytest.approx(value / 100, abs=0.002)


def test_between_two_printed_years_a_series_goes_straight_and_beyond_them_it_stays() -> None:
    levels = years(en_2031=20, en_2035=60)
    assert 0.3 < share_of(levels, "2033") < 0.5
    only = years(en_2033=44)
    assert share_of(only, "2031") == pytest.approx(0.44, abs=0.002)
    assert share_of(only, "2035") == pytest.approx(0.44, abs=0.002)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.lists(st.integers(1, 9), min_size=3, max_size=3)), min_size=1)
)
def test_counts_spread_over_groups_fill_each_group_and_stay_within_one_of_the_whole(groups: list) -> None:
    sizes = [size for size, _ in groups]
    chances = [dict(zip("abc", (w / sum(ws) for w in ws), strict=True)) for _, ws in groups]
    given_out = spread(sizes, chances)
    assert [sum(deck.values()) for deck in given_out] == sizes
    for outcome in "abc":
        expected = sum(size * chance[outcome] for size, chance in zip(sizes, chances, strict=True))
        assert abs(sum(deck[outcome] for deck in given_out) - expected) < 2


def test_somebody_leans_alike_in_two_years_and_otherwise_than_others() -> None:
    names = [f"structure {n}" for n in range(400)]
    column = ("souci", "")

    def correlation(one: list[float], two: list[float]) -> float:
        mean = (sum(one) / 400, sum(two) / 400)
        both = sum((a - mean[0]) * (b - mean[1]) for a, b in zip(one, two, strict=True))
        return both / (sum((a - mean[0]) ** 2 for a in one) * sum((b - mean[1]) ** 2 for b in two)) ** 0.5

    first, second = ([Latents(year).leaning(n, column) for n in names] for year in ("2031", "2033"))
    assert correlation(first, second) > 0.8
    assert abs(correlation(first, second[1:] + second[:1])) < 0.2
    assert correlation([willingness(n, "2031") for n in names], [willingness(n, "2033") for n in names]) > 0.6


def test_boxes_are_left_empty_as_often_as_planned_whatever_was_dealt_and_no_count_changes() -> None:
    question = SCALE | {
        "type": "choix_multiple",
        "modalites": {},
        "items": {"a": "A", "b": "B", "rien": "Rien"},
        "exclusifs": ["rien"],
        "maximum": 2,
        "public": "collectivites",
    }
    boxes = asked("2031", question)
    variable, coding = boxes["souci"]
    plan = guessed_plan(boxes, CELLS)
    people = [
        (
            str(n),
            {("souci", "a"): TICKED if n < 60 else UNTICKED, ("souci", "b"): TICKED if n < 40 else UNTICKED},
        )
        for n in range(100)
    ]
    settle_boxes(variable, coding, [(0, [], people)], CELLS, plan, Latents("2031"))
    answers = [answers for _, answers in people]
    assert sum(a["souci", "a"] == TICKED for a in answers) == 60
    assert sum(a["souci", "b"] == TICKED for a in answers) == 40
    silent = [a for a in answers if UNTICKED == a["souci", "a"] == a["souci", "b"] == a["souci", "rien"]]
    assert len(silent) == round(100 * plan.blanks["souci"])
    assert not any(
        a["souci", "rien"] == TICKED and TICKED in (a["souci", "a"], a["souci", "b"]) for a in answers
    )


def test_real_shares_are_of_every_family_and_none_can_single_out_a_structure() -> None:
    assert set(FAMILY_OF) == {s for strates in FAMILIES.values() for s in strates}
    for column, families in real_shares().items():
        assert families.keys() == FAMILIES.keys(), column
        for family, shares in families.items():
            assert all(0 < share < 1 for share in shares.values()), (column, family)


def test_every_guess_is_about_a_question_an_answer_and_an_item_of_the_codebook() -> None:
    variables = load_catalogue().codebook.variables
    for name, stated in yaml.safe_load(GUESSES.read_text("utf-8")).items():
        variable = variables[name]
        assert set(stated) <= {"reponses", "favorables", "items", "pente"}, name
        assert set(stated.get("items", {})) <= set(variable.items), name
        if variable.type in (VariableType.SINGLE, VariableType.ARRAY):
            assert set(stated.get("reponses", {})) >= set(variable.modalites) - {"nsp"}, name
            assert set(stated.get("favorables", ())) <= set(variable.modalites), name


@pytest.mark.parametrize("public", ["collectivites", "francais"])
def test_more_and_more_is_left_empty_along_the_questionnaire_within_2_to_12_percent(public: str) -> None:
    catalogue, figures = load_catalogue(), load_figures()
    made = local_years(catalogue, figures) if public == "collectivites" else poll_years(catalogue, figures)
    assert set(made) == set(LOCAL_EDITIONS if public == "collectivites" else POLL_EDITIONS)
    for year in made.values():
        rates = [rate for rate in planned_blanks(year.asked, year.closing).values() if rate]
        assert rates == sorted(rates)
        assert rates[0] >= 0.02
        assert rates[-1] <= 0.12
