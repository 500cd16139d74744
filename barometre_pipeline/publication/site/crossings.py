"""Practices beside expectations in the report: one table per crossing, the two sides apart, nothing subtracted.

Cells are text already formatted; which share has which interval is said in each.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import CrossingSide
from barometre_pipeline.french.numbers import NONE, number, percent
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.publication.site.model import ReportSection
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES, weakest_source

_COLUMNS = {
    "edition": "Édition",
    "domaine": "Domaine",
    "pratique_compte": f"Collectivités{NBSP}: n sur base",
    "pratique_publiee": f"Collectivités{NBSP}: part publiée, non redressée",
    "pratique_redressee": f"Collectivités{NBSP}: part redressée et son intervalle à 95{NBSP}%",
    "rang_pratique": f"Collectivités{NBSP}: rang parmi les domaines rapprochés",
    "attente_compte": f"Français{NBSP}: n sur base",
    "attente_publiee": f"Français{NBSP}: part redressée et son intervalle à 95{NBSP}%",
    "rang_attente": f"Français{NBSP}: rang parmi les domaines rapprochés",
    "note": "Remarque",
}


def crossing_sections(table: pd.DataFrame, catalogue: Catalogue) -> list[ReportSection]:
    """Return a section per crossing of the table: data and AI are never in one."""
    return list(_sections(table, catalogue))


def _sections(table: pd.DataFrame, catalogue: Catalogue) -> Iterator[ReportSection]:
    for crossing in catalogue.croisements:
        rows = table[table["croisement"] == crossing.nom]
        if rows.empty:
            continue
        sources = "; ".join([*rows["source_donnees"], *rows["source_attente"]])
        sizes = rows["edition"].value_counts().to_dict()
        made_up = weakest_source(sources) == "demonstration"
        yield ReportSection(
            ancre=f"croisements-{crossing.nom.replace('_', '-')}",
            titre=crossing.libelle,
            chapo=" ".join(
                filter(
                    None,
                    (
                        f"Collectivités{NBSP}: {_asked(crossing.pratique, catalogue)}. "
                        f"Français{NBSP}: {_asked(crossing.attente, catalogue)}.",
                        crossing.mise_en_garde,
                        _unpaired(crossing.pratique, rows["pratique_categorie"], catalogue),
                        f"Un astérisque signale une base de moins de {BASE_MINIMALE}.",
                        f"{SOURCES_DONNEES['demonstration']}." if made_up else "",
                    ),
                )
            ),
            table=pd.DataFrame(
                [_cells(r, sizes[r["edition"]]) for r in rows.to_dict("records")], columns=list(_COLUMNS)
            ),
            colonnes=_COLUMNS,
        )


def _asked(side: CrossingSide, catalogue: Catalogue) -> str:
    indicator = catalogue.indicateurs[side.indicateur]
    population = catalogue.populations.by_name[side.population]
    return f"{quoted(indicator.libelle)} ({population.libelle})"


def _unpaired(side: CrossingSide, paired: pd.Series, catalogue: Catalogue) -> str:
    """Name the domains of local authorities that no domain of the French stands beside: they have no rank."""
    known = catalogue.categories[side.indicateur]
    apart = {*paired, *catalogue.indicateurs[side.indicateur].unions, "nsp", "autre"}
    left = [c.libelle for name, c in known.items() if name not in apart and "." not in name]
    return f"Sans vis-à-vis, donc hors du classement{NBSP}: {enumeration(left)}." if left else ""


def _cells(row: Mapping[Any, Any], domains: int) -> dict[str, Any]:
    practice, expectation = (
        f"{percent(row[f'{side}_part'])}{_interval(row, side)}" for side in ("pratique", "attente")
    )
    weighted = row["pratique_part_ponderee"]
    if pd.notna(weighted):
        # The interval is that of the weighted share: it never stands beside the other.
        practice, beside = percent(row["pratique_part"]), f"{percent(weighted)}{_interval(row, 'pratique')}"
    else:
        beside = _not_weighted(row["pratique_effectif_efficace"])
    return {
        **{c: row[c] for c in ("edition", "domaine", "note")},
        **{c: f"{row[c]} sur {domains}" for c in ("rang_pratique", "rang_attente")},
        "pratique_compte": _count(row, "pratique"),
        "pratique_publiee": practice,
        "pratique_redressee": beside,
        "attente_compte": _count(row, "attente"),
        "attente_publiee": expectation,
    }


def _count(row: Mapping[Any, Any], side: str) -> str:
    base = int(row[f"{side}_base"])
    return f"{number(int(row[f'{side}_n']))} sur {number(base)}{'*' if base < BASE_MINIMALE else ''}"


def _interval(row: Mapping[Any, Any], side: str) -> str:
    low, high = row[f"{side}_ic_bas"], row[f"{side}_ic_haut"]
    return "" if pd.isna(low) else f" (de {percent(low)} à {percent(high)})"


def _not_weighted(effective: float) -> str:
    if pd.isna(effective):
        return NONE
    return f"non publiée{NBSP}: elle repose sur l’équivalent de {number(effective, 1)} réponses"
