"""``barometre check --chiffres``, ``--contradictions``, ``--affirmations``: what is printed, computed, and claimed.

Prints what ``audit`` found; the options are wired in ``check``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_documents, load_figures
from barometre_pipeline.catalogue.words import population_in_words, share_in_words
from barometre_pipeline.french.numbers import count, number, round_half_even
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.gather import gather
from barometre_pipeline.printed.reconciliation import CALE, CONTRADICTION, ECART, NON_CALCULABLE, REPRODUIT
from barometre_pipeline.printed.samples import samples as printed_samples
from barometre_pipeline.printed.scores import unexplained
from barometre_pipeline.vocabulary import (
    PREUVES,
    REGLES_CONTRADICTION,
    SOURCES_DONNEES,
    VERDICTS_AFFIRMATION,
    status_in_words,
    weakest_source,
)

RAPPROCHEMENT, SCORES, AFFIRMATIONS = "gold/rapprochement", "gold/scores", "gold/affirmations"


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
    catalogue = load_catalogue()
    listing = Table(title=f"Différents ou non calculables\u00a0: {len(missed)}", title_justify="left")
    for heading in ("Chiffre", "Indicateur", "Population", "Éd.", "Imprimé", "Calculé", "Statut", "Raison"):
        listing.add_column(heading, overflow="fold")
    for row in missed.to_dict("records"):
        listing.add_row(
            row["chiffre"],
            share_in_words(catalogue, row["indicateur"], row["categorie"], ""),
            population_in_words(catalogue, row["population"]),
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
    printed = gather(catalogue, figures, samples)
    found = find_contradictions(printed)
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, indent=2))
        return found
    console.print(
        f"{count(len(found), 'contradiction trouvée', 'contradictions trouvées')} par règle, sur "
        f"{count(len(figures), 'chiffre imprimé', 'chiffres imprimés')}, "
        f"{count(len(printed.notices), 'notice')} et {count(len(printed.claims), 'affirmation')}."
    )
    for rule, title in REGLES_CONTRADICTION.items():
        rows = found[found["regle"] == rule]
        if rows.empty:
            continue
        console.print(f"\n[bold]{title}[/] ({len(rows)})")
        for row in rows.to_dict("records"):
            _print_contradiction(row, catalogue, console)
    print_samples(samples, catalogue, console)
    return found


def _print_contradiction(row: Mapping[Any, Any], catalogue: Catalogue, console: Console) -> None:
    documents = load_documents()
    named = share_in_words(catalogue, row["indicateur"], row["categorie"], row["population"])
    about = f"{named}, " if row["indicateur"] else "Édition "
    console.print(f"• {about}{row['edition']}", markup=False)
    console.print(f"  {row['constat']}.", markup=False)
    for key in dict.fromkeys((row["document_a"], row["document_b"])):
        title = documents.get(key, "déduit des pourcentages imprimés")
        console.print(f"  – {key}\u00a0: {title}", markup=False)


def check_claims(lake: Path, console: Console, as_json: bool = False) -> pd.DataFrame:
    """Print and return what the documents claim, judged on printed numbers and, apart, on computed ones.

    Raises:
        NotComputedError: the claims have not been judged yet.
    """
    table = Lake.at(lake).read(AFFIRMATIONS)
    if as_json:
        typer.echo(table.to_json(orient="records", force_ascii=False, indent=2))
        return table
    counts = table["verdict_imprime"].value_counts()
    said = enumeration(f"{counts.get(v, 0)} {v}" for v in VERDICTS_AFFIRMATION)
    console.print(f"{count(len(table), 'affirmation')}, d’après les nombres imprimés\u00a0: {said}.")
    for verdict in ("faux", "non vérifiable", "vrai"):
        rows = table[table["verdict_imprime"] == verdict]
        console.print(f"\n[bold]{verdict.capitalize()}[/] ({len(rows)})")
        for row in rows.to_dict("records"):
            _print_claim(row, console)
    return table


def _print_claim(row: Mapping[Any, Any], console: Console) -> None:
    console.print(f"• {row['affirmation']} ({row['rubrique']})\u00a0: {row['texte']}", markup=False)
    console.print(f"  Imprimé\u00a0: {row['nombres']}.", markup=False)
    if row["reserve"]:
        console.print(f"  Réserve\u00a0: {row['reserve']}.", markup=False)
    if row["donnees"]:
        sources = enumeration(SOURCES_DONNEES[s].lower() for s in row["donnees"].split("; "))
        verdict = f"  Calculé ({sources})\u00a0: {row['verdict_calcule']}"
        console.print(f"{verdict}\u00a0; {row['nombres_calcules']}.", markup=False)


def print_samples(samples: pd.DataFrame, catalogue: Catalogue, console: Console) -> None:
    """Print the deduced samples with their justification."""
    console.print()
    for edition, rows in samples.groupby("edition"):
        table = Table(title=f"Échantillon déduit, édition {edition}", title_justify="left")
        for heading in ("Groupe", "Effectif", "Plausible", "Justification"):
            table.add_column(heading, overflow="fold", justify="right" if heading == "Effectif" else "left")
        for row in rows.to_dict("records"):
            span = f"{row['plausible_min']} à {row['plausible_max']}" if row["chiffres"] else ""
            group = population_in_words(catalogue, row["groupe"])
            table.add_row(group, str(row["effectif"]), span, row["justification"])
        console.print(table)
