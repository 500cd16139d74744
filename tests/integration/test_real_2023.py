"""The real 2023 edition gives what was published for 2023: responses kept, counts, shares, audit."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support import SHARED, barometre, exported

GROUPS = {
    "Total": "ensemble",
    "Total hors communes < 3500 habitants": "hors_moins_3500",
    "Une commune": "communes",
    "Communes de moins de 3 500 hab.": "communes_moins_3500",
    "Communes de 3 500 à 10 000 hab.": "communes_3500_10000",
    "Communes de 10 000 à 100 000 hab.": "communes_10000_100000",
    "Communes de plus de 100 000 hab.": "communes_plus_100000",
    "Un EPCI (hors métropole)": "epci",
    "Une métropole": "metropoles",
    "Un département": "departements",
    "Une région": "regions",
    "Autre": "autres",
}
SIZES = {
    "ensemble": 191, "hors_moins_3500": 182, "communes": 30, "communes_moins_3500": 9, "communes_3500_10000": 6,
    "communes_10000_100000": 10, "communes_plus_100000": 5, "epci": 33, "metropoles": 18, "departements": 25,
    "regions": 10, "autres": 75,
}  # fmt: skip


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip()


@pytest.fixture(scope="module")
def tris(real_2023_lake: Path) -> pd.DataFrame:
    return exported("tris", "2023", real_2023_lake)


@pytest.fixture(scope="module")
def official(shared: Path) -> pd.DataFrame:
    path = shared / "observatoire_2023" / "statistiques_officielles.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def index(tris: pd.DataFrame) -> dict[tuple[str, str, str], dict[str, str]]:
    """Find a row by heading, answer and group as the official tables write them."""
    found = {}
    boxes = set(tris.loc[tris["absence"] == "non_cochee", "question"])
    for row in tris.to_dict("records"):
        sub = row["sous_question_libelle"]
        if row["question"] in boxes:
            # What the tables of 2023 call « Sans réponse » of a multiple choice is those to whom it was not put.
            official = {"": plain(sub), "non_posee": "Sans réponse"}
            if row["absence"] not in official:
                continue
            key = (plain(row["question_libelle"]), official[row["absence"]])
        else:
            heading = row["question_libelle"] + (f" [{sub}]" if sub else "")
            key = (plain(heading), plain(row["modalite"]))
        assert (*key, row["groupe"]) not in found
        found[(*key, row["groupe"])] = row
    return found


def test_every_official_row_is_reproduced_exactly(official: pd.DataFrame, index: dict) -> None:
    compared = 0
    for row in official.to_dict("records"):
        weighted = row["structure"] == "Total pondéré"
        group = "ensemble" if weighted else GROUPS[row["structure"]]
        ours = index[plain(row["question"]), plain(row["reponse"]), group]
        if weighted:
            assert round(float(ours["part_ponderee_historique"]) * 100) == int(row["pourcentage"]), row
        else:
            counts = [ours["n"], ours["repondants"], ours["effectif"]]
            # An empty cell of the official table is a zero.
            assert counts == [
                row[c] or "0" for c in ("occurrences", "nombre_de_reponses", "effectif_structure")
            ], row
            assert round(Fraction(int(ours["n"]), int(ours["effectif"])) * 100) == int(row["pourcentage"]), (
                row
            )
            assert float(ours["part"]) == int(ours["n"]) / int(ours["effectif"])
        compared += 1
    assert compared == 318


def test_exactly_the_191_published_responses_are_kept(real_2023_lake: Path, shared: Path) -> None:
    reviewed = pd.read_csv(shared / "data_raw_reel/2023/limesurvey/correspondances.csv", dtype=str)
    kept = exported("silver/reponses", "2023", real_2023_lake)["id_reponse"]
    assert len(kept) == 191
    assert set(kept) == set(reviewed["id_reponse"])


def test_each_response_is_kept_or_set_aside_with_one_reason(real_2023_lake: Path) -> None:
    kept = exported("silver/reponses", "2023", real_2023_lake)
    aside = exported("reponses_ecartees", "2023", real_2023_lake)
    assert len(kept) + len(aside) == 1053
    assert not set(kept["id_reponse"]) & set(aside["id_reponse"])
    # 205 answered the closing question; those not kept are other responses of the same structure.
    reasons = aside["motif"].value_counts()
    assert reasons["doublon"] == 205 - 191
    assert reasons["vide"] + reasons["incomplete"] == 1053 - 205
    assert set(aside.loc[aside["motif"] == "doublon", "id_retenue"]) <= set(kept["id_reponse"])


def test_the_groups_have_their_published_sizes(tris: pd.DataFrame) -> None:
    assert {g: set(rows["effectif"]) for g, rows in tris.groupby("groupe")} == {
        g: {str(n)} for g, n in SIZES.items()
    }


def test_every_closed_question_of_the_structure_is_tabulated(tris: pd.DataFrame, shared: Path) -> None:
    structure = pd.read_csv(
        shared / "data_raw_reel/2023/limesurvey/structure_396597.txt",
        sep="\t",
        dtype=str,
        keep_default_na=False,
    )
    closed = structure[(structure["class"] == "Q") & structure["type/scale"].isin(list("LMFR"))]
    assert set(tris["question"]) == set(closed["name"])


def test_the_columns_and_their_order_are_those_promised(tris: pd.DataFrame) -> None:
    assert ", ".join(tris.columns) == (
        "edition, question, sous_question, question_libelle, sous_question_libelle, modalite, groupe, absence, n, "
        "repondants, concernees, base, dans_base, regle_base, effectif, part, part_publiable, "
        "part_ponderee_historique, part_ponderee, part_publiable_ponderee, "
        "colonne, code, publiable, raison_retenue, ponderee_publiable, source_donnees"
    )


def _audit(lake: Path, row: dict[str, str]) -> dict:
    result = barometre(
        "audit", "--raw", SHARED / "data_raw_reel", "--lake", lake,
        "--edition", "2023", "--question", row["question"], "--modalite", row["modalite"],
        "--sous-question", row["sous_question"], "--groupe", row["groupe"], "--json", "--verify",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_recount_of_figures_drawn_at_random_is_the_same(real_2023_lake: Path, tris: pd.DataFrame) -> None:
    for row in tris.sample(15, random_state=2023).to_dict("records"):
        card = _audit(real_2023_lake, row)
        verified = card["verification"]
        base = int(row["effectif" if row["absence"] == "non_posee" else "concernees"])
        assert (verified["n"], verified["base"]) == (int(row["n"]), base)
        assert verified["identique"], verified["controles"]
        assert verified["chemin"].startswith("DuckDB sur le fichier CSV lui-même")
        assert len(card["lignes"]) == int(row["n"])


def test_an_audit_card_leads_back_to_the_rows_of_the_raw_file(real_2023_lake: Path, shared: Path) -> None:
    card = _audit(
        real_2023_lake, {"question": "G3Q03", "sous_question": "", "modalite": "Oui", "groupe": "metropoles"}
    )
    file = shared / "data_raw_reel" / card["extrait"]
    raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    heading = next(c for c in raw.columns if plain(c) == plain(card["chiffre"]["question_libelle"]))
    assert len(card["lignes"]) == card["chiffre"]["n"]
    assert set(raw.loc[[n - 2 for n in card["lignes"]], heading]) == {"Oui"}
    # How many responses each filter left, ending on the group.
    assert card["filtres"][0]["restantes"] == 1053
    assert [s["restantes"] for s in card["filtres"]][-2:] == [191, 18]


def _count(tris: pd.DataFrame, question: str, answers: list[str], group: str, sub: str = "") -> int:
    asked = (tris["question"] == question) & (tris["sous_question"] == sub) & (tris["groupe"] == group)
    return int(tris.loc[asked & tris["modalite"].isin(answers), "n"].astype(int).sum())


def test_a_printed_figure_that_the_real_answers_do_not_give_is_a_difference_on_real_data(
    real_2023_lake: Path,
) -> None:
    standing = json.loads(barometre("check", "--chiffres", "--json", "--lake", real_2023_lake).stdout)
    about_2023 = {r["chiffre"]: r for r in standing if r["donnees"]}
    assert {c: (r["statut"], r["donnees"]) for c, r in about_2023.items()} == {
        "barometre_2024-008": ("ecart", "reelles"),
        "barometre_2024-010": ("ecart", "reelles"),
        "barometre_2024-217": ("reproduit", "reelles"),
    }
    energy = about_2023["barometre_2024-008"]
    assert (energy["valeur_publiee"], energy["valeur_arrondie"], energy["n"], energy["base"]) == (
        44,
        43,
        79,
        182,
    )


def test_a_run_on_real_data_is_not_covered_by_a_score_of_the_demonstration(
    real_2023_lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    shown = barometre("check", "--chiffres", "--lake", real_2023_lake)
    said = shown.stdout.replace("\u00a0", " ")
    assert shown.exit_code == 0  # both differences are explained
    assert "Données réelles : 1 reproduit sur 3 (2 écarts)" in said
    assert "Démonstration : aucun chiffre imprimé à comparer" in said
    assert "écart (données réelles)" in " ".join(said.split())
    assert "non_calculable" not in said


def test_what_explains_the_two_differences_is_what_the_answers_say(tris: pd.DataFrame) -> None:
    group = "hors_moins_3500"
    engaged = _count(tris, "G4Q01", ["Oui, au cours des deux dernières années"], group, "SQ009")
    planned = _count(tris, "G4Q01", ["Non, mais c’est prévu dans les 12 prochains mois"], group, "SQ009")
    blank = _count(tris, "G4Q01", ["Sans réponse"], group, "SQ009")
    assert (engaged, planned, blank) == (54, 25, 48)
    # 43.4 of all, 44 by adding the two rounded shares, 59 of those who answered.
    assert (
        round(100 * (engaged + planned) / 182),
        round(100 * engaged / 182) + round(100 * planned / 182),
    ) == (43, 44)
    assert round(100 * (engaged + planned) / (182 - blank)) == 59
    relevant = ["Oui tout à fait : c’est un outil prioritaire", "Oui : c’est un outil relativement pertinent"]
    among, everyone = _count(tris, "G04Q05", relevant, group), _count(tris, "G04Q05", relevant, "ensemble")
    answered = 191 - _count(tris, "G04Q05", ["Sans réponse"], "ensemble")
    assert (among, everyone, answered) == (152, 155, 187)
    assert (round(100 * among / 182), int(100 * among / 182), round(100 * everyone / answered)) == (
        84,
        83,
        83,
    )


BOXES = {  # question: the column of the raw file that says who was asked, by the wording of one box
    "G3Q05": "Le respect du RGPD", "G09Q02": "Modèles prédictifs", "G09Q06": "Modèles prédictifs",
}  # fmt: skip


@pytest.mark.parametrize("question", BOXES)
def test_the_share_of_a_conditional_question_is_that_of_those_asked_counted_in_the_raw_file(
    question: str, tris: pd.DataFrame, shared: Path, real_2023_lake: Path
) -> None:
    kept = exported("silver/reponses", "2023", real_2023_lake)["id_reponse"]
    file = shared / "data_raw_reel/2023/limesurvey/results-survey396597.csv"
    raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    raw = raw[raw[raw.columns[0]].isin(kept)]
    assert len(raw) == 191
    ours = tris[(tris["question"] == question) & (tris["groupe"] == "ensemble")]
    wording = plain(ours["question_libelle"].iloc[0])
    cells = {
        plain(c).removeprefix(wording).strip(" []"): raw[c]
        for c in raw.columns
        if plain(c).startswith(wording)
    }
    asked = cells[BOXES[question]] != "N/A"
    assert 0 < asked.sum() < 191
    ticked = {
        label: (cell == "Oui") if set(cell) <= {"Oui", "Non", "N/A"} else cell.str.strip() != ""
        for label, cell in cells.items()
    }
    boxes = ours[ours["modalite"] == "Oui"]
    assert {plain(t) for t in boxes["sous_question_libelle"]} == set(ticked)
    for row in boxes.to_dict("records"):
        n = int(ticked[plain(row["sous_question_libelle"])].sum())
        assert (int(row["n"]), int(row["concernees"])) == (n, int(asked.sum())), row
        assert float(row["part_publiable"]) == n / asked.sum()
    nothing = asked & ~pd.concat(ticked.values(), axis=1).any(axis=1)
    absences = ours[ours["sous_question"] == ""].set_index("absence")["n"].astype(int).to_dict()
    assert absences == {"sans_reponse": nothing.sum(), "non_posee": 191 - asked.sum()}


def test_the_estimates_are_those_of_the_same_base_as_the_shares(
    tris: pd.DataFrame, real_2023_lake: Path
) -> None:
    keys = ["question", "sous_question", "modalite", "groupe"]
    estimates = exported("estimations", "2023", real_2023_lake)
    both = tris.merge(estimates, on=keys, suffixes=("", "_estimee"), validate="one_to_one")
    assert len(both) == (tris["dans_base"] == "True").sum()
    assert (both["base"] == both["base_estimee"]).all()
    shares = both[["part_publiable_ponderee", "part_publiable_ponderee_estimee"]].apply(pd.to_numeric)
    assert (shares.isna().all(axis=1) == shares.isna().any(axis=1)).all()
    assert (shares.diff(axis=1).iloc[:, 1].abs().fillna(0) < 1e-12).all()
