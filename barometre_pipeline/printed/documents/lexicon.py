"""The words of the catalogue and of ``vocabulaire.yaml`` as phrases that speak for an indicator or for an answer.

Which words weigh how much is decided here, from how many indicators use them; nothing of a document.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL, Indicator
from barometre_pipeline.catalogue.spoken import IndicatorWords, VocabularyFile
from barometre_pipeline.printed.documents.words import Phrase, PhraseIndex, flat, words_of

_WEAK: Final = 0.4  # a word of a label met alone, against the phrase that someone declared
_MUTE: Final = frozenset(
    "oui non tres assez plutot mal bien autre autres donne dispose fait faire avoir habitant chose pas ne "  # noqa: SIM905
    "moin plus mois an anne dernier prochain cour afin autr aupre avez avon ayant chacun chaqu comm "
    "concernant considerez dela devant diriez dire dont donner entendez entr estimez face facon fin fort hors "
    "ici laquell lequel lorsqu lui mis mise parait parl parler parmi part permettant pensez peu peut pouvant "
    "pouvez prend prendra prennent pris propr quel quell quelqu quitt selon soient sera suivant tant tel "
    "toujour troi troisiem deux deuxiem voir".split()
)
_DEGREES: Final = ("tres", "assez", "plutot")  # of an answer that is said without them
_SAID_DEGREES: Final = ("tres_", "assez_", "peu_", "plutot_")
_LENGTH: Final = 0.4  # what each word more adds to a phrase that says an answer
_CLEAR: Final = 0.8  # clarity of what someone declared, at least
_COMMON: Final = 20  # indicators whose labels share a word, from which it tells nothing
_SHARED_ANSWERS: Final = 2  # of two indicators of different themes, from which one may be taken for the other
_LONGEST: Final = 5  # words: a longer label speaks by its words, it is not met whole


@dataclass(frozen=True, slots=True)
class Voice:
    """What a phrase speaks for.

    Attributes:
        indicateur: its name.
        categorie: the answer, or "" where the phrase speaks for the indicator.
        poids: weight of each word of the phrase, for an indicator; that of the whole phrase alone for an answer.
        clair: somebody declared the phrase, it is not a word of a label.
    """

    indicateur: str
    categorie: str
    poids: tuple[float, ...]
    clair: bool


SIGNE, SUJET, ECARTE, GROUPE = "signe", "sujet", "ecarte", "groupe"


class Lexicon:
    """Phrases -> what they speak for, and the weight of words."""

    def __init__(
        self,
        catalogue: Catalogue,
        file: VocabularyFile,
        charts: Iterable[tuple[str, str]] = (),
        printed: Iterable[tuple[str, str, str, str]] = (),
    ) -> None:
        """Put together labels, questions, titles of charts and the declared vocabulary.

        Args:
            catalogue: what the barometer defines.
            file: the vocabulary declared.
            charts: titles of printed charts, each with its indicator.
            printed: the shares that documents print: indicator, category, population, edition.
        """
        self.file = file
        self.populations: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for name, category, population, edition in printed:
            self.populations[(name, category, edition)].add(population)
        self.printed = frozenset((n, c) for n, c, _ in self.populations)
        self._says: dict[Phrase, dict[tuple[str, str], float]] = defaultdict(dict)
        self.defauts = {name: w.defaut for name, w in file.indicateurs.items() if w.defaut}
        for name, indicator in catalogue.indicateurs.items():
            declared = file.indicateurs.get(name, IndicatorWords())
            self._add(declared.mots, name, "", 1.0)
            self._label(indicator.libelle, name, "")
            if indicator.variable:
                self._label(catalogue.codebook.variables[indicator.variable].question or "", name, "")
            for category, resolved in catalogue.categories[name].items():
                if "." in category and any("." not in c for c in catalogue.categories[name]):
                    continue
                self._label(resolved.libelle, name, category)
                last = category.rpartition(".")[2]
                self._degree(last, name, category)
                self._add(declared.categories.get(category, ()), name, category, 1.0)
                self._add(file.reponses.get(last, ()), name, category, 0.8)
            if not catalogue.categories[name]:
                self._add((), name, TOTAL, 1.0)
        self.signes = frozenset(n for n, w in file.indicateurs.items() if w.signes)
        self.sujets = frozenset(n for n, w in file.indicateurs.items() if w.sujet)
        self.marks: dict[Phrase, list[tuple[str, str]]] = defaultdict(list)
        for name, words in file.indicateurs.items():
            for kind, phrases in ((SIGNE, words.signes), (SUJET, words.sujet), (ECARTE, words.ecarte)):
                self._mark(phrases, kind, name)
        for name, phrases in file.populations.items():
            self._mark(phrases, GROUPE, name)
        self.mark_index = PhraseIndex(self.marks)
        self.themes = {i.nom: _theme(t.theme, i.nom) for t in catalogue.themes for i in t.indicateurs}
        self.publics = {n: i.public for n, i in catalogue.indicateurs.items()}
        self.mesures = {n: i.mesure for n, i in catalogue.indicateurs.items()}
        answers = {
            n: frozenset(file.indicateurs[n].categories)
            for n in file.indicateurs
            if n in catalogue.indicateurs
        }
        self.siblings = {
            n: {o for o, b in answers.items() if b == a and o != n} for n, a in answers.items() if len(a) > 1
        }
        self.twins = {n: _twins(n, answers, self.themes) for n in answers}
        self._labels = {
            (n, c): flat(r.libelle) for n, answers in catalogue.categories.items() for c, r in answers.items()
        }
        self.unions = {n: _unions(i, catalogue) for n, i in catalogue.indicateurs.items()}
        self.members = {n: {name: parts for parts, name in u.items()} for n, u in self.unions.items()}
        for title, name in charts:
            if name in catalogue.indicateurs:
                self._label(title, name, "")
        weights = self._weighed()
        self.voices = {phrase: _voices(phrase, said, weights) for phrase, said in self._says.items()}
        self.voices = {phrase: voices for phrase, voices in self.voices.items() if not _tells_nothing(voices)}
        self.index = PhraseIndex(self.voices)

    def apart(self, indicator: str, one: str, other: str) -> bool:
        """Tell whether two answers are read apart: not « assez inquiet » beside « inquiet »."""
        same = self._labels.get((indicator, one)) == self._labels.get((indicator, other), "")
        return not same and other not in {f"{degree}_{one}" for degree in _DEGREES}

    def _mark(self, phrases: Iterable[str], kind: str, name: str) -> None:
        for text in phrases:
            if (phrase := Phrase.of(text)).words:
                self.marks[phrase].append((kind, name))

    def _add(self, phrases: Iterable[str], indicator: str, category: str, clarity: float) -> None:
        for text in phrases:
            phrase, key = Phrase.of(text), (indicator, category)
            if phrase.words:
                known = self._says[phrase]
                known[key] = max(known.get(key, 0.0), clarity)

    def _degree(self, code: str, indicator: str, category: str) -> None:
        """Let the degree in the name of an answer say it: « tres_pertinent », « peu_integree »."""
        if code.startswith(_SAID_DEGREES) and len(Phrase.of(code).words) > 1:
            self._add((f"{code}*",), indicator, category, 0.8)

    def _label(self, text: str, indicator: str, category: str) -> None:
        words = tuple(w.form for w in words_of(text))
        if 1 < len(words) <= _LONGEST:
            self._put(Phrase(words), indicator, category, 1.0)
        for word in words:
            if (len(word) > 2 or word == "ia") and not word.isdigit() and word not in _MUTE:
                self._put(Phrase((word,)), indicator, category, 1.0 if len(words) == 1 else _WEAK)

    def _put(self, phrase: Phrase, indicator: str, category: str, clarity: float) -> None:
        known, key = self._says[phrase], (indicator, category)
        known[key] = max(known.get(key, 0.0), clarity)

    def _weighed(self) -> tuple[dict[str, float], dict[str, float]]:
        of_indicators: dict[str, set[str]] = defaultdict(set)
        of_answers: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for phrase, known in self._says.items():
            for indicator, category in known:
                for part in phrase.words:
                    if category:
                        of_answers[part.rstrip("*")].add((indicator, category))
                    else:
                        of_indicators[part.rstrip("*")].add(indicator)
        return _rarity(of_indicators), _rarity(of_answers)


def _twins(name: str, answers: Mapping[str, frozenset[str]], themes: Mapping[str, str]) -> set[str]:
    """Return the indicators that ask the same of another theme: obstacles to data, obstacles to AI."""
    mine = answers[name]
    return {o for o, b in answers.items() if themes[o] != themes[name] and len(mine & b) >= _SHARED_ANSWERS}


def _tells_nothing(voices: Sequence[Voice]) -> bool:
    """Tell whether a word of labels is in so many of them that it speaks for none."""
    return not any(v.clair for v in voices) and len({v.indicateur for v in voices}) > _COMMON


def _theme(theme: str, indicator: str) -> str:
    """Return what an indicator is about at large: ia, cyber or data."""
    words = f"{theme}_{indicator}".split("_")
    return "ia" if "ia" in words else "cyber" if "cyber" in words or "cyberattaque" in words else "data"


def _voices(
    phrase: Phrase, said: dict[tuple[str, str], float], weights: tuple[dict[str, float], dict[str, float]]
) -> list[Voice]:
    """Return what a phrase speaks for, weighed: the fewer indicators (or answers) use a word, the more it tells."""
    found = []
    for (indicator, category), clarity in said.items():
        each = [weights[bool(category)].get(part.rstrip("*"), 1.0) * clarity for part in phrase.words]
        whole = sum(each) / len(each) * (1 + _LENGTH * (len(each) - 1))
        found.append(Voice(indicator, category, (whole,) if category else tuple(each), clarity >= _CLEAR))
    return found


def _unions(indicator: Indicator, catalogue: Catalogue) -> dict[frozenset[str], str]:
    """Return the answers that are several others together, by those: « bon_ou_correct »."""
    known = catalogue.categories[indicator.nom]
    found = {frozenset(members): name for name, members in indicator.unions.items()}
    for name, category in known.items():
        codes = category.si.dans or ()
        if len(codes) > 1 and all(c in known for c in codes):
            found.setdefault(frozenset(codes), name)
        parts = name.split("_ou_")
        if len(parts) > 1:
            members = [
                next((n for n in known if n == p or (n.startswith(p + "_") and "_ou_" not in n)), "")
                for p in parts
            ]
            if all(members):
                found.setdefault(frozenset(members), name)
    return found


def _rarity(users: dict[str, set[str]] | dict[str, set[tuple[str, str]]]) -> dict[str, float]:
    total = len({u for each in users.values() for u in each})
    counts = Counter({word: len(each) for word, each in users.items()})
    return {word: math.log(1 + total / count) for word, count in counts.items()}
