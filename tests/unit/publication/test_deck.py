"""The document of an edition: slides whose charts hold the values of the indicators, and the same pages as a PDF."""

import io
import zipfile
from datetime import datetime

import drawn
import pandas as pd
import pytest
from deck_files import NAME, charts_of, data, deck_of, made, pages_of, texts
from declared_rows import SCALE, declared, row, scale
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.support import load_support
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.publication.deck.geometry import MOST_BARS, MOST_LINES, cut
from barometre_pipeline.publication.deck.model import ChartPage, TextPage
from barometre_pipeline.publication.deck.picture import picture_of
from barometre_pipeline.publication.deck.slides import presentation_bytes
from barometre_pipeline.publication.deck.truth import untrue
from barometre_pipeline.publication.deck.typeset import pdf_bytes

DOMAINS = list(load_catalogue().codebook.variables["projet_data_domaine"].items)
YEARS = {"forme": "barres_groupees", "editions": "precedente", "categories": ["avancee_ou_tres_avancee"]}


def shares(chart):
    return sorted(v for values in data(chart).values() for v in values.values() if v is not None)


def of_domains(count, base=100):
    return [
        row(f"{item}.{answer}", n, "hors_moins_3500", base, indicator="projet_data_domaine")
        for i, item in enumerate(DOMAINS[:count])
        for answer, n in (("engage", 20 + i), ("prevu_12_mois", 10 + i))
    ]


GRID = declared(
    indicateur="projet_data_domaine", reponses=["engage", "prevu_12_mois"], forme="barres_cumulees"
)


def test_the_bars_of_a_chart_are_the_shares_of_its_indicator():
    (slide,) = pages_of(made(scale()))
    (chart,) = charts_of(slide)
    assert sorted(data(chart)) == ["Part"]
    assert shares(chart) == sorted(n / 100 for n in SCALE.values())


def test_the_answers_of_a_stack_are_its_series_each_with_the_share_of_each_population():
    rows = [*scale(), *scale("epci", 50)]
    document = made(rows, declared(ventilation=["ensemble", "epci"], forme="barres_empilees"))
    (chart,) = charts_of(pages_of(document)[0])
    assert list(data(chart)) == ["Très avancée", "Avancée", "En développement", "Faible", "Je ne sais pas"]
    assert list(data(chart)["Avancée"].values()) == [0.26, 0.26]
    assert chart.value_axis.maximum_scale == 1


def test_what_a_line_lacks_ends_it_without_a_figure_and_is_checked_against_its_answers():
    rows = [r | {"publiable": r["categorie"] not in ("nsp", "faible")} for r in scale()]
    document = made(rows, declared(forme="barres_empilees"))
    (chart,) = charts_of(pages_of(document)[0])
    assert list(data(chart)["Non publié"].values()) == pytest.approx([0.24])
    assert "24" not in texts(pages_of(document)[0])
    gold = pd.DataFrame(rows).set_index("trace_id")
    assert list(untrue(document.pptx, document.values, gold)) == []
    opened = Presentation(io.BytesIO(document.pptx))
    series = [s for slide in opened.slides for c in charts_of(slide) for s in c.plots[0].series]
    rest = next(s for s in series if s.name == "Non publié")
    (value,) = rest._element.findall(".//{*}val//{*}v")
    value.text = "0.2"
    opened.save(altered := io.BytesIO())
    (finding,) = untrue(altered.getvalue(), document.values, gold)
    assert "0.2 n’est pas ce qui reste d’une ligne" in finding


def test_a_chart_that_is_not_drawn_is_named_with_its_reason_in_the_notice():
    deck = deck_of(scale(), absent=["« Charte » : la réponse annoncée n’est pas publiée."])
    blocks = [b for page in deck.pages if isinstance(page, TextPage) for b in page.blocks]
    assert [b.texts for b in blocks if b.heading == "Graphiques non montrés"] == [
        ("« Charte » : la réponse annoncée n’est pas publiée.",)
    ]


def test_the_answers_against_stand_under_zero_and_are_written_without_sign():
    rows = [
        row(f"etat.{a}", n, "francais", indicator="opinion_confiance_acteur", public="francais")
        for a, n in (("tout_a_fait", 10), ("assez", 40), ("assez_peu", 30), ("pas_du_tout", 20))
    ]
    opinion = declared(
        indicateur="opinion_confiance_acteur", forme="barres_divergentes", face_a=["assez_peu", "pas_du_tout"]
    )
    (chart,) = charts_of(pages_of(made(rows, opinion))[0])
    assert sorted(v for s in data(chart).values() for v in s.values()) == [-0.3, -0.2, 0.1, 0.4]
    assert list(data(chart)) == [
        "Assez confiance", "Tout à fait confiance", "Assez peu confiance", "Pas confiance du tout"
    ], "an office suite stacks from the axis outwards: the firmest answer ends each side"  # fmt: skip
    code = chart.plots[0].series[2].data_labels.number_format
    positive, negative = code.split(";")
    assert positive == negative and "-" not in negative


