"""The page of a checked document, read as a reader does; what a document says cannot become code."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from invented_check import CHECKED, CONTRADICTED, LINES, TEXT, at, known

from barometre_pipeline.publication.verification.look import style, style_source
from barometre_pipeline.publication.verification.page import summary, verification_page

NBSP = "\u00a0"


class Reader(HTMLParser):
    """Elements, identifiers, addresses and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.ids, self.links, self.texts = [], [], [], []
        self.inside: list[str] = []
        self.document = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        assert not any(name.startswith("on") for name in found), "no handler"
        assert "style" not in found, "the policy would not let it in"

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return verification_page(TEXT, CHECKED, known())


def test_the_summary_comes_first_with_the_contradicted_numbers_and_their_places(page: str) -> None:
    text = "".join(Reader(page).texts).replace(NBSP, " ")
    assert "5 nombres trouvés : 1 nombre contredit par les données." in text
    assert text.index("Nombres contredits") < text.index("Le document")
    row = re.search(r"<tr><td[^>]*><a href=\"#f1\">1</a></td>.*?</tr>", page, re.S)
    assert row is not None
    for told in ("près de 69 %", f"61,0{NBSP}%", f"−8,0{NBSP}points", 'href="#n1"', "page 2, ligne 3"):
        assert told in row[0], told


def test_every_number_is_marked_in_the_text_with_a_sign_and_leads_to_its_card(page: str) -> None:
    reader = Reader(page)
    for rank in range(1, len(CHECKED.occurrences) + 1):
        assert f"n{rank}" in reader.ids and f"f{rank}" in reader.ids
        assert reader.links.count(f"#f{rank}") >= 1 and reader.links.count(f"#n{rank}") >= 1
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert re.search(
        r'id="n1"[^>]*title="contredit, lien sûr">69 %<span class="signe" aria-hidden="true">✗', page
    )
    assert re.search(r'id="n4"[^>]*title="à trancher">15<span[^>]*>\?', page)
    assert re.search(r'id="n5"[^>]*title="autre source : INSEE">34 945<span[^>]*>↗', page.replace(NBSP, " "))


def test_the_text_of_the_document_is_whole(page: str) -> None:
    shown = page[page.index('<div class="document">') : page.index('<section id="fiches">')]
    hidden = r'<span class="(?:signe|invisible)".*?</span>|<a class="dit.*?</a>'
    plain = re.sub(r"<[^>]+>", "", re.sub(hidden, "", shown, flags=re.S))
    for line in (LINES[2], LINES[3], LINES[4]):
        assert line.replace("&", "&amp;") in plain
    assert "Page 2" in plain


def test_a_card_says_what_is_counted_among_whom_on_what_evidence_and_how_to_see_it_again(page: str) -> None:
    card = page[page.index('id="f1"') : page.index('id="f2"')].replace(NBSP, " ")
    for told in (
        "Définition", "Base", "Population", "61 sur 100", "55 % à 65 % (part redressée)", "« projet » devant le nombre",
        "support_2025-002 : 69 %, Hub des Territoires", "inconnu-001", "barometre audit 0123456789abcdef --verify",
        "barometre audit --chiffre support_2025-002", "Les données donnent 61 %.",
    ):  # fmt: skip
        assert told in card, told


def test_statements_are_listed_with_their_verdict_and_their_place(page: str) -> None:
    assert re.search(r'<tr id="a1"><td[^>]* class="dit faux">.*✗</span> faux</td>', page)
    assert 'id="p1" href="#a1"' in page
    assert 'en hausse<br><span class="constat">L’INSEE compte 34 945 communes, en hausse.</span>' in page


def test_a_statement_of_a_long_line_is_shown_with_a_few_words_around_it() -> None:
    long = " ".join([*["avant"] * 40, "en hausse", *["ensuite"] * 40])
    text = replace(TEXT, lignes=(*LINES[:4], long))
    said = replace(CHECKED.affirmations[0], colonne=long.index("en hausse"))
    page = verification_page(text, replace(CHECKED, affirmations=(said,), occurrences=()), known())
    (shown,) = re.findall(r'en hausse<br><span class="constat">(.*?)</span>', page)
    assert shown.startswith("…avant avant") and shown.endswith("ensuite ensuite…") and "en hausse" in shown
    assert len(shown) < 140


def test_nothing_of_a_document_becomes_code(page: str) -> None:
    assert "<script" not in page and "&lt;script&gt;" in page
    hostile = '"><img src=x onerror=alert(1)>'
    found = replace(
        CONTRADICTED, texte=hostile, contexte=hostile, constat=hostile, indices=(hostile,), fiche=hostile,
        indicateur=hostile, population=hostile, categorie=hostile, chiffres=(hostile,), borne=hostile, source=hostile,
    )  # fmt: skip
    text = replace(TEXT, nom=f"{hostile}.txt", lignes=(hostile,) * 5, lieux=(hostile,) * 5)
    worst = verification_page(text, replace(CHECKED, document=text.nom, occurrences=(found,)), known())
    assert "img" not in Reader(worst).tags


def test_the_page_fetches_nothing_and_lets_in_its_own_style_alone(page: str) -> None:
    assert f"default-src 'none'; style-src {style_source()}" in page.replace("&#39;", "'")
    assert page.count("<style>") == 1 and f"<style>{style()}</style>" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "url(" not in style() and "@import" not in style()


def test_demonstration_data_are_said_once_at_the_top(page: str) -> None:
    told = "Données de démonstration (synthétiques)."
    assert page.count(told) == 1
    assert page.index(told) < page.index("Sommaire")
    real = replace(CHECKED, occurrences=(CONTRADICTED,))
    assert told not in verification_page(TEXT, real, known("reelles"))


def test_the_same_document_and_data_give_the_same_bytes(page: str) -> None:
    assert verification_page(TEXT, CHECKED, known()) == page


def test_numbers_that_overlap_or_stand_beyond_the_line_lose_nothing() -> None:
    long = at(3, "69 % des collectivités")
    beyond = replace(CONTRADICTED, colonne=500, ligne=4)
    page = verification_page(TEXT, replace(CHECKED, occurrences=(long, CONTRADICTED, beyond)), known())
    assert all(f'id="n{rank}"' in page for rank in (1, 2, 3))
    assert page.count("des collectivités &amp; ") == 0 and "des collectivités<span" in page


def test_a_document_without_statistics_says_so() -> None:
    nothing = replace(CHECKED, occurrences=(), affirmations=())
    assert summary(nothing) == "Aucune statistique n’a été trouvée dans ce document."
    assert "Fiches" not in verification_page(TEXT, nothing, known())
