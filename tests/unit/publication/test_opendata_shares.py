"""Indicators and polls as open tables: what is told of each row, what is withheld, what compares with what."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.publication.opendata import (
    compared_editions,
    open_changes,
    open_dictionary,
    open_shares,
    with_unknown,
    write_package,
)
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.schema import empty_frame
from barometre_pipeline.vocabulary import RAISONS_RETENUE
from tests.unit.publication.invented_rows import COMMUNES, REGIONS, WHOLE, row

QUESTION, FRENCH = "maturite_data", "opinion_inquietude_cyber"
FIRST, SECOND = list(load_catalogue().categories[QUESTION])[:2]
EVERYBODY = ("francais", "", "")


def opened(rows: Iterable[dict[str, object]], public: Public = "collectivites") -> pd.DataFrame:
    frame = pd.DataFrame(list(rows))
    compared = with_unknown({}, frame)
    return open_shares(frame, public, load_catalogue(), compared).frame.set_index(
        ["edition", "categorie", "modalite"]
    )


def withheld(reason: str) -> dict[str, object]:
    return {"publiable": False, "raison_retenue": reason, "ponderee_publiable": False}


def test_a_told_row_has_its_count_its_base_and_its_words() -> None:
    shown = opened([row(QUESTION, FIRST, COMMUNES, 41, 50)]).loc["2031", FIRST, "communes"]
    assert (shown["n"], shown["base"], shown["part_publiable"]) == (41, 50, 0.82)
    assert shown["population_libelle"] == shown["modalite_libelle"] == "Communes"
    assert shown["indicateur_libelle"] == load_catalogue().indicateurs[QUESTION].libelle
    assert shown["categorie_libelle"] == load_catalogue().categories[QUESTION][FIRST].libelle
    assert shown["statut"] == "publie"


def test_a_rare_answer_is_an_empty_row_that_says_why_and_a_group_that_is_not_told_has_none() -> None:
    rows = [
        row(QUESTION, FIRST, WHOLE, 77, 100),
        row(QUESTION, SECOND, WHOLE, 2, 100, **withheld("reponse_rare")),
        row(QUESTION, FIRST, REGIONS, 3, 9, **withheld("ventilation")),
    ]
    frame = opened(rows)
    rare = frame.loc["2031", SECOND, ""]
    assert (
        rare[["n", "base", "part_publiable", "part_ponderee", "ic_bas", "ic_haut", "base_ponderee"]]
        .isna()
        .all()
    )
    assert (rare["statut"], rare["raison"], rare["ic_de"]) == ("secret", RAISONS_RETENUE["reponse_rare"], "")
    assert list(frame.index.get_level_values("modalite")) == ["", ""], "no row for the régions"


def test_a_weighted_share_that_few_responses_bear_is_left_out_with_its_interval() -> None:
    weak = row(QUESTION, FIRST, WHOLE, 77, 100, part_ponderee=0.6543, redressement_faible=True)
    strong = row(QUESTION, SECOND, WHOLE, 40, 100, part_ponderee=0.6543)
    frame = opened([weak, strong])
    assert (
        frame.loc[("2031", FIRST, ""), ["part_ponderee", "ic_bas", "ic_haut", "base_ponderee"]].isna().all()
    )
    assert frame.loc[("2031", SECOND, ""), "part_ponderee"] == 0.65


def test_each_public_has_its_own_file() -> None:
    category = next(iter(load_catalogue().categories[FRENCH]))
    rows = [row(QUESTION, FIRST, WHOLE, 77, 100), row(FRENCH, category, EVERYBODY, 600, 1000)]
    assert set(opened(rows)["indicateur"]) == {QUESTION}
    assert set(opened(rows, "francais")["indicateur"]) == {FRENCH}


def test_a_row_on_the_base_of_series_only_is_not_published_twice() -> None:
    rows = [row(QUESTION, FIRST, WHOLE, 77, 100), row(QUESTION, FIRST, WHOLE, 77, 90, imprime=False)]
    assert list(opened(rows)["base"]) == [100]


def change(edition: str, earlier: str, reason: str, **more: object) -> dict[str, object]:
    return dict.fromkeys(EVOLUTIONS.columns) | {
        "edition": edition, "edition_reference": earlier, "indicateur": QUESTION, "categorie": FIRST,
        "population": "ensemble", "ventilation": "", "modalite": "", "raison": reason, "famille": True,
        "phrase": "Une phrase.\nDeux.", "note": "", "verdict": "non_jugee", "part": 0.5, "part_reference": 0.4,
        "ecart_points": 10.4, "ecart_composition_egale": -0.2, "base_publiee": 100, "base_publiee_reference": 90,
        "source_donnees": "demonstration", "source_reference": "demonstration",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("serie_rompue", "serie_rompue"),
        ("non_comparable", "non_comparable"),
        ("intervalle", "comparable"),
        ("hors_famille", "comparable"),
        ("", "comparable"),
    ],
)
def test_a_share_is_compared_with_the_latest_earlier_edition_that_has_it(reason: str, said: str) -> None:
    changes = pd.DataFrame([change("2031", "2030", reason), change("2031", "2029", "non_comparable")])
    key = ("2031", QUESTION, FIRST, "ensemble", "", "")
    assert compared_editions(changes)[key] == ("2030", said)


def test_a_share_whose_comparison_is_not_told_says_so_and_the_first_edition_has_none() -> None:
    rows = [row(QUESTION, FIRST, WHOLE, 77, 100, edition=e) for e in ("2030", "2031")]
    frame = opened(rows)
    assert tuple(frame.loc[("2030", FIRST, ""), ["comparee_a", "comparabilite"]]) == ("", "premiere")
    assert tuple(frame.loc[("2031", FIRST, ""), ["comparee_a", "comparabilite"]]) == ("2030", "inconnue")


def test_only_judged_changes_are_published_their_points_rounded() -> None:
    changes = pd.DataFrame(
        [change("2031", "2030", ""), change("2031", "2029", "hors_famille", famille=False)]
    )
    (told,) = open_changes(changes, load_catalogue()).frame.to_dict("records")
    assert (told["edition_reference"], told["ecart_points"], told["ecart_composition_egale"]) == (
        "2030",
        10.0,
        0.0,
    )
    assert told["phrase"] == "Une phrase. Deux."


def test_the_dictionary_follows_a_question_from_one_edition_to_the_next() -> None:
    tables = {t.name: t.frame for t in open_dictionary(load_catalogue(), ["2024", "2025"], [QUESTION])}
    assert list(tables["definitions"]["indicateur"]) == [QUESTION]
    asked = tables["questions"]
    variable = load_catalogue().indicateurs[QUESTION].variable
    mine = asked[asked["variable"] == variable]
    codes = {
        e: load_catalogue().codebook.variables[str(variable)].editions[e].question for e in mine["edition"]
    }
    assert dict(zip(mine["edition"], mine["question"], strict=True)) == codes
    answers = tables["reponses"]
    assert set(answers.loc[answers["variable"] == variable, "edition"]) == set(codes)
    assert not answers.duplicated(["variable", "edition", "sorte", "nom"]).any()


def test_the_whole_package_is_valid_cites_itself_and_has_no_date_of_the_day(tmp_path: Path) -> None:
    from frictionless import validate

    rows = pd.DataFrame(
        [
            row(QUESTION, FIRST, WHOLE, 77, 100),
            row(QUESTION, SECOND, REGIONS, 2, 9, **withheld("reponse_rare")),
        ]
    )
    tables = [
        open_shares(rows, "collectivites", load_catalogue(), {}),
        open_changes(pd.DataFrame([change("2031", "2030", "")]), load_catalogue()),
        *open_dictionary(load_catalogue(), ["2024", "2025"], [QUESTION]),
    ]
    (tmp_path / "ancien.csv").write_text("a\n1\n", encoding="utf-8")
    path = write_package(tables, tmp_path, "Baromètre", "Observatoire", date="2031-06-30")
    report = validate(str(path))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    package = pd.read_json(path, typ="series")
    assert package["date"] == "2031-06-30"
    assert "30\u00a0juin\u00a02031" in package["citation"] and package["version"] in package["citation"]
    assert package["citation"] in (tmp_path / "LISEZMOI.md").read_text("utf-8")
    assert not (tmp_path / "ancien.csv").exists(), "a file of an earlier package is gone"


def test_the_version_moves_with_the_content_and_only_then(tmp_path: Path) -> None:
    def version(n: int, folder: str) -> str:
        table = open_shares(
            pd.DataFrame([row(QUESTION, FIRST, WHOLE, n, 100)]), "collectivites", load_catalogue(), {}
        )
        return str(pd.read_json(write_package([table], tmp_path / folder, "T", "S"), typ="series")["version"])

    assert version(77, "a") == version(77, "b") != version(78, "c")


def test_an_edition_alone_has_no_judged_change() -> None:
    assert open_changes(empty_frame(EVOLUTIONS), load_catalogue()).frame.empty
