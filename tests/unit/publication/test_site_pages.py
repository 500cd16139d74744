"""Pages of the site, read as a reader does; the values are invented, the catalogue is the real one."""

import csv
import itertools
import re

import pandas as pd
import pytest
from invented_site import (
    EDITION,
    NBSP,
    OURS,
    THEIRS,
    Page,
    chart_row,
    content,
    printed,
    report,
    value,
    values,
)

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.site import write_site
from barometre_pipeline.publication.site.tables import audit_command


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "publication" / "site"


@pytest.fixture
def site(tmp_path, folder):
    write_site(content(report(tmp_path)), folder)
    return folder


def indicator_page(folder, name=OURS):
    return Page(folder / f"indicateur-{name.replace('_', '-')}.html")


def test_every_link_of_every_page_leads_to_a_file_and_a_place_that_exist(site):
    pages = {p.name: Page(p) for p in site.glob("*.html")}
    charts = ("../tendances/", "../graphiques_declares/")
    for name, page in pages.items():
        assert len(page.ids()) == len(set(page.ids())), name
        for address in (a["href"] for a in page.all("a")):
            file, _, place = address.partition("#")
            if file.startswith(charts):
                continue
            assert not file or (site / file).is_file(), (name, address)
            if place:
                assert place in pages[file or name].ids(), (name, address)


def test_no_page_asks_another_machine_and_scripts_are_files_of_the_site(site):
    for path in site.rglob("*.html"):
        page = Page(path)
        asked = [v for _, a in page.tags for k, v in a.items() if k in ("src", "srcset", "href", "action")]
        assert not [v for v in asked if ":" in v or v.startswith("//")], path.name
        assert all((site / s["src"]).is_file() for s in page.all("script"))
        assert not [a for _, a in page.tags for k in a if k.startswith("on") or k == "style"], path.name
        policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv"))
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("service@ville.example", "mailto:service@ville.example"),
        ("https://a.example/aide", "https://a.example/aide"),
    ],
)
def test_the_declaration_of_accessibility_says_where_to_write_where_an_edition_says_it(
    tmp_path, folder, contact, address
):
    write_site(content(report(tmp_path), contact=contact), folder)
    page = Page(folder / "accessibilite.html")
    assert address in [a["href"] for a in page.all("a")]
    assert contact in (folder / "accessibilite.html").read_text("utf-8")


def test_every_page_has_one_title_a_language_a_way_to_its_content_and_headings_in_order(site):
    titles = set()
    for path in site.glob("*.html"):
        page = Page(path)
        levels = [int(t[1]) for t, _ in page.tags if re.fullmatch(r"h[1-6]", t)]
        assert levels.count(1) == 1, path.name
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path.name
        assert page.all("html") == [{"lang": "fr"}]
        assert {"href": "#contenu", "class": "evitement"} in page.all("a")
        assert "contenu" in page.ids()
        titles.add(re.search("<title>(.*?)</title>", path.read_text("utf-8"))[1])
    assert len(titles) == len(list(site.glob("*.html"))), "two pages have one title"


def test_an_indicator_is_told_with_its_count_its_base_and_the_interval_of_its_weighted_share(site):
    page = indicator_page(site)
    assert f"30{NBSP}%" in page.text
    assert f"édition {EDITION}{NBSP}: 75 sur 250." in page.text
    assert f"Part redressée{NBSP}: 27{NBSP}%, intervalle à 95{NBSP}% de 22{NBSP}% à 32{NBSP}%" in page.text
    assert page.row("Oui, nous l’avons déjà adopté")[1:] == [
        f"30{NBSP}%",
        "75 sur 250",
        f"27{NBSP}% (22{NBSP}% à 32{NBSP}%)",
    ]


def test_the_share_of_a_poll_has_its_own_interval_and_no_other_share_beside_it(site):
    text = indicator_page(site, THEIRS).text
    assert f"Intervalle à 95{NBSP}% de 26{NBSP}% à 36{NBSP}%" in text
    assert "Part redressée\u00a0:" not in text


def test_a_share_without_interval_says_why(tmp_path, folder):
    rows = pd.DataFrame([value(OURS, "adopte", EDITION, 75, 250)])
    write_site(content(report(tmp_path), indicateurs=rows), folder)
    assert "as d’intervalle publié" in indicator_page(folder).text


def test_an_answer_that_documents_also_print_in_other_words_is_one_line_of_each_table(tmp_path, folder):
    name = "consigne_ia_generative"
    answers = ("aucune", "pas_de_consigne_precise", "interdiction")
    rows = pd.DataFrame([value(name, a, e, 40, 100) for a in answers for e in ("2030", EDITION)])
    write_site(content(report(tmp_path), indicateurs=rows), folder)
    page = indicator_page(folder, name)
    lines = [r[0] for r in page.rows if r and r[0].startswith("Aucune consigne")]
    assert len(lines) == sum(
        r[:1] == ["L’usage de l’IA générative est formellement interdit aux agents"] for r in page.rows
    )
    assert lines


