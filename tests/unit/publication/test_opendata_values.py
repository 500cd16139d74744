"""What an open table publishes of each row, and how the package describes itself."""

import hashlib
import json

import pandas as pd

from barometre_pipeline.publication.opendata import OpenField, OpenTable, open_tris, suppress, write_package
from barometre_pipeline.publication.opendata.blocks import group_sums
from barometre_pipeline.vocabulary import GROUPES, STRATES

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
                "source_donnees": "reelles",
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


def test_only_the_withheld_cell_loses_its_share_but_its_answer_loses_every_weighted_share():
    first = rows_of({"Oui": (25, 0.625, 0.64), "Non": (15, 0.375, 0.36)})
    tris = pd.concat([first, first.assign(groupe="epci")], ignore_index=True)
    tris.index = [7, 7, 8, 9]
    frame = open_tris(
        tris, rule=lambda rows, smallest: (rows["groupe"] == "epci") & (rows["modalite"] == "Oui")
    ).frame
    assert frame["statut"].tolist() == ["publie", "publie", "secret", "publie"]
    for column in ("n", "concernees", "part_publiable"):
        assert frame[column].isna().tolist() == [False, False, True, False]
    assert frame["part_publiable_ponderee"].isna().tolist() == [True, False, True, False]


def test_a_weighted_share_that_a_few_responses_bear_is_not_published_and_what_it_is_a_share_of_is():
    tris = rows_of({"Oui": (25, 0.625, 0.6351), "Non": (15, 0.375, 0.3649), "Autre": (0, 0.0, 0.0)})
    frame = open_tris(tris.assign(effectif_efficace=[29.9, 30.0, float("nan")])).frame
    assert frame["part_publiable_ponderee"].isna().tolist() == [True, False, True]
    assert frame["n"].tolist() == [25, 15, 0]


def test_the_rule_of_suppression_receives_the_smallest_count():
    asked = []

    def rule(rows, smallest):
        asked.append(smallest)
        return pd.Series(False, index=rows.index)

    open_tris(rows_of({"Oui": (25, 0.6, 0.6)}), rule, 11)
    open_tris(rows_of({"Oui": (25, 0.6, 0.6)}), rule)
    assert asked == [11, 5]


def test_counts_below_the_smallest_are_withheld_from_one_on():
    tris = rows_of({a: (n, n / 40, 0.1) for a, n in {"a": 0, "b": 1, "c": 4, "d": 5, "e": 30}.items()})
    assert suppress(tris).tolist() == [False, True, True, False, False]


def test_one_withheld_answer_takes_the_next_smallest_with_it():
    counts = {"a": 3, "b": 6, "c": 9, "d": 22}
    tris = rows_of({a: (n, n / 40, 0.1) for a, n in counts.items()})
    assert suppress(tris).tolist() == [True, True, False, False]


def test_a_box_is_withheld_where_few_ticked_it_or_few_did_not():
    for ticked, withheld in (
        (0, False),
        (4, True),
        (5, False),
        (35, False),
        (36, True),
        (39, True),
        (40, False),
    ):
        assert suppress(rows_of({"Oui": (ticked, ticked / 40, 0.1)})).tolist() == [withheld], ticked


def test_questions_are_withheld_each_on_its_own():
    small = rows_of({"a": (2, 0.05, 0.1), "b": (38, 0.95, 0.1)})
    large = rows_of({"a": (20, 0.5, 0.1), "b": (20, 0.5, 0.1)})
    parts = [
        small,
        large.assign(question="Q2"),
        large.assign(sous_question="1"),
        large.assign(edition="2032"),
    ]
    assert suppress(pd.concat(parts, ignore_index=True)).tolist() == [True, True] + [False] * 6


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
    assert json.loads(text) == {
        "profile": "tabular-data-package",
        "name": "barometre-observatoire-data-publica",
        "title": "Titre",
        "description": "Résultats agrégés du baromètre de l’Observatoire Data Publica auprès des collectivités. "
        "Les parts suivent la base des chiffres imprimés de chaque édition, qui est dite à chaque ligne. "
        "Aucune réponse individuelle ; "
        "les cellules de moins de 5 structures, et celles qui permettraient de les retrouver, sont vides "
        "(statut « secret »).",
        "licenses": [
            {
                "name": "etalab-2.0",
                "title": "Licence Ouverte / Open Licence 2.0",
                "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            }
        ],
        "sources": [{"title": "L’Observatoire"}],
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
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
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
        "réponses qui n’ont pas de ligne, que l’indicateur exclut. « Non posée » compte les autres."
    )
    assert table.key == ("edition", "question", "sous_question", "modalite", "groupe")
    assert [f.name for f in table.fields] == [
        "edition", "question", "sous_question", "question_libelle", "sous_question_libelle", "modalite", "absence",
        "groupe", "n", "base", "regle_base", "concernees", "effectif", "part_publiable", "part_publiable_ponderee",
        "statut", "source_donnees",
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


def withheld(counts):
    rows = crossed(counts)
    return set(rows.loc[suppress(rows), ["modalite", "groupe"]].itertuples(index=False, name=None))


def test_a_small_cell_takes_the_least_costly_rectangle_with_it():
    """Its answer, its strate and their sums would each give it back: three more cells are the fewest that hide it."""
    counts = {"Oui": dict.fromkeys(STRATES, 10), "Non": dict.fromkeys(STRATES, 30)}
    counts["Oui"] |= {"regions": 2, "epci": 6}
    counts["Non"] |= {"regions": 20}
    assert withheld(counts) == {(a, s) for a in ("Oui", "Non") for s in ("regions", "epci")}


def test_of_three_answers_the_smallest_other_one_is_withheld_beside_a_small_cell():
    counts = {
        "Oui": dict.fromkeys(STRATES, 10),
        "Non": dict.fromkeys(STRATES, 30),
        "NSP": dict.fromkeys(STRATES, 20),
    }
    counts["Oui"] |= {"regions": 2, "epci": 6}
    assert withheld(counts) == {(a, s) for a in ("Oui", "NSP") for s in ("regions", "epci")}


def test_two_small_cells_that_hide_each_other_take_the_whole_of_a_rectangle_at_most():
    counts = {"Oui": dict.fromkeys(STRATES, 10), "Non": dict.fromkeys(STRATES, 30)}
    counts["Oui"] |= {"regions": 2, "epci": 3}
    assert withheld(counts) == {(a, s) for a in ("Oui", "Non") for s in ("regions", "epci")}
    counts["Non"] |= {"regions": 1, "epci": 4}
    assert withheld(counts) == {(a, s) for a in ("Oui", "Non") for s in ("regions", "epci")}


def test_the_known_sums_are_those_of_the_groups_made_of_strates():
    """One equation for each group that is no strate, +1 for its strates and -1 for itself."""
    found = [{g: int(x) for g, x in zip(GROUPES, row, strict=True) if x} for row in group_sums()]
    without_small = [s for s in STRATES if s != "communes_moins_3500"]
    assert found == [
        {"ensemble": -1, **dict.fromkeys(STRATES, 1)},
        {"hors_moins_3500": -1, **dict.fromkeys(without_small, 1)},
        {"communes": -1, **dict.fromkeys([s for s in STRATES if s.startswith("communes_")], 1)},
    ]


def test_an_answer_nobody_gave_anywhere_hides_nothing():
    counts = {"Oui": dict.fromkeys(STRATES, 10), "Non": dict.fromkeys(STRATES, 0)}
    assert withheld(counts) == set()
