"""Ties each number of a document to an indicator, an answer, a population and an edition.

The pieces are elsewhere: ``scores`` for the words, ``shared`` for numbers that go together, ``people`` for who,
``years`` for when, ``sureness`` for how sure; here they come in order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.printed.documents.apart import tell_apart
from barometre_pipeline.printed.documents.context import Around, Headings, Reach, Site, sites
from barometre_pipeline.printed.documents.doubts import deny, doubt_rank, follow_doubts, hesitate, part
from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.layout import LISTE, TEXTE, TITRE, Passage
from barometre_pipeline.printed.documents.lexicon import SIGNE, Lexicon
from barometre_pipeline.printed.documents.links import bracketed, opens_range, parallel, partner, says_again
from barometre_pipeline.printed.documents.lists import agree_in_lists
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    AUTRE,
    ECART,
    EFFECTIF,
    PROBABLE,
    SUR,
    Candidate,
)
from barometre_pipeline.printed.documents.people import DITE, People
from barometre_pipeline.printed.documents.populations import group_of, taken_mentions
from barometre_pipeline.printed.documents.scores import (
    Heard,
    Scored,
    Sentence,
    Spoken,
    met_in,
    scored,
    sentences_of,
)
from barometre_pipeline.printed.documents.shared import (
    add_up,
    carry,
    carry_thing,
    go_on,
    in_order,
    is_sequel,
    of_the_last,
    of_the_same,
    opens_with_pronoun,
    reach_up,
    said_of_both,
    same_as,
    say_again,
    share,
    stands_for,
    sum_up,
    unite,
)
from barometre_pipeline.printed.documents.sureness import NEAR, agree, conclude, said
from barometre_pipeline.printed.documents.tie import Tie
from barometre_pipeline.printed.documents.topic import (
    Setting,
    marks_in,
    publics_in,
    signed,
    theme_said,
    weighed,
    without_groups_counted,
)
from barometre_pipeline.printed.documents.years import Dated, asked_year, compared, dated

_GONE_ON: Final = 1.5  # what the indicator of the sentence before gains where the next names none
_CARRIED: Final = 1.15  # what the indicator of the number before gains in a sentence
_LISTED: Final = 1.4  # the same, where both stand in brackets: « la charte (46 %), les conventions (60 %) »
_ROW: Final = 1.8  # the same, in one row: « 64 % pour les maires, 45 % pour l'État »
_IN_CLAUSE: Final = 0.75  # reach from which the signs of an indicator stand in the clause of a number
_KEPT: Final = 5  # candidates listed


@dataclass
class _Before:
    """What the sentences before leave to the next.

    Attributes:
        compared: the earlier edition that they compare with, "" where none does.
        tie: the number that the next may go on with.
        last: the last one: « cette part », « ces dernières ».
        close: it stands in the same passage, or in the item of a list before.
        year: the edition that the sentence just before asks about.
    """

    compared: str = ""
    tie: Tie | None = None
    last: Tie | None = None
    close: bool = False
    year: str = ""

    def met_by(self, tie: Tie) -> Tie | None:
        """Return the number that the first of the next sentence goes on with."""
        return self.last if of_the_last(tie.site.text) else self.tie


class Tying:
    """The ties of the numbers of one document."""

    def __init__(
        self,
        every: Sequence[Passage],
        numbers: Sequence[Sequence[Found]],
        catalogue: Catalogue,
        lexicon: Lexicon,
        edition: str,
    ) -> None:
        """Prepare what is the same for all numbers.

        Args:
            every: passages of the document.
            numbers: statistics of each passage.
            catalogue: what the barometer defines.
            lexicon: its words.
            edition: that of the document.
        """
        self.every, self.catalogue, self.lexicon, self.edition = every, catalogue, lexicon, edition
        self.editions = frozenset(catalogue.editions) | {edition}
        self.marks = [marks_in(p, lexicon) for p in every]
        self.people = People(every, numbers, catalogue, lexicon, self.marks)
        self.met = [
            without_groups_counted(
                met_in(p, lexicon, n), self.people.groups.mentions(p.texte), p, self.marks, lexicon
            )
            for p, n in zip(every, numbers, strict=True)
        ]
        self._numbers = numbers
        self._labels = {
            name: {category: resolved.libelle for category, resolved in answers.items()}
            for name, answers in catalogue.categories.items()
        }
        self.sentences = [sentences_of(m, p) for m, p in zip(self.met, every, strict=True)]
        self._whole = [
            s[0] if len(s) == 1 else Sentence(p, m)
            for s, p, m in zip(self.sentences, every, self.met, strict=True)
        ]
        # Of the sentence and the passage read last.
        self._setting: tuple[tuple[int, tuple[int, int], bool], Heard, Setting] | None = None
        self._headings: tuple[tuple[int, bool], Headings] | None = None

    def read(self, site: Site, *, headings: bool = True) -> tuple[Around, list[Scored]]:
        """Return the reach of the places around a number, and its readings, best first."""
        passage = site.passage
        if self._headings is None or self._headings[0] != (passage.rang, headings):
            found = Headings(passage, self.every, looked_for=headings)
            self._headings = ((passage.rang, headings), found)
        around = Around(site, self._headings[1])
        sentences = self.sentences[passage.rang] if passage.mots else ()
        key = (passage.rang, site.phrase, headings)
        if self._setting is None or self._setting[0] != key:
            heard = Heard(self.lexicon, *self._others(around, sentences))
            self._setting = (key, heard, Setting(around, self.every, self.marks))
        _, heard, setting = self._setting
        own = [
            s for s, (at, _) in zip(sentences, passage.phrases, strict=False) if around.own(passage.rang, at)
        ]
        readings = scored(around, own, heard, self.lexicon)
        return around, weighed(readings, around, setting, self.marks, self.lexicon)

    def _others(self, around: Around, sentences: Sequence[Sentence]) -> Iterator[tuple[Spoken, Reach]]:
        """Yield what other sentences of the passage and the passages around say to a number, with their reach."""
        passage = around.site.passage
        for sentence, (start, _) in zip(sentences, passage.phrases, strict=False):
            if sentence.mots and not around.own(passage.rang, start):
                # of a word of a label, several sentences away, nothing is heard
                said = sentence.clairs if around.far(start) else sentence.dits
                yield said, around.reach(passage.rang, start, start)
        for rank in around.passages:
            if rank != passage.rang:
                yield self._whole[rank].dits, around.reach(rank, 0, 0)

    def ties(self) -> list[Tie]:
        """Return the tie of every number outside tables, in order."""
        found: list[Tie] = []
        before = _Before()
        for passage, numbers in zip(self.every, self._numbers, strict=True):
            by_sentence: dict[tuple[int, int], list[Site]] = defaultdict(list)
            for site in sites(passage, [f for f in numbers if not f.cellule]):
                by_sentence[site.phrase].append(site)
            if passage.genre == TITRE:
                before = _Before()
            before.close = passage.genre == LISTE and self.every[passage.rang - 1].genre == LISTE
            for start, end in passage.phrases:
                ties = self._sentence(by_sentence.get((start, end), []), before)
                text = passage.texte[start:end]
                if ties:
                    before.tie, before.last, before.close = _leading(ties), ties[-1], True
                before.year = asked_year(text, self.editions)
                before.compared = compared(text, self.edition, self.editions) or before.compared
                found += ties
        agree_in_lists(found)
        return found

    def _sentence(self, sentence: list[Site], before: _Before) -> list[Tie]:
        if not sentence:
            return []
        ties = self._first(sentence, before)
        self._together(ties, before)
        self._who(sentence, ties, before)
        tell_apart(ties)
        for tie in ties:
            tie.lien = conclude(tie, ties, self.marks, self.lexicon)
        agree(ties, self.lexicon)
        for tie in ties:
            deny(tie, ties, self._labels)
            hesitate(tie, self._labels)
            doubt_rank(tie, self.marks[tie.site.passage.rang].get((SIGNE, tie.key[0]), ()))
            self._doubt_theme(tie)
            self._doubt_public(tie, ties)
        for tie, following in reversed(list(pairwise(ties))):
            if opens_range(tie.site) and tie.key == following.key:
                tie.population, tie.qui, tie.lien = following.population, following.qui, following.lien
        part(ties)
        follow_doubts(ties)
        return ties

    def _together(self, ties: list[Tie], before: _Before) -> None:
        """Read the numbers of a sentence in the light of one another, and of the sentence before."""
        if before.tie is not None and (before.close or self._opens_silent(ties[0])):
            self._follow(before.met_by(ties[0]) or before.tie, ties[0])
        for previous, tie in pairwise(ties):
            sum_up(previous, tie, self.lexicon)
            if stands_for(tie):
                carry_thing(previous, tie, self._kin(previous, tie))
            else:
                listed = bracketed(previous.site) and bracketed(tie.site)
                row = parallel(previous.site, tie.site)
                carry(previous, tie, _ROW if row else _LISTED if listed else _CARRIED)
        if before.tie is not None:
            sum_up(before.tie, ties[0], self.lexicon)
        for tie in ties:
            share(tie, ties)
        for tie, following in reversed(list(pairwise(ties))):
            said_of_both(tie, following)
            if opens_range(tie.site):
                tie.lie_a = None
                same_as(following, tie, following.readings)

    def _who(self, sentence: list[Site], ties: list[Tie], before: _Before) -> None:
        """Give the numbers of a sentence the answers it lists in order, those that add up, and their populations."""
        text, shift = sentence[0].text, sentence[0].phrase[0]
        mentions = self.people.groups.mentions(text)
        asked = "" if mentions else self._asked(sentence[0]) or _same_people(before.met_by(ties[0]), ties[0])
        for tie in ties:
            tie.groupe = asked
        in_order(ties, self.met[sentence[0].passage.rang], mentions)
        for tie in reversed(ties):
            add_up(tie, ties, self.lexicon)
            unite(tie, self.lexicon, self.met[sentence[0].passage.rang])
            reach_up(tie, self.lexicon, self.met[sentence[0].passage.rang])
        say_again(ties)
        spans = [(s.found.start - shift, s.found.end - shift) for s in sentence]
        taken = taken_mentions(text, spans, mentions)
        for tie, span in zip(ties, spans, strict=True):
            belongs = group_of(text, *span, mentions, self.people.groups, taken, tie.site.found.valeur)
            self.people.populate(tie, ties, belongs)

    def _first(self, sentence: list[Site], before: _Before) -> list[Tie]:
        """Return each number of a sentence read by itself, and dated."""
        text, shift = sentence[0].text, sentence[0].phrase[0]
        spans = [(s.found.start - shift, s.found.end - shift) for s in sentence]
        ties = []
        for site, span in zip(sentence, spans, strict=True):
            when = dated(text, span, spans, self.edition, self.editions, before.compared)
            if before.year and not when.dit:
                when = Dated(before.year, True)
            if (
                site.found.genre in (AUTRE, ECART) and when.edition < self.edition
            ):  # « 3 points de plus qu'en 2024 »
                when = Dated(self.edition, False, when.edition)
            around, readings = self.read(site)
            redite = says_again(site, sentence)
            ties.append(Tie(site, when, around, readings, redite=redite, lie_a=partner(site)))
        return ties

    def _follow(self, previous: Tie, tie: Tie) -> None:
        """Read the first number of a sentence in the light of the sentence before."""
        if (previous.site.found.genre == EFFECTIF) != (tie.site.found.genre == EFFECTIF):
            return
        near = said(tie, self.marks, self.lexicon) >= NEAR
        if (is_sequel(tie) or self._silent(tie)) and not (tie.best and tie.best.propre and near):
            go_on(previous, tie)
        elif stands_for(tie):
            carry_thing(previous, tie, self._kin(previous, tie))
        elif not near and tie.site.passage.genre != LISTE:
            carry(previous, tie, _GONE_ON)

    def _doubt_theme(self, tie: Tie) -> None:
        """Take certainty where the text says no theme of what is asked of several, or has a pronoun for its thing."""
        name, around = tie.key[0], tie.autour
        if tie.lien != SUR or around is None:
            return
        unsaid = self.lexicon.twins.get(name) and not theme_said(
            self.lexicon.themes[name], around, self.every
        )
        if unsaid or (
            stands_for(tie) and tie.lie_a is None and self.lexicon.siblings.get(name) and tie.site.before
        ):
            tie.lien = PROBABLE
            tie.indices.append("thème à confirmer" if unsaid else "un pronom tient lieu de ce dont il s’agit")

    def _doubt_public(self, tie: Tie, ties: Sequence[Tie]) -> None:
        """Take certainty where the text before a number is of the other public, and none names its own since."""
        rank = ties.index(tie)
        before = ties[rank - 1] if rank else None
        if tie.lien != SUR or before is None or before.best is None or before.lien == A_TRANCHER:
            return
        mine, theirs = (self.lexicon.publics[t.key[0]] for t in (tie, before))
        if mine == theirs or "tous" in (mine, theirs):
            return
        start, end = before.site.found.end, tie.site.after[0].start if tie.site.after else tie.site.phrase[1]
        if mine not in publics_in(tie.site.passage.texte[start:end]):
            tie.lien = PROBABLE
            tie.indices.append("un autre public est nommé juste avant")

    def _asked(self, site: Site) -> str:
        """Return the group that the sentence before only names: « Les métropoles ? Elles sont 90 % … »."""
        passage = site.passage
        rank = passage.phrases.index(site.phrase)
        bare = not re.search(
            r"[^\W\d_]", site.text.replace(passage.texte[site.found.start : site.found.end], "")
        )
        if not rank or not (bare or opens_with_pronoun(site.text)):
            return ""
        start, end = passage.phrases[rank - 1]
        if any(start <= f.start < end for f in self._numbers[passage.rang]):
            return ""
        named = [
            m.population for m in self.people.groups.mentions(passage.texte[start:end]) if not m.generique
        ]
        return named[0] if len(named) == 1 else ""

    def _kin(self, before: Tie, tie: Tie) -> list[str]:
        """Return the siblings of the indicator of a number whose signs stand in the clause of another."""
        around, signs = tie.autour, self.lexicon.signes
        if around is None:
            return []
        kin = [n for n in self.lexicon.siblings.get(before.key[0], ()) if n in signs]
        near = {n: signed(n, around, self.marks, self.lexicon) for n in kin}
        return sorted(n for n in kin if near[n] >= _IN_CLAUSE and "_projets" not in n)

    def _silent(self, tie: Tie) -> bool:
        """Tell whether a sentence names groups and says nothing else of what is counted."""
        rank, start = tie.site.passage.rang, tie.site.phrase[0]
        named = any(not m.generique for m in self.people.groups.mentions(tie.site.text))
        said = self.sentences[rank][self.every[rank].sentence(start)].mots
        return named and not any(
            v.clair and (not v.categorie or len(m.formes) > 1) for m in said for v in m.voix
        )

    def _opens_silent(self, tie: Tie) -> bool:
        """Tell whether a paragraph begins with groups and nothing of what is counted: the one before said it."""
        return tie.site.passage.genre == TEXTE and self._silent(tie)

    def candidates(self, tie: Tie) -> tuple[Candidate, ...]:
        """Return the best candidates of a number, best first."""
        natural = {
            i: self.catalogue.indicateurs[i].population for i in {r.indicateur for r in tie.readings[:_KEPT]}
        }
        return tuple(
            Candidate(
                round(r.total, 2),
                r.indicateur,
                r.categorie,
                tie.population if r is tie.best else natural[r.indicateur],
                tie.quand.edition,
            )
            for r in tie.readings[:_KEPT]
        )


def _same_people(before: Tie | None, tie: Tie) -> str:
    """Return the group of the sentence before where this one goes on of it: « Elles étaient 41 % », else ""."""
    if before is None or not tie.suite or before.qui != DITE or before.key[0] != tie.key[0]:
        return ""
    return before.population if of_the_same(tie.site.text) else ""


def _leading(ties: Sequence[Tie]) -> Tie:
    """Return the number of a sentence that the next one goes on with: the last that is not of what is only planned."""
    had = [t for t in ties if "prev" not in "".join(t.key)]
    return had[-1] if had else ties[-1]
