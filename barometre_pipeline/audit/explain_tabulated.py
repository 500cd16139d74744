"""Assembles the card of a tabulated answer, a row of ``gold/tris``, from what the lake recorded with it.

Finding the row is ``find_tabulated``'s, showing the card the command line's.
"""

import math
from typing import Any

from barometre_pipeline.audit.card import Card, Section, Subject, step
from barometre_pipeline.audit.counting import TabulatedCounting
from barometre_pipeline.audit.read import Row, columns, measured, rows
from barometre_pipeline.audit.recorded import cleaning_steps, files_read, opens_with_headings, represented
from barometre_pipeline.audit.sample import (
    plain_sensitivity,
    sample_behind,
    sample_section,
    sensitivity_section,
)
from barometre_pipeline.audit.sections import CONCENTRATED
from barometre_pipeline.audit.sql import renamed
from barometre_pipeline.audit.tabulated import BOXES
from barometre_pipeline.audit.verify import fetch
from barometre_pipeline.french.numbers import number, percent, points, whole_percent
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY
from barometre_pipeline.vocabulary import (
    ABSENCES,
    BASE_MINIMALE,
    GROUPES,
    NON_POSEE,
    SOURCES_DONNEES,
    strates_of_group,
)

_MEASURES = (
    "part_publiable_ponderee", "erreur_type", "ic_logit_bas", "ic_logit_haut", "ic_beta_bas", "ic_beta_haut", "deff",
)  # fmt: skip
_OF_BASE = {"part_publiable": "brute", "part_publiable_ponderee": "redressée"}
_OF_GROUP = {  # the rule of the tables of 2023
    "part": "brute", "part_ponderee_historique": "redressement historique", "part_ponderee": "redressée",
}  # fmt: skip
_OUTSIDE = "aucune : celles que compte cette ligne ne sont pas dans la base de la question"
_DESIGN = "sondage stratifié (strates du baromètre), poids N_h / n_h, correction de population finie"


def explain_tabulated(lake: Lake, row: Row) -> Card:
    """Return the card of one row of ``gold/tris``."""
    edition, group = str(row["edition"]), str(row["groupe"])
    (trail,) = rows(lake, "gold/fiches", edition, **{k: str(row[k]) for k in ANSWER_KEY})
    (context,) = rows(lake, "gold/contexte", edition)
    names = columns(lake, "silver/reponses", edition)
    condition, base_condition = (
        renamed(str(trail[c]), names) for c in ("condition_sql", "condition_base_sql")
    )
    counting = TabulatedCounting(edition, condition, base_condition, group)
    figure, precision = _figure(row), _precision(lake, row)
    base: dict[str, Any] = {
        "definition": str(trail["base"]),
        "effectif": int(row["effectif"]),
        "concernees": int(row["concernees"]),
        "repondants": int(row["repondants"]),
    }
    sample, moved = (
        sample_behind(lake, edition, "collectivites", group),
        plain_sensitivity(figure["part_publiee"] if figure["dans_base"] else None),
    )
    counted = f"n = {figure['n']} sur {figure['base']} ({figure['groupe_libelle']}, édition {edition})"
    real = figure["source_donnees"] == "reelles"
    return Card(
        trace_id=str(trail["trace_id"]),
        table="gold/tris",
        partition=edition,
        headline=(percent(math.nan if figure["part_publiee"] is None else figure["part_publiee"]), counted),
        notices=() if real else (figure["source_donnees_libelle"],),
        sections=(
            _figure_section(figure, base["definition"]),
            _base_section(base),
            *([_precision_section(precision)] if precision else []),
            *([sensitivity_section(moved)] if moved else []),
            *([sample_section(sample)] if sample else []),
        ),
        n=figure["n"],
        base=figure["base"],
        filters=_filters(lake, context, edition, group),
        printed_rows=(),
        files=files_read(lake, "bronze/extraits", edition),
        extract=str(context["extrait"]),
        records=tuple(int(r[0]) for r in fetch(lake, counting.rows_query())),
        headings=opens_with_headings(lake, edition),
        versions={
            "paquet": str(context["version_code"]),
            "code": str(context["empreinte_code"]),
            "configuration": str(context["configuration"]),
            "configuration_sha256": str(context["configuration_sha256"]),
        },
        query=counting.count_query(),
        details={
            "chiffre": figure,
            "base": base,
            "precision": precision,
            "sensibilite": moved,
            "echantillon": sample,
            "avertissements": str(context["avertissements"]).splitlines(),
        },
        subject=Subject(
            edition=edition,
            source="silver/reponses",
            measure="tri",
            row=dict(row),
            stored_n=figure["n"],
            stored_base=figure["base"],
            query=counting.count_query(),
            rows_query=counting.rows_query(),
            members_query=counting.members_query(),
            strates=strates_of_group(group),
            condition=counting.condition,
        ),
    )


