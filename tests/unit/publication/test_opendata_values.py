"""What an open table publishes of each row, and how the package describes itself."""

import hashlib
import json

import pandas as pd

from barometre_pipeline import __version__
from barometre_pipeline.publication.opendata import OpenField, OpenTable, open_tris, write_package
from barometre_pipeline.vocabulary import STRATES

NBSP = "\u00a0"


def rows_of(answers):
    """Give answers of one group of 40: label -> (count, share, weighted share)."""
    return pd.DataFrame(
        [
            {
                "edition": "2031", "question": "Q1", "sous_question": "", "modalite": answer, "groupe": "ensemble",
                "absence": "", "n": n, "concernees": 40, "base": 40, "dans_base": True,
                "regle_base": "sans_reponse_exclues", "effectif": 40, "part_publiable": share,
                "part_publiable_ponderee": weighted, "effectif_efficace": 30.0,
                "source_donnees": "reelles", "publiable": True, "raison_retenue": "", "ponderee_publiable": True,
            }
            for answer, (n, share, weighted) in answers.items()
        ]
    )  # fmt: skip


def test_a_published_row_keeps_its_count_and_share_and_rounds_its_weighted_shares():
    frame = open_tris(rows_of({"Oui": (25, 0.625, 0.6351), "Non": (15, 0.375, 0.3649)})).frame
    assert frame["n"].tolist() == [25, 15]
    assert frame["part_publiable"].tolist() == [0.625, 0.375]
    assert frame["concernees"].tolist() == [40, 40]
    assert frame["part_publiable_ponderee"].tolist() == [0.64, 0.36]
    assert frame["statut"].tolist() == ["publie", "publie"]


def test_a_weighted_share_that_a_few_responses_bear_is_not_published_and_what_it_is_a_share_of_is():
    tris = rows_of({"Oui": (25, 0.625, 0.6351), "Non": (15, 0.375, 0.3649), "Autre": (0, 0.0, 0.0)})
    frame = open_tris(tris.assign(effectif_efficace=[29.9, 30.0, float("nan")])).frame
    assert frame["part_publiable_ponderee"].isna().tolist() == [True, False, True]
    assert frame["n"].tolist() == [25, 15, 0]


