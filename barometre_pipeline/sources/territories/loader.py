"""Write, find and read back the slim official lists of a year, with their manifest.

Only files and hashes belong here; what the lists mean is ``model``'s.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.regular_files import refuse_irregular
from barometre_pipeline.sources.territories.model import SCHEMAS, TERRITOIRES, ReferenceList, assemble
from barometre_pipeline.sources.territories.npm_package import PACKAGE, Package, slim

FOLDER = "referentiels"
MANIFEST = "manifeste.json"
SHIPPED = Path(__file__).resolve().parents[3] / "data_raw" / FOLDER
LICENCES = {
    "donnees": "Licence Ouverte / Open Licence (Etalab)",
    "codes": "MIT",
    "producteurs": "INSEE (code officiel géographique, populations municipales), DGCL (EPCI), La Poste",
    "sirens_departements_regions": "INSEE, répertoire SIRENE (Licence Ouverte)",
}


def year_folder(raw: Path, year: int) -> Path:
    """Return ``<raw>/referentiels/<year>`` if it is there, else the folder shipped with the project."""
    own = raw / FOLDER / str(year)
    return own if (own / MANIFEST).is_file() else SHIPPED / str(year)


def available_years(raw: Path) -> list[int]:
    """Return the years whose lists are present in ``raw`` or shipped, ascending.

    Raises:
        InputError: something among the lists of ``raw`` is no file that can be read.
    """
    refuse_irregular(raw / FOLDER, FOLDER)
    found = {
        int(path.parent.name)
        for folder in (raw / FOLDER, SHIPPED)
        for path in folder.glob(f"[0-9][0-9][0-9][0-9]/{MANIFEST}")
    }
    return sorted(found)


def write_reference_list(package: Package, year: int, raw: Path) -> Path:
    """Slim a package's lists and write them under ``<raw>/referentiels/<year>/`` (UTF-8 CSV, sorted, LF).

    The same package gives the same bytes. Returns the folder written.

    Raises:
        InputError: a list does not have the expected shape.
    """
    tables = {
        name: _checked(name, frame, f"paquet {package.version}") for name, frame in slim(package).items()
    }
    folder = raw / FOLDER / str(year)
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {}
    for name, frame in tables.items():
        content = frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
        (folder / f"{name}.csv").write_bytes(content)
        files[f"{name}.csv"] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "octets": len(content),
            "lignes": len(frame),
        }
    manifest = {
        "annee": year,
        "paquet": PACKAGE,
        "version": package.version,
        "licences": LICENCES,
        "sources": package.sha256,
        "fichiers": files,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return folder


def load_reference_list(raw: Path, year: int) -> ReferenceList:
    """Read the official lists of ``year``, verified against their manifest and their schemas.

    Lists are looked for in ``<raw>/referentiels/<year>``; where that year is not there, the lists shipped
    with
    the project serve.

    Raises:
        InputError: the year is missing, a file was changed since it was written, or a table is malformed.
    """
    folder = year_folder(raw, year)
    where = f"{FOLDER}/{year}"
    if not (folder / MANIFEST).is_file():
        years = ", ".join(map(str, available_years(raw))) or "aucune"
        raise InputError(
            where,
            "",
            f"pas de liste officielle pour {year} (années présentes : {years}).",
            f"le dossier {where} avec son {MANIFEST}",
            f"lancer « barometre referentiels --annee {year} »",
        )
    tables: dict[str, pd.DataFrame] = {}
    hashes: dict[str, str] = {}
    for name in SCHEMAS:
        tables[name], hashes[f"{where}/{name}.csv"] = _read(folder, name, year)
    former, earlier = _former_names(raw, year, tables["epci"])
    territoires = assemble(
        tables["communes"], tables["epci"], tables["collectivites"], tables["departements"]
    )
    return ReferenceList(
        year=year,
        territoires=TERRITOIRES.validate(territoires, lazy=True),
        communes=tables["communes"],
        anciennes_communes=tables["anciennes_communes"],
        departements=tables["departements"],
        collectivites=tables["collectivites"],
        fichiers=hashes | earlier,
        anciens_noms=former,
    )


def _read(folder: Path, name: str, year: int) -> tuple[pd.DataFrame, str]:
    """Return a list of a year and its SHA-256, which must be the one that its manifest gives."""
    where, path = f"{FOLDER}/{year}", folder / f"{name}.csv"
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    content = path.read_bytes() if path.is_file() else b""
    digest = hashlib.sha256(content).hexdigest()
    if digest != manifest["fichiers"].get(path.name, {}).get("sha256"):
        raise InputError(
            f"{where}/{path.name}",
            "",
            "fichier absent, ou modifié depuis son écriture (empreinte SHA-256 différente).",
            f"l’empreinte inscrite dans {MANIFEST}",
            f"lancer « barometre referentiels --annee {year} » pour le reconstruire",
        )
    return _parsed(name, where, content).copy(deep=False), digest


@lru_cache(maxsize=24)
def _parsed(name: str, where: str, content: bytes) -> pd.DataFrame:
    """Return a list as its file says it; several steps of a run read the same, from the same bytes."""
    frame = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")
    if "population" in frame:
        frame["population"] = frame["population"].astype("int64")
    return _checked(name, frame, where)


def earlier_lists(raw: Path, year: int) -> list[Path]:
    """Return the files of earlier years where former names of intercommunalités are looked up, and their manifests."""
    years = [y for y in available_years(raw) if y < year]
    return [year_folder(raw, y) / name for y in years for name in ("epci.csv", "communes.csv", MANIFEST)]


def _former_names(raw: Path, year: int, today: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the names that intercommunalités had in earlier lists, the latest first, and what was read."""
    names = dict(zip(today["siren"], today["nom"], strict=True))
    found: dict[tuple[str, str], str] = {}
    hashes: dict[str, str] = {}
    for path in reversed([p for p in earlier_lists(raw, year) if p.stem == "epci"]):
        before = int(path.parent.name)
        epci, hashes[f"{FOLDER}/{before}/{path.name}"] = _read(path.parent, "epci", before)
        pairs = list(zip(epci["siren"], epci["nom"], strict=True))
        gone = {siren for siren, _ in pairs if siren not in names}
        seats: dict[str, str] = {}
        if gone:
            communes, hashes[f"{FOLDER}/{before}/communes.csv"] = _read(path.parent, "communes", before)
            members = communes[communes["epci"].isin(gone)].sort_values(["population", "code"])
            seats = dict(zip(members["epci"], members["code"], strict=True))  # the last one is the largest
        for siren, name in pairs:
            if names.get(siren) != name and (siren in names or siren in seats):
                found.setdefault((siren, name), seats.get(siren, ""))
    rows = [(siren, name, commune) for (siren, name), commune in found.items()]
    return pd.DataFrame(rows, columns=["siren", "nom", "commune"], dtype="str"), hashes


def load_reference_lists(raw: Path, years: Sequence[int]) -> dict[int, ReferenceList]:
    """Read several years; see ``load_reference_list``."""
    return {year: load_reference_list(raw, year) for year in years}


def _checked(name: str, frame: pd.DataFrame, where: str) -> pd.DataFrame:
    try:
        return SCHEMAS[name].validate(frame, lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        column = f"colonne {first['column']}"
        raise InputError(
            f"{where}/{name}.csv",
            column if pd.isna(first["index"]) else record_place(int(first["index"]) + 2, what=column),
            f"valeur « {first['failure_case']} » ({len(error.failure_cases)} anomalies).",
            f"la règle {first['check']}",
            "vérifier la version du paquet, puis relancer « barometre referentiels »",
        ) from error
