"""``barometre verifier``: every number of a document, tied to the catalogue and judged by what the lake holds.

Only options, and what is written where; reading is ``sources``', checking ``printed``'s, pages ``publication``'s.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    EXIT_USAGE,
    JsonOption,
    LakeOption,
    french_errors,
    print_raw,
    stderr,
    stdout,
)
from barometre_pipeline.cli.reading import reader, tell_if_in_two
from barometre_pipeline.cli.wrong_calls import WrongValueError
from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import Lake

if TYPE_CHECKING:
    from barometre_pipeline.printed.documents.model import Checked
    from barometre_pipeline.publication.verification.cards import Known
    from barometre_pipeline.sources.documents.model import DocumentText

STANDARD_OUTPUT = "-"


class Verified(NamedTuple):
    """A document as it was read, what was found in it, and what cards quote."""

    text: "DocumentText"
    checked: "Checked"
    known: "Known"


@reader
def verify_document(
    lake: LakeOption,
    document: Annotated[
        Path, typer.Argument(metavar="DOCUMENT", help="Fichier .txt, .md, .pdf, .docx, .pptx ou .html.")
    ],
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition",
            metavar="ANNÉE",
            help="Édition du baromètre dont parle le document.",
            show_default="celle qu’il dit la sienne, à défaut la plus récente du lac",
        ),
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option(
            "--csv", metavar="FICHIER", help="Écrit chaque nombre en CSV ; - pour la sortie standard."
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page", metavar="FICHIER", help="Écrit la page HTML : le texte, chaque nombre marqué, sa fiche."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Retrouve chaque nombre d’un document, dit de quoi il est, et ce qu’en disent les données.

    Le lien de chaque nombre avec le catalogue est sûr, probable ou à trancher, d’après les mots autour de lui ; ce qui
    vient d’une autre source est reconnu et laissé. Sort avec 1 si les données contredisent un nombre dont le lien est
    sûr, avec 2 si la vérification n’a pas pu se faire (document illisible, édition absente du lac).
    """
    targets = {"--csv": None if csv in (None, STANDARD_OUTPUT) else Path(str(csv)), "--page": page}
    _check_usage(document, targets, piped=csv == STANDARD_OUTPUT, as_json=as_json)
    with french_errors(EXIT_USAGE):
        tell_if_in_two(lake)
        found = verified(Lake.at(lake), document, edition)
        from barometre_pipeline.publication.verification.rows import as_csv
        from barometre_pipeline.publication.verification.rows import as_json as json_of

        if csv == STANDARD_OUTPUT:
            print_raw(as_csv(found.text, found.checked))
        elif as_json:
            print_raw(f"{json_of(found.text, found.checked)}\n")
        else:
            from barometre_pipeline.cli.verify_show import show_verified

            show_verified(stdout(), found.text, found.checked, found.known)
        if targets["--csv"] is not None:
            _write(targets["--csv"], as_csv(found.text, found.checked))
        if page is not None:
            from barometre_pipeline.publication.verification.page import verification_page

            _write(page, verification_page(found.text, found.checked, found.known))
    if found.checked.contredits:
        raise typer.Exit(EXIT_FAILED)


def verified(store: Lake, document: Path, edition: str | None) -> Verified:
    """Read a document and check it by what a lake holds.

    Raises:
        InputError: the document cannot be read, or there is no such edition in the lake.
        NotComputedError: nothing was computed yet.
    """
    from barometre_pipeline.catalogue.extension import catalogue_of
    from barometre_pipeline.catalogue.printed_figures import load_figures
    from barometre_pipeline.printed.documents.checked import check_document
    from barometre_pipeline.printed.documents.judged import Computed
    from barometre_pipeline.printed.documents.own_edition import edition_and_reason
    from barometre_pipeline.publication.verification.cards import Known
    from barometre_pipeline.sources.documents.read import read_document

    text = read_document(document)
    indicators, figures = store.read("gold/indicateurs"), load_figures()
    editions = sorted(set(indicators["edition"].astype(str)))
    if not editions:
        raise InputError(
            "gold/indicateurs", "", "aucun indicateur n’a été calculé dans ce lac", "une édition calculée",
            "lancez « barometre run », avec le même --lake",
        )  # fmt: skip
    chosen, why = (edition, "") if edition else edition_and_reason(text, editions)
    if chosen not in editions:
        raise _no_such_edition(text.nom, chosen, editions, asked=edition is not None)
    catalogue = catalogue_of(store)
    rest = (store.read("gold/evolutions"), figures, store.read("gold/non_calculables"))
    checked = check_document(text, catalogue, Computed.of(indicators, *rest), chosen)
    checked = replace(checked, raison_edition=why)
    return Verified(text, checked, Known(catalogue, indicators, figures))


def _no_such_edition(document: str, chosen: str, editions: list[str], *, asked: bool) -> InputError:
    finding = (
        f"le lac n’a pas d’édition « {chosen} »{did_you_mean(chosen, editions)}"
        if asked
        else f"ce document parle de l’édition {chosen}, qui n’est pas dans le lac"
    )
    return InputError(
        document, "", finding, f"une édition parmi : {', '.join(editions)}",
        "donnez-la avec --edition, ou calculez-la avec « barometre run »",
    )  # fmt: skip


def _check_usage(document: Path, targets: dict[str, Path | None], *, piped: bool, as_json: bool) -> None:
    """Refuse what would write over the document, twice the same file, or two things on standard output.

    Raises:
        WrongValueError: one of these.
    """
    if piped and as_json:
        raise WrongValueError("la sortie standard ne peut en recevoir qu’un", param_hint="--csv - et --json")
    given = {option: path for option, path in targets.items() if path is not None}
    for option, path in given.items():
        if path.resolve() == document.resolve():
            raise WrongValueError("c’est le document lui-même", param_hint=option)
        if path.is_dir():
            raise WrongValueError("c’est un dossier, il faut un nom de fichier", param_hint=option)
    if len({path.resolve() for path in given.values()}) < len(given):
        raise WrongValueError("il faut deux fichiers", param_hint="--csv et --page")


def _write(path: Path, text: str) -> None:
    write_atomically(path, text.encode())
    stderr().print(f"Écrit : {path}", markup=False)
