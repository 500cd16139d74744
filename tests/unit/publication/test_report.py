import itertools
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from samples import all_questions, index_of, questions, single

from barometre_pipeline.publication.charts import build_charts
from barometre_pipeline.publication.charts.render import to_svg
from barometre_pipeline.publication.report import EditionReport, Gallery, ReportSection, write_report
from barometre_pipeline.publication.report.tables import audit_command


class Page(HTMLParser):
    """What the tests look at: identifiers, links, tags and their attributes, text."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [a for t, a in self.tags if t == tag]

    def ids(self):
        return [a["id"] for _, a in self.tags if "id" in a]


def edition_report(context, folder, source="demonstration", **options):
    tris = all_questions(source=source)
    index = index_of(build_charts(tris, questions(), context), folder / "graphiques")
    return EditionReport(
        edition="2031", titre="Baromètre 2031", source="Observatoire Data Publica", source_donnees=source,
        tris=tris, graphiques=index, dossier_graphiques="../graphiques",
        themes={"G1Q01": "Stratégie", "G1Q02": "Stratégie", "G1Q03": "Domaines", "G1Q04": "Domaines"},
        faits={"Structures retenues": "40"}, **options,
    )  # fmt: skip


@pytest.fixture
def site(context, tmp_path):
    section = ReportSection(
        "evolutions", "Évolutions", "D’une édition à l’autre.",
        pd.DataFrame({"indicateur": ["Projets"], "part": [0.5], "ecart": [-0.034], "interne": ["caché"]}),
        {"indicateur": "Indicator", "part": "Part", "ecart": "Écart"},
        frozenset({"part"}), frozenset({"ecart"}),
    )  # fmt: skip
    write_report([edition_report(context, tmp_path)], tmp_path / "rapport", [section])
    return tmp_path / "rapport"


def test_every_chart_is_shown_with_a_description_and_links_to_files_that_exist(site):
    page = Page(site / "edition-2031.html")
    assert len(page.all("img")) == 4
    assert all(len(image["alt"]) > 40 for image in page.all("img"))
    local = [a["href"] for a in page.all("a") if not a["href"].startswith("#")]
    local += [image["src"] for image in page.all("img")] + [link["href"] for link in page.all("link")]
    assert len(local) >= 4 * 4
    assert all((site / name).exists() for name in local)


def test_every_link_within_a_page_leads_somewhere_and_identifiers_are_unique(site):
    page = Page(site / "edition-2031.html")
    inner = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    assert len(page.ids()) == len(set(page.ids()))
    assert set(inner) <= set(page.ids())


def test_a_page_needs_no_script_and_no_other_machine(site):
    for path in site.iterdir():
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//|@import|url\(", text)


def test_made_up_data_are_announced_by_a_banner_and_on_the_index(site):
    page = Page(site / "edition-2031.html")
    assert "aucun chiffre de cette page ne décrit une structure réelle" in page.text
    assert "Données de démonstration (synthétiques)" in Page(site / "index.html").text


def test_real_data_have_no_banner(context, tmp_path):
    write_report([edition_report(context, tmp_path, source="reelles")], tmp_path / "rapport")
    assert "aucun chiffre de cette page" not in Page(tmp_path / "rapport" / "edition-2031.html").text


def test_tables_show_every_group_with_its_base_and_mark_small_ones(site):
    text = Page(site / "edition-2031.html").text
    assert "n\u00a0=\u00a040" in text
    assert "n\u00a0=\u00a08*" in text
    assert "50\u00a0%" in text


def test_each_figure_has_its_audit_command_quoted_for_a_shell(site):
    text = Page(site / "edition-2031.html").text
    assert "barometre audit --edition 2031 --question G1Q01 --modalite Oui --groupe ensemble" in text
    assert "--sous-question SQ001" in text
    assert audit_command("2031", "G1Q01", "", "Oui ; rm -rf").endswith(
        "--modalite 'Oui ; rm -rf' --groupe ensemble"
    )


def test_headings_follow_the_levels_of_the_page(site):
    levels = [int(t[1]) for t, _ in Page(site / "edition-2031.html").tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_a_section_shows_its_declared_columns_as_shares_and_points(site):
    text = Page(site / "index.html").text
    assert "50\u00a0%" in text
    assert "−3\u00a0pt" in text
    assert "caché" not in text


def test_charts_that_span_editions_are_on_the_index_with_alternative_text(context, tmp_path):
    report = edition_report(context, tmp_path)
    gallery = Gallery("tendances", "Tendances", "D’une année à l’autre.", report.graphiques, "../graphiques")
    empty = Gallery("vide", "Rien", "Rien.", report.graphiques.head(0), "../rien")
    write_report([report], tmp_path / "rapport", galleries=[gallery, empty])
    page = Page(tmp_path / "rapport" / "index.html")
    assert [i["alt"] for i in page.all("img")] == report.graphiques["description"].tolist()
    assert all((tmp_path / "rapport" / i["src"]).resolve().is_file() for i in page.all("img"))
    assert "tendances" in page.ids()
    assert "vide" not in page.ids()


def test_wordings_are_escaped(context, tmp_path):
    wording = "Connaissez-vous <script>alert(1)</script> & cie ?"
    tris = single(wording=wording)
    charts = list(build_charts(tris, questions(), context))
    index = index_of(charts, tmp_path / "g")
    report = EditionReport("2031", wording, "x", "demonstration", tris, index, "../g")
    write_report([report], tmp_path / "r")
    assert "<script" not in (tmp_path / "r" / "edition-2031.html").read_text("utf-8")
    assert "<script" not in (tmp_path / "r" / "index.html").read_text("utf-8")
    assert "<script" not in to_svg(charts[0])


def test_the_same_frames_give_the_same_pages(context, tmp_path, site):
    write_report([edition_report(context, tmp_path)], tmp_path / "again")
    first = (site / "edition-2031.html").read_bytes()
    assert (tmp_path / "again" / "edition-2031.html").read_bytes() == first


def test_an_index_without_edition_says_so(tmp_path):
    write_report([], tmp_path)
    assert "Aucune édition" in Page(tmp_path / "index.html").text
