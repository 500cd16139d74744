"""What a number is about at large: which public, which subject, which signs tell neighbours apart.

It weighs readings that ``scores`` found; it finds none.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from barometre_pipeline.printed.documents.context import Around
from barometre_pipeline.printed.documents.layout import QUESTION, TEXTE, Passage
from barometre_pipeline.printed.documents.lexicon import ECARTE, SIGNE, SUJET, Lexicon
from barometre_pipeline.printed.documents.populations import Mention
from barometre_pipeline.printed.documents.scores import Met, Scored
from barometre_pipeline.printed.documents.words import flat

_FRENCH: Final = re.compile(
    r"\bfrancais(?:es)?\b|\bopinion\b|\ble (?:grand )?public\b|\bles gens\b|concitoyens?|\bcitoyens?\b|"
    r"ipsos|\bsondage\b|personnes interrogees|population francaise|"
    r"\bhommes\b|\bfemmes\b|\d+\s*-\s*\d+ ans|selon vous|diriez-vous|pensez-vous|pouvez-vous|avez-vous|"
    r"base\s*:\s*a tous"
)
_AUTHORITIES: Final = re.compile(
    r"collectivit|\bcommunes?\b|\bregions?\b|\bdepartements?\b|metropole|\bepci\b|intercommunalit|territoires|\belus\b|"
    r"\bagents\b|l.enquete"
)
_AGAINST: Final = 0.45  # what is left to a reading of the other public
_NO_SIGN, _SIGN, _OTHER_SIGN = 0.45, 1.4, 0.4
_SAME_CLAUSE, _SAME_SENTENCE, _BEFORE, _HEADED = 1.15, 0.85, 0.8, 0.75  # where the sign stands further away
_CLAUSE: Final = 0.7
_SUBJECT: Final = 0.4  # what is left without any subject; with it, the nearer the more
_NEAR: Final = 0.85
_THEMES: Final = {
    "ia": re.compile(r"\bia\b|intelligence artificielle"),
    "cyber": re.compile(r"cyber|piratage|\battaques?\b|securite informatique"),
    "data": re.compile(r"\bdata\b(?!\s*publica)|donnees?\b"),
}
_DATA: Final = re.compile(
    r"\bdata\b(?!\s*publica)|\bla\s+donnee\b|\b(?:en\s+matiere\s+de|gestion\s+des|projets?\s+de|sujet\s+des)\s+donnees\b"
)  # they say the theme, where « données » does not
_JUST_ASKED, _ASKED_FROM = 0.3, 0.7  # signs of the question just before, and the reach that tells it is one
_OF_ITS_PASSAGE: Final = 2  # texts of the passage of a number: its sentence, and those before
_SECTION: Final = 25  # passages
_SIGNS_BEFORE: Final = 3  # passages before, among which the signs of an indicator let a group be its answer
_SENTENCES: Final = 3  # before that of a number, among which its theme is looked for
_SAME_THEME, _OTHER_THEME = 1.1, 0.6

Marks = Mapping[tuple[str, str], Sequence[tuple[int, int]]]


def marks_in(passage: Passage, lexicon: Lexicon) -> Marks:
    """Return the signs, subjects and groups that a passage names, each with its characters."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for phrase, ranks in lexicon.mark_index.found(passage.mots):
        span = (passage.mots[ranks[0]].start, passage.mots[ranks[-1]].end)
        for mark in lexicon.marks[phrase]:
            found[mark].append(span)
    return found


def without_groups_counted(
    met: Sequence[Met],
    mentions: Sequence[Mention],
    passage: Passage,
    marks: Sequence[Marks],
    lexicon: Lexicon,
) -> list[Met]:
    """Leave out the answers that only the name of a group says, where no sign of their indicator stands near.

    « Les régions (33 %) » counts regions; they are an answer where the text asks whom one trusts.

    Args:
        met: phrases of a passage.
        mentions: groups that it names.
        passage: it.
        marks: of every passage of the document.
        lexicon: which indicators have signs.
    """
    named = [(m.start, m.end) for m in mentions if not m.generique]
    signs = {
        n for m in marks[max(0, passage.rang - _SIGNS_BEFORE) : passage.rang] for k, n in m if k == SIGNE
    }
    signs |= {
        name
        for (kind, name), spans in marks[passage.rang].items()
        if kind == SIGNE and not all(_within(span, named) for span in spans)
    }
    kept = []
    for one in met:
        voices = one.voix
        if _within((one.start, one.end), named):
            voices = tuple(
                v
                for v in voices
                if not v.categorie or v.indicateur not in lexicon.signes or v.indicateur in signs
            )
        if voices:
            kept.append(one if len(voices) == len(one.voix) else replace(one, voix=voices))
    return kept


