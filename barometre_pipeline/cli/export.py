"""``barometre export``: a table of the lake as CSV on standard output."""

import sys
from typing import Annotated

import pandas as pd
import typer

from barometre_pipeline.cli.common import LakeOption, RawOption, french_errors
from barometre_pipeline.cli.reading import reader, tell_if_in_two
from barometre_pipeline.cli.wrong_calls import WrongValueError
from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.registry import TABLES, find_table
from barometre_pipeline.vocabulary import LIBELLES_MANQUANTS


@reader
def export(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="Table, par exemple tris ou silver/reponses.")
    ],
    raw: RawOption,
    lake: LakeOption,
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition", metavar="ANNÉE", help="Édition ; d’une table commune à toutes, ses seules lignes."
        ),
    ] = None,
) -> None:
    """Écrit une table en CSV (virgule, UTF-8, point décimal) sur la sortie standard."""
    with french_errors():
        found = find_table(table)
        if found is None or found.personal:
            known = [t.name for t in TABLES.values() if not t.personal]
            short = {name.rpartition("/")[2]: name for name in known}
            meant = did_you_mean(table, known) or did_you_mean(table, short)
            reason = (
                "contient des données personnelles, elle ne s’exporte pas"
                if found
                else f"n’existe pas{meant}"
            )
            raise InputError(f"table « {table} »", "", f"cette table {reason}",
                             f"une table parmi : {', '.join(known)}", "corrigez le nom")  # fmt: skip
        store = Lake.at(lake)
        if found.by_edition and edition is None:
            raise WrongValueError(
                "cette table existe par édition : ajoutez --edition", param_hint="--edition"
            )
        tell_if_in_two(lake)
        frame = read_valid(store, found.name, edition if found.by_edition else None)
        if edition and not found.by_edition:
            frame = _of_edition(frame, found.name, edition)
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        harmless_frame(frame, LIBELLES_MANQUANTS).to_csv(sys.stdout, index=False, lineterminator="\n")


def _of_edition(frame: pd.DataFrame, table: str, edition: str) -> pd.DataFrame:
    """Return the rows of an edition in a table common to all.

    Raises:
        WrongValueError: the table has none, or does not tell editions apart.
    """
    if "edition" not in frame:
        raise WrongValueError(
            f"la table « {table} » n’a pas d’édition : enlevez l’option", param_hint="--edition"
        )
    mine = frame[frame["edition"] == edition]
    if mine.empty:
        known = ", ".join(sorted(frame["edition"].astype(str).unique()))
        raise WrongValueError(
            f"la table « {table} » n’a rien de {edition} (elle a : {known})", param_hint="--edition"
        )
    return mine
