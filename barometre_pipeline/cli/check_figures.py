"""``barometre check --chiffres`` and ``--contradictions``: printed figures, computed ones, and each other.

Prints what ``audit`` found; the options are wired in ``check``.
"""

from pathlib import Path

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_documents, load_figures
from barometre_pipeline.french.numbers import number, percent, round_half_even
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.reconciliation import NON_CALCULABLE, REPRODUIT, summarise
from barometre_pipeline.printed.samples import samples as printed_samples
from barometre_pipeline.vocabulary import REGLES_CONTRADICTION, SOURCES_DONNEES

RAPPROCHEMENT = "gold/rapprochement"


def check_figures(lake: Path, console: Console, as_json: bool = False) -> bool:
    """Print how the printed figures are reproduced; return whether nothing is left without a reason.

    Raises:
        NotComputedError: the reconciliation has not been computed yet.
    """
    table = Lake.at(lake).read(RAPPROCHEMENT)
    if as_json:
        typer.echo(table.to_json(orient="records", force_ascii=False, indent=2))
    else:
        print_figures(table, console)
    missed = table[table["statut"] != REPRODUIT]
    return bool((missed["raison"] != "").all())


def print_figures(table: pd.DataFrame, console: Console) -> None:
    """Print the summary by edition and the list of what is not reproduced."""
    summary = Table(title=f"Chiffres publiés\u00a0: {len(table)}", title_justify="left")
    for heading in ("Édition", "Données"):
        summary.add_column(heading)
    for heading in ("Reproduits", "Écarts", "Non calculables", "Contradictions", "Taux"):
        summary.add_column(heading, justify="right")
    for row in summarise(table).to_dict("records"):
        rate = "" if pd.isna(row["taux_reproduit"]) else percent(row["taux_reproduit"], 1)
        counts = (row["reproduit"], row["ecart"], row["non_calculable"], row["contradiction"])
        summary.add_row(str(row["edition"]), source_label(str(row["donnees"])), *map(str, counts), rate)
    console.print(summary)
    missed = table[table["statut"] != REPRODUIT].sort_values(["statut", "edition", "chiffre"])
    if missed.empty:
        console.print("Tous les chiffres sont reproduits.")
        return
    listing = Table(title=f"Non reproduits\u00a0: {len(missed)}", title_justify="left")
    for heading in ("Chiffre", "Indicateur", "Population", "Éd.", "Imprimé", "Calculé", "Statut", "Raison"):
        listing.add_column(heading, overflow="fold")
    for row in missed.to_dict("records"):
        listing.add_row(
            row["chiffre"],
            f"{row['indicateur']} / {row['categorie']}",
            row["population"],
            str(row["edition"]),
            number(round_half_even(row["valeur_publiee"], 1)),
            ""
            if row["statut"] == NON_CALCULABLE or pd.isna(row["valeur_calculee"])
            else number(round_half_even(row["valeur_calculee"], 1)),
            row["statut"],
            row["raison"],
        )
    console.print(listing)


def check_contradictions(console: Console, as_json: bool = False) -> pd.DataFrame:
    """Find, print and return the contradictions between documents; needs no computed table."""
    catalogue, figures = load_catalogue(), load_figures()
    samples = printed_samples(catalogue, figures, load_samples())
    found = find_contradictions(catalogue, figures, samples)
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, indent=2))
        return found
    documents = load_documents()
    console.print(f"{len(found)} contradictions trouvées par règle, sur {len(figures)} chiffres imprimés.")
    for rule, title in REGLES_CONTRADICTION.items():
        rows = found[found["regle"] == rule]
        if rows.empty:
            continue
        console.print(f"\n[bold]{title}[/] ({len(rows)})")
        for row in rows.to_dict("records"):
            console.print(
                f"• {row['indicateur']} / {row['categorie']}, {row['population']}, {row['edition']}"
            )
            console.print(f"  {row['constat']}.", markup=False)
            for key in dict.fromkeys((row["document_a"], row["document_b"])):
                console.print(
                    f"  – {key}\u00a0: {documents.get(key, 'déduit des pourcentages imprimés')}", markup=False
                )
    print_samples(samples, console)
    return found


def print_samples(samples: pd.DataFrame, console: Console) -> None:
    """Print the deduced samples with their justification."""
    console.print()
    for edition, rows in samples.groupby("edition"):
        table = Table(title=f"Échantillon déduit, édition {edition}", title_justify="left")
        for heading in ("Groupe", "Effectif", "Plausible", "Justification"):
            table.add_column(heading, overflow="fold", justify="right" if heading == "Effectif" else "left")
        for row in rows.to_dict("records"):
            span = f"{row['plausible_min']} à {row['plausible_max']}" if row["chiffres"] else ""
            table.add_row(row["groupe"], str(row["effectif"]), span, row["justification"])
        console.print(table)


def source_label(source: str) -> str:
    """Name where data come from in French; a difference may rest on two."""
    return enumeration(SOURCES_DONNEES.get(s, s) for s in source.split("; ")) if source else "Aucune donnée"
