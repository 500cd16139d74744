"""The codebook: its shape, its codes, and its agreement with the real 2023 questionnaire."""

import csv
from pathlib import Path

import pytest

from barometre_pipeline.catalogue.loader import FOLDER, load_codebook
from barometre_pipeline.catalogue.model import VariableType
from barometre_pipeline.errors import ConfigurationError

SHARED = Path(__file__).parents[4] / "shared"
STRUCTURE_2023 = SHARED / "data_raw_reel/2023/limesurvey/structure_396597.txt"
TABLES_2022 = SHARED / "chiffres_publies/statistiques_2022.csv"

THEME = """
theme: essai
libelle: Essai
ordre: 1
variables:
  - nom: projet
    public: collectivites
    type: choix_unique
    libelle: Projet
    question: Avez-vous un projet ?
    modalites: {oui: Oui, non: Non}
    editions:
      "2024": {question: G1Q01}
"""
STATES = """
questionnaires:
  - {edition: "2024", public: collectivites, statut: demonstration, sans_reponse: exclues, note: essai}
"""


def _book(folder: Path, theme: str = THEME) -> Path:
    (folder / "essai.yaml").write_text(theme, "utf-8")
    (folder / "questionnaires.yaml").write_text(STATES, "utf-8")
    return folder


def test_a_list_of_answers_is_numbered_in_order_and_a_mapping_keeps_its_codes(tmp_path: Path) -> None:
    theme = THEME.replace('"2024": {question: G1Q01}', '"2024": {question: G1Q01, modalites: [non, oui]}')
    codes = load_codebook(_book(tmp_path, theme)).variables["projet"].coding("2024")
    assert codes is not None
    assert codes.modalites == {"non": ("AO01",), "oui": ("AO02",)}
    assert codes.colonnes == {"": "G1Q01"}


def test_an_edition_may_word_a_question_an_answer_or_an_item_of_its_own(tmp_path: Path) -> None:
    own = '{question: G1Q01, formulation: {question: "Et là ?", modalites: {oui: Oui bien sûr}}}'
    theme = THEME.replace("{question: G1Q01}", f'{own}\n      "2025": {{question: Q1}}').replace(
        "    editions:", "    definitions: {oui: c’est fait}\n    editions:"
    )
    (tmp_path / "essai.yaml").write_text(theme, "utf-8")
    states = STATES + STATES.split("\n")[2].replace("2024", "2025") + "\n"
    (tmp_path / "questionnaires.yaml").write_text(states, "utf-8")
    variable = load_codebook(tmp_path).variables["projet"]
    assert variable.wording("2024").question == "Et là ?"
    assert variable.wording("2024").modalites == {"oui": "Oui bien sûr\u00a0: c’est fait", "non": "Non"}
    assert variable.wording("2025").question == "Avez-vous un projet ?"
    assert variable.wording("2025").modalites == {"oui": "Oui\u00a0: c’est fait", "non": "Non"}
    assert variable.modalites == {"oui": "Oui", "non": "Non"}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("libelle: Projet\n", "libele: Projet\n", ["ligne 9, clé « variables.projet.libele »", "inconnue"]),
        ("type: choix_unique", "type: choix_triple", ["choix_triple", "permise"]),
        ("    modalites: {oui: Oui, non: Non}\n", "", ["projet", "demande « modalites »"]),
        ("{question: G1Q01}", "{question: G1Q01, modalites: {peut_etre: AO01}}", ["peut_etre", "oui, non"]),
        (
            "{question: G1Q01}",
            "{question: G1Q01, formulation: {modalites: {bof: Bof}}}",
            ["formulation", "bof"],
        ),
        ("    editions:", "    definitions: {bof: rien}\n    editions:", ["definitions", "bof"]),
        ("    editions:", "    maximum: 2\n    editions:", ["maximum", "choix_multiple"]),
        (
            "    modalites:",
            "    condition: {variable: absente, dans: [oui]}\n    modalites:",
            ["absente", "n’existe pas"],
        ),
        ('"2024"', '"2031"', ["2031", "aucun questionnaire"]),
    ],
)
def test_a_wrong_key_is_reported_in_french_with_its_place(
    tmp_path: Path, before: str, after: str, words: list[str]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_codebook(_book(tmp_path, THEME.replace(before, after)))
    for word in words:
        assert word in str(caught.value)
    assert str(tmp_path.parent.parent) not in str(caught.value)


def test_two_variables_cannot_share_a_column(tmp_path: Path) -> None:
    twin = THEME.split("variables:\n")[1].replace("nom: projet", "nom: jumeau")
    with pytest.raises(ConfigurationError, match=r"G1Q01.*projet"):
        load_codebook(_book(tmp_path, THEME + twin))


def test_every_variable_of_the_shipped_codebook_can_be_asked() -> None:
    book = load_codebook(FOLDER / "codebook")
    for state in book.questionnaires:
        asked = book.questionnaire(state.edition, state.public)
        assert asked, state
        for variable, codes in asked:
            if codes.condition is None:
                continue
            before = [v.nom for v, _ in asked]
            for name in codes.condition.variables():
                assert name in before, f"{variable.nom} {state.edition}: {name} is not asked that year"


def test_codes_of_2023_are_those_of_the_real_questionnaire() -> None:
    if not STRUCTURE_2023.exists():
        pytest.skip("../shared absent: the real structure of 2023 is not in the repository")
    real: dict[str, dict[str, set[str]]] = {}
    with STRUCTURE_2023.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["class"] == "Q":
                current = real.setdefault(row["name"], {"SQ": set(), "A": set()})
            elif row["class"] in ("SQ", "A"):
                current[row["class"]].add(row["name"])
    for variable, codes in load_codebook().questionnaire("2023", "collectivites"):
        question = real[codes.question]
        ranking = variable.type is VariableType.RANKING
        assert set(codes.items.values()) <= question["A" if ranking else "SQ"], variable.nom
        answers = {code for many in codes.modalites.values() for code in many}
        if answers:
            assert answers == question["A"], variable.nom


def test_questions_of_2022_are_those_of_the_published_tables() -> None:
    if not TABLES_2022.exists():
        pytest.skip("../shared absent: the published tables of 2022 are not in the repository")
    with TABLES_2022.open(encoding="utf-8", newline="") as file:
        published = {row["question_code"] for row in csv.DictReader(file)}
    for variable, codes in load_codebook().questionnaire("2022", "collectivites"):
        assert codes.question in published, variable.nom
