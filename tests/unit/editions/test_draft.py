"""What a draft writes, what it never writes over, and that the pipeline can read it."""

from pathlib import Path

import pytest
import yaml
from tiny_lss import write_lss

from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.catalogue.model import VariableEdition
from barometre_pipeline.editions.draft import draft_edition
from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.errors import ConfigurationError, InputError

OUI_NON = {"AO01": "Oui", "AO02": "Non"}
BEFORE = [
    ("NOM", "S", "Nom de votre structure", {}),
    ("SIRET", "S", "Numéro SIRET", {}),
    ("MAIL", "S", "Votre adresse électronique", {}),
    ("FIN", "L", "Avez-vous terminé le questionnaire ?", OUI_NON),
    ("USAGE", "M", "Pour quels usages ?", {"SQ001": "Eau et déchets", "SQ002": "Énergie", "SQ003": "Voirie"}),
    ("PORTAIL", "L", "Avez-vous un portail cartographique ?", OUI_NON),
]
AFTER = [
    ("NOM", "S", "Quel est le nom de votre structure ?", {}),
    ("IDENT", "S", "Numéro SIRET", {}),
    ("MAIL", "S", "Votre adresse électronique", {}),
    (
        "USAGE",
        "M",
        "Pour quels usages ?",
        {"SQ001": "Eau", "SQ002": "Déchets", "SQ003": "Énergie", "SQ004": "Social"},
    ),
    ("CHARTE", "L", "Une charte encadre-t-elle les algorithmes ?", OUI_NON),
]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    raw = tmp_path / "data_raw"
    write_lss(raw / "2030" / "limesurvey" / "2030-07-01" / "enquete.lss", "Baromètre 2030", BEFORE)
    (raw / "2030" / "edition.yaml").write_text(
        "edition: '2030'\ntitre: Baromètre 2030\nsource_donnees: demonstration\n"
        "collecte: {debut: 2030-06-01, fin: 2030-07-01}\n"
        "limesurvey: {question_cloture: FIN, question_nom: NOM, question_siret: SIRET, "
        "questions_identite: [MAIL, PORTAIL]}\n"
        "nettoyage: {une_reponse_par_structure: false}\n"
        "structures: {correspondances: revues.csv}\n"
        "redressement: {historique: {regions: 18}, population: {regions: 18}}\n",
        encoding="utf-8",
    )
    return raw


@pytest.fixture
def lss(tmp_path: Path) -> Path:
    return write_lss(tmp_path / "questionnaire.lss", "Baromètre 2031", AFTER)


def codebook(raw: Path, edition: str = "2031") -> dict:
    return yaml.safe_load((raw / edition / "codebook.yaml").read_text(encoding="utf-8"))


def test_edition_carries_over_rules_and_translates_question_codes(raw, lss):
    draft_edition(raw, "2031", lss)
    config = load_edition(raw / "2031").config
    assert (config.edition, config.titre) == ("2031", "Baromètre 2031")
    assert config.limesurvey.question_nom == "NOM"
    assert config.limesurvey.question_siret == "IDENT"
    assert config.limesurvey.questions_identite == ("MAIL",)
    assert not config.nettoyage.une_reponse_par_structure
    assert config.redressement.historique == {"regions": 18}


def test_what_belongs_to_one_year_is_not_carried_over(raw, lss):
    draft_edition(raw, "2031", lss)
    config = load_edition(raw / "2031").config
    assert config.collecte.debut is None
    assert config.structures.correspondances is None
    assert config.redressement.population == {}


def test_question_without_certain_equal_is_left_out_and_said(raw, lss):
    draft = draft_edition(raw, "2031", lss)
    assert load_edition(raw / "2031").config.limesurvey.question_cloture is None
    assert any("question_cloture" in n and "FIN" in n for n in draft.notes)
    assert any("questions_identite" in n and "PORTAIL" in n for n in draft.notes)
    assert "question_cloture" in (raw / "2031" / "edition.yaml").read_text(encoding="utf-8")