@pytest.mark.parametrize("form", ["barres_groupees", "halteres"])
def test_the_years_compared_are_series_side_by_side_each_with_its_own_values(form):
    rows = [
        row("avancee_ou_tres_avancee", n, p, base, year)
        for year, p, n, base in (
            ("2030", "ensemble", 20, 80), ("2031", "ensemble", 45, 90), ("2031", "epci", 30, 40)
        )
    ]  # fmt: skip
    chosen = declared(**{**YEARS, "forme": form, "ventilation": ["ensemble", "epci"]})
    (chart,) = charts_of(pages_of(made(rows, chosen))[0])
    found = {name: list(values.values()) for name, values in data(chart).items()}
    assert found == {"2031": [0.5, 0.75], "2030": [0.25, None]}
    assert list(found) == ["2031", "2030"], "the newest year is the first of each line, whatever the form"
    first, second = chart.plots[0].categories
    assert first.startswith("Ensemble") and {"80", "90"} <= set(
        first.replace("(", " ").replace(")", " ").replace(",", " ").split()
    )
    assert second.endswith("(40)")


def test_a_bar_has_the_colour_of_its_year_in_the_legend_even_where_it_is_a_total_or_an_answer_apart():
    rows = [
        row(c, n, edition=year)
        for year in ("2030", "2031")
        for c, n in (("avancee_ou_tres_avancee", 30), ("avancee", 26), ("nsp", 4))
    ]
    answers = ["avancee_ou_tres_avancee", "avancee", "nsp"]
    chosen = declared(forme="barres_groupees", editions="precedente", categories=answers)
    (chart,) = charts_of(pages_of(made(rows, chosen))[0])
    series = chart.plots[0].series
    assert [s.name for s in series] == ["2031", "2030"]
    assert not any(s._element.findall("{*}dPt") for s in series)
    assert len({str(s.format.fill.fore_color.rgb) for s in series}) == 2


def test_the_pages_of_a_chart_have_one_scale_in_both_files():
    document = made(of_domains(len(DOMAINS)), GRID)
    pages = [p for p in document.deck.pages if isinstance(p, ChartPage) and p.chart == NAME]
    assert len(pages) > 1
    pictures = [picture_of(p.plot, p.tallest) for p in pages]
    sheets = [(p["height"], sum(p["padding"].values()), p["width"]) for p in pictures]
    assert len(set(sheets)) == 1
    scales = {round((m["x2"] - m["x"]) / m["part"]) for p in pictures for m in drawn.marks(p) if m["part"]}
    assert len(scales) == 1
    frames = [
        c.element.find(".//{*}plotArea/{*}layout//{*}w").get("val")
        for s in pages_of(document)
        for c in charts_of(s)
    ]
    assert len(set(frames)) == 1


def test_key_figures_are_big_numbers_of_their_indicators():
    rows = [row("oui", 74, indicator="projet_data_au_moins_un")]
    document = made(rows, declared(nom="autre"))
    (slide,) = pages_of(document, "chiffres_cles")
    assert "74 %" in texts(slide) and not charts_of(slide)


def test_a_label_is_the_printed_one_where_the_format_of_the_chart_would_round_otherwise():
    rows = [row("tres_avancee", 1, base=8), row("avancee", 1, base=1000), row("faible", 500, base=1000)]
    (chart,) = charts_of(pages_of(made(rows))[0])
    written = [t.text.replace("\u00a0", " ") for t in chart.element.iter("{*}t")]
    assert written == ["12 %", "< 1 %"]  # 12,5 % is rounded half to even, the office suite would write 13 %


def test_what_may_not_be_told_is_on_no_slide_and_no_page():
    rows = [*scale(), *scale("epci", 40, publiable=False)]
    document = made(rows, declared(ventilation=["ensemble", "epci"], forme="barres_empilees"))
    assert set(document.values["population"]) == {"ensemble"}
    (chart,) = charts_of(pages_of(document)[0])
    assert len(list(chart.plots[0].categories)) == 1
    assert "Non montré" in texts(pages_of(document)[0])
    assert list(untrue(document.pptx, document.values, pd.DataFrame(rows).set_index("trace_id"))) == []


