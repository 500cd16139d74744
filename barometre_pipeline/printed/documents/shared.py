"""Readings that neighbouring numbers owe to one another: the same share, a sum, an order, a sequel.

Each function changes the readings of the ties it is given; finding readings is ``scores``'.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from barometre_pipeline.printed.documents.context import Site
from barometre_pipeline.printed.documents.layout import LISTE, TEXTE, TITRE
from barometre_pipeline.printed.documents.lexicon import Lexicon
from barometre_pipeline.printed.documents.links import parts_of
from barometre_pipeline.printed.documents.model import FRACTION, PART
from barometre_pipeline.printed.documents.populations import Mention, only_group, opens_group, without_groups
from barometre_pipeline.printed.documents.scores import Met, Scored
from barometre_pipeline.printed.documents.tie import Key, Tie, key_of, ranked
from barometre_pipeline.printed.documents.words import flat, words_of

_OR_WILL: Final = re.compile(
    r"\bou\s+(?:va|vont|prete?s?|en\s+voie|prevo[iy]\w+|compt(?:ent|ai\w+)|allai\w+|envisag\w+|s.appret\w+|le\s+seront|le\s+fer\w+|l.aur\w+|souhait\w+|projett\w+|"
    r"en\s+prepar\w+|(?:sont\s+)?en\s+passe|ont\s+prevu|qui\s+vont|veulent|s.y\s+prepar\w+|en\s+ont\s+le\s+projet|"
    r"le\s+prevoi\w+|y\s+pens\w+|sont\s+sur\s+le\s+point|(?:\w+\s+){0,2}(?:prepar|projett|envisag|planifi|programm|elabor)\w+)"
)
_OR: Final = re.compile(r"^[^.;:()%]{0,60}?\b(?:ou|voire)\b[^.;:()%]{0,40}$")
_AT_LEAST: Final = re.compile(r"\bau\s+moins\s*$")
_OR_MORE: Final = re.compile(
    r"^[^.;:()%\d]{0,30}?\b(?:ou|voire)\s+(?:mieux|plus|davantage)\b(?!\s+(?:de|que)\b)"
)
_WILL: Final = re.compile(r"^[^.;:]{0,60}?\b(?:devraient|devront|auront)\b")  # « devraient en disposer »
_IN_ALL: Final = re.compile(r"=>?\s*$|\b(?:au\s+total|en\s+tout|ajout\w+|addition\w+|cumul\w*)\b")
_RESPECTIVELY: Final = re.compile(r"\brespectivement\b")
_THEN: Final = (
    r"(?:(?:et|mais|or|puis|toutefois|cependant|pourtant|en\s+20\d\d|l.an\s+(?:dernier|passe)|"
    r"(?:un\s+an|douze\s+mois|deux\s+ans|trois\s+ans)\s+(?:plus\s+tot|auparavant|avant)|"
    r"il\s+y\s+a\s+(?:un|deux|trois|\d)\s+ans?)\W+)*"
)
# « Elles étaient 41 % », « Un an auparavant, cette part plafonnait à 41 % », « Ces dernières partaient de loin : 6 % ».
_SEQUEL: Final = re.compile(
    rf"^[\s\W]*{_THEN}"
    r"(?:(?:elles?|ils?|on|c|ce\s+(?:taux|chiffre|score|dernier\w*(?:\s+\w+)?)|cette\s+(?:part|proportion|derniere)|la\s+(?:part|proportion|valeur)|le\s+(?:taux|chiffre|score))\W+(?:n\W)?(?:en\s+)?"
    r"(?:etai\w+|est|sont|le\s+cas|s.elevai\w+|atteint|atteignai\w+|tomb\w+|mont\w+|passe\w*|grimp\w+|descend\w*|n.etai\w+|arriv\w+|frol\w+|avoisin\w+|plafonn\w+|depass\w+)"
    r"|(?:ces\s+derni\w+|celles-ci|ceux-ci)\s+(?:n.)?(?:etai\w+|partai\w+|ne\s+\w+|sont)"
    r"|(?:le|la|un|une)\s+(?:bond|hausse|baisse|progression|recul|chute|ecart|gain|difference)\b)"
)
# Words for the same people as before: « Elles étaient 41 % ».
_THE_SAME: Final = re.compile(
    rf"^[\s\W]*{_THEN}(?:elles|ils|ces\s+derni\w+|celles-ci|ceux-ci|ce\s+taux|cette\s+(?:part|proportion))\b"
)
# « … et 44 % comptent s'en doter »: what stands for the thing of the number before.
_STANDS_FOR: Final = re.compile(
    r"\b(?:s|d|n|qu)[’']en\s|\b[lsn][’']y\s|\ben\s+(?:ont|font|sont|seront|avoir|acquerir|deployer|disposer|posseder|installer|auront|dispos\w+)\b|"
    r"\ble\s+(?:faire|feront|prevoient|souhaitent|sont)\b|\bcelles?-ci\b|\b(?:ce|cette|ces)\s+derni\w+"
)
_THE_LAST: Final = re.compile(
    rf"^[\s\W]*{_THEN}(?:ces\s+derni\w+|celles-ci|ceux-ci|ce\s+(?:taux|chiffre|total)|cette\s+(?:part|proportion|derniere))\b"
)
# « 40 % des départements et 52 % des communes le jugent insuffisant »: what is said after the second is said of both.
_AND: Final = re.compile(r"\b(?:et|comme|ainsi\s+que)\s*[*]*(?:pres\s+de\s+|plus\s+de\s+)?$")
_ANSWERED: Final = 0.5  # of the reading before, where the sentence has an answer of its own to the question
_TO_DO: Final = re.compile(
    r"^[\s*]*(?:des\s+\w+\s+)?a\s+(?:l[’'e]\s*|s[’'e]\s*|y\s+|en\s+|ne\s+)?\w+(?:er|ir|re)\b"
)  # « sont 94 % à vouloir »
_SOON: Final = 6  # words between « c'était » and the number of which it is said
_GOING_ON: Final = 0.7  # of the reading of the sentence before, where this one only goes on
_HEARD_AGAIN: Final = 0.5  # of a reading that other sentences say: the one before has heard them already
_THING: Final = 2.0  # what the indicator of the number before gains where a pronoun stands for its thing
_OWN: Final = 0.2  # of what is said around a number that shares the reading of another
_WHOLE: Final = 1.6  # what a union gains from two numbers that add up to it


def carry(before: Tie, tie: Tie, gain: float) -> None:
    """Favour the indicator of the number before."""
    if before.best is not None:
        name = before.best.indicateur
        tie.readings = ranked(
            [r.weighing(r.total * gain) if r.indicateur == name else r for r in tie.readings]
        )


def stands_for(tie: Tie) -> bool:
    """Tell whether a clause has a pronoun for what the number before is of: « 27 % comptent s'en doter »."""
    site = tie.site
    plain = flat(site.passage.texte)
    start = site.before[-1].end if site.before else site.phrase[0]
    start = max(start, *(plain.rfind(c, start, site.found.start) for c in ";:"))
    end = site.after[0].start if site.after else site.phrase[1]
    if (cut := plain.find(";", site.found.end, end)) >= 0:
        end = cut
    return bool(_STANDS_FOR.search(plain[start:end]))


