"""A printed figure with what was computed for it, the rows behind it and the contradictions that name it."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.audit.find_printed import find_printed, rows_behind
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake

NBSP = "\u00a0"


def printed(name: str, **more: object) -> dict[str, object]:
    return {
        "chiffre": name, "document": "note_2025", "rubrique": "Projets", "edition": "2025",
        "valeur_publiee": 53.0, "statistique": "part", "edition_reference": "", "indicateur": "projets",
        "categorie": "oui", "population": "epci", "statut": "cale", "raison": "", "explication": "",
        "valeur_calculee": 52.8,
        "valeur_arrondie": 53.0, "ecart": 0.0, "n": 19, "base": 36, "donnees": "reelles; demonstration",
        "trace_id": "t2",
    } | more  # fmt: skip


def contradiction(first: str, second: str) -> dict[str, object]:
    return {
        "regle": "evolution", "constat": f"{first} contre {second}",
        "chiffre_a": first, "document_a": "note_2025", "rubrique_a": "Projets", "valeur_a": 53.0,
        "chiffre_b": second, "document_b": "article_2025", "rubrique_b": "Résumé", "valeur_b": 17.0,
    }  # fmt: skip


def computed(edition: str, population: str, modalite: str, **more: object) -> dict[str, object]:
    row = {"edition": edition, "indicateur": "projets", "categorie": "oui"}
    return {**row, "population": population, "modalite": modalite, **more}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    found = Lake.at(tmp_path_factory.mktemp("lac"))
    unknown = {"valeur_calculee": np.nan, "valeur_arrondie": np.nan, "ecart": np.nan, "n": None, "base": None}
    table = pd.DataFrame(
        [
            printed("projets_2025"),
            printed("hausse_2025", statistique="ecart_points", valeur_publiee=17.0, edition_reference="2022"),
            printed(
                "agents", statut="non_calculable", raison="pas demandé", donnees="", trace_id="", **unknown
            ),
            printed("budget"),
        ]
    )
    found.write("gold/rapprochement", table.astype({"n": "Int64", "base": "Int64"}))
    found.write("gold/scores", pd.DataFrame(
        [("", "demonstration", "Démonstration : 3 calés"), ("", "reelles", "Réelles : 1 reproduit"),
         ("2025", "demonstration", "Démonstration : 2 calés")],
        columns=["edition", "donnees", "phrase"],
    ))  # fmt: skip
    pairs = [
        contradiction("hausse_2025", "autre"),
        contradiction("autre", "projets_2025"),
        contradiction("x", "y"),
    ]
    found.write("gold/contradictions", pd.DataFrame(pairs))
    rows = [
        computed("2025", "epci", "epci", trace_id="t2"),
        computed("2022", "epci", "grand", trace_id="t3"),
        computed("2022", "ensemble", "", trace_id="t4"),
        computed("2022", "epci", "epci", trace_id="t5", indicateur="autre"),
        computed("2022", "epci", "epci", trace_id="t6", categorie="non"),
        computed("2022", "epci", "epci", trace_id="t7"),
    ]
    found.write("gold/indicateurs", pd.DataFrame(rows).assign(imprime=True))
    return found


def test_a_printed_figure_says_where_it_stands_and_what_it_counts(lake: Lake) -> None:
    assert find_printed(lake, "PROJETS_2025")["chiffre_publie"] == {
        "chiffre": "projets_2025",
        "document": "note_2025",
        "document_titre": "Tendances 2025, note de conjoncture Data, IA et cybersécurité",
        "rubrique": "Projets",
        "edition": "2025",
        "imprime": f"53{NBSP}%",
        "valeur": 53.0,
        "statistique": "part",
        "edition_reference": "",
        "indicateur": "projets",
        "categorie": "oui",
        "population": "epci",
    }


def test_a_printed_figure_stands_beside_what_was_computed(lake: Lake) -> None:
    assert find_printed(lake, "projets_2025")["rapprochement"] == {
        "statut": "cale",
        "statut_libelle": "calé (démonstration)",
        "raison": "",
        "explication": "",
        "score": "Démonstration : 3 calés",
        "valeur_calculee": 52.8,
        "valeur_arrondie": 53.0,
        "ecart": 0.0,
        "n": 19,
        "base": 36,
        "donnees": ["reelles", "demonstration"],
        "trace_id": "t2",
    }


def test_a_figure_that_cannot_be_computed_has_a_reason_and_no_number(lake: Lake) -> None:
    found = find_printed(lake, "agents")
    assert found["rapprochement"] == {
        "statut": "non_calculable",
        "statut_libelle": "non calculable",
        "raison": "pas demandé",
        "explication": "",
        "score": "",
        **dict.fromkeys(("valeur_calculee", "valeur_arrondie", "ecart", "n", "base")),
        "donnees": [],
        "trace_id": "",
    }
    assert found["contradictions"] == []
    assert rows_behind(lake, found) == []


def test_a_contradiction_is_told_on_both_figures_with_both_places(lake: Lake) -> None:
    first = find_printed(lake, "hausse_2025")["contradictions"]
    assert first == [
        {
            "regle": "evolution",
            "regle_libelle": "Une évolution imprimée qui ne suit pas des niveaux imprimés",
            "constat": "hausse_2025 contre autre",
            "endroits": [
                {"chiffre": "hausse_2025", "document": "note_2025", "rubrique": "Projets", "valeur": 53.0},
                {"chiffre": "autre", "document": "article_2025", "rubrique": "Résumé", "valeur": 17.0},
            ],
        }
    ]
    assert [c["constat"] for c in find_printed(lake, "projets_2025")["contradictions"]] == [
        "autre contre projets_2025"
    ]


def test_behind_a_level_is_one_row_and_behind_an_evolution_the_earlier_one_too(lake: Lake) -> None:
    assert [r["trace_id"] for r in rows_behind(lake, find_printed(lake, "projets_2025"))] == ["t2"]
    assert [r["trace_id"] for r in rows_behind(lake, find_printed(lake, "hausse_2025"))] == ["t2", "t7"]


def test_an_unknown_figure_is_answered_with_names_near_it_else_with_the_first_three(lake: Lake) -> None:
    meant = f"{NBSP}; vouliez-vous dire «{NBSP}projets_2025{NBSP}»{NBSP}?"
    for wanted, named, said in (
        ("projets_2024", "projets_2025", meant),
        ("zzzz", "projets_2025 ; hausse_2025 ; agents", ""),
    ):
        with pytest.raises(InputError) as refused:
            find_printed(lake, wanted)
        assert refused.value == InputError(
            "gold/rapprochement",
            "",
            f"aucun chiffre publié ne s’appelle «{NBSP}{wanted}{NBSP}»{said}",
            f"un identifiant comme{NBSP}: {named}",
            "corrigez --chiffre (« barometre export rapprochement » les donne tous)",
        )
