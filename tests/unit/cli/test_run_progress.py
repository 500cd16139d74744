"""What ``barometre run`` prints as it advances."""

from io import StringIO

import pytest
from rich.console import Console

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.cli.progress import Advance
from barometre_pipeline.cli.run_progress import RunProgress


class Clock:
    """Time that passes when told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("evolutions", "Évolutions"),
        ("indicateurs_ia", "Indicateurs, thème «\u00a0Intelligence artificielle\u00a0»"),
        ("silver__structures_structures_reconnues", "Structures reconnues"),
        ("chiffres_imprimes_par_indicateur", "Chiffres imprimés de chaque indicateur"),
        ("controle_schema_gold_ensemble_3", "Schémas des tables (gold)"),
    ],
)
def test_a_line_names_what_was_done_in_french_words(step: str, words: str) -> None:
    printed, clock = StringIO(), Clock()
    progress = RunProgress(
        Advance(Console(file=printed, width=200), clock), lambda: load_catalogue().theme_words
    )
    progress.begin([("2025", step)])
    progress.tell("2025", step, "STEP_START")
    clock.seconds = 2.0
    progress.tell("2025", step, "STEP_SUCCESS")
    assert printed.getvalue().startswith(f"  ✓ 2025 · {words} — 2")
