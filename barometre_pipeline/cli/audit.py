"""``barometre audit``: where a figure comes from, in French, and the same count done again.

Three ways in: a tabulated answer (--question), an indicator (--indicateur), a printed figure (--chiffre).
Rendering is ``audit_show``'s and ``audit_show_indicator``'s.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from barometre_pipeline.audit.explain import explain, find_figure
from barometre_pipeline.audit.verify import recount
from barometre_pipeline.cli.audit_show import show_tabulated
from barometre_pipeline.cli.audit_show_indicator import show_indicator, show_printed
from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    JsonOption,
    LakeOption,
    RawOption,
    french_errors,
    stdout,
)
from barometre_pipeline.lake import Lake

Card = dict[str, Any]
_OPTIONS = {
    "--question": {"--edition", "--sous-question", "--modalite", "--groupe"},
    "--indicateur": {"--edition", "--categorie", "--population", "--modalite"},
    "--chiffre": set[str](),
}


def audit(
    raw: RawOption,
    lake: LakeOption,
    edition: Annotated[
        str | None,
        typer.Option("--edition", metavar="ANNÉE", help="Édition du baromètre ; inutile avec --chiffre."),
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", metavar="CODE", help="Code de la question, par exemple G3Q03.")
    ] = None,
    modalite: Annotated[
        str | None,
        typer.Option(
            "--modalite",
            metavar="RÉPONSE",
            help="Texte de la réponse, par exemple Oui. Avec --indicateur : réponse à une question de profil, "
            "par exemple age=a18_24.",
        ),
    ] = None,
    sous_question: Annotated[
        str | None,
        typer.Option("--sous-question", metavar="CODE", help="Code ou texte de la sous-question, ou rang."),
    ] = None,
    groupe: Annotated[
        str | None,
        typer.Option(
            "--groupe",
            metavar="GROUPE",
            help="Groupe de structures, par exemple metropoles.",
            show_default="ensemble",
        ),
    ] = None,
    chiffre: Annotated[
        str | None,
        typer.Option("--chiffre", metavar="CHIFFRE", help="Chiffre publié, par exemple support_2025-004."),
    ] = None,
    indicateur: Annotated[
        str | None,
        typer.Option(
            "--indicateur",
            metavar="NOM",
            help="Indicateur du catalogue, par exemple projet_data_au_moins_un.",
        ),
    ] = None,
    categorie: Annotated[
        str | None,
        typer.Option(
            "--categorie", metavar="NOM", help="Catégorie de l’indicateur, par son nom ou son libellé."
        ),
    ] = None,
    population: Annotated[
        str | None,
        typer.Option(
            "--population",
            metavar="NOM",
            help="Population, par son nom ou son libellé ; par défaut celle de l’indicateur.",
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Recompte avec DuckDB sur les fichiers Parquet et compare.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Dit d’où vient un chiffre : définition, question, base, filtres, fichiers, versions, requête.

    Le chiffre est désigné par une question (--question), par un indicateur du catalogue (--indicateur) ou par
    l’identifiant d’un chiffre publié (--chiffre).
    """
    ways = {"--question": question, "--indicateur": indicateur, "--chiffre": chiffre}
    details = {
        "--edition": edition, "--sous-question": sous_question, "--modalite": modalite, "--groupe": groupe,
        "--categorie": categorie, "--population": population,
    }  # fmt: skip
    _check_usage(ways, details)
    with french_errors():
        store = Lake.at(lake)
        if question is not None:
            row = find_figure(store, str(edition), question, sous_question, modalite, groupe or "ensemble")
            card = explain(store, row)
            card["execution"] = _execution(lake, edition, "gold/tris")
            cards = [card]
            if verify:
                n, effectif = recount(store, card["requete"])
                same = n == card["chiffre"]["n"] and effectif == card["base"]["effectif"]
                card["verification"] = {"n": n, "effectif": effectif, "identique": same}
        elif indicateur is not None:
            card = _indicator(lake, str(edition), indicateur, categorie, population, modalite, verify)
            cards = [card]
        else:
            card = _printed(lake, str(chiffre), verify)
            cards = [c for c in (card["fiche"], card["fiche_reference"]) if c]
        if as_json:
            typer.echo(json.dumps(card, ensure_ascii=False, indent=2))
        else:
            show = show_tabulated if question is not None else show_indicator if indicateur else show_printed
            show(stdout(), card)
    if verify and not all(c["verification"]["identique"] for c in cards):
        raise typer.Exit(EXIT_FAILED)


def _check_usage(ways: dict[str, str | None], details: dict[str, str | None]) -> None:
    """Refuse options that do not go together.

    Raises:
        typer.BadParameter: none or several ways in, an option of another way, or no edition.
    """
    given = [option for option, value in ways.items() if value is not None]
    if len(given) != 1:
        found = f"trouvé {' et '.join(given)}" if given else "aucune n’est donnée"
        raise typer.BadParameter(
            f"il en faut une et une seule, {found}", param_hint="--question, --indicateur ou --chiffre"
        )
    way = given[0]
    for option, value in details.items():
        if value is not None and option not in _OPTIONS[way]:
            raise typer.BadParameter(f"cette option ne va pas avec {way}", param_hint=option)
    if "--edition" in _OPTIONS[way] and details["--edition"] is None:
        raise typer.BadParameter(f"à donner avec {way}", param_hint="--edition")


def _indicator(
    lake: Path,
    edition: str,
    indicator: str,
    category: str | None,
    population: str | None,
    modalite: str | None,
    verify: bool,
) -> Card:
    from barometre_pipeline.audit.indicator_find import find_value
    from barometre_pipeline.catalogue.catalogue import load_catalogue

    row = find_value(Lake.at(lake), load_catalogue(), edition, indicator, category, population, modalite)
    return _card(lake, row, verify)


def _printed(lake: Path, identifier: str, verify: bool) -> Card:
    from barometre_pipeline.audit.indicator_find import find_printed, rows_behind

    store = Lake.at(lake)
    printed = find_printed(store, identifier)
    cards = [_card(lake, row, verify) for row in rows_behind(store, printed)]
    by_edition = {c["chiffre"]["edition"]: c for c in cards}
    figure = printed["chiffre_publie"]
    return {
        **printed,
        "fiche": by_edition.get(figure["edition"]),
        "fiche_reference": by_edition.get(figure["edition_reference"]),
    }


def _card(lake: Path, row: Any, verify: bool) -> Card:
    from barometre_pipeline.audit.indicator_card import INDICATEURS, explain_indicator
    from barometre_pipeline.catalogue.catalogue import load_catalogue
    from barometre_pipeline.provenance.freshness import ensemble_is_fresh

    store = Lake.at(lake)
    card = explain_indicator(store, load_catalogue(), row)
    # Definitions are those of the package in use: the card says so where the lake is older.
    card["versions"]["a_jour"] = ensemble_is_fresh(store)
    card["execution"] = _execution(lake, None, INDICATEURS)
    if verify:
        n, base = recount(store, card["requete"])
        same = (n, base) == (card["chiffre"]["n"], card["chiffre"]["base"])
        card["verification"] = {"n": n, "base": base, "identique": same}
    return card


def _execution(lake: Path, edition: str | None, table: str) -> dict[str, str]:
    """Ask the lake's Dagster instance which run wrote a table; an absent instance is said, not hidden."""
    from barometre_pipeline.dagster.run_history import last_run

    return last_run(str(lake), edition, table)
