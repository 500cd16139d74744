"""What the words before a row of numbers say: a base, a measure, a statistic, a total, a sub-total, an answer.

Words alone belong here; what the numbers of a row say is ``measures``'s, which rows make a table ``recognition``'s.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["answer", "base", "total", "subtotal", "aside", "measure"]
ROW_PERCENT: Final = "pourcentage_en_ligne"  # named in workbooks, of no use: people of a row, not of a column
_RAW = r"(brute?s?|reel(le)?s?|n ?p|n ?r|non (pond|redress)\w*|sans (pond|redress)\w*|unweighted|unwtd|unw)"
_WEIGHTED = r"(pond\w*|redress\w*|p|weighted|wtd|apres (pond|redress)\w*)"
# Alone, « NP » or « NR » may be answers.
_WEIGHTED_ALONE = r"ponderee?s?|redressee?s?|weighted|wtd"
_RAW_ALONE = r"non (ponderee?s?|redressee?s?)|unweighted|unwtd|brute?s?"
_SUBJECTS = r"(bases?|effectifs?|eff|total|echantillon|sample|individus|repondants|interview\w*|nombre|nb)"
_PEOPLE = r"(interview\w*|repondants?|individus|enquetee?s|personnes( interrog\w*)?|sondee?s|respondents?)"
# In order: « non pondéré » says « pondéré » too.
_BASES: Final = (
    ("base_efficace", r"(base|effectif|n|taille|sample) .*\b(efficace|effective)\b.*|effective (base|sample).*"),
    ("base_brute", rf"({_SUBJECTS}\b.*|n) {_RAW}( .*)?|{_RAW} ({_SUBJECTS}.*|row|count|n)|{_RAW_ALONE}"),
    (
        "base_ponderee",
        rf"({_SUBJECTS}\b.*|n) {_WEIGHTED}( .*)?|{_WEIGHTED} ({_SUBJECTS}.*|row|count|n)|{_WEIGHTED_ALONE}",
    ),
    (
        "base",
        rf"bases?( (totale?s?|sizes?|ensemble|tous|toutes|aux?|sur|n|\d+|{_PEOPLE})\b.*)?|n|effectifs?( total)?|eff|"
        rf"sample size|echantillon( total)?|{_PEOPLE}|"
        rf"(effectifs?|total|nombre|nb)( total)?( (des?|d|of|total))* {_PEOPLE}( .*)?",
    ),
)  # fmt: skip
_COUNT = r"(effectifs?|eff|nombre|nb|n|count)"
_MEASURES: Final = (
    (
        ROW_PERCENT,
        r"(en )?(%|pourcentages?)( en| de)? (lignes?|lig|l|row|horizontal\w*|total)|(row|lig|ligne) %",
    ),
    ("effectif_brut", rf"{_COUNT} {_RAW}|{_RAW} {_COUNT}|unweighted"),
    ("effectif_pondere", rf"{_COUNT} {_WEIGHTED}|{_WEIGHTED} {_COUNT}|weighted"),
    (
        "pourcentage",
        rf"(en )?(%|pourcentages?|col %|% col\w*|pct)( (en )?col\w*| verti\w*)?( {_WEIGHTED})?",
    ),
    ("", rf"{_COUNT}|question|frequences?"),
)
_MEAN = r"(sur|de|des|du|d|hors|en|ponderee|generale|globale|arithmetique)"
_STATISTIC: Final = re.compile(
    rf"(moyennes?|moy)( {_MEAN}\b.*|( \d+)+)?|"
    r"(note|score|age|nombre|duree|montant|revenu|temps|indice) (moyen|median)(ne|e)?\b.*|"
    r"(ecarts?|erreurs?) (types?|std|standards?|moyens?)( .*)?|marges? d erreurs?.*|intervalles? de confiance.*|"
    r"medianes?( .*)?|median|means?( score)?|average|variances?|(std|standard) (dev|err)\w*( .*)?|"
    r"soldes?( .*)?|nps( .*)?|net promoter score.*|(\d \w+ )?(quartile|decile|centile|percentile)s?( .*)?|"
    r"(ecart|evolution|difference|variation|rang)s?( .*)?|"
    r"rappels?( .*\d.*| (de |du |des |d )?(la |l )?(vague|edition|enquete|sondage|barometre|mesure|annee|resultat).*)?|"
    r"(min|max)(imum)?|(khi|chi) ?2.*|chi square.*|p value.*|sig|sign|significativite.*|tests?( de)? significati\w*|"
    r"(total|ensemble|nombre)( des| de)? (reponses|citations|mentions)|ic( \d+ ?%)?|"
    r"(indices?|scores?)( (de|d|global|net|synthetique|sur)\b.*)?"
)
_TOTAL: Final = re.compile(
    r"(ensemble|total|tous|toutes|all)( des .*| (general|%|france|echantillon|col\w*))?|"
    r"(total|base) en %|% total|sommes?|sum|sigma|σ"
)
_SUBTOTAL: Final = re.compile(
    r"(s t|st|s s?total|s st|sous totaux|sous total|sub ?total|sub total|total|nets?|cumul|[tb]\d ?b|σ|"
    r"(top|bottom) \d( box(es)?)?)(?P<of>\b.*)|"
    r"au moins une?( (de ces|de ceux|des|d entre|parmi|reponse|citation|item)\b.*)?"
)
_SUBTOTAL_AFTER: Final = re.compile(
    r"\S\s*(?:[(\[]|[–—:-]\s*|,\s)(?:s\.?/?t\.?|s/total|sous[ -]?total|sub-?total|nets?|total|cumul)\s*[)\]]?\s*$",
    re.I,
)
_WHOLE: Final = (
    re.compile(r"(ensemble|total|tous|toutes|all)"),
    re.compile(
        r"ens|(ensemble|total|population|base|echantillon|france|national)( (total|general|totale|des|de la|"
        r"entiere|france|repondants|sample|population|echantillon|\d+)\b.*)?|% (total|ensemble)"
    ),
)
_LOW_BASE = r"(\(|\b)(attention,? )?(base|bases|effectif)s? (très )?(faibles?|basse)\)?"
_MARKS: Final = re.compile(
    r"(\s*(\(?\*\)?|[(\[][A-Za-z]{1,2}([/,; ]+[A-Za-z]{1,2})*[)\]]|"
    rf"[(\[]\s*n\s*=?\s*[\d\s]+[)\]]|{_LOW_BASE}))+\s*$",
    re.IGNORECASE,
)
_MEASURE_AFTER: Final = re.compile(
    r"(?P<label>.*[^\s–—:,-])(?:\s*[(\[]|\s+[–—:-]\s*|,\s*|\s+(?=%))(?P<measure>%[^)\]]*|n|eff\w*\.?|effectifs?[^)\]]*)[)\]]?",
    re.IGNORECASE,
)
_REPEATED: Final = 8192  # words of a workbook: its sheets repeat them
_CODE: Final = re.compile(r"(?=\D*\d)[\w.\-]{1,8}|[A-Za-z]{1,2}")


@dataclass(frozen=True)
class RowName:
    """What the words of a row say.

    Attributes:
        kind: what the row is; « Effectif » is a base or a measure, as its place in the table tells.
        label, code: words and code of an answer, of a sub-total, of a statistic.
        group: words of a column before these: an item of a grid, what several answers have in common.
        measure: what the row counts, "" where it says « counts » and no more, None where it says nothing.
        base: which base it may be, "" for none.
    """

    kind: Kind
    label: str = ""
    code: str = ""
    measure: str | None = None
    base: str = ""
    group: str = ""


@lru_cache(maxsize=_REPEATED)
def plain_words(text: str) -> str:
    """Return words without case, accents nor punctuation: « Écart-type : » is « ecart type »."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w%]+", " ", kept).replace("_", " ").split())


