"""Invented rows of ``indicateurs``, and the chart that a codebook declared with them gives."""

import drawn
import pandas as pd
import yaml

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.publication.charts.declared import build_declared
from barometre_pipeline.publication.charts.forms import plot_of

NBSP = "\u00a0"
SCALE = {"tres_avancee": 4, "avancee": 26, "en_developpement": 46, "faible": 20, "nsp": 4}
"""Answers of ``maturite_data``, of 100."""
UNSURE = {
    "redressement_faible": False, "ic_bas": float("nan"), "ic_haut": float("nan"), "ic_de": "",
    "part_ponderee": float("nan"), "base_ponderee": 0, "effectif_efficace": float("nan"), "publiable": True,
    "raison_retenue": "", "ponderee_publiable": True,
}  # fmt: skip
CHANGES = ("edition", "edition_reference", "indicateur", "categorie", "population", "modalite", "part",
           "part_reference", "verdict")  # fmt: skip


def row(category, n, population="ensemble", base=100, edition="2031", indicator="maturite_data", **changes):
    """One row: as printed, of a population as a whole."""
    values = {
        "edition": edition, "indicateur": indicator, "categorie": category, "population": population,
        "ventilation": "", "modalite": "" if population in ("ensemble", "francais") else population,
        "regle_base": "sans_reponse_exclues", "imprime": True, "n": n, "base": base, "part": n / base,
        "part_publiable": n / base, "base_faible": base < 30, "source_donnees": "reelles",
        "trace_id": f"{edition}/{indicator}/{category}/{population}",
    }  # fmt: skip
    return values | UNSURE | changes


def scale(population="ensemble", base=100, edition="2031", **changes):
    """Every answer of ``maturite_data``."""
    return [row(c, n * base // 100, population, base, edition, **changes) for c, n in SCALE.items()]


def change(verdict, before, after, **values):
    """One row of ``evolutions``."""
    return dict.fromkeys(CHANGES, "") | {
        "edition": "2031", "edition_reference": "2030", "population": "ensemble", "part": after,
        "part_reference": before, "verdict": verdict,
    } | values  # fmt: skip


def texts_of(*charts, **more):
    """The codebook of 2031 that declares charts, as the lake keeps it."""
    content = {"edition": "2031", "edition_precedente": "2025", "graphiques": list(charts)} | more
    return (("2031", "2031/codebook.yaml", yaml.safe_dump(content, allow_unicode=True)),)


def declared(**more):
    """The declaration of a chart of ``maturite_data``, or of what is asked."""
    own = {"nom": "essai", "titre": "La maturité"}
    if not {"indicateurs", "croisement"} & more.keys():
        own["indicateur"] = "maturite_data"
    return own | more


def built(rows, changes=(), variables=None, **more):
    """The values and the specification of the chart, None where nothing is drawn."""
    frame, moved = pd.DataFrame(rows), pd.DataFrame(changes, columns=list(CHANGES))
    catalogue = extended_catalogue(texts_of(declared(**more), variables=variables or {}))
    found = [
        pair for pair in build_declared(frame, moved, catalogue, ["2031"]) if pair[0].chart.nom == "essai"
    ]
    return found[0] if found else None


def plot(rows, **more):
    cells, _ = built(rows, **more)
    return plot_of(cells)


def labels(plotted):
    return [r.label for r in plotted.rows]


def said(rows, changes=(), **more):
    _, spec = built(rows, changes, **more)
    return " ".join(drawn.texts(spec.vega)).replace(NBSP, " ")
