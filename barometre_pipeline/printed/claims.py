"""Evaluates the claims of the documents: true, false or not verifiable, with the numbers.

First on what documents print, official tables of an edition where they are silent; then, apart, on what the lake
computes. The relation that a claim states is data; the verdict is computed.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.printed_claims import Claim
from barometre_pipeline.catalogue.words import category_in_words, indicator_in_words, population_in_words
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.printed.bounds import HALF, Verdict
from barometre_pipeline.printed.compared import CHANGE_KINDS, Changes, limits, refusal
from barometre_pipeline.printed.evidence import ComputedEvidence, Known, PrintedEvidence, Term, key
from barometre_pipeline.printed.formula import Judgement, judge, judge_condition, together
from barometre_pipeline.printed.language import parse
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.reading import Given
from barometre_pipeline.tables.declarations.printed import AFFIRMATIONS
from barometre_pipeline.vocabulary import VERDICTS_AFFIRMATION

TRUE, FALSE, UNDECIDED = VERDICTS_AFFIRMATION
Rows = Mapping[tuple[str, str, str, str], Figure]
NOT_DECIDED = "aucun nombre imprimé n’en décide"


def evaluate_claims(
    printed: Printed, computed: Rows, series: Rows, changes: Changes | None = None
) -> pd.DataFrame:
    """Return one row per claim, with its verdict on printed numbers and, apart, on computed ones.

    Args:
        printed: what the documents print and claim.
        computed: rows of ``gold/indicateurs`` by indicator, category, population and edition, as printed; those of an
            edition that exists as official tables only are evidence where documents print nothing.
        series: the same on one base for all editions: what a claim about several of them is judged on.
        changes: rows of ``gold/evolutions``: a computed change that they do not establish decides no claim.

    Returns:
        Rows of ``gold/affirmations``.
    """
    catalogue, notices, sizes = printed.catalogue, printed.notices, printed.sizes
    tables = {k: r for k, r in computed.items() if r["source_donnees"] == "agregats"}
    official = ComputedEvidence(catalogue, tables, "tableaux officiels")
    evidence = PrintedEvidence(catalogue, printed.figures, official=official)
    lake, over_time = ComputedEvidence(catalogue, computed), ComputedEvidence(catalogue, series)
    known = {**series, **computed}
    rows = []
    for claim in printed.claims:
        found = judge(claim.formule, Given(evidence.without(claim.ecartes), evidence.by_name, notices, sizes))
        again = _again(claim, over_time if ";" in claim.edition else lake, sizes, changes or {})
        rows.append(
            {
                "affirmation": claim.affirmation,
                "document": claim.document,
                "rubrique": claim.rubrique,
                "edition": claim.edition,
                "type_affirmation": claim.type,
                "texte": claim.texte,
                "formule": claim.formule,
                "verdict_imprime": word(found.verdict),
                "nombres": numbers(catalogue, found) or NOT_DECIDED,
                "reserve": _reserve(catalogue, claim),
                "verdict_calcule": word(again.verdict),
                "nombres_calcules": numbers(catalogue, again),
                "donnees": "; ".join(dict.fromkeys(_sources(again, known))),
            }
        )
    return pd.DataFrame(rows, columns=AFFIRMATIONS.columns).astype("str")


def false_beyond_rounding(printed: Printed) -> Iterator[tuple[Claim, Judgement]]:
    """Yield the claims that printed numbers contradict whatever their rounding; what was announced is left out.

    A rise said to be clear is false only if it would not be so on the largest plausible samples either.
    """
    exact, rounded = (PrintedEvidence(printed.catalogue, printed.figures, margin=m) for m in (0, HALF))
    largest = {k: (printed.plausible_sizes(*k) or (n, n))[1] for k, n in printed.sizes.items()}
    for claim in printed.claims:
        if claim.type == "annonce":
            continue
        given = [
            Given(e.without(claim.ecartes), e.by_name, printed.notices, sizes, margin=e.margin)
            for e, sizes in ((exact, printed.sizes), (rounded, largest))
        ]
        found = judge(claim.formule, given[0])
        if found.verdict is False and judge(claim.formule, given[1]).verdict is False:
            yield claim, found


def word(verdict: Verdict) -> str:
    """Name a verdict in French."""
    return UNDECIDED if verdict is None else TRUE if verdict else FALSE


def numbers(catalogue: Catalogue, found: Judgement) -> str:
    """Write the numbers that a claim was judged on, each with where it comes from."""
    populations = {t.population for t in found.used}
    indicators = {t.indicateur for t in found.used}
    texts = [
        f"{_label(catalogue, t, len(populations) > 1, len(indicators) > 1)}\u00a0: {_values(known)}"
        for t, known in found.used.items()
    ]
    return "\u00a0; ".join([*texts, *found.said])


def _again(
    claim: Claim, lake: ComputedEvidence, sizes: Mapping[tuple[str, str], int], changes: Changes
) -> Judgement:
    """Judge a claim on computed values, undecided where it is not about any or compares what may not be compared."""
    if not _computable(claim):
        return Judgement()
    given, found = Given(lake, {}, (), sizes, slack=HALF), []
    for conditions in _compared_together(claim):
        why = _not_compared(lake.catalogue, conditions)
        for condition in conditions:
            one = judge_condition(condition, given)
            if not why and claim.type in CHANGE_KINDS and one.verdict is not None:
                found.append(_held_back(one, refusal(lake.catalogue, condition, changes)))
            else:
                found.append(_held_back(one, why))
    return together(found)


def _compared_together(claim: Claim) -> list[list[ast.expr]]:
    """Return the conditions of a claim, all at once where it tells a change: each may name one edition only."""
    conditions = parse(claim.formule)
    return [conditions] if claim.type in CHANGE_KINDS else [[c] for c in conditions]


def _not_compared(catalogue: Catalogue, conditions: Sequence[ast.expr]) -> str:
    notes = limits(catalogue, conditions)
    return f"les éditions ne sont pas comparables\u00a0: {spaced(notes).rstrip('.')}" if notes else ""


def _reserve(catalogue: Catalogue, claim: Claim) -> str:
    """Return what the verdict on printed numbers supposes, and that it compares what may not be compared."""
    notes = (_not_compared(catalogue, c) for c in _compared_together(claim))
    return "\u00a0; ".join(dict.fromkeys(filter(None, (claim.reserve, *notes))))


def _held_back(found: Judgement, why: str) -> Judgement:
    """Return a judgement that decides nothing if there is a reason not to, which is told once."""
    if not why:
        return found
    said = found.said if why in found.said else [*found.said, why]
    return replace(found, verdict=None, said=said)


def _computable(claim: Claim) -> bool:
    """Tell whether a claim is about numbers that a lake can compute, not about what is printed where."""
    return not any(w in claim.formule for w in ("chiffre[", "notice.", "presents(", "tous_les_ans("))


def _label(catalogue: Catalogue, term: Term, with_population: bool, with_indicator: bool) -> str:
    category = category_in_words(catalogue, term.indicateur, term.categorie)
    words = [category] if category else []
    if with_indicator or not category:
        words.insert(0, indicator_in_words(catalogue, term.indicateur))
    if with_population:
        words.append(population_in_words(catalogue, term.population))
    return ", ".join([*words, term.edition])


def _values(known: Sequence[Known]) -> str:
    return " ou ".join(k.text() for k in known)


def _sources(found: Judgement, computed: Rows) -> Iterator[str]:
    for term in found.used:
        if (row := computed.get(key(term))) is not None:
            yield str(row["source_donnees"])
