"""Records what holds for the whole edition, for audit cards and the summary of a run."""

import pandas as pd

from barometre_pipeline import __version__
from barometre_pipeline.cleaning.fieldwork import days_of_responses
from barometre_pipeline.cleaning.silver import numbers_left
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.provenance.code_version import code_of_table
from barometre_pipeline.statistics.sampling_plan import plan_notes
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.vocabulary import MOTIFS

_COLUMN_OF_REASON = dict(zip(MOTIFS, ("vides", "incompletes", "douteuses", "doublons"), strict=True))


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the one row of the edition."""
    files = tables.read("bronze/extraits")
    plan = tables.read("silver/plan_de_sondage")
    notes = [*tables.read("bronze/avertissements")["message"], *plan_notes(plan), *_source_notes(edition)]
    notes += _number_notes(numbers_left(tables.read("bronze/questions"), edition.config))
    raw, kept = tables.read("bronze/reponses_brutes"), tables.read("silver/reponses")["id_reponse"]
    first, last = days_of_responses(raw, kept)
    counts = tables.read("silver/reponses_ecartees")["motif"].value_counts()
    row = {
        "edition": edition.key,
        "source_donnees": edition.config.source_donnees,
        "reponses_recues": len(raw),
        **{column: int(counts.get(reason, 0)) for reason, column in _COLUMN_OF_REASON.items()},
        "reponses_retenues": len(kept),
        "premiere_reponse": first,
        "derniere_reponse": last,
        "extrait": str(files.loc[files["role"] == "reponses", "fichier"].iloc[0]),
        "configuration": edition.config_file,
        "configuration_sha256": edition.config_sha256,
        "version_code": __version__,
        "empreinte_code": code_of_table("gold/tris"),
        "avertissements": "\n".join(notes),
    }
    return {"gold/contexte": pd.DataFrame([row])}


def _number_notes(columns: list[str]) -> list[str]:
    """Say which numbers and dates were left in bronze, and how to let them through."""
    if not columns:
        return []
    return [
        f"Nombres et dates laissés dans bronze, faute d’être dits non personnels{NBSP}: {', '.join(columns)}. À faire, "
        "pour ceux qui ne disent rien d’une personne : les nommer dans « limesurvey.nombres_et_dates » de edition.yaml."
    ]


def _source_notes(edition: Edition) -> list[str]:
    """Say that data are taken to be real where nobody said what they are."""
    if "source_donnees" in edition.config.model_fields_set:
        return []
    return [
        f"Rien ne dit d’où viennent ces données (clé «{NBSP}source_donnees{NBSP}» de edition.yaml){NBSP}: elles sont "
        "comptées comme réelles."
    ]
