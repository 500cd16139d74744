"""Each rule of contradiction on invented figures: what it finds, and what a plausible sample explains."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.matter import Printed
from barometre_pipeline.printed.rules.counts import impossible_counts
from barometre_pipeline.printed.rules.nesting import nested
from barometre_pipeline.tables.declarations.printed import CONTRADICTIONS
from barometre_pipeline.tables.schema import validate
from tests.unit.printed.invented_print import Row, claim, notice, printed, samples

SIZES = {"communes_moins_3500": 40, "epci": 30, "metropoles": 20, "departements": 20, "regions": 10}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _rules(matter: Printed) -> list[str]:
    found = validate(CONTRADICTIONS, find_contradictions(matter), "à l’écriture")
    return [str(r) for r in found["regle"]]


def _text(matter: Printed) -> str:
    return str(find_contradictions(matter).loc[0, "constat"])


# --- A population and its parts -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("whole", "expected"), [(60.0, []), (97.0, ["sous_population"]), (3.0, ["sous_population"])]
)
def test_a_whole_lies_between_what_its_parts_leave(
    catalogue: Catalogue, whole: float, expected: list[str]
) -> None:
    # 40 of 120 structures answer yes by half: the whole is between 20 of 120 and 100 of 120, a few blanks aside.
    rows: list[Row] = [
        {"population": "communes_moins_3500", "valeur": 50.0},
        {"population": "ensemble", "valeur": whole},
    ]
    matter = printed(catalogue, rows, sample=samples(SIZES))
    assert [f.rule for f in nested(matter)] == expected


def test_the_whole_is_told_what_its_parts_leave_it(catalogue: Catalogue) -> None:
    rows: list[Row] = [
        {"population": "communes_moins_3500", "valeur": 50.0},
        {"population": "ensemble", "valeur": 97.0},
    ]
    text = next(nested(printed(catalogue, rows, sample=samples(SIZES)))).text
    for quoted in (
        "50\u00a0%",
        "97\u00a0%",
        "f1",
        "f2",
        "Communes de moins de 3\u202f500\u00a0habitants",
        "entre 16 et 84\u00a0%",
        "quels que soient",
    ):
        assert quoted in text, text


def test_answers_of_a_part_are_set_against_other_answers_of_the_whole(catalogue: Catalogue) -> None:
    # 76 % of 40 small communes « peu connue » leave at most a quarter of them to the other answers; if everybody
    # else chose « intégrée » the whole would reach 80 + 10 of 120: 75 %, not 95.
    rows: list[Row] = [
        {"indicateur": "souverainete_numerique", "categorie": c, "population": p, "valeur": v}
        for c, p, v in (
            ("peu_connue", "communes_moins_3500", 76.0),
            ("integree_aux_choix", "ensemble", 95.0),
        )
    ]
    assert [f.rule for f in nested(printed(catalogue, rows, sample=samples(SIZES)))] == ["sous_population"]


def test_french_people_stand_between_women_and_men(catalogue: Catalogue) -> None:
    def rows(everybody: float) -> list[Row]:
        about = {"indicateur": "opinion_guichet", "categorie": "ia"}
        return [
            {**about, "population": p, "valeur": v}
            for p, v in (("francais", everybody), ("francaises", 16.0), ("francais_hommes", 24.0))
        ]

    assert not list(nested(printed(catalogue, rows(20.0), sample=samples(SIZES))))
    assert [f.rule for f in nested(printed(catalogue, rows(30.0), sample=samples(SIZES)))] == [
        "sous_population"
    ]


def test_without_a_sample_nothing_is_said_of_parts(catalogue: Catalogue) -> None:
    rows: list[Row] = [{"population": "communes", "valeur": 50.0}, {"population": "ensemble", "valeur": 99.0}]
    assert not list(nested(printed(catalogue, rows)))


def test_a_share_in_each_type_is_no_more_than_the_share_of_one(catalogue: Catalogue) -> None:
    def rows(one: float) -> list[Row]:
        about = {"indicateur": "systeme_ia", "categorie": "generative"}
        return [
            {**about, "population": "chaque_type_ia", "statistique": "part_plus_de", "valeur": 75.0},
            {**about, "population": "epci_ia", "valeur": one},
        ]

    assert _rules(printed(catalogue, rows(70.0))) == ["sous_population"]
    assert _rules(printed(catalogue, rows(75.0))) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_shares_counted_on_a_true_sample_never_contradict_each_other(data: st.DataObject) -> None:
    """Whatever the answers, percentages rounded from real counts are compatible: no rule may find anything."""
    catalogue = load_catalogue()
    answers = {
        strate: data.draw(st.lists(st.sampled_from(["engage", "prevu", "rien"]), min_size=n, max_size=n))
        for strate, n in {"communes_moins_3500": 8, "metropoles": 5, "regions": 3}.items()
    }
    groups = {"ensemble": list(answers), "metropoles_et_regions": ["metropoles", "regions"]} | {
        s: [s] for s in answers
    }
    rows: list[Row] = []
    for population, strates in groups.items():
        given_by = [a for s in strates for a in answers[s]]
        for category, kept in (
            ("engage", {"engage"}), ("prevu_12_mois", {"prevu"}), ("engage_ou_prevu", {"engage", "prevu"})
        ):  # fmt: skip
            share = round(100 * sum(a in kept for a in given_by) / len(given_by))
            rows.append({"categorie": category, "population": population, "valeur": float(share)})
    sizes = {s: len(a) for s, a in answers.items()}
    known = samples(sizes)
    both = pd.DataFrame([{**known.iloc[0], "groupe": "metropoles_et_regions", "effectif": 8,
                          "plausible_min": 8, "plausible_max": 8}])  # fmt: skip
    matter = printed(catalogue, rows, sample=pd.concat([known[known["effectif"] > 0], both]))
    assert _rules(matter) == []


# --- One value for two populations, bases, years ------------------------------------------------
def _two(population_b: str = "hors_moins_3500", **more: object) -> list[Row]:
    return [
        {"population": "ensemble", "valeur": 22.0, "document": "x"},
        {"population": population_b, "valeur": 22.0, "document": "y", **more},
    ]


def test_one_value_for_a_population_and_its_part_in_two_documents_is_found_with_what_it_would_take(
    catalogue: Catalogue,
) -> None:
    sizes = {("2025", "ensemble"): 120, ("2025", "hors_moins_3500"): 80}
    matter = printed(catalogue, _two(), sizes=sizes)
    assert _rules(matter) == ["deux_populations"]
    assert "que les autres répondent comme elles (environ 22\u00a0%)" in _text(matter)


@pytest.mark.parametrize(
    "rows",
    [
        _two(document="x"),  # one document means both
        [
            *_two(),
            {"population": "hors_moins_3500", "valeur": 22.0, "document": "x"},
        ],  # it knows both populations
        _two("regions", categorie="prevu_12_mois"),  # another answer
        [{**r, "valeur": 100.0} for r in _two()],  # everybody, in the part as in the whole
        [{**r, "population": p} for r, p in zip(_two(), ("regions", "metropoles"), strict=True)],  # apart
    ],
)
def test_equal_shares_that_are_no_confusion_are_not_reported(catalogue: Catalogue, rows: list[Row]) -> None:
    assert _rules(printed(catalogue, rows)) == []


def test_one_value_on_two_bases_is_found_once_for_all_the_answers_printed_so(catalogue: Catalogue) -> None:
    rows: list[Row] = [
        {"indicateur": "critere_souverainete", "categorie": c, "population": "souverainete_integree", "valeur": v,
         "document": d, "base": base}
        for c, v in (("rgpd", 95.0), ("logiciels_libres", 32.0))
        for d, base in (("x", "celles qui y pensent"), ("y", "celles qui achètent"))
    ]  # fmt: skip
    matter = printed(catalogue, rows)
    assert _rules(matter) == ["deux_bases"]
    assert "f3 et f4" in _text(matter)


@pytest.mark.parametrize(("one", "other"), [("répondants", ""), ("répondants", "Répondants "), ("", "")])
def test_a_base_that_is_not_printed_or_is_written_otherwise_contradicts_nothing(
    catalogue: Catalogue, one: str, other: str
) -> None:
    rows: list[Row] = [{"valeur": 40.0, "document": d, "base": b} for d, b in (("x", one), ("y", other))]
    assert _rules(printed(catalogue, rows)) == []


def test_figures_that_a_renaming_tells_apart_are_still_one_value_on_two_bases(catalogue: Catalogue) -> None:
    rows: list[Row] = [
        {"indicateur": "projet_ia_domaine", "categorie": "mobilite", "population": "engage_ou_prevu_ia",
         "valeur": 29.0, "base": "structures"},
        {"indicateur": "projet_ia_domaine_projets", "categorie": "mobilite", "population": "engage_ia",
         "valeur": 29.0, "base": "projets", "document": "autre"},
    ]  # fmt: skip
    assert _rules(printed(catalogue, rows)) == []
    renamed = {"projet_ia_domaine_projets": "projet_ia_domaine"}
    assert _rules(printed(catalogue, rows, renamed=renamed)) == ["deux_bases"]


def _shifted(first: float, second: float) -> list[Row]:
    return [
        {"population": "hors_moins_3500", "edition": "2025", "valeur": first, "document": "x"},
        {"population": "ensemble", "edition": "2025", "valeur": second, "document": "y"},
        {"population": "ensemble", "edition": "2024", "valeur": first, "document": "y"},
    ]


def test_a_value_given_to_another_year_is_found_where_the_populations_cannot_explain_it(
    catalogue: Catalogue,
) -> None:
    sizes = {("2025", "ensemble"): 120, ("2025", "hors_moins_3500"): 100}
    # 16.5 of 120 less 8.5 of 100 leave 56.5 % of the 20 others, roundings undone.
    matter = printed(catalogue, _shifted(8.0, 17.0), sizes=sizes)
    assert _rules(matter) == ["deux_editions"]
    assert "au moins 56\u00a0% chez les répondants que l’une compte" in _text(matter)
    assert (
        _rules(printed(catalogue, _shifted(40.0, 42.0), sizes=sizes)) == []
    )  # 52 % of the 20 others: plausible


def test_a_plausible_size_of_the_part_that_explains_two_values_is_enough(catalogue: Catalogue) -> None:
    """13 and 8 %: 20 others would answer 38 %, but were the part as small as 40 of 120 the 80 others answer 14 %."""

    def sample(smallest: int) -> pd.DataFrame:
        known = samples({})
        row = known[known["groupe"] == "ensemble"].iloc[0]
        sizes = (("ensemble", 120, 120), ("hors_moins_3500", smallest, 100))
        return pd.DataFrame(
            [
                {**row, "groupe": g, "effectif": high, "plausible_min": low, "plausible_max": high}
                for g, low, high in sizes
            ]
        )

    rows = _shifted(8.0, 13.0)
    assert _rules(printed(catalogue, rows, sample=sample(100))) == ["deux_editions"]
    assert _rules(printed(catalogue, rows, sample=sample(40))) == []


# --- Counts that no sample gives ------------------------------------------------------------------
def _between(low: int, high: int, likeliest: int) -> pd.DataFrame:
    row = ("2025", "regions", likeliest, low, high, "")
    return pd.DataFrame([row], columns=samples({}).columns)


def _in_regions(*values: float) -> list[Row]:
    names = ("engage", "prevu_12_mois", "engage_ou_prevu")
    return [
        {"indicateur": f"projet_ia{'' if i < 3 else '_domaine'}", "categorie": names[i % 3],
         "population": "regions", "valeur": v}
        for i, v in enumerate(values)
    ]  # fmt: skip


def _impossible(matter: Printed) -> list[str]:
    return [str(f.a["chiffre"]) for f in impossible_counts(matter)]


ROUNDINGS = {
    "half_even": lambda exact, decimals: float(np.round(exact, decimals)),
    "half_down": lambda exact, decimals: float(np.ceil(exact * 10**decimals - 0.5) / 10**decimals),
    "half_up": lambda exact, decimals: float(np.floor(exact * 10**decimals + 0.5) / 10**decimals),
}


@given(st.data())
def test_what_a_plausible_sample_gives_is_never_impossible(data: st.DataObject) -> None:
    """Any counts of any plausible size, some having left the question empty, rounded either way."""
    low, high = sorted(data.draw(st.tuples(st.integers(1, 60), st.integers(1, 60))))
    size = data.draw(st.integers(low, high))
    rounded = ROUNDINGS[data.draw(st.sampled_from(sorted(ROUNDINGS)))]
    values = []
    for _ in range(3):
        base = data.draw(st.integers(1, size))
        counted = data.draw(st.integers(0, base))
        values.append(rounded(100 * counted / base, data.draw(st.sampled_from([0, 1]))))
    sample = _between(low, high, data.draw(st.integers(1, 60)))
    assert _impossible(printed(load_catalogue(), _in_regions(*values), sample=sample)) == []


@given(st.integers(1, 40), st.integers(0, 39), st.integers(0, 100))
def test_what_no_plausible_sample_gives_is_always_found(high: int, fewer: int, value: int) -> None:
    low = max(1, high - fewer)
    halves = {
        rounded(100 * k / base, 0) for base in range(1, high + 1) for k in range(base + 1)
        for rounded in ROUNDINGS.values()
    }  # fmt: skip
    matter = printed(load_catalogue(), _in_regions(float(value)), sample=_between(low, high, low))
    assert _impossible(matter) == ([] if float(value) in halves else ["f1"])


def test_a_size_that_composition_makes_likely_does_not_hide_the_sizes_that_percentages_allow(
    catalogue: Catalogue,
) -> None:
    """86, 14 and 72 %: 25, 4 and 21 of 29, though 7 is the likeliest size."""
    values = _in_regions(86.0, 14.0, 72.0)
    assert _impossible(printed(catalogue, values, sample=_between(21, 40, 7))) == []
    assert _impossible(printed(catalogue, values, sample=_between(5, 9, 7))) == ["f3"]


def test_an_impossible_count_says_which_sizes_were_tried(catalogue: Catalogue) -> None:
    text = next(impossible_counts(printed(catalogue, _in_regions(39.0), sample=_between(12, 14, 13)))).text
    assert "sur 12 à 14 répondants, toutes tailles plausibles essayées («\u00a0Régions\u00a0»)" in text


# --- Sizes and dates -----------------------------------------------------------------------------
def test_a_part_of_a_sample_is_no_larger_than_the_whole(catalogue: Catalogue) -> None:
    def rows(part: float) -> list[Row]:
        about = {"indicateur": "effectif_repondants", "categorie": "total", "statistique": "effectif"}
        return [{**about, "population": "communes", "valeur": part}, {**about, "valeur": 292.0}]

    assert _rules(printed(catalogue, rows(300.0))) == ["tailles"]
    assert _rules(printed(catalogue, rows(292.0))) == []


def test_a_notice_that_gives_another_size_than_the_figure_is_found_once(catalogue: Catalogue) -> None:
    size: Row = {
        "indicateur": "effectif_repondants", "categorie": "total", "statistique": "effectif", "valeur": 292.0
    }  # fmt: skip
    notices = [notice("taille_collectivites", name=f"n{i}", nombre=n) for i, n in enumerate((292, 289, 1000))]
    assert _rules(printed(catalogue, [size], notices=notices[:1])) == []
    assert _rules(printed(catalogue, [size], notices=notices[:2])) == ["tailles"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("2025-06", "2025-07", False, "2025"), ["dates"]),
        (("2025-05", "2025-07", False, "2025"), []),
        (("", "2025-07-11", False, "2025"), []),  # the day it closed is in the month it closed
        (("2025-05-12", "2025-07-11", False, "2025"), []),
        (("2025-06", "2025-09", True, "2025"), []),  # « l’été »
        (("2025-09", "2025-10", True, "2025"), ["dates"]),
        (("2024-06", "2024-07", False, "2024"), []),  # another edition
    ],
)
def test_two_periods_of_one_survey_must_be_the_same_as_far_as_each_is_precise(
    catalogue: Catalogue, other: tuple[str, str, bool, str], expected: list[str]
) -> None:
    debut, fin, vague, edition = other
    notices = [
        notice("terrain_collectivites", name="n1", debut="2025-05", fin="2025-07"),
        notice("terrain_collectivites", name="n2", debut=debut, fin=fin, vague=vague, edition=edition),
    ]
    assert _rules(printed(catalogue, [{"valeur": 1.0}], notices=notices)) == expected


@pytest.mark.parametrize(
    ("years", "expected"), [(("2022", "2024"), []), (("2022", "2024", "2025"), ["dates"])]
)
def test_a_poll_said_to_come_every_two_years_contradicts_two_polls_a_year_apart(
    catalogue: Catalogue, years: tuple[str, ...], expected: list[str]
) -> None:
    polls: list[Row] = [
        {"indicateur": "effectif_repondants", "categorie": "total", "statistique": "effectif", "valeur": 1000.0,
         "population": "francais", "edition": year}
        for year in years
    ]  # fmt: skip
    rhythm = notice("periodicite_sondage", nombre=2, edition="2024")
    assert _rules(printed(catalogue, polls, notices=[rhythm])) == expected


@pytest.mark.parametrize(("reference", "expected"), [(2025, ["dates"]), (2024, [])])
def test_a_change_is_measured_from_an_earlier_edition(
    catalogue: Catalogue, reference: int, expected: list[str]
) -> None:
    said = notice("reference_evolution", nombre=reference)
    assert _rules(printed(catalogue, [{"valeur": 1.0}], notices=[said])) == expected


# --- What sentences claim ------------------------------------------------------------------------
def _levels(**shares: float) -> list[Row]:
    return [
        {"indicateur": "obstacle_ia", "categorie": c, "valeur": v, "document": "autre"}
        for c, v in shares.items()
    ]


def test_a_rank_against_the_levels_quotes_the_sentence_and_a_level(catalogue: Catalogue) -> None:
    rows = _levels(manque_competences=40.0, manque_confiance=59.0)
    first = claim("premiers(obstacle_ia[ensemble, 2025], manque_competences)", type="rang")
    matter = printed(catalogue, rows, claims=[first])
    assert _rules(matter) == ["rang"]
    for quoted in ("Une phrase.", "a1", "p. 9", "40 (f1)", "59 (f2)"):
        assert quoted in _text(matter)


def test_a_claim_that_rounding_alone_makes_false_contradicts_nothing(catalogue: Catalogue) -> None:
    rows = _levels(manque_competences=50.0)
    half = claim("obstacle_ia.manque_competences[ensemble, 2025] > 50")
    assert _rules(printed(catalogue, rows, claims=[half])) == []


def test_what_was_announced_contradicts_nothing(catalogue: Catalogue) -> None:
    rows = _levels(manque_competences=40.0)
    formula = "obstacle_ia.manque_competences[ensemble, 2025] > 50"
    assert _rules(printed(catalogue, rows, claims=[claim(formula)])) == ["affirmation"]
    assert _rules(printed(catalogue, rows, claims=[claim(formula, type="annonce")])) == []


def test_a_direction_against_the_levels_is_named_so(catalogue: Catalogue) -> None:
    rows: list[Row] = [{"edition": e, "valeur": v} for e, v in (("2024", 36.0), ("2025", 30.0))]
    rise = claim("projet_ia.engage[ensemble, 2025] > projet_ia.engage[ensemble, 2024]", type="direction")
    assert _rules(printed(catalogue, rows, claims=[rise])) == ["sens"]


def test_what_a_rule_on_figures_has_found_is_not_found_again_through_a_sentence(catalogue: Catalogue) -> None:
    rows: list[Row] = [{"valeur": 51.0}, {"valeur": 84.0, "document": "autre"}]
    said = claim("projet_ia.engage[ensemble, 2025] == 51", ecartes="f1")
    assert _rules(printed(catalogue, rows, claims=[said])) == ["valeurs_differentes"]


def test_a_rise_is_not_clear_only_if_no_plausible_sample_makes_it_so(catalogue: Catalogue) -> None:
    """36 then 48 %: one standard error on 33 and 33 regions, three on 300 and 300."""
    rows: list[Row] = [
        {"population": "regions", "edition": e, "valeur": v} for e, v in (("2024", 36.0), ("2025", 48.0))
    ]
    clear = claim("nette_hausse(projet_ia.engage[regions, 2024], projet_ia.engage[regions, 2025])")
    sizes = {(e, "regions"): 33 for e in ("2024", "2025")}
    for largest, expected in ((33, ["affirmation"]), (300, [])):
        sample = pd.concat([_between(33, largest, 33).assign(edition=e) for e in ("2024", "2025")])
        assert _rules(printed(catalogue, rows, sample=sample, sizes=sizes, claims=[clear])) == expected
