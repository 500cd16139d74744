"""The words around a chart: sub-title, footer and description for those who cannot see it.

French sentences only; no geometry.
"""

from barometre_pipeline.french.numbers import count, number, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts.model import ChartContext, Nature
from barometre_pipeline.publication.charts.prepare import Plot, PlotTable
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES

_MEASURES = {"part_concernees": "", "part_ponderee_concernees": "résultats redressés"}


def subtitle(table: PlotTable, context: ChartContext) -> str:
    """Say who is shown, to whom of them the question was put, and how to read the percentages."""
    how = {
        Nature.MULTIPLE: "plusieurs réponses possibles",
        Nature.RANKING: "par rang donné à chaque réponse",
    }.get(table.nature, "")
    asked = _asked(table)
    whom = f"en{NBSP}% des structures{' concernées' if asked else ''}"
    parts = [context.population_label, asked, whom, how, _MEASURES[context.mesure]]
    return ", ".join(p for p in parts if p)


def warning(context: ChartContext) -> str:
    """Return what must be said before anything else: these data were made up."""
    return SOURCES_DONNEES["demonstration"] if context.source_donnees == "demonstration" else ""


def footer(table: PlotTable, context: ChartContext) -> list[str]:
    """Return the sentences under the chart: base, reading notes, source."""
    return [base(table), *notes(table.plot, table.base[0]), source(context)]


def _asked(table: PlotTable) -> str:
    """Return « 82 concernées sur 292 », "" where the question was put to everybody."""
    fewest, most = table.base
    if fewest == most == table.effectif:
        return ""
    word = "concernée" if most < 2 else "concernées"
    some = number(most) if fewest == most else f"de {number(fewest)} à {number(most)}"
    each = "" if fewest == most else " selon la ligne"
    return f"{some} {word} sur {number(table.effectif)}{each}"


def base(table: PlotTable) -> str:
    """Say who is in the denominator, and who of them gave no answer that the chart shows."""
    fewest, most = table.base
    if fewest != most:
        who = f"{_asked(table)}, celles à qui chacune a été posée"
    elif most == table.effectif:
        who = count(most, "structure répondante", "structures répondantes")
    else:
        left = table.effectif - most
        others = "à l’autre" if left < 2 else f"aux {number(left)} autres"
        whom = count(most, "structure concernée", "structures concernées")
        who = f"{whom} sur {number(table.effectif)}, la question n’a pas été posée {others}"
    blanks = [
        f"«{NBSP}{b.label}{NBSP}»{NBSP}: {count(b.count, 'structure')} ({percent(b.share)})"
        for b in table.blanks
    ]
    return f"Base{NBSP}: {'. '.join([who, *blanks])}."


def notes(plot: Plot, asked: int) -> list[str]:
    """Say what a careful reader should know: small base, rounding, intervals."""
    found = []
    if asked < BASE_MINIMALE:
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