def test_a_slide_that_shows_another_value_or_one_that_may_not_be_told_is_found():
    document = made(scale())
    truth = pd.DataFrame(scale()).set_index("trace_id")
    other = truth.assign(part_publiable=truth["part_publiable"].where(truth["categorie"] != "faible", 0.21))
    assert any("0.2" in finding for finding in untrue(document.pptx, document.values, other))
    hidden = truth.assign(publiable=truth["categorie"] != "faible")
    assert any("publier" in finding for finding in untrue(document.pptx, document.values, hidden))


def test_each_value_shown_is_placed_on_its_slide_as_a_row_of_the_indicators():
    rows = scale()
    document = made(rows)
    mine = document.values[document.values["graphique"] == "essai"]
    assert set(mine["trace_id"]) == {r["trace_id"] for r in rows}
    assert mine["diapositive"].nunique() == 1


@pytest.mark.parametrize(("source", "said"), [("demonstration", True), ("reelles", False)])
def test_demonstration_data_are_said_to_be_on_the_cover_and_at_the_foot_of_every_slide(source, said):
    document = made(scale(source_donnees=source), source=source)
    feet = [
        s.text_frame.text
        for slide in document.slides[1:]
        for s in slide.placeholders
        if s.placeholder_format.idx == 20
    ]
    assert len(feet) == len(document.slides) - 1
    assert all(("données de démonstration" in f.lower()) == said for f in feet)
    assert ("Données de démonstration" in texts(document.slides[0])) == said
    pages = [" ".join((p.extract_text() or "").lower().split()) for p in document.pdf.pages]
    assert all(("données de démonstration" in text) == said for text in pages)


def test_each_chart_leaves_an_empty_box_to_its_author():
    for slide in pages_of(made(scale())):
        (box,) = [p for p in slide.placeholders if p.name.startswith("Commentaire")]
        assert box.text_frame.text == ""
        prompt = next(
            p
            for p in slide.slide_layout.placeholders
            if p.placeholder_format.idx == box.placeholder_format.idx
        )
        assert prompt.text_frame.text == "Commentaire de l’auteur"


def test_a_chart_of_many_lines_goes_over_several_slides_each_line_once_under_titles_that_differ():
    count = len(DOMAINS)
    assert count > MOST_LINES
    document = made(of_domains(count), GRID)
    slides = pages_of(document)
    lines = [list(charts_of(s)[0].plots[0].categories) for s in slides]
    assert len(slides) > 1 and all(len(found) <= MOST_LINES for found in lines)
    together = [c for found in lines for c in found]
    assert len(together) == len(set(together)) == count
    placed = document.values[document.values["graphique"] == "essai"].groupby("diapositive").size()
    assert placed.tolist() == [2 * len(found) for found in lines]  # two answers a line, each on its own slide
    titles = [s.shapes.title.text_frame.text for s in document.slides if s.shapes.title is not None]
    assert len(set(titles)) == len(titles)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=40), st.floats(120, 420), st.booleans())
def test_pages_share_out_every_line_in_order_and_none_holds_too_many(bars, height, stacked):
    pages = cut(bars, height, stacked)
    assert [i for a, b in pages for i in range(a, b + 1)] == list(range(len(bars)))
    for a, b in pages:
        assert b - a + 1 <= MOST_LINES
        assert a == b or sum(bars[a : b + 1]) <= (MOST_LINES if stacked else MOST_BARS)


def test_the_same_document_gives_the_same_bytes_and_tells_no_date_of_its_making():
    rows = [*scale(), *scale("epci", 50)]
    first, second = (deck_of(rows, source="demonstration") for _ in range(2))
    content = presentation_bytes(first)
    assert content == presentation_bytes(second)
    assert pdf_bytes(first) == pdf_bytes(second)
    year = str(datetime.now().year).encode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.endswith(".xlsx")]
    assert sheets
    for each in (content, *sheets):
        with zipfile.ZipFile(io.BytesIO(each)) as archive:
            assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert year + b"-" not in archive.read("docProps/core.xml")


