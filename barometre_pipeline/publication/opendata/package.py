"""The open-data package: CSV tables and the ``datapackage.json`` that describes them (Data Package).

Only aggregates leave: no response, no name, no identifier; small cells are withheld first. What to publish
is given by the caller, the description of fields is in ``model``.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from barometre_pipeline import __version__
from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.files import write_atomically
from barometre_pipeline.french.spaces import quoted
from barometre_pipeline.french.words import day
from barometre_pipeline.publication.opendata.model import PUBLISHED, TRIS_FIELDS, WITHHELD, OpenTable
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.vocabulary import BASE_MINIMALE, RAISONS_RETENUE, SOURCES_DONNEES

LICENCE: Final = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Open Licence 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
_README: Final = "LISEZMOI.md"
_KEYWORDS: Final = (
    "données publiques",
    "intelligence artificielle",
    "souveraineté numérique",
    "cybersécurité",
    "collectivités",
)
_ANSWER = ["edition", "question", "sous_question", "modalite"]
_WEIGHTED = "part_publiable_ponderee"


def open_tris(tris: pd.DataFrame) -> OpenTable:
    """Turn gold ``tris`` of one or more editions into an open table.

    Which rows may be told is said by each (``publiable``). A group that a question is not told in has no row; a rare
    answer has one, empty, with the reason. The only shares are those that are printed, their base beside them: the
    shares of whole groups, as in 2023, are left out, and so are counts of respondents. Who left a question
    empty and is not in its base is no row: those asked less the base. Weighted shares are rounded, and left out where
    a few responses bear the weight.

    Args:
        tris: gold ``tris``, with ``effectif_efficace`` of gold ``estimations``.
    """
    shown = tris["publiable"].astype(bool) | (tris["raison_retenue"] == "reponse_rare")
    rows = tris[shown].reset_index(drop=True)
    hidden = ~rows["publiable"].astype(bool)
    weighted = rows["ponderee_publiable"].astype(bool) & (rows["effectif_efficace"] >= BASE_MINIMALE)
    rows = rows.assign(
        **{c: rows[c].astype("Int64").mask(hidden) for c in ("n", "base", "concernees")},
        part_publiable=rows["part_publiable"].mask(hidden),
        statut=hidden.map({True: WITHHELD, False: PUBLISHED}),
        raison=rows["raison_retenue"].map(RAISONS_RETENUE).where(hidden, ""),
        **{_WEIGHTED: rows[_WEIGHTED].where(weighted).round(2)},
    )
    return OpenTable(
        name="tris",
        title="Tris à plat par type et taille de structure",
        description="Une ligne par question, proposition, réponse ou absence de réponse, et groupe de structures. La "
        "part est « n » divisé par « base » : les structures à qui la question a été posée (« concernees »), avec ou "
        "sans celles qui l’ont laissée vide, selon « regle_base », la règle des chiffres imprimés de l’édition, et "
        "sans les réponses qui n’ont pas de ligne, que l’indicateur exclut. « Non posée » compte les autres. Un groupe "
        "sans ligne n’est pas publié pour la question : une réponse y compterait trop peu de structures.",
        frame=rows,
        fields=TRIS_FIELDS,
        key=(*_ANSWER, "groupe"),
    )


def write_package(
    tables: Iterable[OpenTable], folder: Path, titre: str, source: str, samples: str = "", date: str = ""
) -> Path:
    """Write the package into ``folder`` and return the path of its ``datapackage.json``.

    Its version says the code and, after « + », the content: two packages of one version have the same rows.

    Args:
        tables: resources, each written as ``<name>.csv`` (comma, UTF-8, decimal point, header line).
        folder: where; files of an earlier package that are not of this one are removed.
        titre: title of the data set.
        source: who produced the data.
        samples: what the samples are, in French.
        date: last day that somebody answered (ISO), "" where it is not known; never the day of the computing.
    """
    resources = []
    origins: set[str] = set()
    for table in tables:
        names = [f.name for f in table.fields if f.name in table.frame]
        content = harmless_frame(table.frame[names]).to_csv(index=False, lineterminator="\n").encode()
        write_atomically(folder / f"{table.name}.csv", content)
        resources.append(_resource(table, names, content))
        if "source_donnees" in names:
            origins |= set(table.frame["source_donnees"].astype(str))
    content_of = hashlib.sha256("".join(r["hash"] for r in resources).encode()).hexdigest()
    version = f"{__version__}+{content_of[:8]}"
    descriptor = {
        "profile": "tabular-data-package",
        "name": "barometre-observatoire-data-publica",
        "title": titre,
        "description": " ".join(filter(None, (_description(origins), samples))),
        "version": version,
        **({"date": date} if date else {}),
        "citation": _citation(titre, source, version, date),
        "keywords": list(_KEYWORDS),
        "licenses": [LICENCE],
        "sources": [{"title": source}],
        "contributors": [{"title": source, "role": "publisher"}],
        "resources": resources,
    }
    path = folder / "datapackage.json"
    write_atomically(path, (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode())
    write_atomically(folder / _README, _readme(descriptor).encode())
    kept = {path.name, _README, *(r["path"] for r in resources)}
    for other in folder.iterdir():
        if other.is_file() and other.name not in kept:
            other.unlink()
    return path


def _citation(titre: str, source: str, version: str, date: str) -> str:
    until = f", réponses reçues jusqu’au {day(datetime.date.fromisoformat(date))}" if date else ""
    return f"{source}, {quoted(titre)}, version {version}{until}. {LICENCE['title']}."


def _readme(descriptor: Mapping[str, Any]) -> str:
    """Say in a text what is in the package, as the descriptor does."""
    files = "".join(f"- `{r['path']}` : {r['title']}. {r['description']}\n" for r in descriptor["resources"])
    return (
        f"# {descriptor['title']}\n\n{descriptor['description']}\n\n## Fichiers\n\n{files}\n"
        "`datapackage.json` décrit chaque colonne (Data Package, Table Schema). Virgule, point décimal, UTF-8 ; un "
        "texte qu’un tableur prendrait pour une formule est précédé d’une apostrophe, même après un point-virgule ou "
        "un retour à la ligne.\n\n"
        f"## Citer\n\n{descriptor['citation']} <{LICENCE['path']}>\n"
    )


def _resource(table: OpenTable, names: list[str], content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [f.descriptor() for f in table.fields if f.name in names],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _description(origins: set[str]) -> str:
    text = (
        "Résultats agrégés du baromètre de l’Observatoire Data Publica, auprès des collectivités et des Français. "
        "Les parts suivent la base des chiffres imprimés de chaque édition, qui est dite à chaque ligne. "
        f"Aucune réponse individuelle ; ni réponse de moins de {SMALLEST_CELL} structures, ni de quoi en retrouver "
        "une : les réponses rares sont vides (statut « secret »), les ventilations trop fines n’y sont pas."
    )
    kinds = [SOURCES_DONNEES[o] for o in sorted(origins) if o != "reelles"]
    return f"{text} Attention : {' ; '.join(kinds)}." if kinds else text
