"""What changes when types and strates come from the official lists instead of from hand.

Pure functions over frames: differences structure by structure, then tabulation by tabulation, and their
report.
Reading files and matching names are elsewhere.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.french.numbers import number, percent, points
from barometre_pipeline.statistics.tabulation import tabulate
from barometre_pipeline.vocabulary import GROUPES, REGLE_INCLUSES, STRATES, TYPES, strates_of_group

DIFFERENCES = (
    "id_reponse",
    "ecart",
    "nom_officiel",
    "nature",
    "type_main",
    "type_officiel",
    "strate_main",
    "strate_officielle",
    "siren_main",
    "siren_officiel",
    "statut",
    "preuve",
)
_KEYS = ["question", "sous_question", "modalite", "groupe", "colonne", "code"]
_FIGURES = ("part", "part_ponderee_historique", "part_ponderee")
_POINT = 0.01


def official_typology(hand: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Return ``id_reponse, type, strate`` after the official lists, in the order of ``hand``.

    A response that still waits for a decision keeps what was given by hand.
    """
    merged = hand[["id_reponse", "type", "strate"]].merge(
        matches[["id_reponse", "type", "strate"]], on="id_reponse", how="left", suffixes=("", "_officiel")
    )
    for column in ("type", "strate"):
        official = merged[f"{column}_officiel"].fillna("")
        merged[column] = official.where(official != "", merged[column])
    return merged[["id_reponse", "type", "strate"]]


