"""``barometre audit`` on the invented edition: the card, the recount, and what an unknown figure is told."""

import hashlib
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import Computed, barometre, exported
from tiny_edition import EDITION, STRATES

from barometre_pipeline.audit.explain_tabulated import explain_tabulated
from barometre_pipeline.audit.find_tabulated import find_tabulated
from barometre_pipeline.audit.verify import recount
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import GROUPES


def audit(computed: Computed, *arguments: str):
    return barometre(
        "audit", "--raw", computed.raw, "--lake", computed.lake, "--edition", EDITION, *arguments
    )


@pytest.mark.parametrize(
    ("arguments", "n", "asked"),
    [
        (("--question", "publie", "--modalite", "Oui"), 4, 9),
        (("--question", "publie", "--modalite", "Sans réponse"), 1, 10),
        (("--question", "heberge", "--modalite", "Chez un « prestataire »"), 3, 9),
        (("--question", "freins", "--sous-question", "SQ001", "--modalite", "Oui"), 2, 4),
        (("--question", "freins", "--sous-question", "other"), 1, 4),
        (("--question", "freins", "--sous-question", "SQ002", "--modalite", "Non cochée"), 2, 4),
        (("--question", "freins", "--modalite", "Aucune case cochée"), 1, 4),
        (("--question", "freins", "--modalite", "Non posée"), 6, 10),
        (("--question", "projets", "--sous-question", "Énergie", "--modalite", "Prévu"), 1, 10),
        (("--question", "priorites", "--sous-question", "2", "--modalite", "L’évaluation"), 8, 10),
        (("--question", "priorites", "--sous-question", "3", "--modalite", "Sans réponse"), 1, 10),
    ],
)  # fmt: skip
def test_a_figure_of_each_kind_is_counted_again_with_the_same_result(
    tiny: Computed, arguments: tuple[str, ...], n: int, asked: int
) -> None:
    result = audit(tiny, *arguments, "--json", "--verify")
    assert result.exit_code == 0, result.stderr
    card = json.loads(result.stdout)
    verified = card["verification"]
    assert (verified["n"], verified["base"], verified["identique"]) == (n, asked, True)
    assert verified["chemin"].startswith("DuckDB sur le fichier CSV lui-même")
    assert (card["chiffre"]["n"], card["chiffre"]["base"], len(card["lignes"])) == (n, asked, n)
    assert card["base"]["effectif"] == 10


@pytest.mark.parametrize("group", GROUPES)
def test_a_figure_of_each_group_is_counted_again_with_the_same_result(tiny: Computed, group: str) -> None:
    card = json.loads(
        audit(
            tiny, "--question", "charte", "--modalite", "Oui", "--groupe", group, "--json", "--verify"
        ).stdout
    )
    assert card["verification"]["identique"]
    assert card["filtres"][-1]["restantes"] == card["base"]["effectif"]


@given(position=st.integers(min_value=0))
def test_any_row_of_the_tabulations_is_counted_again_with_the_same_result(
    tiny: Computed, position: int
) -> None:
    lake = Lake.at(tiny.lake)
    tris = lake.read("gold/tris", EDITION)
    row = tris.iloc[position % len(tris)]
    found = find_tabulated(
        lake, EDITION, row["question"], row["sous_question"], row["modalite"], row["groupe"]
    )
    keys = ["question", "sous_question", "modalite", "groupe"]
    assert [found[k] for k in keys] == row[keys].tolist()
    among = "base" if row["dans_base"] else "effectif" if row["absence"] == "non_posee" else "concernees"
    asked = row[among]
    assert recount(lake, explain_tabulated(lake, found).query) == (row["n"], asked)


def test_the_card_names_the_files_with_the_hash_of_their_bytes(
    tiny: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tiny.home))
    card = json.loads(audit(tiny, "--question", "charte", "--modalite", "Oui", "--json").stdout)
    roles = {f["role"] for f in card["fichiers"]}
    assert roles == {"reponses", "structure", "correspondances"}
    for file in card["fichiers"]:
        content = (tiny.raw / file["fichier"]).read_bytes()
        assert (file["sha256"], file["octets"]) == (hashlib.sha256(content).hexdigest(), len(content))
    yaml = (tiny.raw / EDITION / "edition.yaml").read_bytes()
    assert card["versions"]["configuration_sha256"] == hashlib.sha256(yaml).hexdigest()
    assert card["execution"]["run_id"]


def test_the_card_says_how_many_responses_each_filter_left(tiny: Computed) -> None:
    card = json.loads(
        audit(tiny, "--question", "charte", "--modalite", "Oui", "--groupe", "epci", "--json").stdout
    )
    assert [(s["ecartees"], s["restantes"]) for s in card["filtres"][:5]] == [
        (0, 15),
        (1, 14),
        (1, 13),
        (2, 11),
        (1, 10),
    ]
    assert card["filtres"][-1]["restantes"] == sum(s == "epci" for s in STRATES.values())


def test_the_card_a_person_reads_says_it_all_in_french(tiny: Computed) -> None:
    shown = audit(
        tiny, "--question", "freins", "--sous-question", "SQ001", "--modalite", "Oui", "--verify"
    ).stdout
    for words in (
        "50\u00a0%", "n = 2 sur 4", "question posée à 4 des 10", "Quels freins rencontrez-vous ?",
        "Le manque de temps", "démonstration",
        "SELECT count(*)", "SHA-256", "identique", "results-survey900031.csv", "edition.yaml",
    ):  # fmt: skip
        assert words in shown


def test_a_lake_changed_by_hand_fails_the_verification(tiny_copy: Computed) -> None:
    path = tiny_copy.lake / f"silver/reponses/edition={EDITION}/reponses.parquet"
    pd.read_parquet(path).iloc[1:].to_parquet(path)
    result = audit(tiny_copy, "--question", "charte", "--modalite", "Oui", "--verify")
    assert result.exit_code == 1
    assert "DIFFÉRENT" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--question", "G99"), ("G99", "publie", "--question")),
        (("--question", "publie", "--modalite", "Peut-être"), ("Peut-être", "Je ne sais pas", "--modalite")),
        (("--question", "publie", "--modalite", "Oui", "--groupe", "villages"), ("villages", "metropoles", "--groupe")),
        (("--question", "publie"), ("4 chiffres", "--modalite")),
        (("--question", "projets", "--sous-question", "Culture"), ("Culture", "SQ001", "--sous-question")),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_found_is_answered_with_what_exists(
    tiny: Computed, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    result = audit(tiny, *arguments)
    assert result.exit_code == 1
    for word in words:
        assert word in result.stderr


def test_an_edition_not_computed_is_answered_with_the_command_to_run(tiny: Computed) -> None:
    result = barometre("audit", "--lake", tiny.lake, "--edition", "2030", "--question", "publie")
    assert result.exit_code == 1
    assert "barometre run --edition 2030" in result.stderr
    assert EDITION in result.stderr


def test_export_and_audit_agree_on_every_identifier(tiny: Computed) -> None:
    cards = exported("fiches", EDITION, tiny.lake)
    tris = exported("tris", EDITION, tiny.lake)
    keys = ["edition", "question", "sous_question", "modalite", "groupe"]
    assert cards["trace_id"].is_unique
    assert cards[keys].equals(tris[keys])
