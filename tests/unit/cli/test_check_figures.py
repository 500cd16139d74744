"""What the auditor reads about printed figures on the command line."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_documents, load_figures
from barometre_pipeline.cli.check_figures import (
    AFFIRMATIONS,
    RAPPROCHEMENT,
    SCORES,
    check_claims,
    check_contradictions,
    check_figures,
)
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.claims import evaluate_claims
from barometre_pipeline.printed.gather import gather
from barometre_pipeline.printed.reconciliation import reconcile
from barometre_pipeline.printed.samples import samples
from barometre_pipeline.printed.scores import score


def _console() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=200, highlight=False), out


def _nothing_computed() -> pd.DataFrame:
    names = "edition indicateur categorie population modalite n base part_publiable imprime source_donnees trace_id"
    values = pd.DataFrame(columns=names.split(" "))
    reasons = pd.DataFrame(columns=["edition", "indicateur", "categorie", "population", "raison"])
    return reconcile(load_figures().head(3), values, reasons)


def test_each_figure_that_is_not_reproduced_is_listed_with_its_reason(tmp_path: Path) -> None:
    _write(tmp_path, _nothing_computed())
    console, out = _console()
    assert check_figures(tmp_path, console)
    text = out.getvalue()
    assert "non calculable" in text and "non_calculable" not in text
    assert "Chiffres publiés\u00a0: 3" in text
    assert "article_2025-001" in text
    assert "aucune donnée de 2025" in text


def _write(lake: Path, table: pd.DataFrame) -> None:
    Lake.at(lake).write(RAPPROCHEMENT, table)
    Lake.at(lake).write(SCORES, score(table))


@pytest.mark.parametrize(
    ("source", "explanation", "fine"),
    [
        ("reelles", "", False),
        ("agregats", "", False),
        ("reelles", "connue", True),
        ("demonstration", "", True),
    ],
)
def test_a_difference_that_facts_leave_unexplained_fails_the_check(
    tmp_path: Path, source: str, explanation: str, fine: bool
) -> None:
    table = _nothing_computed().head(1)
    table = table.assign(
        statut="ecart", donnees=source, valeur_calculee=43.4, raison="calculé 43", explication=explanation
    )
    _write(tmp_path, table)
    console, out = _console()
    assert check_figures(tmp_path, console) is fine
    told = {"reelles": "données réelles", "agregats": "tableaux publiés", "demonstration": "démonstration"}[
        source
    ]
    assert f"écart ({told})" in " ".join(out.getvalue().split())
    assert explanation in out.getvalue()


def test_without_a_reconciliation_the_auditor_is_told_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="barometre run"):
        check_figures(tmp_path, _console()[0])


def test_contradictions_quote_both_places_and_the_deduced_samples() -> None:
    console, out = _console()
    found = check_contradictions(console)
    text = out.getvalue()
    assert {"valeurs_differentes", "evolution", "effectif_impossible"} <= set(found["regle"])
    for row in found.itertuples():
        assert row.chiffre_a in text
        assert row.chiffre_b in text
    assert "notices" in text.splitlines()[0]
    assert "Échantillon déduit, édition 2024" in text
    assert "10/13" in text


def _raw_names(text: str) -> set[str]:
    """Return the names of the catalogue's files left in a text: a word with « _ » that names no document."""
    return set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", text)) - set(load_documents())


def test_contradictions_claims_and_missed_figures_are_told_in_the_words_of_the_catalogue(
    tmp_path: Path,
) -> None:
    catalogue, figures = load_catalogue(), load_figures()
    console, out = _console()
    check_contradictions(console)
    _write(tmp_path, _nothing_computed())
    check_figures(tmp_path, console)
    printed = gather(catalogue, figures, samples(catalogue, figures, load_samples()))
    Lake.at(tmp_path).write(AFFIRMATIONS, evaluate_claims(printed, {}, {}))
    check_claims(tmp_path, console)
    assert _raw_names(out.getvalue()) == set()
    assert "• Conformité au RGPD, «\u00a0" in out.getvalue()


def test_claims_are_printed_with_their_verdict_and_the_numbers_of_each_kind(tmp_path: Path) -> None:
    row = dict.fromkeys(("document", "edition", "formule"), "x") | {
        "affirmation": "x-a1", "rubrique": "p. 3", "type_affirmation": "rang", "texte": "Les uns devancent.",
        "verdict_imprime": "faux", "nombres": "les uns\u00a0: 3 (x-1)", "reserve": "si tous répondent",
        "verdict_calcule": "vrai", "nombres_calcules": "les uns\u00a0: 4 (sur\u00a010)", "donnees": "demonstration",
    }  # fmt: skip
    Lake.at(tmp_path).write(AFFIRMATIONS, pd.DataFrame([row]))
    console, out = _console()
    check_claims(tmp_path, console)
    text = out.getvalue()
    for said in (
        "1\u00a0affirmation, d’après les nombres imprimés\u00a0: 0 vrai, 1 faux et 0 non vérifiable.",
        "• x-a1 (p. 3)\u00a0: Les uns devancent.",
        "Imprimé\u00a0: les uns\u00a0: 3 (x-1).",
        "Réserve\u00a0: si tous répondent.",
        "Calculé (données de démonstration (synthétiques))\u00a0: vrai\u00a0; les uns\u00a0: 4 (sur\u00a010).",
    ):
        assert said in text, text
