"""The Great Expectations suite as a Dagster check that warns: drift against the previous edition, with Data Docs."""

import shutil
from pathlib import Path

import dagster as dg
import pandas as pd

from barometre_pipeline.dagster.checks import partition_keys
from barometre_pipeline.dagster.jobs import GX_CHECK
from barometre_pipeline.dagster.partitions import PARTITIONS
from barometre_pipeline.expectations.drift import DriftRule, response_rules, structure_rules
from barometre_pipeline.french.numbers import count
from barometre_pipeline.lake import Lake


def previous_edition(lake: Lake, edition: str) -> str | None:
    """Return the last edition before this one that the lake holds."""
    return max((e for e in lake.editions("silver/structures") if e < edition), default=None)


def suites(lake: Lake, edition: str) -> dict[str, tuple[pd.DataFrame, list[DriftRule]]]:
    """Return the tables to examine with their rules."""
    before = previous_edition(lake, edition)
    structures, responses = lake.read("silver/structures", edition), lake.read("silver/reponses", edition)
    old_structures = lake.read("silver/structures", before) if before else None
    old_responses = lake.read("silver/reponses", before) if before else None
    # Great Expectations compares plain values, not dictionary codes.
    plain = responses.apply(lambda c: c.astype("str") if isinstance(c.dtype, pd.CategoricalDtype) else c)
    return {
        "silver/structures": (structures, structure_rules(old_structures)),
        "silver/reponses": (plain, response_rules(responses, old_responses)),
    }


@dg.asset_check(
    asset=dg.AssetKey(["silver", "reponses"]),
    name=GX_CHECK,
    description="Great Expectations : ce qui a changé de façon suspecte depuis l’édition précédente (avertissement), "
    "avec ses Data Docs en HTML.",
    additional_deps=[dg.AssetKey(["silver", "structures"])],
    required_resource_keys={"paths"},
    partitions_def=PARTITIONS["limesurvey"],
)
def derive_great_expectations(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Run the suites of each edition of the run; loading the library is left to this moment."""
    from barometre_pipeline.expectations.runner import run_suites

    paths = context.resources.paths
    lake = paths.open_lake()
    failed: list[str] = []
    evaluated = 0
    sites: dict[str, dg.MetadataValue] = {}
    for edition in partition_keys(context):
        docs = Path(str(lake.root)).resolve() / "data_docs" / edition
        shutil.rmtree(docs, ignore_errors=True)
        closed_on = paths.edition(edition).config.collecte.fin
        for result in run_suites(edition, suites(lake, edition), docs, closed_on):
            evaluated += result.evaluated
            failed += [f"{edition} {f}" for f in result.failed]
        sites[f"Data Docs {edition}"] = dg.MetadataValue.path(str(docs / "index.html"))
    return dg.AssetCheckResult(
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,
        description=_told(len(failed)) if failed else None,
        metadata={"Attentes évaluées": evaluated, "Non tenues": "\n".join(failed[:20]) or "aucune", **sites},
    )


def _told(failed: int) -> str:
    return f"{count(failed, 'attente non tenue', 'attentes non tenues')}\u00a0: voir les Data Docs"


GX_CHECKS = [derive_great_expectations]
