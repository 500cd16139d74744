"""The official lists: what is shipped, and how a package becomes a year."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.territories import (
    available_years,
    load_reference_list,
    strate_of,
    write_reference_list,
)
from barometre_pipeline.sources.territories.npm_package import read_package
from barometre_pipeline.sources.territories.official_codes import luhn
from barometre_pipeline.vocabulary import STRATES, TYPES

RAW = Path(__file__).resolve().parents[4] / "data_raw"
YEARS = [2022, 2023, 2024, 2025, 2026]


def test_the_shipped_lists_cover_every_edition() -> None:
    assert available_years(RAW) == YEARS


def test_national_counts_of_2023_are_the_published_ones() -> None:
    """DGCL, Les collectivités locales en chiffres 2023: 34 945 communes, 1 254 EPCI of which 21 métropoles.

    Lyon's métropole makes 22; départements and régions are counted as bodies (docs/decisions/0004).
    """
    counts = load_reference_list(RAW, 2023).population_by_strate()
    assert sum(n for s, n in counts.items() if s.startswith("communes_")) == 34_945
    assert [counts[s] for s in list(STRATES)[1:4]] == [2_160, 981, 42]
    assert (counts["epci"], counts["metropoles"]) == (1_233, 22)
    assert (counts["departements"], counts["regions"]) == (95, 17)


def test_the_wider_count_adds_overseas_communes_and_ept() -> None:
    referentiel = load_reference_list(RAW, 2023)
    narrow, wide = referentiel.population_by_strate(), referentiel.population_by_strate(etendue=True)
    assert wide["epci"] - narrow["epci"] == 11
    assert sum(wide.values()) - sum(narrow.values()) == 11 + 83


@pytest.mark.parametrize("year", YEARS)
def test_every_siren_of_the_lists_passes_its_check(year: int) -> None:
    sirens = load_reference_list(RAW, year).territoires["siren"]
    assert sirens[sirens != ""].map(luhn).all()


@pytest.mark.parametrize("year", YEARS)
def test_every_departement_and_region_has_one_body_in_charge(year: int) -> None:
    referentiel = load_reference_list(RAW, year)
    bodies = referentiel.collectivites
    local = bodies[bodies["nature"].isin(["DEP", "CEA", "CTU"])]
    covered = [d for deps in local["departements"] for d in deps.split(" ")]
    metropolitan = referentiel.departements["code"].str.match(r"^(?!975|977|978|98)")
    # Paris is a commune with a département's powers.
    assert sorted([*covered, "75"]) == sorted(referentiel.departements.loc[metropolitan, "code"])


def test_the_rhone_is_counted_without_lyon() -> None:
    territories = load_reference_list(RAW, 2023).by_id
    assert territories.loc["226900017", "population"] < territories.loc["200046977", "population"]


def test_a_bound_belongs_to_the_larger_strate() -> None:
    types = pd.Series(["communes"] * 6, dtype="str")
    population = pd.Series([0, 3_499, 3_500, 9_999, 10_000, 100_000])
    assert strate_of(types, population).tolist() == [
        "communes_moins_3500",
        "communes_moins_3500",
        "communes_3500_10000",
        "communes_3500_10000",
        "communes_10000_100000",
        "communes_plus_100000",
    ]


def test_rules_only_name_known_types_and_strates() -> None:
    assert set(rules("natures.csv")["type"]) <= set(TYPES)
    assert rules("strates.csv")["strate"].tolist() == list(STRATES)


def test_a_missing_year_names_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load_reference_list(tmp_path, 2019)
    assert "barometre referentiels --annee 2019" in error.value.remede


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An invented country of three communes, one of them the heir of two."""
    lists: dict[str, list[dict[str, Any]]] = {
        "communes": [
            commune("01002", "Neuville-Fictive", "210100020", 4_000, anciensCodes=["01009"]),
            commune("01001", "Abville", "210100012", 900),
            commune("97701", "Pas une commune", None, 100, departement="977"),
            {"code": "01009", "nom": "Vieilleville", "type": "commune-deleguee", "chefLieu": "01002"},
        ],
        "epci": [
            {
                "code": "240100016",
                "nom": "CC  Fictive",
                "type": "CC",
                "populationMunicipale": 4_900,
                "membres": [{"code": "01001", "populationMunicipale": 900}],
            }
        ],
        "departements": [{"code": "01", "nom": "Ain", "region": "84"}],
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
    }
    root = tmp_path / "package"
    (root / "data").mkdir(parents=True)
    (root / "package.json").write_text('{"version": "9.9.9"}')
    for name, content in lists.items():
        (root / "data" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def commune(code: str, nom: str, siren: str | None, people: int, **more: Any) -> dict[str, Any]:
    found = {"code": code, "nom": nom, "siren": siren, "population": people, "type": "commune-actuelle"}
    return found | more


def test_a_package_becomes_a_year_with_its_manifest(package: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    folder = write_reference_list(read_package(package), 2031, raw)
    manifest = json.loads((folder / "manifeste.json").read_text("utf-8"))
    assert (manifest["annee"], manifest["version"]) == (2031, "9.9.9")
    content = (folder / "communes.csv").read_bytes()
    assert manifest["fichiers"]["communes.csv"]["sha256"] == hashlib.sha256(content).hexdigest()
    referentiel = load_reference_list(raw, 2031)
    communes = referentiel.territoires[referentiel.territoires["type"] == "communes"]
    assert communes["nom"].tolist() == ["Abville", "Neuville-Fictive"]
    assert communes["epci"].tolist() == ["240100016", ""]
    assert referentiel.anciennes_communes["commune"].tolist() == ["01002"]
    assert available_years(raw) == [*YEARS, 2031]


def test_the_same_package_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    folders = [write_reference_list(read_package(package), 2031, tmp_path / name) for name in ("a", "b")]
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes()


def test_a_changed_file_is_refused_by_its_hash(package: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    folder = write_reference_list(read_package(package), 2031, raw)
    path = folder / "communes.csv"
    path.write_text(path.read_text("utf-8").replace("900", "90000"), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_reference_list(raw, 2031)
    assert error.value.fichier == "referentiels/2031/communes.csv"
    assert "SHA-256" in error.value.constat


def test_a_malformed_list_names_its_column(package: Path, tmp_path: Path) -> None:
    path = package / "package" / "data" / "communes.json"
    path.write_text(path.read_text().replace("01001", "ZZ"), encoding="utf-8")
    with pytest.raises(InputError) as error:
        write_reference_list(read_package(package), 2031, tmp_path / "raw")
    assert "colonne code" in error.value.lieu


def test_a_package_without_a_list_is_refused(package: Path) -> None:
    (package / "package" / "data" / "epci.json").unlink()
    with pytest.raises(InputError, match=r"epci\.json"):
        read_package(package)


def test_something_else_than_a_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("a,b")
    with pytest.raises(InputError, match="--depuis"):
        read_package(path)
