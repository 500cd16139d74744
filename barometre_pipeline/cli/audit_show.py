"""What ``barometre audit`` shows: the card of any figure, and before it the printed figure tied to it.

Rendering only: what a card says is decided in ``audit``.
"""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from barometre_pipeline.audit.card import Card, Check, Section, Verification
from barometre_pipeline.audit.search import Found
from barometre_pipeline.audit.verdict import Verdict
from barometre_pipeline.errors import headings_counted
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.french.spaces import NBSP

_MARKS = {
    "reproduit": "green", "cale": "yellow", "ecart": "bold red", "non_calculable": "yellow",
    "contradiction": "bold red",
}  # fmt: skip
_DECIMALS = 6  # of a computed value set against a printed one
_SHOWN = 40  # record numbers on screen; --json gives them all


def show_card(console: Console, card: Card) -> None:
    """Print the card of a figure."""
    value, counted = card.headline
    headline = Text.assemble((value, "bold"), f"   {counted}")
    console.print(Panel(headline, title=f"Fiche d’audit {card.trace_id}", title_align="left", expand=False))
    for notice in card.notices:
        console.print(f"[bold yellow]{notice}[/]")
    for section in card.sections:
        _section(console, section)
    _filters(console, card)
    _printed_rows(console, card)
    _files(console, card)
    _section(console, card.versions_section())
    console.print("\n[bold]Requête DuckDB[/] (à lancer depuis le dossier du lac)")
    console.print(Syntax(card.query, "sql", background_color="default", word_wrap=True))
    if card.verification:
        _verification(console, card.verification)


def show_found(console: Console, found: Sequence[Found]) -> None:
    """Print the figures that answer to a search, each with what names it."""
    table = Table(title=count(len(found), "chiffre répond", "chiffres répondent"), title_justify="left")
    for heading in ("Chiffre", "Document", "Endroit ou population", "Valeur", "Ce qu’il dit"):
        table.add_column(heading, overflow="fold")
    for each in found:
        table.add_row(
            *(Text(t) for t in (each.figure, each.document, each.place, each.printed, each.wording))
        )
    console.print(table)
    console.print(f"Pour l’un d’eux{NBSP}: « barometre audit {found[0].figure} »", markup=False)


def _verification(console: Console, verification: Verification) -> None:
    console.print("\n[bold]La vérification[/]")
    console.print(f"Second chemin : {verification.path}", markup=False)
    _checks(console, verification.checks)
    console.print(f"Recompté : n = {verification.n} sur {verification.base}", markup=False)


def show_verdict(console: Console, verdict: Verdict) -> None:
    """Print what the whole verification comes to; nothing is printed after it."""
    style = "green" if verdict.identical else "bold red"
    console.print()
    console.print(Text.assemble("Vérification : ", (str(verdict), style)), soft_wrap=True)


