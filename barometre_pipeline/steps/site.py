"""Writes the site: every edition the lake holds, every indicator, every printed figure."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.errata import load_errata
from barometre_pipeline.catalogue.family import load_family
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.french.numbers import number
from barometre_pipeline.publication.charts import ChartContext
from barometre_pipeline.publication.charts.declared import not_drawn
from barometre_pipeline.publication.site import EditionReport, ReportSection, SiteContent, write_site
from barometre_pipeline.publication.site.quality_sections import unequal_response, who_answered
from barometre_pipeline.publication.site.sections import sections, with_labels
from barometre_pipeline.publication.told import (
    reliable_indicators,
    told_changes,
    told_crossings,
    told_indicators,
    told_reconciliation,
    told_traces,
)
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import written_files
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import empty_frame
from barometre_pipeline.vocabulary import GROUPES, REGLE_SERIES

_KEPT = {"collectivites": "Structures retenues", "francais": "Personnes interrogées"}
_DOWNLOADS = ("gold/donnees_ouvertes", "gold/tableaux", "gold/supports")


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the files of the site."""
    catalogue = read_catalogue(tables)
    indicators = _read(tables, "gold/indicateurs")
    with_charts = set(tables.editions("gold/graphiques"))
    known = sorted((with_charts | set(indicators["edition"].astype(str))) & set(editions))
    if not known:
        return {"gold/pages": written_files([], tables.root())}
    printed = indicators[indicators["imprime"].astype(bool)]
    standing = _read(tables, "gold/rapprochement")
    changes = _judged_changes(tables, indicators)
    content = SiteContent(
        editions=tuple(
            _edition_report(tables, editions[e], catalogue, e in with_charts, indicators) for e in known
        ),
        catalogue=catalogue,
        family=load_family(),
        indicateurs=reliable_indicators(told_indicators(printed)),
        series=told_indicators(
            indicators[~indicators["imprime"].astype(bool) & (indicators["regle_base"] == REGLE_SERIES)]
        ),
        retenues=printed[~printed["publiable"].astype(bool)],
        tendances=_read(tables, "gold/tendances"),
        declares=_read(tables, "gold/graphiques_declares"),
        evolutions=changes,
        rapprochement=told_reconciliation(standing, told_traces(indicators)),
        documents=load_documents(),
        non_calculables=_read(tables, "gold/non_calculables"),
        fichiers=pd.concat([_read(tables, t)[["fichier", "octets"]] for t in _DOWNLOADS], ignore_index=True),
        errata=load_errata(catalogue, (editions[e].folder for e in known)),
        contact=next((c for e in reversed(known) if (c := editions[e].config.contact)), ""),
        **_sections(tables, catalogue, indicators, changes),
    )
    pages = write_site(content, tables.root() / tables.folder())
    return {"gold/pages": written_files(pages, tables.root())}


def _read(tables: DeclaredTables, name: str) -> pd.DataFrame:
    """Return a table that spans editions, empty where nothing was computed."""
    return tables.read(name) if tables.exists(name) else empty_frame(TABLES[name])


def _judged_changes(tables: DeclaredTables, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the changes that are judged and may be told; of the others the site says nothing."""
    changes = _read(tables, "gold/evolutions")
    return told_changes(changes[changes["famille"].astype(bool)], indicators)


def _edition_report(
    tables: DeclaredTables, edition: Edition, catalogue: Catalogue, charted: bool, indicators: pd.DataFrame
) -> EditionReport:
    key = edition.key
    warnings: tuple[str, ...] = ()
    statements = _statements(tables, key)
    facts = {_KEPT[p]: number(int(r["retenues"])) for p, r in statements.items()}
    themes: dict[str, str] = {}
    if charted:
        context = tables.read("gold/contexte", key).iloc[0]
        sizes = tables.read("silver/structures", key)["type"].value_counts()
        questions = tables.read("bronze/questions", key)
        facts = {
            "Réponses reçues": str(context["reponses_recues"]),
            "Structures retenues": str(context["reponses_retenues"]),
            **{GROUPES[str(t)]: str(n) for t, n in sizes.items()},
        }
        themes = dict(zip(questions["question"], questions["groupe_questions"], strict=True))
        warnings = tuple(str(context["avertissements"]).splitlines())
    return EditionReport(
        edition=key,
        titre=edition.config.titre,
        source=ChartContext.of_edition(edition.config).source,
        source_donnees=edition.config.source_donnees,
        tris=tables.read("gold/tris", key) if charted else empty_frame(TABLES["gold/tris"]),
        graphiques=tables.read("gold/graphiques", key) if charted else empty_frame(TABLES["gold/graphiques"]),
        dossier_graphiques=f"../{key}/graphiques",
        themes=themes,
        faits=facts,
        sections=tuple(_samples(tables, key, catalogue, indicators)),
        remarques=(*edition.config.remarques, *warnings),
        sondage_fabrique=edition.config.source_donnees != "demonstration"
        and "francais" in statements
        and statements["francais"]["source_donnees"] == "demonstration",
        fins={p: str(r["fin"]) for p, r in statements.items() if pd.notna(r["fin"]) and r["fin"]},
        absents=tuple(not_drawn(indicators, catalogue, key)),
    )


def _statements(tables: DeclaredTables, edition: str) -> dict[str, Any]:
    """Return the row of ``gold/terrain`` of each public that answered an edition."""
    known = _read(tables, "gold/terrain")
    return {str(r["public"]): r for r in known[known["edition"] == edition].to_dict("records")}


def _samples(
    tables: DeclaredTables, edition: str, catalogue: Catalogue, indicators: pd.DataFrame
) -> Iterator[ReportSection]:
    """Yield who answered an edition, then what unequal response would do to the shares printed of it."""
    if tables.exists("gold/terrain") and tables.exists("gold/qualite"):
        statements, groups = tables.read("gold/terrain"), tables.read("gold/qualite")
        for _, statement in statements[statements["edition"] == edition].iterrows():
            mine = (groups["edition"] == edition) & (groups["public"] == statement["public"])
            yield who_answered(statement, groups[mine], catalogue)
    if tables.exists("gold/sensibilite") and tables.exists("gold/rapprochement"):
        moved = tables.read("gold/sensibilite")
        moved = moved[moved["trace_id"].isin(told_traces(indicators)) & (moved["edition"] == edition)]
        named = with_labels(moved, catalogue).assign(nom_population=moved["population"])
        yield unequal_response(named, tables.read("gold/rapprochement"))


def _sections(
    tables: DeclaredTables, catalogue: Catalogue, indicators: pd.DataFrame, changes: pd.DataFrame
) -> dict[str, tuple[ReportSection, ...]]:
    """Return the tables that span editions, each on the page it belongs to."""
    pages = {
        "changements": ("gold/evolutions",),
        "croisements": ("gold/croisements",),
        "qualite": ("gold/terrain",),
        "equipe": ("gold/scores", "gold/rapprochement", "gold/contradictions"),
    }
    return {
        page: tuple(
            section
            for name in names
            if tables.exists(name)
            for section in sections(
                name, changes if name == "gold/evolutions" else _told(tables, name, indicators), catalogue
            )
        )
        for page, names in pages.items()
    }


def _told(tables: DeclaredTables, name: str, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return what may be told of a table that spans editions."""
    table = tables.read(name)
    if name == "gold/croisements":
        return told_crossings(table, indicators)
    return told_reconciliation(table, told_traces(indicators)) if name == "gold/rapprochement" else table
