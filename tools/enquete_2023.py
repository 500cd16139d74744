"""Lays out the public 2023 survey as this pipeline reads it: the extract as it is, its structure and who answered.

The Observatoire's repository ``enquete_2023`` publishes the extract without its LimeSurvey structure file, and the
structures as they were decided in 2023. What the extract itself shows is read off it; the order of answers, which it
does not show, is that of their scales (``SCALES``).
Usage: python -m tools.enquete_2023 CLONE RAW_FOLDER
"""

import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

EXTRACT, STRUCTURE, MATCHES = "results-survey396597.csv", "structure_396597.txt", "correspondances.csv"
COLUMNS = [
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other",
]  # fmt: skip
_ITEM = re.compile(r"(?P<asked>.*?)\s*\[(?P<item>[^\[\]]*)\]$", re.DOTALL)
_RANK = re.compile(r"Classement \d+")
_GROUP, _QUESTION, _FILES = "Durée pour le groupe : ", "Durée pour la question: ", "filecount - "
_BOX = {"Oui", "Non", "N/A", ""}
_NAME = "Quel est le nom de votre structure ?"
_MOST_ANSWERS, _FEWEST_OF_A_LIST = (
    8,
    60,
)  # a list has few answers that many give; a text is rarely given twice

# Beginnings of answers in the order of their scales, « Je ne sais pas » being last; the first that fits counts.
SCALES = (
    "Oui tout à fait", "Oui, tout à fait", "Oui, partiellement", "Oui, en interne", "Oui, externalisé auprès d’un",
    "Oui, externalisé", "Oui, au cours", "Oui, et la stratégie a", "Oui, et", "Oui, de façon continue",
    "Oui, de façon", "Oui, de temps", "Oui : ", "Oui", "Je le fais déjà", "Existe", "En place", "Avis neutre", "Non : ",
    "Non, pas complètement", "Non, pas encore", "Non, mais", "Non, et", "Non, probablement", "Non, le sujet", "Non",
    "Ma structure n’est pas concernée", "Fonction leader", "Implication forte", "Implication ponctuelle",
    "Implication rare", "Pas d’implication", "Cette direction", "Le niveau est bon", "Le niveau est correct",
    "Le niveau est insuffisant", "Le sujet n’est pas identifié", "Chez des éditeurs", "Dans un cloud certifié",
    "Dans un cloud", "Dans un data center", "Sur des serveurs", "Fait le choix", "Choisit",
    "La structure privilégie systématiquement", "La structure privilégie des", "La structure choisit parfois",
    "La structure choisit des solutions privilégiant", "La structure choisit des", "La structure choisit",
    "Le développement de nouveaux services", "Les retombées en matière", "Les retombées économiques", "L’efficacité",
    "L’évaluation", "Je ne sais pas",
)  # fmt: skip
TYPES = {
    "Une commune": "communes",
    "Un EPCI (hors métropole)": "epci",
    "Une métropole": "metropoles",
    "Un département": "departements",
    "Une région": "regions",
    "Autre": "autres",
}
STRATES = {
    "Communes de moins de 3 500 hab.": "communes_moins_3500",
    "Communes de 3 500 à 10 000 hab.": "communes_3500_10000",
    "Communes de 10 000 à 100 000 hab.": "communes_10000_100000",
    "Communes de plus de 100 000 hab.": "communes_plus_100000",
}


@dataclass
class Asked:
    """One question as the extract shows it: its wording, and the cells of each of its columns by item."""

    text: str
    columns: dict[str, Counter[str]] = field(default_factory=dict)
    files: bool = False

    @property
    def letter(self) -> str:
        """The LimeSurvey type that has such columns."""
        if self.files:
            return "|"
        if not self.text:
            return "X"
        cells = Counter[str]()
        for found in self.columns.values():
            cells += found
        if "" not in self.columns:
            if any(_RANK.fullmatch(item) for item in self.columns):
                return "R"
            return "M" if set(next(iter(self.columns.values()))) <= _BOX else "F"
        given = {answer: times for answer, times in cells.items() if answer not in ("", "N/A")}
        listed = len(given) <= _MOST_ANSWERS and sum(given.values()) >= _FEWEST_OF_A_LIST
        return "L" if listed else "T"

    @property
    def answers(self) -> list[str]:
        """The answers of a list or a ranking, in the order of their scale."""
        if self.letter not in "LFR":
            return []
        given = {a for found in self.columns.values() for a in found} - {"", "N/A"}
        return sorted(given, key=lambda a: (_place(a), a))

    @property
    def items(self) -> list[str]:
        """The sub-questions or boxes, in the order of the extract; « Autre » of boxes is no box."""
        letter = self.letter
        return [i for i in self.columns if not (letter == "M" and i == "Autre")] if letter in "MF" else []


