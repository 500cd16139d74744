"""Writes the report of every edition the lake holds, and what is shown across editions."""

from collections.abc import Iterator, Mapping

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts import ChartContext
from barometre_pipeline.publication.report import EditionReport, Gallery, ReportSection, write_report
from barometre_pipeline.publication.report.quality_sections import unequal_response, who_answered
from barometre_pipeline.publication.report.sections import TABLES_SHOWN, sections, with_labels
from barometre_pipeline.publication.told import (
    told_changes,
    told_crossings,
    told_reconciliation,
    told_traces,
)
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import written_files
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.vocabulary import GROUPES


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the pages."""
    known = [e for e in tables.editions("gold/graphiques") if e in editions]
    reports = [_edition_report(tables, editions[e]) for e in known]
    folder = tables.root() / tables.folder()
    pages = write_report(reports, folder, _sections(tables), _galleries(tables)) if reports else []
    return {"gold/pages": written_files(pages, tables.root())}


def _edition_report(tables: DeclaredTables, edition: Edition) -> EditionReport:
    key = edition.key
    context = tables.read("gold/contexte", key).iloc[0]
    sizes = tables.read("silver/structures", key)["type"].value_counts()
    questions = tables.read("bronze/questions", key)
    facts = {
        "Réponses reçues": str(context["reponses_recues"]),
        "Structures retenues": str(context["reponses_retenues"]),
        **{GROUPES[str(t)]: str(n) for t, n in sizes.items()},
    }
    return EditionReport(
        edition=key,
        titre=edition.config.titre,
        source=ChartContext.of_edition(edition.config).source,
        source_donnees=edition.config.source_donnees,
        tris=tables.read("gold/tris", key),
        graphiques=tables.read("gold/graphiques", key),
        dossier_graphiques=f"../{key}/graphiques",
        themes=dict(zip(questions["question"], questions["groupe_questions"], strict=True)),
        faits=facts,
        sections=tuple(_samples(tables, key)),
        galeries=_declared(tables, key),
        remarques=(*edition.config.remarques, *str(context["avertissements"]).splitlines()),
    )


def _declared(tables: DeclaredTables, edition: str) -> tuple[Gallery, ...]:
    """Return the declared charts of an edition, theme by theme in the order of the catalogue."""
    if not tables.exists("gold/graphiques_declares"):
        return ()
    index = tables.read("gold/graphiques_declares")
    mine = index[index["edition"] == edition].sort_values("ordre")
    return tuple(
        Gallery(
            ancre=f"graphiques-{theme.theme.replace('_', '-')}",
            titre=theme.libelle,
            chapo="",
            graphiques=mine[mine["theme"] == theme.theme],
            dossier="../graphiques_declares",
        )
        for theme in read_catalogue(tables).themes
    )


def _samples(tables: DeclaredTables, edition: str) -> Iterator[ReportSection]:
    """Yield who answered an edition, then what unequal response would do to the shares printed of it."""
    catalogue = read_catalogue(tables)
    if tables.exists("gold/terrain") and tables.exists("gold/qualite"):
        statements, groups = tables.read("gold/terrain"), tables.read("gold/qualite")
        for _, statement in statements[statements["edition"] == edition].iterrows():
            mine = (groups["edition"] == edition) & (groups["public"] == statement["public"])
            yield who_answered(statement, groups[mine], catalogue)
    if tables.exists("gold/sensibilite") and tables.exists("gold/rapprochement"):
        moved = tables.read("gold/sensibilite")
        told = moved["trace_id"].isin(told_traces(tables.read("gold/indicateurs")))
        moved = moved[told & (moved["edition"] == edition)]
        named = with_labels(moved, catalogue).assign(nom_population=moved["population"])
        yield unequal_response(named, tables.read("gold/rapprochement"))


def _sections(tables: DeclaredTables) -> list[ReportSection]:
    catalogue = read_catalogue(tables)
    shown = (sections(t, _told(tables, t), catalogue) for t in TABLES_SHOWN if tables.exists(t))
    return [section for of_table in shown for section in of_table]


def _told(tables: DeclaredTables, name: str) -> pd.DataFrame:
    """Return what may be told of a table that spans editions."""
    table = tables.read(name)
    if name not in ("gold/evolutions", "gold/croisements", "gold/rapprochement"):
        return table
    indicators = tables.read("gold/indicateurs")
    if name == "gold/rapprochement":
        return told_reconciliation(table, told_traces(indicators))
    cut = told_changes if name == "gold/evolutions" else told_crossings
    return cut(table, indicators)


def _galleries(tables: DeclaredTables) -> list[Gallery]:
    if not tables.exists("gold/tendances"):
        return []
    gallery = Gallery(
        ancre="tendances",
        titre="Les évolutions en graphiques",
        chapo="Un graphique par indicateur connu pour au moins deux années, sur la population que le catalogue "
        "lui donne : part publiée, base de chaque année et limites de la comparaison. L’intervalle à 95 % est celui "
        "de la part redressée, à laquelle il est joint, ou de la part publiée quand elle est celle du sondage ou de "
        "tableaux sans redressement ; la légende de chaque graphique le dit.",
        graphiques=tables.read("gold/tendances"),
        dossier="../tendances",
    )
    return [gallery]