def _checks(console: Console, checks: Sequence[Check]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("Vérifié", "Conservé", "Retrouvé", "Verdict"):
        table.add_column(heading, overflow="fold")
    for check in checks:
        table.add_row(
            Text(check.name), Text(check.stored), Text(check.found), _verdict(identical=check.identical)
        )
    console.print(table)
    for check in checks:
        if not check.identical:
            console.print(Text.assemble((f"{check.name} : ", "bold red"), check.remedy))


def _verdict(*, identical: bool) -> Text:
    return Text("identique", "green") if identical else Text("DIFFÉRENT", "bold red")


def show_printed(console: Console, printed: dict[str, Any], cards: list[Card]) -> None:
    """Print a published figure, what was computed for it, then the cards of the values behind it."""
    figure, found = printed["chiffre_publie"], printed["rapprochement"]
    about = f" (par rapport à {figure['edition_reference']})" if figure["edition_reference"] else ""
    status = (found["statut_libelle"], _MARKS[found["statut"]])
    headline = Text.assemble((figure["imprime"], "bold"), f"{about}   ", status)
    console.print(
        Panel(headline, title=f"Chiffre publié {figure['chiffre']}", title_align="left", expand=False)
    )
    _section(
        console,
        Section.of(
            "Ce qui est imprimé",
            ("Document", f"{figure['document']} — {figure['document_titre']}"),
            ("Rubrique", figure["rubrique"]),
            ("Page", printed.get("page", "")),
            ("Valeur", f"{figure['imprime']}{about}, édition {figure['edition']}"),
            ("Indicateur", f"{figure['indicateur']} / {figure['categorie']} / {figure['population']}"),
        ),
    )
    _section(console, _computed(found))
    for finding in printed["contradictions"]:
        places = (("Endroit", _place(p)) for p in finding["endroits"])
        title = f"Contradiction{NBSP}: {finding['regle_libelle']}"
        _section(console, Section.of(title, ("Constat", finding["constat"]), *places))
    if printed.get("verification"):
        console.print("\n[bold]La vérification de l’imprimé[/]")
        _checks(console, printed["verification"])
    if not cards or cards[0].details["chiffre"]["edition"] != figure["edition"]:
        console.print(f"\nAucune valeur calculée derrière ce chiffre{NBSP}: la raison est ci-dessus.")
    for card in cards:
        console.print()
        show_card(console, card)


def _computed(found: dict[str, Any]) -> Section:
    exact, rounded, gap = (found[k] for k in ("valeur_calculee", "valeur_arrondie", "ecart"))
    return Section.of(
        "Ce qui est calculé",
        ("Statut", found["statut_libelle"]),
        (
            "Calculé",
            "" if exact is None else f"{number(round(exact, _DECIMALS))}, arrondi à {number(rounded)}",
        ),
        ("Écart", "" if exact is None else number(round(gap, _DECIMALS))),
        ("Raison", found["raison"]),
        ("Explication", found["explication"]),
        ("Score", found["score"]),
    )


def _place(place: dict[str, Any]) -> str:
    named = place["chiffre"] or place["document"]
    where = f"{named} ({place['document']}, {place['rubrique']})"
    return where if place["valeur"] is None else f"{where}{NBSP}: {number(place['valeur'])}"


def _section(console: Console, section: Section) -> None:
    console.print(f"\n[bold]{section.title}[/]")
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in section.rows:
        table.add_row(name, Text(value))
    console.print(table)


def _filters(console: Console, card: Card) -> None:
    console.print("\n[bold]Les filtres[/]")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Étape")
    table.add_column("Écartées", justify="right")
    table.add_column("Restantes", justify="right")
    for step in card.filters:
        table.add_row(step["etape"], str(step["ecartees"]), str(step["restantes"]))
    console.print(table)


def _printed_rows(console: Console, card: Card) -> None:
    if not card.printed_rows:
        return
    console.print("\n[bold]Les lignes des tableaux publiés[/]")
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("Question", "Réponse", "Groupe"):
        table.add_column(heading, overflow="fold")
    for heading in ("Effectif", "Taille", "Imprimé"):
        table.add_column(heading, justify="right", overflow="fold")
    table.add_column("Correction", overflow="fold")
    for row in card.printed_rows:
        answer = f"{row['modalite']} — {row['libelle']}" if row["libelle"] else row["modalite"]
        cells = (row["question"], answer, row["groupe"], row["effectif"], row["taille_groupe"])
        table.add_row(
            *(Text(str(c)) for c in cells), f"{row['pourcentage_imprime']}{NBSP}%", Text(row["correction"])
        )
    console.print(table)


def _files(console: Console, card: Card) -> None:
    console.print("\n[bold]Les fichiers[/]")
    for file in card.files:
        console.print(
            f"  {file['role']:<16} {file['fichier']}\n  {'':<16} SHA-256 {file['sha256']}", markup=False
        )
    if not card.extract:
        return
    more = f"… ({len(card.records)} en tout, --json les donne)" if len(card.records) > _SHOWN else ""
    listed = ", ".join(map(str, card.records[:_SHOWN])) + more
    counted = f"{card.extract} ({headings_counted(card.headings)})"
    console.print(f"  Enregistrements de {counted} : {listed or 'aucun'}", markup=False)
