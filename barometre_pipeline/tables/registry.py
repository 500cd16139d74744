"""Every table of the lake with its schema: the one list that readers, writers, checks and exports share.

A table that is not here does not exist.
"""

from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa

from barometre_pipeline.tables import bronze, changes, gold, indicators, poll, silver
from barometre_pipeline.tables.schema import validate


@dataclass(frozen=True)
class Table:
    """One table: name, schema, French description, and where its columns come from.

    ``lineage`` maps a column to the (table, column) pairs it is computed from; a column absent from it
    comes from the column of the same name in the table's inputs.
    """

    name: str
    schema: type[pa.DataFrameModel]
    description: str
    source: str = "limesurvey"  # kind of source it is partitioned by; "" for a table of all editions
    personal: bool = False
    lineage: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def layer(self) -> str:
        """Bronze, silver or gold."""
        return self.name.split("/", 1)[0]

    @property
    def par_edition(self) -> bool:
        """Tell whether the lake holds one file per edition."""
        return bool(self.source)

    def validate(self, frame: pd.DataFrame, moment: str) -> pd.DataFrame:
        """Check ``frame`` against the schema; ``moment`` is « à l’écriture » or « à la lecture »."""
        return validate(self.name, self.schema, frame, moment)


_STRATE = ("silver/structures", "strate")
_PANEL = (("silver/structures", "siren"), ("silver/structures", "code_insee"))
_COUNT = (("silver/reponses", "id_reponse"), _STRATE)

