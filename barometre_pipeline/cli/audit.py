"""``barometre audit``: where a figure comes from, in French, and the same count done again.

Four ways in: what an auditor holds (a value, words, an identifier), a tabulated answer (--question), an indicator
(--indicateur), a printed figure (--chiffre).
Rendering is ``audit_show``'s, the cards are ``audit``'s.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from barometre_pipeline.audit.card import Card
from barometre_pipeline.audit.search import Found
from barometre_pipeline.audit.verdict import verdict_of
from barometre_pipeline.audit.verify import verify as verified
from barometre_pipeline.cli.audit_show import show_card, show_found, show_printed, show_verdict
from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    JsonOption,
    LakeOption,
    RawOption,
    french_errors,
    stderr,
    stdout,
)
from barometre_pipeline.cli.reading import reader
from barometre_pipeline.cli.wrong_calls import WrongValueError
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.runs import run_of

_SEARCH = "CHERCHÉ"
_OPTIONS = {
    _SEARCH: {"--document", "--page", "--edition"},
    "--question": {"--edition", "--sous-question", "--modalite", "--groupe"},
    "--indicateur": {"--edition", "--categorie", "--population", "--modalite"},
    "--chiffre": set[str](),
}
_OF_ONE_EDITION = ("--question", "--indicateur")


@reader
def audit(
    raw: RawOption,
    lake: LakeOption,
    cherche: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHERCHÉ]",
            help='Ce que vous avez sous les yeux : une valeur ("77 %", "+14 points"), des mots '
            '("cyberattaque"), les deux, ou l’identifiant d’un chiffre ou d’une fiche.',
        ),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(
            "--document",
            metavar="DOCUMENT",
            help="Où cherché : par exemple support_2025, ou des mots de son titre.",
        ),
    ] = None,
    page: Annotated[
        int | None,
        typer.Option("--page", metavar="PAGE", help="À quelle page, là où elles ont été relevées."),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition",
            metavar="ANNÉE",
            help="Édition du baromètre : à donner avec --question et --indicateur ; avec une recherche, n’en garde "
            "que les chiffres, imprimés ou calculés.",
        ),
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
        bool,
        typer.Option(
            "--verify",
            help="Retrouve tout par un second chemin, jusqu’au fichier reçu (--raw) : empreintes, enregistrements, "
            "sélection, effectifs, parts, poids, intervalle, arrondi. La dernière ligne est le verdict de l’ensemble. "
            "Sort avec 1 si quelque chose diffère, ou s’il n’y a rien à vérifier et que la raison n’est pas retrouvée.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Dit d’où vient un chiffre : définition, question, base, filtres, fichiers, versions, requête.

    Le chiffre est désigné par ce qu’on en sait (barometre audit "77 %" --document support_2025), par une question
    (--question), par un indicateur du catalogue (--indicateur) ou par l’identifiant d’un chiffre publié (--chiffre).
    Si plusieurs chiffres imprimés répondent, ils sont donnés avec leur identifiant.
    """
    if cherche is None and (document is not None or page is not None):
        cherche = ""
    ways = {_SEARCH: cherche, "--question": question, "--indicateur": indicateur, "--chiffre": chiffre}
    details = {
        "--edition": edition, "--sous-question": sous_question, "--modalite": modalite, "--groupe": groupe,
        "--categorie": categorie, "--population": population, "--document": document,
        "--page": None if page is None else str(page),
    }  # fmt: skip
    _check_usage(ways, details)
    with french_errors():
        store, home = Lake.at(lake), dagster_home(lake)
        printed: dict[str, Any] | None = None
        cards: list[Card] = []
        if cherche is not None:
            chiffre, cards = _searched(
                store, cherche, (document, page, edition), as_json=as_json, verify=verify
            )
        if cards:
            pass
        elif question is not None:
            cards = [_tabulated(store, str(edition), question, sous_question, modalite, groupe)]
        elif indicateur is not None:
            cards = [_indicator(store, str(edition), indicateur, categorie, population, modalite)]
        else:
            printed, cards = _printed(store, str(chiffre))
        cards = [replace(card, run=run_of(home, card.table, card.partition)) for card in cards]
        if verify:
            cards = [verified(store, card, raw) for card in cards]
            if printed is not None:
                printed = _verified(store, printed, cards, raw)
        if as_json:
            data = cards[0].as_data() if printed is None else _printed_data(printed, cards)
            typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        elif printed is None:
            show_card(stdout(), cards[0])
        else:
            show_printed(stdout(), printed, cards)
        if verify:
            _conclude(cards, printed, as_json=as_json)


def _searched(
    store: Lake,
    text: str,
    where: tuple[str | None, int | None, str | None],
    *,
    as_json: bool,
    verify: bool,
) -> tuple[str, list[Card]]:
    """Return the printed figure that answers to a search, or the card that it names; show them where several do.

    Args:
        store: the lake.
        text: what is searched.
        where: document, page and edition, those that are given.
        as_json: show as data.
        verify: one figure was to be verified.

    Raises:
        typer.Exit: several figures answer and were shown; 1 where one was to be verified.
    """
    if traced := _traced(store, text):
        return "", [traced]
    found = _candidates(store, text, *where)
    if len(found) == 1:
        return ("", [card]) if (card := _traced(store, found[0].figure)) else (found[0].figure, [])
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        show_found(stdout(), found)
    if verify:
        stderr().print(
            f"Rien n’est vérifié : {len(found)} chiffres répondent. Donnez l’identifiant de l’un d’eux."
        )
    raise typer.Exit(EXIT_FAILED if verify else 0)


