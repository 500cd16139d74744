"""The page on coverage is of the sampling plan that the demonstration data have today."""

from support import Computed

from barometre_pipeline.lake import Lake
from tools import coverage


def test_the_coverage_page_is_of_the_plan_of_the_demonstration(demo: Computed) -> None:
    plan = coverage.plan_of(Lake.at(demo.lake), coverage.EDITION)
    page = coverage.TARGET.read_text("utf-8")
    assert page.startswith(coverage.header(plan, coverage.EDITION)), f"lancez {coverage.COMMAND}"
