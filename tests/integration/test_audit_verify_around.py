"""``audit --verify`` finds again which responses are kept, and what a card says beside its figure."""

import pandas as pd
import pytest
from support import Computed
from tampering import CONDITIONAL, POLL, STRUCTURES, added, altered, removed, row_of, verified

SENSITIVITY = "gold/sensibilite/sensibilite.parquet"
ASIDE = "silver/reponses_ecartees/edition=2025/reponses_ecartees.parquet"
KEPT = "silver/reponses/edition=2025/reponses.parquet"
STRATES = "silver/structures/edition=2025/structures.parquet"
CONTEXT = "gold/contexte/edition=2025/contexte.parquet"
COUNTED = {"vide": "vides", "incomplete": "incompletes", "douteuse": "douteuses", "doublon": "doublons"}


@pytest.mark.parametrize("named", [STRUCTURES, POLL], ids=("structures", "sondage"))
@pytest.mark.parametrize(
    "column", ["si_2_fois_plus", "redressee_si_2_fois_plus", "redressee_si_1_5_fois_moins"]
)
def test_a_share_under_unequal_response_changed_in_gold_is_named(
    own: Computed, named: tuple[str, ...], column: str
) -> None:
    values = pd.read_parquet(own.lake / "gold/indicateurs/indicateurs.parquet")
    traces = set(values.loc[row_of(values, named), "trace_id"])

    def exaggerate(table: pd.DataFrame) -> None:
        table.loc[table["trace_id"].isin(traces), column] += 0.001

    altered(own.lake / SENSITIVITY, exaggerate)
    result = verified(own, *named)
    assert result.exit_code == 1 and f"\nsensibilité, {column} : " in result.stdout


def test_a_sensitivity_invented_where_there_is_none_or_taken_away_is_named(own: Computed) -> None:
    def invent(table: pd.DataFrame) -> None:
        without = table["redressee_si_2_fois_plus"].isna() & (table["edition"] == "2025")
        table.loc[without, "redressee_si_2_fois_plus"] = 0.5

    altered(own.lake / SENSITIVITY, invent)
    result = verified(own, *CONDITIONAL)
    assert result.exit_code == 1 and "\nsensibilité, redressee_si_2_fois_plus : " in result.stdout
    removed(own.lake / SENSITIVITY)
    result = verified(own, *CONDITIONAL)
    assert result.exit_code == 1 and "\nsensibilité : " in result.stdout


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("gold/terrain/terrain.parquet", "resume", "Échantillon tiré au sort"),
        ("gold/scores/scores.parquet", "phrase", "453 reproduits sur 453"),
        ("gold/tris/edition=2025/tris.parquet", "regle_base", "sans_reponse_incluses"),
        ("gold/tris/edition=2025/tris.parquet", "sous_question_libelle", "Chasse"),
    ],
)
def test_words_and_rules_beside_a_figure_changed_in_gold_are_seen_by_the_bytes_of_their_table(
    own: Computed, table: str, column: str, value: str
) -> None:
    altered(own.lake / table, lambda rows: rows.__setitem__(column, value))
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1
    assert f"\ntables du lac : {table}" in result.stdout


def test_an_interval_said_to_be_of_the_published_share_is_named(own: Computed) -> None:
    def misattribute(table: pd.DataFrame) -> None:
        table.loc[row_of(table, STRUCTURES), "ic_de"] = "part"

    altered(own.lake / "gold/indicateurs/indicateurs.parquet", misattribute)
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1 and "\npart dont c’est l’intervalle : " in result.stdout


def test_a_count_of_responses_set_aside_changed_is_named(own: Computed) -> None:
    altered(own.lake / CONTEXT, lambda table: table.__setitem__("vides", table["vides"] + 5))
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1 and "\nréponses écartées, vides : " in result.stdout


