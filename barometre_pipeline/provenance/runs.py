"""Which run wrote each table, and which step failed: noted as it happens, beside Dagster's history, never in the lake.

A lake holds the same bytes whatever computed it; reading a note needs no Dagster.
"""

from pathlib import Path

_FOLDER = "executions"  # of Dagster's home
_FAILED = "echecs"
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


def note_failure(home: Path, step: str, edition: str | None, state: str, message: str) -> None:
    """Note that a step failed.

    Args:
        home: Dagster's home of the lake.
        step: its name, as it is recorded.
        edition: partition key, None for what looks across editions.
        state: what identifies what it read.
        message: what it told the person who must act.
    """
    path = _failed(home, step, edition)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{state}\n{message}", encoding="utf-8")


def forget_failure(home: Path, step: str, edition: str | None) -> None:
    """Forget that a step failed: it ended well since."""
    _failed(home, step, edition).unlink(missing_ok=True)


def failure_of(home: Path, step: str, edition: str | None, state: str) -> str:
    """Return what a step said when it last failed on what it would read now; "" where it did not."""
    path = _failed(home, step, edition)
    if not path.is_file():
        return ""
    then, _, message = path.read_text(encoding="utf-8").partition("\n")
    return message if then == state else ""


def _failed(home: Path, step: str, edition: str | None) -> Path:
    return home / _FOLDER / _FAILED / (edition or _ALL) / f"{step}.txt"
