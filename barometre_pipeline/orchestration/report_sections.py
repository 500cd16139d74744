"""Which cross-edition tables the report shows, under which heading, with which columns."""

from collections.abc import Callable

import pandas as pd

from barometre_pipeline.publication.report import Section


def _evolutions(table: pd.DataFrame) -> Section:
    shown = table[table["significatif"] & ~table["base_faible"]]
    consecutive = shown.sort_values(["indicateur", "categorie", "population", "edition"])
    return Section(
        ancre="evolutions",
        titre="Les évolutions à retenir",
        chapo="Les évolutions dont l’intervalle à 95 % exclut zéro et dont les deux bases atteignent 30. "
        "Une note signale les années qui ne sont pas strictement comparables.",
        table=consecutive,
        colonnes={
            "indicateur": "Indicateur", "categorie": "Catégorie", "population": "Population",
            "edition_reference": "De", "edition": "À", "part_reference": "Avant", "part": "Après",
            "ecart_points": "Écart", "note": "Note",
        },
        parts=frozenset({"part", "part_reference"}),
        points=frozenset({"ecart_points"}),
    )  # fmt: skip


def _crossings(table: pd.DataFrame) -> Section:
    return Section(
        ancre="croisements",
        titre="Pratiques des collectivités, attentes des Français",
        chapo="La part des collectivités actives dans un domaine, en face de la part des Français qui en attendent "
        "quelque chose.",
        table=table,
        colonnes={
            "edition": "Édition", "domaine": "Domaine", "pratique_part": "Collectivités actives",
            "attente_part": "Français qui attendent", "ecart_points": "Écart", "note": "Note",
        },
        parts=frozenset({"pratique_part", "attente_part"}),
        points=frozenset({"ecart_points"}),
    )  # fmt: skip


def _reconciliation(table: pd.DataFrame) -> Section:
    missed = table[table["statut"] != "reproduit"]
    done = len(table) - len(missed)
    return Section(
        ancre="rapprochement",
        titre="Les chiffres publiés et les chiffres calculés",
        chapo=f"{done} des {len(table)} chiffres publiés sont reproduits par les données de ce lac ; les autres sont "
        "ci-dessous, chacun avec sa raison.",
        table=missed,
        colonnes={
            "chiffre": "Chiffre", "edition": "Année", "indicateur": "Indicateur", "population": "Population",
            "valeur_publiee": "Publié", "valeur_arrondie": "Calculé", "statut": "Statut", "raison": "Raison",
        },
    )  # fmt: skip


def _contradictions(table: pd.DataFrame) -> Section:
    return Section(
        ancre="contradictions",
        titre="Les contradictions entre documents",
        chapo="Trouvées par règle sur les seuls chiffres imprimés ; chaque constat cite les deux endroits.",
        table=table,
        colonnes={
            "indicateur": "Indicateur", "population": "Population", "edition": "Année", "chiffre_a": "Premier chiffre",
            "chiffre_b": "Second chiffre", "constat": "Constat",
        },
    )  # fmt: skip


SECTIONS: dict[str, Callable[[pd.DataFrame], Section]] = {
    "gold/evolutions": _evolutions,
    "gold/croisements": _crossings,
    "gold/rapprochement": _reconciliation,
    "gold/contradictions": _contradictions,
}
