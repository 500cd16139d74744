"""Reads the files of an edition of the survey as received, and refuses what cannot be used."""

import pandas as pd

from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.cleaning.identification import reviewed_of
from barometre_pipeline.cleaning.requirements import check_requirements
from barometre_pipeline.editions.loader import extract_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.french.numbers import count, noun
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.sources.raw_files import describe_file
from barometre_pipeline.sources.reviewed import Reviewed
from barometre_pipeline.tables.declarations.bronze import MODALITES, QUESTIONS
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.words import words_cut

_NAMED, _SHOWN = 3, 80  # wordings that a warning quotes, and how much of each

_NO_NAME = (
    "Aucune question ne donne le nom de la structure (limesurvey.question_nom) : ni test ni doublon n’a été "
    "cherché, et toutes les structures sont dans « Autres » ; à donner dans edition.yaml."
)


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the bronze tables of one edition."""
    config = edition.config
    extract = extract_of(edition)
    check_requirements(extract, config, edition.config_file)
    received = {f"bronze/{name}": frame for name, frame in bronze_tables(extract, edition.key).items()}
    reviewed, described = _reviewed(edition, received["bronze/reponses_brutes"]["id_reponse"])
    notes = [
        *extract.warnings,
        *reviewed.remarks,
        *_cut(received),
        *(f"Non pris en charge : {u}" for u in extract.unsupported),
    ]
    if config.limesurvey.question_nom is None and not config.structures.correspondances:
        notes.append(_NO_NAME)
    return {
        **received,
        "bronze/extraits": pd.concat([received["bronze/extraits"], *described], ignore_index=True),
        "bronze/correspondances": reviewed.rows,
        "bronze/avertissements": pd.DataFrame(
            {"edition": edition.key, "message": pd.Series(notes, dtype="str")}
        ),
    }


def _cut(received: Frames) -> list[str]:
    """Say which wordings lost what designates a person: it is recognised by its signs, and may be something else."""
    tables = (QUESTIONS, MODALITES)
    left = list(dict.fromkeys(w for table in tables for w in words_cut(table, received[table.name])))
    if not left:
        return []
    shown = ", ".join(quoted(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") for text in left[:_NAMED])
    more = f" et {count(len(left) - _NAMED, 'autre')}" if len(left) > _NAMED else ""
    what = noun(len(left), "libellé semble désigner une personne", "libellés semblent désigner une personne")
    return [
        f"{len(left)} {what}, ce qui la désigne en est retiré{NBSP}: {shown}{more}{NBSP}; si c’est autre chose, "
        "écrivez-le autrement dans LimeSurvey"
    ]


def _reviewed(edition: Edition, received: pd.Series) -> tuple[Reviewed, list[pd.DataFrame]]:
    """Return what the reviewed file says of the responses received, and its row in ``bronze/extraits``."""
    reviewed, name = reviewed_of(edition), edition.config.structures.correspondances
    if not name:
        return reviewed, []
    path = edition.folder / "limesurvey" / name
    file = describe_file(path, edition.folder.parent, "correspondances")
    row = {"edition": edition.key, "fichier": file.path, "sha256": file.sha256, "octets": file.size}
    there = reviewed.rows["id_reponse"].isin(received)
    remarks = reviewed.remarks
    if idle := int((~there).sum()):
        told = count(idle, "ligne est celle d’une réponse", "lignes sont celles de réponses")
        taken = noun(idle, "elle est laissée", "elles sont laissées")
        remarks = [*remarks, f"{file.path}{NBSP}: {told} que l’extrait n’a pas{NBSP}; {taken} de côté"]
    rows = reviewed.rows[there].reset_index(drop=True)
    return Reviewed(rows, remarks), [pd.DataFrame([{**row, "role": file.role}])]
