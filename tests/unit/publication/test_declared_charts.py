"""A chart declared in the codebook of an edition shows the published shares of its indicator, and nothing else."""

import drawn
import pandas as pd
import yaml

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts.declared import build_declared
from barometre_pipeline.steps import declared_charts
from barometre_pipeline.tables.declarations.publication import GRAPHIQUES_DECLARES
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import validate

NBSP = "\u00a0"
ANSWERS = {"tres_avancee": 4, "avancee": 26, "en_developpement": 46, "faible": 20, "nsp": 4}


def row(category, n, population="ensemble", base=100, **changes):
    values = {
        "edition": "2031", "indicateur": "maturite_data", "categorie": category, "population": population,
        "ventilation": "", "modalite": "" if population == "ensemble" else population,
        "regle_base": "sans_reponse_exclues",
        "imprime": True, "n": n, "base": base, "part_publiable": n / base, "base_faible": base < 30,
        "source_donnees": "reelles", "publiable": True, "raison_retenue": "",
        "ponderee_publiable": True, "trace_id": f"{category}/{population}",
    }  # fmt: skip
    return values | changes


def answers(population="ensemble", base=100, **changes):
    return [row(c, n * base // 100, population, base, **changes) for c, n in ANSWERS.items()]


UNION = row("avancee_ou_tres_avancee", 30)


def texts_of(*charts):
    content = {"edition": "2031", "edition_precedente": "2025", "graphiques": list(charts)}
    return (("2031", "2031/codebook.yaml", yaml.safe_dump(content, allow_unicode=True)),)


def declared(**more):
    return {"nom": "maturite", "titre": "La maturité", "indicateur": "maturite_data", **more}


def built(rows, **more):
    catalogue = extended_catalogue(texts_of(declared(**more)))
    ((_, spec),) = build_declared(pd.DataFrame(rows), catalogue)
    return spec


def test_bars_show_each_answer_of_the_indicators_own_population_the_largest_first_and_do_not_know_last():
    others = [*answers("epci"), row("avancee", 99, edition="2025")]
    spec = built([*answers(), UNION, *others])
    assert spec.donnees["pourcentage"].tolist() == [4, 26, 46, 20, 4]
    assert spec.nom == "2031-maturite"
    words = [
        w for w in drawn.texts(spec.vega) if w in ("En développement", "Avancée", "Faible", "Je ne sais pas")
    ]
    assert words == ["En développement", "Avancée", "Faible", "Je ne sais pas"]
    assert f"Base{NBSP}: 100{NBSP}structures, réponses vides hors de la base." in " ".join(
        drawn.texts(spec.vega)
    )


def test_bars_of_one_answer_compare_populations_in_the_order_declared_and_small_ones_are_said_to_be():
    rows = [
        UNION,
        row("avancee_ou_tres_avancee", 5, "regions", 10),
        row("avancee_ou_tres_avancee", 20, "communes", 80),
    ]
    spec = built(rows, ventilation=["regions", "communes"], categories=["avancee_ou_tres_avancee"])
    assert spec.donnees["population"].tolist() == ["regions", "communes"]
    assert spec.donnees["part_publiable"].tolist() == [0.5, 0.25]
    told = " ".join(drawn.texts(spec.vega))
    assert f"Base{NBSP}: Régions, 10{NBSP}; Communes, 80" in told and "Base de moins de 30" in told


def test_stacked_bars_put_the_answers_of_each_population_end_to_end():
    spec = built([*answers(), *answers("communes", 50), UNION], ventilation=["ensemble", "communes"],
                 forme="barres_empilees")  # fmt: skip
    assert spec.donnees.groupby("population")["part_publiable"].sum().round(9).eq(1).all()
    assert len(spec.donnees) == 2 * len(ANSWERS)


def test_made_up_data_are_said_to_be_on_the_chart_and_to_who_cannot_see_it():
    spec = built(answers(source_donnees="demonstration"))
    assert "synthétiques" in spec.description.lower()
    assert any("SYNTHÉTIQUES" in t for t in drawn.texts(spec.vega))


def test_the_step_writes_what_is_declared_and_has_values_and_removes_what_no_longer_is(tmp_path):
    lake = Lake.at(tmp_path)
    folder = tmp_path / "publication" / "graphiques_declares"
    empty = declared(nom="vide", indicateur="obstacle_data")
    measured = {
        "part": 0.2,
        "part_ponderee": float("nan"),
        "base_ponderee": 0,
        "effectif_efficace": float("nan"),
    }
    unsure = {"redressement_faible": False, "ic_bas": float("nan"), "ic_haut": float("nan"), "ic_de": ""}
    lake.write("gold/indicateurs", pd.DataFrame(answers(**measured, **unsure)))
    for charts, names in (((declared(), empty), ["maturite"]), ((), [])):
        ((edition, file, text),) = texts_of(*charts)
        books = pd.DataFrame({"edition": [edition], "fichier": [file], "sha256": ["0" * 64], "texte": [text]})
        lake.write("gold/livre_de_codes", books)
        tables = DeclaredTables(lake, ASSETS["graphiques_declares"])
        index = declared_charts.run({}, tables)["gold/graphiques_declares"]
        validate(GRAPHIQUES_DECLARES, index, "à l’écriture")
        assert index["graphique"].tolist() == names
        files = {p.name for p in folder.iterdir()} if folder.exists() else set()
        assert files == {f"2031-{n}.{s}" for n in names for s in ("csv", "vl.json", "svg", "png")}
