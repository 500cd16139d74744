"""Scales, missing codes, wordings, weights and banners as institutes write them in a .sav."""

import json
from pathlib import Path
from typing import Any

import pytest
from deliveries import PEOPLE, counts, deliver, repeated
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.wordings import cut_name, split_items
from barometre_pipeline.vocabulary import SANS_REPONSE

YES_NO = {1: "Oui", 2: "Non"}


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ({0: "0 - Pas du tout", 10: "10 - Tout à fait"}, 0, 10),
        ({1: "Très insatisfait", 7: "Très satisfait", 99: "Ne sait pas"}, 1, 7),
        ({1: "Not at all", 3: "Neither", 5: "Completely"}, 1, 5),
        ({-2: "Beaucoup moins", 2: "Beaucoup plus"}, -2, 2),
    ],
)
def test_points_of_a_scale_labelled_at_its_ends_are_answers(
    tmp_path: Path, values: dict[int, str], low: int, high: int
) -> None:
    points = list(range(low, high + 1))
    poll = deliver(tmp_path, {"Q2": repeated(*map(float, points))}, values={"Q2": values})
    (variable,) = poll.variables
    assert variable.modalites == {str(p): values.get(p, str(p)) for p in points} | {
        str(c): label for c, label in values.items()
    }
    assert sum(n for n, _ in counts(poll, "Q2").values()) == PEOPLE
    assert "sans étiquette, l’étiquette est la note" in poll.avertissements[0]


@pytest.mark.parametrize(("high", "given_points"), [(10, (0, 7, 10)), (100, (0, 33, 50, 75)), (10, (4,))])
def test_a_usual_scale_is_known_by_its_ends_however_few_points_were_given(
    tmp_path: Path, high: int, given_points: tuple[int, ...]
) -> None:
    poll = deliver(
        tmp_path,
        {"Q2": repeated(*map(float, given_points))},
        values={"Q2": {0: "Pas du tout", high: "Tout à fait"}},
    )
    assert len(poll.variables[0].modalites) == high + 1
    assert {c for c, (n, base) in counts(poll, "Q2").items() if n and base == PEOPLE} == {
        str(p) for p in given_points
    }


def test_a_list_whose_last_code_stands_far_is_no_scale(tmp_path: Path) -> None:
    cells = repeated(1.0, 2.0, 1.0, 2.0, 99.0)
    cells[0] = 3.0
    poll = deliver(tmp_path, {"Q2": cells}, values={"Q2": {1: "Oui", 2: "Non", 99: "Autre"}})
    assert list(poll.variables[0].modalites) == ["1", "2", "99"]


def test_a_code_without_label_is_set_aside_and_the_rest_of_its_question_kept(tmp_path: Path) -> None:
    cells = repeated(1.0, 2.0)
    cells[4] = 7.0
    poll = deliver(tmp_path, {"Q1": cells}, values={"Q1": YES_NO})
    assert counts(poll, "Q1") == {"1": (9, 19), "2": (10, 19)}
    assert poll.sondes is not None
    assert poll.sondes["Q1"][4] == SANS_REPONSE
    (note,) = poll.avertissements
    assert all(part in note for part in ("variable Q1", "« 7 »".replace(" ", "\u00a0"), "enregistrement 5"))


@pytest.mark.parametrize(
    "missing",
    [[98, 99], [{"lo": 98, "hi": 99}], [{"lo": 90, "hi": 1e6}]],
    ids=["codes", "range", "open_range"],
)
def test_codes_declared_missing_need_no_label_to_be_out_of_the_base(
    tmp_path: Path, missing: list[Any]
) -> None:
    cells = {"Q4": repeated(1.0, 2.0, 98.0, 1.0, 99.0)}
    poll = deliver(tmp_path, cells, values={"Q4": YES_NO}, missing={"Q4": missing})
    assert counts(poll, "Q4") == {"1": (8, 12), "2": (4, 12)}
    assert set(poll.variables[0].manquants) == {"98", "99"}
    assert poll.avertissements == ()


def test_codes_in_letters_may_be_declared_missing(tmp_path: Path) -> None:
    poll = deliver(
        tmp_path,
        {"Q4": repeated("O", "N", "R", "O", "")},
        values={"Q4": {"O": "Oui", "N": "Non"}},
        missing={"Q4": ["R"]},
    )
    assert counts(poll, "Q4") == {"O": (8, 12), "N": (4, 12)}


def test_variables_without_labels_are_set_aside_by_name_and_their_cells_are_not_told(tmp_path: Path) -> None:
    cells = {
        "Q1": repeated(1.0, 2.0), "AGE_EXACT": repeated(18.0, 33.5, 71.0), "MEL": repeated("anne.martin@exemple.fr"),
    }  # fmt: skip
    poll = deliver(tmp_path, cells, values={"Q1": YES_NO})
    assert [v.nom for v in poll.variables] == ["Q1"]
    assert [n.split()[1] for n in poll.avertissements] == ["AGE_EXACT", "MEL"]
    assert "anne" not in json.dumps(poll.avertissements)


