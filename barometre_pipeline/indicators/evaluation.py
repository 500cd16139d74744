"""Computes every indicator of an edition from its silver responses.

Definitions come from the catalogue and estimates from ``statistics``; the only thing decided here is who is
in the numerator and who is in the base.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import TOTAL, Indicator, ResolvedCategory
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.catalogue.resolution import NotComputableError
from barometre_pipeline.indicators.answers import NO, UNKNOWN, YES, EditionAnswers
from barometre_pipeline.indicators.mentions import mention_rows
from barometre_pipeline.indicators.populations import (
    Domain,
    aligned_structures,
    design_of,
    poll_domains,
    region_domains,
    structure_domains,
)
from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import CodedColumn, estimate_columns
from barometre_pipeline.tables.declarations.indicators import (
    INDICATOR_KEY,
    SANS_VALEUR,
    VALEURS,
    VALUE_KEY,
)
from barometre_pipeline.tables.schema import arranged, empty_frame
from barometre_pipeline.trace import DataOrigin, trace_id
from barometre_pipeline.vocabulary import BASE_MINIMALE, REGLE_INCLUSES, REGLE_SERIES

# What a count of structures has no value for.
NO_SHARE: Mapping[str, float | str] = {
    **dict.fromkeys(("part", "part_ponderee", "effectif_efficace", "ic_bas", "ic_haut"), np.nan),
    "base_ponderee": 0,
    "regle_base": REGLE_SERIES,
}


@dataclass(frozen=True)
class EvaluatedIndicators:
    """Indicators of one edition and public.

    Attributes:
        indicateurs: rows of ``gold/valeurs``; shares are fractions; ``ic_de`` names the one whose interval it is.
        non_calculables: rows of ``gold/sans_valeur``: what the catalogue defines and this edition cannot give,
            with the reason in French. An empty ``population`` means all of them.
    """

    indicateurs: pd.DataFrame
    non_calculables: pd.DataFrame


def compute_structures(
    catalogue: Catalogue,
    edition: str,
    reponses: pd.DataFrame,
    structures: pd.DataFrame,
    origin: DataOrigin,
    plan: pd.DataFrame,
) -> EvaluatedIndicators:
    """Compute every indicator of local authorities.

    Args:
        catalogue: definitions.
        edition: partition key.
        reponses: silver ``reponses`` (``id_reponse``, one categorical column per closed question).
        structures: silver ``structures``; rows are matched on ``id_reponse``.
        origin: the data.
        plan: rows of ``silver/plan_de_sondage`` of the edition.

    Raises:
        ValueError: a response has no structure.
    """
    aligned = aligned_structures(reponses, structures)
    answers = EditionAnswers(reponses, catalogue.codebook, edition, "collectivites")
    domains, reasons = structure_domains(catalogue.populations, aligned, answers)
    strates = aligned["strate"].astype("str")
    samples = [_Sample(design_of(d, strates, plan), d) for d in _asked_of(catalogue, domains, aligned)]
    return _compute(catalogue, answers, samples, reasons, origin)


def _asked_of(
    catalogue: Catalogue, domains: dict[str, Domain], structures: pd.DataFrame
) -> Iterator[dict[str, Domain]]:
    """Yield the populations common to all indicators, then the régions where an indicator is told by région."""
    yield domains
    if any(i.ventilations for i in catalogue.indicateurs.values()):
        yield region_domains(catalogue.populations, structures)


def compute_poll(
    catalogue: Catalogue, edition: str, sondes: pd.DataFrame, origin: DataOrigin
) -> EvaluatedIndicators:
    """Compute every indicator of the French from a poll's microdata (``poids``, one column per question)."""
    answers = EditionAnswers(sondes, catalogue.codebook, edition, "francais")
    domains, reasons = poll_domains(catalogue.populations, sondes, answers)
    weights = sondes["poids"].to_numpy(dtype=float)
    design = SurveyDesign.weighted(weights, {k: d.masque for k, d in domains.items()})
    return _compute(catalogue, answers, [_Sample(design, domains)], reasons, origin)


@dataclass(frozen=True)
class _Sample:
    """Populations counted in one pass, and the design whose domains they are."""

    design: SurveyDesign
    domains: dict[str, Domain]


@dataclass(frozen=True)
class _CodedCategory:
    """One category ready to count: -1 out of the base, 0 in it, 1 in the numerator."""

    indicateur: Indicator
    categorie: ResolvedCategory
    regle_base: str
    codes: NDArray[np.int8]


