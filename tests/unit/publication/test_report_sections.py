import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.site import ReportSection
from barometre_pipeline.publication.site.sections import sections, with_labels

NBSP, NNBSP = "\u00a0", "\u202f"


def section(name: str, table: pd.DataFrame) -> ReportSection:
    """Return the only section of a table."""
    (only,) = sections(name, table, load_catalogue())
    return only


def _evolution(**values: object) -> dict[str, object]:
    return {
        "edition": "2025", "edition_reference": "2022", "indicateur": "projet_data_au_moins_un", "categorie": "oui",
        "population": "hors_moins_3500", "ventilation": "", "modalite": "", "part": 0.53, "part_reference": 0.36,
        "ecart_points": 17.0, "famille": True, "verdict": "hausse_etablie", "raison": "", "phrase": "En hausse.",
    } | values  # fmt: skip


REFUSED = {"verdict": "non_jugee", "raison": "non_comparable"}


def test_a_change_is_written_in_points_of_the_percentages_beside_it() -> None:
    shown = section("gold/evolutions", pd.DataFrame([_evolution()]))
    row = shown.table.iloc[0]
    assert round(row["part"] - row["part_reference"], 12) == round(row["ecart_points"], 12) == 0.17


def test_what_is_established_is_shown_and_a_large_change_that_is_not_with_its_reason() -> None:
    rows = [
        _evolution(ecart_points=2.0, indicateur="petite"),
        _evolution(ecart_points=5.0, indicateur="refusee", **REFUSED),
        _evolution(ecart_points=-4.9, indicateur="petite_refusee", **REFUSED),
        _evolution(indicateur="hors_famille", famille=False),
        _evolution(edition="2024"),
    ]
    shown = section("gold/evolutions", pd.DataFrame(rows)).table
    assert list(shown["indicateur"]) == ["petite", "refusee"]
    assert list(shown["conclusion"]) == [
        "Hausse établie",
        f"Pas de verdict{NBSP}: la question ou la population n’est pas la même les deux années",
    ]


def test_the_reader_sees_the_catalogues_words() -> None:
    labels = with_labels(pd.DataFrame([_evolution()]), load_catalogue()).iloc[0]
    assert labels["indicateur"] == "Au moins un projet data au cours des deux dernières années"
    assert labels["population"] != "hors_moins_3500"


def test_established_changes_come_first_the_largest_before_the_others() -> None:
    rows = [
        _evolution(indicateur="refusee", ecart_points=40.0, **REFUSED),
        _evolution(indicateur="petite", ecart_points=-3.0),
        _evolution(indicateur="grande", ecart_points=20.0),
    ]
    shown = section("gold/evolutions", pd.DataFrame(rows)).table
    assert list(shown["indicateur"]) == ["grande", "petite", "refusee"]


def test_changes_of_groups_of_structures_are_left_to_the_table() -> None:
    rows = [_evolution(), _evolution(population="epci", modalite="epci"), _evolution(population="francais")]
    assert len(section("gold/evolutions", pd.DataFrame(rows)).table) == 2


def test_an_empty_table_has_its_section_without_a_year() -> None:
    bare = pd.DataFrame([_evolution()]).iloc[:0]
    assert section("gold/evolutions", bare).titre == "Les évolutions"


def test_figures_not_found_again_are_shown_with_their_status_in_words_and_on_what_data() -> None:
    row = {
        "indicateur": "i",
        "categorie": "oui",
        "population": "ensemble",
        "statut": "reproduit",
        "donnees": "reelles",
    }
    fitted = {"statut": "cale", "donnees": "demonstration"}
    table = pd.DataFrame([row, row | fitted, row | {"statut": "ecart"}])
    shown = section("gold/rapprochement", table)
    assert shown.chapo.startswith("1\u00a0chiffre publié sur 3,")
    assert list(shown.table["statut"]) == ["écart (données réelles)"]


def test_scores_are_shown_apart_for_each_kind_of_data_over_all_editions() -> None:
    kinds = ["reelles", "agregats", "demonstration", ""]
    table = pd.DataFrame([{"edition": e, "donnees": d, "phrase": e + d} for e in ("", "2023") for d in kinds])
    shown = section("gold/scores", table).table
    assert list(shown["donnees"]) == ["données réelles", "tableaux publiés", "démonstration"]
    assert list(shown["phrase"]) == kinds[:3]


KEYS = {"indicateur": "i", "categorie": "oui", "population": "ensemble", "edition": "2025"}


@pytest.mark.parametrize(
    ("name", "row", "anchor", "headings"),
    [
        ("gold/evolutions", _evolution(), "evolutions",
         {"indicateur": "Indicateur", "categorie": "Réponse", "population": "Population",
          "edition_reference": "Depuis", "part_reference": "Avant", "part": "Après",
          "ecart_points": "Écart publié", "conclusion": "Verdict", "phrase": "Ce qu’on peut dire"}),
        ("gold/scores", {"edition": "", "donnees": "reelles"}, "scores",
         {"donnees": "Données", "compares": "Chiffres comparés", "retrouves": "Reproduits ou calés",
          "ecarts": "Écarts", "contredits": "Contredits", "phrase": "En clair"}),
        ("gold/rapprochement", KEYS | {"statut": "ecart", "donnees": "reelles"}, "rapprochement",
         {"chiffre": "Chiffre", "edition": "Année", "indicateur": "Indicateur", "population": "Population",
          "valeur_publiee": "Publié", "valeur_arrondie": "Calculé", "statut": "Statut", "raison": "Raison",
          "explication": "Explication"}),
        ("gold/contradictions", KEYS, "contradictions",
         {"indicateur": "Indicateur", "population": "Population", "edition": "Année",
          "chiffre_a": "Premier chiffre", "chiffre_b": "Second chiffre", "constat": "Constat"}),
    ],
)  # fmt: skip
def test_each_section_shows_its_columns_under_french_headings(
    name: str, row: dict[str, object], anchor: str, headings: dict[str, str]
) -> None:
    shown = section(name, pd.DataFrame([row]))
    assert (shown.ancre, dict(shown.colonnes)) == (anchor, headings)
    assert list(shown.colonnes) == list(headings)
    assert len(shown.table) == 1