def _within(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


class Setting:
    """What is the same for all numbers of a sentence: how much it speaks of each public, and its themes."""

    def __init__(self, around: Around, every: Sequence[Passage], marks: Sequence[Marks]) -> None:
        """Look around one of those numbers."""
        self._around, self._marks = around, marks
        self.francais, self.collectivites = _publics(around, every)
        self.themes = themes_of(around, every)
        self._elsewhere: dict[tuple[str, str], float] = {}

    def elsewhere(self, mark: tuple[str, str]) -> float:
        """Return how much the passages around count that have a mark, 0 where none has."""
        known = self._elsewhere.get(mark)
        if known is None:
            known = self._elsewhere[mark] = max(_elsewhere(mark, self._around, self._marks), default=0.0)
        return known


def weighed(
    readings: Sequence[Scored], around: Around, setting: Setting, marks: Sequence[Marks], lexicon: Lexicon
) -> list[Scored]:
    """Return the readings of a number weighed by public, subject and signs, best first."""
    public, themes, factors = public_of(around, setting), setting.themes, {}
    found = []
    for reading in readings:
        name = reading.indicateur
        if name not in factors:
            factors[name] = _sign(name, around, setting, marks, lexicon)
            factors[name] *= _subject(name, around, setting, marks, lexicon)
            theme = lexicon.themes[name]
            factors[name] *= (
                _SAME_THEME if theme in themes else 1.0 if not themes and theme == "data" else _OTHER_THEME
            )
            if public and lexicon.publics[name] not in (public, "tous"):
                factors[name] *= _AGAINST
        factor = factors[name]
        found.append(reading.scaled(factor))
    return sorted(found, key=lambda r: (-r.total, r.indicateur, r.categorie))


@dataclass(frozen=True)
class _Spoken:
    """What a text speaks of at large."""

    francais: bool
    collectivites: bool
    themes: frozenset[str]


@lru_cache(maxsize=16384)
def _spoken(text: str) -> _Spoken:
    plain = flat(text)
    themes = frozenset(theme for theme, pattern in _THEMES.items() if pattern.search(plain))
    return _Spoken(bool(_FRENCH.search(plain)), bool(_AUTHORITIES.search(plain)), themes)


def _publics(around: Around, every: Sequence[Passage]) -> tuple[float, float]:
    """Return how much the sentence of a number and what stands around speak of the French, and of authorities."""
    site = around.site
    sentence, before = _spoken(site.text), _spoken(site.passage.texte[: site.phrase[0]])
    french = 2.0 * sentence.francais + 0.8 * before.francais
    others = 2.0 * sentence.collectivites + 0.8 * before.collectivites
    for rank in around.passages:
        if rank == site.passage.rang:
            continue
        weight, asks = around.reach(rank, 0, 0).indicateur, every[rank].genre == QUESTION
        other = _spoken(every[rank].texte)
        french += (2.0 if asks else 1.0) * weight * other.francais
        others += (0.3 if asks else 1.0) * weight * other.collectivites
    return french, others


def publics_in(text: str) -> set[str]:
    """Return the publics that a text names."""
    said = _spoken(text)
    return {
        name for name, named in (("francais", said.francais), ("collectivites", said.collectivites)) if named
    }


def public_of(around: Around, setting: Setting) -> str:
    """Return the public that the words around a number speak of, "" where they speak of both or of none."""
    site, french, others = around.site, setting.francais, setting.collectivites
    following = (
        flat(site.passage.texte[site.found.end : site.phrase[1]])[:45].lstrip(" *)").removeprefix("des ")
    )
    french += 2.5 * bool(_FRENCH.match(following))
    others += 2.5 * bool(_AUTHORITIES.match(following))
    if abs(french - others) < 0.5:
        return ""
    return "francais" if french > others else "collectivites"


def themes_of(around: Around, every: Sequence[Passage]) -> frozenset[str]:
    """Return the themes of a number: those named near it, else the one that its section named last."""
    return near_themes(around, every) or (
        _spoken(around.site.text).themes | _theme_before(around.site.passage.rang, every)
    )


def near_themes(around: Around, every: Sequence[Passage]) -> frozenset[str]:
    """Return the themes that the sentence of a number names, else those before it, else the nearest heading's.

    « données » alone is no theme of a sentence: the section on AI speaks of them too.
    """
    site = around.site
    sentence = _spoken(site.text).themes
    at_large = bool(_DATA.search(flat(site.text)))
    if named := sentence - {"data"}:
        return sentence if at_large else named
    if at_large:
        return sentence
    rank = site.passage.sentence(site.found.start)
    for start, end in reversed(site.passage.phrases[max(0, rank - _SENTENCES) : rank]):
        before = site.passage.texte[start:end]
        found = _spoken(before).themes
        if found - {"data"} or _DATA.search(flat(before)):
            return found | sentence
    for rank in around.passages:
        if rank != around.site.passage.rang and (found := _spoken(every[rank].texte).themes):
            return found | sentence if "data" in found else found
    return frozenset()


def theme_said(theme: str, around: Around, every: Sequence[Passage]) -> bool:
    """Tell whether a number is said to be of a theme: by its sentence, else by those before it, else by what is above.

    « données » alone says no theme, here as in ``near_themes``.
    """
    site = around.site
    texts = [site.text, site.passage.texte[: site.phrase[0]]]
    texts += [every[r].texte for r in around.passages if r != site.passage.rang and every[r].genre != TEXTE]
    weakly = False
    for rank, text in enumerate(texts):
        said = _spoken(text).themes
        if "data" in said and not _DATA.search(flat(text)):
            said -= {"data"}
            weakly |= rank < _OF_ITS_PASSAGE
        if said:
            return theme in said or (theme == "data" and weakly and rank >= _OF_ITS_PASSAGE)
    if theme == "data" and any("data" in _spoken(text).themes for text in texts):
        return True
    return _theme_before(site.passage.rang, every) == {theme}


def _theme_before(rank: int, every: Sequence[Passage]) -> frozenset[str]:
    """Return the theme that a document last named before a passage, as far as a section may reach."""
    for other in reversed(every[max(0, rank - _SECTION) : rank]):
        found = _spoken(other.texte).themes
        if found - {"data"} or _DATA.search(flat(other.texte)):
            return found
    return frozenset()


def signed(name: str, around: Around, marks: Sequence[Marks], lexicon: Lexicon) -> float:
    """Return how near the signs of an indicator stand, or its subject where it has no sign; 1 where it has neither.

    It is their reach in the sentence, 0.1 in a sentence before it, 0 where they do not stand.
    """
    mark = _mark_of(name, lexicon)
    return 1.0 if mark is None else _nearest(mark, around, marks[around.site.passage.rang])


def headed(name: str, around: Around, marks: Sequence[Marks], lexicon: Lexicon) -> float:
    """Return how much the headings count that have those signs, 0 where none has."""
    mark = _mark_of(name, lexicon)
    return 1.0 if mark is None else max(_elsewhere(mark, around, marks), default=0.0)


def _mark_of(name: str, lexicon: Lexicon) -> tuple[str, str] | None:
    return (SIGNE, name) if name in lexicon.signes else (SUJET, name) if name in lexicon.sujets else None


def _sign(name: str, around: Around, setting: Setting, marks: Sequence[Marks], lexicon: Lexicon) -> float:
    if _nearest((ECARTE, name), around, marks[around.site.passage.rang]) >= _NEAR:
        return _OTHER_SIGN
    if name not in lexicon.signes:
        return 1.0
    near = signed(name, around, marks, lexicon)
    if near >= _NEAR:
        return _SIGN
    if near > 0:
        plain = any(other not in lexicon.signes for other in lexicon.siblings.get(name, ()))
        if near >= _CLAUSE and not plain:  # none of its siblings is told by having no sign
            return _SAME_CLAUSE
        return _SAME_SENTENCE if near >= 0.3 else _BEFORE
    return _HEADED if setting.elsewhere((SIGNE, name)) >= 0.35 else _NO_SIGN


def _nearest(mark: tuple[str, str], around: Around, marks: Marks) -> float:
    best, rank = 0.0, around.site.passage.rang
    for start, end in marks.get(mark, ()):
        reach = around.reach(rank, start, end).indicateur
        if around.own(rank, start):
            best = max(best, reach)
        elif reach >= 0.5:
            best = max(best, _JUST_ASKED if reach >= _ASKED_FROM else 0.1)
    return best


def _elsewhere(mark: tuple[str, str], around: Around, marks: Sequence[Marks]) -> list[float]:
    return [
        around.reach(r, 0, 0).indicateur
        for r in around.passages
        if r != around.site.passage.rang and mark in marks[r]
    ]


def _subject(name: str, around: Around, setting: Setting, marks: Sequence[Marks], lexicon: Lexicon) -> float:
    if name not in lexicon.sujets:
        return 1.0
    mark, rank = (SUJET, name), around.site.passage.rang
    near = max(
        [
            setting.elsewhere(mark),
            *(around.reach(rank, s, e).indicateur for s, e in marks[rank].get(mark, ())),
        ]
    )
    return _SUBJECT + (1 - _SUBJECT) * min(1.0, near / 0.6)