def _compute(
    catalogue: Catalogue,
    answers: EditionAnswers,
    samples: Sequence[_Sample],
    missing: dict[str, str],
    origin: DataOrigin,
) -> EvaluatedIndicators:
    """Compute the indicators of a public in the populations of each sample; the first has those common to all."""
    design, domains = samples[0].design, samples[0].domains
    reasons: list[tuple[str, str, str, str]] = []
    frames: list[pd.DataFrame] = []
    shares: list[Indicator] = []
    for indicator in catalogue.indicateurs.values():
        if indicator.public not in (answers.public, "tous") or indicator.mesure == "compose":
            continue
        if indicator.mesure == "effectif":
            frames += [_counts(indicator, sample.domains) for sample in samples]
            continue
        wanted = {indicator.population, *indicator.autres_populations}
        reasons += [(indicator.nom, "", p, missing[p]) for p in sorted(wanted & missing.keys())]
        if indicator.mesure == "mentions":
            frames += list(
                _mentions(list(lines_of(catalogue, indicator, answers, reasons)), answers, design, domains)
            )
        else:
            shares.append(indicator)
    for number, sample in enumerate(samples):
        asked = [i for i in shares if number == 0 or _relevant(i, sample.domains)]
        # Why an edition cannot answer is said once, of the populations common to all.
        why = reasons if number == 0 else []
        lines = (line for indicator in asked for line in lines_of(catalogue, indicator, answers, why))
        frames += list(_shares(lines, sample.design, sample.domains))
    if not frames:
        return none_of(answers.edition, reasons)
    table = pd.concat(frames, ignore_index=True)
    table = pd.concat([table, smallest_of(catalogue, table)], ignore_index=True)
    return finish(catalogue, table, reasons, answers.edition, answers.public, origin)


def lines_of(
    catalogue: Catalogue,
    indicator: Indicator,
    answers: EditionAnswers,
    reasons: list[tuple[str, str, str, str]],
) -> Iterator[_CodedCategory]:
    """Evaluate the categories of one indicator, with each rule of base, one in memory at a time.

    What the edition cannot answer is added to ``reasons``. Mentions have no empty answer: one rule.
    """
    rules = catalogue.codebook.base_rules(answers.edition, answers.public)
    if indicator.mesure == "mentions":
        rules = (REGLE_SERIES,)
    for category in catalogue.categories[indicator.nom].values():
        why = indicator.reason(answers.edition, category.nom)
        try:
            if why:
                raise NotComputableError(why)
            expression = category.expression(answers.edition)
            truth = answers.truth(expression)
            out = excluded(expression, indicator.exclure, answers)
        except NotComputableError as error:
            reasons.append((indicator.nom, category.nom, "", str(error)))
            continue
        for rule in rules:
            kept = np.where(truth == UNKNOWN, NO, truth) if rule == REGLE_INCLUSES else truth
            yield _CodedCategory(indicator, category, rule, np.where(out, UNKNOWN, kept).astype(np.int8))
    answers.forget()


def excluded(
    expression: Expression, answers: tuple[str, ...], responses: EditionAnswers
) -> NDArray[np.bool_]:
    """Return who gave one of these answers to the questions of a numerator, and so leaves the base."""
    out = np.zeros(len(responses), dtype=bool)
    for given in responses.resolver.exclusions(expression, answers):
        out |= responses.truth(given) == YES
    return out


def _relevant(indicator: Indicator, domains: Mapping[str, Domain]) -> list[str]:
    asked = {indicator.population, *indicator.autres_populations}
    # A sub-population by an answer has its own parts by type; groups of everybody would change its base. So they would
    # where the edition cannot tell who is in it: a question that is not mapped leaves no share of everybody.
    own_base = indicator.population not in domains or not domains[indicator.population].systematique
    return [
        k
        for k, d in domains.items()
        if d.population in asked
        or (d.systematique and not own_base)
        or d.ventilation in indicator.ventilations
    ]


def _shares(
    lines: Iterator[_CodedCategory], design: SurveyDesign, domains: Mapping[str, Domain]
) -> Iterator[pd.DataFrame]:
    first = next(lines, None)
    if first is None:
        return
    kept: list[tuple[Indicator, str, str]] = []

    def columns() -> Iterator[CodedColumn]:
        for line in chain([first], lines):
            kept.append((line.indicateur, line.categorie.nom, line.regle_base))
            yield CodedColumn(str(len(kept) - 1), line.codes, ("0", "1"))

    table = estimate_columns(columns(), design)
    table = table[table["code"] == "1"]
    number = table["colonne"].astype("str").astype(int).to_numpy()
    group = table["groupe"].astype("str").to_numpy()
    wanted = [set(_relevant(indicator, domains)) for indicator, _, _ in kept]
    keep = np.array([g in wanted[i] for i, g in zip(number, group, strict=True)], dtype=bool)
    table, number, group = table[keep], number[keep], group[keep]
    yield _place(
        pd.DataFrame(
            {
                "indicateur": [kept[i][0].nom for i in number],
                "categorie": [kept[i][1] for i in number],
                "regle_base": [kept[i][2] for i in number],
                "n": table["n"].to_numpy(),
                "base": table["base"].to_numpy(),
                "part": table["part"].to_numpy(),
                "part_ponderee": table["part_ponderee"].to_numpy(),
                "base_ponderee": table["base_ponderee"].to_numpy(),
                "effectif_efficace": table["effectif_efficace"].to_numpy(),
                "ic_bas": table["ic_logit_bas"].to_numpy(),
                "ic_haut": table["ic_logit_haut"].to_numpy(),
            }
        ),
        group,
        domains,
    )