def carry_thing(before: Tie, tie: Tie, kin: Collection[str]) -> None:
    """Favour the indicator of the number before, and its siblings with its answer: one thing, had or wanted.

    Args:
        before: the number whose thing a pronoun stands for.
        tie: the number of the pronoun; its readings change.
        kin: siblings of that indicator whose signs stand in the clause of the number.
    """
    if before.best is None:
        return
    name, answer = before.key
    known = {key_of(r): r for r in tie.readings}
    for other in kin:
        known.setdefault(
            (other, answer), replace(before.best, indicateur=other, total=before.best.total, propre=True)
        )
    tie.readings = ranked(
        [
            replace(r, total=r.total * _THING, propre=r.propre or r.indicateur in kin)
            if (r.indicateur == name and not kin) or (r.indicateur in kin and r.categorie == answer)
            else r
            for r in known.values()
        ]
    )


def opens_with_pronoun(text: str) -> bool:
    """Tell whether a sentence begins with « elles » or « ils »."""
    return bool(re.match(r"[\s\W]*(?:elles|ils)\b", flat(text)))


def of_the_last(text: str) -> bool:
    """Tell whether a sentence begins with a word for the last number, or the last group, of the one before."""
    return bool(_THE_LAST.match(flat(text)))


def of_the_same(text: str) -> bool:
    """Tell whether a sentence begins with a word for the people or the share of the one before."""
    return bool(_THE_SAME.match(flat(text)))


