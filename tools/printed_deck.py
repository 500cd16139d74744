"""Holds two printed documents against those made for their editions: which chart is on which slide, which figures.

    python -m tools.printed_deck LAKE > docs/document.md

Printed charts are rows of ``catalogue/graphiques.csv``; the slides are those of ``gold/supports_valeurs``, for a chart
that repeats others those of its values. Exit 1 where a chart that has values to tell is on no slide.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.catalogue.printed_figures import load_charts, load_figures
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts.told_rows import charts_withheld, printed_rows
from barometre_pipeline.publication.deck.repeated import counted_value

DOCUMENTS: Final = {"support_2025": "2025", "barometre_2024": "2024"}
_HEAD: Final = """# Les documents imprimés et ceux qui sont faits

Écrit par `python -m tools.printed_deck LAC`, sur les éditions de démonstration (synthétiques)\u00a0: ce qui est compté
est ce qu’un lecteur trouve sur les diapositives, non l’accord des valeurs.

Une part imprimée est lisible si sa ligne de `gold/indicateurs` (indicateur, catégorie, population, année) est sur une
diapositive\u00a0; les autres sont celles que le document donne ailleurs que dans un graphique, ou qui ne peuvent être
publiées (moins de 5 structures). Un graphique qui ne ferait que répéter d’autres pages n’a pas la sienne\u00a0: ses
diapositives sont celles où sont ses valeurs.
"""
_NOTHING: Final = "aucune valeur à montrer"
Key = tuple[str, ...]
_KEY: Final = ["indicateur", "categorie", "population", "edition"]


def lines(lake: Lake, document: str, edition: str) -> Iterator[str]:
    """Yield the table of one printed document.

    Args:
        lake: where the documents were made.
        document: name of the printed one.
        edition: whose document it is held against.
    """
    shown = lake.read("gold/supports_valeurs")
    shown = shown[shown["edition"] == edition]
    catalogue = catalogue_of(lake)
    by_print = {n: c.nom for c in catalogue.graphiques.communs for n in c.imprimes}
    charts = load_charts()
    charts = charts[charts["document"] == document]
    figures = load_figures()
    figures = figures[(figures["document"] == document) & figures["statistique"].str.startswith("part")]
    keys = shown.assign(edition=shown["edition_montree"])[_KEY].astype(str)
    on_slides = set(keys.itertuples(index=False, name=None))
    wanted = list(figures[_KEY].astype(str).itertuples(index=False, name=None))
    found = [key for key in wanted if key in on_slides]
    charts_out = charts_withheld(printed_rows(lake.read("gold/indicateurs")), catalogue, edition)
    absent = {
        c.nom: f"non dessiné\u00a0: réponse annoncée retenue ({enumeration(list(a))})" for c, a in charts_out
    }
    pages = slides_of_charts(lake, edition)
    drawn = [by_print.get(str(name), "") for name in charts["graphique"]]
    there = sum(name in pages for name in drawn)
    yield f"## {document}, devant `publication/{edition}/document/barometre_{edition}.pptx`\n"
    yield f"**{there} graphiques sur {len(charts)}**, **{len(found)} parts imprimées sur {len(figures)}** lisibles.\n"
    yield f"Les autres\u00a0: {_elsewhere(lake, [key for key in wanted if key not in on_slides])}.\n"
    yield "| graphique imprimé | titre imprimé | fait par | diapositives |"
    yield "|---|---|---|---|"
    for printed, title, name in zip(charts["graphique"], charts["titre"], drawn, strict=True):
        slides = ", ".join(map(str, pages[name])) if name in pages else absent.get(name, _NOTHING)
        yield f"| {printed} | {title} | {f'`{name}`' if name else '–'} | {slides} |"
    yield ""


def _elsewhere(lake: Lake, keys: Sequence[Key]) -> str:
    """Say of printed shares that are on no slide whether they may be told, and whether there is such a value."""
    rows = lake.read("gold/indicateurs")
    rows = rows[rows["imprime"]]
    told = dict(
        zip(rows[_KEY].astype(str).itertuples(index=False, name=None), rows["publiable"], strict=True)
    )
    hidden, unknown = (sum(told.get(key) is kind for key in keys) for kind in (False, None))
    return (
        f"{hidden} ne peuvent être publiées, {unknown} n’ont pas de ligne de la règle imprimée, "
        f"{len(keys) - hidden - unknown} sont données ailleurs que dans un graphique"
    )


def slides_of_charts(lake: Lake, edition: str) -> dict[str, list[int]]:
    """Return, by chart drawn for an edition, the slides that all its values stand on: its own, or those it repeats."""
    shown, catalogue = lake.read("gold/supports_valeurs"), catalogue_of(lake)
    shown = shown[shown["edition"] == edition]
    rows = lake.read("gold/indicateurs").set_index("trace_id")
    value = {t: counted_value(rows.loc[t].to_dict(), catalogue) for t in set(shown["trace_id"])}
    own = {str(c): sorted(set(s)) for c, s in shown.groupby("graphique")["diapositive"]}
    places: dict[object, int] = {}
    for trace, slide in zip(shown["trace_id"], shown["diapositive"], strict=True):
        places.setdefault(value[trace], slide)
    drawn = lake.read("gold/graphiques_declares")
    for chart in drawn.loc[(drawn["edition"] == edition) & ~drawn["graphique"].isin(own), "graphique"]:
        path = Path(str(lake.root)) / f"publication/graphiques_declares/{edition}-{chart}.csv"
        if path.exists():  # a working copy is no page
            of = [counted_value(rows.loc[t].to_dict(), catalogue) for t in pd.read_csv(path)["trace_id"]]
            if all(v in places for v in of):
                own[str(chart)] = sorted({places[v] for v in of})
    return own


def missing(lake: Lake) -> list[str]:
    """Return the charts that were drawn for an edition and have values on none of its slides."""
    drawn = lake.read("gold/graphiques_declares")
    on_slides = {e: slides_of_charts(lake, e) for e in drawn["edition"].unique()}
    pairs = zip(drawn["edition"], drawn["graphique"], strict=True)
    return [f"{edition}-{chart}" for edition, chart in pairs if chart not in on_slides[edition]]


def main(folder: str) -> int:
    """Print the tables; return the exit code."""
    lake = Lake.at(Path(folder))
    print(_HEAD)
    for document, edition in DOCUMENTS.items():
        for line in lines(lake, document, edition):
            print(line)
    left = missing(lake)
    print(f"Graphiques dessinés qui ne sont sur aucune diapositive\u00a0: {', '.join(left) or 'aucun'}.")
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