def without_marks(label: str) -> str:
    """Return a label without what is put after it: letters of a column, low base, number of people."""
    return _MARKS.sub("", label).strip()


def whole_column_rank(label: str) -> int | None:
    """Tell how surely a label is that of the column of everyone: 0 « Ensemble », 1 « Ensemble des Français »."""
    words = plain_words(without_marks(label))
    return next((i for i, pattern in enumerate(_WHOLE) if pattern.fullmatch(words)), None)


@lru_cache(maxsize=_REPEATED)
def measure_of(text: str) -> str | None:
    """Return the measure that a text names and nothing else, "" for « counts », None for none."""
    words = plain_words(text)
    return next((m for m, pattern in _MEASURES if re.fullmatch(pattern, words)), None)


def read_name(texts: Sequence[str]) -> RowName:
    """Return what the words of a row say."""
    texts = [part for text in texts for part in _cut(text)]
    measure = next((m for t in texts if (m := measure_of(t)) is not None), None)
    words = [t for t in texts if measure_of(t) is None]
    label = without_marks(words[-1]) if words else ""
    if base := _base_of(texts):
        return RowName("base", label or texts[-1], "", measure if not words else None, base)
    if not label:
        return RowName("measure", measure=measure)
    code = words[-2] if len(words) > 1 and _CODE.fullmatch(words[-2]) else ""
    kind = _kind(words[-1], label)
    group = words[0] if len(words) > (2 if code else 1) else ""
    return RowName(kind, words[-1] if kind == "subtotal" else label, code, measure, group=group)


def _kind(written: str, label: str) -> Kind:
    words = plain_words(label)
    if _STATISTIC.fullmatch(words):
        return "aside"
    if _TOTAL.fullmatch(words):
        return "total"
    return "subtotal" if _SUBTOTAL.fullmatch(words) or _SUBTOTAL_AFTER.search(written) else "answer"


def _base_of(texts: Sequence[str]) -> str:
    if len(texts) > 1:
        # « Base | non pondérée » in two columns; elsewhere a second text says what an answer counts.
        texts = [" ".join(texts)] if re.match(r"bases?\b", plain_words(texts[0])) else []
    words = plain_words(_MARKS.sub("", texts[0])) if texts else ""
    named = next((name for name, pattern in _BASES if words and re.fullmatch(pattern, words)), "")
    # « Base : femmes » is a base, « Base de données » is an answer.
    return named or ("base" if texts and re.match(r"bases?\s*[:(=–—-]", texts[0], re.IGNORECASE) else "")


def _cut(text: str) -> list[str]:
    """Cut « Oui (%) » in an answer and what is counted of it."""
    found = _MEASURE_AFTER.fullmatch(text)
    whole = found is None or measure_of(found["measure"]) is None or _base_of([text])
    return [text] if whole or found is None else [found["label"], found["measure"]]
