"""Computes the indicators of the French from the tables of a polling institute, where no microdata came.

The same definitions as for microdata, read off weighted counts; what needs two questions at once says so.
"""

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.indicators.evaluation import NO_SHARE, EvaluatedIndicators, finish, none_of
from barometre_pipeline.statistics.intervals import clopper_pearson
from barometre_pipeline.trace import DataOrigin
from barometre_pipeline.vocabulary import REGLE_SERIES

WHOLE = "ensemble"  # the first column of the banner
Place = tuple[str, str, str]  # population, ventilation, modalite
Cell = tuple[str, str, str]  # question, item, answer


def compute_poll_tables(
    catalogue: Catalogue, edition: str, tris: pd.DataFrame, origin: DataOrigin
) -> EvaluatedIndicators:
    """Compute every indicator of the French that an institute's tables can give.

    Args:
        catalogue: definitions.
        edition: partition key.
        tris: ``Sondage.tris`` (``question, sous_question, modalite, ventilation, modalite_ventilation, n,
            n_pondere, base, base_ponderee, deff``).
        origin: the data.

    Returns:
        As for microdata; the interval is Clopper and Pearson's on the effective size n / deff.
    """
    columns = _places(catalogue, tris)
    rows: dict[Cell, pd.DataFrame] = {
        (str(key[0]), str(key[1]), str(key[2])): group.set_index(["ventilation", "modalite_ventilation"])
        for key, group in tris.groupby(["question", "sous_question", "modalite"])
    }
    frames: list[pd.DataFrame] = []
    reasons: list[tuple[str, str, str, str]] = []
    for indicator in catalogue.indicateurs.values():
        if indicator.mesure == "effectif":
            frames.append(
                _sizes(next(iter(rows.values())), columns).assign(indicateur=indicator.nom, categorie=TOTAL)
            )
        if indicator.public != "francais":
            continue
        asked = {indicator.population, *indicator.autres_populations}
        kept = {k: p for k, p in columns.items() if p[0] in asked}
        for category in catalogue.categories[indicator.nom].values():
            try:
                reason = indicator.reason(edition, category.nom)
                if reason:
                    raise NotComputableError(reason)
                table = _share(_cells(category.expression(edition), catalogue, edition), rows, kept)
            except NotComputableError as error:
                reasons.append((indicator.nom, category.nom, "", str(error)))
                continue
            frames.append(table.assign(indicateur=indicator.nom, categorie=category.nom))
    if not frames:
        return none_of(edition, reasons)
    return finish(catalogue, pd.concat(frames, ignore_index=True), reasons, edition, "francais", origin)


def _places(catalogue: Catalogue, tris: pd.DataFrame) -> dict[tuple[str, str, str], Place]:
    """Map (population, column of the banner) to where its row goes."""
    present = set(zip(tris["ventilation"], tris["modalite_ventilation"], strict=True))
    found: dict[tuple[str, str, str], Place] = {}
    for population in catalogue.populations.by_name.values():
        column = _banner_column(population)
        if population.public == "francais" and column in present:
            kind = population.kind
            found[population.nom, *column] = (population.nom, kind, population.nom if kind else "")
    for ventilation, answer in present - {(WHOLE, WHOLE)}:
        found["francais", ventilation, answer] = ("francais", ventilation, answer)
    return found


def _banner_column(population: Population) -> tuple[str, str]:
    condition = population.condition
    if condition is None:
        return WHOLE, WHOLE
    answers = condition.dans or ()
    return (str(condition.variable), answers[0]) if len(answers) == 1 else ("", "")


def _cells(expression: Expression, catalogue: Catalogue, edition: str) -> list[Cell]:
    crossing = NotComputableError(f"les tableaux de {edition} ne croisent pas deux questions")
    if expression.variable is None:
        raise crossing
    leaf = Resolver(catalogue.codebook, edition).leaf(expression)
    if leaf.one_is_enough:
        raise crossing
    if len(leaf.items) > 1:
        raise NotComputableError(f"les tableaux de {edition} ne croisent pas deux cases")
    return [(leaf.question, "".join(leaf.items), code) for code in leaf.codes]


def _share(
    cells: list[Cell], rows: dict[Cell, pd.DataFrame], kept: dict[tuple[str, str, str], Place]
) -> pd.DataFrame:
    missing = [c for c in cells if c not in rows]
    if missing:
        raise NotComputableError(
            f"la réponse {missing[0][2]} de « {missing[0][0]} » n’est pas dans les tableaux"
        )
    banner = pd.MultiIndex.from_tuples([key[1:] for key in kept])
    parts = [rows[c].reindex(banner) for c in cells]
    counted, weighted = (np.sum([p[c].to_numpy(float) for p in parts], axis=0) for c in ("n", "n_pondere"))
    first = parts[0]
    base, total = first["base"].to_numpy(float), first["base_ponderee"].to_numpy(float)
    share = weighted / np.where(total > 0, total, np.nan)
    low, high = clopper_pearson(np.clip(share, 0, 1), base / first["deff"].to_numpy(float))
    return _frame(
        kept,
        n=counted.astype(int),
        base=base.astype(int),
        part=counted / np.where(base > 0, base, np.nan),
        part_ponderee=share,
        base_ponderee=base.astype(int),
        effectif_efficace=base / first["deff"].to_numpy(float),
        regle_base=np.full(len(base), REGLE_SERIES, dtype=object),
        ic_bas=low,
        ic_haut=high,
    )


def _sizes(rows: pd.DataFrame, columns: dict[tuple[str, str, str], Place]) -> pd.DataFrame:
    size = rows.reindex(pd.MultiIndex.from_tuples([k[1:] for k in columns]))["base"].to_numpy(int)
    return _frame(columns, n=size, base=size).assign(**NO_SHARE)


def _frame(kept: dict[tuple[str, str, str], Place], **values: np.ndarray) -> pd.DataFrame:
    places = list(kept.values())
    return pd.DataFrame(
        {
            "population": [p[0] for p in places],
            "ventilation": [p[1] for p in places],
            "modalite": [p[2] for p in places],
            **values,
        }
    )
