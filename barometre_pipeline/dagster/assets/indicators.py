"""One asset per indicator, by edition: the indicators of a theme are computed by one step.

Which indicators there are is the catalogue's, extended by the codebooks found when the definitions are loaded. What an
edition adds later is computed all the same, and told: its own asset comes with the next load.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import dagster as dg
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.dagster.assets.raw import raw_key
from barometre_pipeline.dagster.assets.work import Work
from barometre_pipeline.dagster.indicator_metadata import files_received, indicator_metadata, indicator_tags
from barometre_pipeline.dagster.metadata import OWNERS, asset_key, column_schema, indicator_key
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.indicators.presentation import definition
from barometre_pipeline.provenance.code_version import code_of_asset
from barometre_pipeline.provenance.data_version import row_hashes, rows_version
from barometre_pipeline.provenance.freshness import computes
from barometre_pipeline.tables.declarations.indicators import EVALUATION, SANS_VALEUR, VALEURS
from barometre_pipeline.tables.registry import ASSETS, Asset
from barometre_pipeline.tables.schema import empty_frame

ADDED: Final = dg.AssetKey(["indicateur", "ajoutes_depuis"])
_KNOWN_TAG: Final = "barometre/themes"  # those that had a step when a run was asked for
_ADDED_GROUP: Final = "indicateurs_ajoutes"
_ASSET: Final[Asset] = ASSETS[EVALUATION.name]


def indicator_assets(catalogue: Catalogue) -> list[dg.AssetsDefinition]:
    """Build the step of each theme, and one for the themes that the catalogue does not know yet."""
    themes = dict.fromkeys(t.theme for t in catalogue.themes)
    return [*(_theme(catalogue, theme) for theme in themes), _added(frozenset(themes))]


def _theme(catalogue: Catalogue, theme: str) -> dg.AssetsDefinition:
    names = catalogue.of_theme(theme)
    mine = {indicator_key(name): name for name in names}

    @dg.multi_asset(
        name=f"{EVALUATION.name}_{theme}",
        specs=[_spec(catalogue, theme, catalogue.indicateurs[name]) for name in names],
        partitions_def=EDITIONS,
        backfill_policy=dg.BackfillPolicy.single_run(),
        can_subset=True,
        required_resource_keys={"paths"},
    )
    def computed(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        work = Work(_ASSET, context)
        recorded = catalogue_of(work.lake)
        whole = context.selected_asset_keys == set(mine)
        asked = recorded.of_theme(theme) if whole else [mine[k] for k in context.selected_asset_keys]
        hashes: dict[dg.AssetKey, dict[str, pd.Series]] = {k: {} for k in context.selected_asset_keys}
        for edition in _mapped(work, recorded):
            frames = work.compute_part(edition, theme, asked, whole)
            rows, why = (_by_indicator(frames[t.name]) for t in (VALEURS, SANS_VALEUR))
            identity, files = row_hashes(frames[VALEURS.name]), files_received(work, edition)
            for key in context.selected_asset_keys:
                name = mine[key]
                values = rows.get(name, frames[VALEURS.name].head(0))
                hashes[key][edition] = identity[values.index]
                if found := recorded.indicateurs.get(name):
                    left = why.get(name, frames[SANS_VALEUR.name].head(0))
                    said = indicator_metadata(recorded, found, edition, values, left, files)
                    context.add_asset_metadata(said, asset_key=key, partition_key=edition)
        _tell_new(context, [n for n in asked if n not in names])
        for key, of_editions in hashes.items():
            yield dg.MaterializeResult(asset_key=key, data_version=dg.DataVersion(rows_version(of_editions)))

    return computed


def _added(known: frozenset[str]) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=f"{EVALUATION.name}_ajoutes",
        specs=[_added_spec()],
        op_tags={_KNOWN_TAG: " ".join(sorted(known))},
        partitions_def=EDITIONS,
        backfill_policy=dg.BackfillPolicy.single_run(),
        required_resource_keys={"paths"},
    )
    def computed(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        work = Work(_ASSET, context)
        recorded = catalogue_of(work.lake)
        planned = _known_when_planned(context, known)
        new = [t for t in dict.fromkeys(t.theme for t in recorded.themes) if t not in planned]
        rows = 0
        for key in _mapped(work, recorded):
            for theme in new:
                rows += len(work.compute_part(key, theme, recorded.of_theme(theme), True)[VALEURS.name])
            _tell_new(context, [n for theme in new for n in recorded.of_theme(theme)])
        said: dict[str, Any] = {"Thèmes": ", ".join(new) or "aucun", "dagster/row_count": rows}
        yield dg.MaterializeResult(asset_key=ADDED, metadata=said)

    return computed


def _mapped(work: Work, recorded: Catalogue) -> list[str]:
    """Return the editions of a run that have indicators: an edition whose questions are mapped to nothing has none."""
    return [e for e in map(str, work.editions()) if computes(work.lake, _ASSET, e, recorded.editions)]


def _known_when_planned(context: dg.AssetExecutionContext, known: frozenset[str]) -> frozenset[str]:
    """Return the themes that have a step in the plan of a run: its process may know more than the one that asked."""
    identity = context.run.execution_plan_snapshot_id
    plan = context.instance.get_execution_plan_snapshot(identity) if identity else None
    mine = [s for s in plan.steps if s.key == f"{EVALUATION.name}_ajoutes"] if plan else []
    told = (mine[0].tags or {}).get(_KNOWN_TAG) if mine else None
    return known if told is None else frozenset(told.split())


def _added_spec() -> dg.AssetSpec:
    return dg.AssetSpec(
        key=ADDED,
        group_name=_ADDED_GROUP,
        description="Les thèmes qu’un livre de codes a ajoutés depuis que l’interface est ouverte : ils sont calculés "
        "et publiés comme les autres. « Reload definitions » donne un asset à chacun de leurs indicateurs.",
        deps=_deps(),
        owners=OWNERS,
        code_version=code_of_asset(_ASSET.name),
    )


def _spec(catalogue: Catalogue, theme: str, indicator: Indicator) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=indicator_key(indicator.nom),
        deps=_deps(),
        description=definition(catalogue, indicator),
        group_name=f"indicateurs_{theme}",
        owners=OWNERS,
        kinds=set(EVALUATION.kinds),
        tags={"couche": "gold", "donnees_personnelles": "non", **indicator_tags(indicator.nom)},
        code_version=code_of_asset(_ASSET.name),
        # With the definition, not with each edition's values: it is the same for all.
        metadata={"dagster/column_schema": _columns()},
    )


@cache
def _columns() -> dg.TableSchema:
    return column_schema(VALEURS, empty_frame(VALEURS))


@cache
def _deps() -> list[dg.AssetKey]:
    raw = (raw_key(i) for i in _ASSET.step.raw)
    return [*raw, *(asset_key(t) for t in _ASSET.reads)]


def _by_indicator(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(name): rows for name, rows in frame.groupby("indicateur", sort=False, observed=True)}


def _tell_new(context: dg.AssetExecutionContext, names: Sequence[str]) -> None:
    if names:
        context.log.warning(
            f"Calculés et publiés, mais sans asset dans l’interface{NBSP}: {', '.join(names)}. "
            f"Rechargez les définitions («{NBSP}Reload definitions{NBSP}») pour les voir."
        )
