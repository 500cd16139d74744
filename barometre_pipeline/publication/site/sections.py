"""Which cross-edition tables the report shows, under which heading, in the catalogue's own words."""

from collections.abc import Callable

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.publication.site import ReportSection
from barometre_pipeline.publication.site.crossings import crossing_sections
from barometre_pipeline.publication.site.quality_sections import every_sample
from barometre_pipeline.vocabulary import PREUVES, RAISONS_EVOLUTION, VERDICTS_EVOLUTION, status_in_words

Build = Callable[[pd.DataFrame, Catalogue], list[ReportSection]]

# The populations the published documents comment on; the others are in gold/evolutions.
_COMMENTED = ("hors_moins_3500", "francais")
_LARGE = 5  # points


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


def _evolutions(table: pd.DataFrame, catalogue: Catalogue) -> ReportSection:
    newest = table["edition"].max() if len(table) else ""
    judged = table[(table["edition"] == newest) & table["population"].isin(_COMMENTED) & table["famille"]]
    established = judged["raison"] == ""
    shown = judged[established | (judged["ecart_points"].abs() >= _LARGE)]
    shown = shown.assign(
        ecart_points=shown["ecart_points"] / 100,
        conclusion=[
            VERDICTS_EVOLUTION[v]
            if v != "non_jugee"
            else f"{VERDICTS_EVOLUTION[v]}\u00a0: {RAISONS_EVOLUTION[r]}"
            for v, r in zip(shown["verdict"], shown["raison"], strict=True)
        ],
    )
    order = shown.assign(_etablie=shown["raison"] != "", _taille=-shown["ecart_points"].abs())
    shown = shown.loc[order.sort_values(["_etablie", "_taille"], kind="stable").index]
    return ReportSection(
        ancre="evolutions",
        titre=f"Ce qui a changé jusqu’à {newest}" if newest else "Les évolutions",
        chapo=f"{count(int(established.sum()), 'changement établi', 'changements établis')} sur "
        f"{count(len(judged), 'comparaison déclarée', 'comparaisons déclarées')} au catalogue, hors communes de "
        f"moins de {number(3500)} habitants et pour les Français\u00a0; puis ceux de {_LARGE} points ou plus dont on "
        "ne peut rien conclure, chacun avec sa raison. L’échantillon est volontaire\u00a0: un intervalle ne dit rien "
        "de qui a choisi de répondre. La page de chaque indicateur dit toutes les siennes.",
        table=with_labels(shown, catalogue),
        colonnes={
            "indicateur": "Indicateur", "categorie": "Réponse", "population": "Population",
            "edition_reference": "Depuis", "part_reference": "Avant", "part": "Après", "ecart_points": "Écart publié",
            "conclusion": "Verdict", "phrase": "Ce qu’on peut dire",
        },
        parts=frozenset({"part", "part_reference"}),
        points=frozenset({"ecart_points"}),
    )  # fmt: skip


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
    "gold/terrain": _one(every_sample),
    "gold/evolutions": _one(_evolutions),
    "gold/croisements": crossing_sections,
    "gold/scores": _one(_scores),
    "gold/rapprochement": _one(_reconciliation),
    "gold/contradictions": _one(_contradictions),
}


def sections(name: str, table: pd.DataFrame, catalogue: Catalogue) -> list[ReportSection]:
    """Return the sections of the report that show a table that spans editions."""
    return _SECTIONS[name](table, catalogue)