def test_what_documents_word_otherwise_is_not_said_to_limit_the_comparison(site):
    text = indicator_page(site).text
    remark = load_catalogue().indicateurs[OURS].remarque
    assert remark and remark in text.partition("Dans les documents imprimés")[2]


def test_an_indicator_is_cited_with_its_edition_and_until_when_people_answered(site, tmp_path, folder):
    assert f"édition{NBSP}{EDITION}. Licence Ouverte" in indicator_page(site).text, (
        "no date where none is known"
    )
    write_site(
        content(report(tmp_path, fins={"collectivites": "2031-07-25", "francais": "2031-08-01"})), folder
    )
    until = "édition{0}2031, réponses reçues jusqu’au {1}{0}{2}{0}2031. Licence Ouverte".format
    assert until(NBSP, 25, "juillet") in indicator_page(folder).text
    assert until(NBSP, "1er", "août") in indicator_page(folder, THEIRS).text


def test_the_code_to_embed_a_chart_shows_it_and_links_to_the_indicator(site):
    code = re.search(r"<figure>.*</figure>", indicator_page(site).text)[0]
    assert 'src="https://adresse-du-site/tendances/t.svg"' in code
    assert 'href="https://adresse-du-site/site/indicateur-cadre-strategique-data.html"' in code


def test_a_quote_in_a_description_does_not_end_the_code_to_embed(tmp_path, folder):
    trend = content().tendances.assign(description='Dit "oui" <b>')
    write_site(content(report(tmp_path), tendances=trend), folder)
    assert 'alt="Dit &#34;oui&#34; &lt;b&gt;"' in indicator_page(folder).text


def test_an_indicator_has_its_definition_its_editions_its_groups_and_its_charts(site):
    page = indicator_page(site)
    assert "Adoption d’un cadre stratégique" in page.text
    assert ["Réponse", "2030", "2031"] in page.rows
    assert ["Réponse", "EPCI (hors métropoles)"] in page.rows
    assert ["Oui, nous l’avons déjà adopté", f"60{NBSP}% | 12 sur 20*"] in page.rows
    assert [i["src"] for i in page.all("img")] == ["../tendances/t.svg", "../graphiques_declares/a.svg"]
    assert all("valeurs comprises" in i["alt"] for i in page.all("img"))
    assert "../graphiques_declares/c.svg" in page.links, "the chart of another edition is one link away"


def test_what_is_withheld_is_a_hole_with_its_reason_and_a_group_of_which_nothing_is_told_is_left_out(
    tmp_path, folder
):
    epci = [value(OURS, "non_prevu", EDITION, 8, 20, "epci", ("type", "epci"))]
    regions = [value(OURS, "adopte", EDITION, 3, 13, "regions", ("type", "regions"))]
    write_site(content(report(tmp_path), retenues=pd.DataFrame(epci + regions)), folder)
    page = indicator_page(folder)
    table = page.rows[page.rows.index(["Réponse", "EPCI (hors métropoles)"]) :][:3]
    assert [r[-1] for r in table[1:]] == [f"60{NBSP}% | 12 sur 20*", "s"]
    assert f"s{NBSP}: non publié (réponse trop rare" in page.text
    assert f"Non publiés{NBSP}: Régions (ventilation trop fine" in page.text
    for path in folder.rglob("*"):
        if path.is_file():
            assert "3 sur 13" not in path.read_text("utf-8")
            assert "8 sur 20" not in path.read_text("utf-8")


def test_the_table_to_download_has_every_row_told_and_whole_percentages(site):
    rows = list(csv.DictReader((site / "tableaux" / "indicateur-cadre-strategique-data.csv").open()))
    told = values()
    assert len(rows) == (told["indicateur"] == OURS).sum()
    epci = next(r for r in rows if r["population"] == "EPCI (hors métropoles)")
    assert (epci["n"], epci["base"], epci["pourcentage"], epci["ic_bas"]) == ("12", "20", "60", "")


def test_a_year_that_the_series_computes_otherwise_is_said_under_its_chart(tmp_path, folder):
    row = value(OURS, "adopte", "2030", 40, 160, imprime=False)
    trend = pd.DataFrame([chart_row("tendance", "Une série", indicateur=OURS)])
    write_site(content(report(tmp_path), series=pd.DataFrame([row]), tendances=trend), folder)
    assert "Pour 2030, le graphique est recalculé sans les réponses vides" in indicator_page(folder).text
    same = row | {"part_publiable": 0.2}
    write_site(content(report(tmp_path), series=pd.DataFrame([same]), tendances=trend), folder)
    assert "est recalculé" not in indicator_page(folder).text