def _place(answer: str) -> int:
    return next((i for i, start in enumerate(SCALES) if answer.startswith(start)), len(SCALES))


def questions(extract: pd.DataFrame) -> list[Asked]:
    """Return the questions of an extract, in its order: neighbouring columns of one wording are one question."""
    found: list[Asked] = []
    for position, heading in enumerate(map(str, extract.columns[5:]), start=5):
        if heading.startswith("Temps total"):
            break
        split = _ITEM.fullmatch(heading.strip())
        text, item = (split["asked"], split["item"]) if split else (heading.strip(), "")
        if text.startswith(_FILES):
            found[-1].files = True
            continue
        cells = Counter(extract.iloc[:, position])
        if not found or not item or found[-1].text != text.strip():
            found.append(Asked(text.strip()))
        found[-1].columns[item] = cells
    return found


def structure(extract: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a LimeSurvey structure file that would give this extract.

    Raises:
        ValueError: the extract does not time as many questions as it asks.
    """
    timed = [c for c in map(str, extract.columns) if c.startswith((_GROUP, _QUESTION))]
    asked = questions(extract)
    codes = [c for c in timed if c.startswith(_QUESTION)]
    if len(codes) != len(asked):
        raise ValueError(f"{len(codes)} questions chronométrées, {len(asked)} intitulés")
    rows = [("S", "", "sid", "396597", ""), ("S", "", "language", "fr", ""),
            ("SL", "", "surveyls_title", "Enquête de l’Observatoire Data Publica 2023", "")]  # fmt: skip
    remaining = iter(asked)
    for heading in timed:
        if heading.startswith(_GROUP):
            rows.append(("G", "", heading.removeprefix(_GROUP).strip() or "Groupe sans titre", "", ""))
        else:
            rows += _question(heading.removeprefix(_QUESTION), next(remaining))
    table = pd.DataFrame(rows, columns=["class", "type/scale", "name", "text", "other"])
    table = table.assign(
        id=range(1, len(table) + 1), related_id="", relevance="1", help="", language="fr", mandatory="N"
    )
    table["other"] = table["other"].replace("", "N")
    return table[COLUMNS]


def _question(code: str, asked: Asked) -> Iterator[tuple[str, str, str, str, str]]:
    other = "Y" if asked.letter == "M" and "Autre" in asked.columns else ""
    yield "Q", asked.letter, code, asked.text, other
    yield from (("SQ", "0", f"SQ{i:03d}", item, "") for i, item in enumerate(asked.items, start=1))
    yield from (("A", "0", f"AO{i:02d}", answer, "") for i, answer in enumerate(asked.answers, start=1))


def matches(processed: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return who each kept response was in 2023: ``process_data.csv`` and the numbers of ``interim_data.csv``."""
    key = "ID de la réponse"
    numbers = names.drop_duplicates(key).set_index(key)
    known = numbers.reindex(processed[key])
    return pd.DataFrame(
        {
            "id_reponse": processed[key].to_numpy(),
            "nom_saisi": processed[_NAME].to_numpy(),
            "nom_retenu": processed["nom"].to_numpy(),
            "siren": known["SIREN"].fillna("").str.replace(r"\D", "", regex=True).to_numpy(),
            "code_insee": known["COG"].fillna("").to_numpy(),
            "population": processed["Population totale"].to_numpy(),
            "type": processed["structure"].map(TYPES).to_numpy(),
            "strate": processed["structure_pop"].map(STRATES).fillna("").to_numpy(),
        }
    )


def lay_out(clone: Path, raw: Path) -> None:
    """Write the three files of the 2023 edition under a raw folder, from a clone of the public repository."""
    data, folder = clone / "Data", raw / "2023" / "limesurvey"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(data / EXTRACT, folder / EXTRACT)
    structure(read_extract(data / EXTRACT)).to_csv(
        folder / STRUCTURE, sep="\t", index=False, lineterminator="\n"
    )
    table = matches(_read(data / "process_data.csv"), _read(data / "interim_data.csv"))
    table.to_csv(folder / MATCHES, index=False, lineterminator="\n")


def read_extract(path: Path) -> pd.DataFrame:
    """Read the extract with its headings as they are: some are empty, some are there twice."""
    cells = pd.read_csv(path, dtype=str, keep_default_na=False, header=None)
    return cells.iloc[1:].set_axis(cells.iloc[0].tolist(), axis=1)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    lay_out(Path(sys.argv[1]), Path(sys.argv[2]))
