"""Practices beside expectations as the report shows them: two sides apart, each interval beside its own share."""

import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.site.sections import sections
from barometre_pipeline.publication.site.tables import section_cells, section_headings

NBSP, NAN = "\u00a0", float("nan")

CATALOGUE = load_catalogue()


def row(crossing: str = "projets_data_et_attentes", **more: object) -> dict[str, object]:
    return {
        "edition": "2025", "croisement": crossing, "domaine": "Déchets", "note": "", "pratique_categorie": "dechets",
        "pratique_n": 80,
        "pratique_base": 200, "pratique_part": 0.4, "pratique_part_ponderee": 0.3, "pratique_effectif_efficace": 52.3,
        "pratique_ic_bas": 0.22, "pratique_ic_haut": 0.39, "rang_pratique": 2, "attente_n": 690, "attente_base": 1000,
        "attente_part": 0.7, "attente_ic_bas": 0.67, "attente_ic_haut": 0.73, "rang_attente": 1,
        "source_donnees": "reelles", "source_attente": "agregats",
    } | more  # fmt: skip


def shown(*rows: dict[str, object]) -> dict[str, str]:
    """Return the cells of the first row of the only section, by heading."""
    (section,) = sections("gold/croisements", pd.DataFrame(list(rows)), CATALOGUE)
    return dict(zip(section_headings(section), section_cells(section)[0], strict=True))


def test_the_two_sides_stand_apart_with_counts_bases_and_each_interval_beside_its_own_share() -> None:
    assert shown(row()) == {
        "Édition": "2025",
        "Domaine": "Déchets",
        f"Collectivités{NBSP}: n sur base": "80 sur 200",
        f"Collectivités{NBSP}: part publiée, non redressée": f"40{NBSP}%",
        f"Collectivités{NBSP}: part redressée et son intervalle à 95{NBSP}%": (
            f"30{NBSP}% (de 22{NBSP}% à 39{NBSP}%)"
        ),
        f"Collectivités{NBSP}: rang parmi les domaines rapprochés": "2 sur 1",
        f"Français{NBSP}: n sur base": "690 sur 1\u202f000",
        f"Français{NBSP}: part redressée et son intervalle à 95{NBSP}%": f"70{NBSP}% (de 67{NBSP}% à 73{NBSP}%)",
        f"Français{NBSP}: rang parmi les domaines rapprochés": "1 sur 1",
        "Remarque": "",
    }


def test_a_weighted_share_that_a_few_answers_carry_is_not_shown_and_neither_is_its_interval() -> None:
    few = {"pratique_part_ponderee": NAN, "pratique_ic_bas": NAN, "pratique_ic_haut": NAN}
    cells = shown(row(**few, pratique_effectif_efficace=11.7))
    assert cells[f"Collectivités{NBSP}: part publiée, non redressée"] == f"40{NBSP}%"
    beside = cells[f"Collectivités{NBSP}: part redressée et son intervalle à 95{NBSP}%"]
    assert beside == f"non publiée{NBSP}: elle repose sur l’équivalent de 11,7 réponses"


def test_without_weights_the_interval_is_that_of_the_published_share() -> None:
    cells = shown(row(pratique_part_ponderee=NAN, pratique_effectif_efficace=NAN))
    assert (
        cells[f"Collectivités{NBSP}: part publiée, non redressée"] == f"40{NBSP}% (de 22{NBSP}% à 39{NBSP}%)"
    )
    assert cells[f"Collectivités{NBSP}: part redressée et son intervalle à 95{NBSP}%"] == "–"


def test_a_small_base_has_its_mark() -> None:
    assert shown(row(pratique_n=9, pratique_base=29))[f"Collectivités{NBSP}: n sur base"] == "9 sur 29*"


def test_data_and_ai_are_never_in_one_table_and_each_says_what_must_not_be_concluded() -> None:
    rows = [row(), row("projets_ia_et_attentes"), row("projets_ia_et_attentes", domaine="Eau")]
    data, ai = sections("gold/croisements", pd.DataFrame(rows), CATALOGUE)
    assert (len(data.table), len(ai.table)) == (1, 2)
    assert (data.ancre, ai.ancre) == (
        "croisements-projets-data-et-attentes",
        "croisements-projets-ia-et-attentes",
    )
    for section in (data, ai):
        assert "ne se soustraient pas" in section.chapo
        assert not section.points
        assert not [c for c in section.colonnes if "ecart" in c]
    assert "hors communes de moins de 3\u202f500" in data.chapo.replace(NBSP, "\u202f")
    assert "synthétiques" not in data.chapo


def test_demonstration_data_on_either_side_are_said_to_be_synthetic() -> None:
    (section,) = sections("gold/croisements", pd.DataFrame([row(source_attente="demonstration")]), CATALOGUE)
    assert "(synthétiques)" in section.chapo


def test_a_crossing_that_no_edition_gives_has_no_section() -> None:
    assert sections("gold/croisements", pd.DataFrame([row()]).iloc[:0], CATALOGUE) == []
