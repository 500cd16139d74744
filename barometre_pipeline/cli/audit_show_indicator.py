"""What ``barometre audit`` shows of an indicator's value, and of a printed figure tied to one.

Rendering only: the cards are data, assembled in ``audit``.
"""

from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from barometre_pipeline.cli.audit_parts import (
    show_files,
    show_filters,
    show_query,
    show_section,
    show_verification,
)
from barometre_pipeline.french.rounding import percent
from barometre_pipeline.french.typography import NBSP, number

Card = dict[str, Any]
_MARKS = {"reproduit": "green", "ecart": "bold red", "non_calculable": "yellow", "contradiction": "bold red"}
_HASH = 16  # digits shown of a hash


def show_printed(console: Console, card: Card) -> None:
    """Print a published figure, what was computed for it, then the card of the value behind it."""
    figure, found = card["chiffre_publie"], card["rapprochement"]
    about = f" (par rapport à {figure['edition_reference']})" if figure["edition_reference"] else ""
    status = (found["statut_libelle"], _MARKS[found["statut"]])
    headline = Text.assemble((figure["imprime"], "bold"), f"{about}   ", status)
    console.print(
        Panel(headline, title=f"Chiffre publié {figure['chiffre']}", title_align="left", expand=False)
    )
    show_section(console, "Ce qui est imprimé", [
        ("Document", f"{figure['document']} — {figure['document_titre']}"),
        ("Rubrique", figure["rubrique"]),
        ("Valeur", f"{figure['imprime']}{about}, édition {figure['edition']}"),
        ("Indicateur", f"{figure['indicateur']} / {figure['categorie']} / {figure['population']}"),
    ])  # fmt: skip
    computed = [("Statut", found["statut_libelle"])]
    if found["valeur_calculee"] is not None:
        computed += [
            (
                "Calculé",
                f"{_decimal(found['valeur_calculee'])}, arrondi à {_decimal(found['valeur_arrondie'])}",
            ),
            ("Écart", _decimal(found["ecart"])),
        ]
    if found["raison"]:
        computed.append(("Raison", found["raison"]))
    show_section(console, "Ce qui est calculé", computed)
    for finding in card["contradictions"]:
        show_section(console, f"Contradiction{NBSP}: {finding['regle_libelle']}", [
            ("Constat", finding["constat"]),
            *(("Endroit", _place(p)) for p in finding["endroits"]),
        ])  # fmt: skip
    if card["fiche"] is None:
        console.print(f"\nAucune valeur calculée derrière ce chiffre{NBSP}: la raison est ci-dessus.")
    for each in (card["fiche"], card["fiche_reference"]):
        if each is not None:
            console.print()
            show_indicator(console, each)


def _place(place: Card) -> str:
    named = place["chiffre"] or place["document"]
    return f"{named} ({place['document']}, {place['rubrique']}){NBSP}: {_decimal(place['valeur'])}"


def show_indicator(console: Console, card: Card) -> None:
    """Print the card of a row of ``gold/indicateurs``."""
    figure = card["chiffre"]
    unit = {"mentions": "mentions", "effectif": "répondants"}.get(figure["mesure"], "")
    counted = f"n = {figure['n']} sur {figure['base']} {unit}".rstrip()
    people = figure["modalite_libelle"] or figure["population_libelle"]
    value = number(figure["n"]) if figure["mesure"] == "effectif" else _percent(figure["part_publiable"])
    headline = Text.assemble((value, "bold"), f"   {counted} ({people}, édition {figure['edition']})")
    console.print(
        Panel(headline, title=f"Fiche d’audit {card['trace_id']}", title_align="left", expand=False)
    )
    if figure["source_donnees"] != "reelles":
        console.print(f"[bold yellow]{figure['source_donnees_libelle']}[/]")
    if not card["microdonnees"]:
        console.print(
            "[bold yellow]Aucune microdonnée n’existe pour cette édition\u00a0: les comptes sont ceux des tableaux "
            "publiés.[/]"
        )
    _definition(console, card)
    _questions(console, card["questions"])
    _base(console, card)
    _precision(console, card)
    if card["comparabilite"]:
        show_section(console, "La comparabilité", [("Note", n) for n in card["comparabilite"]])
    show_filters(console, card["filtres"])
    _published_tables(console, card["tableaux"])
    show_files(console, card)
    _versions(console, card)
    show_query(console, card["requete"])
    show_verification(console, card.get("verification"), "base")


