"""A document checked from end to end: passages, numbers, ties, verdicts. The only entry of this folder.

It puts the other modules in order; no rule of its own.
"""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.catalogue.printed_figures import load_charts, load_figures
from barometre_pipeline.catalogue.spoken import VocabularyFile, load_vocabulary
from barometre_pipeline.french.told import in_french
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.documents.cells import cell_ties, in_order
from barometre_pipeline.printed.documents.doubts import doubt_all
from barometre_pipeline.printed.documents.grids import grids
from barometre_pipeline.printed.documents.judged import Computed, judge
from barometre_pipeline.printed.documents.layout import passages
from barometre_pipeline.printed.documents.lexicon import Lexicon
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    AUTRE,
    AUTRE_SOURCE,
    ECART,
    Checked,
    Occurrence,
)
from barometre_pipeline.printed.documents.numbers import numbers_of
from barometre_pipeline.printed.documents.sources import other_source
from barometre_pipeline.printed.documents.statements import statements
from barometre_pipeline.printed.documents.tie import Tie
from barometre_pipeline.printed.documents.tied import Tying
from barometre_pipeline.sources.documents.model import DocumentText

_CONTEXT = 60  # characters shown on either side of a number


def check_document(text: DocumentText, catalogue: Catalogue, computed: Computed, edition: str) -> Checked:
    """Find every statistic of a document, tie it, and judge it.

    Args:
        text: the document as read.
        catalogue: what the barometer defines.
        computed: what the data give.
        edition: that of the document: what a number without a year is of.
    """
    with _uncollected():
        tying, ties = _tied(text, catalogue, edition)
        found = judge(_occurrences(tying, ties), computed)
        said = statements(tying, ties, computed) if in_french(text.lignes) else ()
        return Checked(text.nom, edition, tuple(found), tuple(said))


def tie_document(
    text: DocumentText, catalogue: Catalogue, edition: str, lexicon: Lexicon | None = None
) -> list[Occurrence]:
    """Return the numbers of a document, tied and not judged, in order; by other words than the catalogue's if given."""
    with _uncollected():
        return _occurrences(*_tied(text, catalogue, edition, lexicon))


def _occurrences(tying: Tying, ties: Sequence[Tie]) -> list[Occurrence]:
    return [_occurrence(tying, tie) for tie in ties]


def _tied(
    text: DocumentText, catalogue: Catalogue, edition: str, lexicon: Lexicon | None = None
) -> tuple[Tying, list[Tie]]:
    every = passages(text.lignes)
    numbers = [numbers_of(p) for p in every]
    tying = Tying(every, numbers, catalogue, lexicon or lexicon_of(catalogue), edition)
    ties = tying.ties()
    for grid in grids(every, numbers):
        ties += cell_ties(tying, grid)
    if not in_french(text.lignes):
        doubt_all(ties, "le document n’est pas en français")
    return tying, in_order(ties)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles out: the readings of a document are many and small, and hold none another."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


_lexicons: dict[int, Lexicon] = {}


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """Return the words of a catalogue, read once."""
    known = _lexicons.get(id(catalogue))
    if known is None:
        known = _lexicons[id(catalogue)] = make_lexicon(
            catalogue, load_vocabulary().with_added(catalogue.vocabulaires)
        )
    return known


def make_lexicon(catalogue: Catalogue, vocabulary: VocabularyFile) -> Lexicon:
    """Put together the words of a catalogue and a vocabulary."""
    return Lexicon(catalogue, vocabulary, _charts(), _printed())


@cache
def _charts() -> tuple[tuple[str, str], ...]:
    charts = load_charts()
    return tuple(zip(charts["titre"], charts["indicateur"], strict=True))


@cache
def _printed() -> tuple[tuple[str, str, str, str], ...]:
    figures = load_figures()
    columns = (figures[c].astype(str) for c in ("indicateur", "categorie", "population", "edition"))
    return tuple(zip(*columns, strict=True))


def _occurrence(tying: Tying, tie: Tie) -> Occurrence:
    site, found = tie.site, tie.site.found
    line, column = site.passage.place(found.start)
    printed = site.passage.texte[found.start : found.end]
    context = _around(site.passage.texte, found.start, found.end)
    one = Occurrence(line, column, printed, found.valeur, found.genre, found.borne, context)
    if tie.redite is not None:
        one = replace(one, redite_de="{}:{}".format(*site.passage.place(tie.redite.found.start)))
    source = other_source(site, tying.lexicon.file.autres_sources, tying.lexicon.file.autres_publics)
    if source or _not_ours(tie):
        return replace(one, statut=AUTRE_SOURCE, source=source)
    best, when = tie.best, tie.quand
    if best is None:
        return replace(one, lien=A_TRANCHER)
    return replace(
        one,
        lien=tie.lien,
        indicateur=best.indicateur,
        categorie=best.categorie or TOTAL,
        population=tie.population,
        edition=when.edition,
        edition_reference=when.reference if found.genre in (ECART, AUTRE) else "",
        candidats=tying.candidates(tie),
        indices=_evidence(tie),
    )


def _around(text: str, start: int, end: int) -> str:
    """Return whole words on either side of a number, « … » where some are left out."""
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    before, after = text[first:start], text[end:last]
    if first and text[first - 1].strip():
        before = re.sub(r"^\S+", "", before)
    if last < len(text) and text[last].strip():
        after = re.sub(r"\S+$", "", after)
    opening, closing = ("…" if first else ""), ("…" if last < len(text) else "")
    return " ".join(f"{opening} {before}{text[start:end]}{after} {closing}".split())


def _not_ours(tie: Tie) -> bool:
    """Tell whether a number is of a kind that the barometer has none of: money, surfaces, counts of other things."""
    if tie.site.found.genre == AUTRE and tie.site.found.valeur > 20:
        return True
    return tie.best is None


def _evidence(tie: Tie) -> tuple[str, ...]:
    found = list(tie.indices)
    if tie.best and tie.best.mots:
        found.insert(0, "mots : " + enumeration(f"« {' '.join(m.split())} »" for m in tie.best.mots[:4]))
    found.append(f"édition {tie.quand.edition} " + ("dite par le texte" if tie.quand.dit else "du document"))
    if tie.qui == "notee":
        found.append("population donnée par la note du graphique")
    elif tie.qui == "supposee":
        found.append("population de l’indicateur, faute de mention")
    return tuple(found)
