"""Runs the rules with Great Expectations and builds its Data Docs as HTML.

Which rules there are is ``drift``'s; this module alone imports Great Expectations.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timezone
from pathlib import Path

import pandas as pd

from barometre_pipeline.expectations.drift import DriftRule
from barometre_pipeline.expectations.findings import Words, finding
from barometre_pipeline.expectations.offline import without_hosts

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.checkpoint.actions import UpdateDataDocsAction
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.base import ProgressBarsConfig

# Of the build: in the address of the logo, and where a page tells when its batch was loaded. That of the validation is
# the end of the fieldwork, at midnight, and stays.
_MOMENT = re.compile(r"(?:\?d=)?\b\d{8}T(?!000000\.000000Z)\d{6}\.\d{6}Z")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class SuiteResult:
    """How one table fared: rules run, and what those that failed found, in French."""

    table: str
    evaluated: int
    failed: tuple[str, ...]


class _RunAtUtc(RunIdentifier):
    """A run whose moment is told in UTC on every machine; Great Expectations takes the machine's, and says UTC."""

    def set_run_time_tz(self, tz: timezone | None) -> None:
        """Move the moment to a time zone, UTC where none is named."""
        super().set_run_time_tz(tz or UTC)


def run_suites(
    edition: str,
    frames: dict[str, tuple[pd.DataFrame, list[DriftRule]]],
    docs: Path,
    closed_on: date | None,
    words: Words,
) -> list[SuiteResult]:
    """Evaluate each table's rules and write the Data Docs into ``docs``.

    Args:
        edition: partition key, shown in the docs.
        frames: table name -> (frame, rules).
        docs: folder of the HTML site.
        closed_on: end of the fieldwork, used as the date of the validation so that the site has the same
            bytes whenever it is built.
        words: what columns and codes mean.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    context.add_data_docs_site(
        site_name="barometre",
        site_config={
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs)},
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    source = context.data_sources.add_pandas("lac")
    day = closed_on or date(int(edition[:4]), 12, 31)
    run_id = _RunAtUtc(run_name=f"edition-{edition}", run_time=datetime.combine(day, time(), UTC))
    results = []
    for table, (frame, rules) in frames.items():
        name = table.replace("/", "_")
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(edition)
        # All at once: adding them one by one to a stored suite serialises the whole suite each time.
        expectations = [getattr(gxe, rule.kind)(**rule.arguments, notes=rule.note) for rule in rules]
        suite = context.suites.add(
            gx.ExpectationSuite(name=name, expectations=expectations, notes=f"Édition {edition}")
        )
        validation = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batch, suite=suite)
        )
        checkpoint = gx.Checkpoint(
            name=name,
            result_format="BASIC",  # what is said of a failure, and no more: the rest is costly to count
            validation_definitions=[validation],
            actions=[UpdateDataDocsAction(name="docs", site_names=["barometre"])],
        )
        outcome = context.checkpoints.add(checkpoint).run(
            batch_parameters={"dataframe": frame}, run_id=run_id
        )
        results.append(_summary(table, rules, outcome, words))
    _make_deterministic(docs)
    return results


def _summary(table: str, rules: list[DriftRule], outcome: object, words: Words) -> SuiteResult:
    details = [r for run in outcome.run_results.values() for r in run.results]  # type: ignore[attr-defined]
    by_class = {(rule.kind, str(rule.arguments.get("column", ""))): rule for rule in rules}
    failed = []
    for found in (r for r in details if not r.success):
        config = found.expectation_config
        rule = by_class[config.to_domain_obj().__class__.__name__, str(config.kwargs.get("column", ""))]
        failed.append(finding(rule, found.result, table, words))
    return SuiteResult(table, len(rules), tuple(sorted(failed)))


def _make_deterministic(docs: Path) -> None:
    """Number the random identifiers of the pages of Great Expectations, take away the moment and the other hosts."""
    for page in sorted(docs.rglob("*.html")):
        text = without_hosts(_MOMENT.sub("", page.read_text(encoding="utf-8")))
        numbers: dict[str, str] = {}
        page.write_text(
            _UUID.sub(lambda m: numbers.setdefault(m[0], f"id-{len(numbers):04d}"), text),  # noqa: B023
            encoding="utf-8",
        )
