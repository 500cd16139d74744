"""Which run wrote each table: noted as the table is written, beside Dagster's history and never in the lake.

A lake holds the same bytes whatever computed it; reading a note needs no Dagster.
"""

from pathlib import Path

_FOLDER = "executions"  # of Dagster's home
_ALL = "toutes"  # the part of a table that holds every edition


def note_run(home: Path, table: str, edition: str | None, run_id: str) -> None:
    """Note which run wrote a table.

    Args:
        home: Dagster's home of the lake.
        table: ``gold/tris``.
        edition: partition key, None for a table common to all editions.
        run_id: Dagster's identifier.
    """
    path = _path(home, table, edition)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(run_id, encoding="utf-8")


def run_of(home: Path, table: str, edition: str | None) -> dict[str, str]:
    """Return ``run_id`` and a French ``note``; the identifier is empty where this machine wrote no such table."""
    path = _path(home, table, edition)
    if path.is_file():
        return {"run_id": path.read_text(encoding="utf-8"), "note": ""}
    if not (home / _FOLDER).is_dir():
        return {"run_id": "", "note": "inconnue : l’historique Dagster de ce lac n’est pas sur cette machine"}
    return {"run_id": "", "note": "inconnue de l’historique Dagster de ce lac"}


def _path(home: Path, table: str, edition: str | None) -> Path:
    return home / _FOLDER / table / f"{edition or _ALL}.txt"
