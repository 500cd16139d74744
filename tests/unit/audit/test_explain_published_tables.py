"""Cards of indicators known from published tables alone: the rows quoted, and no microdata."""

from typing import Any

import pytest
from invented_cards import EMPTY_IN, card_of, steps
from invented_lake import NBSP

from barometre_pipeline.lake import Lake

pytestmark = pytest.mark.usefixtures("definitions")
PRINTED_2022 = {"edition": "2022", "source_donnees": "agregats"} | EMPTY_IN


def quoted(*cells: Any) -> dict[str, Any]:
    names = (
        "question",
        "modalite",
        "groupe",
        "effectif",
        "taille_groupe",
        "pourcentage_imprime",
        "correction",
        "libelle",
    )
    return dict(zip(names, cells, strict=True))  # fmt: skip


def test_a_share_of_published_tables_quotes_the_rows_that_make_it(invented: Lake) -> None:
    card = card_of(
        invented, "avis_donne", "oui", "locales", 6, 11, edition="2022", source_donnees="agregats", **EMPTY_IN
    )
    total = "(SELECT coalesce(sum(effectif), 0) FROM lignes WHERE question = 'T1' AND modalite IN ('{}'))"
    sizes = "SELECT max(taille_groupe) AS taille FROM lignes WHERE question = 'T1' GROUP BY groupe"
    assert card.query == (
        "WITH lignes AS (\n"
        "  SELECT * FROM 'silver/agregats/edition=2022/agregats.parquet'\n"
        "  WHERE groupe IN ('epci', 'regions')\n"
        ")\n"
        f"SELECT CAST({total.format(1)} AS BIGINT) AS n,\n"
        f"  CAST((SELECT sum(taille) FROM ({sizes})) - {total.format(9)} AS BIGINT) AS base"
    )
    assert card.printed_rows == (
        quoted("T1", "1", "epci", 4, 10, 40, "", "Oui"),
        quoted("T1", "9", "epci", 1, 10, 10, "", "Ne sait pas"),
        quoted("T1", "1", "regions", 2, 3, 67, "66 corrigé", "Oui"),
        quoted("T1", "9", "regions", 1, 3, 33, "", "Ne sait pas"),
    )
    assert steps(card) == [
        ("Structures des tableaux publiés, dans la population", 0, 13),
        ("Hors de la base (réponses qui en sortent, ou sous-population)", 2, 11),
    ]
    assert (card.records, card.extract) == ((), "")
    assert card.files == ({"role": "agregats", "fichier": "t.csv", "sha256": "cc", "octets": 7},)
    assert card.notices == (
        "Tableaux agrégés publiés (pas de microdonnées)",
        f"Aucune microdonnée n’existe pour cette édition{NBSP}: les comptes sont ceux des tableaux publiés.",
    )
    assert card.details["intervalle"] == "binomial exact (Clopper-Pearson)"
    assert card.details["questions"] == [
        {
            "role": "numérateur", "variable": "avis", "question": "T1", "libelle": f"Quel est votre avis{NBSP}?",
            "formulation": "codebook", "condition": "", "note": "", "colonnes": [],
            "reponses": [{"code": "1", "libelle": "Oui"}],
        }
    ]  # fmt: skip
    assert (card.versions["code"], card.versions["code_edition"], card.versions["configuration_sha256"]) == (
        "codetoutes", "", "",
    )  # fmt: skip


def test_a_sub_population_of_published_tables_quotes_the_answer_that_makes_it(invented: Lake) -> None:
    card = card_of(
        invented, "outils", "a", "favorables", 3, 6, edition="2022", source_donnees="agregats", **EMPTY_IN
    )
    assert steps(card) == [
        ("Structures des tableaux publiés, dans la population", 0, 10),
        ("Hors de la base (réponses qui en sortent, ou sous-population)", 4, 6),
    ]
    assert card.printed_rows == (
        quoted("T1", "1", "epci", 4, 10, 40, "", "Oui"),
        quoted("T1", "1", "regions", 2, 3, 67, "66 corrigé", "Oui"),
        quoted("T2", "SQ001", "epci", 3, 10, 30, "", "Tableur"),
    )


def test_the_size_of_published_tables_is_that_of_a_group_printed_as_a_whole(invented: Lake) -> None:
    card = card_of(
        invented, "repondants", "total", "epci", 10, 10, edition="2022", source_donnees="agregats", **EMPTY_IN
    )
    assert steps(card) == [("Structures des tableaux publiés, dans la population", 0, 10)]
    assert [(r["groupe"], r["modalite"], r["libelle"]) for r in card.printed_rows] == [
        ("epci", "1", "Oui"), ("epci", "2", "Non"), ("epci", "9", "Ne sait pas"), ("epci", "99", ""),
    ]  # fmt: skip


def test_a_group_printed_as_a_whole_is_not_added_up_again(invented: Lake) -> None:
    tables = {"edition": "2022", "source_donnees": "agregats"}
    card = card_of(invented, "outils", "a", "ensemble", 9, 20, **tables)
    assert card.printed_rows == (quoted("T2", "SQ001", "ensemble", 9, 20, 45, "", "Tableur"),)
    among = card_of(invented, "outils", "a", "toutes_favorables", 9, 13, **tables)
    assert [(r["question"], r["groupe"]) for r in among.printed_rows] == [
        ("T1", "ensemble"),
        ("T2", "ensemble"),
    ]
