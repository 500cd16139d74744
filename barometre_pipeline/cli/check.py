"""``barometre check``: is what the lake holds whole, valid and up to date?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as RichTable

from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    JsonOption,
    LakeOption,
    RawOption,
    chosen_editions,
    french_errors,
    stderr,
    stdout,
)
from barometre_pipeline.cli.reading import reader
from barometre_pipeline.cli.wrong_calls import WrongValueError
from barometre_pipeline.editions.loader import discover_editions, sources_of
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.numbers import count
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness
from barometre_pipeline.provenance.standing import ORPHAN, WAITING, Standing, standing_of, standing_together
from barometre_pipeline.tables.model import EVERY_SOURCE, Table
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.registry import ASSETS, TABLES
from barometre_pipeline.tables.schema import SchemaError
from barometre_pipeline.vocabulary import ENSEMBLE

_SHOWN = 5  # names of tables in a sentence


@reader
def check(
    raw: RawOption,
    lake: LakeOption,
    edition: Annotated[
        list[str] | None,
        typer.Option(
            "--edition",
            metavar="ANNÉE",
            help="Édition à contrôler (répétable) ; par défaut, toutes, et ce qui les réunit.",
        ),
    ] = None,
    chiffres: Annotated[
        bool, typer.Option("--chiffres", help="Compare chaque chiffre publié à la valeur calculée.")
    ] = False,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Cherche les contradictions entre les chiffres publiés.")
    ] = False,
    affirmations: Annotated[
        bool, typer.Option("--affirmations", help="Juge ce que les documents affirment, nombres à l’appui.")
    ] = False,
    brouillon: Annotated[
        Path | None,
        typer.Option(
            "--brouillon",
            metavar="DOCUMENT",
            help="Avec --chiffres : écrit à la place, en CSV, les lignes que ce document ajouterait à la liste des "
            "chiffres publiés ; à confirmer par une personne.",
        ),
    ] = None,
    sortie: Annotated[
        Path | None,
        typer.Option(
            "--sortie",
            metavar="FICHIER",
            help="Avec --brouillon : nouveau fichier où les écrire.",
            show_default="la sortie standard",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Contrôle le lac (schémas, éditions à jour), ou les chiffres publiés."""
    _check_usage(chiffres, brouillon, sortie, edition)
    if brouillon is not None:
        from barometre_pipeline.cli.draft_figures import draft_figures

        with french_errors():
            draft_figures(lake, brouillon, edition[0] if edition else None, sortie)
        return
    if chiffres or contradictions or affirmations:
        _printed_matter(lake, chiffres, contradictions, affirmations, as_json)
        return
    failed = False
    with french_errors():
        store = Lake.at(lake)
        found = chosen_editions(raw, edition)
        fresh = Freshness(store, discover_editions(raw))
        home = dagster_home(lake)
        states = {key: standing_of(fresh, key, home) for key in found}
        sources = {key: [*sources_of(config), EVERY_SOURCE] for key, config in found.items()}
        if edition is None:
            states |= {key: standing_of(fresh, key, home) for key in fresh.gone}
            states[ENSEMBLE], sources[ENSEMBLE] = standing_together(fresh, home), [""]
        report = RichTable("Édition", "Tables valides", "État")
        for key, standing in states.items():
            if standing.state in (WAITING, ORPHAN):
                report.add_row(key, "–", standing.words)
                failed = failed or standing.state == ORPHAN
                if standing.state == ORPHAN:
                    _tell(key, standing)
                continue
            # An edition that no codebook maps has no indicator.
            expected = [
                t
                for t in TABLES.values()
                if t.source in sources[key] and fresh.computes(ASSETS[t.step.name], key)
            ]
            there = [t for t in expected if store.exists(t.name, key if t.by_edition else None)]
            faults = [fault for t in there if (fault := _fault(store, t, key))]
            failed = failed or bool(faults) or len(there) < len(expected) or bool(standing.reason)
            valid = len(there) - len(faults)
            report.add_row(key, f"{valid}/{len(expected)}", standing.words)
            if standing.reason:
                _tell(key, standing)
            for message in (*_missing(key, [t.name for t in expected if t not in there]), *faults):
                stderr().print(message, markup=False)
        stdout().print(report)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _tell(key: str, standing: Standing) -> None:
    stderr().print(f"Édition {key} : {standing.words}, {standing.told}", markup=False)


def _check_usage(
    figures: bool, document: Path | None, target: Path | None, edition: list[str] | None
) -> None:
    """Refuse options that do not go together.

    Raises:
        WrongValueError: a draft of something else than printed figures, of several editions, or a file without draft.
    """
    if document is not None and not figures:
        raise WrongValueError("cette option demande --chiffres", param_hint="--brouillon")
    if target is not None and document is None:
        raise WrongValueError("cette option demande --brouillon", param_hint="--sortie")
    if document is not None and len(edition or ()) > 1:
        raise WrongValueError("un document n’est que d’une édition", param_hint="--edition")


def _printed_matter(lake: Path, figures: bool, contradictions: bool, claims: bool, as_json: bool) -> None:
    from barometre_pipeline.cli.check_figures import check_claims, check_contradictions, check_figures

    explained = True
    with french_errors():
        if figures:
            explained = check_figures(lake, stdout(), as_json)
        if contradictions:
            check_contradictions(stdout(), as_json)
        if claims:
            check_claims(lake, stdout(), as_json)
    if not explained:
        raise typer.Exit(EXIT_FAILED)


def _missing(edition: str, names: list[str]) -> Iterator[str]:
    if names:
        shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
        yield (
            f"Édition {edition} : {count(len(names), 'table')} du lac à calculer ({shown}) ; "
            "lancez « barometre run », avec le même --lake."
        )


def _fault(store: Lake, table: Table, edition: str) -> str | None:
    try:
        read_valid(store, table.name, edition if table.by_edition else None)
    except SchemaError as error:
        return f"Édition {edition} : {error}"
    except (OSError, ValueError):
        return (
            f"Édition {edition} : le fichier de la table « {table.name} » est illisible ; "
            "relancez « barometre run »."
        )
    return None
