"""No cell, heading or line keeps a reader busy: no pattern of the readers takes long on a text made to confuse it."""

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from itertools import product

from barometre_pipeline import sources

SIGNS = [*"x1Aé -.,;:?'\"([{<&#*%_=\\/|\t", "1 ", "a ", "x,", "Q1", "a.", "a-", "..", "[a", "1,", "a@", "<a "]
OPENINGS = ["", "1 ", "(", "[", "Q1 ", "n = ", "'", "#"]
LENGTH = 40  # enough for what grows by half with every sign to take seconds


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(sources.__path__, f"{sources.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


def _stop(_signal: int, _frame: object) -> None:
    raise TimeoutError


def is_slow(pattern: re.Pattern[str]) -> bool:
    signal.setitimer(signal.ITIMER_REAL, 5)
    begun = time.process_time()
    try:
        for opening, sign in product(OPENINGS, SIGNS):
            text = opening + sign * (LENGTH // len(sign)) + "\x00"
            pattern.fullmatch(text)
            pattern.search(text)
    except TimeoutError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - begun > 2


def test_no_pattern_of_a_reader_takes_long_on_a_text_made_to_confuse_it() -> None:
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        assert is_slow(re.compile(r"(x{1,2})*b"))  # the measure itself
        assert [name for name, pattern in patterns() if is_slow(pattern)] == []
    finally:
        signal.signal(signal.SIGALRM, before)
