"""Which themes the step of those added computes: those that the plan of its run has no step for."""

import dagster as dg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run

from barometre_pipeline.dagster.assets import indicators


def _job(known: frozenset[str], found: list[frozenset[str]]) -> dg.JobDefinition:
    """Return the job of a process that knows these themes, which notes what its plan knew."""

    @dg.multi_asset(
        name=f"{indicators.EVALUATION.name}_ajoutes",
        specs=[dg.AssetSpec("ajoutes")],
        op_tags={indicators._KNOWN_TAG: " ".join(sorted(known))},
    )
    def computed(context: dg.AssetExecutionContext):
        found.append(indicators._known_when_planned(context, known))
        yield dg.MaterializeResult(asset_key="ajoutes")

    everything = dg.define_asset_job("tout", selection="*", executor_def=dg.in_process_executor)
    definitions = dg.Definitions(assets=[computed], jobs=[everything])
    return definitions.resolve_job_def("tout")


def test_a_theme_that_its_process_knows_and_its_plan_does_not_is_an_added_one():
    found: list[frozenset[str]] = []
    asked_by, run_by = (_job(frozenset(k), found) for k in (("gouvernance",), ("gouvernance", "sobriete")))
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(job_def=asked_by)
        assert execute_run(InMemoryJob(run_by), run, instance).success
    assert found == [frozenset({"gouvernance"})]


def test_a_process_that_plans_its_own_run_has_a_step_for_every_theme_it_knows():
    found: list[frozenset[str]] = []
    assert _job(frozenset({"gouvernance", "sobriete"}), found).execute_in_process().success
    assert found == [frozenset({"gouvernance", "sobriete"})]