def compare_typologies(hand: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """List every structure whose type, strate or SIREN given by hand is not the official one.

    Args:
        hand: reviewed correspondences: ``id_reponse, siren, type, strate``.
        matches: matches of the same responses, with ``id_reponse``.

    Returns:
        ``DIFFERENCES``, one row per difference: ``ecart`` is ``type``, ``strate``, ``siren_faux``,
        ``siren_absent`` or ``a_revoir`` (not settled, kept as given by hand).
    """
    both = hand[["id_reponse", "siren", "type", "strate"]].merge(
        matches, on="id_reponse", how="inner", suffixes=("_main", ""), validate="one_to_one"
    )
    both = both.rename(
        columns={"type": "type_officiel", "strate": "strate_officielle", "siren": "siren_officiel"}
    )
    known = both["siren_main"].fillna("") != ""
    settled = both["statut"] != "a_revoir"
    flags = {
        "type": settled & (both["type_main"] != both["type_officiel"]),
        "strate": settled
        & (both["type_main"] == both["type_officiel"])
        & (both["strate_main"] != both["strate_officielle"]),
        "siren_faux": known & (both["siren_officiel"] != "") & (both["siren_main"] != both["siren_officiel"]),
        "siren_absent": ~known & (both["siren_officiel"] != ""),
        "a_revoir": ~settled,
    }
    parts = [both[mask].assign(ecart=name) for name, mask in flags.items()]
    return pd.concat(parts, ignore_index=True)[list(DIFFERENCES)]


def repeated_structures(hand: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """List the structures counted more than once because their name was typed in two ways.

    Returns:
        ``territoire_id, nom_officiel, reponses`` (how many of the kept responses are of that structure).
    """
    kept = matches[matches["id_reponse"].isin(hand["id_reponse"]) & (matches["territoire_id"] != "")]
    counts = kept.groupby(["territoire_id", "nom_officiel"], as_index=False).size()
    several = counts[counts["size"] > 1].rename(columns={"size": "reponses"})
    return several.sort_values(["reponses", "nom_officiel"], ascending=[False, True], ignore_index=True)


def moved_tabulations(
    responses: pd.DataFrame,
    strates: tuple[pd.Series, pd.Series],
    plans: tuple[pd.DataFrame, pd.DataFrame],
    questions: pd.DataFrame,
    labels: Mapping[tuple[str, str], str],
) -> pd.DataFrame:
    """Tabulate every closed question under both typologies and return every figure that differs.

    Args:
        responses: silver ``reponses``.
        strates: strate of each response, by hand and official, aligned with ``responses``.
        plans: the sampling plan of each, with the same national counts: only the typology changes.
        questions: bronze ``questions``, closed columns only.
        labels: (column, code) -> wording.

    Returns:
        One row per (answer, group) with at least one difference: ``n``, ``effectif``, ``part``,
        ``part_ponderee_historique`` and ``part_ponderee`` with the suffixes ``_avant`` and ``_apres``, and
        ``ecart`` = the largest absolute change of a share, as a fraction.
    """
    before, after = (
        tabulate(responses, s, questions, labels, plan, REGLE_INCLUSES, {})
        for s, plan in zip(strates, plans, strict=True)
    )
    columns = ["n", "effectif", *_FIGURES]
    wording = ["question_libelle", "sous_question_libelle"]
    both = before[[*_KEYS, *wording, *columns]].merge(
        after[[*_KEYS, *columns]], on=_KEYS, suffixes=("_avant", "_apres"), validate="one_to_one"
    )
    changes = np.column_stack([_change(both, c) for c in columns])
    both["ecart"] = np.nanmax(np.abs(changes[:, 2:]), axis=1, initial=0.0)
    changed: np.ndarray = np.any(np.abs(changes) > 1e-12, axis=1)
    return both[changed].reset_index(drop=True)


def summary(moved: pd.DataFrame, strates: tuple[pd.Series, pd.Series]) -> pd.DataFrame:
    """Return, for each group, its size under both typologies and how many of its figures move, and by how
    much.

    Shares are of the group (unweighted); the total's are also given weighted, since types set the weights.
    """
    sizes = [_group_sizes(s) for s in strates]
    rows = []
    for group, label in GROUPES.items():
        part = moved[moved["groupe"] == group]
        change = _change(part, "part")
        weighted = _change(part, "part_ponderee")
        rows.append(
            {
                "groupe": group,
                "libelle": label,
                "n_avant": sizes[0][group],
                "n_apres": sizes[1][group],
                "chiffres_deplaces": int((np.abs(change) > 1e-12).sum()),
                "d_au_moins_un_point": int((np.abs(change) >= _POINT).sum()),
                "ecart_maximal": float(np.nanmax(np.abs(change), initial=0.0)),
                "ecart_maximal_pondere": float(np.nanmax(np.abs(weighted), initial=0.0)),
            }
        )
    return pd.DataFrame(rows)


def report(
    edition: str,
    year: int,
    differences: pd.DataFrame,
    repeated: pd.DataFrame,
    totals: pd.DataFrame,
    moved: pd.DataFrame,
    *,
    largest: int = 30,
) -> str:
    """Write the report in French Markdown: each difference, then what moves in the tabulations."""
    kinds = differences["ecart"].value_counts()
    lines = [
        f"# Typologie {edition} : ce qui change avec les listes officielles de {year}",
        "",
        "Les effectifs nationaux du redressement sont les mêmes des deux côtés : seuls changent le type et "
        "la strate "
        "des structures, lus dans la liste officielle et non dans le nom.",
        "",
        f"- changements de type\u00a0: {_count(kinds, 'type')}\u00a0; de strate seulement\u00a0: "
        f"{_count(kinds, 'strate')}\u00a0;",
        f"- SIREN donnés à la main et faux\u00a0: {_count(kinds, 'siren_faux')}\u00a0; manquants et "
        f"retrouvés\u00a0: "
        f"{_count(kinds, 'siren_absent')}\u00a0;",
        f"- structures en attente d’une décision, qui gardent leur type d’alors\u00a0: "
        f"{_count(kinds, 'a_revoir')}\u00a0;",
        f"- structures comptées plusieurs fois, leur nom ayant été saisi de deux façons\u00a0: "
        f"{len(repeated)}.",
        "",
        "## Structures dont le type ou la strate change",
        "",
        "| Réponse | Nom officiel | Nature | Type à la main | Type officiel | Strate à la main | Strate "
        "officielle |",
        "|---:|---|---|---|---|---|---|",
    ]
    natures: dict[Any, Any] = rules("natures.csv").set_index("nature")["libelle"].to_dict()
    item: Any
    for item in differences[differences["ecart"].isin(["type", "strate"])].itertuples(index=False):
        lines.append(
            f"| {item.id_reponse} | {item.nom_officiel or '(hors champ)'} | {natures.get(item.nature, '')} "
            f"| {TYPES[item.type_main]} | "
            f"{TYPES[item.type_officiel]} | {STRATES[item.strate_main]} | {STRATES[item.strate_officielle]} |"
        )
    lines += [
        "",
        "## SIREN corrigés",
        "",
        "| Réponse | Nom officiel | À la main | Officiel |",
        "|---:|---|---|---|",
    ]
    for item in differences[differences["ecart"] == "siren_faux"].itertuples(index=False):
        lines.append(
            f"| {item.id_reponse} | {item.nom_officiel} | {item.siren_main} | {item.siren_officiel} |"
        )
    if len(repeated):
        lines += ["", "## Structures comptées plusieurs fois", "", "| Structure | Réponses |", "|---|---:|"]
        lines += [f"| {r.nom_officiel} | {r.reponses} |" for r in repeated.itertuples(index=False)]
    lines += _tabulation_lines(totals, moved, largest)
    return "\n".join(lines) + "\n"


def _tabulation_lines(totals: pd.DataFrame, moved: pd.DataFrame, largest: int) -> list[str]:
    lines = [
        "",
        "## Tris qui se déplacent",
        "",
        "| Groupe | Base à la main | Base officielle | Chiffres déplacés | d’un point ou plus | Écart "
        "maximal | "
        "Écart maximal redressé |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    row: Any
    for row in totals.itertuples(index=False):
        lines.append(
            f"| {row.libelle} | {row.n_avant} | {row.n_apres} | {number(row.chiffres_deplaces)} | "
            f"{number(row.d_au_moins_un_point)} | {points(row.ecart_maximal, 1, short=True)} | "
            f"{points(row.ecart_maximal_pondere, 1, short=True)} |"
        )
    lines += [
        "",
        f"### Les {largest} chiffres qui changent le plus",
        "",
        "| Groupe | Question | Sous-question | Réponse | À la main | Officiel | Écart |",
        "|---|---|---|---|---:|---:|---:|",
    ]
    change = _change(moved, "part")
    order = np.argsort(-np.abs(np.nan_to_num(change)), kind="stable")[:largest]
    for at in order:
        row = moved.iloc[at]
        lines.append(
            f"| {GROUPES[row['groupe']]} | {_cell(row['question_libelle'])} | "
            f"{_cell(row['sous_question_libelle'])} | {_cell(row['modalite'])} | "
            f"{percent(row['part_avant'], 1)} | {percent(row['part_apres'], 1)} | "
            f"{points(change[at], 1, signed=True, short=True)} |"
        )
    return lines


def _change(both: pd.DataFrame, column: str) -> np.ndarray:
    """Return after minus before; a figure that appears or disappears counts for its whole value."""
    before = both[f"{column}_avant"].to_numpy(dtype=float)
    after = both[f"{column}_apres"].to_numpy(dtype=float)
    return np.where(np.isnan(before) & np.isnan(after), 0.0, np.nan_to_num(after) - np.nan_to_num(before))


def _group_sizes(strate: pd.Series) -> dict[str, int]:
    counts = strate.value_counts()
    return {g: int(sum(counts.get(s, 0) for s in strates_of_group(g))) for g in GROUPES}


def _count(kinds: pd.Series, name: str) -> int:
    return int(kinds.get(name, 0))


def _cell(text: str) -> str:
    plain = " ".join(str(text).replace("|", "/").split())
    return plain if len(plain) <= 90 else plain[:89].rstrip() + "…"
