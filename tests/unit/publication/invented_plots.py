"""Plots with invented labels and shares, as wide and as tight as a catalogue may ask for."""

from itertools import accumulate

from hypothesis import strategies as st

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.publication.charts.plot import DONT_KNOW, Mark, Plot, Row, Series, Total
from barometre_pipeline.publication.charts.sheet import Caption

STAR = "\u202f*"
_TEXT = (
    "Le temps de la donnée ; à l’environnement, 3\u202f500 collectivités (hors métropoles) "
    "intercommunalités anticonstitutionnellement EPCI œuvre"
)
WORDS = st.sampled_from(_TEXT.split(" "))
LABELS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
SHORT = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
YEARS = tuple(str(y) for y in range(2031, 2021, -1))
SHARES = st.integers(0, 1000).map(lambda k: k / 1000)


@st.composite
def captions(draw):
    """Words around a chart, from a few to several lines."""
    sentence = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
    return Caption(
        draw(sentence), draw(sentence), draw(st.sampled_from(["", "Données de démonstration (synthétiques)"])),
        tuple(draw(st.lists(sentence, min_size=1, max_size=3))), "Description.", draw(st.one_of(st.just(""), SHORT)),
    )  # fmt: skip


def _lines(draw, starred):
    """Rows: groups of years under one label, or a label each."""
    years = draw(st.integers(1, 3))
    bases = draw(st.sampled_from([" (9)", " (1\u202f292)"])) if starred else ""
    return [
        Row(label, residual=False, detail=f"{YEARS[i]}{bases}" if years > 1 else "", continues=bool(i), age=i)
        for label in draw(st.lists(LABELS, min_size=1, max_size=5))
        for i in range(years)
    ]


@st.composite
def bars(draw):
    """Bars, one a line or the years of each under the other."""
    starred = draw(st.booleans())
    rows = _lines(draw, starred)
    marks = [
        Mark(i, 0, share, percent(share) + (STAR if starred else ""))
        for i, share in enumerate(draw(st.lists(SHARES, min_size=len(rows), max_size=len(rows))))
    ]
    return Plot(tuple(rows), tuple(marks), whole=0.5)


@st.composite
def stacks(draw, most=6, diverging=False):
    """Answers end to end, many of them tiny, with up to two totals at the end of the line."""
    starred = draw(st.booleans())
    rows = _lines(draw, starred)
    answers = draw(st.integers(2, most))
    left = draw(st.integers(1, answers - 1)) if diverging else 0
    series = [
        Series(draw(SHORT), DONT_KNOW if k == answers - 1 and not diverging else 0, k < left)
        for k in range(answers)
    ]
    sizes = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 100)), min_size=answers, max_size=answers)
    marks = []
    for i in range(len(rows)):
        weights = draw(sizes.filter(any))
        shares = [w / sum(weights) for w in weights]
        starts = [
            *(-s for s in accumulate(shares[:left])),
            *accumulate(shares[left:-1], initial=0.0),
        ]
        marks += [
            Mark(i, k, s, percent(s, exists=s > 0) + (STAR if starred else ""), start)
            for k, (s, start) in enumerate(zip(shares, starts, strict=True))
        ]
    columns = draw(st.lists(SHORT, max_size=2))
    totals = tuple(
        Total(i, c, s, percent(s)) for i in range(len(rows)) for c in range(len(columns)) if (s := draw(SHARES))
    )  # fmt: skip
    whole = 0.0 if diverging else 1.0
    return Plot(
        tuple(rows), tuple(marks), tuple(series), "empilees", whole, totals, tuple(columns) if totals else ()
    )


@st.composite
def dumbbells(draw):
    """Two years of each population."""
    labels = draw(st.lists(LABELS, min_size=1, max_size=6))
    star = draw(st.sampled_from(["", STAR]))
    marks = tuple(
        Mark(i, k, share, percent(share) + star)
        for i in range(len(labels))
        for k, share in enumerate(draw(st.tuples(SHARES, SHARES)))
    )
    return Plot(tuple(map(Row, labels)), marks, (Series("2030"), Series("2031")), "halteres", 1.0)


@st.composite
def key_figures(draw):
    """Big numbers with their words."""
    labels = draw(st.lists(LABELS, min_size=1, max_size=9))
    rows = tuple(Row(label, detail=draw(SHORT)) for label in labels)
    marks = tuple(Mark(i, 0, s, percent(s, exists=s > 0)) for i, s in enumerate(draw(SHARES) for _ in labels))
    return Plot(rows, marks, shape="nombres")


def plots():
    """Every form."""
    return st.one_of(bars(), stacks(), stacks(diverging=True), dumbbells(), key_figures())