def is_sequel(tie: Tie) -> bool:
    """Tell whether the sentence of a number only goes on: « Elles étaient 41 % », « 90 % chez les départements »."""
    match = _SEQUEL.match(flat(tie.site.text))
    shift = tie.site.phrase[0]
    soon = (
        match is not None
        and len(tie.site.passage.texte[shift + match.end() : tie.site.found.start].split()) < _SOON
    )
    says = _TO_DO.match(flat(tie.site.passage.texte[tie.site.found.end : tie.site.phrase[1]]))
    return _bare(tie) or (soon and not says)


def _bare(tie: Tie) -> bool:
    """Tell whether a sentence or an item has nothing but a number, a group and a year."""
    site = tie.site
    text, shift = flat(site.text), site.phrase[0]
    rest = text[: site.found.start - shift] + text[site.found.end - shift :]
    rest = re.sub(r"[\d\u00a0\u202f]+\s*(?:%|pts?|points?)?", " ", rest)
    nothing = not [w for w in words_of(without_groups(rest)) if not w.form.isdigit()]
    if site.passage.genre == LISTE and only_group(text[site.found.end - shift :]):
        return True
    return nothing and site.passage.genre in (LISTE, TEXTE, TITRE)


def go_on(before: Tie, tie: Tie) -> None:
    """Read a number of a sentence that only goes on as the one before it."""
    own = {r.indicateur: r.categorie for r in tie.readings if r.propre}
    joined = {
        key_of(r): replace(r, total=r.total * _GOING_ON * _otherwise(r, own), propre=False)
        for r in before.readings
    }
    for reading in tie.readings:
        mine = reading if reading.propre else reading.weighing(reading.total * _HEARD_AGAIN)
        known = joined.get(key_of(reading))
        joined[key_of(reading)] = _both(mine, known) if known else mine
    tie.readings, tie.suite, tie.suite_de = ranked(list(joined.values())), True, before


def _otherwise(reading: Scored, own: Mapping[str, str]) -> float:
    """Return what is left of a reading of the sentence before where this one says another answer to its question."""
    return _ANSWERED if own.get(reading.indicateur, reading.categorie) != reading.categorie else 1.0


def _both(reading: Scored, before: Scored) -> Scored:
    """Return a reading that its own sentence and the one before speak for."""
    return replace(
        reading,
        total=reading.total + before.total,
        points_indicateur=max(reading.points_indicateur, before.points_indicateur),
        points_categorie=max(reading.points_categorie, before.points_categorie),
    )


def _lifted(tie: Tie, reading: Scored, union: str, points: float) -> list[Scored]:
    """Return the readings of a number, the one now read as a union of answers in its place."""
    lifted = replace(reading, categorie=union, total=_WHOLE * reading.total, points_categorie=points)
    return ranked([lifted, *(r for r in tie.readings if key_of(r) != key_of(lifted))])


def sum_up(before: Tie, tie: Tie, lexicon: Lexicon) -> None:
    """Read a number said to be a total as the union of the answer before it and what is added: « = 51 % »."""
    best, site = before.best, tie.site
    left = flat(site.passage.texte[site.phrase[0] : site.found.start])
    if best is None or not _IN_ALL.search(left):
        return
    for members, union in lexicon.unions[best.indicateur].items():
        if best.categorie in members and any("prev" in m for m in members):
            heard = replace(best, total=max(best.total, tie.best.total if tie.best else 0.0))
            tie.readings, tie.somme = _lifted(tie, heard, union, best.points_categorie), True
            tie.indices.append(f"total avec « {before.printed} »")
            return


