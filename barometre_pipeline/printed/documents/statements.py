"""What sentences say beside their numbers: up, down, stable, first, all, none; and what the data say of it.

The change is that of gold/evolutions: a direction is true, false, or not established; nothing is computed again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import category_in_words, share_in_words
from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.french.words import enumeration, rank, uncapitalised
from barometre_pipeline.printed.documents.context import Site
from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.judged import Computed
from barometre_pipeline.printed.documents.layout import TEXTE, TITRE, Passage
from barometre_pipeline.printed.documents.model import A_TRANCHER, PART, Statement
from barometre_pipeline.printed.documents.scores import Scored
from barometre_pipeline.printed.documents.tie import Tie
from barometre_pipeline.printed.documents.tied import Tying
from barometre_pipeline.printed.documents.wholes import TOTAL_DIT, judged_whole, wholes
from barometre_pipeline.printed.documents.words import flat
from barometre_pipeline.printed.documents.years import compared
from barometre_pipeline.vocabulary import RAISONS_EVOLUTION

VRAI, FAUX, NON_ETABLI, NON_VERIFIABLE = "vrai", "faux", "non_etabli", "non_verifiable"
DIRECTION, STABILITE, RANG = "direction", "stabilite", "rang"

_THAN_BEFORE: Final = r"(?:que\s+l.an(?:nee)?\b|qu.(?:en\s+20\d\d|il\s+y\s+a|auparavant|avant)\b)"
_UP: Final = (
    r"en\s+(?:nette\s+|forte\s+|legere\s+|constante\s+)?(?:hausse|progression|croissance|augmentation)|"
    r"progress(?:e|ent|aient|ait)\b|augment(?:e|ent)\b|gagn(?:e|ent)\s+du\s+terrain|bondi(?:t|ssent)\b|"
    r"grimp(?:e|ent)\b|s.accroi(?:t|ssent)\b|"
    rf"de\s+plus\s+en\s+plus\s+nombreu(?:x|ses)\s+a\b|plus\s+nombreu(?:x|ses)\s+{_THAN_BEFORE}"
)
_DOWN: Final = (
    r"en\s+(?:net\s+|nette\s+|fort\s+|forte\s+|leger\s+|legere\s+)?(?:baisse|recul|diminution|repli)|"
    r"recul(?:e|ent)\b|baiss(?:e|ent)\b|diminu(?:e|ent)\b|regress(?:e|ent)\b|chut(?:e|ent)\b|"
    r"se\s+degrad(?:e|ent)\b|s.effondr(?:e|ent)\b|"
    rf"de\s+moins\s+en\s+moins\s+nombreu(?:x|ses)\s+a\b|moins\s+nombreu(?:x|ses)\s+{_THAN_BEFORE}"
)
_STILL: Final = (
    r"(?:reste|restent|demeure|demeurent|est|sont)\s+(?:relativement\s+|globalement\s+|plutot\s+|"
    r"tres\s+)?(?:stables?|inchangee?s?)\b|inchangee?s?\b"
)
_MOVES: Final = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<still>{_STILL})")
_ORDINALS: Final = {
    "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
}  # fmt: skip
_COUNTS: Final = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5}
_RANKED: Final = r"(?:obstacle|frein|domaine|interlocuteur|crainte|motif|usage|besoin)"
_PLACED: Final = re.compile(
    rf"(?:(?P<count>{'|'.join(_COUNTS)})\s+)?premiere?s\s+(?:priorite|{_RANKED})s|premiere?\s+priorite\b|"
    rf"(?P<ordinal>{'|'.join(_ORDINALS)})\s+{_RANKED}\b(?!\s+(?:a|qui)\s+(?:avoir\s+)?(?:progress|recul|augment))|"
    r"(?:arriv\w+|figur\w+|est|sont|plac\w+)\s+(?:\w+\s+)?en\s+(?:premiere\s+place|tete)\b|"
    r"principa(?:l|le|ux)\s+(?:obstacle|frein|domaine|interlocuteur|crainte)s?\b|le\s+plus\s+(?:souvent\s+)?cite|la\s+plus\s+(?:souvent\s+)?citee"
)
_SEVERAL_FIRST: Final = re.compile(r"\b(?:premiere?s|principaux|sont|arrivent|figurent)\b")
_TRIO: Final = re.compile(r"trio\s+de\s+tete[^.;]{0,40}inchange|meme\s+trio\s+de\s+tete")
_ALL: Final = re.compile(
    r"\b(?:tous|toutes)\s+(?:les\s+|ces\s+)?(?:domaines|usages|thematiques|obstacles|freins|criteres|priorites|leviers|secteurs|sujets|outils|technologies)\b|"
    r"\bl.ensemble\s+de(?:s|\s+ces)\s+(?!collectivites|communes|francais|territoires|epci|regions|departements|metropoles)"
)
_SURE: Final = (8.0, 0.2)  # points and distance of the next indicator, for a sentence without number
_CLEAR: Final = (5.0, 0.5)  # far from the next, fewer points are enough
_RANKABLE: Final = 3  # answers from which an indicator has a first one, or several that « all » move
_STABLE: Final = 2.0  # points within which « stable » holds
_NOT_RANKED: Final = frozenset({"nsp", "autre", "autres"})


@dataclass(frozen=True)
class _Subject:
    """What a sentence speaks of, and the two editions it compares."""

    indicateur: str
    categorie: str
    population: str
    edition: str
    reference: str


def statements(tying: Tying, ties: Sequence[Tie], computed: Computed) -> list[Statement]:
    """Return what the sentences of a document state, judged."""
    changes, known = computed.changes(), computed.published()
    by_sentence: dict[tuple[int, int], list[Tie]] = {}
    for tie in ties:
        by_sentence.setdefault((tie.site.passage.rang, tie.site.phrase[0]), []).append(tie)
    found: list[Statement] = []
    for passage in tying.every:
        if passage.genre not in (TEXTE, TITRE):
            continue
        for start, end in passage.phrases:
            here = by_sentence.get((passage.rang, start), [])
            found += _said(tying, passage, (start, end), here, changes, known)
            found += _wholes(tying, passage, (start, end), here, known)
    return found


def _said(
    tying: Tying,
    passage: Passage,
    phrase: tuple[int, int],
    ties: Sequence[Tie],
    changes: Mapping[tuple[str, str, str, str, str], Mapping[Any, Any]],
    known: Mapping[tuple[str, str, str, str], Mapping[Any, Any]],
) -> Iterator[Statement]:
    """Yield the directions and ranks that a sentence says."""
    start, end = phrase
    plain = flat(passage.texte[start:end])
    every = bool(_ALL.search(plain))
    trios = list(_TRIO.finditer(plain))
    moves = [m for m in _MOVES.finditer(plain) if not any(t.start() <= m.start() < t.end() for t in trios)]
    for match in (*moves, *_PLACED.finditer(plain), *trios):
        at = (start + match.start(), start + match.end())
        several = every or match.re is not _MOVES
        answered = match.re is _PLACED or not several
        subject = _subject(tying, passage, phrase, at, ties, several=several, answered=answered)
        if subject is None:
            continue
        if match.re is _MOVES:
            yield _move(tying.catalogue, passage, at, str(match.lastgroup), subject, changes, every)
        elif match.re is _TRIO:
            yield _trio(tying.catalogue, passage, at, subject, known)
        elif (places := _places(match, subject, ties)) is not None:
            yield _rank(tying.catalogue, passage, at, subject, known, places)


def _places(match: re.Match[str], subject: _Subject, ties: Sequence[Tie]) -> tuple[int, int] | None:
    """Return the first and the last place that a rank said allows: « les deux premiers obstacles » are two.

    None where it is said of several and the sentence lists none: « les principaux obstacles à l’IA », a title.
    """
    if match["ordinal"]:
        place = _ORDINALS[match["ordinal"]]
        return place, place
    if match["count"]:
        return 1, _COUNTS[match["count"]]
    if not _SEVERAL_FIRST.search(match[0]):
        return 1, 1
    listed = {t.best.categorie for t in ties if t.best and t.best.indicateur == subject.indicateur}
    return (1, len(listed)) if listed else None


def _wholes(
    tying: Tying,
    passage: Passage,
    phrase: tuple[int, int],
    ties: Sequence[Tie],
    known: Mapping[tuple[str, str, str, str], Mapping[Any, Any]],
) -> Iterator[Statement]:
    """Yield what a sentence says of all or none of a group."""
    start, end = phrase
    text = passage.texte[start:end]
    for first, last, every in wholes(flat(text)):
        at = (start + first, start + last)
        subject = _subject(tying, passage, phrase, at, ties)
        group = next(
            (m.population for m in tying.people.groups.mentions(text) if first <= m.start < last), ""
        )
        if subject is None or tying.catalogue.indicateurs[subject.indicateur].public == "francais":
            continue
        natural = tying.catalogue.indicateurs[subject.indicateur].population
        who = tying.people.within(natural, group) or group or natural
        holds, text_said = judged_whole(
            tying.catalogue, (subject.indicateur, subject.categorie, who, subject.edition), known, every=every
        )
        verdict = NON_VERIFIABLE if holds is None else VRAI if holds else FAUX
        yield _statement(passage, at, TOTAL_DIT, verdict, text_said)


def _subject(
    tying: Tying,
    passage: Passage,
    phrase: tuple[int, int],
    at: tuple[int, int],
    ties: Sequence[Tie],
    *,
    several: bool = False,
    answered: bool = True,
) -> _Subject | None:
    """Return what a word of a sentence is said of: the number nearest to it, else what the sentence speaks of.

    What is said of ``several`` answers, or of one among them, is of an indicator that has them; where it is of one,
    ``answered``, the sentence says which.
    """
    fit = {
        n
        for n in tying.catalogue.indicateurs
        if not several or len(_answers(tying.catalogue, n)) >= _RANKABLE
    }
    text = passage.texte[phrase[0] : phrase[1]]
    reference = compared(text, tying.edition, tying.editions) or max(
        (e for e in tying.editions if e < tying.edition), default=""
    )
    near = sorted(
        (t for t in ties if t.lien != A_TRANCHER and t.best and t.best.indicateur in fit),
        key=lambda t: abs(t.site.found.start - at[0]),
    )
    if near and near[0].best:
        tie = near[0]
        name = near[0].best.indicateur
        years = sorted({t.quand.edition for t in near if t.best and t.best.indicateur == name})
        edition = years[-1]
        if years[0] < edition:
            reference = years[0]
        elif edition <= reference:
            edition = tying.edition
        return _Subject(near[0].best.indicateur, near[0].best.categorie, tie.population, edition, reference)
    site = Site(passage, Found(at[0], at[1], 0.0, PART), phrase, (), ())
    readings = [r for r in tying.read(site, headings=False)[1] if r.indicateur in fit]
    if not readings or not _speaks_of(readings, answered=answered):
        return None
    best = readings[0]
    return _Subject(
        best.indicateur,
        best.categorie,
        _people(tying, text, tying.catalogue.indicateurs[best.indicateur].population),
        tying.edition,
        reference,
    )


def _speaks_of(readings: Sequence[Scored], *, answered: bool) -> bool:
    """Tell whether the words of a sentence without number leave no doubt on its indicator."""
    best = readings[0]
    if answered and best.points_categorie < 1:
        return False
    rivals = [r for r in readings[1:] if r.indicateur != best.indicateur]
    # What only other sentences speak of is no rival of what this one names.
    beside = [r for r in rivals if _named_here(r)]
    return _leads(best, rivals, _SURE) or (_named_here(best) and _leads(best, beside, _CLEAR))


def _leads(best: Scored, rivals: Sequence[Scored], wanted: tuple[float, float]) -> bool:
    points, apart = wanted
    rival = rivals[0].total if rivals else 0.0
    return best.total >= points and 1 - rival / best.total >= apart


def _named_here(reading: Scored) -> bool:
    return reading.preuves is not None and reading.preuves.ici


def _people(tying: Tying, text: str, natural: str) -> str:
    """Return the only group that a sentence names, else who an indicator is of."""
    named = {m.population for m in tying.people.groups.mentions(text) if not m.generique}
    group = named.pop() if len(named) == 1 else ""
    return tying.people.within(natural, group) or group or natural


def _answers(catalogue: Catalogue, name: str) -> list[str]:
    """Return the answers of an indicator that have a rank: no item, no union, no « ne sait pas »."""
    out = set(catalogue.indicateurs[name].unions) | _NOT_RANKED
    return [n for n in catalogue.categories[name] if "." not in n and n not in out]


def _move(
    catalogue: Catalogue,
    passage: Passage,
    at: tuple[int, int],
    way: str,
    subject: _Subject,
    changes: Mapping[tuple[str, str, str, str, str], Mapping[Any, Any]],
    every: bool,
) -> Statement:
    names = (
        [n for n in catalogue.categories[subject.indicateur] if "." not in n and n not in _NOT_RANKED]
        if every
        else [subject.categorie]
    )
    verdicts, shown, why = [], [], []
    for name in names:
        row = changes.get((subject.indicateur, name, subject.population, subject.edition, subject.reference))
        if row is None or row["ecart_points"] != row["ecart_points"]:
            continue
        verdicts.append(_moved(way, float(row["ecart_points"]), str(row["verdict"])))
        why.append(RAISONS_EVOLUTION.get(str(row["raison"]), ""))
        label = category_in_words(catalogue, subject.indicateur, name)
        shown.append(f"{label}{NBSP}: {number(float(row['ecart_points']), 0, signed=True)}")
    what = uncapitalised(
        share_in_words(catalogue, subject.indicateur, "" if every else subject.categorie, subject.population)
    )
    years = f"{subject.reference} et {subject.edition}"
    if not verdicts:
        return _statement(
            passage, at, DIRECTION, NON_VERIFIABLE, f"Pas d’évolution calculée entre {years}{NBSP}: {what}."
        )
    verdict = FAUX if FAUX in verdicts else NON_ETABLI if NON_ETABLI in verdicts else VRAI
    text = f"Entre {years}, {what}{NBSP}: {' ; '.join(shown)} (écarts en points)."
    if verdict == NON_ETABLI:
        text += f" L’évolution n’est pas établie{f'{NBSP}: {why[0]}' if len(set(why)) == 1 else ''}."
    return _statement(passage, at, STABILITE if way == "still" else DIRECTION, verdict, text)


def _moved(way: str, change: float, verdict: str) -> str:
    established = verdict in ("hausse_etablie", "baisse_etablie")
    if way == "still":
        return VRAI if abs(change) <= _STABLE else FAUX if established else NON_ETABLI
    right = change > 0 if way == "up" else change < 0
    if not right:
        return FAUX
    return VRAI if established else NON_ETABLI


def _rank(
    catalogue: Catalogue,
    passage: Passage,
    at: tuple[int, int],
    subject: _Subject,
    known: Mapping[tuple[str, str, str, str], Mapping[Any, Any]],
    places: tuple[int, int],
) -> Statement:
    order = _ordered(catalogue, subject, subject.edition, known)
    if len(order) < 2:
        return _statement(passage, at, RANG, NON_VERIFIABLE, "Aucun rang calculé pour cet indicateur.")
    shares, listed = dict(order), _listed(catalogue, subject, order)
    if subject.categorie not in shares:
        return _statement(passage, at, RANG, NON_VERIFIABLE, f"En {subject.edition}{NBSP}: {listed}.")
    share = shares[subject.categorie]
    first = 1 + sum(v > share for v in shares.values())
    last = sum(v >= share for v in shares.values())
    label = quoted(category_in_words(catalogue, subject.indicateur, subject.categorie))
    text = f"{label}{NBSP}: {rank(first)} en {subject.edition} ({listed})."
    return _statement(passage, at, RANG, VRAI if first <= places[1] and last >= places[0] else FAUX, text)


def _trio(
    catalogue: Catalogue,
    passage: Passage,
    at: tuple[int, int],
    subject: _Subject,
    known: Mapping[tuple[str, str, str, str], Mapping[Any, Any]],
) -> Statement:
    order = _ordered(catalogue, subject, subject.edition, known)
    before = _ordered(catalogue, subject, subject.reference, known)
    if len(order) < 2:
        return _statement(passage, at, RANG, NON_VERIFIABLE, "Aucun rang calculé pour cet indicateur.")
    listed = _listed(catalogue, subject, order)
    if len(before) < 3:
        text = f"Rangs de {subject.reference} non calculés ; en {subject.edition}{NBSP}: {listed}."
        return _statement(passage, at, RANG, NON_VERIFIABLE, text)
    same = {n for n, _ in order[:3]} == {n for n, _ in before[:3]}
    then = enumeration(quoted(category_in_words(catalogue, subject.indicateur, n)) for n, _ in before[:3])
    text = f"En {subject.edition}{NBSP}: {listed}{NBSP}; en {subject.reference}{NBSP}: {then}."
    return _statement(passage, at, RANG, VRAI if same else FAUX, text)


def _listed(catalogue: Catalogue, subject: _Subject, order: Sequence[tuple[str, float]]) -> str:
    return enumeration(
        f"{quoted(category_in_words(catalogue, subject.indicateur, n))} ({percent(v)})" for n, v in order[:3]
    )


def _ordered(
    catalogue: Catalogue,
    subject: _Subject,
    edition: str,
    known: Mapping[tuple[str, str, str, str], Mapping[Any, Any]],
) -> list[tuple[str, float]]:
    """Return the answers of an indicator from the largest share, without unions and « ne sait pas »."""
    found = []
    for name in _answers(catalogue, subject.indicateur):
        row = known.get((subject.indicateur, name, subject.population, edition))
        if row is not None and row["part_publiable"] == row["part_publiable"]:
            found.append((name, float(row["part_publiable"])))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _statement(passage: Passage, at: tuple[int, int], kind: str, verdict: str, text: str) -> Statement:
    line, column = passage.place(at[0])
    return Statement(line, column, " ".join(passage.texte[at[0] : at[1]].split()), kind, verdict, text)
