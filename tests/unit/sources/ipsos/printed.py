"""A poll whose respondents are known, and a pen that writes its tables as institutes lay them out.

Expected shares and bases are counted here from the respondents; nothing here knows how tables are read.
"""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl

from barometre_pipeline.sources.ipsos import PollConfig, read_workbook
from barometre_pipeline.sources.ipsos.model import Poll

PARTS = ["Homme", "Femme", "18 à 34 ans", "35 à 59 ans", "60 ans et plus"]
ANSWERS = ["Oui, tout à fait", "Oui, plutôt", "Non, plutôt pas", "Non, pas du tout", "Ne sait pas"]
PLACES = ["Mairie", "Préfecture", "La Poste", "Une association"]
BASES = (("Base brute", "n"), ("Base pondérée", "n_pondere"))
TITLE = "Q1. Connaissez-vous ce service ?"
Mask = np.ndarray


class Respondents:
    """Four hundred people (or as many as asked), their weights, what each answered."""

    def __init__(self, seed: int = 7, people: int = 400, answers: int = 5) -> None:
        draw = np.random.default_rng(seed)
        sex, age = draw.integers(0, 2, people), draw.integers(0, 3, people)
        self.people = people
        self.columns = [sex >= 0, sex == 0, sex == 1, age == 0, age == 1, age == 2]
        weights = draw.choice([0.6, 0.8, 1.0, 1.3, 1.5], people)
        self.weights = weights * people / weights.sum()
        chosen = draw.choice(answers, people, p=draw.dirichlet(np.full(answers, 5.0)))
        self.everyone = np.ones(people, bool)
        self.answers = {label: chosen == i for i, label in enumerate(ANSWERS[:answers])}
        self.yes = chosen <= 1
        self.no = (chosen == 2) | (chosen == 3)
        self.places = {
            p: draw.random(people) < share for p, share in zip(PLACES, (0.55, 0.42, 0.3, 0.12), strict=True)
        }

    @property
    def config(self) -> PollConfig:
        parts = {
            "sexe": {"variable": "S", "titre": "Sexe", "modalites": {"h": PARTS[0], "f": PARTS[1]}},
            "age": {"variable": "A", "titre": "Âge", "modalites": dict(zip("jmv", PARTS[2:], strict=True))},
        }
        return PollConfig.model_validate(
            {
                "fichiers": ["t.xlsx"],
                "effectif": self.people,
                "poids": "P",
                "identifiant": "N",
                "banniere": parts,
            }
        )

    def count(self, who: Mask, kind: str, asked: Mask | None = None) -> list[Any]:
        """Count people in each column of the banner, as a table prints them."""
        asked = self.everyone if asked is None else asked
        return [self._printed(who & asked & c, asked & c, kind) for c in self.columns]

    def _printed(self, who: Mask, of: Mask, kind: str) -> Any:
        weight, base = float(self.weights[who].sum()), float(self.weights[of].sum())
        share = weight / base if base else 0.0
        return {
            "n": int(who.sum()), "n_pondere": math.floor(weight + 0.5), "n_decimal": round(weight, 1), "part": share,
            "%": math.floor(100 * share + 0.5), "%,1": round(100 * share, 1),
        }[kind]  # fmt: skip


class Pen:
    """Writes a workbook row by row."""

    def __init__(self, sheet: str = "Q1") -> None:
        self.book = openpyxl.Workbook()
        assert self.book.active is not None
        self.book.remove(self.book.active)
        self.sheet(sheet)

    def sheet(self, name: str) -> None:
        self.page, self.last = self.book.create_sheet(name), 0

    def row(self, *cells: Any, form: str = "") -> None:
        self.last += 1
        for column, value in enumerate(cells, 1):
            if value is not None:
                cell = self.page.cell(self.last, column, value)
                if form and isinstance(value, float):
                    cell.number_format = form

    def merge(self, first: int, last: int) -> None:
        self.page.merge_cells(start_row=self.last, end_row=self.last, start_column=first, end_column=last)

    def banner(self, whole: str = "Ensemble", levels: str = "merged", width: int = 1) -> None:
        """Write a banner: « merged » titles, titles written « once », the whole « below » them, or « one » level."""
        above = [None if levels == "below" else whole, "Sexe", None, "Âge", None, None]
        if levels != "one":
            self.row(None, *spread(above, [None] * 6, width))
            if levels == "merged":
                self.merge(2 + width, 1 + 3 * width)
                self.merge(2 + 3 * width, 1 + 6 * width)
        self.row(None, *spread([whole if levels in {"below", "one"} else None, *PARTS], [None] * 6, width))

    def save(self, folder: Path) -> Path:
        self.book.save(folder / "t.xlsx")
        return folder / "t.xlsx"


def spread(first: Sequence[Any], second: Sequence[Any], width: int = 2) -> list[Any]:
    """Put two rows side by side, column by column."""
    return [x for a, b in zip(first, second, strict=True) for x in (a, b)[:width]]


def write_table(
    pen: Pen,
    poll: Respondents,
    title: str | Sequence[str] = TITLE,
    bases: Sequence[tuple[str, str]] = BASES,
    below: bool = False,
    kind: str = "%",
    cell: Callable[[Any], Any] = lambda v: v,
    label: Callable[[str], str] = lambda v: v,
    whole: str = "Ensemble",
    levels: str = "merged",
    before: Sequence[tuple[str, Sequence[Any]]] = (),
    after: Sequence[tuple[str, Sequence[Any]]] = (),
) -> Pen:
    """Write the table of the first question; ``before`` and ``after`` are rows around its answers."""
    for line in [title] if isinstance(title, str) else title:
        pen.row(line)
    pen.row()
    pen.banner(whole, levels)
    counted = [(name, poll.count(poll.everyone, k)) for name, k in bases]
    answers = [(label(a), [cell(v) for v in poll.count(who, kind)]) for a, who in poll.answers.items()]
    for name, numbers in [
        *([] if below else counted),
        *before,
        *answers,
        *after,
        *(counted if below else []),
    ]:
        pen.row(name, *numbers)
    return pen


def read(pen: Pen, poll: Respondents, folder: Path) -> Poll:
    return read_workbook(pen.save(folder), "t.xlsx", poll.config)


def assert_true(
    found: Poll,
    poll: Respondents,
    question: str = "Q1",
    answers: dict[str, Mask] | None = None,
    rounding: float = 0.0051,
    asked: Mask | None = None,
    raw_base: bool = True,
) -> None:
    """Check every share and every base of a question against the respondents."""
    answers = poll.answers if answers is None else answers
    asked = poll.everyone if asked is None else asked
    variable = next(v for v in found.variables if v.nom == question)
    assert list(variable.modalites.values()) == list(answers)
    tris = found.tris[
        (found.tris["question"] == variable.question)
        & (found.tris["sous_question"] == variable.sous_question)
    ]
    for code, label in variable.modalites.items():
        rows = tris[tris["modalite"] == code]
        for part, true, base in zip(
            rows["part_ponderee"],
            poll.count(answers[label], "part", asked),
            poll.count(asked, "n"),
            strict=True,
        ):
            assert not base or abs(part - true) <= rounding, f"{label} : {part} et non {true}"
        if raw_base:
            assert rows["base"].tolist() == poll.count(asked, "n")