def test_an_edition_leads_to_its_document_and_workbook(tmp_path, folder):
    names = (
        f"{EDITION}/tableaux_{EDITION}.xlsx",
        f"{EDITION}/document/barometre_{EDITION}.pdf",
        "donnees_ouvertes/tris.csv",
    )
    files = pd.DataFrame({"fichier": [f"publication/{n}" for n in names], "octets": 2000})
    write_site(content(report(tmp_path), fichiers=files), folder)
    found = [a["href"] for a in Page(folder / f"edition-{EDITION}.html").all("a") if "download" in a]
    assert [f for f in found if f.endswith((".pdf", ".xlsx", "tris.csv"))] == [
        f"../{names[1]}",
        f"../{names[0]}",
    ]
    assert f"../{names[1]}" in [a["href"] for a in Page(folder / "index.html").all("a")]


def test_what_may_be_concluded_is_the_verdict_with_its_reason(tmp_path, folder):
    change = {
        "edition": EDITION, "edition_reference": "2030", "indicateur": OURS, "categorie": "adopte",
        "population": "hors_moins_3500", "ventilation": "", "modalite": "hors_moins_3500", "part": 0.3,
        "part_reference": 0.2, "famille": True, "verdict": "non_etablie", "raison": "intervalle",
        "phrase": "On ne peut pas conclure.",
    }  # fmt: skip
    write_site(content(report(tmp_path), evolutions=pd.DataFrame([change])), folder)
    row = next(r for r in indicator_page(folder).rows if r[2:3] == ["2030"] and len(r) == 5)
    assert row[3:5] == [f"20{NBSP}%", f"30{NBSP}%"]
    assert row[1].startswith(f"Évolution non établie{NBSP}: l’intervalle contient zéro")
    assert "On ne peut pas conclure." in row[1]


def test_an_indicator_that_is_not_judged_says_that_nothing_may_be_concluded(site):
    assert "n’autorisent aucune conclusion" in indicator_page(site, THEIRS).text


def test_a_printed_figure_leads_to_its_indicator_and_back_with_the_words_of_its_card(site):
    page = Page(site / "document-note-2025.html")
    assert "note-2025-001" in page.ids()
    assert "indicateur-cadre-strategique-data.html" in page.links
    assert "Qui est compté" in page.text
    assert f"Calculé{NBSP}: 30{NBSP}% (75 sur 250)" in page.text
    assert "cela ne prouve rien" in page.text, "data fitted to a figure do not prove it"
    assert "document-note-2025.html#note-2025-001" in indicator_page(site).links


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("part_plus_de", 50.0, f"plus de 50{NBSP}%"), ("part_environ", 33.0, f"environ 33{NBSP}%"),
        ("ecart_points", 14.0, f"+14{NBSP}points"), ("effectif", 292.0, "292"), ("part", 12.5, f"12,5{NBSP}%"),
    ],
)  # fmt: skip
def test_a_printed_value_is_said_as_documents_print_it(tmp_path, folder, kind, number, said):
    figures = pd.DataFrame([printed("x-1", OURS, "adopte", number, number, statistique=kind)])
    write_site(content(report(tmp_path), rapprochement=figures), folder)
    headings = re.findall(r"<h3>(.*?)</h3>", (folder / "document-note-2025.html").read_text("utf-8"))
    assert headings[0].startswith(said)


def test_a_document_has_each_part_once_in_the_order_of_its_pages(tmp_path, folder):
    parts = ["repères (p. 5)", "outils (p. 28)", "cyber (p. 72)", "introduction (p. 14)", "outils (p. 28)"]
    rows = [printed(f"x-{i}", OURS, "adopte", 30.0, 30.0, rubrique=part) for i, part in enumerate(parts)]
    write_site(content(report(tmp_path), rapprochement=pd.DataFrame(rows)), folder)
    links = Page(folder / "document-note-2025.html").links
    titles = ["Repères (p. 5)", "Introduction (p. 14)", "Outils (p. 28)", "Cyber (p. 72)"]
    assert [text for address, text in links.items() if "#partie-" in address] == titles


def test_a_printed_figure_whose_share_is_withheld_shows_no_computed_value(tmp_path, folder):
    nothing = float("nan")
    hidden = printed("x-1", OURS, "adopte", 30.0, nothing, n=nothing, base=nothing, raison="non publiée")
    write_site(content(report(tmp_path), rapprochement=pd.DataFrame([hidden])), folder)
    assert "Calculé" not in Page(folder / "document-note-2025.html").text


