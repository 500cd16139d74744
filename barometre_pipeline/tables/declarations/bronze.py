"""What was received from LimeSurvey, in one shape, still with personal data; written by one reading."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables.model import FreeColumns, Step, Table, each

READING: Final = Step(
    "lecture_limesurvey",
    "survey_reading",
    frozenset({"limesurvey", "parquet"}),
    raw=(raw.EXTRACT, raw.STRUCTURE, raw.REVIEWED, raw.CONFIGURATION),
    titre="Lecture de l’extrait LimeSurvey",
)

REPONSES_BRUTES = Table(
    "bronze/reponses_brutes",
    "Toutes les réponses reçues, telles quelles, dans une forme commune quel que soit l’export. "
    "Contient des données personnelles : elles ne vont pas plus loin.",
    READING,
    each(o.EXTRACT, f.ID_REPONSE, f.LIGNE, f.FICHIER_REPONSE.as_categories()),
    personal=True,
    keys=(("id_reponse",),),
    free=FreeColumns(
        "Une colonne par colonne de l’enquête, réponses et colonnes techniques, telle que reçue",
        (o.EXTRACT, o.QUESTIONNAIRE),
    ),
)

QUESTIONS = Table(
    "bronze/questions",
    "Le questionnaire : chaque colonne, sa question et son libellé.",
    READING,
    {
        f.EDITION: o.PARTITION,
        **each(
            o.QUESTIONNAIRE, f.ORDRE, f.COLONNE, f.QUESTION, f.SOUS_QUESTION, f.ECHELLE, f.NATURE, f.TYPE_QUESTION,
            f.GROUPE_QUESTIONS, f.QUESTION_LIBELLE, f.SOUS_QUESTION_LIBELLE, f.CONDITION,
        ),
        f.PRESENTE: (o.QUESTIONNAIRE, o.EXTRACT),
    },
    keys=(("ordre",), ("colonne",)),
)  # fmt: skip

MODALITES = Table(
    "bronze/modalites",
    "Les réponses possibles à chaque question fermée, dans l’ordre.",
    READING,
    {f.EDITION: o.PARTITION, **each(o.QUESTIONNAIRE, f.COLONNE, f.CODE, f.LIBELLE, f.ORDRE)},
    keys=(("colonne", "code"),),
)

EXTRAITS = Table(
    "bronze/extraits",
    "Les fichiers bruts utilisés et leur empreinte SHA-256.",
    READING,
    {
        f.EDITION: o.PARTITION,
        **each(o.RAW_FILES, f.FICHIER, f.SHA256, f.OCTETS),
        f.ROLE: (o.RAW_FILES, o.EDITION_YAML),
    },
    keys=(("fichier",),),
)

AVERTISSEMENTS = Table(
    "bronze/avertissements",
    "Ce que la lecture de l’extrait a signalé : questions non prises en charge, extraits plus anciens, distinctions "
    "perdues.",
    READING,
    {f.EDITION: o.PARTITION, f.MESSAGE: (o.EXTRACT, o.QUESTIONNAIRE, o.EDITION_YAML)},
)

NON_COMPRIS = Table(
    "bronze/non_compris",
    "Ce que la lecture n’a pas compris, ou a gardé sans que la structure l’annonce, colonne par colonne.",
    READING,
    {
        f.EDITION: o.PARTITION,
        **each(
            (o.EXTRACT, o.QUESTIONNAIRE),
            f.COLONNE,
            f.CONSTAT_LECTURE,
            f.NON_COMPRISES,
            f.EXEMPLES,
            f.TENUES_POUR,
        ),
    },
    keys=(("colonne", "constat"),),
)

CORRESPONDANCES = Table(
    "bronze/correspondances",
    "Qui a répondu, d’après le fichier relu à côté de l’extrait (sans le nom saisi).",
    READING,
    each(o.REVIEWED, f.ID_REPONSE, f.SIREN, f.CODE_INSEE, f.HABITANTS, f.TYPE, f.STRATE),
    keys=(("id_reponse",),),
)
