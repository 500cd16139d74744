"""What a reader can compute from everything published: the attack that withholding is held against.

Written apart from the rule, and it knows all that is public: the questionnaire, the catalogue, the sizes of groups, how
many structures exist. For each question the unknowns are the answers given in each strate (and who was not
asked, or left it empty); every published count, base, rounded share and weighted share is a linear equation or a pair
of bounds on them. A cell is given back where its least and its most whole values are one.
"""

import math
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint, linprog, milp

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.disclosure import one_column
from barometre_pipeline.catalogue.resolution import NotComputableError
from barometre_pipeline.publication.site.addresses import anchor
from barometre_pipeline.vocabulary import GROUPES, REGLE_SERIES, STRATES, strates_of_group

STRATE = tuple(STRATES)
ASIDE = ("@vide", "@pas_demandee")  # who left it empty, who was not asked
KEY = ["edition", "question", "sous_question", "modalite", "groupe"]
NBSP = "\u00a0"
EPS = 1e-6


@dataclass
class Question:
    """The system of one column of one edition: unknowns are (answer, strate)."""

    answers: list[str]
    inside: set[str]
    size: np.ndarray
    rows: list[np.ndarray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    seen: set[tuple[bytes, float, float]] = field(default_factory=set)
    possible: list[np.ndarray] = field(
        default_factory=list
    )  # some of the answers that agree with all that is known

    def __post_init__(self) -> None:
        for s in range(len(STRATE)):
            self.know(self.sum_of([*self.answers, *ASIDE], [s]), self.size[s], self.size[s])

    def sum_of(self, answers: Iterable[str], strates: Iterable[int]) -> np.ndarray:
        every = [*self.answers, *ASIDE]
        row = np.zeros((len(every), len(STRATE)))
        for a in answers:
            row[every.index(a), list(strates)] = 1
        return row

    def know(self, row: np.ndarray, low: float, high: float) -> None:
        key = row.tobytes(), round(low, 9), round(high, 9)
        if key not in self.seen:
            self.seen.add(key)
            self.possible.clear()
            self.rows.append(row.ravel())
            self.low.append(low)
            self.high.append(high)

    def base(self, strates: Iterable[int], rule: str = "") -> np.ndarray:
        empty = {"@sans_reponse"} if rule == REGLE_SERIES and not self.together else set()
        return self.sum_of(self.inside - empty, strates)

    @property
    def together(self) -> bool:
        """Whether it is what the boxes of a question say together: who ticked none answered."""
        return "@sans_reponse" in self.inside and len(self.inside) == 2

    def leaves_open(self, target: np.ndarray, true: int) -> bool:
        """Tell whether ``bounds`` holds three values, the true one among them, by answers that are found possible."""
        if not self._shown(target, true):
            self._most(target)
        return self._shown(target, true)

    def _shown(self, target: np.ndarray, true: int) -> bool:
        if not self.possible:
            return False
        values = np.array(self.possible) @ target.ravel()
        least, most = math.ceil(values.min() - EPS), math.floor(values.max() + EPS)
        return least <= true <= most and most - least > 1

    def _most(self, target: np.ndarray) -> float:
        """Return the most that a sum of unknowns can be, and keep the answers that make it so."""
        matrix, low, high = np.array(self.rows), np.array(self.low), np.array(self.high)
        exact = high - low < EPS
        among = {
            "A_eq": matrix[exact], "b_eq": low[exact],
            "A_ub": np.vstack([matrix[~exact], -matrix[~exact]]), "b_ub": np.concatenate([high[~exact], -low[~exact]]),
        }  # fmt: skip
        if exact.all():
            among |= {"A_ub": None, "b_ub": None}
        end = linprog(-target.ravel(), bounds=(0, float(self.size.max())), method="highs", **among)
        if not end.success:
            raise AssertionError(f"published figures contradict each other: {end.message}")
        self.possible.append(end.x)
        return -float(end.fun)

    def bounds(self, target: np.ndarray) -> tuple[int, int]:
        """Return the least and the most whole values of a sum of unknowns."""
        least, most = -self._most(-target), self._most(target)
        found = math.ceil(least - EPS), math.floor(most + EPS)
        if 0 < found[1] - found[0] <= 1:  # bounds of whole counts may be closer
            low, high = np.array(self.low), np.array(self.high)
            limits = LinearConstraint(np.array(self.rows), low - EPS, high + EPS)
            whole = [
                milp(sign * target.ravel(), constraints=limits, integrality=1, bounds=None)
                for sign in (1, -1)
            ]
            if all(w.success for w in whole):
                found = round(whole[0].fun), round(-whole[1].fun)
        return found


def places(group: Iterable[str]) -> list[int]:
    return [STRATE.index(s) for s in group]


class Attack:
    """Everything published of a lake, question by question.

    Args:
        tris: ``gold/tris`` of every edition, only to know codes and to score what was found.
        publication: the folder published.
        catalogue: the public definitions.
    """

    def __init__(self, tris: pd.DataFrame, publication: Path, catalogue: Catalogue) -> None:
        text = tris.assign(**{c: tris[c].astype(str) for c in (*KEY, "colonne", "code", "absence")})
        self.truth = text
        self.catalogue = catalogue
        self.publication = publication
        self.questions: dict[tuple[str, str], Question] = {}
        for (edition, column), rows in text.groupby(["edition", "colonne"], sort=False):
            answers = list(dict.fromkeys(rows.loc[rows["dans_base"] | (rows["absence"] == ""), "code"]))
            inside = {*rows.loc[rows["dans_base"], "code"], "@autre"}
            sizes = rows.drop_duplicates("groupe").set_index("groupe")["effectif"]
            size = np.array([sizes.get(s, 0) for s in STRATE])
            self.questions[edition, column] = Question([*answers, "@autre"], inside, size)
        self.named = {
            tuple(row[:4]): (row[0], *row[4:])
            for row in text[[*KEY[:4], "colonne", "code", "absence"]]
            .drop_duplicates()
            .itertuples(index=False)
        }
        self.facts = 0

    def learn(self, rows: pd.DataFrame) -> None:
        """Take in rows of an open table or of the data of a chart: ``KEY``, n, base, concernees if told."""
        for row in rows.to_dict("records"):
            if str(row["n"]) in ("", "nan", "<NA>"):
                continue
            edition, column, code, absence = self.named[tuple(str(row[k]) for k in KEY[:4])]
            question = self.questions[edition, column]
            of = places(strates_of_group(str(row["groupe"])))
            n, base = float(row["n"]), float(row["base"])
            told = "@pas_demandee" if absence == "non_posee" else code
            question.know(question.sum_of([told], of), n, n)
            question.know(question.base(of), base, base)
            if str(row.get("concernees", "")) not in ("", "nan"):
                asked, size = float(row["concernees"]), question.size[of].sum()
                question.know(question.sum_of(["@pas_demandee"], of), size - asked, size - asked)
            self.facts += 1

    def learn_weighted(
        self, rows: pd.DataFrame, column: str, weights: dict[str, dict[str, np.ndarray]]
    ) -> None:
        """Take in weighted shares rounded to the nearest hundredth."""
        for row in rows.to_dict("records"):
            if str(row[column]) in ("", "nan"):
                continue
            edition, name, code, _ = self.named[tuple(str(row[k]) for k in KEY[:4])]
            self.weigh(
                edition,
                name,
                [code],
                str(row["groupe"]),
                float(row[column]),
                weights[edition][str(row["groupe"])],
            )

    def weigh(
        self,
        edition: str,
        column: str,
        codes: Iterable[str],
        group: str,
        share: float,
        weight: np.ndarray,
        rule: str = "",
    ) -> None:
        question = self.questions[edition, column]
        of = places(strates_of_group(group))
        heavy = np.zeros(len(STRATE))
        heavy[of] = np.nan_to_num(weight)[of]
        counted, base = question.sum_of(codes, of) * heavy, question.base(of, rule) * heavy
        rounding = 0.005 + 1e-9
        question.know(counted - (share + rounding) * base, -1e9, 0)
        question.know(counted - (share - rounding) * base, 0, 1e9)
        self.facts += 1

    def learn_report(self) -> None:
        """Take in the tables of questions: a whole percentage and the base at the head of its column."""
        labels = {label: group for group, label in GROUPES.items()}
        for page in sorted((self.publication / "site").glob("edition-*.html")):
            edition = page.stem.removeprefix("edition-")
            known = {anchor(*k[1:4]): k for k in self.named if k[0] == edition}
            for line, heads, cells in _tables(page):
                if line not in known:
                    continue
                for head, cell in zip(heads, cells, strict=True):
                    self._cell(known[line], labels.get(head[0]), head[1], cell)

    def _cell(self, key: tuple[str, ...], group: str | None, bases: list[int], cell: str) -> None:
        percent = re.search(r"(\d+)" + NBSP + "%", cell)
        if group is None or percent is None or len(bases) != 1:
            return
        edition, column, code, _ = self.named[key]
        question, of = self.questions[edition, column], places(strates_of_group(group))
        share, base = int(percent[1]) / 100, bases[0]
        step = 0.005 if not cell.startswith(("<", ">")) else 0.01
        question.know(question.sum_of([code], of), (share - step) * base - EPS, (share + step) * base + EPS)
        self.facts += 1

    def learn_indicators(self, rows: pd.DataFrame, groups: dict[str, tuple[str, ...]]) -> None:
        """Take in rows of ``gold/indicateurs`` as they may be published: counts and bases of any population."""
        for row in rows.to_dict("records"):
            edition, population = str(row["edition"]), str(row["population"])
            of = self.of_indicator(row)
            if of is None or population not in groups:
                continue
            question = self.questions[edition, of[0]]
            strates = places(groups[population])
            question.know(question.sum_of(of[1], strates), row["n"], row["n"])
            question.know(question.base(strates, str(row["regle_base"])), row["base"], row["base"])
            self.facts += 1

    def of_indicator(self, row: dict[Hashable, object]) -> tuple[str, list[str]] | None:
        """Return the column and codes of an indicator made of one column, None for others."""
        edition = str(row["edition"])
        category = self.catalogue.categories.get(str(row["indicateur"]), {}).get(str(row["categorie"]))
        if category is None or self.catalogue.indicateurs[str(row["indicateur"])].mesure != "part":
            return None
        try:
            of = one_column(self.catalogue, edition, category.expression(edition))
        except NotComputableError:
            return None
        if of is None or (edition, of[0]) not in self.questions:
            return None
        return of[0], [a for a in self.questions[edition, of[0]].answers if a in of[1]]

    def small_cells(self) -> Iterator[tuple[str, str, str, str, int]]:
        """Yield the cells of 1 to 4: edition, column, code, group, count."""
        cells = self.truth[self.truth["dans_base"].astype(bool) | (self.truth["absence"] == "")]
        cells = cells[cells["n"].between(1, 4)]
        for row in cells.itertuples():
            yield row.edition, row.colonne, row.code, row.groupe, int(row.n)

    def given_back(
        self, cells: Iterable[tuple[str, str, str, str, int]]
    ) -> list[tuple[str, str, str, str, int]]:
        """Return the cells that have one value only for all that is published."""
        found = []
        for edition, column, code, group, n in cells:
            question = self.questions[edition, column]
            target = question.sum_of([code], places(strates_of_group(group)))
            if question.leaves_open(target, n):
                continue
            least, most = question.bounds(target)
            assert least <= n <= most, (edition, column, code, group, n, least, most)
            if least == most:
                found.append((edition, column, code, group, n))
        return found

    def disclosed_groups(self, sensible: dict[str, frozenset[str]]) -> list[tuple[str, str, str, str]]:
        """Return the groups of fewer than ten of which all, or none, are shown to have given a sensitive answer."""
        found = []
        rows = self.truth[self.truth["dans_base"].astype(bool) & self.truth["base"].between(1, 9)]
        for row in rows.itertuples():
            if row.colonne not in sensible.get(row.edition, ()) or row.n not in (0, row.base):
                continue
            question = self.questions[row.edition, row.colonne]
            of = places(strates_of_group(row.groupe))
            counted = question.sum_of([row.code], of)
            none = question.bounds(counted)[1] == 0
            every = question.bounds(question.base(of) - counted)[1] == 0
            if none or every:
                found.append((row.edition, row.colonne, row.code, row.groupe))
        return found


class _Tables(HTMLParser):
    """Rows of tables: (identifier, cells)."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append((dict(attrs).get("id") or "", []))
        if tag in ("td", "th") and self.rows:
            self.rows[-1][1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][1][-1] += data


def _tables(page: Path) -> Iterator[tuple[str, list[tuple[str, list[int]]], list[str]]]:
    reader = _Tables()
    reader.feed(page.read_text(encoding="utf-8"))
    heads: list[tuple[str, list[int]]] = []
    for line, cells in reader.rows:
        sized = [c for c in cells if f"n{NBSP}={NBSP}" in c]
        if sized and not line:
            heads = []
            for cell in sized:
                name, _, of = cell.partition(f"n{NBSP}={NBSP}")
                sizes = re.findall(r"[\d\u00a0\u202f]+", of.split(" sur ")[0])
                numbers = [int(size.replace(NBSP, "").replace("\u202f", "")) for size in sizes]
                heads.append((name, numbers))
        elif line and heads and len(cells) >= len(heads):
            yield line, heads, cells[-len(heads) :]


def chart_rows(publication: Path) -> Iterator[pd.DataFrame]:
    """Yield the data of charts drawn from tabulations."""
    for path in sorted(publication.glob("*/graphiques/*.csv")):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        if {*KEY, "n", "base"} <= set(rows.columns):
            yield rows
