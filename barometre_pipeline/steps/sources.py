"""The steps of an edition's other sources, the poll and published tables, as plain functions."""

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.sources.files import describe_file
from barometre_pipeline.sources.ipsos import read_polls
from barometre_pipeline.sources.ipsos.config import FILE_NAME, load_config
from barometre_pipeline.sources.published.reading import read_aggregates
from barometre_pipeline.steps.edition import Frames


def poll_step(edition: Edition) -> Frames:
    """Read the poll of an edition; ``silver/sondes`` has no row where only tables were delivered."""
    folder = edition.folder / "ipsos"
    # The reference delivery comes first; microdata, where any delivery has them, serve the indicators.
    deliveries = read_polls(folder, edition.key)
    reference = deliveries[0]
    microdata = next((d.sondes for d in deliveries if d.sondes is not None), None)
    config = load_config(folder / FILE_NAME, f"{edition.key}/ipsos/{FILE_NAME}")
    source = config.source_donnees or edition.config.source_donnees
    return {
        "bronze/sondage_variables": reference.questions().assign(edition=edition.key),
        "bronze/sondage_modalites": reference.modalites().assign(edition=edition.key),
        "bronze/sondage_extraits": _files(edition, "ipsos", source, reference.avertissements),
        "silver/sondes": microdata
        if microdata is not None
        else pd.DataFrame({"poids": pd.Series(dtype="float64")}),
        "gold/sondage_tris": reference.tris.assign(edition=edition.key, source_donnees=source),
    }


def aggregates_step(edition: Edition) -> Frames:
    """Read an edition that exists only as published tables."""
    read = read_aggregates(edition.folder / "agregats", edition.key)
    return {
        "bronze/agregats_extraits": _files(edition, "agregats", "agregats", read.avertissements),
        "silver/agregats": read.tableaux,
    }


def _files(edition: Edition, source: str, origin: str, notes: tuple[str, ...]) -> pd.DataFrame:
    raw = edition.folder.parent
    files = sorted(p for p in (edition.folder / source).rglob("*") if p.is_file())
    described = [describe_file(p, raw, source) for p in files]
    return pd.DataFrame(
        {
            "edition": edition.key,
            "fichier": [d.path for d in described],
            "sha256": [d.sha256 for d in described],
            "octets": [d.size for d in described],
            "source_donnees": origin,
            "avertissements": "\n".join(notes),
        }
    )
