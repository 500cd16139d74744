"""``barometre publier`` from end to end: a version of a small lake, one answer moved, everything touched is named."""

import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import dagster as dg
import pytest
import yaml
from support import barometre, run, snapshot
from tiny_edition import EDITION, RESPONSES, Response, responses_csv, write_edition

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.folders import dagster_home

CODEBOOK = f"""\
edition: "{EDITION}"
edition_precedente: "2025"
variables:
  cadre_strategique_data: {{question: publie, modalites: {{adopte: A1, prevu: A2, nsp: A3}}}}
nouvelles: [heberge, freins, projets, priorites, charte]
"""
QUESTION = "cadre_strategique_data"
KINDS = ("communes_3500_10000", "epci", "departements")
ANSWERS = ("A1", "A2")
EACH = 12  # structures of a kind that give each answer
PAGE = "site/indicateur-cadre-strategique-data.html"


def responses() -> tuple[list[Response], dict[int, str]]:
    """Return enough responses for every answer to be told in every kind of structure."""
    made, kinds = [], {}
    for kind in KINDS:
        for answer in ANSWERS:
            for _ in range(EACH):
                number = 100 + len(made)
                name = f"Structure inventée numéro {number}"
                boxes = {f"freins_SQ00{i}": "" if answer == "A1" else "YN"[number % 2] for i in (1, 2)}
                made.append(
                    deepcopy(RESPONSES[0]) | {"id": str(number), "structure": name, "publie": answer} | boxes
                )
                kinds[number] = kind
    return made, kinds


