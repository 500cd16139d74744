"""``barometre revue``: the responses that wait for a person's decision, with three candidates each and why.

Shows what was typed, on the analyst's screen only; matching and decisions are in ``matching``.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.markup import escape
from rich.table import Table

from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.cleaning.selection import is_complete
from barometre_pipeline.cleaning.to_decide import told
from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    EditionOption,
    JsonOption,
    RawOption,
    chosen_editions,
    french_errors,
    stderr,
    stdout,
)
from barometre_pipeline.cli.wrong_calls import WrongValueError
from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.editions.loader import extract_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import record_place
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.matching import (
    Decided,
    decisions_file,
    list_year,
    load_reference_list,
    match_edition,
    undecided,
)
from barometre_pipeline.matching.decisions import COLUMNS
from barometre_pipeline.matching.edition import typed_column
from barometre_pipeline.vocabulary import VERDICTS

_LABELS = {
    "certain": "certaines",
    "probable": "probables",
    "a_revoir": "à revoir",
    "hors_champ": "hors champ",
    "vide_ou_test": "vides ou tests",
}


def review(
    edition: EditionOption,
    raw: RawOption,
    toutes: Annotated[
        bool, typer.Option("--toutes", help="Inclut les questionnaires non terminés qui donnent un nom.")
    ] = False,
    statut: Annotated[
        list[str] | None,
        typer.Option("--statut", metavar="STATUT", help=f"Liste un autre statut : {', '.join(VERDICTS)}."),
    ] = None,
    en_json: JsonOption = False,
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FICHIER", help="Écrit la liste en CSV, prête à compléter en décisions."
        ),
    ] = None,
    verifier: Annotated[
        bool, typer.Option("--verifier", help="Sort en erreur tant qu’une réponse attend une décision.")
    ] = False,
) -> None:
    """Liste les réponses dont la structure attend une décision, avec trois candidats et la raison."""
    wanted = statut or ["a_revoir"]
    for name in wanted:
        if name not in VERDICTS:
            known = f"{did_you_mean(name, VERDICTS)} (attendu : {', '.join(VERDICTS)})"
            raise WrongValueError(f"« {name} » n’est pas un statut{known}", param_hint="--statut")
    with french_errors():
        chosen = chosen_editions(raw, [edition])[edition]
        decided, typed = _match(chosen, raw, everything=toutes)
    shown = decided.matches[decided.matches["statut"].isin(wanted)]
    rows = list(_rows(shown, typed))
    if csv is not None:
        _write_csv(rows, csv)
    if en_json:
        stdout().print_json(json.dumps(_as_json(edition, decided, rows), ensure_ascii=False))
    else:
        _print(edition, chosen, decided, rows)
    if verifier and (len(undecided(decided.matches)) or len(decided.unused)):
        raise typer.Exit(EXIT_FAILED)


def _match(edition: Edition, raw: Path, *, everything: bool) -> tuple[Decided, pd.DataFrame]:
    """Match an edition's extract; return the matches and what was typed, both by ``id_reponse``."""
    config = edition.config
    referentiel = load_reference_list(raw, list_year(config))
    extract = extract_of(edition)
    tables = bronze_tables(extract, edition.key)
    responses, questions = tables["reponses_brutes"], tables["questions"]
    names = typed_column(responses, config.limesurvey.question_nom)
    numbers = typed_column(responses, config.limesurvey.question_siret)
    keep = is_complete(responses, questions[questions["presente"]], config)
    if everything:
        keep = keep | pd.Series(names).ne("").to_numpy()
    typed = pd.DataFrame(
        {"id_reponse": responses["id_reponse"], "nom_saisi": names, "siret_saisi": numbers}
    ).set_index("id_reponse")
    return match_edition(responses[keep].reset_index(drop=True), edition, referentiel), typed


def _rows(shown: pd.DataFrame, typed: pd.DataFrame) -> Iterator[dict[str, Any]]:
    item: Any
    for item in shown.itertuples(index=False):
        yield {
            "id_reponse": int(item.id_reponse),
            "nom_saisi": typed.at[item.id_reponse, "nom_saisi"],
            "siret_saisi": typed.at[item.id_reponse, "siret_saisi"],
            "statut": item.statut,
            "nom_officiel": item.nom_officiel,
            "raison": item.preuve,
            "candidats": json.loads(item.candidats),
        }


def _as_json(edition: str, decided: Decided, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "edition": edition,
        "statuts": {s: int(decided.matches["statut"].eq(s).sum()) for s in VERDICTS},
        "reponses": rows,
        "decisions_sans_objet": decided.unused["id_reponse"].tolist(),
    }


def _print(edition: str, chosen: Edition, decided: Decided, rows: list[dict[str, Any]]) -> None:
    counts = decided.matches["statut"].value_counts()
    total = ", ".join(f"{int(counts.get(s, 0))} {label}" for s, label in _LABELS.items())
    out = stdout()
    out.print(f"Édition {edition} : {len(decided.matches)} réponses ({total}).")
    if rows:
        table = Table(show_lines=True)
        for title in ("Réponse", "Nom saisi", "SIRET saisi", "Raison", "Candidats (SIREN ou code)"):
            table.add_column(title, overflow="fold")
        for row in rows:
            candidates = "\n".join(escape(told(c)) for c in row["candidats"]) or "aucun"
            typed = escape(row["nom_saisi"]) or "(vide)"
            table.add_row(
                str(row["id_reponse"]), typed, escape(row["siret_saisi"]), escape(row["raison"]), candidates
            )
        out.print(table)
        path = decisions_file(chosen)[1]
        out.print(
            f"Les décisions s’écrivent dans {path} (docs/decisions/0004) et sont rejouées à chaque calcul."
        )
    else:
        out.print("Rien n’attend de décision.")
    item: Any
    for item in decided.unused.itertuples(index=False):
        stderr().print(
            f"[yellow]Décision sans objet[/] : {record_place(item.ligne)}, réponse {item.id_reponse} absente de "
            f"l’extrait."
        )


def _write_csv(rows: list[dict[str, Any]], path: Path) -> None:
    """Write one line per response in the form of ``decisions.csv``, what helps to decide beside it."""
    blank = dict.fromkeys(COLUMNS, "")
    columns = [*COLUMNS, "nom_saisi", "siret_saisi", "raison", "candidat_1", "candidat_2", "candidat_3"]
    flat = []
    for row in rows:
        line = blank | {k: row[k] for k in ("id_reponse", "nom_saisi", "siret_saisi", "raison")}
        for rank, candidate in enumerate(row["candidats"], start=1):
            line[f"candidat_{rank}"] = f"{candidate['nom']} ({candidate['territoire_id']})"
        flat.append(line)
    harmless_frame(pd.DataFrame(flat, columns=columns)).to_csv(path, index=False, lineterminator="\n")
