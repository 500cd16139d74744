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
from barometre_pipeline.french.numbers import number, round_half_even
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.reconciliation import CALE, CONTRADICTION, ECART, NON_CALCULABLE, REPRODUIT
from barometre_pipeline.printed.samples import samples as printed_samples
from barometre_pipeline.printed.scores import unexplained
from barometre_pipeline.vocabulary import PREUVES, REGLES_CONTRADICTION, status_in_words, weakest_source

RAPPROCHEMENT, SCORES = "gold/rapprochement", "gold/scores"


def check_figures(lake: Path, console: Console, as_json: bool = False) -> bool:
    """Print how the printed figures are reproduced; return whether each difference on facts is explained.

    Raises:
        NotComputedError: the reconciliation has not been computed yet.
    """
    store = Lake.at(lake)
    table = store.read(RAPPROCHEMENT)
    if as_json:
        typer.echo(table.to_json(orient="records", force_ascii=False, indent=2))
    else:
        print_figures(table, store.read(SCORES), console)
    return unexplained(table).empty


def print_figures(table: pd.DataFrame, scores: pd.DataFrame, console: Console) -> None:
    """Print the scores, apart for each kind of data, and the list of what is not found again."""
    console.print(f"Chiffres publiés\u00a0: {len(table)}", style="bold")
    for phrase in scores.loc[scores["edition"] == "", "phrase"]:
        console.print(f"  {phrase}", markup=False)
    summary = Table(title="Par édition", title_justify="left")
    for heading in ("Édition", "Données"):
        summary.add_column(heading)
    for heading in ("Comparés", "Reproduits", "Calés", "Écarts", "Contredits", "Non calculables"):
        summary.add_column(heading, justify="right")
    for row in scores[scores["edition"] != ""].to_dict("records"):
        source, found = str(row["donnees"]), str(row["retrouves"])
        fitted = ("", found) if source == "demonstration" else (found, "")
        rest = (str(row[c]) for c in ("ecarts", "contredits", "non_calculables"))
        name = PREUVES[source] if source else "aucune"
        summary.add_row(str(row["edition"]), name, str(row["compares"]), *fitted, *rest)
    console.print(summary)
    _print_missed(table[~table["statut"].isin([REPRODUIT, CALE])], console)


def _print_missed(missed: pd.DataFrame, console: Console) -> None:
    if missed.empty:
        return
    order = {status: rank for rank, status in enumerate((ECART, CONTRADICTION, NON_CALCULABLE))}
    kinds = {source: rank for rank, source in enumerate((*PREUVES, ""))}
    missed = missed.assign(
        donnees_=missed["donnees"].map(weakest_source).map(kinds), statut_=missed["statut"].map(order)
    ).sort_values(["statut_", "donnees_", "edition", "chiffre"])
    listing = Table(title=f"Différents ou non calculables\u00a0: {len(missed)}", title_justify="left")
    for heading in ("Chiffre", "Indicateur", "Population", "Éd.", "Imprimé", "Calculé", "Statut", "Raison"):
        listing.add_column(heading, overflow="fold")
    for row in missed.to_dict("records"):
        listing.add_row(
            row["chiffre"],
            f"{row['indicateur']} / {row['categorie']}",
            row["population"],
            str(row["edition"]),
            number(round_half_even(row["valeur_publiee"], 1)),
            "" if pd.isna(row["valeur_calculee"]) else number(round_half_even(row["valeur_calculee"], 1)),
            status_in_words(row["statut"], row["donnees"]),
            "\u00a0; ".join(filter(None, (row["raison"], row["explication"]))),
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
