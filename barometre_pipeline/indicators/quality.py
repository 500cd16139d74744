"""Who answered an edition, group by group, and what its sample is; counts only, the words are ``quality_wording``'s.

Local authorities are set against the structures that exist; the French against the weights of the institute.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.indicators.quality_wording import statement, summary
from barometre_pipeline.statistics.weights import WeightSpread, weight_spread
from barometre_pipeline.tables.declarations.quality import QUALITE, TERRAIN
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import GROUPES, strates_of_group

WHOLE = "ensemble"  # of the groups, and of the banner of a poll
BY_GROUP = "groupe"  # how groups of structures divide the sample
Row = dict[str, Any]
Floats = NDArray[np.float64]


def survey_groups(plan: pd.DataFrame) -> pd.DataFrame:
    """Return who answered in each group of structures, from the plan of an edition."""
    by_strate = plan.set_index("strate")
    return _groups({g: by_strate.loc[by_strate.index.isin(strates_of_group(g))] for g in GROUPES})


def printed_groups(tables: pd.DataFrame) -> pd.DataFrame:
    """Return who answered according to published tables: no structure is known to have a weight."""
    sizes = tables.groupby("groupe")["taille_groupe"].max()
    blank = {"effectif_national": pd.NA, "poids": math.nan}
    return _groups(
        {g: pd.DataFrame([{"repondants": int(sizes[g]), **blank}]) for g in GROUPES if g in sizes.index}
    )


def _groups(members: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = []
    for group, strates in members.items():
        known = strates[strates["effectif_national"].notna()]
        total = int(known["effectif_national"].sum()) if len(known) else None
        rows.append(
            {
                "ventilation": "" if group == WHOLE else BY_GROUP,
                "modalite": "" if group == WHOLE else group,
                "retenues": int(strates["repondants"].sum()),
                "effectif_national": total,
                "avec_poids": int(known["repondants"].sum()),
                "poids": float(strates["poids"].iloc[0]) if len(strates) == 1 else math.nan,
            }
        )
    table = pd.DataFrame(rows)
    whole = table[table["modalite"] == ""].iloc[0]
    known_counts = table["effectif_national"].astype("Float64").to_numpy(float, na_value=np.nan)
    national: Floats = np.asarray(known_counts, dtype=np.float64)
    return table.assign(
        taux_de_reponse=_ratio(table["avec_poids"].to_numpy(float), national),
        part_echantillon=_ratio(table["retenues"].to_numpy(float), float(whole["retenues"])),
        part_population=_ratio(national, float(national[0])),
    )


def poll_groups(tables: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    """Return who answered a poll in each column of its banner.

    Respondents are counted where they were delivered; of tables alone, those of the question most people answered.

    Args:
        tables: rows of ``gold/sondage_tris``.
        respondents: ``silver/sondes``, empty where only tables were delivered.
    """
    keys = ["ventilation", "modalite_ventilation"]
    columns = list(dict.fromkeys(zip(*(tables[k] for k in keys), strict=True)))
    if len(respondents):
        counted = [_respondents(respondents, *column) for column in columns]
    else:
        asked = tables.sort_values("base", kind="stable").drop_duplicates(keys, keep="last").set_index(keys)
        counted = [(int(asked["base"][c]), float(asked["base_ponderee"][c])) for c in columns]
    base, weighted = (np.array(values, dtype=np.float64) for values in zip(*counted, strict=True))
    whole = columns.index((WHOLE, WHOLE))
    named = [("", "") if i == whole else column for i, column in enumerate(columns)]
    return pd.DataFrame(
        {
            "ventilation": [ventilation for ventilation, _ in named],
            "modalite": [answer for _, answer in named],
            "retenues": base.astype(int),
            "effectif_national": pd.NA,
            "avec_poids": base.astype(int),
            "taux_de_reponse": math.nan,
            "part_echantillon": _ratio(base, float(base[whole])),
            "part_population": _ratio(weighted, float(weighted[whole])),
            "poids": math.nan,
        }
    )


def _respondents(people: pd.DataFrame, ventilation: str, answer: str) -> tuple[int, float]:
    inside = np.ones(len(people), dtype=bool) if ventilation == WHOLE else people[ventilation] == answer
    return int(inside.sum()), float(people["poids"][inside].sum())


def poll_weights(respondents: pd.DataFrame, tables: pd.DataFrame) -> WeightSpread:
    """Return the spread of the institute's weights; of tables alone only its effect is known."""
    if len(respondents):
        return weight_spread(respondents["poids"])
    whole = tables[tables["ventilation"] == WHOLE].sort_values("base", kind="stable")
    return WeightSpread(math.nan, math.nan, float(whole["deff"].iloc[-1]) if len(whole) else math.nan)


def fieldwork_row(groups: pd.DataFrame, spread: WeightSpread, told: Row) -> Row:
    """Return a row of ``gold/terrain``: counts of the whole sample, what files tell of it, and the statement.

    Args:
        groups: who answered, the whole sample first.
        spread: of the weights.
        told: columns of ``gold/terrain`` that files tell, ``edition``, ``public`` and ``source_donnees`` among them.
    """
    whole = groups[groups["modalite"] == ""].iloc[0]
    kept, weighted = int(whole["retenues"]), int(whole["avec_poids"])
    exist = whole["effectif_national"]
    row = {
        **dict.fromkeys(c for c in TERRAIN.columns if c not in told),
        **told,
        "retenues": kept,
        "effectif_national": None if pd.isna(exist) else int(exist),
        "avec_poids": weighted,
        "taux_de_reponse": float(whole["taux_de_reponse"]),
        "part_sans_poids": (kept - weighted) / kept if kept else math.nan,
        "poids_min": spread.lowest,
        "poids_max": spread.highest,
        "effet_des_poids": spread.effect,
    }
    return {**row, "enonce": "\n".join(statement(row, groups)), "resume": summary(row)}


def fieldwork_table(rows: list[Row]) -> pd.DataFrame:
    """Return rows of ``gold/terrain`` as a table: texts that no file tells are empty, numbers are missing."""
    table = pd.DataFrame(rows, columns=TERRAIN.columns)
    texts = ("debut", "fin", "premiere_reponse", "derniere_reponse", "mode", "sollicitation", "institut")
    for column in (*texts, "population_visee", "quotas"):
        table[column] = table[column].fillna("").astype("str")
    counts = ("invitations", "reponses_recues", "vides", "incompletes", "douteuses", "doublons")
    return table.astype(dict.fromkeys((*counts, "effectif_national"), "Int64"))


def quality_table(groups: Iterator[pd.DataFrame]) -> pd.DataFrame:
    """Return rows of ``gold/qualite``."""
    tables = [table.astype({"effectif_national": "Int64"}) for table in groups]
    return arranged(QUALITE, pd.concat(tables, ignore_index=True))


def _ratio(part: Floats, whole: Floats | float) -> Floats:
    divisor = np.broadcast_to(np.asarray(whole, dtype=float), part.shape)
    ratio: Floats = np.divide(part, divisor, out=np.full(part.shape, np.nan), where=divisor > 0)
    return ratio