@dataclass(frozen=True)
class Small:
    """A raw folder and the lake computed from it, up to date."""

    raw: Path
    lake: Path

    @property
    def extract(self) -> Path:
        return self.raw / EDITION / "limesurvey" / "results-survey900031.csv"

    def publish(self, *more: str, edition: str = EDITION) -> str:
        result = barometre("publier", "--edition", edition, "--raw", self.raw, "--lake", self.lake, *more)
        return f"{result.exit_code}\n{result.stdout}{result.stderr}"


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    base = tmp_path_factory.mktemp("versions")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DAGSTER_HOME", str(base / "dagster"))
        given, kinds = responses()
        folder = write_edition(base / "raw", responses=given, strates=kinds)
        (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
        result = run(base / "raw", base / "lac")
        assert result.exit_code == 0, result.stderr
        yield Small(base / "raw", base / "lac")


@pytest.fixture
def small(computed: Small, tmp_path: Path) -> Small:
    """Return the lake as this test's own, with the history of its checks."""
    shutil.copytree(computed.raw, tmp_path / "raw")
    shutil.copytree(computed.lake, tmp_path / "lac")
    return Small(tmp_path / "raw", tmp_path / "lac")


def moved(small: Small) -> str:
    """Move one answer, from « oui » to « prévu », compute again, and return what the run said."""
    given, _ = responses()
    given[0]["publie"] = "A2"
    given[0] |= {"freins_SQ001": "N", "freins_SQ002": "N"}
    small.extract.write_text(responses_csv(given), encoding="utf-8", newline="")
    result = run(small.raw, small.lake)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def test_one_answer_moved_after_a_version_names_every_place_touched_and_drafts_the_erratum(
    small: Small,
) -> None:
    said = small.publish("--version", "1.0")
    assert said.startswith("0\n") and "figée et publique" in said and "Données de démonstration" in said
    version = small.lake / "publication" / "versions" / EDITION / "1.0"
    before = snapshot(version)
    told = moved(small)
    assert "Avertissement" in told and "versions_figees" in told
    each, whole = EACH * len(KINDS), 2 * EACH * len(KINDS)
    assert f"50\u00a0% ({each} sur {whole}) → 49\u00a0% ({each - 1} sur {whole})" in told

    left = small.lake / "versions_touchees" / f"{EDITION}-1.0"
    _every_file_that_shows_it_is_named(
        small.lake / "publication", version, (left / "lieux.csv").read_text("utf-8")
    )
    figures = (left / "chiffres.csv").read_text("utf-8")
    assert f"question,{EDITION},publie,Oui,ensemble" in figures, "questions are published too"
    assert f"indicateur,{EDITION},{QUESTION},adopte,departements" not in figures, "nothing moved there"
    entry, *others = yaml.safe_load((left / f"errata_{EDITION}.yaml").read_text("utf-8"))["errata"]
    assert not any("données ouvertes" in other["publie"] for other in others), "said once, by its indicator"
    assert entry["indicateur"] == QUESTION and entry["version"] == "1.0"
    assert f"50\u00a0% ({each} sur {whole})" in entry["publie"] and "49\u00a0%" in entry["corrige"]

    assert "ne sont plus ce que dit le lac" in small.publish("--ecarts")
    refused = small.publish("--version", "1.0")
    assert refused.startswith("1\n") and "elle est figée" in refused and "49\u00a0%" in refused
    assert snapshot(version) == before, "a frozen version is never overwritten"

    _the_correction_reaches_the_site_and_the_next_version(small, left)


def _every_file_that_shows_it_is_named(published: Path, version: Path, places: str) -> None:
    """Whatever shows the old count, alone among the files frozen, is named; the text of a page without it is not."""
    assert f"page,{PAGE}," in places
    charts = [p for p in version.rglob("*.csv") if "graphiques" in p.parts[-2] and QUESTION in p.name]
    assert charts and all(p.relative_to(version).as_posix() in places for p in charts)
    assert f"feuille,{EDITION}/tableaux_{EDITION}.xlsx" in places
    assert f"diapositive,{EDITION}/document/barometre_{EDITION}.pptx" in places
    assert (
        "données,donnees_ouvertes/indicateurs.csv" in places and "données,donnees_ouvertes/tris.csv" in places
    )
    for page in version.glob("site/*.html"):
        name = page.relative_to(version).as_posix()
        now = published / name
        same = _seen(page) == _seen(now)
        assert (name in places) is not same, name
    assert "site/methode.html" not in places


class _Text(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_data(self, data: str) -> None:
        self.text += data.split()


def _seen(path: Path) -> list[str]:
    return [w for w in _Text(path).text if not re.fullmatch(r"[0-9a-f]{16}", w)]


def _the_correction_reaches_the_site_and_the_next_version(small: Small, left: Path) -> None:
    draft = small.publish("--ecarts", "--errata").partition("\n")[2]
    (small.raw / EDITION / "errata.yaml").write_text(draft.partition("Avertissement")[0], encoding="utf-8")
    assert run(small.raw, small.lake).exit_code == 0
    page = (small.lake / "publication" / "site" / "corrections.html").read_text("utf-8")
    assert "version 1.0" in page and "49\u00a0%" in page
    assert "figée et publique" in small.publish("--version", "1.1")
    assert "aucun chiffre n’a bougé" in small.publish("--ecarts")
    assert not left.exists(), "what had moved since 1.0 is settled"
    assert "tous identiques" in small.publish("--version", "1.0", "--verify")


def test_an_edition_that_is_not_up_to_date_is_refused_with_the_reason(small: Small) -> None:
    given, _ = responses()
    given[0]["publie"] = "A2"
    small.extract.write_text(responses_csv(given), encoding="utf-8", newline="")
    said = small.publish("--version", "1.0")
    assert said.startswith("1\n") and "results-survey900031.csv (modifié)" in said and "barometre run" in said
    assert not (small.lake / "publication" / "versions").exists()


def test_a_lake_whose_checks_nobody_knows_is_refused(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "vide"))
    assert "aucun contrôle n’est connu" in small.publish("--version", "1.0")


def test_a_red_check_is_named_and_nothing_is_published_until_it_holds(small: Small) -> None:
    def holds(passed: bool, severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR) -> None:
        told = dg.AssetCheckEvaluation(
            asset_key=dg.AssetKey(["gold", "indicateurs"]), check_name="questions_rattachees", passed=passed,
            metadata={}, severity=severity, description="charte n’est rattachée à rien",
        )  # fmt: skip
        with open_instance(dagster_home(small.lake)) as instance:
            instance.report_runless_asset_event(told)

    holds(False)
    try:
        said = small.publish("--version", "1.0")
        assert said.startswith("1\n") and "questions_rattachees — charte n’est rattachée à rien" in said
        assert not (small.lake / "publication" / "versions").exists()
        holds(False, dg.AssetCheckSeverity.WARN)
        assert small.publish("--version", "1.0").startswith("0\n"), (
            "a warning keeps nothing from being published"
        )
    finally:
        holds(True)


def test_before_the_embargo_nothing_is_public_and_the_same_command_publishes_it_afterwards(
    small: Small,
) -> None:
    said = small.publish("--version", "1.0", "--embargo", "2999-01-01T09:00")
    assert "sous embargo jusqu’au 1er\u00a0janvier\u00a02999 à 9\u00a0h\u00a000" in said
    assert not (small.lake / "publication" / "versions").exists()
    hidden = small.lake / "sous_embargo" / EDITION / "1.0"
    frozen = snapshot(hidden)
    assert "sous embargo" in small.publish("--version", "1.0")
    assert "sous embargo" in small.publish("--liste")
    assert "rendue publique" in small.publish("--version", "1.0", "--embargo", "2001-01-01")
    public = snapshot(small.lake / "publication" / "versions" / EDITION / "1.0")
    del frozen["manifeste.json"], public["manifeste.json"]
    assert public == frozen and not hidden.exists()
    late = small.publish("--version", "1.0", "--embargo", "2999-01-01")
    assert late.startswith("1\n") and "elle est déjà publique" in late


def test_the_frozen_site_works_by_itself(small: Small) -> None:
    small.publish("--version", "1.0")
    version = small.lake / "publication" / "versions" / EDITION / "1.0"
    for page in version.glob("site/*.html"):
        for address in re.findall(
            r'(?:href|src)="(?!https?:|mailto:)([^"#?]+)[^"]*"', page.read_text("utf-8")
        ):
            assert (page.parent / address).exists(), f"{page.name} → {address}"


def test_a_later_edition_that_is_not_public_keeps_an_earlier_one_from_being_published(small: Small) -> None:
    shutil.copytree(small.lake / f"gold/tris/edition={EDITION}", small.lake / "gold/tris/edition=2032")
    said = small.publish("--version", "1.0")
    assert said.startswith("1\n") and "l’édition 2032, qui n’est pas publiée" in said
    published = small.lake / "publication" / "versions" / "2032" / "1.0" / "manifeste.json"
    published.parent.mkdir(parents=True)
    published.write_text(
        '{"edition": "2032", "version": "1.0", "titre": "", "donnees": "reelles", "code": "", "chiffres": 0}'
    )
    assert "2032, qui n’est pas publiée" not in small.publish("--version", "1.0")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--version", "v1"), "ce n’est pas un nom de version"),
        (("--version", "1.0", "--embargo", "jeudi"), "une date"),
        (("--version", "3.0", "--verify"), "elle n’a pas été publiée"),
        ((), "--version"),
        (("--liste", "--verify"), "une seule"),
        (("--version", "1.0", "--errata"), "--ecarts"),
    ],
)
def test_a_wrong_call_says_what_to_write(computed: Small, options: tuple[str, ...], said: str) -> None:
    assert said in computed.publish(*options)


def test_no_version_yet_is_said(computed: Small) -> None:
    assert "Aucune version" in computed.publish("--liste")
