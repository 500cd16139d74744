"""Figures of one edition of the survey: every tabulation, how sure it is, its audit trail, the edition's context."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.declarations.silver import DESIGN, REPRESENTED
from barometre_pipeline.tables.model import Field, Several, Sources, Step, Table, each, of, same

TABULATION: Final = Step(
    "tris_a_plat", "tabulations", raw=(raw.CONFIGURATION, raw.CODEBOOK), titre="Tris à plat"
)
CONTEXT: Final = Step(
    "contexte_edition", "edition_context", raw=(raw.CONFIGURATION,), titre="Contexte de l’édition"
)
# What tells a tabulated answer of an edition from the others.
ANSWER_KEY: Final = ("question", "sous_question", "modalite", "groupe")
_ANSWERS: Final = "silver/reponses.*"
_STRATE: Final = "silver/structures.strate"
_WEIGHTED: Final[Several] = (_ANSWERS, _STRATE, *DESIGN, o.CODEBOOK)
_QUESTIONS: Final = "bronze/questions"
_KEYS: Final[dict[Field, Sources]] = {
    **same(_QUESTIONS, f.QUESTION),
    f.SOUS_QUESTION: of(_QUESTIONS, "sous_question", "echelle"),
}
_ANSWER_KEYS: Final[dict[Field, Sources]] = {
    f.MODALITE: (*of("bronze/modalites", "colonne", "code", "libelle"), _ANSWERS, o.CONSTANT),
    f.GROUPE: (_STRATE, o.GROUPS),
}

TRIS = Table(
    "gold/tris",
    "Tous les tris à plat : chaque réponse à chaque question fermée, et chaque absence de réponse, pour l’ensemble "
    "et pour onze groupes de structures, en effectifs, en parts et en parts redressées.",
    TABULATION,
    {
        f.EDITION: o.PARTITION,
        **_KEYS,
        **same(_QUESTIONS, f.QUESTION_LIBELLE, f.SOUS_QUESTION_LIBELLE),
        **_ANSWER_KEYS,
        f.ABSENCE: _ANSWER_KEYS[f.MODALITE],
        **each((_ANSWERS, _STRATE), f.N, f.REPONDANTS, f.CONCERNEES),
        f.BASE_PUBLIEE: (_ANSWERS, _STRATE, o.CODEBOOK),
        f.DANS_BASE: (_ANSWERS, o.CODEBOOK, o.CONSTANT),
        f.REGLE_BASE: o.CODEBOOK,
        f.EFFECTIF: _STRATE,
        f.PART.precisely("n / effectif, la règle des tableaux de 2023"): (_ANSWERS, _STRATE),
        f.PART_PUBLIABLE.precisely("n / base, vide hors de la base"): (_ANSWERS, _STRATE, o.CODEBOOK),
        f.PART_PONDEREE_HISTORIQUE: (_ANSWERS, _STRATE, "silver/plan_de_sondage.poids_historique"),
        f.PART_PONDEREE.precisely("parmi toutes celles du groupe"): (_ANSWERS, _STRATE, *REPRESENTED),
        f.PART_PUBLIABLE_PONDEREE: (_ANSWERS, _STRATE, *REPRESENTED, o.CODEBOOK),
        f.COLONNE: of(_QUESTIONS, "colonne", "question"),
        f.CODE: (_ANSWERS, o.CONSTANT),
        **each((_ANSWERS, _STRATE, o.CODEBOOK, o.INDICATORS), f.PUBLIABLE, f.RAISON_RETENUE),
        f.PONDEREE_PUBLIABLE: (_ANSWERS, _STRATE, *REPRESENTED, o.CODEBOOK, o.INDICATORS),
        f.SOURCE_DONNEES: o.EDITION_YAML,
    },
    keys=(("edition", *ANSWER_KEY),),
    rules=(r.N_WITHIN_ASKED,),
)

FICHES = Table(
    "gold/fiches",
    "La piste d’audit de chaque chiffre : la requête qui redonne le même nombre.",
    TABULATION,
    {
        f.TRACE_ID: (o.OWN_KEYS, *of("gold/tris", "edition", *ANSWER_KEY), "bronze/extraits.sha256"),
        **same("gold/tris", f.EDITION, f.QUESTION, f.SOUS_QUESTION, f.MODALITE, f.GROUPE),
        f.CONDITION_SQL: (*of(_QUESTIONS, "colonne", "nature"), _ANSWERS),
        f.CONDITION_BASE_SQL: (*of(_QUESTIONS, "colonne", "nature"), _ANSWERS, o.CODEBOOK),
        f.BASE_EN_MOTS: (*of(_QUESTIONS, "nature"), o.CODEBOOK, o.CONSTANT),
    },
    keys=(("trace_id",),),
)  # fmt: skip

ESTIMATIONS = Table(
    "gold/estimations",
    "Ce que vaut chaque part redressée, sur la base de la part publiée : erreur-type, "
    "intervalles à 95 %, effet de plan, base faible.",
    TABULATION,
    {
        f.EDITION: o.PARTITION,
        **same("gold/tris", f.QUESTION, f.SOUS_QUESTION, f.MODALITE, f.GROUPE),
        f.BASE: (_ANSWERS, _STRATE, o.CODEBOOK),
        f.BASE_PONDEREE.precisely("parmi celles de la base"): _WEIGHTED,
        **each(
            _WEIGHTED, f.EFFECTIF_EFFICACE, f.PART_PUBLIABLE_PONDEREE, f.ERREUR_TYPE, f.IC_LOGIT_BAS,
            f.IC_LOGIT_HAUT, f.IC_BETA_BAS, f.IC_BETA_HAUT, f.BASE_FAIBLE,
        ),
        f.DEFF: _WEIGHTED,
        f.SOURCE_DONNEES: o.EDITION_YAML,
    },
)  # fmt: skip

CONTEXTE = Table(
    "gold/contexte",
    "Ce qui vaut pour toute l’édition : filtres, versions, extrait utilisé.",
    CONTEXT,
    {
        f.EDITION: o.PARTITION,
        f.SOURCE_DONNEES: o.EDITION_YAML,
        f.REPONSES_RECUES: "bronze/reponses_brutes.id_reponse",
        **each("silver/reponses_ecartees.motif", f.VIDES, f.INCOMPLETES, f.DOUTEUSES, f.DOUBLONS),
        f.REPONSES_RETENUES: "silver/reponses.id_reponse",
        **each(
            ("bronze/reponses_brutes.*", "silver/reponses.id_reponse"), f.PREMIERE_REPONSE, f.DERNIERE_REPONSE,
        ),
        f.EXTRAIT: of("bronze/extraits", "fichier", "role"),
        **each(o.EDITION_YAML, f.CONFIGURATION, f.CONFIGURATION_SHA256),
        f.VERSION_CODE: o.PACKAGE_VERSION,
        f.EMPREINTE_CODE: o.FIGURES_CODE,
        f.AVERTISSEMENTS: (
            "bronze/avertissements.message", *of(_QUESTIONS, "colonne", "question", "nature", "presente"), *REPRESENTED,
        ),
    },
    keys=(("edition",),),
)  # fmt: skip
