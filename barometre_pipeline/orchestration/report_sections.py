"""Which cross-edition tables the report shows, under which heading, in the catalogue's own words."""

from collections.abc import Callable

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.publication.report import Section

# The populations the published documents comment on; the others are in gold/evolutions.
_COMMENTED = ("ensemble", "hors_moins_3500", "francais")


def with_labels(table: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Replace names of indicators, categories and populations by their wording."""
    indicators, populations = catalogue.indicateurs, catalogue.populations.by_name
    shown = table.copy()
    shown["categorie"] = [
        catalogue.categories[i][c].libelle if c in catalogue.categories.get(i, {}) else c
        for i, c in zip(table["indicateur"], table["categorie"], strict=True)
    ]
    shown["indicateur"] = [indicators[i].libelle if i in indicators else i for i in table["indicateur"]]
    shown["population"] = [populations[p].libelle if p in populations else p for p in table["population"]]
    return shown


def _evolutions(table: pd.DataFrame, catalogue: Catalogue) -> Section:
    newest = table["edition"].max() if len(table) else ""
    shown = table[
        (table["edition"] == newest)
        & table["population"].isin(_COMMENTED)
        & (table["modalite"] == "")
        & table["significatif"]
        & ~table["base_faible"]
    ]
    shown = shown.sort_values(["indicateur", "categorie", "population", "edition_reference"])
    return Section(
        ancre="evolutions",
        titre=f"Ce qui a changé jusqu’à {newest}" if newest else "Les évolutions",
        chapo="Les évolutions dont l’intervalle à 95 % exclut zéro et dont les deux bases atteignent 30, pour "
        "l’ensemble, l’ensemble hors communes de moins de 3\u202f500 habitants et les Français. Une note signale "
        "les années qui ne sont pas strictement comparables.",
        table=with_labels(shown, catalogue),
        colonnes={
            "indicateur": "Indicateur", "categorie": "Réponse", "population": "Population",
            "edition_reference": "Depuis", "part_reference": "Avant", "part": "Après", "ecart_points": "Écart",
            "note": "Note",
        },
        parts=frozenset({"part", "part_reference"}),
        points=frozenset({"ecart_points"}),
    )  # fmt: skip


def _crossings(table: pd.DataFrame, _catalogue: Catalogue) -> Section:
    return Section(
        ancre="croisements",
        titre="Pratiques des collectivités, attentes des Français",
        chapo="La part des collectivités actives dans un domaine, en face de la part des Français qui en "
        "attendent quelque chose.",
        table=table,
        colonnes={
            "edition": "Édition", "domaine": "Domaine", "pratique_part": "Collectivités actives",
            "attente_part": "Français qui attendent", "ecart_points": "Écart", "note": "Note",
        },
        parts=frozenset({"pratique_part", "attente_part"}),
        points=frozenset({"ecart_points"}),
    )  # fmt: skip


def _reconciliation(table: pd.DataFrame, catalogue: Catalogue) -> Section:
    missed = table[table["statut"] != "reproduit"]
    done = len(table) - len(missed)
    return Section(
        ancre="rapprochement",
        titre="Les chiffres publiés et les chiffres calculés",
        chapo=f"{done} des {len(table)} chiffres publiés sont reproduits par les données de ce lac ; les autres "
        "sont ci-dessous, chacun avec sa raison. « barometre audit --chiffre » donne la fiche de chacun.",
        table=with_labels(missed, catalogue),
        colonnes={
            "chiffre": "Chiffre", "edition": "Année", "indicateur": "Indicateur", "population": "Population",
            "valeur_publiee": "Publié", "valeur_arrondie": "Calculé", "statut": "Statut", "raison": "Raison",
        },
    )  # fmt: skip


def _contradictions(table: pd.DataFrame, catalogue: Catalogue) -> Section:
    return Section(
        ancre="contradictions",
        titre="Les contradictions entre documents",
        chapo="Trouvées par règle sur les seuls chiffres imprimés ; chaque constat cite les deux endroits.",
        table=with_labels(table, catalogue),
        colonnes={
            "indicateur": "Indicateur", "population": "Population", "edition": "Année",
            "chiffre_a": "Premier chiffre", "chiffre_b": "Second chiffre", "constat": "Constat",
        },
    )  # fmt: skip


_SECTIONS: dict[str, Callable[[pd.DataFrame, Catalogue], Section]] = {
    "gold/evolutions": _evolutions,
    "gold/croisements": _crossings,
    "gold/rapprochement": _reconciliation,
    "gold/contradictions": _contradictions,
}
TABLES_SHOWN = tuple(_SECTIONS)


def section(name: str, table: pd.DataFrame) -> Section:
    """Return the section of the report that shows a table of ``TABLES_SHOWN``."""
    return _SECTIONS[name](table, load_catalogue())
