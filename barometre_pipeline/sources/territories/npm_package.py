"""From the npm package of official lists to the slim tables the project ships.

Only the package's JSON is known here; nothing about survey responses, and no network beyond ``npm pack``.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.territories.model import departement_of

PACKAGE = "@etalab/decoupage-administratif"
# Not communes in law, though the INSEE list has them: Saint-Barthélemy and Saint-Martin (one collectivity
# each), the French Southern Lands, Wallis and Futuna's circumscriptions, Clipperton.
NOT_COMMUNES = ("977", "978", "984", "986", "989")
REQUIRED = ("communes", "epci", "departements", "regions")


@dataclass(frozen=True)
class Package:
    """The JSON lists of one package version; ``sha256`` maps each file read to its hash."""

    version: str
    lists: dict[str, list[dict[str, Any]]]
    sha256: dict[str, str]


def fetch_package(version: str, folder: Path) -> Path:
    """Download one version of the package into ``folder`` with ``npm pack`` and return the archive's path.

    Raises:
        InputError: npm is not installed, or the version cannot be fetched.
    """
    npm = shutil.which("npm")
    remedy = "installer npm, ou donner une archive déjà téléchargée avec --depuis"
    if npm is None:
        raise InputError(PACKAGE, "", "npm est introuvable sur cette machine.", "la commande npm", remedy)
    run = subprocess.run(
        [npm, "pack", f"{PACKAGE}@{version}", "--silent"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    archives = sorted(folder.glob("*.tgz"))
    if run.returncode != 0 or not archives:
        raise InputError(
            PACKAGE, "", f"la version {version} n’a pas pu être téléchargée.", "une version publiée", remedy
        )
    return archives[-1]


def read_package(source: Path) -> Package:
    """Read the lists from a ``.tgz`` of the package, or from its unpacked folder.

    Raises:
        InputError: the path is neither, or a list is missing or not JSON.
    """
    if source.is_dir():
        root = source / "package" if (source / "package").is_dir() else source
        return _read_folder(root)
    if not source.is_file() or not tarfile.is_tarfile(source):
        raise InputError(
            source.name,
            "",
            "ce n’est ni un dossier ni une archive .tgz.",
            f"l’archive du paquet {PACKAGE} ou son dossier décompressé",
            "vérifier le chemin donné à --depuis",
        )
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
        return _read_folder(Path(folder) / "package")


def _read_folder(root: Path) -> Package:
    manifest = root / "package.json"
    version = json.loads(manifest.read_text("utf-8"))["version"] if manifest.is_file() else ""
    lists: dict[str, list[dict[str, Any]]] = {}
    hashes: dict[str, str] = {}
    for name in (*REQUIRED, "ept"):
        path = root / "data" / f"{name}.json"
        if not path.is_file():
            if name in REQUIRED:
                raise InputError(
                    f"{name}.json",
                    "",
                    "la liste manque dans le paquet.",
                    f"data/{name}.json, comme dans {PACKAGE}",
                    "vérifier la version du paquet",
                )
            lists[name] = []  # the package has établissements publics territoriaux since 2023 only
            continue
        content = path.read_bytes()
        try:
            lists[name] = json.loads(content)
        except ValueError as error:
            raise InputError(
                f"{name}.json", "", f"JSON illisible ({error}).", "une liste JSON", "télécharger de nouveau"
            ) from error
        hashes[f"{name}.json"] = hashlib.sha256(content).hexdigest()
    return Package(version, lists, hashes)


def slim(package: Package) -> dict[str, pd.DataFrame]:
    """Return the shipped tables by name (see ``model.SCHEMAS``), each sorted by its code.

    Populations are municipal populations; an EPCI's is the package's, a collectivity's the sum of its
    communes'.
    """
    communes = _communes(package)
    epci = _epci(package)
    return {
        "communes": communes,
        "anciennes_communes": _former_communes(package, set(communes["code"])),
        "epci": epci,
        "collectivites": _collectivites(communes),
        "departements": _departements(package),
    }


def _communes(package: Package) -> pd.DataFrame:
    member_of = {
        name: {m["code"]: unit["code"] for unit in package.lists[name] for m in unit["membres"]}
        for name in ("epci", "ept")
    }
    rows = [
        {
            "code": c["code"],
            "nom": c["nom"],
            "siren": c.get("siren") or "",
            "population": int(c.get("population") or 0),
            "epci": member_of["epci"].get(c["code"], ""),
            "ept": member_of["ept"].get(c["code"], ""),
            "anciens_codes": " ".join(sorted(c.get("anciensCodes") or [])),
        }
        for c in package.lists["communes"]
        if c["type"] == "commune-actuelle" and not c["code"].startswith(NOT_COMMUNES)
    ]
    return pd.DataFrame(rows).sort_values("code", ignore_index=True)


def _former_communes(package: Package, current: set[str]) -> pd.DataFrame:
    rows = [
        {"code": c["code"], "nom": c["nom"], "commune": c["chefLieu"]}
        for c in package.lists["communes"]
        if c["type"] in ("commune-deleguee", "commune-associee") and c["chefLieu"] in current
    ]
    frame = pd.DataFrame(rows, columns=["code", "nom", "commune"]).astype("str")
    return frame.sort_values(["code", "commune"], ignore_index=True)


def _epci(package: Package) -> pd.DataFrame:
    rows = [
        {
            "siren": unit["code"],
            "nom": " ".join(unit["nom"].split()),
            "nature": unit["type"],
            "population": int(unit.get("populationMunicipale") or 0)
            or sum(int(m.get("populationMunicipale") or 0) for m in unit["membres"]),
        }
        for name in ("epci", "ept")
        for unit in package.lists[name]
    ]
    return pd.DataFrame(rows).sort_values("siren", ignore_index=True)


def _collectivites(communes: pd.DataFrame) -> pd.DataFrame:
    frame = rules("collectivites.csv")
    by_dep = communes.groupby(departement_of(communes["code"]))["population"].sum()
    frame["population"] = [
        int(sum(by_dep.get(dep, 0) for dep in covered.split(" "))) for covered in frame["departements"]
    ]
    # The Rhône's collectivity has no say in the métropole de Lyon, which is a collectivity of its own.
    lyon = communes.loc[communes["epci"] == "200046977", "population"].sum()
    frame.loc[frame["code"].eq("69") & frame["nature"].eq("DEP"), "population"] -= int(lyon)
    return frame


def _departements(package: Package) -> pd.DataFrame:
    regions = {r["code"]: r["nom"] for r in package.lists["regions"]}
    rows = [
        {"code": d["code"], "nom": d["nom"], "region": d["region"], "nom_region": regions[d["region"]]}
        for d in package.lists["departements"]
    ]
    return pd.DataFrame(rows).sort_values("code", ignore_index=True)
