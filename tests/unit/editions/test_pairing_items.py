"""Sub-questions and answers of two editions: what may be taken as equal, what must not."""

from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.editions.pairing_items import Item, State, misleading_codes, pair_items

SEUIL = 0.70
TEXTS = st.sampled_from(
    [
        "Oui",
        "Non",
        "Ne sait pas",
        "Eau",
        "Eau potable",
        "Déchets",
        "Eau et déchets",
        "Budget",
        "Aucun budget",
        "",
    ]
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[Item, ...]:
    codes = draw(st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=6))
    return tuple(Item(c, draw(TEXTS)) for c in codes)


def pairs(before, after):
    matches = pair_items([Item(*i) for i in before], [Item(*i) for i in after], SEUIL)
    return {(tuple(i.code for i in m.before), tuple(i.code for i in m.after)): m.state for m in matches}


@given(lists(), lists())
def test_everything_is_accounted_for_exactly_once(before, after):
    matches = pair_items(before, after, SEUIL)
    assert sorted(i.code for m in matches for i in m.before) == sorted(i.code for i in before)
    assert sorted(i.code for m in matches for i in m.after) == sorted(i.code for i in after)


@given(lists(), lists(), st.floats(0.5, 1))
def test_nothing_below_the_threshold_is_taken_as_reworded(before, after, threshold):
    for match in pair_items(before, after, threshold):
        if match.state is State.REWORDED:
            assert match.confidence >= threshold


@given(lists())
def test_list_is_identical_to_itself_unless_its_wordings_repeat(items):
    unique = {i.text: i for i in items}.values()
    matches = pair_items(tuple(unique), tuple(unique), SEUIL)
    assert all(m.state is State.IDENTICAL and not m.recoded for m in matches)


def test_code_with_another_meaning_is_never_matched_by_the_code():
    found = pair_items(
        [Item("AO04", "Syndicat mixte")],
        [Item("AO04", "Une région"), Item("AO05", "Un syndicat mixte")],
        SEUIL,
    )
    assert {(m.before[0].code if m.before else None, m.after[0].code) for m in found} == {
        ("AO04", "AO05"),
        (None, "AO04"),
    }
    assert [(o.text, n.text) for o, n in misleading_codes(found)] == [("Syndicat mixte", "Une région")]


def test_permuted_codes_follow_the_wordings():
    assert pairs([("A1", "Oui"), ("A2", "Non")], [("A1", "Non"), ("A2", "Oui")]) == {
        (("A2",), ("A1",)): State.IDENTICAL,
        (("A1",), ("A2",)): State.IDENTICAL,
    }


def test_split_and_merge_mirror_each_other():
    one, two = [("A", "Eau et déchets")], [("B", "L’eau"), ("C", "Les déchets")]
    assert pairs(one, two) == {(("A",), ("B", "C")): State.SPLIT}
    assert pairs(two, one) == {(("B", "C"), ("A",)): State.MERGED}


def test_place_alone_only_proposes():
    assert pairs(
        [("A1", "Aucun projet"), ("A2", "Oui"), ("A3", "Fini")],
        [("B1", "Rien"), ("B2", "Oui"), ("B3", "En service")],
    ) == {
        (("A1",), ("B1",)): State.DOUBTFUL,
        (("A2",), ("B2",)): State.IDENTICAL,
        (("A3",), ("B3",)): State.DOUBTFUL,
    }


def test_place_proposes_nothing_where_the_numbers_differ():
    assert State.DOUBTFUL not in pairs([("A1", "Eau")], [("B1", "Budget"), ("B2", "Droit")]).values()


def test_scales_are_never_mixed():
    found = pair_items([Item("1", "Fort", 0)], [Item("1", "Fort", 1)], SEUIL)
    assert {m.state for m in found} == {State.NEW, State.GONE}


def test_the_only_one_left_on_each_side_of_a_list_is_proposed_whatever_its_place():
    before = [("A", "En tant que leader"), ("B", "Jamais"), ("C", "Rarement")]
    after = [("1", "Rarement"), ("2", "Jamais"), ("3", "En chef de file")]
    assert pairs(before, after)[("A",), ("3",)] is State.DOUBTFUL
    two = [*after, ("4", "Autrement")]
    assert pairs(before, two)[("A",), ()] is State.GONE, "two could be it: nothing is proposed"
