"""``barometre pull limesurvey``: options, progress, messages; the work is ``sources.limesurvey.remote``'s."""

from typing import Annotated

import typer
from rich.console import Console

from barometre_pipeline.cli.common import RawOption, french_errors, stderr
from barometre_pipeline.cli.french import FrenchCommand, FrenchGroup
from barometre_pipeline.cli.progress import Advance, Stages
from barometre_pipeline.editions.loader import require_edition_key, survey_numbers
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.limesurvey.remote import (
    Listener,
    PullRequest,
    PullResult,
    RemoteError,
    RetryPolicy,
    choose_survey,
    pull,
    settings_from_environment,
)

app = typer.Typer(cls=FrenchGroup, no_args_is_help=True, help="Télécharge les données d’un service en ligne.")


class _Screen(Listener):
    """Shows a pull on a terminal, stage by stage."""

    def __init__(self, console: Console, advance: Advance) -> None:
        self._console = console
        self.stages = Stages(advance)

    def step(self, text: str) -> None:
        """Begin a stage."""
        self.stages.begin(text)

    def progress(self, done: int, total: int) -> None:
        """Move the bar of the stage."""
        self.stages.count(done, total)

    def pause(self, error: RemoteError, seconds: float, attempt: int, attempts: int) -> None:
        """Say why nothing moves."""
        self._console.print(
            f"  {error.constat} ; nouvel essai dans {number(seconds, 0)} s ({attempt}/{attempts})",
            style="yellow",
        )


@app.callback()
def _pull() -> None:
    """Télécharge les données d’un service en ligne."""


@app.command("limesurvey", cls=FrenchCommand)
def limesurvey(
    edition: Annotated[
        str,
        typer.Option(
            metavar="ANNÉE", help="Édition à laquelle appartiennent les réponses, par exemple 2026."
        ),
    ],
    raw: RawOption,
    enquete: Annotated[
        int | None,
        typer.Option(
            metavar="NOMBRE",
            help="Numéro du questionnaire ; à défaut, celui d’edition.yaml, puis LIMESURVEY_ENQUETE_<ANNÉE>, puis "
            "LIMESURVEY_ENQUETE.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="AAAA-MM-JJ",
            help="Nom du dossier ; à défaut, le jour de la dernière réponse.",
        ),
    ] = None,
    page: Annotated[
        int, typer.Option(metavar="NOMBRE", min=1, max=10_000, help="Réponses demandées à la fois.")
    ] = 200,
    delai: Annotated[
        float, typer.Option(metavar="NOMBRE", min=1, help="Secondes d’attente du serveur.")
    ] = 60.0,
    essais: Annotated[
        int, typer.Option(metavar="NOMBRE", min=1, max=20, help="Essais de chaque appel avant d’abandonner.")
    ] = 6,
    recommencer: Annotated[
        bool, typer.Option("--recommencer", help="Oublie les pages d’un téléchargement interrompu.")
    ] = False,
) -> None:
    """Télécharge structure et réponses d’un questionnaire LimeSurvey (RemoteControl).

    L’adresse et le compte viennent de l’environnement : LIMESURVEY_URL (l’adresse qui finit par
    /index.php/admin/remotecontrol), LIMESURVEY_UTILISATEUR et LIMESURVEY_MOT_DE_PASSE. LIMESURVEY_ENQUETE, qui ne dit
    pas d’édition, ne vaut que pour la plus récente, tant que rien n’y a été déposé à la main.

    Les fichiers vont dans <brut>/<édition>/limesurvey/<date>/ avec un manifest.json ; rien n’est jamais
    remplacé. Interrompu, le téléchargement reprend où il en était.
    """
    console = stderr()
    with french_errors():
        require_edition_key(edition)
        survey = choose_survey(raw / edition, enquete, survey_numbers(raw, edition)).required()
        request = PullRequest(raw / edition, survey, date, page, recommencer)
        settings = settings_from_environment(timeout=delai)
        try:
            with Advance(console) as advance:
                screen = _Screen(console, advance)
                result = pull(settings, request, listener=screen, policy=RetryPolicy(attempts=essais))
                screen.stages.end()
        except KeyboardInterrupt:
            console.print("Ce qui est téléchargé est gardé : relancez la même commande pour reprendre.")
            raise
    _report(console, result, edition)


def _report(console: Console, result: PullResult, edition: str) -> None:
    folder = f"{edition}/limesurvey/{result.folder.name}/"
    if result.unchanged:
        typer.echo(
            f"Rien de nouveau sur le serveur : {folder} contient déjà ces {result.responses} réponses."
        )
    else:
        typer.echo(
            f"{result.responses} réponses, dont {result.complete} complètes, dans {folder} "
            f"({result.fetched} téléchargées à l’instant)."
        )
    for warning in result.warnings:
        console.print(f"Attention : {warning}", style="yellow", markup=False)
