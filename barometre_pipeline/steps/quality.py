"""Says of every edition and public who answered, and what the sample is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.quality import (
    fieldwork_row,
    fieldwork_table,
    poll_groups,
    poll_weights,
    printed_groups,
    quality_table,
    survey_groups,
)
from barometre_pipeline.statistics.weights import WeightSpread, weight_spread
from barometre_pipeline.tables.declarations.quality import QUALITE, TERRAIN
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame

_LOCAL, _OPINION = {"public": "collectivites"}, {"public": "francais"}
Sample = tuple[pd.DataFrame, WeightSpread, dict[str, Any]]


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return who answered by group, and a statement for each edition and public that the lake holds."""
    samples = [*_surveys(editions, tables), *_polls(tables), *_published(editions, tables)]
    samples.sort(key=lambda s: (s[2]["edition"], s[2]["public"]))
    if not samples:
        return {"gold/qualite": empty_frame(QUALITE), "gold/terrain": empty_frame(TERRAIN)}
    named = ("edition", "public", "source_donnees")
    return {
        "gold/qualite": quality_table(g.assign(**{k: told[k] for k in named}) for g, _, told in samples),
        "gold/terrain": fieldwork_table([fieldwork_row(*sample) for sample in samples]),
    }


def _surveys(editions: Mapping[str, Edition], tables: DeclaredTables) -> Iterator[Sample]:
    for edition in tables.editions("gold/contexte"):
        plan = tables.read("silver/plan_de_sondage", edition)
        context = tables.read("gold/contexte", edition).iloc[0]
        columns = ("reponses_recues", "vides", "incompletes", "douteuses", "doublons")
        told = {
            **_declared(editions, edition),
            **{c: int(context[c]) for c in columns},
            **{c: str(context[c]) for c in ("premiere_reponse", "derniere_reponse", "source_donnees")},
        }
        yield survey_groups(plan), weight_spread(plan["poids"], plan["repondants"]), told


def _polls(tables: DeclaredTables) -> Iterator[Sample]:
    for edition in tables.editions("gold/sondage_tris"):
        counted = tables.read("gold/sondage_tris", edition)
        method = tables.read("bronze/sondage_terrain", edition).iloc[0]
        columns = ("institut", "debut", "fin", "mode", "population_visee", "quotas")
        source = str(tables.read("bronze/sondage_extraits", edition)["source_donnees"].iloc[0])
        told = {**_OPINION, "edition": edition, "source_donnees": source} | {
            c: str(method[c]) for c in columns
        }
        people = tables.read("silver/sondes", edition)
        yield poll_groups(counted, people), poll_weights(people, counted), told


def _published(editions: Mapping[str, Edition], tables: DeclaredTables) -> Iterator[Sample]:
    nothing = WeightSpread(float("nan"), float("nan"), float("nan"))
    for edition in tables.editions("silver/agregats"):
        source = str(tables.read("bronze/agregats_extraits", edition)["source_donnees"].iloc[0])
        told = {**_declared(editions, edition), "source_donnees": source}
        yield printed_groups(tables.read("silver/agregats", edition)), nothing, told


def _declared(editions: Mapping[str, Edition], edition: str) -> dict[str, Any]:
    """Return what the edition's YAML says of the fieldwork; an edition whose files are gone says nothing."""
    told = {**_LOCAL, "edition": edition}
    if edition not in editions:
        return told
    config = editions[edition].config
    return told | {
        "debut": _day(config.collecte.debut),
        "fin": _day(config.collecte.fin),
        "mode": config.methode.mode,
        "sollicitation": config.methode.sollicitation,
        "invitations": config.methode.invitations,
    }


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""
