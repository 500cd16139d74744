"""Rewrites the published figures, charts, claims and 2022 tables into the catalogue's own shape.

A tool run by hand when a document is added; the pipeline reads its output and never the originals.
Usage: python -m tools.import_printed_figures DOSSIER_DES_CHIFFRES DOSSIER_DES_QUESTIONNAIRES [DOSSIER_2022]
"""

import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.loader import FOLDER, load
from barometre_pipeline.catalogue.printed_claims import CLAIMS
from barometre_pipeline.catalogue.printed_figures import BaseGiven, DocumentsFile, Renaming
from barometre_pipeline.catalogue.printed_places import PLAN
from barometre_pipeline.french.spaces import spaced

FIGURES = FOLDER / "figures_publiees.csv"
CHARTS = FOLDER / "graphiques.csv"

GROUPS_2022 = {
    "Total": "ensemble",
    "Total hors communes < 3500 habitants": "hors_moins_3500",
    "Une commune": "communes",
    "Moins de 3 500 habitants": "communes_moins_3500",
    "Entre 3 500 et 10 000 habitants": "communes_3500_10000",
    "Entre 10 000 et 100 000 habitants": "communes_10000_100000",
    "Plus de 100 000 habitants": "communes_plus_100000",
    "Un EPCI": "epci",
    "Un département": "departements",
    "Une région": "regions",
    "Autre": "autres",
}


def figures(
    source: pd.DataFrame, renames: Sequence[Renaming], bases: Sequence[BaseGiven] = ()
) -> pd.DataFrame:
    """Reshape the printed figures: one row per figure, our column names, the catalogue's indicator names."""
    table = pd.DataFrame(
        {
            "chiffre": source["figure"],
            "document": source["document"],
            "rubrique": source["section"],
            "indicateur": source["indicateur"],
            "categorie": source["categorie"].replace("", "total"),
            "population": source["population"],
            "edition": source["edition"],
            "statistique": source["statistique"],
            "valeur": source["valeur"],
            "edition_reference": source["edition_reference"],
            "base": source["base"].map(french_typography),
            "remarque": source["remarque"].map(french_typography),
        }
    )
    for given in bases:
        rows = (table["document"] == given.document) & (table["indicateur"] == given.indicateur)
        table.loc[rows, "base"] = given.base
    for rule in renames:
        rows = (table["indicateur"] == rule.indicateur) & (table["population"] == rule.population)
        table.loc[rows, "indicateur"] = rule.devient
        table.loc[rows, "population"] = rule.population_devient or rule.population
    return table.sort_values(["document", "chiffre"], kind="stable")


def french_typography(text: str) -> str:
    """Write a text with typographic apostrophes and no-break spaces."""
    return spaced(text.replace("'", "’"))


def claims(source: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Reshape the claims; what was written by hand (kind, formula, figures set aside, reserve) stays with its claim.

    What was expected of a claim is not imported: its verdict is computed.
    """
    facts = pd.DataFrame(
        {
            "affirmation": source["id"],
            "document": source["document"],
            "rubrique": source["repere"],
            "type": source["type"],
            "edition": source["editions"],
            "texte": source["affirmation"].map(french_typography),
        }
    )
    kinds = known.set_index("affirmation")["type"]
    facts["type"] = facts["affirmation"].map(kinds).fillna(facts["type"])
    written = known.set_index("affirmation")[["formule", "ecartes", "reserve"]]
    return facts.join(written, on="affirmation").fillna("").sort_values("affirmation", kind="stable")


def chart_names(documents: pd.Series, numbers: pd.Series) -> list[str]:
    """Name each chart by its document and its number."""
    return [f"{d}-g{int(n):02d}" for d, n in zip(documents, numbers, strict=True)]


def charts(source: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Reshape the list of charts, with an identifier and the title or question printed for each."""
    drawn = printed[printed["graphique"] != ""]
    titles = dict(
        zip(chart_names(drawn["document"], drawn["graphique"]), drawn["libelle_imprime"], strict=True)
    )
    names = chart_names(source["document"], source["numero"])
    return pd.DataFrame(
        {
            "graphique": names,
            "document": source["document"],
            "indicateur": source["indicateur"],
            "population": source["population"],
            "ventilation": source["ventilation"],
            "forme": source["forme"],
            "editions": source["editions"],
            "titre": [titles[name] for name in names],
        }
    )


def plan(source: pd.DataFrame) -> pd.DataFrame:
    """Reshape the order of each document: one row per page or block, with the numbers of the charts printed there."""
    return pd.DataFrame(
        {
            "document": source["document"],
            "ordre": source["ordre"],
            "titre": source["titre_court"].map(french_typography),
            "graphiques": [" ".join(re.findall(r"graphique (\d+)", c)) for c in source["contenu"]],
        }
    )


def answer_code(label: str) -> str:
    """Name an answer of the 2022 tables: its printed code (« SQ002. … »), else its first five words."""
    printed = re.match(r"((?:SQ\d|AO)\d{2})\.\s", label)
    if printed:
        return printed[1]
    words = re.split(r"[:(«]", label)[0].replace("’", " ").replace("'", " ").lower()
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:5])


def aggregates_2022(source: pd.DataFrame) -> pd.DataFrame:
    """Reshape the official tables: one row per question, answer and group, counts as printed."""
    return pd.DataFrame(
        {
            "question": source["question_code"],
            "modalite": source["reponse"].map(answer_code),
            "groupe": source["structure"].map(GROUPS_2022),
            "effectif": source["occurrences"],
            "concernes": source["nombre_de_reponses"],
            "taille_groupe": source["effectif_structure"],
            "pourcentage_imprime": source["pourcentage"],
        }
    ).sort_values(["question", "groupe", "modalite"], kind="stable")


def main(source: Path, printed: Path, raw_2022: Path) -> None:
    """Write the files."""
    read = {
        name: pd.read_csv(source / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("chiffres_publies", "graphiques_publies", "statistiques_2022")
    }
    documents = load(DocumentsFile, FOLDER / "documents.yaml")
    shaped = figures(read["chiffres_publies"], documents.renommages, documents.bases)
    shaped.to_csv(FIGURES, index=False, lineterminator="\n")
    questions, order, received, ours = (
        pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in (printed / "questions_imprimees.csv", printed / PLAN.name, printed / CLAIMS.name, CLAIMS)
    )
    plan(order).to_csv(PLAN, index=False, lineterminator="\n")
    charts(read["graphiques_publies"], questions).to_csv(CHARTS, index=False, lineterminator="\n")
    claims(received, ours).to_csv(CLAIMS, index=False, lineterminator="\n")
    raw_2022.mkdir(parents=True, exist_ok=True)
    aggregates_2022(read["statistiques_2022"]).to_csv(
        raw_2022 / "tableaux.csv", index=False, lineterminator="\n"
    )


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(*(given if len(given) > 2 else [*given, Path("data_raw/2022/agregats")]))
