"""A small site with invented values: two editions, one indicator of local authorities, one of the French."""

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
from samples import all_questions, index_of, questions

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.family import load_family
from barometre_pipeline.publication.charts import ChartContext, build_charts
from barometre_pipeline.publication.site import EditionReport, SiteContent
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import empty_frame

EDITION = "2031"
OURS, THEIRS = "cadre_strategique_data", "opinion_information_donnees"
NBSP = "\u00a0"


class Page(HTMLParser):
    """What the tests look at: tags and their attributes, identifiers, text, rows of tables."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.text, self.rows, self.links = [], "", [], {}
        self._cell = self._link = None
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = self.rows[-1]
        if tag == "br" and self._cell is not None:
            self._cell[-1] += " | "
        if tag == "a":
            self._link = dict(attrs).get("href")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._cell = None
        if tag == "a":
            self._link = None

    def handle_data(self, data):
        self.text += data
        if self._cell is not None:
            self._cell[-1] += data
        if self._link is not None:
            self.links[self._link] = self.links.get(self._link, "") + data

    def all(self, tag):
        return [a for t, a in self.tags if t == tag]

    def ids(self):
        return [a["id"] for _, a in self.tags if "id" in a]

    def row(self, first):
        return next(r for r in self.rows if r and r[0] == first)


def value(indicator, category, edition, n, base, population=None, cut=("", ""), weighted=None, **changes):
    """One row of ``gold/indicateurs`` that may be told."""
    own = load_catalogue().indicateurs[indicator].population
    share = n / base if base else float("nan")
    poll = own == "francais"
    weighted = share if poll else weighted
    given = {
        "edition": edition, "indicateur": indicator, "categorie": category, "population": population or own,
        "base_ponderee": 0, "redressement_faible": False,
        "ventilation": cut[0], "modalite": cut[1] or (own if own != "ensemble" and not poll else ""),
        "regle_base": "sans_reponse_exclues", "imprime": True, "n": n, "base": base, "part": share,
        "part_publiable": share, "part_ponderee": float("nan") if weighted is None else weighted,
        "ic_bas": float("nan") if weighted is None else weighted - 0.05,
        "ic_haut": float("nan") if weighted is None else weighted + 0.05,
        "ic_de": "" if weighted is None else "part_ponderee", "base_faible": base < 30,
        "source_donnees": "demonstration",
        "trace_id": f"{indicator}-{category}-{edition}-{population}-{cut[1]}",
    }  # fmt: skip
    return given | changes


def chart_row(name, title, **more):
    files = {k: f"x/{name}.{s}" for k, s in {
        "svg": "svg", "svg_etroit": "etroit.svg", "png": "png", "json": "vl.json", "fichier_csv": "csv",
    }.items()}  # fmt: skip
    return {"titre": title, "description": f"Ce que montre {title}, valeurs comprises.", **files, **more}


def values():
    rows = [
        value(OURS, "adopte", EDITION, 75, 250, weighted=0.27),
        value(OURS, "adopte", "2030", 40, 200),
        value(OURS, "adopte", EDITION, 12, 20, "epci", ("type", "epci")),
        value(OURS, "non_prevu", EDITION, 100, 250),
        value(THEIRS, "bien_informe", EDITION, 310, 1000),
        value(THEIRS, "bien_informe", EDITION, 170, 500, cut=("sexe", "femme")),
    ]
    return pd.DataFrame(rows)


def printed(figure, indicator, category, value_, computed, status="cale", **changes):
    own = load_catalogue().indicateurs[indicator].population
    return {
        "chiffre": figure, "document": "note_2025", "rubrique": "Une part", "indicateur": indicator,
        "categorie": category, "population": own, "edition": EDITION, "statistique": "part", "edition_reference": "",
        "valeur_publiee": value_, "valeur_calculee": computed, "valeur_arrondie": computed, "ecart": 0.0, "n": 75,
        "base": 250, "statut": status, "raison": "", "explication": "", "donnees": "demonstration",
        "trace_id": f"{indicator}-{category}-{EDITION}-None-",
    } | changes  # fmt: skip


def report(tmp_path, source="demonstration", **changes):
    context = ChartContext(EDITION, "Observatoire Data Publica", source)
    tris = all_questions(source=source)
    index = index_of(
        build_charts(tris, questions(), context), tmp_path / "publication" / EDITION / "graphiques"
    )
    given = EditionReport(
        edition=EDITION, titre="Baromètre 2031", source="Observatoire Data Publica", source_donnees=source,
        tris=tris, graphiques=index, dossier_graphiques=f"../{EDITION}/graphiques",
        themes={"G1Q01": "Stratégie", "G1Q02": "Stratégie", "G1Q03": "Domaines", "G1Q04": "Domaines"},
        faits={"Réponses reçues": "60", "Structures retenues": "40"},
    )  # fmt: skip
    return replace(given, **changes)


def content(*reports, **changes):
    themes = {i.nom: t.theme for t in load_catalogue().themes for i in t.indicateurs}
    declared = [
        chart_row("a", "Un cadre ?", indicateur=OURS, edition=EDITION, graphique="a", theme=themes[OURS], ordre=2),
        chart_row("b", "Informés ?", indicateur=THEIRS, edition=EDITION, graphique="b", theme=themes[THEIRS], ordre=1),
        chart_row("c", "Un cadre, avant", indicateur=OURS, edition="2030", graphique="a", theme=themes[OURS], ordre=1),
    ]  # fmt: skip
    given = {
        "editions": reports, "catalogue": load_catalogue(), "family": load_family(), "indicateurs": values(),
        "retenues": values().head(0), "tendances": pd.DataFrame([chart_row("t", "Un cadre, par an", indicateur=OURS)]),
        "declares": pd.DataFrame(declared), "evolutions": empty_frame(TABLES["gold/evolutions"]),
        "rapprochement": pd.DataFrame([printed("note_2025-001", OURS, "adopte", 30.0, 30.0)]),
        "documents": {"note_2025": "Note de 2025"},
        "non_calculables": empty_frame(TABLES["gold/non_calculables"]),
    }  # fmt: skip
    return SiteContent(**(given | changes))