def test_the_home_page_shows_both_publics_the_series_the_editions_and_the_themes(site):
    page = Page(site / "index.html")
    assert {"collectivites", "francais", "series", "editions", "themes", "q"} <= set(page.ids())
    assert f"30{NBSP}%" in page.text
    assert f"31{NBSP}%" in page.text
    assert page.links["edition-2031.html"] == "Édition 2031"
    assert "../tendances/t.svg" in [i["src"] for i in page.all("img")]


def test_an_edition_has_its_charts_in_the_order_of_documents_then_its_questions(site):
    page = Page(site / f"edition-{EDITION}.html")
    assert [i["src"] for i in page.all("img")] == [
        "../graphiques_declares/b.svg",
        "../graphiques_declares/a.svg",
    ]
    questions = [a for a in page.links if a.startswith("questions-")]
    assert [a.partition("#")[0] for a in questions][:1] == [f"questions-{EDITION}-1.html"]
    parts = [Page(site / f"questions-{EDITION}-{n}.html") for n in (1, 2)]
    assert [len(p.all("img")) for p in parts] == [2, 2]
    assert f"50{NBSP}%" in parts[0].text
    assert f"n{NBSP}={NBSP}8*" in parts[0].text


def test_an_edition_names_the_charts_that_it_may_not_show_and_says_why(site, tmp_path, folder):
    assert "Graphiques non montrés" not in Page(site / f"edition-{EDITION}.html").text
    sentence = (
        "«\u00a0Les attaques subies\u00a0»\u00a0: la réponse annoncée n’est pas publiée («\u00a0Oui\u00a0»)."
    )
    write_site(content(report(tmp_path, absents=(sentence,))), folder)
    page = Page(folder / f"edition-{EDITION}.html")
    assert sentence in page.text and "trop peu de structures l’ont répondu" in page.text
    assert "#non-montres" in page.links


def test_an_edition_known_by_its_indicators_alone_has_a_page_without_questions(tmp_path, folder):
    nothing = report(tmp_path).tris.head(0)
    alone = report(tmp_path, edition="2030", titre="Baromètre 2030", tris=nothing, themes={}, faits={})
    write_site(content(alone, report(tmp_path)), folder)
    page = Page(folder / "edition-2030.html")
    assert [i["src"] for i in page.all("img")] == ["../graphiques_declares/c.svg"]
    assert not list(folder.glob("questions-2030*"))


def test_readers_find_no_question_code_nor_command_and_the_team_has_them_on_its_own_page(site):
    own = f"equipe-{EDITION}.html"
    for path in site.glob("*.html"):
        text = Page(path).text
        assert ("barometre audit" in text) == (path.name == own), path.name
        assert path.name == own or "G1Q0" not in text, path.name
    text = Page(site / own).text
    assert "barometre audit --edition 2031 --question G1Q01 --modalite Oui --groupe ensemble" in text
    assert "equipe.html" not in Page(site / "index.html").links
    assert audit_command("2031", "G1Q01", "", "Oui ; rm -rf").endswith(
        "--modalite 'Oui ; rm -rf' --groupe ensemble"
    )


@pytest.mark.parametrize("source", ["demonstration", "reelles"])
def test_made_up_data_are_said_to_be_and_real_ones_are_not(tmp_path, folder, source):
    rows = values().assign(source_donnees=source)
    write_site(content(report(tmp_path, source=source), indicateurs=rows), folder)
    for name in ("index.html", f"edition-{EDITION}.html", "indicateur-cadre-strategique-data.html"):
        assert ("aucun chiffre de cette page" in Page(folder / name).text) == (source == "demonstration")


def test_wordings_are_escaped_in_pages_and_in_the_list_that_is_searched(tmp_path, folder):
    wording = "</script><script>alert(1)</script> & cie"
    write_site(content(report(tmp_path, titre=wording)), folder)
    for path in folder.glob("*"):
        if path.suffix in (".html", ".js"):
            assert "<script>alert" not in path.read_text("utf-8"), path.name


def test_the_same_content_gives_the_same_bytes_and_files_of_before_are_removed(tmp_path, folder, site):
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    (folder / "indicateur-d-avant.html").write_text("ancien")
    files = write_site(content(report(tmp_path)), folder)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert files == sorted(before)


def test_a_lake_without_edition_has_a_home_page_that_says_so(folder):
    nothing = content(
        indicateurs=values().head(0), declares=content().declares.head(0),
        tendances=content().tendances.head(0), rapprochement=content().rapprochement.head(0),
    )  # fmt: skip
    write_site(nothing, folder)
    assert "Aucune édition" in Page(folder / "index.html").text