@pytest.mark.parametrize(
    "cells",
    [{"COMMENTAIRE": repeated("texte")}, {"Q1": repeated(1.0, 2.0, 3.0)}, {}],
    ids=["text", "codes", "none"],
)
def test_a_file_without_any_labelled_question_is_refused_in_words(
    tmp_path: Path, cells: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match="aucune question du fichier n’a d’étiquettes") as caught:
        deliver(tmp_path, cells)
    assert all(name in caught.value.constat for name in cells)


SEPARATED = [
    ("Utilisez-vous - {}", "Utilisez-vous"),
    ("Utilisez-vous : {}", "Utilisez-vous"),
    ("Utilisez-vous | {}", "Utilisez-vous"),
    ("Utilisez-vous – {}", "Utilisez-vous"),
    ("Utilisez-vous ? {}", "Utilisez-vous ?"),
    ("{} - Utilisez-vous", "Utilisez-vous"),
    ("Utilisez-vous [{}]", "Utilisez-vous"),
    ("Utilisez-vous ({})", "Utilisez-vous"),
    ("Utilisez-vous ? ({})", "Utilisez-vous ?"),
    ("Utilisez-vous–{}", "Utilisez-vous"),
    ("Utilisez-vous|{}", "Utilisez-vous"),
    ("Utilisez-vous -{}", "Utilisez-vous"),
    ("Utilisez-vous- {}", "Utilisez-vous"),
    ("Utilisez-vous ; {}", "Utilisez-vous"),
    ("Pour chacun, dites-le. {}", "Pour chacun, dites-le"),
    ("Quels usages (plusieurs réponses) - {}", "Quels usages (plusieurs réponses)"),
]


@pytest.mark.parametrize(("pattern", "question"), SEPARATED)
@pytest.mark.parametrize("names", [("Q7_1", "Q7_2"), ("q7_1", "Q7_2"), ("Q_7_1", "Q_7_2"), ("Q7r1", "Q7r2")])
def test_what_labels_share_is_the_question_whatever_the_separator(
    tmp_path: Path, pattern: str, question: str, names: tuple[str, str]
) -> None:
    labels = {n: pattern.format(item) for n, item in zip(names, ("Le site", "Le guichet"), strict=True)}
    poll = deliver(
        tmp_path, {n: repeated(1.0, 2.0) for n in names}, labels=labels, values=dict.fromkeys(names, YES_NO)
    )
    assert [(v.sous_question, v.libelle, v.libelle_item) for v in poll.variables] == [
        ("1", question, "Le site"),
        ("2", question, "Le guichet"),
    ]
    assert len({v.question for v in poll.variables}) == 1


@pytest.mark.parametrize("before", ["Q7_{}. ", "Q7_{} ", "Q7.{} ", "Q7 - ", "Q7. ", "[Q7_{}] ", "Q7) "])
def test_labels_that_repeat_the_name_of_their_variable_still_share_their_question(before: str) -> None:
    labels = [
        f"{before.format(i)}Utilisez-vous - {item}" for i, item in enumerate(("Le site", "Le guichet"), 1)
    ]
    assert split_items(["Q7_1", "Q7_2"], labels) == ("Utilisez-vous", ["Le site", "Le guichet"])


def test_labels_whose_separators_differ_share_their_question() -> None:
    labels = ["Utilisez-vous - Le site", "Utilisez-vous : Le guichet", "Utilisez-vous – La carte"]
    assert split_items(["Q7_1", "Q7_2", "Q7_3"], labels) == (
        "Utilisez-vous",
        ["Le site", "Le guichet", "La carte"],
    )


def test_one_variable_worded_otherwise_is_another_question_and_the_rest_stay_together(tmp_path: Path) -> None:
    labels = {
        "Q7_1": "Utilisez-vous - Le site", "Q7_2": "Utilisez-vous - Le guichet", "Q7_AUTRE": "Autre, le nommer"
    }  # fmt: skip
    poll = deliver(
        tmp_path, {n: repeated(1.0, 2.0) for n in labels}, labels=labels, values=dict.fromkeys(labels, YES_NO)
    )
    assert [(v.question, v.sous_question, v.libelle, v.libelle_item) for v in poll.variables] == [
        ("Q7", "1", "Utilisez-vous", "Le site"),
        ("Q7", "2", "Utilisez-vous", "Le guichet"),
        ("Q7_AUTRE", "", "Autre, le nommer", ""),
    ]