def _traced(store: Lake, text: str) -> Card | None:
    """Return the card that an identifier names."""
    from barometre_pipeline.audit.find_trace import find_trace

    found = find_trace(store, text)
    if found is None:
        return None
    table, row = found
    if table == "gold/indicateurs":
        return _explained(store, row)

    return _explained_tabulated(store, row)


def _candidates(
    store: Lake, text: str, document: str | None, page: int | None, edition: str | None
) -> list[Found]:
    """Return the printed figures that answer to a search, then, in an edition, the computed values that do too.

    Raises:
        InputError: nothing answers.
    """
    from barometre_pipeline.audit.search import printed_rows, search_printed
    from barometre_pipeline.audit.search_computed import search_computed
    from barometre_pipeline.catalogue.extension import catalogue_of

    catalogue = catalogue_of(store)
    if edition is None or document is not None or page is not None:
        return search_printed(store, catalogue, text, document, page, edition)
    try:
        printed, nothing = search_printed(store, catalogue, text, edition=edition), None
    except InputError as error:
        printed, nothing = [], error
    known = printed_rows(store, printed)
    computed = search_computed(store, catalogue, text, edition, known)
    if nothing is not None and not computed:
        raise nothing
    return [*printed, *computed]


def _conclude(cards: list[Card], printed: dict[str, Any] | None, *, as_json: bool) -> None:
    """Say in the last line what the whole verification comes to.

    Raises:
        typer.Exit: 1 where something differs, or where nothing could be verified.
    """
    verdict = verdict_of(cards, printed)
    if not as_json:
        show_verdict(stdout(), verdict)
    if not verdict.identical:
        raise typer.Exit(EXIT_FAILED)


def _verified(store: Lake, printed: dict[str, Any], cards: list[Card], raw: Path) -> dict[str, Any]:
    from barometre_pipeline.audit.second_path.absence import absence_checks
    from barometre_pipeline.audit.second_path.printed import printed_checks
    from barometre_pipeline.catalogue.extension import catalogue_of

    checks = printed_checks(printed, cards)
    if printed["rapprochement"]["valeur_calculee"] is None:
        checks = (*checks, *absence_checks(store, catalogue_of(store), printed, raw))
    return {**printed, "verification": checks}


def _check_usage(ways: dict[str, str | None], details: dict[str, str | None]) -> None:
    """Refuse options that do not go together.

    Raises:
        WrongValueError: none or several ways in, an option of another way, or no edition.
    """
    given = [option for option, value in ways.items() if value is not None]
    if len(given) != 1:
        found = f"trouvé {' et '.join(given)}" if given else "aucune n’est donnée"
        raise WrongValueError(
            f"il en faut une et une seule, {found}",
            param_hint="--question, --indicateur, --chiffre ou CHERCHÉ",
        )
    way = given[0]
    for option, value in details.items():
        if value is not None and option not in _OPTIONS[way]:
            raise WrongValueError(f"cette option ne va pas avec {way}", param_hint=option)
    if way in _OF_ONE_EDITION and details["--edition"] is None:
        raise WrongValueError(f"à donner avec {way}", param_hint="--edition")


def _tabulated(
    store: Lake,
    edition: str,
    question: str,
    sub_question: str | None,
    answer: str | None,
    group: str | None,
) -> Card:
    from barometre_pipeline.audit.find_tabulated import find_tabulated

    row = find_tabulated(store, edition, question, sub_question, answer, group or "ensemble")
    return _explained_tabulated(store, row)


def _indicator(
    store: Lake,
    edition: str,
    indicator: str,
    category: str | None,
    population: str | None,
    modalite: str | None,
) -> Card:
    from barometre_pipeline.audit.find_indicator import find_indicator
    from barometre_pipeline.catalogue.extension import catalogue_of

    row = find_indicator(store, catalogue_of(store), edition, indicator, category, population, modalite)
    return _explained(store, row)


def _printed(store: Lake, identifier: str) -> tuple[dict[str, Any], list[Card]]:
    from barometre_pipeline.audit.find_printed import find_printed, rows_behind

    printed = find_printed(store, identifier)
    return printed, [_explained(store, row) for row in rows_behind(store, printed)]


def _printed_data(printed: dict[str, Any], cards: list[Card]) -> dict[str, Any]:
    by_edition = {card.details["chiffre"]["edition"]: card.as_data() for card in cards}
    figure = printed["chiffre_publie"]
    checks = [asdict(c) for c in printed.get("verification", ())]
    return {
        **printed,
        **({"verification": checks, "verdict": verdict_of(cards, printed).as_data()} if checks else {}),
        "fiche": by_edition.get(figure["edition"]),
        "fiche_reference": by_edition.get(figure["edition_reference"]),
    }


def _explained(store: Lake, row: Any) -> Card:
    from barometre_pipeline.audit.explain_indicator import explain_indicator
    from barometre_pipeline.catalogue.extension import catalogue_of
    from barometre_pipeline.provenance.freshness import Freshness

    # Definitions are those of the package in use: the card says so where the lake is older.
    same = Freshness(store, {}).same_definitions()
    card = explain_indicator(store, catalogue_of(store), row)
    return replace(card, up_to_date=same, stopped=_stopped(store, row))


def _explained_tabulated(store: Lake, row: Any) -> Card:
    from barometre_pipeline.audit.explain_tabulated import explain_tabulated

    return replace(explain_tabulated(store, row), stopped=_stopped(store, row))


def _stopped(store: Lake, row: Any) -> str:
    from barometre_pipeline.provenance.standing import stopped_on_the_way

    return stopped_on_the_way(store, str(row["edition"]))
