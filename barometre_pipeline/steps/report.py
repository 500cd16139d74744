"""The publication steps that look across editions: the report site and the open-data package."""

from pathlib import Path

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts import ChartContext
from barometre_pipeline.publication.opendata import open_tris, write_package
from barometre_pipeline.publication.report import EditionReport, Gallery, Section, write_report
from barometre_pipeline.publication.report.sections import TABLES_SHOWN, section
from barometre_pipeline.steps.edition import Frames
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.vocabulary import GROUPES

REPORT = "publication/rapport"
OPEN_DATA = "publication/donnees_ouvertes"


def report_step(lake: Lake, editions: dict[str, Edition]) -> Frames:
    """Write the report of every edition the lake holds, and index its pages."""
    folder = Path(str(lake.root / REPORT))
    known = [e for e in lake.editions("gold/graphiques") if e in editions]
    reports = [_edition_report(lake, editions[e]) for e in known]
    pages = write_report(reports, folder, list(_sections(lake)), _galleries(lake)) if reports else []
    return {"gold/pages": _index(pages, lake)}


def _edition_report(lake: Lake, edition: Edition) -> EditionReport:
    key = edition.key
    context = read_valid(lake, "gold/contexte", key).iloc[0]
    structures = read_valid(lake, "silver/structures", key)
    sizes = structures["type"].value_counts()
    questions = read_valid(lake, "bronze/questions", key)
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
        tris=read_valid(lake, "gold/tris", key),
        graphiques=read_valid(lake, "gold/graphiques", key),
        dossier_graphiques=f"../{key}/graphiques",
        themes=dict(zip(questions["question"], questions["groupe_questions"], strict=True)),
        faits=facts,
        remarques=(*edition.config.remarques, *str(context["avertissements"]).splitlines()),
    )


def _sections(lake: Lake) -> list[Section]:
    return [section(table, read_valid(lake, table)) for table in TABLES_SHOWN if lake.exists(table)]


def _galleries(lake: Lake) -> list[Gallery]:
    if not lake.exists("gold/tendances"):
        return []
    gallery = Gallery(
        ancre="tendances",
        titre="Les évolutions en graphiques",
        chapo="Un graphique par indicateur connu pour au moins deux années, sur la population que le catalogue "
        "lui donne : part publiée, intervalle à 95 %, base de chaque année et limites de la comparaison.",
        graphiques=read_valid(lake, "gold/tendances"),
        dossier="../tendances",
    )
    return [gallery]


def open_data_step(lake: Lake) -> Frames:
    """Write the open-data package: tabulations of every edition, small cells withheld."""
    folder = Path(str(lake.root / OPEN_DATA))
    frames = [read_valid(lake, "gold/tris", e) for e in lake.editions("gold/tris")]
    if not frames:
        return {"gold/donnees_ouvertes": _index([], lake)}
    package = write_package(
        [open_tris(pd.concat(frames, ignore_index=True))],
        folder,
        "Baromètre de l’Observatoire Data Publica",
        "Observatoire Data Publica",
    )
    return {"gold/donnees_ouvertes": _index(sorted(p for p in package.parent.iterdir() if p.is_file()), lake)}


def _index(files: list[Path], lake: Lake) -> pd.DataFrame:
    root = Path(str(lake.root))
    return pd.DataFrame(
        {
            "fichier": pd.Series([f.relative_to(root).as_posix() for f in files], dtype="str"),
            "octets": pd.Series([f.stat().st_size for f in files], dtype="int64"),
        }
    )
