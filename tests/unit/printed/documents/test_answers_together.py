"""Answers that make others: « ou » between two, « au moins », a degree; and answers sure by those beside them."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.model import PROBABLE, SUR, Occurrence
from barometre_pipeline.sources.documents.model import DocumentText


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), "2025")


def answer(occurrence: Occurrence) -> tuple[str, str]:
    return occurrence.indicateur, occurrence.categorie


@pytest.mark.parametrize(
    "text",
    [
        "La part des collectivités qui ont lancé un projet d’IA, ou s’apprêtent à le faire, atteint 33 %.",
        "33 % des collectivités avaient engagé un projet d’IA ou comptaient le faire.",
        "33 % des collectivités ont engagé un projet d’IA ou vont le faire.",
        "33 % des collectivités ont un projet d’IA lancé ou programmé.",
    ],
)
def test_or_between_two_answers_is_their_union(text: str) -> None:
    (one,) = tied(text)
    assert answer(one) == ("projet_ia", "engage_ou_prevu")


def test_or_joins_the_answers_of_its_own_number_only() -> None:
    first, second, third = tied(
        "33 % ont un projet d’IA lancé ou prévu, dont 22 % déjà lancé et 11 % programmé."
    )
    assert [o.categorie for o in (first, second, third)] == ["engage_ou_prevu", "engage", "prevu_12_mois"]


def test_or_between_answers_that_are_of_no_plan_is_their_union_and_each_is_itself_after() -> None:
    both, one = tied(
        "33 % des collectivités sont totalement ou partiellement conformes au RGPD, dont 11 % totalement."
    )
    assert answer(both) == ("conformite_rgpd", "totale_ou_partielle")
    assert answer(one) == ("conformite_rgpd", "totale")


@pytest.mark.parametrize(
    "text",
    [
        "33 % des collectivités se jugent avancées, ou mieux, dans l’usage de leurs données.",
        "33 % des collectivités ont un niveau de maturité au moins avancé dans l’usage des données.",
    ],
)
def test_an_answer_or_better_is_the_union_it_begins(text: str) -> None:
    (one,) = tied(text)
    assert answer(one) == ("maturite_data", "avancee_ou_tres_avancee")


def test_an_answer_alone_is_no_union() -> None:
    (one,) = tied(
        "33 % des collectivités se jugent avancées, plus que l’an dernier, dans l’usage de leurs données."
    )
    assert answer(one) == ("maturite_data", "avancee")


def test_a_degree_says_the_answer_named_by_it() -> None:
    all_of_them, the_most = tied(
        "33 % des collectivités jugent pertinente la maîtrise des données comme levier face aux enjeux "
        "environnementaux, et 11 % la trouvent même « très pertinente »."
    )
    assert answer(all_of_them) == ("data_levier_environnement", "pertinent")
    assert answer(the_most) == ("data_levier_environnement", "tres_pertinent")


def test_a_union_said_in_full_is_surely_tied_although_its_parts_are_said_in_it() -> None:
    (one,) = tied("33 % des collectivités jugent bon ou correct leur niveau d’acculturation à la donnée.")
    assert (*answer(one), one.lien) == ("acculturation_data", "bon_ou_correct", SUR)


def test_an_answer_listed_beside_sure_ones_to_the_same_question_is_sure() -> None:
    found = tied(
        "# Ce que les collectivités en attendent",
        "",
        "Améliorer la qualité du service rendu demeure la première motivation (33 % des répondants la classent parmi "
        "leurs trois priorités), loin devant le pilotage et l’évaluation des politiques publiques (22 %).",
    )
    assert [answer(o) for o in found] == [
        ("priorite_data", "qualite_service_public"),
        ("priorite_data", "evaluation_pilotage"),
    ]
    assert [o.lien for o in found] == [SUR, SUR]


def test_a_sign_that_hardly_a_word_of_the_question_stands_by_makes_no_tie_sure() -> None:
    (one,) = tied("Les métropoles sont les plus avancées (33 %).")
    assert one.lien != SUR


def test_metropoles_alone_are_no_smart_city() -> None:
    _, first, _ = tied(
        "11 % des collectivités ont mené au moins un projet data.",
        "",
        "Si l’ensemble des métropoles est engagé (33 %), ce n’est le cas que de 22 % des régions.",
    )
    assert first.indicateur != "projet_smart_city" or first.lien != SUR


def test_what_a_number_stands_against_keeps_its_answer_whatever_comes_next() -> None:
    _, first, second, _ = tied(
        "# La donnée : des obstacles",
        "",
        "Le défaut de compétences est cité par 44 % des répondants, devant la défiance à l’égard de la technologie "
        "(33 %, contre 22 % un an auparavant) et la mauvaise qualité des données (11 %).",
    )
    assert answer(first) == answer(second)
    assert (first.edition, second.edition) == ("2025", "2024")


@pytest.mark.parametrize(
    "survey", ["notre première enquête", "la première édition", "la toute première vague"]
)
def test_the_first_survey_is_the_first_edition(survey: str) -> None:
    _, then = tied(
        f"33 % des collectivités ont mené au moins un projet data. Elles n’étaient que 22 % lors de {survey}."
    )
    assert then.edition == "2022"


def test_two_answers_of_one_sentence_are_not_both_of_the_louder_one() -> None:
    some, none = tied(
        "11 % des collectivités ont donné à leurs agents des consignes précises sur l’IA générative et "
        "33 % les interdisent."
    )
    assert (some.categorie, none.categorie) == ("consignes_precises", "interdiction")


def test_a_pronoun_for_the_thing_of_another_number_is_likely_and_not_sure() -> None:
    _, wanted = tied(
        "33 % des collectivités disposent d’une plateforme de données et 22 % ont l’intention d’en acquérir une."
    )
    assert (*answer(wanted), wanted.lien) == ("technologie_data_prevue", "plateforme", PROBABLE)
