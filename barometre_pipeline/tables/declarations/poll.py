"""The poll of the French, in every layer, and an edition that exists only as published tables."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.model import Field, FreeColumns, Sources, Step, Table, each

POLL: Final = Step(
    "lecture_ipsos",
    "poll_reading",
    frozenset({"spss", "excel", "parquet"}),
    raw=(raw.POLL, raw.CONFIGURATION),
    titre="Lecture du sondage Ipsos",
)
PUBLISHED: Final = Step(
    "lecture_agregats",
    "published_tables",
    frozenset({"csv", "parquet"}),
    raw=(raw.PUBLISHED,),
    titre="Lecture des tableaux publiés",
)
_DELIVERED: Final[dict[Field, Sources]] = {
    f.EDITION: o.PARTITION,
    **each(o.RAW_FILES, f.FICHIER, f.SHA256, f.OCTETS),
}

SONDAGE_VARIABLES = Table(
    "bronze/sondage_variables",
    "Le questionnaire du sondage, dans l’ordre : questions, items, libellés.",
    POLL,
    {
        f.EDITION: o.PARTITION,
        **each(
            o.POLL,
            f.VARIABLE,
            f.QUESTION,
            f.SOUS_QUESTION,
            f.LIBELLE_QUESTION,
            f.LIBELLE_ITEM,
            f.ORDRE,
            f.COLONNES_LUES,
            f.CODE_COCHE,
            f.COLONNES_BASE,
        ),
    },
    source="ipsos",
    keys=(("variable",),),
)

SONDAGE_MODALITES = Table(
    "bronze/sondage_modalites",
    "Les réponses possibles à chaque question du sondage.",
    POLL,
    {f.EDITION: o.PARTITION, **each(o.POLL, f.VARIABLE, f.CODE, f.LIBELLE, f.ORDRE, f.MANQUANTE)},
    source="ipsos",
)

SONDAGE_EXTRAITS = Table(
    "bronze/sondage_extraits",
    "Les fichiers livrés par l’institut et leur empreinte SHA-256.",
    POLL,
    {
        **_DELIVERED,
        f.SOURCE_DONNEES: (o.POLL_YAML, o.EDITION_YAML),
        f.AVERTISSEMENTS: (o.POLL, o.POLL_YAML),
    },
    source="ipsos",
    keys=(("fichier",),),
)

SONDAGE_TERRAIN = Table(
    "bronze/sondage_terrain",
    "Comment le sondage a été mené, d’après sa notice (sondage.yaml) : institut, dates, mode, quotas.",
    POLL,
    {
        f.EDITION: o.PARTITION,
        **each(o.POLL_YAML, f.INSTITUT, f.DEBUT, f.FIN, f.MODE, f.POPULATION_VISEE, f.QUOTAS),
    },
    source="ipsos",
    keys=(("edition",),),
)

SONDES = Table(
    "silver/sondes",
    "Les personnes interrogées, sans identité : poids, bannière, réponses en codes. "
    "Vide si l’institut n’a livré que des tableaux.",
    POLL,
    {f.POIDS_INSTITUT: o.POLL},
    source="ipsos",
    rules=(r.NO_FREE_TEXT_IN_POLL,),
    free=FreeColumns(
        "Identifiant de l’institut, une colonne par critère de la bannière et par question (codes)",
        (o.POLL, o.POLL_YAML),
    ),
)

SONDAGE_TRIS = Table(
    "gold/sondage_tris",
    "Les tris pondérés du sondage, par colonne de la bannière, avec effet de plan et marge d’erreur ; les mêmes que "
    "l’extrait soit un fichier SPSS ou des tableaux Excel.",
    POLL,
    {
        f.EDITION: o.PARTITION,
        **each(o.POLL, f.QUESTION, f.SOUS_QUESTION, f.MODALITE),
        **each((o.POLL, o.POLL_YAML), f.VENTILATION_BANNIERE, f.MODALITE_VENTILATION),
        **each(
            o.POLL, f.N, f.N_PONDERE, f.BASE, f.BASE_PONDEREE_SONDAGE, f.PART_PONDEREE, f.DEFF, f.MARGE,
        ),
        f.SOURCE_DONNEES: (o.POLL_YAML, o.EDITION_YAML),
    },
    source="ipsos",
)  # fmt: skip

AGREGATS_EXTRAITS = Table(
    "bronze/agregats_extraits",
    "Les fichiers des tableaux publiés, et ce que leur lecture a signalé.",
    PUBLISHED,
    {
        **_DELIVERED,
        f.SOURCE_DONNEES: o.CONSTANT,
        f.AVERTISSEMENTS: (o.PUBLISHED_TABLES, o.ANOMALIES),
    },
    source="agregats",
    keys=(("fichier",),),
)

AGREGATS = Table(
    "silver/agregats",
    "Une édition dont il ne reste que les tableaux publiés : un effectif par question, réponse et groupe.",
    PUBLISHED,
    {
        f.EDITION: o.PARTITION,
        **each(o.PUBLISHED_TABLES, f.QUESTION, f.MODALITE, f.GROUPE),
        **each((o.PUBLISHED_TABLES, o.ANOMALIES), f.EFFECTIF_IMPRIME, f.TAILLE_GROUPE),
        f.POURCENTAGE_IMPRIME: o.PUBLISHED_TABLES,
        f.CORRECTION: o.ANOMALIES,
    },
    source="agregats",
    keys=(("edition", "question", "modalite", "groupe"),),
)