def test_a_new_edition_is_real_unless_the_person_says_otherwise_and_says_so(raw, lss):
    draft = draft_edition(raw, "2031", lss)
    assert load_edition(raw / "2031").config.source_donnees == "reelles"
    assert any("source_donnees" in n and "reelles" in n for n in draft.notes)
    again = draft_edition(raw, "2031", lss, replace=True, data="demonstration")
    assert load_edition(raw / "2031").config.source_donnees == "demonstration"
    assert any("demonstration" in n for n in again.notes)


def test_codebook_maps_codes_splits_and_omissions(raw, lss):
    draft_edition(raw, "2031", lss)
    book = codebook(raw)
    assert book["questions"]["SIRET"]["question"] == "IDENT"
    assert book["questions"]["USAGE"]["items"] == {"SQ001": ["SQ001", "SQ002"], "SQ002": "SQ003"}
    assert book["nouvelles"] == ["CHARTE"] and set(book["disparues"]) == {"FIN", "PORTAIL"}
    # SQ002 is another line now, known by its words: the report says so, and nobody has to confirm it.
    report = (raw / "2031" / "rapprochement_questionnaire.md").read_text(encoding="utf-8")
    assert "SQ002** : même code, autre sens" in report.replace("\u00a0", " ")
    assert not any("SQ002" in line for line in book.get("a_confirmer", []))


def test_structure_is_kept_beside_the_extracts_and_the_report_is_french(raw, lss):
    draft = draft_edition(raw, "2031", lss)
    assert (raw / "2031" / "limesurvey" / "questionnaire.lss").read_bytes() == lss.read_bytes()
    report = (raw / "2031" / "rapprochement_questionnaire.md").read_text(encoding="utf-8")
    assert "## À confirmer" in report and "70\u00a0%" in report and "PORTAIL" in report
    assert set(draft.files) == {
        "2031/limesurvey/questionnaire.lss",
        "2031/edition.yaml",
        "2031/codebook.yaml",
        "2031/rapprochement_questionnaire.md",
    }


def test_same_input_gives_the_same_bytes(raw, lss):
    draft_edition(raw, "2031", lss)
    first = {p.name: p.read_bytes() for p in (raw / "2031").iterdir() if p.is_file()}
    draft_edition(raw, "2031", lss, replace=True)
    assert {p.name: p.read_bytes() for p in (raw / "2031").iterdir() if p.is_file()} == first


def test_corrected_draft_is_not_overwritten_unless_asked(raw, lss):
    draft_edition(raw, "2031", lss)
    corrected = raw / "2031" / "codebook.yaml"
    corrected.write_text("corrigé: oui\n", encoding="utf-8")
    with pytest.raises(InputError, match="--remplacer"):
        draft_edition(raw, "2031", lss)
    assert corrected.read_text(encoding="utf-8") == "corrigé: oui\n"


def test_another_raw_file_of_the_same_name_is_never_overwritten(raw, lss):
    other = raw / "2031" / "limesurvey" / lss.name
    other.parent.mkdir(parents=True)
    other.write_text("autre chose", encoding="utf-8")
    with pytest.raises(InputError, match="jamais remplacées"):
        draft_edition(raw, "2031", lss, replace=True)
    assert other.read_text(encoding="utf-8") == "autre chose"


def test_latest_edition_with_a_structure_is_the_previous_one(raw, lss):
    (raw / "2030-bis" / "limesurvey").mkdir(parents=True)
    assert draft_edition(raw, "2031", lss).previous == "2030"


def test_first_edition_has_no_report(tmp_path, lss):
    draft = draft_edition(tmp_path / "data_raw", "2031", lss)
    assert draft.previous is None and draft.matching is None
    assert load_edition(tmp_path / "data_raw" / "2031").config.titre == "Baromètre 2031"


def test_edition_asked_for_without_structure_is_an_error(raw, lss):
    with pytest.raises(InputError, match="aucun fichier de structure"):
        draft_edition(raw, "2031", lss, previous="2029")