def _figure(row: Row) -> dict[str, Any]:
    text = (
        "edition", "question", "question_libelle", "sous_question", "sous_question_libelle", "modalite", "groupe",
    )  # fmt: skip
    shares = (
        "part", "part_publiable", "part_ponderee_historique", "part_ponderee", "part_publiable_ponderee",
    )  # fmt: skip
    base, share = _base_of(row)
    return {
        **{k: str(row[k]) for k in text},
        "groupe_libelle": GROUPES[str(row["groupe"])],
        "n": int(row["n"]),
        "base": base,
        "dans_base": bool(row["dans_base"]),
        **{k: measured(row[k]) for k in shares},
        "part_publiee": share,
        "part_publiee_pourcent": None if share is None else whole_percent(share),
        "source_donnees": str(row["source_donnees"]),
        "source_donnees_libelle": SOURCES_DONNEES[str(row["source_donnees"])],
    }


def _base_of(row: Row) -> tuple[int, float | None]:
    """Return the base and the share that a card shows: of what is outside the base, those it is counted among."""
    if row["dans_base"]:
        return int(row["base"]), measured(row["part_publiable"])
    # Who was not asked is among the group only, who left the question empty among those asked.
    among = int(row["effectif" if str(row["absence"]) == ABSENCES[NON_POSEE] else "concernees"])
    return among, int(row["n"]) / among if among else None


def _figure_section(figure: dict[str, Any], base: str) -> Section:
    part_of = f"{figure['sous_question']} — {figure['sous_question_libelle']}"
    return Section.of(
        "Le chiffre",
        ("Question", f"{figure['question']} — {figure['question_libelle']}"),
        ("Sous-question", part_of if figure["sous_question"] else ""),
        ("Réponse", figure["modalite"]),
        ("Groupe", f"{figure['groupe']} — {figure['groupe_libelle']}"),
        ("Part", _shares(figure, _OF_BASE) if figure["dans_base"] else _OUTSIDE),
        ("Du groupe entier", _shares(figure, _OF_GROUP, of_mentions=base in BOXES)),
        ("Données", figure["source_donnees_libelle"]),
    )


def _shares(figure: dict[str, Any], named: dict[str, str], of_mentions: bool = False) -> str:
    # In 2023 the weighted share of a multiple choice was one of mentions, not of structures: say so.
    mentions = {"part_ponderee_historique": ", part des mentions"} if of_mentions else {}
    shown = [
        f"{label}{mentions.get(k, '')} {number(figure[k], 6)} ({percent(figure[k])})"
        for k, label in named.items()
        if figure[k] is not None
    ]
    return " ; ".join(shown) or "base vide"


def _base_section(base: dict[str, Any]) -> Section:
    asked = f"question posée à {base['concernees']} des {base['effectif']} structures du groupe"
    # Who saw the boxes answered: whether they ticked one is another row.
    answered = asked if base["definition"] in BOXES else f"{asked}, dont {base['repondants']} ont répondu"
    return Section.of("La base", ("Définition", base["definition"]), ("Effectif", answered))


def _precision(lake: Lake, row: Row) -> dict[str, Any] | None:
    """Return the design-based estimate of the weighted share, None where the group has no weights."""
    keys = {k: str(row[k]) for k in ANSWER_KEY}
    found = rows(lake, "gold/estimations", str(row["edition"]), **keys)
    if not found or measured(found[0]["part_publiable_ponderee"]) is None:
        return None
    line = found[0]
    return {
        **{m: measured(line[m]) for m in _MEASURES},
        "base": int(line["base_ponderee"]),
        "effectif_efficace": measured(line["effectif_efficace"]),
        "base_faible": bool(line["base_faible"]),
        "plan": " ; ".join([_DESIGN, *represented(lake, str(row["edition"]))]),
    }


def _precision_section(precision: dict[str, Any]) -> Section:
    deff, few = precision["deff"], f"base faible : {precision['base']} structures, à ne pas commenter seule"
    effective = precision["effectif_efficace"]
    worth = f"elle vaut {number(effective, 1)} réponses de même poids (effectif efficace de Kish)"
    return Section.of(
        "La précision",
        (
            "Part redressée",
            f"{percent(precision['part_publiable_ponderee'])}, erreur-type {points(precision['erreur_type'], 1)}",
        ),
        ("Sa base", f"{precision['base']} structures qui ont un poids ; {worth}"),
        ("Attention au poids", CONCENTRATED if effective < BASE_MINIMALE <= precision["base"] else ""),
        ("Intervalle à 95 %", _interval(precision)),
        ("Plan", precision["plan"]),
        ("Effet de plan", "" if deff is None else number(deff, 2)),
        ("Attention", few if precision["base_faible"] else ""),
    )


def _interval(precision: dict[str, Any]) -> str:
    known = [
        f"de {percent(precision[f'ic_{key}_bas'])} à {percent(precision[f'ic_{key}_haut'])} ({label})"
        for label, key in (("logit", "logit"), ("bêta (Korn-Graubard)", "beta"))
        if precision[f"ic_{key}_bas"] is not None
    ]
    return " ; ".join(known) or "n. d."


def _filters(lake: Lake, context: Row, edition: str, group: str) -> tuple[dict[str, Any], ...]:
    steps = cleaning_steps(context)
    members = strates_of_group(group)
    inside = sum(s["strate"] in members for s in rows(lake, "silver/structures", edition))
    return (*steps, step(f"Groupe : {GROUPES[group]}", int(steps[-1]["restantes"]), inside))