@pytest.mark.parametrize(
    ("label", "question", "item"),
    [
        ("Utilisez-vous : Le site", "Utilisez-vous", "Le site"),
        ("Q7_1. Utilisez-vous\u00a0: Le site", "Utilisez-vous", "Le site"),
        ("Utilisez-vous ? : Le site", "Utilisez-vous ?", "Le site"),
        ("Pour ce service : l’utilisez-vous ?", "Pour ce service : l’utilisez-vous ?", ""),
        ("Pour ce service : l’utilisez-vous ? (une réponse)", "Pour ce service : l’utilisez-vous ? (une réponse)", ""),
    ],
)  # fmt: skip
def test_an_item_that_is_the_only_one_of_its_question_is_told_by_its_colon(
    tmp_path: Path, label: str, question: str, item: str
) -> None:
    poll = deliver(tmp_path, {"Q7_1": repeated(1.0, 2.0)}, labels={"Q7_1": label}, values={"Q7_1": YES_NO})
    (variable,) = poll.variables
    assert (variable.libelle, variable.libelle_item) == (question, item)


@pytest.mark.parametrize("name", ["sexe", "Sexe", "poids", "id_repondant", "edition"])
def test_a_question_named_as_a_column_of_the_result_keeps_its_answers_under_another_name(
    tmp_path: Path, name: str
) -> None:
    delivery: dict[str, Any] = {
        "cells": {name: repeated(1.0, 2.0, 3.0, 3.0), "GENRE": repeated(1.0, 2.0), "REDR": [1.0] * PEOPLE},
        "values": {name: {1: "A", 2: "B", 3: "C"}, "GENRE": {1: "Homme", 2: "Femme"}},
        "described": {
            "poids": "REDR",
            "banniere": {
                "sexe": {
                    "variable": "GENRE",
                    "titre": "Sexe",
                    "modalites": {"homme": "Homme", "femme": "Femme"},
                }
            },
        },
    }
    if name.casefold() != "sexe":
        delivery["cells"]["SEXE"] = repeated(1.0, 2.0)
    poll = deliver(tmp_path, **delivery)
    assert counts(poll, name) == {"1": (5, 20), "2": (5, 20), "3": (10, 20)}
    assert poll.sondes is not None
    assert poll.sondes["sexe"].astype("str").tolist() == repeated("homme", "femme")
    assert any(f"variable {name} lue sous le nom {name}_bis" in note for note in poll.avertissements)


def test_an_answer_of_mentions_and_a_variable_of_the_same_name_are_two(tmp_path: Path) -> None:
    cells = {
        "M1": repeated(1.0, 2.0), "M2": repeated(2.0, None), "Q3_1": repeated(1.0, 2.0, 2.0, 2.0),
    }  # fmt: skip
    values = {"M1": {1: "Vélo", 2: "Bus"}, "M2": {1: "Vélo", 2: "Bus"}, "Q3_1": YES_NO}
    poll = deliver(tmp_path, cells, values=values, labels={"Q3_1": "Avis - A"}, sets=["$Q3=C 5 Modes m1 m2"])
    assert sorted(poll.tris.groupby(["question", "sous_question"])["base"].first()) == [20, 20, 20]
    assert [v.nom for v in poll.variables] == ["Q3_1", "Q3_2", "Q3_1_bis"]
    assert not poll.tris.duplicated(
        ["question", "sous_question", "modalite", "ventilation", "modalite_ventilation"]
    ).any()


@pytest.mark.parametrize(
    "labels",
    [
        {"Q_9": "Connaissez-vous ce service ?", "Q_10": "L’utilisez-vous ?"},
        {"Q_9": "Confiance - Le maire", "Q_10": "Confiance - Le préfet"},
        {"Q_9": "Q_9. Connaissez-vous ?", "Q_10": "Q_10. Utilisez-vous ?"},
    ],
)
def test_q_9_and_q_10_are_two_questions(tmp_path: Path, labels: dict[str, str]) -> None:
    poll = deliver(
        tmp_path, {n: repeated(1.0, 2.0) for n in labels}, labels=labels, values=dict.fromkeys(labels, YES_NO)
    )
    assert [(v.question, v.sous_question, v.libelle) for v in poll.variables] == [
        (n, "", label.removeprefix(f"{n}. ")) for n, label in labels.items()
    ]


@given(
    st.lists(st.text("abcdé ’", min_size=1).map(str.strip).filter(bool), min_size=2, max_size=5, unique=True),
    st.text("mnopq ,", min_size=1).map(str.strip).filter(bool),
    st.sampled_from([" - ", " : ", " | ", " – ", " — "]),
)
def test_question_and_items_are_found_again_whatever_they_say(
    items: list[str], question: str, mark: str
) -> None:
    found = split_items([f"Q1_{i}" for i in range(len(items))], [f"{question}{mark}{item}" for item in items])
    assert found == (question, items)


@given(st.from_regex(r"[A-Z]{3,6}[0-9]{1,2}", fullmatch=True), st.integers(1, 99))
def test_a_name_is_cut_before_its_last_mark(stem: str, item: int) -> None:
    for name in (f"{stem}_{item}", f"{stem}.{item}", f"{stem}_r{item}"):
        cut = cut_name(name)
        assert cut is not None
        assert (cut.stem, cut.item) == (stem, str(item))