def test_shares_and_differences_are_declared_as_such() -> None:
    evolutions = section("gold/evolutions", pd.DataFrame([_evolution()]))
    assert (evolutions.parts, evolutions.points) == ({"part", "part_reference"}, {"ecart_points"})


def test_titles_say_what_each_section_is_about() -> None:
    assert section("gold/evolutions", pd.DataFrame([_evolution()])).titre == "Ce qui a changé jusqu’à 2025"
    rows = {
        "gold/scores": ({"edition": "", "donnees": "reelles"}, "Combien de chiffres publiés sont retrouvés"),
        "gold/rapprochement": (
            KEYS | {"statut": "ecart", "donnees": ""},
            "Les chiffres publiés qui ne sont pas retrouvés",
        ),
        "gold/contradictions": (KEYS, "Les contradictions entre documents"),
    }
    assert {n: section(n, pd.DataFrame([row])).titre for n, (row, _) in rows.items()} == {
        n: title for n, (_, title) in rows.items()
    }


def test_a_name_the_catalogue_does_not_know_stays_as_it_is() -> None:
    shown = with_labels(pd.DataFrame([KEYS | {"population": "inconnue"}]), load_catalogue()).iloc[0]
    assert (shown["indicateur"], shown["categorie"], shown["population"]) == ("i", "oui", "inconnue")


def test_each_section_says_how_to_read_it() -> None:
    rows = {
        "gold/scores": {"edition": "", "donnees": "reelles"},
        "gold/rapprochement": KEYS | {"statut": "reproduit", "donnees": "reelles"},
        "gold/contradictions": KEYS,
    }
    assert {name: section(name, pd.DataFrame([row])).chapo for name, row in rows.items()} == {
        "gold/scores": f"Séparément selon ce qui les donne{NBSP}: des données réelles, des tableaux publiés, ou des "
        f"données de démonstration. Celles-ci ont été ajustées aux chiffres imprimés{NBSP}: un chiffre qu’elles "
        "redonnent est calé, il n’est pas reproduit.",
        "gold/rapprochement": f"0{NBSP}chiffre publié sur 1, chacun avec sa raison et, là où elle est connue, son "
        f"explication. «{NBSP}barometre audit --chiffre{NBSP}» donne la fiche de chaque chiffre.",
        "gold/contradictions": "Trouvées par règle sur les seuls chiffres imprimés ; chaque constat cite les deux "
        "endroits.",
    }


def test_changes_say_how_many_are_established_and_what_no_interval_tells() -> None:
    rows = [_evolution(), _evolution(categorie="non", **REFUSED), _evolution(categorie="x", famille=False)]
    assert section("gold/evolutions", pd.DataFrame(rows)).chapo == (
        f"1{NBSP}changement établi sur 2{NBSP}comparaisons déclarées au catalogue, hors communes de moins de "
        f"3{NNBSP}500 habitants et pour les Français{NBSP}; puis ceux de 5 points ou plus dont on ne peut rien "
        f"conclure, chacun avec sa raison. L’échantillon est volontaire{NBSP}: un intervalle ne dit rien de qui a "
        "choisi de répondre. La page de chaque indicateur dit toutes les siennes."
    )


def test_names_are_replaced_by_the_catalogues_words_and_the_rest_of_a_row_stays() -> None:
    row = _evolution(population="francais", categorie="inconnue", modalite="x")
    given = pd.DataFrame([row])
    shown = with_labels(given, load_catalogue()).iloc[0]
    assert (shown["population"], shown["categorie"]) == ("Français de 18 ans et plus", "inconnue")
    known = with_labels(pd.DataFrame([_evolution(indicateur="cyberattaque_severe")]), load_catalogue()).iloc[
        0
    ]
    assert (known["indicateur"], known["categorie"]) == ("Cyberattaque sévère subie", "Oui")
    assert given.iloc[0].to_dict() == row  # the table given is left as it was
    assert {k: shown[k] for k in ("edition", "modalite", "part")} == {
        "edition": "2025",
        "modalite": "x",
        "part": 0.53,
    }


def test_rows_that_name_an_indicator_are_shown_in_the_catalogues_words() -> None:
    row = _evolution(
        indicateur="cyberattaque_severe", statut="ecart", donnees="", p_valeur_bh=0.01, p_valeur=0.01
    )
    for name in ("gold/evolutions", "gold/rapprochement", "gold/contradictions"):
        shown = section(name, pd.DataFrame([row])).table.iloc[0]
        assert (shown["indicateur"], shown["categorie"]) == ("Cyberattaque sévère subie", "Oui"), name
