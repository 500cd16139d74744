"""The words around a chart: sub-title, footer and description for those who cannot see it.

French sentences only; no geometry.
"""

from barometre_pipeline.french.numbers import count, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts.model import ChartContext, Nature
from barometre_pipeline.publication.charts.prepare import Plot, PlotTable
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES

_MEASURES = {
    "part": "",
    "part_ponderee": "résultats redressés",
    "part_ponderee_historique": "résultats redressés (méthode de 2023)",
}


def subtitle(table: PlotTable, context: ChartContext) -> str:
    """Say who is shown and how to read the percentages."""
    how = {
        Nature.SINGLE: f"en{NBSP}% des structures",
        Nature.MULTIPLE: f"en{NBSP}% des structures, plusieurs réponses possibles",
        Nature.RANKING: f"en{NBSP}% des structures, par rang donné à chaque réponse",
        Nature.ARRAY: f"en{NBSP}% des structures",
    }[table.nature]
    parts = [context.population_label, how, _MEASURES[context.mesure]]
    return ", ".join(p for p in parts if p)


def warning(context: ChartContext) -> str:
    """Return what must be said before anything else: these data were made up."""
    return SOURCES_DONNEES["demonstration"] if context.source_donnees == "demonstration" else ""


def footer(table: PlotTable, context: ChartContext) -> list[str]:
    """Return the sentences under the chart: base, reading notes, source."""
    return [base(table), *notes(table.plot, table.effectif), source(context)]


def base(table: PlotTable) -> str:
    """Say who is in the denominator."""
    text = f"Base{NBSP}: {count(table.effectif, 'structure répondante', 'structures répondantes')}"
    without = table.effectif - table.repondants
    if not without:
        return f"{text}."
    if table.nature is Nature.MULTIPLE:
        return f"{text}, dont {count(without, 'structure')} à qui la question n’a pas été posée."
    if table.nature in (Nature.SINGLE, Nature.RANKING):
        verb = "a" if table.repondants < 2 else "ont"
        return f"{text}, dont {table.repondants} {verb} répondu à la question."
    return f"{text}."


def notes(plot: Plot, effectif: int) -> list[str]:
    """Say what a careful reader should know: small base, rounding, intervals."""
    found = []
    if effectif < BASE_MINIMALE:
        found.append(
            f"Base faible (moins de {BASE_MINIMALE} structures){NBSP}: résultats à lire avec prudence."
        )
    if plot.series and _rounding_shows(plot):
        found.append(f"La somme des pourcentages arrondis peut différer de 100{NBSP}%.")
    if any(m.low is not None for m in plot.marks):
        found.append(f"Traits fins{NBSP}: intervalle de confiance à 95{NBSP}%.")
    return found


def _rounding_shows(plot: Plot) -> bool:
    for row in range(len(plot.rows)):
        shares = [m.share for m in plot.marks if m.row == row]
        if abs(sum(shares) - 1) < 1e-9 and sum(whole_percent(s) for s in shares) != 100:
            return True
    return False


def source(context: ChartContext) -> str:
    """Name the source, and say again where data are not real."""
    text = f"Source{NBSP}: {context.source}."
    kind = SOURCES_DONNEES.get(context.source_donnees, "")
    return text if context.source_donnees == "reelles" else f"{text} {kind}."


def description(title: str, plot: Plot, context: ChartContext) -> str:
    """Describe the chart in words: the figures for bars, the first answer of each line for a stack."""
    shown = []
    for mark in plot.marks:
        if plot.series and mark.series:
            continue
        shown.append(f"{plot.rows[mark.row].label}, {percent(mark.share, exists=mark.count > 0)}")
    lead = f"Part de « {plot.series[0].label} »{NBSP}: " if plot.series else ""
    warn = f"{warning(context)}. " if warning(context) else ""
    return f"{warn}{title} {lead}{f'{NBSP}; '.join(shown)}."
