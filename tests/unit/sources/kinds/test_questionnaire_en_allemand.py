"""Exports in full text, in the words of the software in other languages than French."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_surveys import (
    LEVELS,
    Q01,
    Q02,
    Q03,
    SYSTEM,
    TOOLS,
    Asked,
    Outcome,
    assert_the_six,
    delimited,
    outcome,
    responses,
    structure,
    table,
)

WORDED = {"Q01": Q01.words, "Q03": Q03.words, "Q04[L1]": "Votre avis [Coût]", "Q04[L2]": "Votre avis [Délai]"}
WORDED |= {f"Q02[{code}]": f"{Q02.words} [{text}]" for code, text in TOOLS}


@dataclass(frozen=True)
class Words:
    """What the software writes: columns about the response; yes, no; sexes; more, same, less; uncertain."""

    system: Sequence[str]
    yes: str
    no: str
    fixed: Sequence[str] = ()


FRENCH = Words(
    (
        "ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
        "Date de lancement", "Date de la dernière action",
    ),
    "Oui", "Non",
)  # fmt: skip
GERMAN = Words(
    (
        "Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsgeneratorstartwert",
        "Datum gestartet", "Datum letzte Aktivität",
    ),
    "Ja", "Nein", ("Weiblich", "Männlich", "Zunahme", "Gleich", "Abnahme", "Unsicher"),
)  # fmt: skip
ENGLISH = Words(
    (
        "Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action",
    ),
    "Yes", "No", ("Female", "Male", "Increase", "Same", "Decrease", "Uncertain"),
)  # fmt: skip
SPANISH = Words(
    (
        "ID de respuesta", "Fecha de envío", "Última página", "Lenguaje inicial", "Semilla", "Fecha de inicio",
        "Fecha de la última acción",
    ),
    "Sí", "No",
)  # fmt: skip
ITALIAN = Words(
    (
        "ID risposta", "Data invio", "Ultima pagina", "Lingua iniziale", "Seed", "Data inizio", "Data ultima azione",
    ),
    "Sì", "No",
)  # fmt: skip
DUTCH = Words(
    (
        "Antwoord ID", "Datum verzonden", "Laatste pagina", "Starttaal", "Seed", "Startdatum", "Laatste actie",
    ),
    "Ja", "Nee",
)  # fmt: skip


def read(
    folder: Path,
    language: str,
    words: Words,
    asked: Sequence[Asked] = (),
    cells: Mapping[str, Sequence[str]] | None = None,
    headings: Mapping[str, str] | None = None,
) -> Outcome:
    """Read the six responses in full text, with more questions whose cells are given as the file has them."""
    rows = responses(**(cells or {}))
    texts = {"Q01": dict(Q01.answers), "Q04[L1]": dict(LEVELS), "Q04[L2]": dict(LEVELS)}
    for row in rows:
        row |= {name: known.get(row[name], row[name]) for name, known in texts.items()}
        row |= {f"Q02[{code}]": words.yes if row[f"Q02[{code}]"] else words.no for code, _ in TOOLS}
        row["startlanguage"] = language
    named = WORDED | dict(zip(SYSTEM, words.system, strict=True)) | dict(headings or {})
    text = delimited(table(rows, named))
    return outcome(folder, {"structure.lss": structure(*asked, language=language), "r.csv": text})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", GERMAN), ("de-informal", GERMAN), ("de-easy", GERMAN), ("en", ENGLISH), ("es", SPANISH),
        ("es-MX", SPANISH),
        ("it", ITALIAN), ("fr-BE", FRENCH), ("fr", ENGLISH), ("de", FRENCH), ("nl", ENGLISH),
    ],
)  # fmt: skip
def test_a_survey_in_a_language_exported_in_the_words_of_one(
    tmp_path: Path, language: str, words: Words
) -> None:
    assert_the_six(read(tmp_path, language, words))


@pytest.mark.parametrize(("language", "words"), [("de", GERMAN), ("en", ENGLISH)])
def test_answers_that_belong_to_types(tmp_path: Path, language: str, words: Words) -> None:
    female, male, more, same, less, uncertain = words.fixed
    asked = (
        Asked("Q08", "Y", "Oui ?"), Asked("Q09", "G", "Genre"),
        Asked("Q10", "E", "Évolution", rows=(("a", "A"),)), Asked("Q11", "C", "Certain", rows=(("a", "A"),)),
    )  # fmt: skip
    cells = {
        "Q08": (words.yes, words.yes, words.no, "", "", ""), "Q09": (female, male, "", "", "", ""),
        "Q10[a]": (more, same, less, "", "", ""), "Q11[a]": (words.yes, words.no, uncertain, "", "", ""),
    }  # fmt: skip
    headings = {"Q08": "Oui ?", "Q09": "Genre", "Q10[a]": "Évolution [A]", "Q11[a]": "Certain [A]"}
    out = read(tmp_path, language, words, asked, cells, headings)
    assert_the_six(out)
    assert out.counts("Q08") == {"Y": 2, "N": 1, "@sans_reponse": 3}
    assert out.answers("Q09") == {"F": 1, "M": 1}
    assert out.answers("Q10[a]") == {"I": 1, "S": 1, "D": 1}
    assert out.counts("Q11[a]") == {"Y": 1, "N": 1, "U": 1, "@sans_reponse": 3}


def test_the_words_in_brackets(tmp_path: Path) -> None:
    asked = (
        Asked("Q08", "M", "Mehr", rows=(("a", "A"),), other=True),
        Asked("Q09", "R", "Ordne", answers=(("x", "Xx"), ("y", "Yy"))),
    )
    cells = {
        "Q08[a]": ("Ja", "Nein", "Nein", "Nein", "Nein", "Nein"), "Q08[other]": ("Zeug", "", "", "", "", ""),
        "Q09[1]": ("Xx", "Yy", "", "", "", ""), "Q09[2]": ("Yy", "", "", "", "", ""),
    }  # fmt: skip
    headings = {"Q08[a]": "Mehr [A]", "Q08[other]": "Mehr [Sonstiges]"}
    headings |= {f"Q09[{i}]": f"Ordne [Rang {i}]" for i in (1, 2)}
    out = read(tmp_path, "de", GERMAN, asked, cells, headings)
    assert_the_six(out)
    assert (out.answers("Q09[1]"), out.answers("Q09[2]")) == ({"x": 1, "y": 1}, {"y": 1})
    assert (out.answers("Q08[a]"), out.answers("Q08[other]")) == ({"Y": 1}, {"Y": 1})


def test_a_language_of_unknown_words_calls_for_codes(tmp_path: Path) -> None:
    refusal = read(tmp_path, "nl", DUTCH).refusal
    assert "r.csv" in refusal
    assert "en codes" in refusal
    assert "langue" in refusal
    assert "retirer la colonne" not in refusal
