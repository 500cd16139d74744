"""Which cross-edition tables the report shows, under which heading, in the catalogue's own words."""

from collections.abc import Callable

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.publication.report import ReportSection
from barometre_pipeline.publication.report.crossings import crossing_sections
from barometre_pipeline.vocabulary import BASE_MINIMALE, PREUVES, status_in_words

Build = Callable[[pd.DataFrame, Catalogue], list[ReportSection]]

_LEVEL = 0.05  # of the corrected p-value
# The populations the published documents comment on; the others are in gold/evolutions.
_COMMENTED = ("hors_moins_3500", "francais")
_SHOWN = 40


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


def _as_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Turn points into differences of shares, which is what the report writes in points."""
    return table.assign(ecart_points=table["ecart_points"] / 100)


def _evolutions(table: pd.DataFrame, catalogue: Catalogue) -> ReportSection:
    newest = table["edition"].max() if len(table) else ""
    shown = table[
        (table["edition"] == newest)
        & table["population"].isin(_COMMENTED)
        & table["modalite"].isin(["", *_COMMENTED])
        # A change that weighting turns round is nobody's to comment.
        & (table["ecart_points"] * table["ecart_estime"] > 0)
        & table["significatif"]
        & ~table["base_faible"]
    ]
    largest = shown["ecart_points"].abs().sort_values(ascending=False, kind="stable").index[:_SHOWN]
    shown = _as_shares(shown.loc[sorted(largest)])
    return ReportSection(
        ancre="evolutions",
        titre=f"Ce qui a changé jusqu’à {newest}" if newest else "Les évolutions",
        chapo=f"Les {_SHOWN} plus grandes évolutions dont l’intervalle à 95 % exclut zéro et dont les deux bases "
        f"atteignent {BASE_MINIMALE}, hors communes de moins de {number(3500)} habitants et pour les Français. Une "
        "note signale les années qui ne sont pas strictement comparables. Toutes sont dans gold/evolutions.",
        table=with_labels(shown, catalogue),
        colonnes={
            "indicateur": "Indicateur", "categorie": "Réponse", "population": "Population",
            "edition_reference": "Depuis", "part_reference": "Avant", "part": "Après", "ecart_points": "Écart",
            "note": "Note",
        },
        parts=frozenset({"part", "part_reference"}),
        points=frozenset({"ecart_points"}),
    )  # fmt: skip


def _conclusions(table: pd.DataFrame, catalogue: Catalogue) -> ReportSection:
    newest = table["edition"].max() if len(table) else ""
    latest = table[(table["edition"] == newest) & (table["population"] == "hors_moins_3500")]
    before = latest["edition_reference"].max() if len(latest) else ""
    latest = latest[latest["edition_reference"] == before]
    told = latest[latest["p_valeur_bh"] < _LEVEL]
    chapo = (
        f"Entre {before} et {newest}, hors communes de moins de {number(3500)} habitants : les changements qui "
        "restent établis une fois corrigés du nombre de comparaisons, avec la part du changement réel et celle de "
        f"la composition de l’échantillon. {count(len(told), 'changement')} sur {len(latest)} ; les autres sont dans "
        "gold/effets_de_structure."
    )
    return ReportSection(
        ancre="conclusions",
        titre="Que conclure de ces évolutions ?",
        chapo=chapo if before else "Il n’y a pas deux années à comparer.",
        table=with_labels(told, catalogue),
        colonnes={"indicateur": "Indicateur", "categorie": "Réponse", "phrase": "Ce qu’on peut dire"},
    )


def _scores(table: pd.DataFrame, _catalogue: Catalogue) -> ReportSection:
    every = table[(table["edition"] == "") & (table["donnees"] != "")]
    return ReportSection(
        ancre="scores",
        titre="Combien de chiffres publiés sont retrouvés",
        chapo="Séparément selon ce qui les donne : des données réelles, des tableaux publiés, ou des données de "
        "démonstration. Celles-ci ont été ajustées aux chiffres imprimés : un chiffre qu’elles redonnent est calé, "
        "il n’est pas reproduit.",
        table=every.assign(donnees=every["donnees"].map(PREUVES)),
        colonnes={
            "donnees": "Données", "compares": "Chiffres comparés", "retrouves": "Reproduits ou calés",
            "ecarts": "Écarts", "contredits": "Contredits", "phrase": "En clair",
        },
    )  # fmt: skip


def _reconciliation(table: pd.DataFrame, catalogue: Catalogue) -> ReportSection:
    missed = table[~table["statut"].isin(["reproduit", "cale"])]
    statuses = [status_in_words(s, d) for s, d in zip(missed["statut"], missed["donnees"], strict=True)]
    return ReportSection(
        ancre="rapprochement",
        titre="Les chiffres publiés qui ne sont pas retrouvés",
        chapo=f"{count(len(missed), 'chiffre publié', 'chiffres publiés')} sur {number(len(table))}, chacun avec sa "
        "raison et, là où elle est connue, son explication. « barometre audit --chiffre » donne la fiche de "
        "chaque chiffre.",
        table=with_labels(missed.assign(statut=statuses), catalogue),
        colonnes={
            "chiffre": "Chiffre", "edition": "Année", "indicateur": "Indicateur", "population": "Population",
            "valeur_publiee": "Publié", "valeur_arrondie": "Calculé", "statut": "Statut", "raison": "Raison",
            "explication": "Explication",
        },
    )  # fmt: skip


def _contradictions(table: pd.DataFrame, catalogue: Catalogue) -> ReportSection:
    return ReportSection(
        ancre="contradictions",
        titre="Les contradictions entre documents",
        chapo="Trouvées par règle sur les seuls chiffres imprimés ; chaque constat cite les deux endroits.",
        table=with_labels(table, catalogue),
        colonnes={
            "indicateur": "Indicateur", "population": "Population", "edition": "Année",
            "chiffre_a": "Premier chiffre", "chiffre_b": "Second chiffre", "constat": "Constat",
        },
    )  # fmt: skip


def _one(build: Callable[[pd.DataFrame, Catalogue], ReportSection]) -> Build:
    return lambda table, catalogue: [build(table, catalogue)]


_SECTIONS: dict[str, Build] = {
    "gold/evolutions": _one(_evolutions),
    "gold/effets_de_structure": _one(_conclusions),
    "gold/croisements": crossing_sections,
    "gold/scores": _one(_scores),
    "gold/rapprochement": _one(_reconciliation),
    "gold/contradictions": _one(_contradictions),
}
TABLES_SHOWN = tuple(_SECTIONS)


def sections(name: str, table: pd.DataFrame) -> list[ReportSection]:
    """Return the sections of the report that show a table of ``TABLES_SHOWN``."""
    return _SECTIONS[name](table, load_catalogue())
