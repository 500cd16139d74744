"""What the lake recorded while it computed, as the cards quote it: files read, responses set aside.

Nothing is counted again here.
"""

from typing import Any

from barometre_pipeline.audit.card import step
from barometre_pipeline.audit.read import Row, rows
from barometre_pipeline.audit.sql import silver_file
from barometre_pipeline.audit.verify import fetch
from barometre_pipeline.french.words import uncapitalised
from barometre_pipeline.lake import Lake

_CLEANING = (
    ("vides", "Réponses vides"),
    ("incompletes", "Questionnaires non terminés (question de clôture sans réponse)"),
    ("douteuses", "Structures douteuses (test, « ? », nom de personne)"),
    ("doublons", "Autres réponses de la même structure"),
)


def files_read(lake: Lake, table: str, edition: str, role: str = "") -> tuple[dict[str, Any], ...]:
    """Return the files of a bronze table of files: ``role, fichier, sha256, octets``.

    Args:
        lake: where they were registered.
        table: ``bronze/extraits`` and the like.
        edition: partition key.
        role: of every file, where the table does not say it.
    """
    names = ("role", "fichier", "sha256", "octets")
    return tuple({n: ({"role": role} | file)[n] for n in names} for file in rows(lake, table, edition))


def opens_with_headings(lake: Lake, edition: str) -> bool:
    """Tell whether the heading of an extract is among its records: its first response is then not the first."""
    tables = [t for t in ("silver/reponses", "silver/reponses_ecartees") if lake.exists(t, edition)]
    each = " UNION ALL ".join(f"SELECT ligne FROM {silver_file(t, edition)}" for t in tables)
    (first,) = fetch(lake, f"SELECT coalesce(min(ligne), 2) FROM ({each})")[0]
    return int(first) > 1


def cleaning_steps(context: Row) -> list[dict[str, Any]]:
    """Return what the cleaning set aside, step by step, from a row of ``gold/contexte``."""
    left = int(context["reponses_recues"])
    steps = [step("Réponses de l’extrait", left, left)]
    for column, label in _CLEANING:
        steps.append(step(label, left, left - int(context[column])))
        left -= int(context[column])
    return steps


def represented(lake: Lake, edition: str) -> list[str]:
    """Say which strates of an edition nobody answered for, and who speaks for them in weighted shares."""
    if all(row["repondants"] for row in rows(lake, "silver/plan_de_sondage", edition)):
        return []
    # Rare, and the sampling plan's to say: what computes is loaded for it alone.
    from barometre_pipeline.statistics.sampling_plan import plan_notes

    notes = plan_notes(lake.read("silver/plan_de_sondage", edition))
    return [uncapitalised(note.rstrip(".")) for note in notes]