def test_the_sheet_behind_a_chart_holds_its_values_and_no_formula():
    named = {"priorite_data_rang1": "=1+1", "priorite_data_rang2": "+2"}
    answer = next(iter(load_catalogue().categories["priorite_data_rang1"]))
    rows = [row(answer, n, indicator=name) for name, n in zip(named, (26, 13), strict=True)]
    document = made(rows, declared(indicateurs=named, forme="barres_cumulees"))
    (chart,) = charts_of(pages_of(document)[0])
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = {c.coordinate: c for line in book.worksheets[0] for c in line if c.value is not None}
    assert cells["B1"].value == "=1+1" and cells["B1"].data_type == "s"
    assert 0.26 in {c.value for c in cells.values()}


def test_the_pdf_is_tagged_in_french_its_text_can_be_read_and_its_figures_are_told_in_words():
    document = made(scale(), declared(titre="La maturité mesurée"))
    root = document.pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"].startswith("fr")
    assert len(document.pdf.pages) == len(document.slides)
    text = " ".join(" ".join((p.extract_text() or "").split()) for p in document.pdf.pages)
    for said in (
        "La maturité mesurée",
        "En développement",
        "46 %",
        "Base : 100 structures",
        "Comment lire ce document",
    ):
        assert said in text.replace("\u00a0", " "), said
    assert "En développement, 46" in " ".join(_alternatives(root["/StructTreeRoot"])).replace("\u00a0", " ")


def _alternatives(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [t for child in node for t in _alternatives(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (_alternatives(node["/K"]) if "/K" in node else [])


def test_each_native_chart_is_told_in_words_to_who_cannot_see_it():
    (slide,) = pages_of(made(scale()))
    (frame,) = [s for s in slide.shapes if s.has_chart]
    assert "En développement" in frame._element.nvGraphicFramePr.cNvPr.get("descr")


def test_parts_follow_the_plan_and_a_theme_that_an_edition_adds_has_its_own():
    themes = {"a": "cyber", "b": "usages", "c": "jumeaux_numeriques", "repondants": "usages"}
    found = list(load_support().sections(themes, themes, {"jumeaux_numeriques": "Jumeaux numériques"}))
    assert [(s.kind, s.titre, s.graphiques) for s in found] == [
        ("ouverture", "Qui a répondu", ("repondants",)), ("partie", "Les usages de la donnée", ("b",)),
        ("partie", "La cybersécurité", ("a",)), ("partie", "Jumeaux numériques", ("c",)),
    ]  # fmt: skip


def test_every_common_chart_has_its_place_once():
    catalogue = load_catalogue()
    themes = {i.nom: t.theme for t in catalogue.themes for i in t.indicateurs}
    crossings = {c.nom: c.pratique.indicateur for c in catalogue.croisements}
    charts = {c.nom: themes[crossings.get(c.croisement, c.names[0])] for c in catalogue.graphiques.communs}
    placed = [g for s in load_support().sections(charts, charts, {}) for g in s.graphiques]
    assert sorted(placed) == sorted(charts)


def test_a_plan_that_names_what_does_not_exist_is_refused_with_its_file(tmp_path):
    path = tmp_path / "support.yaml"
    path.write_text(
        "sous_titre: S\nouverture: [nulle_part]\nparties: [{theme: usages, titre: T}]\nchiffres_cles: []\n"
    )
    with pytest.raises(ConfigurationError, match="nulle_part"):
        load_support(path)


def test_a_title_of_any_length_stays_inside_its_box_and_above_the_chart():
    long = (
        " ".join(["Pensez-vous que l’usage des données améliore la qualité des services publics"] * 4) + " ?"
    )
    (slide,) = pages_of(made(scale(), declared(titre=long)))
    boxes = [s for s in slide.shapes if s.top is not None]
    title = slide.shapes.title
    (frame,) = [s for s in slide.shapes if s.has_chart]
    assert title.text_frame.text.startswith("Pensez-vous")
    assert title.top + title.height <= frame.top
    bottom, right = 540 * 12700, 960 * 12700
    assert all(
        s.top >= 0 and s.left >= 0 and s.top + s.height <= bottom and s.left + s.width <= right for s in boxes
    )
    notes = next(p for p in slide.placeholders if p.placeholder_format.idx == 12)
    assert frame.top + frame.height <= notes.top


def test_the_summary_gives_the_number_of_the_slide_where_each_part_begins():
    document = made(scale())
    lines = [line.split("\t") for line in texts(document.slides[1]).split("\n") if "\t" in line]
    numbers = {name: int(n) for n, name in lines}
    part = "Les usages de la donnée"
    slide = document.slides[numbers[part] - 1]
    assert slide.shapes.title.text_frame.text == part
    assert isinstance(document.deck.pages[numbers[part] - 1], ChartPage)
