"""What changes between editions are made of, the structures seen twice, and tests between types of structures."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.declarations.silver import DESIGN
from barometre_pipeline.tables.model import Several, Step, Table, each, of, same

EFFECTS: Final = Step("effets_de_structure", "change_effects")
GROUP_TESTS: Final = Step("tests_de_groupes", "group_tests")
_STRUCTURES: Final = "silver/structures"
_COUNTED: Final[Several] = (
    "silver/reponses.*", *of(_STRUCTURES, "strate", "population"), o.INDICATORS, o.CODEBOOK, o.POPULATIONS,
)  # fmt: skip
_WEIGHTED: Final[Several] = (*_COUNTED, *DESIGN)
# One structure over the editions: its number, else its type and INSEE code; mergers are in the official lists.
_LINKED: Final[Several] = (*of(_STRUCTURES, "siren", "type", "code_insee"), o.OFFICIAL_LISTS)
_TESTED: Final[Several] = (*_WEIGHTED, *_LINKED)
_PAIRED: Final[Several] = (*_COUNTED, *_LINKED)
_SOURCE: Final = "gold/contexte.source_donnees"
_JOINED: Final = ("silver/reponses.id_reponse", f"{_STRUCTURES}.id_reponse")

EFFETS_DE_STRUCTURE = Table(
    "gold/effets_de_structure",
    "De quoi est faite l’évolution de chaque indicateur : changement réel ou composition de l’échantillon, "
    "test, structures qui ont répondu aux deux éditions, et ce qu’on peut en conclure.",
    EFFECTS,
    {
        **each(o.EDITIONS, f.EDITION, f.EDITION_REFERENCE),
        **each(o.INDICATORS, f.INDICATEUR, f.CATEGORIE),
        **each(o.POPULATIONS, f.POPULATION, f.VENTILATION, f.MODALITE_POPULATION),
        **each(_COUNTED, f.N, f.BASE_COMPAREE, f.PART_COMPAREE),
        f.PART_PONDEREE: _WEIGHTED,
        **each(_COUNTED, f.N_REFERENCE, f.BASE_REFERENCE, f.PART_COMPAREE_REFERENCE),
        f.PART_PONDEREE_REFERENCE: _WEIGHTED,
        f.ECART_POINTS: _COUNTED,
        f.ECART_PONDERE_POINTS: _WEIGHTED,
        **each(
            _TESTED, f.ERREUR_TYPE_ECART, f.IC_BAS_ECART, f.IC_HAUT_ECART, f.P_VALEUR,
            f.P_VALEUR_BH.precisely("elle décide"), f.P_VALEUR_HOLM,
        ),
        f.COMPARAISONS: _TESTED,
        f.STRUCTURES_COMMUNES.precisely("dans la base redressée"): _TESTED,
        f.EFFET_REEL: _COUNTED,
        **each(_WEIGHTED, f.EFFET_REEL_IC_BAS, f.EFFET_REEL_IC_HAUT),
        f.EFFET_COMPOSITION: _COUNTED,
        **each(
            _PAIRED, f.PANEL_PAIRES, f.PANEL_PART, f.PANEL_PART_REFERENCE, f.PANEL_ECART_POINTS, f.PANEL_IC_BAS,
            f.PANEL_IC_HAUT, f.PANEL_P_VALEUR,
        ),
        f.BASE_FAIBLE.precisely("une des deux"): _WEIGHTED,
        f.PHRASE: _TESTED,
        f.NOTE: (o.INDICATORS, o.POPULATIONS, o.CODEBOOK),
        **each(_SOURCE, f.SOURCE_DONNEES, f.SOURCE_REFERENCE),
    },
    source="",
    keys=(("edition", "edition_reference", "indicateur", "categorie", "population", "modalite"),),
    rules=(r.EFFECTS_ADD_UP, r.INTERVAL_HOLDS_GAP, r.CORRECTION_NEVER_HELPS),
    also_reads=_JOINED,
)  # fmt: skip

PANEL = Table(
    "gold/panel",
    "Combien de structures ont répondu à deux éditions, par type, fusions et changements de nom suivis.",
    EFFECTS,
    {
        **each(o.EDITIONS, f.EDITION, f.EDITION_REFERENCE),
        f.TYPE_OU_ENSEMBLE: (o.TYPES_OF_STRUCTURES, f"{_STRUCTURES}.type"),
        **each(f"{_STRUCTURES}.type", f.REPONSES, f.REPONSES_REFERENCE),
        **each(
            _LINKED, f.IDENTIFIEES, f.IDENTIFIEES_REFERENCE, f.STRUCTURES_COMMUNES, f.IDENTIFIANT_CHANGE, f.TYPE_CHANGE,
            f.PART_DU_PANEL,
        ),
        **each(_SOURCE, f.SOURCE_DONNEES, f.SOURCE_REFERENCE),
    },
    source="",
    keys=(("edition", "edition_reference", "type"),),
    rules=(r.SEEN_TWICE_WITHIN_IDENTIFIED,),
)  # fmt: skip

_CROSSED: Final[Several] = ("silver/reponses.*", *of(_STRUCTURES, "type", "strate"), *DESIGN)

TESTS_DE_GROUPES = Table(
    "gold/tests_de_groupes",
    "La réponse dépend-elle du type de structure ? Un test de Rao et Scott par question fermée et par édition.",
    GROUP_TESTS,
    {
        f.EDITION: f"{_STRUCTURES}.edition",
        **same("bronze/questions", f.QUESTION),
        f.SOUS_QUESTION: of("bronze/questions", "sous_question", "echelle"),
        **same("bronze/questions", f.QUESTION_LIBELLE, f.SOUS_QUESTION_LIBELLE),
        f.BASE: ("silver/reponses.*", *of(_STRUCTURES, "strate"), *DESIGN),
        **each(
            _CROSSED, f.MODALITES, f.TYPES_OBSERVES, f.STATISTIQUE_TEST, f.DDL_NUMERATEUR, f.DDL_DENOMINATEUR,
            f.P_VALEUR, f.P_VALEUR_BH, f.P_VALEUR_HOLM, f.TESTS, f.BASE_FAIBLE.precisely("un des types observés"),
            f.AVERTISSEMENT,
        ),
        f.SOURCE_DONNEES: _SOURCE,
    },
    source="",
    keys=(("edition", "question", "sous_question"),),
    rules=(r.NO_TEST_HAS_A_REASON, r.CORRECTION_NEVER_HELPS),
    also_reads=(*_JOINED, *of("bronze/questions", "colonne", "nature")),
)  # fmt: skip