@pytest.mark.parametrize(
    "name",
    [
        "../2031",
        "an2031",
        "2031/x",
        "",
        "2031x",
        "2031bis",
        "2031-",
        "2031-Bis",
        "2031 bis",
        "1031",
        "20310",
        "٢٠٣١",
    ],
)
def test_name_that_is_no_edition_is_refused_in_a_sentence_and_nothing_is_written(raw, lss, name):
    before = sorted(raw.rglob("*"))
    with pytest.raises(ConfigurationError, match="ne peut pas nommer une édition") as refused:
        draft_edition(raw, name, lss)
    assert f"«\u00a0{name}\u00a0»" in str(refused.value) and "2026-pilote" in refused.value.attendu
    assert sorted(raw.rglob("*")) == before


def test_an_edition_may_bear_a_year_and_a_word(raw, lss):
    assert draft_edition(raw, "2031-pilote", lss).previous == "2030"


def test_structure_that_is_none_is_named_and_nothing_is_written(raw, tmp_path):
    bad = tmp_path / "faux.lss"
    bad.write_text("pas du tout", encoding="utf-8")
    with pytest.raises(InputError, match=r"faux\.lss"):
        draft_edition(raw, "2031", bad)
    assert not (raw / "2031").exists()


def test_canonical_names_without_certain_code_are_listed_not_dropped(tmp_path):
    """G05Q02 of 2023 is the variable outil_gouvernance_data: charte, guide, conventions, clauses."""
    raw = tmp_path / "data_raw"
    rows = {"SQ001": "Une charte", "SQ002": "Un guide", "SQ003": "Conventions et marchés", "SQ004": "Clauses"}
    write_lss(raw / "2023" / "limesurvey" / "q.lss", "2023", [("G05Q02", "M", "Quels outils ?", rows)])
    now = {"SQ001": "Une charte", "SQ002": "Conventions", "SQ003": "Marchés", "SQ004": "Un guide"}
    lss = write_lss(tmp_path / "q31.lss", "2031", [("OUTIL", "M", "Quels outils ?", now)])
    draft_edition(raw, "2031", lss, previous="2023")
    book = codebook(raw)
    entry = book["variables"]["outil_gouvernance_data"]
    assert (entry["question"], entry["items"]) == ("OUTIL", {"charte": "SQ001", "guide_interne": "SQ004"})
    lines = [line for line in book["a_confirmer"] if "outil_gouvernance_data" in line]
    assert any("conventions" in line for line in lines) and any("clauses" in line for line in lines)
    assert any("acculturation_data" in line and "G06Q01" in line for line in book["a_confirmer"])


def test_common_codebook_is_reused_for_the_real_2023_questionnaire(tmp_path):
    """The 2023 questionnaire asked again: every canonical variable keeps its 2023 codes."""
    source = (
        Path(__file__).parents[4]
        / "shared"
        / "data_raw_reel"
        / "2023"
        / "limesurvey"
        / "structure_396597.txt"
    )
    if not source.is_file():
        pytest.skip("../shared/data_raw_reel est absent")
    raw = tmp_path / "data_raw"
    home = raw / "2023" / "limesurvey"
    home.mkdir(parents=True)
    (home / source.name).write_bytes(source.read_bytes())
    draft_edition(raw, "2031", source, previous="2023")
    written = codebook(raw)["variables"]
    known = {v.nom: c for v, c in load_codebook().questionnaire("2023", "collectivites")}
    assert set(written) == set(known)
    for name, entry in written.items():
        edition = VariableEdition.model_validate(entry)
        assert edition.question == known[name].question
        assert edition.items == (known[name].items or None)
        found = {k: (v,) if isinstance(v, str) else v for k, v in (edition.modalites or {}).items()}
        assert found == known[name].modalites


