"""The asset that fetches an edition's survey from the LimeSurvey server into the raw folder.

It writes raw data and needs credentials. Asked for among other assets where no server is configured, it does nothing
and says so; it is red when it could not do what was asked.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import dagster as dg

from barometre_pipeline.dagster.metadata import OWNERS
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.errors import BarometreError

if TYPE_CHECKING:
    from barometre_pipeline.sources.limesurvey.remote import PullResult

SERVER_POOL: Final = "serveur_limesurvey"  # deploy/dagster.yaml lets one run of it go on at a time


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
    pool=SERVER_POOL,
    backfill_policy=dg.BackfillPolicy.single_run(),
    required_resource_keys={"paths"},
    description=(
        "Télécharge structure et réponses du questionnaire depuis le serveur LimeSurvey (RemoteControl) dans "
        "data_raw/<édition>/limesurvey/<date>/, avec un manifeste. L’adresse et le compte viennent des variables "
        "LIMESURVEY_URL, LIMESURVEY_UTILISATEUR et LIMESURVEY_MOT_DE_PASSE. Le numéro de l’enquête vient de "
        "edition.yaml (limesurvey.enquete), sinon de la configuration du lancement, sinon de "
        "LIMESURVEY_ENQUETE_<édition>, sinon de LIMESURVEY_ENQUETE, qui ne vaut que pour l’édition la plus récente "
        "et jamais pour un dossier où un extrait a été déposé à la main. Rouge si ce qui était demandé n’a pas pu "
        "être fait. Rien n’est jamais remplacé ; interrompu, le téléchargement reprend où il en était."
    ),
)
def limesurvey_pull(
    context: dg.AssetExecutionContext, config: PullConfig
) -> Iterator[dg.MaterializeResult[None]]:
    """Pull the editions of the run, or say why there is nothing to pull: « Materialize all » must not fail for that."""
    versions = []
    for key in context.partition_keys:
        metadata, version = _pulled(context, config, key)
        context.add_asset_metadata(metadata, asset_key=context.asset_key, partition_key=key)
        versions.append(version)
    yield dg.MaterializeResult(data_version=dg.DataVersion("-".join(versions)))


def _pulled(
    context: dg.AssetExecutionContext, config: PullConfig, key: str
) -> tuple[dict[str, dg.MetadataValue], str]:
    """Pull one edition and return what to tell of it, and what identifies what was pulled."""
    # Imported here: the HTTP client would weigh on every run, and hardly any run pulls.
    from barometre_pipeline.dagster.pull_step import pull_edition

    raw, message = context.resources.paths.raw_folder(), ""
    try:
        result = pull_edition(
            raw, key, context.log, by_name=_alone(context) or config != PullConfig(), **config.model_dump()
        )
    except BarometreError as error:
        message = str(error)
    except OSError as error:
        message = str(of_the_disk(error, raw) or "")
        if not message:
            raise
    if message:
        # Raised here, so that the failure page shows the message alone.
        raise dg.Failure(description=message, allow_retries=False)
    if isinstance(result, str):
        context.log.info(f"Édition {key} : rien n’a été téléchargé, {result}.")
        return {"état": dg.MetadataValue.text(f"rien n’a été téléchargé : {result}")}, "rien"
    for warning in result.warnings:
        context.log.warning(warning)
    return _metadata(key, result), result.sha256


def _alone(context: dg.AssetExecutionContext) -> bool:
    """Tell whether the run asks for this asset and no other."""
    selected = context.run.asset_selection or context.job_def.asset_layer.selected_asset_keys
    return set(selected) == {context.asset_key}


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
