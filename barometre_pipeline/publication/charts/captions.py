"""The words around a chart: sub-title, footer and description for those who cannot see it.

French sentences only; no geometry.
"""

from barometre_pipeline.french.numbers import count, number, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts.model import ChartContext, Nature
from barometre_pipeline.publication.charts.plot import Plot
from barometre_pipeline.publication.charts.prepare import PlotTable
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES

_MEASURES = {"part_publiable": "", "part_publiable_ponderee": "résultats redressés"}


def subtitle(table: PlotTable, context: ChartContext) -> str:
    """Say who is shown, to whom of them the question was put, and how to read the percentages."""
    how = {
        Nature.MULTIPLE: "plusieurs réponses possibles",
        Nature.RANKING: "par rang donné à chaque réponse",
    }.get(table.nature, "")
    asked = _asked(table)
    of = " qui ont répondu" if table.unanswered and not table.excluded else " concernées" if asked else ""
    whom = f"en{NBSP}% des structures{of}{_without(table)}"
    parts = [context.population_label, asked, whom, how, _MEASURES[context.mesure]]
    return ", ".join(p for p in parts if p)


def warning(context: ChartContext) -> str:
    """Return what must be said before anything else: these data were made up."""
    return SOURCES_DONNEES["demonstration"] if context.source_donnees == "demonstration" else ""


def footer(table: PlotTable, context: ChartContext) -> list[str]:
    """Return the sentences under the chart: base, reading notes, source."""
    remark = [context.remarque] if context.remarque else []
    return [base(table), *notes(table.plot, table.base[0]), *remark, source(context)]


def _asked(table: PlotTable) -> str:
    """Return « 82 concernées sur 292 », "" where the question was put to everybody."""
    fewest, most = table.asked
    if fewest == most == table.effectif:
        return ""
    word = "concernée" if most < 2 else "concernées"
    return f"{_range(table.asked)} {word} sur {number(table.effectif)}{_by_line(table.asked)}"


def _without(table: PlotTable) -> str:
    """Return « , « Je ne sais pas » non compris », "" where every answer is in the base."""
    listed = ", ".join(f"«{NBSP}{label}{NBSP}»" for label in table.excluded)
    return f", {listed} non compris" if listed else ""


def _range(counts: tuple[int, int]) -> str:
    fewest, most = counts
    return number(most) if fewest == most else f"de {number(fewest)} à {number(most)}"


def _by_line(counts: tuple[int, int]) -> str:
    return "" if counts[0] == counts[1] else " selon la ligne"


def base(table: PlotTable) -> str:
    """Say who is in the denominator, who left it, and who of it gave no answer that the chart shows."""
    who = _who_answered(table) if table.unanswered else _who_was_asked(table)
    blanks = [
        f"«{NBSP}{b.label}{NBSP}»{NBSP}: {count(b.count, 'structure')} ({percent(b.share)})"
        for b in table.blanks
    ]
    return f"Base{NBSP}: {'. '.join([who, *blanks])}."


def _who_was_asked(table: PlotTable) -> str:
    fewest, most = table.asked
    if fewest != most:
        return f"{_asked(table)}, celles à qui chacune a été posée"
    if most == table.effectif:
        return count(most, "structure répondante", "structures répondantes")
    whom = count(most, "structure concernée", "structures concernées")
    return f"{whom} sur {number(table.effectif)}, la question n’a pas été posée {_others(table)}"


def _who_answered(table: PlotTable) -> str:
    fewest, most = table.base
    asked = _asked(table)
    if table.excluded:
        who = f"{_range(table.base)} structures{_by_line(table.base)}{_without(table)}"
        return f"{who} ({asked})" if asked else f"{who}, sur {number(table.effectif)}"
    if fewest != most:
        who = f"{_range(table.base)} structures selon la ligne, celles qui ont répondu à chacune"
        return f"{who} ({asked})" if asked else f"{who}, sur {number(table.effectif)}"
    who = f"{count(most, 'structure qui a répondu', 'structures qui ont répondu')} à la question"
    if table.asked[0] != table.asked[1]:
        return f"{who} ({asked})"
    told = f"{who}, {number(table.unanswered)} n’y {'a' if table.unanswered < 2 else 'ont'} pas répondu"
    return f"{told} et elle n’a pas été posée {_others(table)}" if asked else told


def _others(table: PlotTable) -> str:
    left = table.effectif - table.asked[1]
    return "à l’autre" if left < 2 else f"aux {number(left)} autres"


def notes(plot: Plot, base_size: int) -> list[str]:
    """Say what a careful reader should know: small base, rounding."""
    found = []
    if base_size < BASE_MINIMALE:
        found.append(
            f"Base faible (moins de {BASE_MINIMALE} structures){NBSP}: résultats à lire avec prudence."
        )
    if plot.series and _rounding_shows(plot):
        found.append(f"La somme des pourcentages arrondis peut différer de 100{NBSP}%.")
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
        shown.append(f"{plot.rows[mark.row].label}, {mark.text}")
    lead = f"Part de « {plot.series[0].label} »{NBSP}: " if plot.series else ""
    warn = f"{warning(context)}. " if warning(context) else ""
    return f"{warn}{title} {lead}{f'{NBSP}; '.join(shown)}."
