"""Assembles the audit card of one figure of ``gold/tris`` from what the lake recorded when it was computed.

Data only: showing a card is the command line's and the report's.
"""

from typing import Any

import pandas as pd

from barometre_pipeline.audit.cards import trace_id
from barometre_pipeline.audit.verify import count_query
from barometre_pipeline.cleaning.doubtful import normalise_name
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.rounding import round_percent
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import GROUPES, SOURCES_DONNEES, strates_of_group

_FILTERS = (
    ("vides", "Réponses vides"),
    ("incompletes", "Questionnaires non terminés (question de clôture sans réponse)"),
    ("douteuses", "Structures douteuses (test, « ? », nom de personne)"),
    ("doublons", "Autres réponses de la même structure"),
)


def find_figure(
    lake: Lake, edition: str, question: str, sub_question: str | None, modalite: str | None, group: str
) -> pd.Series:
    """Find the one row of ``gold/tris`` that an auditor names.

    Answers, sub-questions and groups may be given by their wording, whatever the accents, case and punctuation.

    Raises:
        InputError: the edition is not computed, or no row or several rows answer to that name; the message
            lists what exists.
    """
    try:
        tris = lake.read("gold/tris", edition)
    except FileNotFoundError as error:
        raise InputError(
            "gold/tris", f"édition {edition}", "l’édition n’a pas été calculée dans ce lac",
            f"une édition parmi : {', '.join(lake.editions('gold/tris')) or 'aucune'}",
            f"lancez « barometre run --edition {edition} », avec le même --lake",
        ) from error  # fmt: skip
    place = f"édition {edition}"
    rows = _narrow(tris, tris["question"].str.casefold() == question.casefold(), "question", question, place)
    place += f", question {question}"
    groups = pd.Series(GROUPES)
    found = groups.index[(groups.index == group) | _same_words(groups, group)]
    if found.empty:
        raise InputError("gold/tris", place, f"le groupe « {group} » n’existe pas",
                         f"un groupe parmi : {', '.join(GROUPES)}",
                         "corrigez --groupe")  # fmt: skip
    rows = rows[rows["groupe"] == found[0]]
    if sub_question is not None:
        mask = (rows["sous_question"] == sub_question) | _same_words(
            rows["sous_question_libelle"], sub_question
        )
        rows = _narrow(rows, mask, "sous_question", sub_question, place)
    if modalite is not None:
        rows = _narrow(rows, _same_words(rows["modalite"], modalite), "modalite", modalite, place)
    if len(rows) > 1:
        choices = (rows["sous_question"] + " / " + rows["modalite"]).str.removeprefix(" / ").unique()
        raise InputError("gold/tris", place, f"{len(rows)} chiffres répondent à cette description",
                         "un seul ; il y a : " + " ; ".join(choices[:20]),
                         "précisez --sous-question et --modalite")  # fmt: skip
    return rows.iloc[0]


def _same_words(values: pd.Series, wanted: str) -> pd.Series:
    target = normalise_name(wanted)
    return values.map({v: normalise_name(str(v)) == target for v in values.unique()}).astype(bool)


def _narrow(rows: pd.DataFrame, mask: pd.Series, column: str, wanted: str, place: str) -> pd.DataFrame:
    if mask.any():
        return rows[mask]
    known = list(dict.fromkeys(rows[column].astype("str")))
    raise InputError("gold/tris", place, f"« {wanted} » n’y est pas",
                     f"{column.replace('_', '-')} parmi : {' ; '.join(known[:25])}{' …' if len(known) > 25 else ''}",
                     f"corrigez --{column.replace('_', '-')}")  # fmt: skip