def test_the_descriptor_says_all_that_a_reader_of_the_file_needs(tmp_path):
    fields = (
        OpenField("indicateur", "string", "Indicator", "Nom.", enum=("a", "b"), required=True),
        OpenField("part", "number", "Part", "La part."),
        OpenField("absente", "number", "Absente", "Pas dans les lignes."),
    )
    table = OpenTable(
        "essai", "Un essai", "Une ligne.", pd.DataFrame({"indicateur": ["é"], "part": [None]}), fields, ("indicateur",)
    )  # fmt: skip
    path = write_package([table], tmp_path, "Titre", "L’Observatoire")
    content = "indicateur,part\né,\n".encode()
    assert path == tmp_path / "datapackage.json"
    assert (tmp_path / "essai.csv").read_bytes() == content
    text = path.read_text("utf-8")
    assert text.startswith('{\n  "profile"') and text.endswith("}\n") and "L’Observatoire" in text
    described, digest = json.loads(text), f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert described == {
        "profile": "tabular-data-package",
        "name": "barometre-observatoire-data-publica",
        "title": "Titre",
        "description": "Résultats agrégés du baromètre de l’Observatoire Data Publica, auprès des collectivités et des "
        "Français. Les parts suivent la base des chiffres imprimés de chaque édition, qui est dite à chaque ligne. "
        "Aucune réponse individuelle ; "
        "ni réponse de moins de 5 structures, ni de quoi en retrouver une : les réponses rares sont vides (statut "
        "« secret »), les ventilations trop fines n’y sont pas.",
        "version": f"{__version__}+{hashlib.sha256(digest.encode()).hexdigest()[:8]}",
        "citation": f"L’Observatoire, «{NBSP}Titre{NBSP}», version {described['version']}. "
        "Licence Ouverte / Open Licence 2.0.",
        "keywords": [
            "données publiques",
            "intelligence artificielle",
            "souveraineté numérique",
            "cybersécurité",
            "collectivités",
        ],
        "licenses": [
            {
                "name": "etalab-2.0",
                "title": "Licence Ouverte / Open Licence 2.0",
                "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            }
        ],
        "sources": [{"title": "L’Observatoire"}],
        "contributors": [{"title": "L’Observatoire", "role": "publisher"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "essai",
                "title": "Un essai",
                "description": "Une ligne.",
                "path": "essai.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": digest,
                "schema": {
                    "fields": [
                        {
                            "name": "indicateur",
                            "type": "string",
                            "title": "Indicator",
                            "description": "Nom.",
                            "constraints": {"required": True, "enum": ["a", "b"]},
                        },
                        {"name": "part", "type": "number", "title": "Part", "description": "La part."},
                    ],
                    "missingValues": [""],
                    "primaryKey": ["indicateur"],
                },
            }
        ],
    }


def test_real_data_are_not_announced_as_made_up_and_made_up_ones_are(tmp_path):
    real = rows_of({"Oui": (25, 0.6, 0.6)})
    for kind, warned in (("reelles", False), ("demonstration", True)):
        path = write_package([open_tris(real.assign(source_donnees=kind))], tmp_path / kind, "T", "S")
        assert ("Attention :" in json.loads(path.read_text("utf-8"))["description"]) is warned


def test_data_of_several_kinds_are_named_once_each_after_what_the_package_says_of_itself(tmp_path):
    real = rows_of({"Oui": (25, 0.6, 0.6)})
    kinds = ("demonstration", "reelles", "agregats", "demonstration")
    tables = [open_tris(real.assign(source_donnees=k)) for k in kinds]
    field = OpenField("a", "string", "A", "A.")
    apart = OpenTable("sans_origine", "T", "D", pd.DataFrame({"a": ["x"], "source_donnees": ["z"]}), (field,))
    described = json.loads(write_package([*tables, apart], tmp_path, "T", "S").read_text("utf-8"))
    assert described["description"].endswith(
        " Attention : Tableaux agrégés publiés (pas de microdonnées) ; Données de démonstration (synthétiques)."
    )
    assert [r["name"] for r in described["resources"]] == ["tris"] * 4 + ["sans_origine"]
    assert "primaryKey" not in described["resources"][-1]["schema"]


def test_the_open_tabulation_says_what_it_is_and_what_tells_its_rows_apart():
    table = open_tris(rows_of({"Oui": (25, 0.6, 0.6)}))
    assert (table.name, table.title) == ("tris", "Tris à plat par type et taille de structure")
    assert table.description == (
        "Une ligne par question, proposition, réponse ou absence de réponse, et groupe de structures. La part est "
        "« n » divisé par « base » : les structures à qui la question a été posée (« concernees »), avec ou sans "
        "celles qui l’ont laissée vide, selon « regle_base », la règle des chiffres imprimés de l’édition, et sans les "
        "réponses qui n’ont pas de ligne, que l’indicateur exclut. « Non posée » compte les autres. Un "
        "groupe sans ligne n’est pas publié pour la question : une réponse y compterait trop peu de structures."
    )
    assert table.key == ("edition", "question", "sous_question", "modalite", "groupe")
    assert [f.name for f in table.fields] == [
        "edition", "question", "sous_question", "question_libelle", "sous_question_libelle", "modalite", "absence",
        "groupe", "n", "base", "regle_base", "concernees", "effectif", "part_publiable", "part_publiable_ponderee",
        "statut", "raison", "source_donnees",
    ]  # fmt: skip


def crossed(counts):
    """Give the rows of answers by strate, {answer: {strate: count}}, and of the whole sample."""
    sizes = {s: sum(c[s] for c in counts.values()) for s in STRATES}
    rows = [
        (answer, group, n, size)
        for answer, by_strate in counts.items()
        for group, n, size in (
            *((s, by_strate[s], sizes[s]) for s in STRATES),
            ("ensemble", sum(by_strate.values()), sum(sizes.values())),
        )
    ]
    frame = pd.DataFrame(rows, columns=["modalite", "groupe", "n", "effectif"])
    return frame.assign(
        edition="2031",
        question="Q1",
        sous_question="",
        absence="",
        concernees=frame["effectif"],
        base=frame["effectif"],
    )