@pytest.mark.parametrize(
    ("motive", "said"),
    [("vide", "vides"), ("incomplete", "incomplètes"), ("douteuse", "douteuses"), ("doublon", "doublons")],
)
def test_a_response_set_aside_that_the_rules_keep_is_named_by_its_record(
    own: Computed, motive: str, said: str
) -> None:
    """Silver, its structures and the counts told are changed together: nothing else gives it away."""
    kept, structures = (pd.read_parquet(own.lake / name, partitioning=None) for name in (KEPT, STRATES))
    # A commune under its own name: no rule can find it doubtful.
    communes = structures.loc[structures["type"] == "communes", "id_reponse"]
    gone = kept[kept["id_reponse"].isin(communes)].iloc[0]

    def told(table: pd.DataFrame) -> None:
        table[COUNTED[motive]] += 1
        table["reponses_retenues"] -= 1

    removed(own.lake / KEPT, gone["id_reponse"])
    removed(own.lake / STRATES, gone["id_reponse"])
    altered(own.lake / CONTEXT, told)
    added(own.lake / ASIDE, id_reponse=gone["id_reponse"], ligne=gone["ligne"], motif=motive)
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1
    words = " ".join(result.stdout.split())
    assert f"réponses écartées, {said} : enregistrement {gone['ligne']} à garder" in words
    assert f"réponses retenues : enregistrement {gone['ligne']} à garder" in words


@pytest.mark.parametrize("motive", ["vide", "incomplete", "doublon"])
def test_a_response_kept_that_the_rules_set_aside_is_named_by_its_record(own: Computed, motive: str) -> None:
    aside = pd.read_parquet(own.lake / ASIDE, partitioning=None)
    back = aside[aside["motif"] == motive].iloc[0]

    removed(own.lake / ASIDE, back["id_reponse"])
    added(own.lake / KEPT, id_reponse=back["id_reponse"], ligne=back["ligne"])
    added(own.lake / STRATES, id_reponse=back["id_reponse"])
    result = verified(own, *STRUCTURES)
    assert result.exit_code == 1
    assert f"réponses retenues : enregistrement {back['ligne']} à écarter" in " ".join(result.stdout.split())


RECONCILED = "gold/rapprochement/rapprochement.parquet"


def last_line(stdout: str) -> str:
    return stdout.rstrip().rsplit("\n", 1)[-1]


def test_the_last_line_is_the_verdict_on_the_printed_value_too(own: Computed) -> None:
    table = pd.read_parquet(own.lake / RECONCILED)
    name = str(table.loc[table["statut"] == "cale", "chiffre"].iloc[0])
    assert last_line(verified(own, name).stdout).startswith("Vérification : identique, ")

    def forge(rows: pd.DataFrame) -> None:
        rows.loc[rows["chiffre"] == name, "valeur_calculee"] += 1

    altered(own.lake / RECONCILED, forge)
    result = verified(own, name)
    assert result.exit_code == 1
    assert last_line(result.stdout).replace("\u00a0", " ") == (
        "Vérification : DIFFÉRENT : valeur calculée ; tables du lac"
    )


def test_figures_without_a_value_are_verified_by_their_reason(own: Computed) -> None:
    table = pd.read_parquet(own.lake / RECONCILED)
    names = table.loc[table["statut"] == "non_calculable", "chiffre"].tolist()
    assert names
    for name in names:
        result = verified(own, name)
        assert result.exit_code == 0, result.stdout
        assert "raison retrouvée" in last_line(result.stdout)

    def excuse(rows: pd.DataFrame) -> None:
        rows.loc[rows["chiffre"] == names[0], "raison"] = "personne n’a répondu"

    altered(own.lake / RECONCILED, excuse)
    result = verified(own, names[0])
    assert result.exit_code == 1
    assert "Vérification : rien à vérifier" in last_line(result.stdout)


def test_a_value_taken_away_from_a_figure_does_not_pass_for_one_that_cannot_be_computed(
    own: Computed,
) -> None:
    table = pd.read_parquet(own.lake / RECONCILED)
    name = str(table.loc[table["statut"] == "cale", "chiffre"].iloc[0])

    def hide(rows: pd.DataFrame) -> None:
        mine = rows["chiffre"] == name
        rows.loc[mine, ["valeur_calculee", "valeur_arrondie"]] = float("nan")
        rows.loc[mine, ["statut", "raison"]] = "non_calculable", "personne n’a répondu"

    altered(own.lake / RECONCILED, hide)
    result = verified(own, name)
    assert result.exit_code == 1 and "DIFFÉRENT" in last_line(result.stdout)
