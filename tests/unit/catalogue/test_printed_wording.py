"""The catalogue says what the documents print, word for word, or says in a list why not."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.model import Variable, Wording
from barometre_pipeline.catalogue.printed_figures import load_charts
from tools.import_printed_figures import chart_names

ROOT = Path(__file__).parents[3]
PRINTED = ROOT.parent / "shared/questionnaires_imprimes"
OTHERWISE = ROOT / "tests/data/libelles_imprimes.csv"  # printed words the catalogue does not carry, and why
TABLE = ROOT / "docs/libelles.md"
SHOWN = ("legende", "tableau")  # where the document shows the questionnaire's own words
ARTICLE = re.compile(r"^(le|la|les|un|une|des|du|de la|d[e']? ?l'|l'|d')\b ?")


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"../shared absent: {path.name} is not in the repository")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain(text: str) -> str:
    """Leave out what typography decides: apostrophes, quotes, spaces, ellipses, capitals, final stops."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("…", "...")
    text = re.sub('[«»“”"]', " ", text)
    text = re.sub(r"\s+", " ", text.replace("État", "Etat")).strip()
    return re.sub(r"\s*([:;?!.,]+)", r"\1", text).strip(" .,:;*").casefold()


def _asked(document: str, indicator: str) -> tuple[Variable, Wording] | None:
    definition = load_catalogue().indicateurs.get(indicator)
    if definition is None or definition.variable is None:
        return None
    variable = load_catalogue().codebook.variables[definition.variable]
    return variable, variable.wording(document[-4:])


def _variables(edition: str, indicator: str) -> set[str]:
    """Name the questions of an indicator, and those that their answers show."""
    catalogue = load_catalogue()
    categories = catalogue.categories.get(indicator, {}).values()
    own = {v for category in categories for v in category.expression(edition).variables()}
    conditions = {v.nom: v.condition for v in catalogue.codebook.variables.values() if v.condition}
    return own | {name for name, shown in conditions.items() if own & set(shown.variables())}


def _said(row: dict[str, str]) -> bool:
    """Tell whether the catalogue says a printed answer or item, in the edition of its document."""
    edition, indicator = row["document"][-4:], row["indicateur"]
    catalogue = load_catalogue()
    words = [catalogue.codebook.variables[v].wording(edition) for v in _variables(edition, indicator)]
    labels = {plain(text) for w in words for text in (*w.modalites.values(), *w.items.values())}
    labels |= {plain(c.libelle) for c in catalogue.categories.get(indicator, {}).values()}
    questions = {plain(w.question) for w in words}
    printed = plain(row["modalite_imprimee"])
    if row["source"] in SHOWN:
        whole = plain(f"{row['modalite_imprimee']} : {row['definition_imprimee']}")
        return any(label == whole or label.startswith(printed) for label in labels)
    fragment = ARTICLE.sub("", printed)
    return any(re.search(rf"(?<!\w){re.escape(fragment)}(?!\w)", text) for text in labels | questions)


def _differences() -> Iterator[tuple[str, ...]]:
    for row in _rows(PRINTED / "questions_imprimees.csv"):
        if row["nature"] == "question":
            asked = _asked(row["document"], row["indicateur"])
            if asked is None or plain(asked[1].question) != plain(row["libelle_imprime"]):
                yield row["document"], row["indicateur"], "question", row["libelle_imprime"]
    for row in _rows(PRINTED / "echelles_imprimees.csv"):
        if not _said(row):
            yield row["document"], row["indicateur"], row["role"], row["modalite_imprimee"]


def test_what_is_printed_is_what_the_catalogue_says_or_is_listed_with_its_reason() -> None:
    found = set(_differences())
    with OTHERWISE.open(encoding="utf-8", newline="") as file:
        listed = {
            (r["document"], r["indicateur"], r["role"], r["imprime"]): r["raison"]
            for r in csv.DictReader(file)
        }
    assert found - listed.keys() == set(), "printed otherwise, without a reason"
    assert listed.keys() - found == set(), "listed, and said by the catalogue"
    assert all(listed.values())


def test_each_chart_carries_the_title_printed_over_it() -> None:
    drawn = [r for r in _rows(PRINTED / "questions_imprimees.csv") if r["graphique"]]
    numbers = [r["graphique"] for r in drawn]
    names = chart_names([r["document"] for r in drawn], numbers)
    titles = load_charts().set_index("graphique")["titre"]
    assert set(names) == set(titles.index)
    for name, row in zip(names, drawn, strict=True):
        assert titles[name] == row["libelle_imprime"], name


def test_every_difference_found_with_the_documents_has_its_answer_and_the_counts_are_right() -> None:
    source = PRINTED / "ecarts_catalogue.md"
    if not source.exists():
        pytest.skip("../shared absent: the list of differences is not in the repository")
    found = dict(re.findall(r"^\| (\d+) \| ([ABCD]) \|", source.read_text("utf-8"), flags=re.M))
    page = TABLE.read_text("utf-8")
    answered = re.findall(r"^\| (\d+) \| ([ABCD]) \| .+ \| (repris|dit|gardé) \| (.+) \|$", page, flags=re.M)
    assert {number: grade for number, grade, _, _ in answered} == found
    assert len(answered) == len(found)
    for grade in "ABCD":
        counts = [
            sum(g == grade and s == state for _, g, s, _ in answered) for state in ("repris", "dit", "gardé")
        ]
        assert f"| {grade} | {' | '.join(map(str, counts))} | {sum(counts)} |" in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quels sont l’eau et l’énergie ?", "quels sont l'eau et l'énergie\u00a0?"),
        ("On parle de « villes »…", 'On parle de "villes"...'),
        ("L’État", "l'Etat"),
    ],
)
def test_typography_alone_makes_no_difference(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_a_word_that_differs_makes_a_difference() -> None:
    assert plain("Plutôt confiance") != plain("Assez confiance")
