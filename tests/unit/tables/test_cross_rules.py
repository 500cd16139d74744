import pandas as pd

from barometre_pipeline.tables.cross_rules import answers_not_of_a_group, left_to_decide

QUESTIONS = pd.DataFrame({"question": ["q", "c"], "nature": ["choix_unique", "case"]})
TRIS = pd.DataFrame(
    {
        "question": ["q", "q", "c"],
        "sous_question": ["", "", "SQ1"],
        "groupe": ["ensemble"] * 3,
        "modalite": ["Oui", "Non", "Oui"],
        "n": [3, 2, 1],
        "effectif": [5, 5, 5],
    }
)


def test_counts_of_a_single_choice_sum_to_its_group_and_boxes_need_not() -> None:
    assert answers_not_of_a_group(QUESTIONS, TRIS) == []
    assert answers_not_of_a_group(QUESTIONS, TRIS.assign(n=[3, 1, 1])) == ["q//ensemble"]


def test_what_awaits_a_person_is_counted_and_said_with_the_command() -> None:
    structures = pd.DataFrame({"statut": ["relu", "a_revoir", "a_revoir"]})
    left = left_to_decide("2031", structures, pd.DataFrame({"id_reponse": ["7"]}))
    assert (left.structures, left.decisions) == (2, 1)
    assert left.problems == [
        "2\u00a0structures à revoir : barometre revue --edition 2031",
        "1\u00a0décision sans objet dans decisions.csv, édition 2031",
    ]
    assert left_to_decide("2031", structures.head(1), pd.DataFrame()).problems == []
