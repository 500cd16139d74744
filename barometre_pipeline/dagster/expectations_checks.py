"""The Great Expectations suite as a Dagster check that warns: drift against the previous edition, with Data Docs."""

import shutil
from pathlib import Path

import dagster as dg
import pandas as pd

from barometre_pipeline.dagster.checks import partition_keys
from barometre_pipeline.dagster.jobs import GX_CHECK
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.expectations.drift import DriftRule, asked_again, response_rules, structure_rules
from barometre_pipeline.expectations.findings import Words
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import forget_drift, record_drift
from barometre_pipeline.vocabulary import LIBELLES_CASES, LIBELLES_MANQUANTS

_SHOWN = 20  # expectations named in a message


def previous_edition(lake: Lake, edition: str) -> str | None:
    """Return the last edition before this one that the lake holds."""
    return max((e for e in lake.editions("silver/structures") if e < edition), default=None)


def suites(lake: Lake, edition: str) -> dict[str, tuple[pd.DataFrame, list[DriftRule]]]:
    """Return the tables to examine with their rules."""
    before = previous_edition(lake, edition)
    structures, responses = lake.read("silver/structures", edition), lake.read("silver/reponses", edition)
    old_structures = lake.read("silver/structures", before) if before else None
    old_responses = lake.read("silver/reponses", before) if before else None
    asked = (
        asked_again(lake.read("bronze/questions", edition), lake.read("bronze/questions", before))
        if before
        else frozenset()
    )
    # Great Expectations compares plain values, not dictionary codes.
    plain = responses.apply(lambda c: c.astype("str") if isinstance(c.dtype, pd.CategoricalDtype) else c)
    return {
        "silver/structures": (structures, structure_rules(old_structures)),
        "silver/reponses": (plain, response_rules(responses, old_responses, asked)),
    }


def words_of(lake: Lake, edition: str) -> Words:
    """Return what the columns and codes of an edition mean."""
    questions, answers = lake.read("bronze/questions", edition), lake.read("bronze/modalites", edition)
    texts = questions[["colonne", "question_libelle", "sous_question_libelle"]].itertuples(
        index=False, name=None
    )
    columns = {str(column): f"{asked} [{item}]" if item else str(asked) for column, asked, item in texts}
    meant = {
        str(column): dict(zip(rows["code"], rows["libelle"], strict=True))
        for column, rows in answers.groupby("colonne")
    }
    states = LIBELLES_CASES | LIBELLES_MANQUANTS
    return Words(columns, {column: states | meant.get(column, {}) for column in columns})


@dg.asset_check(
    asset=dg.AssetKey(["silver", "reponses"]),
    name=GX_CHECK,
    description="Great Expectations : ce qui a changé de façon suspecte depuis l’édition précédente (avertissement), "
    "avec ses Data Docs en HTML.",
    additional_deps=[
        dg.AssetKey(k.split("/")) for k in ("silver/structures", "bronze/questions", "bronze/modalites")
    ],
    required_resource_keys={"paths"},
    partitions_def=EDITIONS,
)
def derive_great_expectations(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Run the suites of each edition of the run; loading the library is left to this moment."""
    from barometre_pipeline.expectations.runner import run_suites

    paths = context.resources.paths
    lake = paths.open_lake()
    failed: list[str] = []
    evaluated = 0
    sites: dict[str, dg.MetadataValue] = {}
    for edition in (e for e in partition_keys(context) if lake.exists("silver/reponses", e)):
        docs = Path(str(lake.root)).resolve() / "data_docs" / edition
        forget_drift(lake, edition)
        shutil.rmtree(docs, ignore_errors=True)
        closed_on = paths.edition(edition).config.collecte.fin
        for result in run_suites(edition, suites(lake, edition), docs, closed_on, words_of(lake, edition)):
            evaluated += result.evaluated
            failed += result.failed
        record_drift(lake, edition)
        sites[f"Data Docs {edition}"] = dg.MetadataValue.path(str(docs / "index.html"))
    return dg.AssetCheckResult(
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,
        description=_told(failed) if failed else None,
        metadata={
            "Attentes évaluées": evaluated,
            "Non tenues": dg.MetadataValue.md("\n".join(f"- {f}" for f in failed) or "aucune"),
            **sites,
        },
    )


def _told(failed: list[str]) -> str:
    """Name what does not hold; the Data Docs have the rest."""
    said = f"{count(len(failed), 'attente non tenue', 'attentes non tenues')}{NBSP}:"
    listed = [f"  – {f}" for f in failed[:_SHOWN]]
    more = len(failed) - len(listed)
    return "\n".join(
        [said, *listed, *([f"  – et {count(more, 'autre')}, dans les Data Docs"] if more else [])]
    )


GX_CHECKS = [derive_great_expectations]
