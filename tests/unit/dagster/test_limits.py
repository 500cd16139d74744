"""What the queue of several machines goes by: the pool of the LimeSurvey server, and the tags of jobs."""

from barometre_pipeline.dagster.assets.pull import SERVER_POOL, limesurvey_pull
from barometre_pipeline.dagster.jobs import ACROSS_TAG, ENSEMBLE_JOB, RETRIED, jobs
from barometre_pipeline.dagster.new_edition import pull_new_edition


def test_all_that_asks_the_survey_server_is_one_pool() -> None:
    assert limesurvey_pull.op.pool == pull_new_edition.pool == SERVER_POOL


def test_every_job_whose_process_died_is_launched_again_whole() -> None:
    assert RETRIED["dagster/retry_strategy"] == "ALL_STEPS"
    assert all(RETRIED.items() <= job.tags.items() for job in jobs([]))


def test_only_the_job_that_brings_editions_together_is_limited_as_such() -> None:
    assert [job.name for job in jobs([]) if ACROSS_TAG in job.tags] == [ENSEMBLE_JOB]
