"""The asset that fetches an edition's survey from the LimeSurvey server into the raw folder.

It writes raw data and needs credentials: no job and no schedule includes it, and without them it does nothing.
"""

import os
from typing import TYPE_CHECKING

import dagster as dg

from barometre_pipeline.dagster.metadata import OWNERS
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.errors import BarometreError

if TYPE_CHECKING:
    from barometre_pipeline.sources.limesurvey.remote import PullResult


class PullConfig(dg.Config):
    """What the launchpad may set; address and account come from the environment only."""

    enquete: int | None = None
    date: str | None = None
    page: int = 200
    delai: float = 60.0
    recommencer: bool = False


@dg.asset(
    name="extraction_limesurvey",
    group_name="brut",
    owners=OWNERS,
    kinds={"limesurvey"},
    tags={"couche": "brut", "donnees_personnelles": "oui"},
    partitions_def=EDITIONS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    required_resource_keys={"paths"},
    description=(
        "Télécharge structure et réponses du questionnaire depuis le serveur LimeSurvey (RemoteControl) dans "
        "data_raw/<édition>/limesurvey/<date>/, avec un manifeste. À lancer à la main ; l’adresse et le "
        "compte "
        "viennent des variables LIMESURVEY_URL, LIMESURVEY_UTILISATEUR et LIMESURVEY_MOT_DE_PASSE, le numéro "
        "de "
        "l’enquête de la configuration ou de LIMESURVEY_ENQUETE. Rien n’est jamais remplacé ; interrompu, le "
        "téléchargement reprend où il en était."
    ),
)
def limesurvey_pull(context: dg.AssetExecutionContext, config: PullConfig) -> dg.MaterializeResult[None]:
    """Pull one edition, or say why there is nothing to pull: « Materialize all » must not fail for that."""
    paths, key = context.resources.paths, context.partition_key
    survey = config.enquete or paths.edition(key).config.limesurvey.enquete
    if not os.environ.get("LIMESURVEY_URL") or survey is None:
        reason = "LIMESURVEY_URL ou le numéro de l’enquête n’est pas donné"
        context.log.info(f"Édition {key} : rien à télécharger, {reason}.")
        return dg.MaterializeResult(metadata={"état": f"rien n’a été téléchargé : {reason}"})
    # Imported here: the HTTP client would weigh on every run, and hardly any run pulls.
    from barometre_pipeline.dagster.pull_step import pull_edition

    options = config.model_dump() | {"enquete": survey}
    try:
        result = pull_edition(paths.raw_folder() / key, context.log, **options)
    except BarometreError as error:
        message = str(error)
    else:
        for warning in result.warnings:
            context.log.warning(warning)
        return dg.MaterializeResult(
            metadata=_metadata(key, result), data_version=dg.DataVersion(result.sha256)
        )
    # Raised here, so that the failure page shows the message alone.
    raise dg.Failure(description=message, allow_retries=False)


def _metadata(edition: str, result: "PullResult") -> dict[str, dg.MetadataValue]:
    return {
        "dossier": dg.MetadataValue.text(f"{edition}/limesurvey/{result.folder.name}"),
        "réponses": dg.MetadataValue.int(result.responses),
        "complètes": dg.MetadataValue.int(result.complete),
        "téléchargées par cette exécution": dg.MetadataValue.int(result.fetched),
        "inchangé": dg.MetadataValue.bool(result.unchanged),
        "sha256": dg.MetadataValue.text(result.sha256),
        "avertissements": dg.MetadataValue.md("\n".join(f"- {w}" for w in result.warnings) or "aucun"),
    }