def share(tie: Tie, ties: Sequence[Tie]) -> None:
    """Give a number the reading of the one that says the same share."""
    if tie.lie_a is None:
        return
    other = ties[tie.lie_a]
    if _says_its_own(other, tie):
        tie.lie_a = None
        return
    own = 0.0 if other.site.found.genre == FRACTION else _OWN
    joined: dict[Key, Scored] = {}
    for readings, weight in ((other.readings, 1.0), (tie.readings, own)):
        for reading in readings:
            known = joined.get(key_of(reading))
            total = (known.total if known else 0.0) + weight * reading.total
            joined[key_of(reading)] = (known or reading).weighing(total)
    same_as(other, tie, list(joined.values()))


def _says_its_own(other: Tie, tie: Tie) -> bool:
    """Tell whether a number has an answer of its own to the question of the other: « 40 % le jugent insuffisant »."""
    mine, theirs = tie.best, other.best
    if mine is None or theirs is None or other.site.found.genre == FRACTION or tie.site.found.genre != PART:
        return False
    if other.quand.edition != tie.quand.edition:  # « 44 %, contre 49 % un an plus tôt »
        return False
    return mine.propre and mine.indicateur == theirs.indicateur and mine.categorie != theirs.categorie


def said_of_both(tie: Tie, following: Tie) -> None:
    """Give a number of which nothing is said but its group the reading of the one that « et » joins to it."""
    end, start = tie.site.found.end, following.site.found.start
    between = flat(tie.site.passage.texte[end:start])
    silent = tie.best is None or not tie.best.propre
    if silent and tie.lie_a is None and following.lie_a is None and following.best and following.best.propre:
        joined = _AND.search(between)
        if joined and opens_group(between) and only_group(between[: joined.start()]):
            same_as(following, tie, following.readings)


def same_as(other: Tie, tie: Tie, readings: Sequence[Scored]) -> None:
    """Give a number these readings, as those of another."""
    tie.readings = ranked(readings)
    tie.indices.append(f"même part que « {other.printed} »")


def add_up(tie: Tie, ties: Sequence[Tie], lexicon: Lexicon) -> None:
    """Read a number that two or three after it add up to as the union of their answers: « 62 % (22 % … et 40 % …) ».

    The numbers are held against each other, never against the data.
    """
    again = next((t for t in ties if tie.redite and t.site.found == tie.redite.found), None)
    if again is not None and again.somme:
        tie.readings, tie.somme = again.readings, True
        return
    mine = ties.index(tie)
    parts = [ties[mine + 1 + r] for r in parts_of(tie.site)]
    best = [p.best for p in parts if p.best is not None and p.lie_a != mine]
    names = {b.indicateur for b in best}
    if not parts or len(best) < len(parts) or len(names) != 1:
        return
    name = next(iter(names))
    union = lexicon.unions[name].get(frozenset(b.categorie for b in best))
    mine_of = [r for r in tie.readings if r.indicateur == name]
    if union is None or not mine_of:
        return
    base = next((r for r in mine_of if r.categorie == union), mine_of[0])
    base = replace(base, total=max(r.total for r in mine_of))
    tie.readings, tie.somme = _lifted(tie, base, union, max(base.points_categorie, 1.0)), True
    tie.indices.append("somme de « " + " » et « ".join(p.printed for p in parts) + " »")


def unite(tie: Tie, lexicon: Lexicon, met: Sequence[Met]) -> None:
    """Read « ont adopté ou vont adopter » as the union of the two answers.

    Args:
        tie: the number; its readings may change.
        lexicon: which answers are several others together.
        met: phrases of its passage.
    """
    best, site = tie.best, tie.site
    if best is None:
        return
    right = site.passage.texte[site.found.end : site.after[0].start if site.after else site.phrase[1]]
    will = _OR_WILL.search(flat(right)) or _WILL.search(flat(right))
    for members, union in lexicon.unions[best.indicateur].items():
        if best.categorie not in members:
            continue
        planned = any("prev" in m for m in members)
        if (will and planned) or _either(site, best.indicateur, members, met):
            tie.readings = _lifted(tie, best, union, _WHOLE * best.points_categorie)
            return


