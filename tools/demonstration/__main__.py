"""``python -m tools.demonstration [RAW] [--liste | --bilan]``: write the synthetic editions, or take stock of them."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.table import Table

from barometre_pipeline.cli.common import french_errors, stderr, stdout
from barometre_pipeline.cli.failures import to_the_end
from barometre_pipeline.cli.progress import Advance
from barometre_pipeline.french.numbers import count, number, percent
from tools.demonstration.bilan import FURTHEST, Line, take_stock
from tools.demonstration.generate import LOCAL_EDITIONS, POLL_EDITIONS, Generated, generate
from tools.demonstration.together import ENOUGH_TOGETHER, FURTHEST_TOGETHER, Together

_PUBLICS = {"collectivites": "collectivités", "francais": "Français"}


def main() -> None:
    """Write under the folder given, ``data_raw`` by default; with ``--bilan``, read what is there instead."""
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    raw = Path(named[0] if named else "data_raw")
    with french_errors():
        if "--bilan" in sys.argv:
            sys.exit(_take_stock(raw))
        _generate(raw, listed="--liste" in sys.argv)


def _generate(raw: Path, *, listed: bool) -> None:
    total = len(POLL_EDITIONS) + len(LOCAL_EDITIONS)
    written: list[Generated] = []
    with Advance(stderr()) as advance:
        since = [advance.now()]

        def told(made: Generated) -> None:
            written.append(made)
            advance.line(f"{made.edition} · {_PUBLICS[made.public].capitalize()}", since[-1], "green", "✓")
            advance.move("Éditions", len(written), total)
            since.append(advance.now())

        advance.move("Éditions", 0, total)
        generate(raw, told)
    for done in written:
        lost = count(len(done.given_up), "abandonné")
        typer.echo(f"{done.edition}, {_PUBLICS[done.public]} : {done.targets} chiffres visés, {lost}")
        for key in done.given_up:
            typer.echo(f"  abandonné : {key}")
        for name in done.files if listed else ():
            typer.echo(f"  {name}")


def _take_stock(raw: Path) -> int:
    """Print how far each question is from its plan; return 1 where something is wrong."""
    lines, joint, panels = take_stock(raw)
    table = Table(title="Données de démonstration : écart de chaque question à son plan")
    for heading in (
        "Édition",
        "Question",
        "Interrogés",
        "Écart libre",
        "Écart imposé",
        "Sans réponse",
        "Prévu",
    ):
        table.add_column(heading, justify="left" if heading in ("Édition", "Question") else "right")
    for heading in ("Aiguillage", "Chiffres", "Suit", "À revoir"):
        table.add_column(heading)
    for line in lines:
        table.add_row(*_cells(line))
    stdout().print(table)
    stdout().print(_joint_table(joint))
    for panel in panels:
        typer.echo(
            f"Structures revues en {panel.editions[0]} et {panel.editions[1]} : {panel.structures} ; mêmes réponses "
            f"{percent(panel.same)}, au hasard {percent(panel.by_chance)}."
        )
    faulty = [line for line in lines if line.faults]
    furthest = max((line.free for line in lines if line.free is not None), default=0.0)
    typer.echo(
        f"Bilan : {count(len(lines), 'question')} ; {count(sum(line.misrouted for line in lines), 'réponse')} hors "
        f"aiguillage ; réponses libres à {number(furthest, 1)} points au plus de leur plan (seuil "
        f"{number(FURTHEST, 1)} dès 40 interrogés) ; {count(len(faulty), 'question')} à revoir."
    )
    unprinted = max((one.gap for one in joint if not one.printed), default=0.0)
    typer.echo(
        f"Réponses jointes : « au moins une » à {number(unprinted, 1)} points au plus de ce que rend probable "
        f"l’association mesurée en 2023, là où aucun chiffre ne l’imprime (seuil {number(FURTHEST_TOGETHER, 1)} "
        f"dès {ENOUGH_TOGETHER} interrogés) ; "
        f"{sum(one.is_wrong for one in joint)} à revoir."
    )
    imposed = max((line.fixed for line in lines if line.fixed is not None), default=0.0)
    typer.echo(
        "Écart imposé : ce dont les chiffres imprimés écartent les réponses de leur plan, "
        f"{number(imposed, 1)} points au plus ; ce n’est pas un défaut des données, et il ne compte pas."
    )
    return int(bool(faulty) or any(one.is_wrong for one in joint))


def _joint_table(joint: Sequence[Together]) -> Table:
    table = Table(
        title="Au moins une de plusieurs réponses : part observée, part que l’association des réponses rend probable"
    )
    for heading in ("Édition", "Question", "Lignes", "Réponses"):
        table.add_column(heading)
    for heading in ("Interrogés", "Observé", "Probable", "Écart"):
        table.add_column(heading, justify="right")
    for heading in ("Imprimé", "À revoir"):
        table.add_column(heading)
    for one in joint:
        leaf = one.statement
        table.add_row(
            f"{one.edition} {_PUBLICS[one.public]}",
            leaf.variable,
            ", ".join(leaf.rows or leaf.coche or ()) or "toutes",
            ", ".join(leaf.dans or ("coché",)),
            str(one.asked),
            number(one.found, 1),
            number(one.planned, 1),
            number(one.gap, 1),
            "oui" if one.printed else "",
            "écart" if one.is_wrong else "",
        )
    return table


def _cells(line: Line) -> list[str]:
    return [
        f"{line.edition} {_PUBLICS[line.public]}",
        line.question,
        str(line.asked),
        "" if line.free is None else number(line.free, 1),
        "" if line.fixed is None else number(line.fixed, 1),
        "" if line.blank is None else percent(line.blank),
        "" if line.planned_blank is None else percent(line.planned_blank),
        str(line.misrouted),
        str(line.figures),
        ", ".join(line.origins),
        ", ".join(line.faults),
    ]


if __name__ == "__main__":
    to_the_end(main)
