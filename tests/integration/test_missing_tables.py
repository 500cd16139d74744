"""A lake that lacks a table, as one made by an older version does: each command says what to do, or works without."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result
from support import Computed, barometre
from tiny_edition import EDITION, YAML, write_edition

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.indicators.aggregates import compute_aggregates
from barometre_pipeline.indicators.evaluation import compute_poll, compute_structures
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.reconciliation import reconcile
from barometre_pipeline.printed.scores import score
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import empty_frame
from tests.unit.indicators.invented import DEMO, PRINTED, answers, structures, unweighted

KINDS = {
    "limesurvey": (EDITION, "2025"),
    "ipsos": ("2025",),
    "agregats": ("2022",),
    "edition": (EDITION,),
    "": (None,),
}
SOCIETY = ("Droitdesdonnees1", "oui-tout-a-fait", "ensemble", 20, 80)
COMMANDS = {
    "audit d’un tri": ("audit", "--verify", "--edition", EDITION, "--question", "publie", "--modalite", "Oui"),
    "audit d’un indicateur": (
        "audit", "--verify", "--edition", "2025", "--indicateur", "projet_data_au_moins_un", "--population", "epci",
    ),
    "audit du sondage": (
        "audit", "--verify", "--edition", "2025", "--indicateur", "opinion_guichet", "--categorie", "humain",
    ),
    "audit de tableaux publiés": (
        "audit", "--verify", "--edition", "2022", "--indicateur", "conformite_rgpd", "--categorie", "totale",
        "--population", "ensemble",
    ),
    "audit d’un chiffre imprimé": ("audit", "--verify", "--chiffre", "FIGURE"),
    "chiffres imprimés": ("check", "--chiffres"),
}  # fmt: skip


@pytest.fixture(scope="module")
def figure() -> str:
    found = load_figures()
    return str(
        found[(found["indicateur"] == "projet_data_au_moins_un") & (found["edition"] == "2025")].iloc[0][
            "chiffre"
        ]
    )


@pytest.fixture(scope="module")
def lake(tiny: Computed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of the invented edition, and invented answers to the questionnaires that the catalogue knows."""
    folder = tmp_path_factory.mktemp("incomplet") / "lac"
    shutil.copytree(tiny.lake, folder)
    lake, catalogue = Lake.at(folder), load_catalogue()
    for table in TABLES.values():
        for edition in KINDS[table.source]:
            if not lake.exists(table.name, edition):
                lake.write(table.name, empty_frame(table), edition)
    asked, who = answers(catalogue, "2025", "collectivites", 60, 1), structures(60, 1)
    poll = answers(catalogue, "2025", "francais", 60, 1).assign(poids=1.0)
    names = ["question", "modalite", "groupe", "effectif", "taille_groupe"]
    printed = pd.DataFrame([SOCIETY], columns=names).assign(
        edition="2022", pourcentage_imprime=25, correction=""
    )
    found = [
        compute_structures(catalogue, "2025", asked, who, DEMO, unweighted(who)),
        compute_poll(catalogue, "2025", poll, DEMO),
        compute_aggregates(catalogue, printed, PRINTED),
    ]
    values = pd.concat([f.indicateurs for f in found], ignore_index=True)
    reasons = pd.concat([f.non_calculables for f in found], ignore_index=True)
    lake.write("silver/reponses", asked.assign(ligne=asked["id_reponse"] + 1), "2025")
    lake.write("silver/structures", who, "2025")
    lake.write("silver/plan_de_sondage", unweighted(who), "2025")
    lake.write("silver/sondes", poll, "2025")
    lake.write("silver/agregats", printed, "2022")
    lake.write("gold/contexte", lake.read("gold/contexte", EDITION), "2025")
    lake.write("gold/indicateurs", values)
    lake.write("gold/non_calculables", reasons)
    standing = reconcile(load_figures(), values, reasons)
    lake.write("gold/rapprochement", standing)
    lake.write("gold/scores", score(standing))
    return folder


@contextmanager
def without(lake: Path, table: str) -> Iterator[None]:
    """Take a table of every edition away for a while."""
    aside = lake / "de_cote" / table.replace("/", "_")
    aside.parent.mkdir(exist_ok=True)
    (lake / table).rename(aside)
    try:
        yield
    finally:
        aside.rename(lake / table)


def called(name: str, lake: Path, figure: str) -> Result:
    return barometre(*(figure if a == "FIGURE" else a for a in COMMANDS[name]), "--lake", lake)


def verified(result: Result) -> bool:
    """Tell whether a command worked, or verified everything and found that no extract gave these invented values."""
    return result.exit_code == 0 or (result.exit_code == 1 and "DIFFÉRENT" in result.stdout)


def told(result: Result, table: str) -> bool:
    """Tell whether a command worked, or left with 1 after naming the table and what to do."""
    said = result.stderr.replace("\u00a0", " ")
    return verified(result) or (result.exit_code == 1 and table in said and "lancez « barometre run" in said)


@pytest.mark.parametrize("name", COMMANDS)
def test_without_a_table_that_it_looks_for_a_command_works_or_names_it_and_says_to_run_the_pipeline(
    lake: Path, figure: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for: set[str] = set()
    exists = Lake.exists

    def noted(self: Lake, table: str, edition: str | None = None) -> bool:
        looked_for.add(table)
        return exists(self, table, edition)

    monkeypatch.setattr(Lake, "exists", noted)
    whole = called(name, lake, figure)
    assert verified(whole), whole.stderr
    assert "identique" in whole.stdout or name == "chiffres imprimés"
    assert looked_for
    for table in sorted(looked_for & set(TABLES)):
        if (lake / table).exists():
            with without(lake, table):
                result = called(name, lake, figure)
            assert told(result, table), (table, result.stderr)


def test_a_table_that_is_not_there_is_not_exported_and_the_message_names_it(lake: Path) -> None:
    for name, table in TABLES.items():
        of_edition = ("--edition", KINDS[table.source][0]) if table.by_edition else ()
        with without(lake, name):
            result = barometre("export", name, *of_edition, "--lake", lake)
        assert result.exit_code == 1 and (told(result, name) or table.personal), result.stderr


def test_a_check_names_every_table_that_an_edition_lacks(tiny_copy: Computed) -> None:
    wanted = [name for name, table in TABLES.items() if table.source in ("limesurvey", "")]
    for first in range(5):  # a message names five tables at most
        missing = wanted[first::5]
        with ExitStack() as aside:
            for table in missing:
                aside.enter_context(without(tiny_copy.lake, table))
            result = barometre("check", "--raw", tiny_copy.raw, "--lake", tiny_copy.lake)
        assert result.exit_code == 1
        assert [name for name in missing if name not in result.stderr] == [], result.stderr


def test_the_list_of_editions_needs_no_table(tiny: Computed, tmp_path: Path) -> None:
    assert barometre("editions", "--raw", tiny.raw, "--lake", tmp_path).exit_code == 0


@pytest.mark.parametrize("command", ["typologie", "revue"])
def test_what_compares_an_extract_with_the_official_lists_needs_no_lake(tmp_path: Path, command: str) -> None:
    listed = YAML.replace("structures: {", "structures: {annee_referentiel: 2023, ")
    write_edition(tmp_path, yaml=listed)
    result = barometre(command, "--edition", EDITION, "--raw", tmp_path, "--lake", tmp_path / "absent")
    assert result.exit_code == 0, result.stderr