def reach_up(tie: Tie, lexicon: Lexicon, met: Sequence[Met]) -> None:
    """Read « au moins partiellement », « correct, ou mieux » as the union that begins with the answer said.

    Args:
        tie: the number; its readings may change.
        lexicon: which answers are several others together.
        met: phrases of its passage.
    """
    best, site = tie.best, tie.site
    if best is None:
        return
    unions = [
        (len(parts), u) for parts, u in lexicon.unions[best.indicateur].items() if best.categorie in parts
    ]
    plain, (start, end) = flat(site.passage.texte), site.phrase
    said = (
        m
        for m in met
        if start <= m.start and m.end <= end
        for v in m.voix
        if (v.indicateur, v.categorie) == (best.indicateur, best.categorie) and v.clair
    )
    if unions and any(
        _AT_LEAST.search(plain[start : m.start]) or _OR_MORE.match(plain[m.end : end]) for m in said
    ):
        tie.readings = _lifted(tie, best, min(unions)[1], best.points_categorie)
        tie.indices.append("« au moins » : la réponse et celles qui la dépassent")


def _either(site: Site, name: str, members: Collection[str], met: Sequence[Met]) -> bool:
    """Tell whether « ou » joins two of these answers after a number, or before the first: « lancé ou prévu »."""
    plain = flat(site.passage.texte)
    closed = site.after[0].start if site.after else site.phrase[1]
    sides = [(site.found.end, closed)] + ([] if site.before else [(site.phrase[0], site.found.start)])
    for start, end in sides:
        said = sorted(
            (m.start, m.end, v.categorie)
            for m in met
            if start <= m.start and m.end <= end
            for v in m.voix
            if v.indicateur == name and v.categorie in members and v.clair
        )
        for (_, first, one), (second, _, other) in pairwise(said):
            if one != other and _OR.search(plain[first:second]):
                return True
    return False


def in_order(ties: Sequence[Tie], met: Sequence[Met], mentions: Sequence[Mention]) -> None:
    """Give the answers, or the groups, that a sentence lists « respectivement » to its numbers, one to one.

    Args:
        ties: of the sentence.
        met: phrases of its passage.
        mentions: groups that it names.
    """
    best = max((t.best for t in ties if t.best), key=lambda r: r.total, default=None)
    if best is None or len(ties) < 2 or not _RESPECTIVELY.search(flat(ties[0].site.text)):
        return
    first, last = ties[0].site.phrase
    said: dict[str, None] = {}
    for one in sorted(met, key=lambda m: m.start):
        for voice in one.voix if first <= one.start < last else ():
            if voice.indicateur == best.indicateur and voice.categorie and voice.clair:
                said.setdefault(voice.categorie)
    groups = [m.population for m in mentions if not m.generique and m.population]
    if len(groups) == len(ties):
        for tie, group in zip(ties, groups, strict=True):
            tie.groupe, tie.lie_a = group, None
    elif len(said) == len(ties):
        for tie, category in zip(ties, said, strict=True):
            _give(tie, replace(best, categorie=category, propre=True))


def say_again(ties: Sequence[Tie]) -> None:
    """Read a number as the fraction in words that it says again, once that is read."""
    for tie in ties:
        other = ties[tie.lie_a] if tie.lie_a is not None else None
        if other is not None and other.redite is not None and other.redite.found == tie.site.found:
            tie.readings = other.readings


def _give(tie: Tie, reading: Scored) -> None:
    total = _WHOLE * max(reading.total, tie.best.total if tie.best else 0.0)
    given = replace(reading, total=total)
    tie.readings, tie.lie_a = [given, *(r for r in tie.readings if key_of(r) != key_of(given))], None
    tie.indices.append("ordre donné par « respectivement »")
