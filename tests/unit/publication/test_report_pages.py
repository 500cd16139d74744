"""The pages of the report, read as a reader does: every text in its order, every address, every identifier."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from barometre_pipeline.publication.report import EditionReport, Gallery, ReportSection, write_report

NBSP = "\u00a0"
MADE_UP = "Données de démonstration (synthétiques)"
DOWNLOADS = ["données (CSV)", ",", "image (PNG)", ",", "image (SVG)", ",", "spécification (Vega-Lite)"]
ASKED = f"En{NBSP}% des structures de chaque groupe à qui la question a été posée et qui y ont répondu."
FOOTER = (
    "Les pourcentages sont arrondis à l’unité (au pair le plus proche en cas d’égalité). L’astérisque (*) signale une "
    f"base de moins de 30{NBSP}structures, à lire avec prudence."
)


class Reader(HTMLParser):
    """Texts, addresses and identifiers of a page, in its order."""

    def __init__(self, path):
        super().__init__()
        self.texts, self.links, self.ids, self.images = [], [], [], []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links += [found[k] for k in ("href",) if k in found]
        self.ids += [found[k] for k in ("id",) if k in found]
        if tag == "img":
            self.images.append((found["src"], found["alt"]))

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data.strip())


def chart(question, title, **changes):
    names = {
        "svg": f"x/{question}.svg",
        "svg_etroit": f"x/{question}-etroit.svg",
        "png": f"x/{question}.png",
        "json": f"x/{question}.vl.json",
        "fichier_csv": f"x/{question}.csv",
    }
    return {
        "question": question,
        "titre": title,
        "description": f"Ce que montre {question}.",
        **names,
    } | changes


def answer(question, label, n, sub="", item="", group="ensemble", size=40):
    return {
        "question": question, "sous_question": sub, "sous_question_libelle": item, "modalite": label, "groupe": group,
        "n": n, "base": size, "dans_base": True, "regle_base": "sans_reponse_exclues", "concernees": size,
        "effectif": size, "part_publiable": n / size, "absence": "", "publiable": True,
    }  # fmt: skip


def report(edition="2031", rows=None, charts=None, **changes):
    rows = rows or [
        answer("Q1", "Oui", 10), answer("Q1", "Oui", 2, group="epci", size=8), answer("Q1", "Non", 30),
        answer("Q2", "Oui", 4, "SQ1", "Eau"),
    ]  # fmt: skip
    charts = charts or [chart("Q1", "Une stratégie ?"), chart("Q2", "Des domaines <b> & cie")]
    given = {
        "titre": "Baromètre & cie", "source": "Observatoire", "source_donnees": "demonstration",
        "tris": pd.DataFrame(rows), "graphiques": pd.DataFrame(charts), "dossier_graphiques": "../g",
        "themes": {"Q1": "Stratégie : où ?"}, "faits": {"Structures retenues": "40"},
        "remarques": ("Attention : essai",), "sections": (section(),),
    }  # fmt: skip
    return EditionReport(edition=edition, **(given | changes))


def section(anchor="ecarts", title="Les écarts", rows=(("Projets", 0.5),)):
    table = pd.DataFrame(list(rows), columns=["nom", "part"])
    return ReportSection(
        anchor, title, "À lire : ainsi", table, {"nom": "Nom", "part": "Part"}, frozenset({"part"})
    )


def figure(question):
    return [
        f"../g/{question}.csv",
        f"../g/{question}.png",
        f"../g/{question}.svg",
        f"../g/{question}.vl.json",
    ]


AUDIT = [
    f"D’où viennent ces chiffres{NBSP}?",
    f"Chaque commande affiche la fiche d’audit du chiffre{NBSP}: base, filtres, fichiers et requête de contrôle. "
    "Remplacer",
    "ensemble",
    "par un autre groupe au besoin.",
]


def test_the_page_of_an_edition_says_all_this_in_this_order(tmp_path):
    write_report([report()], tmp_path)
    page = Reader(tmp_path / "edition-2031.html")
    command = "barometre audit --edition 2031 --question"
    assert page.texts == [
        "Baromètre & cie", "Aller au contenu", "Toutes les éditions", "Baromètre & cie", f"{MADE_UP}.",
        f"Ces réponses ont été fabriquées pour montrer le fonctionnement de la chaîne de traitement{NBSP}: aucun "
        "chiffre de cette page ne décrit une structure réelle.",
        "Structures retenues", "40", f"Attention{NBSP}: essai",
        "Sommaire", "Les écarts", f"Stratégie{NBSP}: où{NBSP}?", "(1)", "Une stratégie ?", "Questions", "(1)",
        "Des domaines <b> & cie", "Les écarts", f"À lire{NBSP}: ainsi", "Nom", "Part", "Projets", f"50{NBSP}%",
        f"Stratégie{NBSP}: où{NBSP}?", "Une stratégie ?", f"Question Q1. Télécharger{NBSP}:", *DOWNLOADS,
        "Tableau par type et taille de structure",
        f"{ASKED} * Base de moins de 30{NBSP}structures.",
        "Réponse", "Ensemble", f"n{NBSP}={NBSP}40", "EPCI (hors métropoles)", f"n{NBSP}={NBSP}8*",
        "Oui", f"25{NBSP}%", f"25{NBSP}%", "Non", f"75{NBSP}%", "–",
        *AUDIT, "Oui", f"{command} Q1 --modalite Oui --groupe ensemble",
        "Non", f"{command} Q1 --modalite Non --groupe ensemble",
        "Questions", "Des domaines <b> & cie", f"Question Q2. Télécharger{NBSP}:", *DOWNLOADS,
        "Tableau par type et taille de structure", ASKED,
        "Proposition", "Réponse", "Ensemble", f"n{NBSP}={NBSP}40", "Eau", "Oui", f"10{NBSP}%",
        *AUDIT, "Eau, Oui", f"{command} Q2 --sous-question SQ1 --modalite Oui --groupe ensemble",
        f"Source{NBSP}: Observatoire.", f"{MADE_UP}.", FOOTER,
    ]  # fmt: skip
    assert page.links == [
        "rapport.css", "#contenu", "index.html", "#ecarts", "#q1", "#q2",
        *figure("Q1"), "#audit-q1-oui", "#audit-q1-non", "#q1-oui", "#q1-non",
        *figure("Q2"), "#audit-q2-sq1-oui", "#q2-sq1-oui",
    ]  # fmt: skip
    assert page.ids == [
        "contenu", "ecarts", "theme-strategie-ou-1", "q1", "q1-oui", "q1-non", "audit-q1-oui", "audit-q1-non",
        "theme-questions-2", "q2", "q2-sq1-oui", "audit-q2-sq1-oui",
    ]  # fmt: skip
    assert page.images == [("../g/Q1.svg", "Ce que montre Q1."), ("../g/Q2.svg", "Ce que montre Q2.")]


def test_the_index_has_the_newest_edition_first_then_charts_then_tables_that_span_editions(tmp_path):
    old = report(
        "2029", [answer("Q1", "Oui", 10)], [chart("Q1", "T")], titre="Baromètre 2029", source_donnees="reelles",
        faits={"Réponses reçues": "60", "Structures retenues": "50"},
    )  # fmt: skip
    trends = pd.DataFrame([chart("T1", "Une tendance"), chart("T2", "Une autre")])
    galleries = [
        Gallery("tendances", "Tendances", "D’année en année : ainsi", trends, "../tendances/"),
        Gallery("rien", "Rien", "Rien", trends.head(0), "../rien"),
    ]
    files = write_report(
        [old, report()], tmp_path, [section(), section("vide", "Rien à dire", ())], galleries
    )
    assert files == [
        tmp_path / n for n in ("edition-2029.html", "edition-2031.html", "index.html", "rapport.css")
    ]
    page = Reader(tmp_path / "index.html")
    name = "Baromètre de l’Observatoire Data Publica"
    assert page.texts == [
        name, "Aller au contenu", name,
        "Les données, l’intelligence artificielle, la souveraineté numérique et la cybersécurité dans les "
        f"collectivités{NBSP}: tous les résultats, édition par édition.",
        "Éditions", "Baromètre & cie", MADE_UP, "Questions", "2", "Structures retenues", "40",
        "Baromètre 2029", "Questions", "1", "Réponses reçues", "60", "Structures retenues", "50",
        "Tendances", f"D’année en année{NBSP}: ainsi",
        "Une tendance", f"Télécharger{NBSP}:", *DOWNLOADS, "Une autre", f"Télécharger{NBSP}:", *DOWNLOADS,
        "Les écarts", f"À lire{NBSP}: ainsi", "Nom", "Part", "Projets", f"50{NBSP}%",
        "Rien à dire", f"À lire{NBSP}: ainsi", "Nom", "Part", "Aucune ligne.",
        FOOTER,
    ]  # fmt: skip
    assert page.ids == ["contenu", "editions", "tendances", "ecarts", "vide"]
    assert page.links[:4] == ["rapport.css", "#contenu", "edition-2031.html", "edition-2029.html"]
    assert page.links[4:] == [
        f"../tendances/{q}.{s}" for q in ("T1", "T2") for s in ("csv", "png", "svg", "vl.json")
    ]
    assert page.images == [
        ("../tendances/T1.svg", "Ce que montre T1."), ("../tendances/T2.svg", "Ce que montre T2."),
    ]  # fmt: skip


def test_questions_of_one_theme_that_follow_each_other_share_its_part_of_the_page(tmp_path):
    rows = [answer(f"Q{i}", "Oui", 10) for i in range(5)]
    charts = [chart(f"Q{i}", f"T{i}") for i in range(5)]
    themes = {"Q0": "A", "Q1": "A", "Q3": "B", "Q4": "A"}
    write_report([report(rows=rows, charts=charts, themes=themes)], tmp_path)
    page = Reader(tmp_path / "edition-2031.html")
    assert [i for i in page.ids if i.startswith("theme")] == [
        "theme-a-1", "theme-questions-2", "theme-b-3", "theme-a-4",
    ]  # fmt: skip
    start = page.texts.index("Sommaire")
    assert page.texts[start + 1 : start + 15] == [
        "Les écarts", "A", "(2)", "T0", "T1", "Questions", "(1)", "T2", "B", "(1)", "T3", "A", "(1)", "T4",
    ]  # fmt: skip


@pytest.mark.parametrize(("source", "told"), [("reelles", None), ("agregats", "Tableaux agrégés publiés")])
def test_what_is_not_made_up_is_not_said_to_be(tmp_path, source, told):
    write_report([report(source_donnees=source)], tmp_path)
    for name in ("edition-2031.html", "index.html"):
        texts = Reader(tmp_path / name).texts
        assert not any(MADE_UP in t or "fabriquées" in t for t in texts)
        assert any(told in t for t in texts) if told else not any("agrégés" in t for t in texts)


def test_pages_are_tidy_text_files(tmp_path):
    """Layout tags leave no blank lines and no indentation; the file ends with a line end."""
    for path in write_report([report()], tmp_path):
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n")
        if path.suffix == ".html":
            assert not [line for line in text.split("\n") if line != line.lstrip()]
            assert "\n\n\n\n" not in text


def test_the_key_of_an_edition_makes_a_safe_file_name(tmp_path):
    write_report([report("2031 été")], tmp_path)
    assert (tmp_path / "edition-2031-ete.html").is_file()
    assert "edition-2031-ete.html" in Reader(tmp_path / "index.html").links


def test_a_field_that_a_page_needs_and_does_not_have_stops_the_run(tmp_path):
    from jinja2 import UndefinedError

    from barometre_pipeline.publication.pages import templates

    with pytest.raises(UndefinedError):
        templates("barometre_pipeline.publication.report").get_template("index.html.j2").render()
