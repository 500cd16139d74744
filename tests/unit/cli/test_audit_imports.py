"""A card must come at once: what reads it loads no library that computes."""

import subprocess
import sys

SLOW = ("pandas", "numpy", "scipy", "pyarrow", "dagster", "sqlalchemy", "great_expectations")


def test_what_finds_explains_and_shows_a_card_loads_no_library_that_computes() -> None:
    code = (
        "import sys, barometre_pipeline.cli.audit\n"
        "from barometre_pipeline.audit import explain_indicator, explain_tabulated, find_printed, find_tabulated\n"
        "from barometre_pipeline.provenance import freshness\n"
        f"print([m for m in {SLOW} if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