def _definition(console: Console, card: Card) -> None:
    figure, definition = card["chiffre"], card["definition"]
    rows = [
        ("Indicateur", f"{figure['indicateur']} — {figure['libelle']}"),
        ("Définition", definition["definition"]),
        ("Catégorie", f"{figure['categorie']} — {figure['categorie_libelle']}"),
        ("Numérateur", definition["numerateur"]),
        ("Condition", definition["condition"]),
        ("Données", figure["source_donnees_libelle"]),
    ]
    show_section(console, "L’indicateur", [r for r in rows if r[1]])


def _questions(console: Console, questions: list[Card]) -> None:
    for question in questions:
        rows = [("Question", f"{question['question']} — {question['libelle']}")]
        rows += [
            ("Colonne", f"{c['colonne']} — {c['libelle']}") for c in question["colonnes"] if c["libelle"]
        ]
        rows += [("Réponse", f"{r['code']} — {r['libelle']}") for r in question["reponses"]]
        if question["condition"]:
            rows.append(("Posée si", question["condition"]))
        if question["formulation"] == "codebook":
            rows.append(("Formulation", "celle du codebook commun"))
        show_section(console, f"La question ({question['role']})", rows)


def _base(console: Console, card: Card) -> None:
    figure, definition = card["chiffre"], card["definition"]
    cut = f"{figure['ventilation_libelle']}{NBSP}: {figure['modalite_libelle']}"
    rows = [
        ("Population", f"{figure['population']} — {figure['population_libelle']}"),
        ("Condition", definition["population"]),
        ("Breakdown", cut if figure["modalite_libelle"] else ""),
        ("Définition", definition["base"]),
        ("Hors de la base", definition["exclusions"]),
        ("Sans réponse", definition["sans_reponse"]),
        ("Base", number(figure["base"]) + (" mentions" if figure["mesure"] == "mentions" else "")),
        *(("Dont", _member(m, m["population"] == card["membre"])) for m in card["membres"]),
    ]
    show_section(console, "La base", [r for r in rows if r[1]])


def _member(member: Card, chosen: bool) -> str:
    mark = " (la plus petite part)" if chosen else ""
    return f"{member['libelle']}{NBSP}: {member['n']} sur {member['base']}{mark}"


def _precision(console: Console, card: Card) -> None:
    figure = card["chiffre"]
    if figure["part"] is None:
        return
    rows = [("Part brute", _share(figure["part"]))]
    if figure["part_ponderee"] is not None:
        rows.append(("Part redressée", _share(figure["part_ponderee"])))
    if figure["ic_bas"] is not None:
        bounds = f"de {_percent(figure['ic_bas'])} à {_percent(figure['ic_haut'])}"
        rows.append((f"Intervalle à 95{NBSP}%", f"{bounds} ({card['intervalle']})"))
    if figure["base_faible"]:
        rows.append(("Attention", f"base faible{NBSP}: {figure['base']}, à ne pas commenter seule"))
    show_section(console, "La précision", rows)


def _published_tables(console: Console, rows: list[Card]) -> None:
    if not rows:
        return
    console.print("\n[bold]Les lignes des tableaux publiés[/]")
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading, side in (
        ("Question", "left"), ("Réponse", "left"), ("Groupe", "left"), ("Effectif", "right"), ("Taille", "right"),
        ("Imprimé", "right"), ("Correction", "left"),
    ):  # fmt: skip
        table.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        answer = f"{row['modalite']} — {row['libelle']}" if row["libelle"] else row["modalite"]
        cells = (row["question"], answer, row["groupe"], row["effectif"], row["taille_groupe"])
        table.add_row(
            *(Text(str(c)) for c in cells), f"{row['pourcentage_imprime']}{NBSP}%", Text(row["correction"])
        )
    console.print(table)


def _versions(console: Console, card: Card) -> None:
    versions, execution = card["versions"], card["execution"]
    rows = [
        ("Code", f"barometre-pipeline {versions['paquet']}, empreinte {versions['code'] or 'inconnue'}"),
        ("YAML", f"{versions['configuration']}, SHA-256 {_short(versions['configuration_sha256'])}"),
        *(("Catalogue", f"{f['fichier']}, SHA-256 {_short(f['sha256'])}") for f in versions["catalogue"]),
        ("Exécution", " ".join(filter(None, (execution["run_id"], execution["note"])))),
    ]
    if not versions["a_jour"]:
        rows.append((
            "Attention",
            f"le lac a été calculé avec une autre version du code ou des données{NBSP}; la définition montrée est "
            "celle de la version installée. Relancez « barometre run ».",
        ))  # fmt: skip
    show_section(console, "Versions", rows)


def _short(digest: str) -> str:
    return f"{digest[:_HASH]}…" if digest else "inconnu"


def _percent(share: float | None) -> str:
    return "n. d." if share is None else percent(share)


def _share(share: float) -> str:
    return f"{share:.6f}".replace(".", ",") + f" ({percent(share)})"


def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−") or "0"