_TABLES = (
    Table(
        "bronze/reponses_brutes",
        bronze.ReponsesBrutes,
        "Toutes les réponses reçues, telles quelles, dans une forme commune quel que soit l’export. "
        "Contient des données personnelles : elles ne vont pas plus loin.",
        personal=True,
    ),
    Table(
        "bronze/questions", bronze.Questions, "Le questionnaire : chaque colonne, sa question et son libellé."
    ),
    Table(
        "bronze/modalites", bronze.Modalites, "Les réponses possibles à chaque question fermée, dans l’ordre."
    ),
    Table("bronze/extraits", bronze.Extraits, "Les fichiers bruts utilisés et leur empreinte SHA-256."),
    Table("bronze/avertissements", bronze.Avertissements, "Ce que la lecture de l’extrait a signalé."),
    Table(
        "bronze/correspondances",
        bronze.Correspondances,
        "Qui a répondu, d’après le fichier relu à côté de l’extrait (sans le nom saisi).",
    ),
    Table(
        "silver/reponses",
        silver.Reponses,
        "Les réponses retenues : une ligne par structure, une colonne par question fermée. "
        "« Sans réponse » et « non concerné » y sont distingués. Aucune donnée personnelle.",
        lineage={c: (("bronze/reponses_brutes", c),) for c in ("id_reponse", "ligne", "fichier")},
    ),
    Table(
        "silver/structures",
        silver.Structures,
        "Qui a répondu : type, strate, population, et les poids des deux redressements.",
        lineage={
            "id_reponse": (("bronze/reponses_brutes", "id_reponse"),),
            **{
                c: (("bronze/correspondances", c),)
                for c in ("siren", "code_insee", "population", "type", "strate")
            },
            "statut": (("bronze/correspondances", "id_reponse"),),
            "poids_historique": (("bronze/correspondances", "strate"),),
            "poids": (("bronze/correspondances", "strate"),),
        },
    ),
    Table(
        "silver/reponses_ecartees",
        silver.ReponsesEcartees,
        "Les réponses mises de côté, chacune avec son motif.",
        lineage=dict.fromkeys(
            ("id_reponse", "ligne", "fichier", "motif"), (("bronze/reponses_brutes", "id_reponse"),)
        ),
    ),
    Table(
        "silver/appariements",
        silver.Appariements,
        "Les structures reconnues dans les listes officielles : preuve, score, verdict, candidats. "
        "« a_revoir » attend une décision (barometre revue).",
        lineage={"id_reponse": (("bronze/reponses_brutes", "id_reponse"),)},
    ),
    Table(
        "silver/decisions_sans_objet",
        silver.DecisionsSansObjet,
        "Les décisions de relecture devenues inutiles.",
    ),
    Table(
        "gold/tris",
        gold.Tris,
        "Tous les tris à plat : chaque question fermée, pour l’ensemble et pour onze groupes de structures, "
        "en effectifs, en parts et en parts redressées.",
        lineage={
            **{c: (("bronze/questions", c),) for c in ("question", "sous_question", "question_libelle")},
            "sous_question_libelle": (("bronze/questions", "sous_question_libelle"),),
            "modalite": (("bronze/modalites", "libelle"),),
            "groupe": (_STRATE,),
            **dict.fromkeys(("n", "repondants", "effectif", "part"), _COUNT),
            "part_ponderee_historique": (*_COUNT, ("silver/structures", "poids_historique")),
            "part_ponderee": (*_COUNT, ("silver/structures", "poids")),
        },
    ),
    Table(
        "gold/estimations",
        gold.Estimations,
        "Ce que vaut chaque part redressée : erreur-type, intervalles à 95 %, effet de plan, base faible.",
        lineage=dict.fromkeys(
            ("part_ponderee", "erreur_type", "deff"), (*_COUNT, ("silver/structures", "poids"))
        ),
    ),
    Table(
        "gold/fiches",
        gold.Fiches,
        "La piste d’audit de chaque chiffre : la requête qui redonne le même nombre.",
    ),
    Table(
        "gold/contexte",
        gold.Contexte,
        "Ce qui vaut pour toute l’édition : filtres, versions, extrait utilisé.",
    ),
    Table("gold/graphiques", gold.Graphiques, "Les graphiques produits et leurs fichiers."),
    Table(
        "gold/tendances",
        gold.Tendances,
        "Les graphiques d’évolution, un par indicateur connu pour au moins deux années, avec leurs intervalles.",
        source="",
        lineage=dict.fromkeys(
            ("fichier_csv", "json", "svg", "png"),
            tuple(("gold/indicateurs", c) for c in ("part_publiable", "part_ponderee", "ic_bas", "ic_haut")),
        ),
    ),
    Table("gold/pages", gold.Pages, "Les pages du rapport HTML.", source=""),
    Table(
        "gold/donnees_ouvertes",
        gold.Pages,
        "Le paquet de données ouvertes, petites cellules masquées.",
        source="",
    ),
    *(
        Table(f"bronze/sondage_{n}", s, d, source="ipsos")
        for n, s, d in (
            (
                "variables",
                poll.SondageVariables,
                "Le questionnaire du sondage : questions, items, libellés.",
            ),
            ("modalites", poll.SondageModalites, "Les réponses possibles à chaque question du sondage."),
            ("extraits", poll.Livraisons, "Les fichiers livrés par l’institut et leur empreinte SHA-256."),
        )
    ),
    Table(
        "silver/sondes",
        poll.Sondes,
        "Les personnes interrogées : poids, bannière, réponses en codes. "
        "Vide si l’institut n’a livré que des tableaux.",
        source="ipsos",
    ),
    Table(
        "gold/sondage_tris",
        poll.SondageTris,
        "Les tris pondérés du sondage, par colonne de la bannière, avec effet de plan et marge d’erreur.",
        source="ipsos",
        lineage=dict.fromkeys(
            ("n_pondere", "base_ponderee", "part_ponderee", "deff", "marge"), (("silver/sondes", "poids"),)
        ),
    ),
    Table(
        "bronze/agregats_extraits",
        poll.Livraisons,
        "Les fichiers des tableaux publiés.",
        source="agregats",
    ),
    Table(
        "silver/agregats",
        indicators.Agregats,
        "Une édition dont il ne reste que les tableaux publiés : un effectif par question, réponse et groupe.",
        source="agregats",
    ),
    Table(
        "gold/indicateurs",
        indicators.Indicateurs,
        "Tous les indicateurs du catalogue, pour chaque édition et chaque population, avec base et intervalle.",
        source="",
    ),
    Table(
        "gold/non_calculables",
        indicators.NonCalculables,
        "Ce qu’une édition ne peut pas donner, et pourquoi.",
        source="",
    ),
    Table(
        "gold/evolutions",
        indicators.Evolutions,
        "L’évolution de chaque indicateur entre deux éditions.",
        source="",
    ),
    Table(
        "gold/panel",
        changes.Panel,
        "Combien de structures ont répondu à deux éditions, par type, fusions et changements de nom suivis.",
        source="",
        lineage={"structures_communes": _PANEL, "type": (("silver/structures", "type"),)},
    ),
    Table(
        "gold/effets_de_structure",
        changes.EffetsDeStructure,
        "De quoi est faite l’évolution de chaque indicateur : changement réel ou composition de l’échantillon, "
        "test, structures qui ont répondu aux deux éditions, et ce qu’on peut en conclure.",
        source="",
        lineage={
            "part_ponderee": (("silver/reponses", "id_reponse"), ("silver/structures", "poids")),
            "effet_composition": (_STRATE,),
            "panel_paires": _PANEL,
        },
    ),
    Table(
        "gold/tests_de_groupes",
        changes.GroupesTestes,
        "La réponse dépend-elle du type de structure ? Un test de Rao et Scott par question fermée et par édition.",
        source="",
        lineage={
            **{
                c: (("bronze/questions", c),)
                for c in ("question", "sous_question", "question_libelle", "sous_question_libelle")
            },
            "types": (("silver/structures", "type"),),
            "statistique": (("silver/reponses", "id_reponse"), ("silver/structures", "poids")),
        },
    ),
    Table(
        "gold/croisements",
        indicators.Croisements,
        "Les pratiques des collectivités et les attentes des Français.",
        source="",
    ),
    Table(
        "gold/echantillons",
        indicators.Echantillons,
        "Les échantillons déduits des pourcentages imprimés.",
        source="",
    ),
    Table(
        "gold/contradictions",
        indicators.Contradictions,
        "Les contradictions entre documents, trouvées par règle.",
        source="",
    ),
    Table(
        "gold/rapprochement",
        indicators.Rapprochement,
        "Chaque chiffre publié en face de la valeur calculée.",
        source="",
    ),
)

TABLES: dict[str, Table] = {t.name: t for t in _TABLES}


def find_table(name: str) -> Table | None:
    """Find a table by its full name or by its last part (``tris`` for ``gold/tris``)."""
    return TABLES.get(name) or next((t for t in _TABLES if t.name.rsplit("/", 1)[-1] == name), None)
