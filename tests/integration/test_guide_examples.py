"""The examples of the analyst's guide are read from the guide, put into an edition's codebook, and computed."""

import re
from pathlib import Path

import pytest
import yaml
from support import REPOSITORY, run
from tiny_edition import write_edition

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.dagster.assets.indicators import ADDED
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.lake import Lake

EDITION = "2026"  # the edition that the guide speaks of
GUIDE = (REPOSITORY / "docs" / "guide-analyste.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, flags=re.M | re.S)
CODEBOOK = f'edition: "{EDITION}"\n' + "".join(BLOCKS)


def test_the_guide_shows_one_block_for_each_thing_that_may_be_added() -> None:
    keys = [key for block in BLOCKS for key in yaml.safe_load(block)]
    assert keys == ["themes", "populations", "indicateurs", "graphiques"]


def test_the_guide_says_where_to_click_so_that_what_was_added_has_its_page_in_the_interface() -> None:
    told = " ".join(GUIDE.split())
    location = yaml.safe_load((REPOSITORY / "workspace.yaml").read_text("utf-8"))["load_from"][0][
        "python_module"
    ]
    for named in (
        "Deployment",
        "Code locations",
        "Reload",
        f"`{location['location_name']}`",
        "Reload definitions",
    ):
        assert named in told
    assert "/".join(ADDED.path) in told


def test_what_the_guide_adds_is_computed_and_drawn(tmp_path: Path, dagster_home: Path) -> None:
    folder = write_edition(tmp_path / "raw", edition=EDITION, form="codes")
    # The invented questionnaire has no question B900: another, of three answers A1 to A3, stands for it.
    (folder / "codebook.yaml").write_text(CODEBOOK.replace("B900", "publie"), encoding="utf-8")
    result = run(tmp_path / "raw", tmp_path / "lac")
    assert result.exit_code == 0, result.stderr
    table = Lake.at(tmp_path / "lac").read("gold/indicateurs")
    table = table[(table["indicateur"] == "empreinte_carbone") & table["imprime"]]
    everybody = table[table["population"] == "ensemble"].set_index("categorie")
    # Of the ten kept (RESPONSES of tiny_edition): 4 A1, 4 A2, 1 A3, one left empty.
    counted = {name: int(n) for name, n in everybody["n"].items()}
    assert counted == {"annuelle": 4, "une_fois": 4, "jamais": 1, "mesuree": 8}
    assert set(everybody["base"]) == {9}
    measured = table[table["population"] == "mesurent_leur_empreinte"]
    assert set(measured["base"]) == {8}
    assert set(table[table["population"] == "epci_et_metropoles"]["base"]) == {3}  # 14, 15 and 21
    (drawn,) = (tmp_path / "lac").rglob("*empreinte_par_type.svg")
    assert "empreinte carbone" in drawn.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "type: choix_unique",
            "type: choix_uniq",
            ["ligne 9", "une valeur parmi", "choix_multiple", "« choix_unique »"],
        ),
        (
            "forme: barres_empilees",
            "forme: camembert",
            ["une valeur parmi", "barres_divergentes", "halteres"],
        ),
        (
            "    libelle: Sobriété",
            "    label: Sobriété",
            ["une clé parmi", "theme, libelle, ordre, variables"],
        ),
        (
            "par_modalite: true",
            "par_modalites: true",
            ["une clé parmi", "vouliez-vous dire « par_modalite »"],
        ),
        ("ordre: 20", "ordre: vingt", ["un nombre entier"]),
        ("dans: [annuelle, une_fois]", "dans: [anuelle]", ["annuelle, une_fois, jamais", "« annuelle »"]),
        ("strates: [epci, metropoles]", "strates: [communautes]", ["epci", "metropoles", "departements"]),
        ("population: ensemble", "population: ensembles", ["« ensemble »", "mesurent_leur_empreinte"]),
        (
            "variable: empreinte_carbone\n",
            "variable: empreinte\n",
            ["« empreinte_carbone »", "maturite_data"],
        ),
        ("mesuree: [annuelle, une_fois]", "mesuree: [annuelle, deux_fois]", ["annuelle, une_fois, jamais"]),
        ("categories: [annuelle,", "categories: [mensuelle,", ["annuelle, une_fois, jamais, mesuree"]),
        (
            "ventilation: [ensemble, communes,",
            "ventilation: [commune,",
            ["« communes »", "epci_et_metropoles"],
        ),
        (
            "indicateur: empreinte_carbone",
            "indicateur: empreinte_carbonne",
            ["« empreinte_carbone »", "projet_ia"],
        ),
    ],
)
def test_a_wrong_value_in_an_example_is_answered_with_those_allowed(
    right: str, wrong: str, told: list[str]
) -> None:
    assert right in CODEBOOK
    with pytest.raises(ConfigurationError) as refused:
        extended_catalogue(((EDITION, f"{EDITION}/codebook.yaml", CODEBOOK.replace(right, wrong, 1)),))
    message = str(refused.value).replace("\u00a0", " ")
    assert [words for words in (*told, f"{EDITION}/codebook.yaml") if words not in message] == []
