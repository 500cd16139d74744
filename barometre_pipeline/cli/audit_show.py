"""What ``barometre audit`` shows of a tabulated figure; the pieces every card shares are ``audit_parts``'s.

Rendering only: the card is data, assembled in ``audit``.
"""

from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from barometre_pipeline.audit.cards import BASES
from barometre_pipeline.cli.audit_parts import (
    show_files,
    show_filters,
    show_query,
    show_section,
    show_verification,
)
from barometre_pipeline.french.rounding import percent


def show_tabulated(console: Console, card: dict[str, Any]) -> None:
    """Print the card of a row of ``gold/tris``."""
    figure = card["chiffre"]
    counted = f"n = {figure['n']} sur {card['base']['effectif']}"
    headline = Text.assemble(
        (percent(figure["part"]), "bold"),
        f"   {counted} ({figure['groupe_libelle']}, édition {figure['edition']})",
    )
    part_of = f"{figure['sous_question']} — {figure['sous_question_libelle']}"
    console.print(
        Panel(headline, title=f"Fiche d’audit {card['trace_id']}", title_align="left", expand=False)
    )
    if figure["source_donnees"] != "reelles":
        console.print(f"[bold yellow]{figure['source_donnees_libelle']}[/]")
    show_section(console, "Le chiffre", [
        ("Question", f"{figure['question']} — {figure['question_libelle']}"),
        *([("Sous-question", part_of)] if figure["sous_question"] else []),
        ("Réponse", figure["modalite"]),
        ("Groupe", f"{figure['groupe']} — {figure['groupe_libelle']}"),
        ("Part", _shares(figure, card["base"]["definition"] == BASES["case"])),
        ("Données", figure["source_donnees_libelle"]),
    ])  # fmt: skip
    base = card["base"]
    show_section(console, "La base", [
        ("Définition", base["definition"]),
        ("Effectif", f"{base['effectif']} structures, dont {base['repondants']} ont répondu à la question"),
    ])  # fmt: skip
    _precision(console, card["precision"])
    show_filters(console, card["filtres"])
    show_files(console, card)
    versions, execution = card["versions"], card["execution"]
    show_section(console, "Versions", [
        ("Code", f"barometre-pipeline {versions['paquet']}, empreinte {versions['code']}"),
        ("YAML", f"{versions['configuration']}, SHA-256 {versions['configuration_sha256'][:16]}…"),
        ("Exécution", " ".join(filter(None, (execution["run_id"], execution["note"])))),
    ])  # fmt: skip
    show_query(console, card["requete"])
    show_verification(console, card.get("verification"), "effectif")


def _precision(console: Console, precision: dict[str, Any] | None) -> None:
    if precision is None:
        return
    points = f"{precision['erreur_type'] * 100:.1f}".replace(".", ",")
    rows = [
        ("Part redressée", f"{percent(precision['part_ponderee'])}, erreur-type {points} points"),
        ("Intervalle à 95 %", _interval(precision)),
        ("Plan", precision["plan"]),
    ]
    if precision["deff"] is not None:
        rows.append(("Effet de plan", f"{precision['deff']:.2f}".replace(".", ",")))
    if precision["base_faible"]:
        rows.append(("Attention", f"base faible : {precision['base']} structures, à ne pas commenter seule"))
    show_section(console, "La précision", rows)


def _interval(precision: dict[str, Any]) -> str:
    scales = (("logit", "logit"), ("bêta (Korn-Graubard)", "beta"))
    known = [
        f"de {percent(precision[f'ic_{key}_bas'])} à {percent(precision[f'ic_{key}_haut'])} ({label})"
        for label, key in scales
        if precision[f"ic_{key}_bas"] is not None
    ]
    return " ; ".join(known) or "n. d."


def _shares(figure: dict[str, Any], of_mentions: bool) -> str:
    # In 2023 the weighted share of a multiple choice was one of mentions, not of structures: say so.
    historical = "redressement historique" + (", part des mentions" if of_mentions else "")
    named = (
        ("part", "brute"),
        ("part_ponderee_historique", historical),
        ("part_ponderee", "redressée"),
    )
    shown = [
        f"{label} {figure[k]:.6f}".replace(".", ",") + f" ({percent(figure[k])})"
        for k, label in named
        if figure[k] is not None
    ]
    return " ; ".join(shown) or "groupe vide"
