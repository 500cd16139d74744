"""The catalogue of indicators: complete, coherent, and in step with what was printed."""

import csv
from pathlib import Path

import pytest
import yaml

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.loader import FOLDER
from barometre_pipeline.catalogue.printed_figures import (
    BaseGiven,
    Renaming,
    load_charts,
    load_documents,
    load_figures,
)
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.indicators.documentation import availability, page
from tools.import_printed_figures import aggregates_2022, answer_code, charts, figures

SHARED = Path(__file__).parents[4] / "shared" / "chiffres_publies"


def _shared(name: str) -> list[dict[str, str]]:
    if not SHARED.is_dir():
        pytest.skip("../shared absent: the printed figures as received are not in the repository")
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_printed_figure_and_chart_has_its_indicator_category_and_population() -> None:
    catalogue, printed = load_catalogue(), load_figures()
    for row in printed.itertuples():
        assert row.population in catalogue.populations.by_name, row.chiffre
        if catalogue.indicateurs[row.indicateur].mesure == "part":
            assert row.categorie in catalogue.categories[row.indicateur], row.chiffre
    assert set(load_charts()["indicateur"]) <= set(catalogue.indicateurs)
    assert set(printed["document"]) <= set(load_documents())


def test_every_name_of_the_received_files_is_in_the_catalogue() -> None:
    names = {r["indicateur"] for f in ("chiffres_publies.csv", "graphiques_publies.csv") for r in _shared(f)}
    assert names <= set(load_catalogue().indicateurs)
    assert len(names) == 77


def test_the_shipped_figures_are_those_received() -> None:
    received = {r["figure"]: r for r in _shared("chiffres_publies.csv")}
    shipped = load_figures().set_index("chiffre")
    assert set(shipped.index) == set(received)
    for key, row in received.items():
        ours = shipped.loc[key]
        assert ours["valeur"] == float(row["valeur"]), key
        assert (ours["document"], ours["edition"], ours["statistique"]) == (
            row["document"],
            row["edition"],
            row["statistique"],
        )
        assert bool(ours["remarque"]) == bool(row["remarque"]), key
        assert bool(ours["base"]) >= bool(row["base"]), key


def test_an_indicator_that_no_edition_can_compute_says_why() -> None:
    catalogue = load_catalogue()
    for indicator in catalogue.indicateurs.values():
        computed, reasons = availability(catalogue, indicator)
        assert computed or all(reasons.values()), indicator.nom


def test_the_documentation_page_is_up_to_date() -> None:
    shown = (FOLDER.parents[1] / "docs" / "catalogue.md").read_text("utf-8")
    assert shown == page(load_catalogue(), load_figures(), load_charts()), "make docs"


def test_figures_that_share_a_name_but_not_a_definition_are_told_apart() -> None:
    import pandas as pd

    row = dict.fromkeys(
        [
            "figure",
            "document",
            "section",
            "categorie",
            "edition",
            "statistique",
            "valeur",
            "edition_reference",
            "base",
            "remarque",
        ],
        "x",
    )
    source = pd.DataFrame(
        [{**row, "indicateur": "a", "population": "p"}, {**row, "indicateur": "a", "population": "q"}]
    )
    rules = [Renaming(indicateur="a", population="q", devient="b", population_devient="r", motif="m")]
    assert figures(source, rules)[["indicateur", "population"]].values.tolist() == [["a", "p"], ["b", "r"]]


def test_the_base_and_the_remark_of_a_figure_are_kept_and_a_base_said_away_from_it_is_added() -> None:
    import pandas as pd

    names = [
        "figure",
        "section",
        "categorie",
        "edition",
        "statistique",
        "valeur",
        "edition_reference",
        "population",
    ]
    row = dict.fromkeys(names, "x") | {"document": "d", "remarque": "l'un ; l'autre"}
    source = pd.DataFrame(
        [{**row, "indicateur": "a", "base": "les siens"}, {**row, "indicateur": "b", "base": ""}]
    )
    given = BaseGiven(document="d", indicateur="b", base="des projets", motif="m")
    shaped = figures(source, (), [given])
    assert shaped["base"].tolist() == ["les siens", "des projets"]
    assert shaped["remarque"].tolist() == ["l’un\u00a0; l’autre"] * 2


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("SQ003. Une rubrique", "SQ003"),
        ("AO02.\u00a0Une réponse", "AO02"),
        ("Le niveau est bon : le sujet est partagé", "le-niveau-est-bon"),
        ("Oui, l’été", "oui-l-ete"),
    ],
)
def test_an_answer_of_the_2022_tables_is_named_by_its_code_or_its_first_words(label: str, code: str) -> None:
    assert answer_code(label) == code


