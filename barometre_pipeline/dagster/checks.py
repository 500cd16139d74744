"""Asset checks: the schema of every declared table (blocking), and what must hold between tables.

Great Expectations checks are in ``expectations_checks``; they warn and are loaded only where they run.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import dagster as dg
import pandas as pd

from barometre_pipeline.catalogue.extension import catalogue_of, texts_of
from barometre_pipeline.catalogue.unmapped import left_to_map
from barometre_pipeline.cleaning.selection import typed_names
from barometre_pipeline.cleaning.to_decide import to_decide
from barometre_pipeline.dagster.metadata import asset_key
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.french.numbers import count
from barometre_pipeline.lake import Lake
from barometre_pipeline.matching import decisions_file
from barometre_pipeline.printed.scores import unexplained
from barometre_pipeline.tables.cross_rules import answers_not_of_a_group, left_to_decide
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import SchemaError
from barometre_pipeline.vocabulary import CLOSED_KINDS, PREUVES

PANDERA_CHECK = "schema_pandera"


def _schema_checks(layer: str, tables: Sequence[Table]) -> dg.AssetChecksDefinition:
    """Build the blocking checks of one layer: each table is read back from the lake and validated."""

    @dg.multi_asset_check(
        name=f"controle_schema_{layer}",
        specs=[
            dg.AssetCheckSpec(
                name=PANDERA_CHECK,
                asset=asset_key(t.name),
                description=f"Chaque ligne de « {t.name} » respecte le schéma Pandera de la table.",
                blocking=True,
                partitions_def=EDITIONS if t.by_edition else None,
            )
            for t in tables
        ],
        required_resource_keys={"paths"},
        can_subset=True,
    )
    def check(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        lake = context.resources.paths.open_lake()
        for key in sorted(context.selected_asset_check_keys, key=str):
            table = TABLES["/".join(key.asset_key.path)]
            keys: list[str | None] = _there(context, lake, table.name) if table.by_edition else [None]
            yield _validate(lake, table, keys, key.asset_key)

    return check


def _there(context: dg.AssetCheckExecutionContext, lake: Lake, table: str) -> list[str | None]:
    """Return the editions of the run that have a table; one whose source is absent has nothing to check."""
    return [key for key in partition_keys(context) if lake.exists(table, key)]


def partition_keys(context: dg.AssetCheckExecutionContext) -> list[str]:
    """Return the editions of the run that a check belongs to."""
    return list(context.op_execution_context.partition_keys)


def _validate(lake: Lake, table: Table, editions: list[str | None], key: dg.AssetKey) -> dg.AssetCheckResult:
    rows = 0
    try:
        for edition in editions:
            rows += len(read_valid(lake, table.name, edition))
    except SchemaError as error:
        return dg.AssetCheckResult(
            passed=False,
            asset_key=key,
            check_name=PANDERA_CHECK,
            description=str(error),
            metadata={"Table": table.name},
        )
    return dg.AssetCheckResult(
        passed=True, asset_key=key, check_name=PANDERA_CHECK, metadata={"Lignes": rows}
    )


def _by_layer() -> list[dg.AssetChecksDefinition]:
    # What indicators write in parts is validated as it is written, and whole once gathered.
    kept = sorted((t for t in TABLES.values() if not t.part), key=lambda t: (t.layer, t.source))
    return [
        _schema_checks(f"{layer}_{source or 'ensemble'}", list(tables))
        for (layer, source), tables in groupby(kept, key=lambda t: (t.layer, t.source))
    ]


SCHEMA_CHECKS = _by_layer()


@dg.asset_check(
    asset=asset_key("silver/structures"),
    name="structures_reconnues",
    description="Chaque réponse retenue a une structure relue ou reconnue ; aucune n’attend de décision, et aucune "
    "décision n’est devenue sans objet.",
    additional_deps=[asset_key("silver/decisions_sans_objet")],
    required_resource_keys={"paths"},
    partitions_def=EDITIONS,
)
def every_structure_recognised(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Red while a kept response still waits for a person's decision, or a decision concerns nobody."""
    paths = context.resources.paths
    lake = paths.open_lake()
    left, lines = [], []
    for e in (key for key in partition_keys(context) if lake.exists("silver/structures", key)):
        structures = lake.read("silver/structures", e)
        left.append(left_to_decide(e, structures, lake.read("silver/decisions_sans_objet", e)))
        lines += _to_decide(paths.edition(e), lake, structures)
    problems = [sentence for edition in left for sentence in edition.problems]
    return dg.AssetCheckResult(
        passed=not problems,
        description="\n\n".join(filter(None, [" ; ".join(problems), "\n".join(lines)])) or None,
        metadata={
            "À revoir": sum(e.structures for e in left),
            "Décisions sans objet": sum(e.decisions for e in left),
        },
    )


def _to_decide(edition: Edition, lake: Lake, structures: pd.DataFrame) -> list[str]:
    """Say what each structure in doubt of an edition may be."""
    waiting = structures.loc[structures["statut"] == "a_revoir", "id_reponse"]
    if waiting.empty:
        return []
    matches = lake.read("silver/appariements", edition.key)
    wanted = ["id_reponse", str(edition.config.limesurvey.question_nom)]
    responses = lake.read("bronze/reponses_brutes", edition.key, columns=wanted)
    responses = responses[responses["id_reponse"].isin(waiting)]
    names = dict(zip(responses["id_reponse"], typed_names(responses, edition.config), strict=True))
    rows = matches[matches["id_reponse"].isin(waiting)]
    return to_decide(edition.key, rows, names, decisions_file(edition)[1], f"{date.today():%Y-%m-%d}")


