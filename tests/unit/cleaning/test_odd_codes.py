"""Codes that the lake cannot hold are refused in a sentence; whatever else a code is made of, the edition is read."""

from pathlib import Path

import pytest
from tiny_edition import EDITION, write_edition

from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.cleaning.silver import silver_responses
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.folder import read_folder
from barometre_pipeline.sources.limesurvey.model import Extract


def _read(raw: Path, kind: str, old: str, new: str) -> Extract:
    """Return the invented edition with another code for a question (title) or an answer (code)."""
    folder = write_edition(raw, form="codes")
    for path in (p for p in folder.rglob("*") if p.suffix in (".lss", ".csv")):
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".lss":
            assert f"<{kind}>{old}</{kind}>" in text
            text = text.replace(f"<{kind}>{old}</{kind}>", f"<{kind}>{new}</{kind}>")
        elif path.name.startswith("results"):
            text = text.replace(f'"{old}"', f'"{new}"').replace(f'"{old}[', f'"{new}[')
        path.write_text(text, encoding="utf-8", newline="")
    return read_folder(folder / "limesurvey", raw)


@pytest.mark.parametrize(
    ("kind", "old", "new", "finding"),
    [
        ("title", "publie", "ligne", "nom d’une colonne du lac"),
        ("title", "publie", "Fichier", "nom d’une colonne du lac"),
        ("title", "publie", "id_reponse", "nom d’une colonne du lac"),
        ("title", "publie", "submitdate", "nom d’une colonne du lac"),
        ("title", "publie", "p" * 400, "ce code a 400 caractères"),
        ("code", "A1", "@sans_reponse", "porte le code d’une absence de réponse"),
        ("code", "A1", "A" * 400, "a 400 caractères"),
    ],
)
def test_a_code_that_would_be_taken_for_something_else_is_refused_with_its_question_and_what_to_do(
    tmp_path: Path, kind: str, old: str, new: str, finding: str
) -> None:
    extract = _read(tmp_path, kind, old, new)
    with pytest.raises(InputError) as refused:
        bronze_tables(extract, EDITION)
    error = refused.value
    assert error.fichier.endswith(".lss") and finding in error.constat and "autre code" in error.remede
    assert "question «" in error.lieu and len(str(error)) < 600


@pytest.mark.parametrize(
    "new", ["@sans_reponse", "PUBLIE", "select", "a b", "../../x", "True", "1", "=1+1", "AB123CD"]
)
def test_any_other_code_of_a_question_goes_through_as_it_is(tmp_path: Path, new: str) -> None:
    tables = bronze_tables(_read(tmp_path, "title", "heberge", new), EDITION)
    raw, questions, answers = (tables[n] for n in ("reponses_brutes", "questions", "modalites"))
    silver = silver_responses(raw, questions, answers, raw.index)
    assert set(silver[new].astype(str)) >= {"A1", "A2"}


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("title", "publie", "Solène Pontfroid"),
        ("title", "publie", "0199001234"),
        ("code", "A1", "Solène Pontfroid"),
    ],
)
def test_a_code_that_designates_a_person_is_refused_without_saying_it(
    tmp_path: Path, kind: str, old: str, new: str
) -> None:
    with pytest.raises(InputError) as refused:
        bronze_tables(_read(tmp_path, kind, old, new), EDITION)
    assert "question n°" in refused.value.lieu and "désigne une personne" in refused.value.constat
    assert new not in str(refused.value)


def test_a_code_of_a_question_that_the_extract_has_not_is_looked_at_too(tmp_path: Path) -> None:
    folder = write_edition(tmp_path, form="codes")
    structure = next(folder.rglob("*.lss"))
    text = structure.read_text(encoding="utf-8")
    named = text.replace("<title>publie</title>", "<title>Solène Pontfroid</title>")
    structure.write_text(named, encoding="utf-8")
    with pytest.raises(InputError, match="désigne une personne"):
        bronze_tables(read_folder(folder / "limesurvey", tmp_path), EDITION)


def test_an_answer_withdrawn_from_the_list_may_be_two_words_with_capitals(tmp_path: Path) -> None:
    folder = write_edition(tmp_path)
    extract = next(folder.glob("limesurvey/results*"))
    text = extract.read_text(encoding="utf-8-sig")
    asked = ",Chez un « prestataire »,"
    assert text.count(asked) == 4
    extract.write_text(text.replace(asked, ",Grand Est,", 2), encoding="utf-8")
    answers_known = bronze_tables(read_folder(folder / "limesurvey", tmp_path), EDITION)["modalites"]
    assert "Grand Est" in set(answers_known["code"])


def test_a_condition_keeps_the_codes_it_compares_and_no_other_text(tmp_path: Path) -> None:
    folder = write_edition(tmp_path, form="codes")
    structure = next(folder.rglob("*.lss"))
    text = structure.read_text(encoding="utf-8")
    written = "publie.NAOK == 'A2'"
    assert written in text
    named = f"{written} and usage.NAOK != 'Solène 01 99 00 12 34' and age.NAOK == \"\""
    structure.write_text(text.replace(written, named), encoding="utf-8")
    questions = bronze_tables(read_folder(folder / "limesurvey", tmp_path), EDITION)["questions"]
    assert f"{written} and usage.NAOK != '…' and age.NAOK == \"\"" in set(questions["condition"])