def test_smart_city_is_a_project_in_one_of_its_four_domains_and_is_not_asked() -> None:
    catalogue = load_catalogue()
    smart_city = catalogue.categories["projet_smart_city"]
    for category in smart_city.values():
        assert category.si.variables() == ("projet_data_domaine",)
        for leaf in category.si.leaves():
            assert set(leaf.rows) == {"mobilite", "dechets", "eau", "energie_eclairage"}
    computed, reasons = availability(catalogue, catalogue.indicateurs["projet_smart_city"])
    assert computed == ["2024", "2025"]
    assert "eau" in reasons["2023"].lower()


def test_a_domain_planned_in_addition_leaves_out_those_who_have_a_project_there_already() -> None:
    planned = load_catalogue().categories["projet_ia_domaine_prevu"]["eau"].si
    assert planned.tous is not None
    wanted, already = planned.tous
    assert (wanted.variable, wanted.coche) == ("projet_ia_domaine_prevu", ("eau",))
    assert already.non is not None
    assert (already.non.variable, already.non.coche) == ("projet_ia_domaine", ("eau",))


def test_reshaping_keeps_one_row_per_row_received() -> None:
    import pandas as pd

    printed = pd.DataFrame({"document": ["d"], "graphique": ["7"], "libelle_imprime": ["Titre imprimé"]})
    received = pd.DataFrame(_shared("graphiques_publies.csv"))
    assert charts(received.head(1).assign(document="d", numero="7"), printed)["titre"].tolist() == [
        "Titre imprimé"
    ]
    assert len(aggregates_2022(pd.DataFrame(_shared("statistiques_2022.csv")))) == 1792


def _copy(folder: Path, change: tuple[str, str]) -> Path:
    (folder / "indicateurs").mkdir()
    source = (FOLDER / "indicateurs" / "ia.yaml").read_text("utf-8")
    assert change[0] in source
    (folder / "indicateurs" / "ia.yaml").write_text(source.replace(*change, 1), "utf-8")
    (folder / "croisements.yaml").write_text(yaml.safe_dump({"croisements": []}), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("population: hors_moins_3500", "population: partout"), ["projet_ia", "partout"]),
        (("dans: [oui]", "dans: [peut_etre]"), ["projet_ia", "peut_etre"]),
        (("coche: true", "coche: false"), ["par_item", "un seul test"]),
        (
            ("energie_dechets_eau: [energie", "energie_dechets_eau: [charbon"),
            ["energie_dechets_eau", "charbon"],
        ),
        (("nom: systeme_ia", "nom: projet_ia"), ["projet_ia", "déjà pris"]),
    ],
)
def test_an_impossible_definition_is_refused_in_french(
    tmp_path: Path, change: tuple[str, str], words: list[str]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_catalogue(_copy(tmp_path, change))
    assert all(w in str(caught.value) for w in words)


def test_an_indicator_is_added_with_yaml_only(tmp_path: Path) -> None:
    added = """theme: ajout
libelle: Ajout
ordre: 1
indicateurs:
  - nom: ia_sans_charte
    libelle: IA sans charte
    definition: Part des structures ayant engagé un projet d’IA sans charte.
    numerateur: Projet engagé et pas de charte.
    base: Toutes les structures.
    variable: projet_ia_deja
    population: ensemble
    categories:
      oui:
        libelle: Oui
        si:
          tous:
            - {variable: projet_ia_deja, dans: [oui]}
            - {non: {variable: charte_ethique_ia, dans: [adoptee]}}
"""
    (tmp_path / "indicateurs").mkdir()
    (tmp_path / "indicateurs" / "ajout.yaml").write_text(added, "utf-8")
    (tmp_path / "croisements.yaml").write_text("croisements: []\n", "utf-8")
    catalogue = load_catalogue(tmp_path)
    assert availability(catalogue, catalogue.indicateurs["ia_sans_charte"])[0] == ["2024"]
