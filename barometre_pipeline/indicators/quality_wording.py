"""What a sample is, in French, for a reader: who answered, when, how, and what no interval measures.

Words only, by rule, from a row of ``gold/terrain``; what no file tells is said not to be known.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from barometre_pipeline.french.numbers import count, number, percent
from barometre_pipeline.french.spaces import quoted, unbroken
from barometre_pipeline.french.words import day, enumeration
from barometre_pipeline.vocabulary import GROUPES, STRATES

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
UNKNOWN: Final = "non renseigné"
_LEFT_OUT: Final = {
    "vides": ("réponse vide", "réponses vides"),
    "incompletes": ("questionnaire non terminé", "questionnaires non terminés"),
    "douteuses": ("structure douteuse", "structures douteuses"),
    "doublons": ("autre réponse d’une même structure", "autres réponses d’une même structure"),
}
_MADE_UP: Final = {
    "collectivites": "Données de démonstration (synthétiques) : aucune structure n’a répondu ; ce qui suit décrit un "
    "échantillon fabriqué.",
    "francais": "Données de démonstration (synthétiques) : aucune personne n’a été interrogée ; ce qui suit décrit un "
    "échantillon fabriqué, et la méthode que l’institut annonce pour le sondage réel.",
}
# The caution that goes with every interval; the card repeats it.
CONDITIONAL: Final = {
    "collectivites": "Les structures ont choisi de répondre : l’intervalle dit ce que le hasard seul aurait pu "
    "changer, et rien de l’écart entre celles qui ont répondu et les autres.",
    "francais": "L’échantillon n’est pas tiré au sort (quotas) : l’intervalle dit ce que le hasard seul aurait pu "
    "changer, et rien de l’écart entre les personnes qui ont accepté de répondre et les autres.",
}

# How often those that a share counts are taken to have answered, by name of ``statistics.sensitivity.RATIOS``.
UNEQUAL: Final = {
    "si_2_fois_plus": "2 fois plus souvent",
    "si_1_5_fois_plus": "1,5 fois plus souvent",
    "si_1_5_fois_moins": "1,5 fois moins souvent",
    "si_2_fois_moins": "2 fois moins souvent",
}


def statement(row: Row, groups: "pd.DataFrame") -> list[str]:
    """Return the sentences of the statement of an edition and public.

    Args:
        row: a row of ``gold/terrain`` without its statement.
        groups: rows of ``gold/qualite`` of the same edition and public.
    """
    public = str(row["public"])
    made_up = [_MADE_UP[public]] if row["source_donnees"] == "demonstration" else []
    told = _survey(row, groups) if public == "collectivites" else _poll(row)
    return [
        unbroken(s)
        for s in (*made_up, *told, *_weights(row), f"Intervalles conditionnels. {CONDITIONAL[public]}")
    ]


def summary(row: Row) -> str:
    """Return the sentence of a card: who answered, out of how many, and under which condition."""
    kept = int(row["retenues"])
    if row["public"] == "francais":
        who = f"{count(kept, 'personne interrogée', 'personnes interrogées')}"
        by = f" par {row['institut']}" if row["institut"] else ""
        when = period(row["debut"], row["fin"])
        quotas = f"quotas : {row['quotas'] or UNKNOWN + 's'}"
        return unbroken(f"{who}{by}, {when or f'dates {UNKNOWN}es'} ; {quotas}.")
    text = f"{count(kept, 'structure volontaire', 'structures volontaires')}"
    if _known(row["taux_de_reponse"]):
        text += f", dont {_out_of(row)}"
        left = kept - int(row["avec_poids"])
        if left:
            text += f" ; {count(left, 'autre structure', 'autres structures')} sans effectif national"
    return unbroken(f"{text}.")


def _out_of(row: Row) -> str:
    return (
        f"{number(int(row['avec_poids']))} sur les {number(int(row['effectif_national']))} qui existent "
        f"({rate(float(row['taux_de_reponse']))})"
    )


def rate(share: float) -> str:
    """Write a rate of response with one decimal, or two where one would say nothing: « 0,5 % », « 0,03 % »."""
    return percent(share, 1 if share >= 0.001 or not share else 2)


def _survey(row: Row, groups: "pd.DataFrame") -> Iterator[str]:
    invited = "" if row["invitations"] is None else f" ; {count(int(row['invitations']), 'invitation')}"
    yield f"Mode de collecte : {row['mode'] or UNKNOWN}."
    yield (
        "Les structures répondent si elles le veulent : l’échantillon n’est pas tiré au sort. Sollicitation : "
        f"{row['sollicitation'] or f'{UNKNOWN}e'}{invited}."
    )
    declared, seen = (
        period(row[a] or "", row[b] or "")
        for a, b in (("debut", "fin"), ("premiere_reponse", "derniere_reponse"))
    )
    yield f"Terrain : {declared or UNKNOWN} ; réponses retenues envoyées {seen or f'à des dates {UNKNOWN}es'}."
    yield _received(row)
    if _known(row["taux_de_reponse"]):
        yield f"Taux de réponse : {_out_of(row)}{_range_of_rates(groups)}."
    else:
        yield f"Taux de réponse : {UNKNOWN} (nombre de structures qui existent {UNKNOWN})."


def _received(row: Row) -> str:
    kept = count(int(row["retenues"]), "structure retenue", "structures retenues")
    if row["reponses_recues"] is None:
        return f"{kept}, d’après les tableaux publiés ; réponses reçues et écartées : {UNKNOWN}."
    reasons = enumeration(count(int(row[c]), *words) for c, words in _LEFT_OUT.items() if row[c])
    aside = f" ; écartées : {reasons}" if reasons else ""
    return f"{count(int(row['reponses_recues']), 'réponse reçue', 'réponses reçues')}, {kept}{aside}."


def _range_of_rates(groups: "pd.DataFrame") -> str:
    strates = groups[groups["modalite"].isin(list(STRATES)) & groups["taux_de_reponse"].notna()]
    if len(strates) < 2:
        return ""
    ends = (strates.loc[strates["taux_de_reponse"].agg(f)] for f in ("idxmin", "idxmax"))
    low, high = (f"{rate(e['taux_de_reponse'])} ({quoted(GROUPES[e['modalite']])})" for e in ends)
    return f", de {low} à {high}"


def _poll(row: Row) -> Iterator[str]:
    yield f"Institut : {row['institut'] or UNKNOWN}. Mode de recueil : {row['mode'] or UNKNOWN}."
    yield f"Terrain : {period(row['debut'] or '', row['fin'] or '') or UNKNOWN}."
    people = count(int(row["retenues"]), "personne interrogée", "personnes interrogées")
    yield f"{people}. Population : {row['population_visee'] or f'{UNKNOWN}e'}."
    yield f"Quotas : {row['quotas'] or f'{UNKNOWN}s'}. Taux de réponse : {UNKNOWN}."


def _weights(row: Row) -> Iterator[str]:
    kept, weighted = int(row["retenues"]), int(row["avec_poids"])
    if not weighted:
        yield "Aucune réponse n’a de poids : les parts ne sont pas redressées."
        return
    if weighted < kept:
        yield (
            f"{count(kept - weighted, 'structure')} ({percent((kept - weighted) / kept)} de l’échantillon) sans "
            "effectif national n’ont pas de poids : elles comptent dans les parts publiées, pas dans les redressées."
        )
    effect = row["effet_des_poids"]
    if not _known(effect):
        return
    bounds = ""
    if _known(row["poids_min"]):
        bounds = f"de {number(float(row['poids_min']), 2)} à {number(float(row['poids_max']), 2)}, "
    yield (
        f"Poids : {bounds}effet de plan {number(float(effect), 2)} ; dans l’ensemble, {count(weighted, 'réponse')} "
        f"valent, une fois redressées, {number(weighted / float(effect), 0)} réponses de même poids."
    )


def period(first: str, last: str) -> str:
    """Write « du 3 juin au 31 juillet 2024 », or "" where a day is not known."""
    if not (first and last):
        return ""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return f"le {day(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"du {start.day} au {day(end)}"
    return f"du {day(start, year=start.year != end.year)} au {day(end)}"


def _known(value: Any) -> bool:
    return value is not None and not math.isnan(value)
