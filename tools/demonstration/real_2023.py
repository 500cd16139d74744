"""Derives what the plan knows of the real survey of 2023: how families of strates answered, smoothed.

A tool run by hand: ``python -m tools.demonstration.real_2023 LAKE``, where LAKE was computed from the real
extract. ``repartitions_2023.csv`` has only smoothed shares: no answer given by fewer than five structures can be
read back. ``indicateurs_2023.csv`` has what shares of columns cannot say, « at least one project », in whole
percent of populations of thirty or more. ``associations_2023.csv`` has one number per question with several
rows or boxes, how strongly they go together, over thirty answers or more.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.catalogue.model import Coding, Variable, VariableType
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE
from tools.demonstration.associations import ASSOCIATIONS, measured, pairs
from tools.demonstration.latents import DO_NOT_KNOW

FACTS = Path(__file__).parent / "repartitions_2023.csv"
UNIONS = Path(__file__).parent / "indicateurs_2023.csv"
EDITION = "2023"
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "communes_moins_10000": ("communes_moins_3500", "communes_3500_10000"),
    "communes_plus_10000": ("communes_10000_100000", "communes_plus_100000"),
    "epci": ("epci",),
    "metropoles_et_regions": ("metropoles", "regions"),
    "departements": ("departements",),
    "autres": ("autres",),
}
FAMILY_OF = {strate: family for family, strates in FAMILIES.items() for strate in strates}
_UNION = ("indicateur", "categorie", "population", "part")
_POPULATIONS = ("ensemble", "hors_moins_3500", "communes", "epci")
_LEAST_BASE = 30
_SMALL = 5  # counts below this one are replaced by what all structures together suggest
_SHRINK = 10  # every family counts as ten more structures that answer like all together


def main() -> None:
    """Write the three files."""
    _write_unions(Path(sys.argv[1]) / "gold")
    folder = Path(sys.argv[1]) / "silver"
    name = f"edition={EDITION}"
    responses = pd.read_parquet(folder / "reponses" / name / "reponses.parquet")
    structures = pd.read_parquet(folder / "structures" / name / "structures.parquet")
    strates = responses["id_reponse"].map(structures.set_index("id_reponse")["strate"].astype("str"))
    families = strates.map(FAMILY_OF)
    with FACTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("variable", "item", "reponse", *FAMILIES))
        for variable, coding in load_codebook().questionnaire(EDITION, "collectivites"):
            for item, answers in _columns(responses, variable, coding):
                for answer, shares in _shares(answers, families).items():
                    writer.writerow((variable.nom, item, answer, *(shares[f] for f in FAMILIES)))
    _write_associations(responses, families)


def _write_associations(responses: pd.DataFrame, families: pd.Series) -> None:
    with ASSOCIATIONS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("variable", "association"))
        for variable, coding in load_codebook().questionnaire(EDITION, "collectivites"):
            columns = [a for i, a in _columns(responses, variable, coding) if i not in variable.exclusifs]
            if variable.type is VariableType.RANKING or len(columns) < 2 or len(columns[0]) < _LEAST_BASE:
                continue
            boxes = variable.type is VariableType.MULTIPLE
            answers = ["Y"] if boxes else [a for a in coding.modalites if a != DO_NOT_KNOW]
            counted = [
                pair
                for size in range(1, max(len(answers), 2))
                for pair in pairs([column.isin(answers[:size]) for column in columns], families)
            ]
            writer.writerow((variable.nom, measured(counted)))


def _write_unions(gold: Path) -> None:
    rows = pd.read_parquet(gold / "indicateurs" / "indicateurs.parquet")
    wanted = (rows["indicateur"] == "projet_data_au_moins_un") & (rows["base"] >= _LEAST_BASE)
    rows = rows[wanted & rows["imprime"] & rows["population"].isin(_POPULATIONS)]
    shares = rows.assign(part=(100 * rows["part"]).round().astype(int)).drop_duplicates("population")
    ordered = shares.set_index("population", drop=False).loc[list(_POPULATIONS), list(_UNION)]
    ordered.to_csv(UNIONS, index=False, lineterminator="\n")


def _columns(responses: pd.DataFrame, variable: Variable, coding: Coding) -> Iterator[tuple[str, pd.Series]]:
    """Yield each column as canonical answers; for a ranking, the rank of each item."""
    if variable.type is VariableType.RANKING:
        for item, code in coding.items.items():
            ranks = pd.Series("-", index=responses.index)
            for rank, column in coding.colonnes.items():
                ranks[responses[column].astype("str") == code] = rank
            yield item, ranks[(responses[list(coding.colonnes.values())] != SANS_REPONSE).all(axis=1)]
        return
    names = {code: name for name, codes in coding.modalites.items() for code in codes}
    for item, column in coding.colonnes.items():
        values = responses[column].astype("str")
        yield item, values[~values.isin([NON_POSEE, SANS_REPONSE])].map(lambda v: names.get(v, v))


def _shares(answers: pd.Series, families: pd.Series) -> dict[str, dict[str, int]]:
    """Return the smoothed percentage of each answer among those of each family who answered."""
    overall = answers.value_counts().astype("float64").clip(lower=_SMALL / 2)
    overall = overall / overall.sum()
    found: dict[str, dict[str, int]] = {str(answer): {} for answer in sorted(overall.index)}
    for family in FAMILIES:
        mine = answers[families.reindex(answers.index) == family]
        counts = mine.value_counts().reindex(overall.index, fill_value=0).astype("float64")
        usual = (overall * len(mine)).clip(upper=float(_SMALL - 1))
        counts = counts.where(counts >= _SMALL, usual) + _SHRINK * overall
        for answer, share in (100 * counts / counts.sum()).items():
            found[str(answer)][family] = round(share)
    return found


if __name__ == "__main__":
    main()
