"""What changes between editions are made of, the structures seen twice, and tests between types of structures."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.declarations.silver import DESIGN
from barometre_pipeline.tables.model import Several, Step, Table, each, of, same

CHANGES: Final = Step("evolutions", "changes")
GROUP_TESTS: Final = Step("tests_de_groupes", "group_tests")
_STRUCTURES: Final = "silver/structures"
_COUNTED: Final[Several] = (
    "silver/reponses.*", *of(_STRUCTURES, "strate", "population"), o.INDICATORS, o.CODEBOOK, o.POPULATIONS,
)  # fmt: skip
# One structure over the editions: its number, else its type and INSEE code; mergers are in the official lists.
_LINKED: Final[Several] = (*of(_STRUCTURES, "siren", "type", "code_insee"), o.OFFICIAL_LISTS)
_TESTED: Final[Several] = (*_COUNTED, *_LINKED)
_VALUES: Final = "gold/indicateurs"
_NOTES: Final[Several] = (o.INDICATORS, o.POPULATIONS, o.CODEBOOK)
_SOURCE: Final = "gold/contexte.source_donnees"
_JOINED: Final = ("silver/reponses.id_reponse", f"{_STRUCTURES}.id_reponse")
# The change of a share of local authorities comes from responses, that of a poll from its weighted shares.
_JUDGED: Final[Several] = (*_TESTED, *of(_VALUES, "part_publiable", "effectif_efficace"))
_DECIDED: Final[Several] = (
    *_JUDGED, *of(_VALUES, "base", "part_ponderee", "regle_base", "source_donnees"), o.FAMILY,
)  # fmt: skip

EVOLUTIONS = Table(
    "gold/evolutions",
    "L’évolution de chaque part entre deux éditions : telle que publiée, sur une même base, redressée, à composition "
    "égale, parmi les structures vues deux fois ; un seul verdict, et sinon la première raison de n’en pas donner.",
    CHANGES,
    {
        **each(f"{_VALUES}.edition", f.EDITION, f.EDITION_REFERENCE),
        **same(_VALUES, f.INDICATEUR, f.CATEGORIE, f.POPULATION, f.VENTILATION, f.MODALITE_POPULATION),
        **each(of(_VALUES, "part_publiable", "imprime"), f.PART_PUBLIEE, f.PART_PUBLIEE_REFERENCE, f.ECART_POINTS),
        **each(of(_VALUES, "base", "imprime"), f.BASE_PUBLIEE, f.BASE_PUBLIEE_REFERENCE),
        **each(of(_VALUES, "regle_base", "imprime"), f.REGLE_BASE, f.REGLE_BASE_REFERENCE),
        **each(of(_VALUES, "n", "regle_base"), f.N_SERIE, f.N_SERIE_REFERENCE),
        **each(of(_VALUES, "base", "regle_base"), f.BASE_SERIE, f.BASE_SERIE_REFERENCE),
        **each(
            of(_VALUES, "part_publiable", "regle_base"), f.PART_SERIE, f.PART_SERIE_REFERENCE, f.ECART_SERIE_POINTS,
        ),
        **each(
            of(_VALUES, "part_ponderee", "regle_base"), f.PART_PONDEREE.precisely("base de la série"),
            f.PART_PONDEREE_REFERENCE,
        ),
        **each(of(_VALUES, "base_ponderee", "regle_base"), f.BASE_PONDEREE_SERIE, f.BASE_PONDEREE_SERIE_REFERENCE),
        **each(
            of(_VALUES, "effectif_efficace", "regle_base"), f.EFFECTIF_EFFICACE, f.EFFECTIF_EFFICACE_REFERENCE,
        ),
        f.ECART_PONDERE_POINTS: of(_VALUES, "part_ponderee", "effectif_efficace", "regle_base"),
        **each(
            _JUDGED, f.ECART_COMPOSITION_EGALE, f.EFFECTIF_JUGE, f.EFFECTIF_JUGE_REFERENCE, f.ERREUR_TYPE_ECART,
            f.P_VALEUR,
        ),
        f.EFFET_COMPOSITION: _COUNTED,
        f.STRUCTURES_COMMUNES.precisely("dans la base"): _TESTED,
        **each(
            _TESTED, f.PANEL_PAIRES, f.PANEL_PART, f.PANEL_PART_REFERENCE, f.PANEL_ECART_POINTS, f.PANEL_IC_BAS,
            f.PANEL_IC_HAUT, f.PANEL_P_VALEUR,
        ),
        f.FAMILLE: (*of(_VALUES, "indicateur", "categorie", "population", "modalite"), o.FAMILY),
        **each(
            (*_DECIDED, *_NOTES), f.COMPARAISONS_FAMILLE, f.P_VALEUR_CORRIGEE, f.NIVEAU, f.IC_BAS_ECART,
            f.IC_HAUT_ECART, f.VERDICT_EVOLUTION, f.RAISON_EVOLUTION, f.PHRASE,
        ),
        f.NOTE: _NOTES,
        **each(f"{_VALUES}.source_donnees", f.SOURCE_DONNEES, f.SOURCE_REFERENCE),
        **each(f"{_VALUES}.trace_id", f.TRACE_ID, f.TRACE_ID_REFERENCE),
    },
    source="",
    keys=(("edition", "edition_reference", "indicateur", "categorie", "population", "ventilation", "modalite"),),
    rules=(r.EFFECTS_ADD_UP, r.INTERVAL_HOLDS_GAP, r.NO_FORBIDDEN_VERDICT),
    also_reads=_JOINED,
)  # fmt: skip

PANEL = Table(
    "gold/panel",
    "Combien de structures ont répondu à deux éditions, par type, fusions et changements de nom suivis.",
    CHANGES,
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
