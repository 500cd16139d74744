"""Kept responses without personal data: what was answered, by whom, and what was set aside."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.model import FreeColumns, Several, Step, Table, each, of, same

CLEANING: Final = Step(
    "nettoyage", "cleaning", raw=(raw.CONFIGURATION, raw.DECISIONS, raw.LISTS), titre="Nettoyage des réponses"
)
_RAW: Final = "bronze/reponses_brutes"
# The names and numbers typed, the questions that hold them, and what makes two responses one structure.
_TYPED: Final[Several] = (f"{_RAW}.*", o.EDITION_YAML)
_LISTED: Final[Several] = (*_TYPED, o.OFFICIAL_LISTS, o.TERRITORY_RULES, o.DECISIONS)
_PLACED: Final[Several] = (
    *of("bronze/correspondances", "siren", "code_insee", "type"),
    *of("silver/appariements", "siren", "code_insee", "type"),
    o.OFFICIAL_LISTS,
    o.EDITION_YAML,
)
_NATIONAL: Final[Several] = (o.EDITION_YAML, o.OFFICIAL_LISTS)
_SET_ASIDE: Final = (
    *_TYPED, *of("bronze/questions", "question", "colonne", "nature", "presente"),
    *of("bronze/correspondances", "id_reponse", "siren"),
    *of("silver/appariements", "id_reponse", "statut", "territoire_id"),
)  # fmt: skip

REPONSES = Table(
    "silver/reponses",
    "Les réponses retenues : une ligne par structure, une colonne par question fermée, nombre ou date. "
    "« Sans réponse », « non posée » et « non cochée » y sont distingués. « Autre » d’un choix multiple est une case, "
    "sans son texte. Aucune donnée personnelle.",
    CLEANING,
    same(_RAW, f.ID_REPONSE, f.LIGNE, f.FICHIER_REPONSE),
    keys=(("id_reponse",),),
    rules=(r.NO_FREE_TEXT, r.NO_NULL_ANSWER),
    free=FreeColumns(
        "Une colonne par question fermée (codes de réponse), nombre ou date qui n’est pas personnel",
        (
            f"{_RAW}.*",
            *of("bronze/questions", "question", "colonne", "nature", "type", "presente", "question_libelle"),
            *of("bronze/questions", "sous_question_libelle"),
            *of("bronze/modalites", "colonne", "code"),
            o.EDITION_YAML,
        ),
    ),
)

STRUCTURES = Table(
    "silver/structures",
    "Qui a répondu : type, strate, population, département et région. Les poids, communs à une strate, sont dans "
    "silver/plan_de_sondage.",
    CLEANING,
    {
        f.EDITION: o.PARTITION,
        **same(_RAW, f.ID_REPONSE),
        f.SIREN_VALIDE: ("bronze/correspondances.siren", "silver/appariements.siren"),
        f.CODE_INSEE: ("bronze/correspondances.code_insee", "silver/appariements.code_insee"),
        f.HABITANTS: ("bronze/correspondances.population", "silver/appariements.population"),
        f.TYPE: ("bronze/correspondances.type", "silver/appariements.type"),
        f.STRATE: ("bronze/correspondances.strate", "silver/appariements.strate"),
        **each(_PLACED, f.CODE_DEPARTEMENT, f.DEPARTEMENT, f.CODE_REGION, f.REGION),
        f.STATUT_STRUCTURE: ("bronze/correspondances.id_reponse", "silver/appariements.statut"),
    },
    keys=(("id_reponse",),),
)

PLAN_DE_SONDAGE = Table(
    "silver/plan_de_sondage",
    "Le plan de sondage de l’édition, une ligne par strate : combien de structures existent, combien ont répondu, "
    "pour qui chacune compte, et avec quel poids.",
    CLEANING,
    {
        f.EDITION: o.PARTITION,
        f.STRATE: o.GROUPS,
        f.REPONDANTS_STRATE: "silver/structures.strate",
        f.EFFECTIF_NATIONAL: _NATIONAL,
        f.STRATE_REPRESENTANTE: ("silver/structures.strate", *_NATIONAL, o.CONSTANT),
        f.EFFECTIF_REPRESENTE: ("silver/structures.strate", *_NATIONAL, o.CONSTANT),
        f.POIDS_HISTORIQUE: ("silver/structures.strate", o.EDITION_YAML),
        f.POIDS: ("silver/structures.strate", *_NATIONAL, o.CONSTANT),
    },
    keys=(("strate",),),
)

# Who speaks for whom; and what a survey design is made of, which takes how many structures each speaks for too.
REPRESENTED: Final = of(
    PLAN_DE_SONDAGE.name, "strate", "repondants", "effectif_national", "strate_representante"
)
DESIGN: Final[Several] = (*REPRESENTED, f"{PLAN_DE_SONDAGE.name}.effectif_represente")

REPONSES_ECARTEES = Table(
    "silver/reponses_ecartees",
    "Les réponses mises de côté, chacune avec son motif.",
    CLEANING,
    {
        **same(_RAW, f.ID_REPONSE, f.LIGNE, f.FICHIER_REPONSE),
        **each(_SET_ASIDE, f.MOTIF, f.DETAIL),
        f.ID_RETENUE: (f"{_RAW}.id_reponse", *_SET_ASIDE),
    },
    keys=(("id_reponse",),),
)

APPARIEMENTS = Table(
    "silver/appariements",
    "Les structures reconnues dans les listes officielles : preuve, score, verdict, candidats. "
    "« a_revoir » attend une décision (barometre revue).",
    CLEANING,
    {
        **same(_RAW, f.ID_REPONSE),
        **each(
            _LISTED, f.TERRITOIRE_ID, f.SIREN_RECONNU, f.CODE_INSEE_RECONNU, f.NOM_OFFICIEL, f.TYPE_RECONNU,
            f.STRATE_RECONNUE, f.HABITANTS, f.SCORE, f.PREUVE, f.VERDICT,
        ),
        f.CANDIDATS: (*_TYPED, o.OFFICIAL_LISTS, o.TERRITORY_RULES),
        f.ORIGINE: (o.DECISIONS, o.CONSTANT),
        f.AUTEUR: o.DECISIONS,
        f.LISTE: (o.OFFICIAL_LISTS, o.EDITION_YAML),
    },
    keys=(("id_reponse",),),
)  # fmt: skip

DECISIONS_SANS_OBJET = Table(
    "silver/decisions_sans_objet",
    "Les décisions de relecture devenues inutiles : elles ne concernent plus aucune réponse.",
    CLEANING,
    {
        f.ID_REPONSE_VISEE: (o.DECISIONS, f"{_RAW}.id_reponse"),
        **each(o.DECISIONS, f.DECISION, f.AUTEUR, f.DATE),
    },
)