@dg.asset_check(
    asset=asset_key("bronze/reponses_brutes"),
    name="reponses_comprises",
    description="Chaque réponse reçue est une réponse du questionnaire, un nombre ou une date, selon la question "
    "(avertissement)\u00a0: les autres sont comptées par colonne dans « bronze/non_compris ».",
    additional_deps=[asset_key("bronze/non_compris")],
    required_resource_keys={"paths"},
    partitions_def=EDITIONS,
)
def every_answer_understood(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Warn of what was kept apart or counted as no answer, column by column."""
    lake = context.resources.paths.open_lake()
    left = [
        f"{e} {r.colonne}\u00a0: {count(int(r.nombre), 'réponse', 'réponses')} {r.constat} ({r.exemples})\u00a0; "
        f"{r.tenues_pour}"
        for e in partition_keys(context)
        if lake.exists("bronze/non_compris", e)
        for r in lake.read("bronze/non_compris", e).itertuples()
    ]
    return dg.AssetCheckResult(
        passed=not left,
        severity=dg.AssetCheckSeverity.WARN,
        description="\n".join(left) or None,
        metadata={"Colonnes concernées": len(left)},
    )


@dg.asset_check(
    asset=asset_key("gold/tris"),
    name="choix_uniques_somment_a_un",
    description="Pour chaque question à réponse unique et chaque groupe, les effectifs somment à la taille du groupe.",
    required_resource_keys={"paths"},
    blocking=True,
    partitions_def=EDITIONS,
)
def single_choices_sum_to_one(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Every response of a group gives exactly one answer to a single choice question."""
    lake = context.resources.paths.open_lake()
    broken = [
        f"{e} {answer}"
        for e in partition_keys(context)
        if lake.exists("gold/tris", e)
        for answer in answers_not_of_a_group(lake.read("bronze/questions", e), lake.read("gold/tris", e))
    ]
    return dg.AssetCheckResult(passed=not broken, metadata={"Écarts": "; ".join(broken[:10]) or "aucun"})


@dg.asset_check(
    asset=asset_key("gold/rapprochement"),
    name="ecarts_expliques",
    description="Chaque chiffre publié que des données réelles ou des tableaux publiés ne redonnent pas a une "
    "explication (avertissement) ; les scores, séparés selon les données, sont donnés à chaque calcul.",
    additional_deps=[asset_key("gold/scores")],
    required_resource_keys={"paths"},
)
def differences_on_facts_explained(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Warn of what facts contradict without a known reason; demonstration data cannot hide it."""
    lake = context.resources.paths.open_lake()
    scores = lake.read("gold/scores")
    left = unexplained(lake.read("gold/rapprochement"))
    every = scores[scores["edition"] == ""]
    return dg.AssetCheckResult(
        passed=left.empty,
        severity=dg.AssetCheckSeverity.WARN,
        description=" ; ".join(f"{r.chiffre} : {r.raison}" for r in left.itertuples()) or None,
        metadata={
            PREUVES.get(d, "sans données").capitalize(): p
            for d, p in zip(every["donnees"], every["phrase"], strict=True)
        },
    )


@dg.asset_check(
    asset=asset_key("gold/indicateurs"),
    name="questions_rattachees",
    description="Chaque question fermée de l’enquête est rattachée au livre de codes, ou dite nouvelle ; rien n’attend "
    "d’être confirmé\u00a0; chaque réponse qu’elle offre aussi. Une édition sans question rattachée "
    "n’a aucun indicateur.",
    additional_deps=[asset_key("gold/livre_de_codes"), asset_key("bronze/modalites")],
    required_resource_keys={"paths"},
)
def every_question_mapped(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Red while an edition asks what the catalogue cannot read, with what mends it."""
    lake = context.resources.paths.open_lake()
    texts, catalogue = texts_of(lake.read("gold/livre_de_codes")), catalogue_of(lake)
    left = []
    for edition in lake.editions("bronze/questions"):
        questions = lake.read("bronze/questions", edition)
        closed = questions[questions["nature"].isin([str(k) for k in CLOSED_KINDS])]
        asked = dict(zip(closed["question"].astype(str), closed["question_libelle"].astype(str), strict=True))
        offered = lake.read("bronze/modalites", edition)
        keys = zip(offered["colonne"].astype(str), offered["code"].astype(str), strict=True)
        answers = dict(zip(keys, offered["libelle"].astype(str), strict=True))
        left += left_to_map(catalogue, texts, edition, asked, answers)
    return dg.AssetCheckResult(passed=not left, description="\n".join(left) or None)


@dg.asset_check(
    asset=asset_key("bronze/sondage_extraits"),
    name="sondage_lu_en_entier",
    description="Rien du sondage n’a été laissé de côté ni deviné : variables sans étiquette, codes inconnus, codage "
    "des choix multiples, poids (avertissement).",
    required_resource_keys={"paths"},
    partitions_def=EDITIONS,
)
def whole_poll_read(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Warn of what the reading of a poll set aside or had to guess."""
    lake = context.resources.paths.open_lake()
    said = [
        note
        for key in partition_keys(context)
        if lake.exists("bronze/sondage_extraits", key)
        for note in str(lake.read("bronze/sondage_extraits", key)["avertissements"].iloc[0]).splitlines()
    ]
    return dg.AssetCheckResult(
        passed=not said, severity=dg.AssetCheckSeverity.WARN, description="\n\n".join(said) or None
    )


CHECKS = [
    *SCHEMA_CHECKS,
    every_answer_understood,
    every_structure_recognised,
    single_choices_sum_to_one,
    differences_on_facts_explained,
    every_question_mapped,
    whole_poll_read,
]
