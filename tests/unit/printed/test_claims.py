"""The language of claims, its relations, and the verdicts on the claims of the documents."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_claims import load_claims, load_notices
from barometre_pipeline.catalogue.printed_figures import load_documents, load_figures
from barometre_pipeline.indicators.aggregates import compute_aggregates
from barometre_pipeline.printed.claims import evaluate_claims
from barometre_pipeline.printed.evidence import PrintedEvidence, comparable
from barometre_pipeline.printed.formula import Judgement, judge
from barometre_pipeline.printed.gather import faults, gather
from barometre_pipeline.printed.language import FormulaError
from barometre_pipeline.printed.reading import Given
from barometre_pipeline.printed.reconciliation import published_rows
from barometre_pipeline.printed.samples import samples
from barometre_pipeline.sources.published.reading import read_aggregates
from barometre_pipeline.tables.declarations.printed import AFFIRMATIONS
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.trace import DataOrigin
from barometre_pipeline.vocabulary import RAISONS_EVOLUTION
from tests.unit.printed.invented_print import Row, claim, figures, notice, printed

ROOT = Path(__file__).parents[3]
EXPECTED = ROOT.parent / "shared" / "questionnaires_imprimes" / "affirmations.csv"
BOX = "obstacle_ia"  # boxes: any of them may be ticked
CHOICE = "souverainete_numerique"  # one answer of four


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _judged(formula: str, *rows: Row, set_aside: str = "", **given: object) -> Judgement:
    evidence = PrintedEvidence(load_catalogue(), figures(*rows)).without(set_aside.split())
    sizes = {("2024", "ensemble"): 300, ("2025", "ensemble"): 300}
    return judge(formula, Given(evidence, evidence.by_name, given.get("notices", ()), sizes))  # type: ignore[arg-type]


def _boxes(edition: str = "2025", **shares: float) -> list[Row]:
    return [{"indicateur": BOX, "categorie": c, "valeur": v, "edition": edition} for c, v in shares.items()]


def _engaged(**shares: float) -> list[Row]:
    return [{"edition": e.removeprefix("e"), "valeur": v} for e, v in shares.items()]


NOW, THEN = "projet_ia.engage[ensemble, 2025]", "projet_ia.engage[ensemble, 2024]"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f"{NOW} > {THEN}", True),
        (f"{NOW} < {THEN}", False),
        (f"{NOW} - {THEN} == 13", True),
        (f"{NOW} >= 2 * {THEN}", False),
        (f"{NOW} > 100 / 3", True),
        (f"40 < {NOW} < 50", True),
        (f"{NOW} > 48 ; {THEN} > 48", False),
        (f"legere_hausse({THEN}, {NOW})", False),
        (f"nette_hausse({THEN}, {NOW})", True),  # 36 then 49 % of 300: 3.2 standard errors
        (f"stable({THEN}, {NOW})", False),
        (f"environ({NOW}, 50)", True),
        (f"environ({THEN}, 50)", False),
        (f"presque({NOW}, 50)", True),
        (f"presque({NOW}, 48)", False),
        (f"{NOW} > projet_ia.engage[ensemble, 2022]", None),
        ("", None),
    ],
)
def test_numbers_are_compared_as_printed(formula: str, expected: bool | None) -> None:
    assert _judged(formula, *_engaged(e2024=36.0, e2025=49.0)).verdict is expected


def test_a_small_rise_of_small_samples_is_not_a_clear_one() -> None:
    assert _judged(f"nette_hausse({THEN}, {NOW})", *_engaged(e2024=36.0, e2025=40.0)).verdict is False


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"manque_competences": 59, "manque_confiance": 46, "qualite_donnees": 42}, True),
        ({"manque_competences": 46, "manque_confiance": 46, "qualite_donnees": 42}, True),  # ex æquo
        ({"manque_competences": 45, "manque_confiance": 46, "qualite_donnees": 42}, False),
        ({"manque_competences": 59, "manque_confiance": 46}, None),  # nobody printed to be ahead of
        ({"manque_competences": 59, "qualite_donnees": 42}, None),
    ],
)
def test_a_rank_is_judged_among_what_is_printed(shares: dict[str, float], expected: bool | None) -> None:
    formula = f"premiers({BOX}[ensemble, 2025], manque_competences, manque_confiance)"
    assert _judged(formula, *_boxes(**shares)).verdict is expected


def test_the_same_leaders_fail_when_enough_others_are_ahead_of_one() -> None:
    formula = f"memes_premiers({BOX}[ensemble], 2, 2024, 2025)"
    now = _boxes(manque_competences=59.0, manque_confiance=46.0, qualite_donnees=42.0)
    same = _boxes("2024", manque_competences=50.0, manque_confiance=49.0, qualite_donnees=30.0)
    other = _boxes("2024", manque_competences=50.0, manque_confiance=20.0, qualite_donnees=30.0)
    assert _judged(formula, *now, *same).verdict is True
    assert _judged(formula, *now, *other).verdict is False
    assert _judged(formula, *now).verdict is None


def test_the_numbers_that_a_false_ranking_rests_on_follow_the_order_of_what_is_printed() -> None:
    # Two of the leaders of one edition are beaten in the other: which one is told must not depend on a hash.
    names = ("manque_competences", "manque_confiance", "qualite_donnees", "cout", "acces_donnees", "securite")
    then = _boxes("2024", **dict(zip(names, (60.0, 50.0, 40.0, 5.0, 4.0, 3.0), strict=True)))
    now = _boxes("2025", **dict(zip(names, (3.0, 4.0, 5.0, 60.0, 50.0, 40.0), strict=True)))
    first = _judged(f"memes_premiers({BOX}[ensemble], 3, 2024, 2025)", *then, *now)
    assert [t.categorie for t in first.used if t.edition == "2025"][-1] == names[0]


def test_neither_a_union_nor_an_answer_to_an_item_has_a_rank(catalogue: Catalogue) -> None:
    assert "energie_dechets_eau" in catalogue.categories["projet_ia_domaine"]
    assert "energie_dechets_eau" not in comparable(catalogue, "projet_ia_domaine")
    items = comparable(catalogue, "projet_data_domaine")
    assert "mobilite" in items
    assert not any("." in name for name in items)


def test_only_the_numbers_that_make_a_claim_false_are_given() -> None:
    rows = _boxes(manque_competences=59.0, manque_confiance=46.0)
    found = _judged(
        f"{BOX}.manque_competences[ensemble, 2025] > 50 ; {BOX}.manque_confiance[ensemble, 2025] > 50", *rows
    )
    assert found.verdict is False
    assert found.figures == ("f2",)


def test_a_value_printed_twice_differently_decides_only_what_both_decide() -> None:
    rows: list[Row] = [{"valeur": 40.0}, {"valeur": 60.0, "document": "autre"}]
    assert _judged(f"{NOW} > 30", *rows).verdict is True
    assert _judged(f"{NOW} > 50", *rows).verdict is None
    assert _judged(f"{NOW} > 70", *rows).verdict is False
    assert _judged(f"{NOW} > 50", *rows, set_aside="f2").verdict is False


@pytest.mark.parametrize(
    ("kind", "value", "formula", "expected"),
    [
        ("part_plus_de", 50.0, f"{NOW} > 50", True),
        ("part_plus_de", 50.0, f"{NOW} > 51", None),
        ("part_environ", 75.0, f"{NOW} > 72", True),
        ("part_environ", 75.0, f"{NOW} > 74", None),
    ],
)
def test_a_vague_printing_decides_only_beyond_its_vagueness(
    kind: str, value: float, formula: str, expected: bool | None
) -> None:
    assert _judged(formula, {"statistique": kind, "valeur": value}).verdict is expected


def test_a_level_that_is_not_printed_is_deduced_from_a_change() -> None:
    rows: list[Row] = [
        {"valeur": 49.0},
        {"statistique": "ecart_points", "valeur": 13.0, "edition_reference": "2024"},
    ]
    assert _judged(f"{THEN} == 36", *rows).verdict is True


def test_answers_to_one_question_leave_to_each_other_what_they_do_not_take() -> None:
    rows: list[Row] = [{"indicateur": CHOICE, "categorie": "peu_connue", "valeur": 76.0}]
    assert _judged(f"{CHOICE}.integree_aux_choix[ensemble, 2025] <= 24", *rows).verdict is True
    assert _judged(f"{CHOICE}.integree_aux_choix[ensemble, 2025] > 10", *rows).verdict is None
    assert (
        _judged(f"{BOX}.manque_confiance[ensemble, 2025] <= 24", *_boxes(manque_competences=76.0)).verdict
        is None
    )


def test_a_sum_is_true_as_far_as_rounding_goes() -> None:
    parts = [{"categorie": c, "valeur": v} for c, v in (("engage", 49.0), ("prevu_12_mois", 28.0))]
    whole = "projet_ia.engage_ou_prevu[ensemble, 2025]"
    formula = f"somme({whole}, {NOW}, projet_ia.prevu_12_mois[ensemble, 2025])"
    for total, expected in ((77.0, True), (78.0, True), (79.0, False)):
        assert _judged(formula, *parts, {"categorie": "engage_ou_prevu", "valeur": total}).verdict is expected


def test_a_figure_stands_for_the_population_or_base_it_is_printed_with() -> None:
    row: Row = {"valeur": 84.0, "population": "engage_ia", "base": "structures"}
    for what, expected in (
        ("engage_ia", True),
        ('"structures"', True),
        ("ensemble", False),
        ('"projets"', False),
    ):
        assert _judged(f'porte_sur(chiffre["f1"], {what})', row).verdict is expected


def test_dates_are_judged_against_every_notice() -> None:
    may, june = (
        notice("terrain_collectivites", name=n, debut=d, fin="2025-07")
        for n, d in (("n1", "2025-05"), ("n2", "2025-06"))
    )
    opening = 'compatible(notice.terrain_collectivites.debut[2025], "2025-05")'
    closing = 'compatible(notice.terrain_collectivites.fin[2025], "2025-07-11")'
    assert _judged(opening, {"valeur": 1.0}, notices=[may]).verdict is True
    assert _judged(opening, {"valeur": 1.0}, notices=[june]).verdict is False
    assert _judged(opening, {"valeur": 1.0}, notices=[may, june]).verdict is None
    assert _judged(closing, {"valeur": 1.0}, notices=[may, june]).verdict is True


@pytest.mark.parametrize(
    "formula", ["projet_ia.engage[", "inconnue(1)", "1", "1 != 2", "import os", '__import__("os") > 1']
)
def test_what_is_not_of_the_language_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        _judged(formula, {"valeur": 1.0})


def test_a_category_may_bear_the_name_of_a_keyword() -> None:
    row: Row = {"indicateur": "exposition_cyber", "categorie": "continue", "valeur": 49.0}
    assert _judged("exposition_cyber.continue[ensemble, 2025] == 49", row).verdict is True


def _computed(then: float, now: float, source: str = "demonstration") -> dict[tuple[str, str, str, str], Row]:
    return {
        ("projet_ia", "engage", "ensemble", edition): {
            "n": 1, "base": 10, "part_publiable": share, "source_donnees": source
        }
        for edition, share in (("2024", then), ("2025", now))
    }  # fmt: skip


def test_each_claim_has_its_verdict_its_numbers_and_apart_what_is_computed(catalogue: Catalogue) -> None:
    matter = printed(catalogue, _engaged(e2024=36.0, e2025=49.0), claims=[claim(f"{NOW} > 40")])
    found = evaluate_claims(matter, _computed(0.5, 0.1), {})
    row = validate(AFFIRMATIONS, found, "à l’écriture").iloc[0]
    assert (row["verdict_imprime"], row["verdict_calcule"], row["donnees"]) == (
        "vrai",
        "faux",
        "demonstration",
    )
    assert "49 (f2)" in row["nombres"]
    assert "10 (sur\u00a010)" in row["nombres_calcules"]


def test_a_computed_value_equals_a_printed_one_when_it_rounds_to_it(catalogue: Catalogue) -> None:
    for share, expected in ((0.4949, "vrai"), (0.496, "faux")):
        matter = printed(catalogue, _engaged(e2025=49.0), claims=[claim(f"{NOW} == 49")])
        assert evaluate_claims(matter, _computed(0.1, share), {})["verdict_calcule"].tolist() == [expected]


def test_a_claim_over_several_editions_is_judged_on_values_of_one_base(catalogue: Catalogue) -> None:
    rise = claim(f"{NOW} > {THEN}", edition="2024;2025")
    matter = printed(catalogue, _engaged(e2024=36.0, e2025=49.0), claims=[rise])
    found = evaluate_claims(matter, _computed(0.3, 0.5), _computed(0.6, 0.5))
    assert found["verdict_calcule"].tolist() == ["faux"]
    assert evaluate_claims(matter, _computed(0.3, 0.5), {})["verdict_calcule"].tolist() == ["non vérifiable"]


def _rise_of(indicator: str, category: str, then: str, now: str, population: str = "ensemble") -> str:
    return f"{indicator}.{category}[{population}, {now}] > {indicator}.{category}[{population}, {then}]"


def _shares_of(indicator: str, category: str, **by_edition: float) -> dict[tuple[str, str, str, str], Row]:
    row = {"n": 1, "base": 100, "source_donnees": "reelles"}
    return {
        (indicator, category, "ensemble", e.removeprefix("e")): {**row, "part_publiable": share}
        for e, share in by_edition.items()
    }


@pytest.mark.parametrize("kind", ["direction", "comparaison"])
def test_editions_that_the_catalogue_does_not_compare_decide_nothing_and_the_note_is_given(
    catalogue: Catalogue, kind: str
) -> None:
    share = ("clauses_data", "en_place")
    note = catalogue.note(share[0], ("2022", "2024"), share[1]).removesuffix(".")
    assert note  # else this says nothing
    series = _shares_of(*share, e2022=0.6, e2023=0.3, e2024=0.4)
    for then, expected in (("2022", "non vérifiable"), ("2023", "vrai")):
        one = claim(_rise_of(*share, then, "2024"), type=kind, edition=f"{then};2024")
        found = evaluate_claims(printed(catalogue, _engaged(e2025=1.0), claims=[one]), {}, series).iloc[0]
        assert found["verdict_calcule"] == expected
        assert (note in found["nombres_calcules"]) is (expected != "vrai")
        assert (note in found["reserve"]) is (expected != "vrai")
    assert "les éditions ne sont pas comparables" in str(evaluate_claims(
        printed(catalogue, _engaged(e2025=1.0),
                claims=[claim(_rise_of(*share, "2022", "2024"), type=kind, edition="2022;2024")]), {}, series
    )["nombres_calcules"][0])  # fmt: skip


def test_a_change_told_edition_by_edition_is_held_back_by_a_note_too(catalogue: Catalogue) -> None:
    """« 60 % in 2022, 40 % in 2024 » tells a change though no condition names both years."""
    levels = [f"clauses_data.en_place[ensemble, {e}] > 30" for e in ("2022", "2024")]
    series = _shares_of("clauses_data", "en_place", e2022=0.6, e2024=0.4)
    for kind, expected in (("direction", "non vérifiable"), ("rang", "vrai")):
        one = claim(" ; ".join(levels), type=kind, edition="2022;2024")
        found = evaluate_claims(printed(catalogue, _engaged(e2025=1.0), claims=[one]), {}, series)
        assert found["verdict_calcule"].tolist() == [expected]


def test_another_population_in_another_edition_is_no_comparison(catalogue: Catalogue) -> None:
    formula = "projet_ia.engage[ensemble, 2025] > projet_ia.engage[hors_moins_3500, 2024]"
    series = _computed(0.1, 0.5) | {
        ("projet_ia", "engage", "hors_moins_3500", "2024"): {
            "n": 1, "base": 10, "part_publiable": 0.1, "source_donnees": "reelles"
        }
    }  # fmt: skip
    one = claim(formula, edition="2024;2025")
    found = evaluate_claims(printed(catalogue, _engaged(e2025=49.0), claims=[one]), {}, series).iloc[0]
    assert found["verdict_calcule"] == "non vérifiable"
    assert "La population n’est pas la même" in found["nombres_calcules"]


@pytest.mark.parametrize("reason", ["", *RAISONS_EVOLUTION])
def test_a_change_is_concluded_only_where_the_table_of_changes_establishes_it(
    catalogue: Catalogue, reason: str
) -> None:
    rise = claim(f"{NOW} > {THEN}", type="direction", edition="2024;2025")
    matter = printed(catalogue, _engaged(e2024=36.0, e2025=49.0), claims=[rise])
    changes = {("projet_ia", "engage", "ensemble", "2025", "2024"): {"raison": reason}}
    for then, now, established in ((0.3, 0.5, "vrai"), (0.5, 0.3, "faux")):
        found = evaluate_claims(matter, {}, _computed(then, now), changes).iloc[0]
        assert found["verdict_calcule"] == ("non vérifiable" if reason else established)
        assert found["verdict_imprime"] == "vrai"
        if reason:
            assert RAISONS_EVOLUTION[reason] in found["nombres_calcules"]


def test_what_compares_no_change_does_not_ask_for_an_established_one(catalogue: Catalogue) -> None:
    above = claim(f"{NOW} > 40", type="comparaison")
    matter = printed(catalogue, _engaged(e2025=49.0), claims=[above])
    changes = {("projet_ia", "engage", "ensemble", "2025", "2024"): {"raison": "intervalle"}}
    assert evaluate_claims(matter, _computed(0.3, 0.5), {}, changes)["verdict_calcule"].tolist() == ["vrai"]


def test_official_tables_are_evidence_where_documents_print_nothing(catalogue: Catalogue) -> None:
    matter = printed(catalogue, _engaged(e2025=49.0), claims=[claim(f"{NOW} > {THEN}")])
    row = {"n": 1, "base": 10, "part_publiable": 0.4}
    for source, expected in (("agregats", "vrai"), ("reelles", "non vérifiable")):
        computed = {("projet_ia", "engage", "ensemble", "2024"): {**row, "source_donnees": source}}
        assert evaluate_claims(matter, computed, {})["verdict_imprime"].tolist() == [expected]


# --- The claims shipped --------------------------------------------------------------------------
def test_every_claim_shipped_names_what_exists_and_says_why_if_nothing_decides_it(
    catalogue: Catalogue,
) -> None:
    known, documents = set(load_figures()["chiffre"]), load_documents()
    claims = load_claims()
    assert len({c.affirmation for c in claims}) == len(claims)
    for one in claims:
        assert one.document in documents, one.affirmation
        assert list(faults(catalogue, one, known)) == [], one.affirmation
        assert one.formule or one.reserve, f"{one.affirmation}: no formula and no reason"


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("projet_ia.jamais[ensemble, 2025] > 50", "« jamais » n’est pas une catégorie de « projet_ia »"),
        ("projet_ia.engage[martiens, 2025] > 50", "la population « martiens » n’existe pas"),
        ("ressemble(projet_ia[ensemble, 2025])", "la relation « ressemble » n’existe pas"),
        ("projet_ia.engage[ensemble] > 50", "attend une population et une édition"),
    ],
)
def test_a_claim_that_names_what_nobody_knows_is_told(catalogue: Catalogue, formula: str, fault: str) -> None:
    assert any(fault in found for found in faults(catalogue, claim(formula), set()))
    assert list(faults(catalogue, claim("", ecartes="x-1"), set())) == ["le chiffre « x-1 » n’existe pas"]


def test_the_verdicts_are_those_that_a_reader_of_the_documents_gave(catalogue: Catalogue) -> None:
    if not EXPECTED.is_file():
        pytest.skip("../shared absent: the verdicts expected of the claims are not in the repository")
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        expected = {
            r["id"]: r["verdict_attendu"].replace("verifiable", "vérifiable") for r in csv.DictReader(file)
        }
    shown = load_figures()
    matter = gather(catalogue, shown, samples(catalogue, shown, load_samples()))
    tables = read_aggregates(ROOT / "data_raw" / "2022" / "agregats", "2022").tableaux
    official = compute_aggregates(catalogue, tables, DataOrigin("agregats", "")).indicateurs
    found = evaluate_claims(matter, published_rows(official), {}).set_index("affirmation")["verdict_imprime"]
    assert set(found.index) == set(expected)
    wrong = {k for k in expected if found[k] != expected[k]}
    # The real answers of 2023 decide it, and no document prints them (docs/decisions/0013).
    assert wrong <= {"barometre_2024-a078"}


def test_the_notices_name_documents_that_exist() -> None:
    notices = load_notices()
    assert {n.document for n in notices} <= set(load_documents())
    assert len({n.notice for n in notices}) == len(notices)


def test_the_import_keeps_what_was_written_by_hand_and_leaves_the_verdicts() -> None:
    from tools.import_printed_figures import claims

    source = pd.DataFrame(
        [{"id": "d-a1", "document": "d", "repere": "p", "type": "rang", "editions": "2025",
          "affirmation": "l'ordre : a", "formule": "à eux", "verdict_attendu": "vrai", "portee": "complete",
          "nombres": "1 > 2"}]
    )  # fmt: skip
    known = pd.DataFrame(
        [{"affirmation": "d-a1", "type": "annonce", "formule": "a > b", "ecartes": "f", "reserve": "r"}]
    )
    row = claims(source, known).iloc[0].to_dict()
    assert row == {
        "affirmation": "d-a1", "document": "d", "rubrique": "p", "type": "annonce", "edition": "2025",
        "texte": "l’ordre\u00a0: a", "formule": "a > b", "ecartes": "f", "reserve": "r",
    }  # fmt: skip