def _mentions(
    lines: list[_CodedCategory], answers: EditionAnswers, design: SurveyDesign, domains: Mapping[str, Domain]
) -> Iterator[pd.DataFrame]:
    for line in lines[:1]:
        name = str(line.indicateur.variable)
        boxes = answers.resolver.mentions(name)
        ticks = {i: answers.truth(Expression(variable=name, coche=(i,))) == YES for i in boxes}
        numerators = {
            other.categorie.nom: [b for b in other.categorie.si.coche or () if b in ticks] for other in lines
        }
        keys = _relevant(line.indicateur, domains)
        if not keys:
            continue
        rows, groups = mention_rows(ticks, numerators, design, keys)
        yield _place(rows.assign(indicateur=line.indicateur.nom), groups, domains)


def _counts(indicator: Indicator, domains: Mapping[str, Domain]) -> pd.DataFrame:
    kept = {k: d for k, d in domains.items() if d.systematique or d.ventilation in indicator.ventilations}
    sizes = [int(d.masque.sum()) for d in kept.values()]
    table = pd.DataFrame({"indicateur": indicator.nom, "categorie": TOTAL, "n": sizes, "base": sizes})
    return _place(table.assign(**NO_SHARE), np.array(list(kept), dtype=object), domains)


def _place(table: pd.DataFrame, keys: NDArray[np.object_], domains: Mapping[str, Domain]) -> pd.DataFrame:
    places = [domains[str(k)] for k in keys]
    return table.assign(
        population=[d.population for d in places],
        ventilation=[d.ventilation for d in places],
        modalite=[d.modalite for d in places],
    )


def smallest_of(catalogue: Catalogue, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of « in each of these » populations: the member with the smallest share."""
    found = []
    for population in catalogue.populations.by_name.values():
        if not population.minimum_de or table.empty:
            continue
        members = table[table["population"].isin(population.minimum_de) & table["part"].notna()]
        names = [i.nom for i in catalogue.indicateurs.values() if population.nom in i.autres_populations]
        members = members[members["indicateur"].isin(names)]
        order = members.sort_values("part", kind="stable")
        order = order.drop_duplicates(["indicateur", "categorie", "regle_base"])
        found.append(order.assign(population=population.nom, ventilation="reponse", modalite=population.nom))
    return pd.concat(found, ignore_index=True) if found else table.head(0)


def finish(
    catalogue: Catalogue,
    table: pd.DataFrame,
    reasons: list[tuple[str, str, str, str]],
    edition: str,
    public: Public,
    origin: DataOrigin,
) -> EvaluatedIndicators:
    """Add what every row carries (edition, publishable share, small base, source, trace) and order them."""
    table = table.assign(edition=edition, source_donnees=origin.source_donnees)
    table["part_publiable"] = table["part_ponderee" if public == "francais" else "part"]
    weighted = np.where(table["part_ponderee"].notna(), "part_ponderee", "part")
    table["ic_de"] = np.where(table["ic_bas"].notna(), weighted, "")
    table["base_faible"] = table["base"] < BASE_MINIMALE
    table["redressement_faible"] = table["effectif_efficace"] < BASE_MINIMALE
    table["imprime"] = is_printed(catalogue, table, edition, public)
    keys = table[["edition", *VALUE_KEY]].itertuples(index=False, name=None)
    table["trace_id"] = [trace_id(*k, origin.fingerprint) for k in keys]
    rank = {name: i for i, name in enumerate(catalogue.indicateurs)}
    order = table["indicateur"].map(rank)
    table = table.assign(_ordre=order).sort_values(["_ordre", *VALUE_KEY[1:]])
    counts = {"n": "int64", "base": "int64", "base_ponderee": "int64", "base_faible": "bool"}
    table = arranged(VALEURS, table).astype(counts).reset_index(drop=True)
    return EvaluatedIndicators(table, _why(edition, reasons))


def none_of(edition: str, reasons: list[tuple[str, str, str, str]]) -> EvaluatedIndicators:
    """Return that no indicator has a value, and why."""
    return EvaluatedIndicators(empty_frame(VALEURS), _why(edition, reasons))


def _why(edition: str, reasons: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame([(edition, *r) for r in reasons], columns=SANS_VALEUR.columns).astype("str")


def is_printed(catalogue: Catalogue, table: pd.DataFrame, edition: str, public: Public) -> pd.Series:
    """Tell which rows follow the rule of base that the figures printed for an edition follow.

    What is computed with one rule only, a count or a share of mentions, is printed with it.
    """
    alone = ~table.duplicated(list(INDICATOR_KEY), keep=False)
    return alone | (table["regle_base"] == catalogue.codebook.printed_rule(edition, public))