def test_a_question_with_a_role_said_in_quite_other_words_is_proposed_among_the_new_ones_of_its_type(
    tmp_path,
):
    raw = tmp_path / "data_raw"
    before = [("NOM", "S", "Nom de votre structure", {}), ("FIN", "L", "Avez-vous terminé ?", OUI_NON)]
    after = [
        ("NOM", "S", "Nom de votre structure", {}),
        ("Z9", "S", "Autre chose", {}),
        ("Z8", "L", "Souhaitez-vous envoyer vos réponses ?", {"A1": "Envoyer", "A2": "Plus tard"}),
    ]
    write_lss(raw / "2030" / "limesurvey" / "enquete.lss", "2030", before)
    (raw / "2030" / "edition.yaml").write_text(
        "edition: '2030'\ntitre: B\nsource_donnees: reelles\nlimesurvey: {question_cloture: FIN, question_nom: NOM}\n",
        encoding="utf-8",
    )
    draft = draft_edition(raw, "2031", write_lss(tmp_path / "q.lss", "2031", after), previous="2030")
    (note,) = [n for n in draft.notes if "question_cloture" in n]
    assert "à compléter, peut-être avec Z8 («\u00a0Souhaitez-vous" in note and "Z9" not in note


def test_words_that_changed_since_the_edition_before_are_those_of_the_year(tmp_path):
    raw = tmp_path / "data_raw"
    (asked,) = [
        c for _, c in load_codebook().questionnaire("2025", "collectivites") if c.variable == "maturite_data"
    ]
    answers = {c[0]: f"Réponse {name.replace('_', ' ')}" for name, c in asked.modalites.items()}
    question = "Quelle est la maturité de votre collectivité ?"
    write_lss(raw / "2025" / "limesurvey" / "a.lss", "2025", [(asked.question, "L", question, answers)])
    (raw / "2025" / "edition.yaml").write_text(
        "edition: '2025'\ntitre: B\nsource_donnees: reelles\n", encoding="utf-8"
    )
    changed = {code: text.replace("avancee", "bien avancée") for code, text in answers.items()}
    lss = write_lss(tmp_path / "b.lss", "2031", [("Z1", "L", question, changed)])
    draft_edition(raw, "2031", lss, previous="2025")
    said = codebook(raw)["variables"]["maturite_data"]["formulation"]
    names = [name for name in asked.modalites if "avancee" in name]
    assert said == {
        "modalites": {n: f"Réponse {n.replace('_', ' ').replace('avancee', 'bien avancée')}" for n in names}
    }
    assert VariableEdition.model_validate(codebook(raw)["variables"]["maturite_data"])


def test_a_question_in_quite_other_words_with_the_same_answers_waits_for_a_person(tmp_path):
    raw = tmp_path / "data_raw"
    answers = {"A1": "Oui", "A2": "Non", "A3": "Je ne sais pas"}
    before = [
        ("NOM", "S", "Nom de votre structure", {}),
        ("IA", "L", "Avez-vous déjà recours à l’IA ?", answers),
    ]
    after = [
        ("Z1", "L", "Disposez-vous d’un budget ?", {"B1": "Oui", "B2": "Non"}),
        ("NOM", "S", "Comment s’appelle votre structure ?", {}),
        (
            "Z2",
            "L",
            "Les agents se servent-ils d’assistants conversationnels ?",
            dict(zip("XYZ", answers.values(), strict=True)),
        ),
    ]
    write_lss(raw / "2030" / "limesurvey" / "enquete.lss", "2030", before)
    (raw / "2030" / "edition.yaml").write_text(
        "edition: '2030'\ntitre: B\nsource_donnees: reelles\n", encoding="utf-8"
    )
    draft_edition(raw, "2031", write_lss(tmp_path / "q.lss", "2031", after), previous="2030")
    book = codebook(raw)
    assert [line for line in book["a_confirmer"] if line.startswith("question IA → Z2")]
    assert book["nouvelles"] == ["Z1"] and "IA" not in book["disparues"], "other answers are another question"