def explain(lake: Lake, row: pd.Series) -> dict[str, Any]:
    """Return the card of one row of ``gold/tris`` as plain data, the same on every machine."""
    edition = str(row["edition"])
    keys = [str(row[k]) for k in ("question", "sous_question", "modalite", "groupe")]
    identifier = trace_id(edition, *keys)
    cards = lake.read("gold/fiches", edition)
    card = cards[cards["trace_id"] == identifier].iloc[0]
    context = lake.read("gold/contexte", edition).iloc[0]
    query = count_query(edition, str(card["condition_sql"]), str(row["groupe"]))
    return {
        "trace_id": identifier,
        "chiffre": _figure(row),
        "base": {
            "definition": str(card["base"]),
            "effectif": int(row["effectif"]),
            "repondants": int(row["repondants"]),
        },
        "precision": _precision(lake, row),
        "filtres": _filters(context, lake, edition, str(row["groupe"])),
        "fichiers": lake.read("bronze/extraits", edition).drop(columns="edition").to_dict("records"),
        "extrait": str(context["extrait"]),
        "lignes": _rows_counted(lake, edition, str(card["condition_sql"]), str(row["groupe"])),
        "versions": {
            "paquet": str(context["version_code"]),
            "code": str(context["empreinte_code"]),
            "configuration": str(context["configuration"]),
            "configuration_sha256": str(context["configuration_sha256"]),
        },
        "avertissements": str(context["avertissements"]).splitlines(),
        "requete": query,
    }


def _figure(row: pd.Series) -> dict[str, Any]:
    text = (
        "edition",
        "question",
        "question_libelle",
        "sous_question",
        "sous_question_libelle",
        "modalite",
        "groupe",
    )
    shares = ("part", "part_ponderee_historique", "part_ponderee")
    return {
        **{k: str(row[k]) for k in text},
        "groupe_libelle": GROUPES[str(row["groupe"])],
        "n": int(row["n"]),
        **{k: None if pd.isna(row[k]) else float(row[k]) for k in shares},
        "part_publiee_pourcent": round_percent(row["part"]),
        "source_donnees": str(row["source_donnees"]),
        "source_donnees_libelle": SOURCES_DONNEES[str(row["source_donnees"])],
    }


def _precision(lake: Lake, row: pd.Series) -> dict[str, Any] | None:
    """Return the design-based estimate of the weighted share, None where the group has no weights."""
    table = lake.read("gold/estimations", str(row["edition"]))
    keys = ["question", "sous_question", "modalite", "groupe"]
    found = table[(table[keys] == row[keys]).all(axis=1)]
    if found.empty or pd.isna(found["part_ponderee"].iloc[0]):
        return None
    line = found.iloc[0]
    measures = (
        "part_ponderee",
        "erreur_type",
        "ic_logit_bas",
        "ic_logit_haut",
        "ic_beta_bas",
        "ic_beta_haut",
        "deff",
    )
    return {
        **{m: None if pd.isna(line[m]) else float(line[m]) for m in measures},
        "base": int(line["base_ponderee"]),
        "base_faible": bool(line["base_faible"]),
        "plan": "sondage stratifié (strates du baromètre), poids N_h / n_h, correction de population finie",
    }


def _filters(context: pd.Series, lake: Lake, edition: str, group: str) -> list[dict[str, Any]]:
    steps = cleaning_steps(context)
    left = int(steps[-1]["restantes"])
    strates = lake.read("silver/structures", edition, columns=["strate"])["strate"]
    inside = int(strates.isin(strates_of_group(group)).sum())
    steps.append({"etape": f"Groupe : {GROUPES[group]}", "ecartees": left - inside, "restantes": inside})
    return steps


def cleaning_steps(context: pd.Series) -> list[dict[str, Any]]:
    """Return what the cleaning set aside, step by step, from a row of ``gold/contexte``."""
    left = int(context["reponses_recues"])
    steps: list[dict[str, Any]] = [{"etape": "Réponses de l’extrait", "ecartees": 0, "restantes": left}]
    for column, label in _FILTERS:
        left -= int(context[column])
        steps.append({"etape": label, "ecartees": int(context[column]), "restantes": left})
    return steps


def _rows_counted(lake: Lake, edition: str, condition: str, group: str) -> list[int]:
    from barometre_pipeline.audit.verify import row_numbers

    return row_numbers(lake, edition, condition, group)
