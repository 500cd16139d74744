"""``barometre typologie``: what changes when types and strates come from the official lists.

Reads the extract and the correspondences given by hand; comparing them is ``audit/typologie``'s.
"""

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Table

from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.cleaning.identification import reviewed_of
from barometre_pipeline.cleaning.plan import edition_plan
from barometre_pipeline.cleaning.selection import select_responses
from barometre_pipeline.cleaning.silver import closed_columns, silver_responses
from barometre_pipeline.cli.common import EditionOption, RawOption, chosen_editions, french_errors, stdout
from barometre_pipeline.compare.typology import (
    compare_typologies,
    moved_tabulations,
    official_typology,
    repeated_structures,
    report,
    summary,
)
from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.editions.loader import extract_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.numbers import points
from barometre_pipeline.matching import list_year, load_reference_list, match_edition


def typology(
    edition: EditionOption,
    raw: RawOption,
    sortie: Annotated[
        Path | None,
        typer.Option(
            "--sortie", metavar="DOSSIER", help="Y écrit le rapport (Markdown) et ses deux tableaux (CSV)."
        ),
    ] = None,
) -> None:
    """Compare les types et strates donnés à la main avec les listes officielles, et montre les tris qui
    changent.
    """
    with french_errors():
        chosen = chosen_editions(raw, [edition])[edition]
        differences, repeated, totals, moved = _compare(chosen, raw)
    text = report(edition, list_year(chosen.config), differences, repeated, totals, moved)
    if sortie is not None:
        sortie.mkdir(parents=True, exist_ok=True)
        (sortie / f"typologie-{edition}.md").write_text(text, encoding="utf-8")
        harmless_frame(differences).to_csv(
            sortie / f"typologie-{edition}-ecarts.csv", index=False, lineterminator="\n"
        )
        harmless_frame(moved).to_csv(
            sortie / f"typologie-{edition}-tris.csv", index=False, lineterminator="\n"
        )
        stdout().print(f"Rapport écrit : typologie-{edition}.md, -ecarts.csv, -tris.csv")
        return
    _print(totals)
    stdout().print(text, markup=False)


def _compare(edition: Edition, raw: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    config = edition.config
    if config.structures.correspondances is None:
        raise ConfigurationError(
            edition.config_file,
            "clé « structures.correspondances »",
            "cette édition n’a pas de typologie donnée à la main.",
            "un fichier de correspondances à comparer",
            "choisir une édition qui en a un (2023)",
        )
    hand = reviewed_of(edition).rows
    referentiel = load_reference_list(raw, list_year(config))
    tables = bronze_tables(extract_of(edition), edition.key)
    responses, questions = tables["reponses_brutes"], tables["questions"]
    kept = select_responses(responses, questions, config).kept
    silver = silver_responses(responses, questions, tables["modalites"], pd.Index(kept))
    matches = match_edition(responses.loc[kept].reset_index(drop=True), edition, referentiel).matches
    hand = silver[["id_reponse"]].merge(hand, on="id_reponse", how="left", validate="one_to_one")
    hand[["type", "strate"]] = hand[["type", "strate"]].fillna("autres")
    strates = (hand["strate"], official_typology(hand, matches)["strate"])
    counts = config.redressement.population
    plans = (
        edition_plan(strates[0], edition, counts, "typologie donnée à la main"),
        edition_plan(strates[1], edition, counts, "typologie des listes officielles"),
    )
    answers = tables["modalites"]
    labels = dict(zip(zip(answers["colonne"], answers["code"], strict=True), answers["libelle"], strict=True))
    moved = moved_tabulations(silver, strates, plans, closed_columns(questions, silver), labels)
    return (
        compare_typologies(hand, matches),
        repeated_structures(hand, matches),
        summary(moved, strates),
        moved,
    )


def _print(totals: pd.DataFrame) -> None:
    table = Table(title="Bases par groupe, à la main et d’après les listes officielles")
    for title in ("Groupe", "À la main", "Officiel", "Chiffres déplacés", "Écart maximal"):
        table.add_column(title, justify="left" if title == "Groupe" else "right")
    row: Any
    for row in totals.itertuples(index=False):
        change = points(row.ecart_maximal, 1, short=True)
        table.add_row(row.libelle, str(row.n_avant), str(row.n_apres), str(row.chiffres_deplaces), change)
    stdout().print(table)
