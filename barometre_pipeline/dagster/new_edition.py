"""The job that pulls an edition which has no folder yet, hence no partition to choose in a dialog.

What a pull does is ``pull_step``'s; afterwards the edition is one like the others.
"""

from typing import Final

import dagster as dg

from barometre_pipeline.dagster.assets.pull import SERVER_POOL, PullConfig
from barometre_pipeline.dagster.partitions import register
from barometre_pipeline.editions.loader import require_edition_key
from barometre_pipeline.errors import BarometreError

NEW_EDITION: Final = "nouvelle_edition"


class NewEditionConfig(PullConfig):
    """What the launchpad asks for beside what a pull may be told: the year, and the survey's number on the server."""

    edition: str
    enquete: int


@dg.op(
    name="telecharger_une_nouvelle_edition",
    pool=SERVER_POOL,
    required_resource_keys={"paths"},
    description="Télécharge le questionnaire d’une édition qui n’a pas encore de dossier, puis la propose dans les "
    "dialogues.",
)
def pull_new_edition(context: dg.OpExecutionContext, config: NewEditionConfig) -> None:
    """Pull an edition by its name and make it a partition."""
    # Imported here: the HTTP client would weigh on every run, and hardly any run pulls.
    from barometre_pipeline.dagster.pull_step import pull_edition

    raw, message = context.resources.paths.raw_folder(), ""
    try:
        require_edition_key(config.edition)
        asked = config.model_dump(exclude={"edition"})
        result = pull_edition(raw, config.edition, context.log, by_name=True, **asked)
    except BarometreError as error:
        message = str(error)
    if message:
        raise dg.Failure(description=message, allow_retries=False)
    assert not isinstance(result, str)
    register(context.instance, [config.edition])
    for warning in result.warnings:
        context.log.warning(warning)
    context.log.info(
        f"Édition {config.edition}\u00a0: {result.responses} réponses dans {result.folder.name}. Elle est maintenant "
        "dans la liste des éditions\u00a0; si l’automatisme est en marche, elle est calculée sans rien faire d’autre."
    )


@dg.job(
    name=NEW_EDITION,
    description="Télécharger une édition qui n’existe pas encore ici\u00a0: donner au lancement l’année (edition) et "
    "le numéro du questionnaire sur le serveur (enquete).",
)
def new_edition_job() -> None:
    """Bind the one step."""
    pull_new_edition()
