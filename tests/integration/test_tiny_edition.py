"""The invented edition from extract to tabulations: every count is made again here from the responses."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from support import Computed, barometre, exported, run, snapshot
from tiny_edition import (
    DOMAINS,
    EDITION,
    HISTORICAL,
    HISTORICAL_TOTAL,
    HOSTS,
    KEPT,
    OBSTACLES,
    POPULATION,
    PRIORITIES,
    PROJECTS,
    RESPONSES,
    SET_ASIDE,
    STRATES,
    YAML,
    Response,
)

from barometre_pipeline.vocabulary import GROUPES, strates_of_group

KEPT_RESPONSES = [r for r in RESPONSES if int(r["id"]) in KEPT]


@pytest.fixture(scope="module")
def tris(tiny: Computed) -> pd.DataFrame:
    table = exported("tris", EDITION, tiny.lake)
    return table.set_index(["question", "sous_question", "modalite", "groupe"]).sort_index()


def members(group: str) -> list[Response]:
    return [r for r in KEPT_RESPONSES if STRATES[int(r["id"])] in strates_of_group(group)]


def single_choice_columns() -> list[tuple[str, str, str, dict[str, str]]]:
    """(key in the responses, question, sub-question, answers) of every single choice, array row and rank."""
    return [
        ("heberge", "heberge", "", {**HOSTS, "-oth-": "Autre"}),
        *((f"projets_{s}", "projets", s, PROJECTS) for s in DOMAINS),
        *((f"priorites_{k}", "priorites", str(k), PRIORITIES) for k in (1, 2, 3)),
    ]


@pytest.mark.parametrize("group", GROUPES)
def test_every_answer_of_a_closed_column_is_counted_in_every_group(tris: pd.DataFrame, group: str) -> None:
    base = members(group)
    for key, question, sub, answers in single_choice_columns():
        counts = Counter(answers.get(r[key], "Sans réponse") for r in base)
        answered = sum(1 for r in base if r[key])
        # Whoever gave a first choice ranked: the ranks have one base.
        ranked = sum(1 for r in base if any(r[f"priorites_{k}"] for k in (1, 2, 3)))
        in_base = ranked if question == "priorites" else answered
        for label in [*answers.values(), "Sans réponse"]:
            row = tris.loc[question, sub, label, group]
            found = tuple(int(row[c]) for c in ("n", "repondants", "concernees", "effectif"))
            assert found == (counts[label], answered, len(base), len(base)), (question, sub, label)
            assert int(row["base"]) == in_base
            if label == "Sans réponse" or not in_base:
                assert row["part_publiable"] == ""
            else:
                assert float(row["part_publiable"]) == counts[label] / in_base
            if base:
                assert float(row["part"]) == pytest.approx(counts[label] / len(base), abs=1e-15)
            else:
                assert row["part"] == ""


@pytest.mark.parametrize("group", GROUPES)
def test_a_multiple_choice_counts_every_box_and_three_absences_on_the_base_of_those_asked(
    tris: pd.DataFrame, group: str
) -> None:
    base = members(group)
    shown = [r for r in base if r["publie"] == "A2"]
    ticks = {s: [r for r in shown if r[f"freins_{s}"] == "Y"] for s in OBSTACLES}
    ticks["other"] = [r for r in shown if r.get("freins_other")]
    answered = [r for r in shown if any(r in ticked for ticked in ticks.values())]
    expected = {
        **{(s, "Oui"): len(found) for s, found in ticks.items()},
        **{(s, "Non cochée"): len(shown) - len(found) for s, found in ticks.items()},
        ("", "Aucune case cochée"): len(shown) - len(answered),
        ("", "Non posée"): len(base) - len(shown),
    }
    assert set(
        tris.loc["freins"].reset_index()[["sous_question", "modalite"]].itertuples(index=False, name=None)
    ) == (set(expected))
    for (sub, label), n in expected.items():
        row = tris.loc["freins", sub, label, group]
        found = tuple(int(row[c]) for c in ("n", "repondants", "concernees", "effectif"))
        assert found == (n, len(shown), len(shown), len(base)), (sub, label)
        if label == "Non posée" or not shown:
            assert row["part_publiable"] == ""
        else:
            assert float(row["part_publiable"]) == n / len(shown)


def test_the_historical_weighted_share_follows_the_2023_formula(tris: pd.DataFrame) -> None:
    sizes = Counter(STRATES[int(r["id"])] for r in KEPT_RESPONSES)
    weight = {s: (n / HISTORICAL_TOTAL) / (sizes[s] / len(KEPT_RESPONSES)) for s, n in HISTORICAL.items()}
    weighted = [(weight.get(STRATES[int(r["id"])], 0.0), r) for r in KEPT_RESPONSES]

    total = sum(w for w, _ in weighted)
    no = sum(w for w, r in weighted if r["publie"] == "A2")
    assert float(tris.loc["publie", "", "Non", "ensemble"]["part_ponderee_historique"]) == pytest.approx(
        no / total
    )

    mentions = sum(w for w, r in weighted for s in OBSTACLES if r[f"freins_{s}"] == "Y")
    time = sum(w for w, r in weighted if r["freins_SQ001"] == "Y")
    row = tris.loc["freins", "SQ001", "Oui", "ensemble"]
    assert float(row["part_ponderee_historique"]) == pytest.approx(time / mentions)
    assert tris.loc["freins", "", "Non posée", "ensemble"]["part_ponderee_historique"] == ""


def test_the_weighted_share_is_post_stratified_on_all_strates(tris: pd.DataFrame) -> None:
    sizes = Counter(STRATES[int(r["id"])] for r in KEPT_RESPONSES)
    weight = {s: n / sizes[s] for s, n in POPULATION.items()}
    weighted = [(weight.get(STRATES[int(r["id"])], 0.0), r) for r in KEPT_RESPONSES]
    yes = sum(w for w, r in weighted if r["publie"] == "A1") / sum(w for w, _ in weighted)
    assert float(tris.loc["publie", "", "Oui", "ensemble"]["part_ponderee"]) == pytest.approx(yes)


def test_each_response_set_aside_is_listed_with_its_reason(tiny: Computed) -> None:
    table = exported("reponses_ecartees", EDITION, tiny.lake)
    assert dict(zip(table["id_reponse"].astype(int), table["motif"], strict=True)) == SET_ASIDE
    duplicate = table[table["motif"] == "doublon"].iloc[0]
    assert duplicate["id_retenue"] == "13", "the most complete response of the structure is kept"
    kept = exported("reponses", EDITION, tiny.lake)
    assert set(kept["id_reponse"].astype(int)) == KEPT


def test_not_asked_not_answered_not_ticked_and_ticked_stay_apart(tiny: Computed) -> None:
    answers = exported("silver/reponses", EDITION, tiny.lake).set_index("id_reponse")
    assert answers.loc["11", "freins[SQ001]"] == "@non_posee"
    assert answers.loc["18", "publie"] == "@sans_reponse"
    assert answers.loc["14", "freins[SQ001]"] == "N"
    assert answers.loc["13", "freins[SQ001]"] == "Y"
    # Of « Autre », silver knows whether something was written, never what.
    assert {r: answers.loc[r, "freins[other]"] for r in ("11", "13", "17")} == {
        "11": "@non_posee", "13": "N", "17": "Y",
    }  # fmt: skip


def test_full_wordings_and_codes_with_lss_give_the_same_tabulations(
    tiny: Computed, new_edition: Callable[..., Path], tmp_path: Path
) -> None:
    raw = new_edition(form="codes")
    assert run(raw, tmp_path / "lac").exit_code == 0
    for table in ("tris", "silver/reponses", "structures", "fiches"):
        # A trace is one of data: the same figure read from another file has another.
        one, other = (
            exported(table, EDITION, lake).drop(columns="trace_id", errors="ignore")
            for lake in (tiny.lake, tmp_path / "lac")
        )
        pd.testing.assert_frame_equal(one, other)


def test_row_numbers_are_those_of_the_extract(tiny: Computed) -> None:
    answers = exported("silver/reponses", EDITION, tiny.lake)
    for row in answers.itertuples():
        assert RESPONSES[int(row.ligne) - 2]["id"] == row.id_reponse, "the heading is record 1"


def test_every_question_that_may_be_told_has_its_chart_in_its_forms_and_no_other(
    tiny: Computed, demo: Computed
) -> None:
    for lake, edition in ((tiny.lake, EDITION), (demo.lake, "2025")):
        tris = exported("tris", edition, lake)
        told = tris["publiable"].astype(str).eq("True") & tris["groupe"].isin(["ensemble", "hors_moins_3500"])
        questions = set(tris.loc[told & tris["absence"].fillna("").eq(""), "question"])
        assert bool(questions) is (edition != EDITION), "ten structures are too few to tell anything"
        for suffix in (".csv", ".vl.json", ".svg", ".png"):
            drawn = {
                p.name.removesuffix(suffix)
                for p in (lake / "publication" / edition / "graphiques").glob(f"*{suffix}")
            }
            narrow = {f"{q}-etroit" for q in questions} if suffix == ".svg" else set()
            assert drawn == questions | narrow, suffix


def test_an_edition_without_yaml_nor_reviewed_file_still_gives_all_its_tabulations(
    new_edition: Callable[..., Path], tmp_path: Path
) -> None:
    raw = new_edition(yaml=None, strates=None)
    result = run(raw, tmp_path / "lac")
    assert result.exit_code == 0, result.stderr
    table = exported("tris", EDITION, tmp_path / "lac")
    assert set(table["question"]) == {"publie", "heberge", "freins", "projets", "priorites", "charte"}
    submitted = [r for r in RESPONSES if r.get("charte")]
    everyone = table[(table["question"] == "charte") & (table["groupe"] == "ensemble")]
    counts = Counter("Oui" if r["charte"] == "A1" else "Non" for r in submitted)
    assert dict(zip(everyone["modalite"], everyone["n"].astype(int), strict=True)) == {
        **counts,
        "Sans réponse": 0,
    }
    # Real is a guess here, and said to be one; where a YAML says what the data are, nothing is guessed.
    assert "comptées comme réelles" in " ".join(result.stdout.split())


def test_an_edition_that_says_what_its_data_are_has_no_guess(tiny: Computed) -> None:
    assert "comptées comme réelles" not in " ".join(tiny.output.split())


def test_the_yaml_beside_the_extract_wins_over_the_package(
    new_edition: Callable[..., Path], tmp_path: Path
) -> None:
    # The package has a YAML for 2023 that names questions this extract does not have.
    raw = new_edition(edition="2023", yaml=YAML)
    assert run(raw, tmp_path / "lac").exit_code == 0
    context = exported("contexte", "2023", tmp_path / "lac").iloc[0]
    assert context["configuration"] == "2023/edition.yaml"
    assert context["source_donnees"] == "demonstration"


def test_without_a_yaml_beside_it_the_package_one_serves(
    new_edition: Callable[..., Path], tmp_path: Path
) -> None:
    raw = new_edition(edition="2023", yaml=None)
    result = run(raw, tmp_path / "lac")
    assert result.exit_code == 1
    assert "editions/2023/edition.yaml (paquet)" in result.stderr
    assert "G12Q01" in result.stderr


def test_only_the_editions_asked_for_are_computed(new_edition: Callable[..., Path], tmp_path: Path) -> None:
    new_edition(edition="2031")
    raw = new_edition(edition="2032")
    assert run(raw, tmp_path / "lac", "--edition", "2032").exit_code == 0
    assert not [p for p in snapshot(tmp_path / "lac") if "2031" in p]
    listed = barometre("editions", "--raw", raw, "--lake", tmp_path / "lac").stdout
    assert [line.count("à jour") for line in listed.splitlines() if line.startswith("│ 203")] == [0, 1]


def test_a_broken_edition_does_not_stop_the_others(new_edition: Callable[..., Path], tmp_path: Path) -> None:
    new_edition(edition="2031")
    raw = new_edition(edition="2032")
    (raw / "2031" / "limesurvey" / "results-survey900031.csv").write_bytes(b"")
    result = run(raw, tmp_path / "lac")
    assert result.exit_code == 1
    assert "2031/limesurvey/results-survey900031.csv" in result.stderr
    assert len(exported("tris", "2032", tmp_path / "lac"))


def test_a_strate_nobody_answered_for_counts_with_its_neighbour_and_the_reader_is_told(
    new_edition: Callable[..., Path], tmp_path: Path
) -> None:
    # Without its only métropole, the EPCI speak for the 21 métropoles too, in what includes both.
    strates = {i: s for i, s in STRATES.items() if s != "metropoles"}
    raw = new_edition(responses=[r for r in RESPONSES if r["id"] != "15"], strates=strates)
    lake = tmp_path / "lac"
    assert run(raw, lake).exit_code == 0
    counts = Counter(strates.values())
    national = {**POPULATION, "epci": POPULATION["epci"] + POPULATION["metropoles"]}
    weight = {i: national[s] / counts[s] for i, s in strates.items() if s != "autres"}
    yes = sum(
        w for i, w in weight.items() if next(r for r in RESPONSES if r["id"] == str(i))["publie"] == "A1"
    )
    tris = exported("tris", EDITION, lake)
    told = tris[(tris["question"] == "publie") & (tris["modalite"] == "Oui")].set_index("groupe")[
        "part_ponderee"
    ]
    assert float(told["ensemble"]) == pytest.approx(yes / sum(weight.values()))
    assert told["metropoles"] == ""
    warning = (
        "Aucune réponse retenue de la strate « Métropoles » : dans les parts redressées, elle est représentée par "
        "la strate voisine « EPCI (hors métropoles) »."
    )
    assert warning in exported("contexte", EDITION, lake)["avertissements"].iloc[0]
    page = (lake / "publication" / "site" / f"edition-{EDITION}.html").read_text("utf-8")
    assert warning in page.replace("\u00a0", " ")
    card = barometre(
        "audit", "--lake", lake, "--edition", EDITION, "--question", "publie", "--modalite", "Oui",
        "--groupe", "ensemble", "--json",
    )  # fmt: skip
    assert "elle est représentée par la strate voisine « EPCI (hors métropoles) »" in card.stdout
