"""What changes between editions are made of, the structures seen twice, and tests between types of structures."""

from typing import Final

from barometre_pipeline.tables import comparison_fields as c
from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.declarations.silver import DESIGN
from barometre_pipeline.tables.model import Several, Step, Table, each, of, same

CHANGES: Final = Step("evolutions", "changes", raw=(raw.CONFIGURATION, raw.LISTS), titre="Évolutions")
GROUP_TESTS: Final = Step("tests_de_groupes", "group_tests", titre="Tests entre groupes")
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
        **each(of(_VALUES, "part_publiable", "imprime"), c.PART_PUBLIEE, c.PART_PUBLIEE_REFERENCE, c.ECART_POINTS),
        **each(of(_VALUES, "base", "imprime"), c.BASE_PUBLIEE, c.BASE_PUBLIEE_REFERENCE),
        **each(of(_VALUES, "regle_base", "imprime"), f.REGLE_BASE, c.REGLE_BASE_REFERENCE),
        **each(of(_VALUES, "n", "regle_base"), c.N_SERIE, c.N_SERIE_REFERENCE),
        **each(of(_VALUES, "base", "regle_base"), c.BASE_SERIE, c.BASE_SERIE_REFERENCE),
        **each(
            of(_VALUES, "part_publiable", "regle_base"), c.PART_SERIE, c.PART_SERIE_REFERENCE, c.ECART_SERIE_POINTS,
        ),
        **each(
            of(_VALUES, "part_ponderee", "regle_base"), f.PART_PONDEREE.precisely("base de la série"),
            c.PART_PONDEREE_REFERENCE,
        ),
        **each(of(_VALUES, "base_ponderee", "regle_base"), c.BASE_PONDEREE_SERIE, c.BASE_PONDEREE_SERIE_REFERENCE),
        **each(
            of(_VALUES, "effectif_efficace", "regle_base"), f.EFFECTIF_EFFICACE, c.EFFECTIF_EFFICACE_REFERENCE,
        ),
        c.ECART_PONDERE_POINTS: of(_VALUES, "part_ponderee", "effectif_efficace", "regle_base"),
        **each(
            _JUDGED, c.ECART_COMPOSITION_EGALE, c.EFFECTIF_JUGE, c.EFFECTIF_JUGE_REFERENCE, c.ERREUR_TYPE_ECART,
            c.P_VALEUR,
        ),
        c.EFFET_COMPOSITION: _COUNTED,
        c.STRUCTURES_COMMUNES.precisely("dans la base"): _TESTED,
        **each(
            _TESTED, c.PANEL_PAIRES, c.PANEL_PART, c.PANEL_PART_REFERENCE, c.PANEL_ECART_POINTS, c.PANEL_IC_BAS,
            c.PANEL_IC_HAUT, c.PANEL_P_VALEUR,
        ),
        c.FAMILLE: (*of(_VALUES, "indicateur", "categorie", "population", "modalite"), o.FAMILY),
        **each(
            (*_DECIDED, *_NOTES), c.COMPARAISONS_FAMILLE, c.P_VALEUR_CORRIGEE, c.NIVEAU, c.IC_BAS_ECART,
            c.IC_HAUT_ECART, c.VERDICT_EVOLUTION, c.RAISON_EVOLUTION, c.PHRASE,
        ),
        c.NOTE: _NOTES,
        **each(f"{_VALUES}.source_donnees", f.SOURCE_DONNEES, f.SOURCE_REFERENCE),
        **each(f"{_VALUES}.trace_id", f.TRACE_ID, c.TRACE_ID_REFERENCE),
    },
    source="",
    keys=(("edition", "edition_reference", "indicateur", "categorie", "population", "ventilation", "modalite"),),
    rules=(r.EFFECTS_ADD_UP, r.INTERVAL_HOLDS_GAP, r.NO_FORBIDDEN_VERDICT),
    also_reads=(*_JOINED, *EXTENSION),
)  # fmt: skip

PANEL = Table(
    "gold/panel",
    "Combien de structures ont répondu à deux éditions, par type, fusions et changements de nom suivis. Seules celles "
    "qu’une liste officielle identifie sont suivies : les « autres » (syndicats, établissements…), et celles qui n’ont "
    "pas été reconnues, n’y sont pas, même si elles ont répondu les deux fois.",
    CHANGES,
    {
        **each(o.EDITIONS, f.EDITION, f.EDITION_REFERENCE),
        f.TYPE_OU_ENSEMBLE: (o.TYPES_OF_STRUCTURES, f"{_STRUCTURES}.type"),
        **each(f"{_STRUCTURES}.type", c.REPONSES, c.REPONSES_REFERENCE),
        **each(
            _LINKED, c.IDENTIFIEES, c.IDENTIFIEES_REFERENCE, c.STRUCTURES_COMMUNES, c.IDENTIFIANT_CHANGE, c.TYPE_CHANGE,
            c.PART_DU_PANEL,
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
            _CROSSED, c.MODALITES, c.TYPES_OBSERVES, c.STATISTIQUE_TEST, c.DDL_NUMERATEUR, c.DDL_DENOMINATEUR,
            c.P_VALEUR, c.P_VALEUR_BH, c.P_VALEUR_HOLM, c.TESTS, f.BASE_FAIBLE.precisely("un des types observés"),
            c.AVERTISSEMENT,
        ),
        f.SOURCE_DONNEES: _SOURCE,
    },
    source="",
    keys=(("edition", "question", "sous_question"),),
    rules=(r.NO_TEST_HAS_A_REASON, r.CORRECTION_NEVER_HELPS),
    also_reads=(*_JOINED, *of("bronze/questions", "colonne", "nature")),
)  # fmt: skip
