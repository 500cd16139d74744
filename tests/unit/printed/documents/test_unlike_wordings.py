"""Wordings that no printed document has: groups left out, sources named otherwise, words set apart by commas."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.model import A_TRANCHER, AUTRE_SOURCE, BAROMETRE, SUR, Occurrence
from barometre_pipeline.sources.documents.model import DocumentText


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), "2025")


@pytest.mark.parametrize(
    "group",
    [
        "Hors petites communes",
        "Hormis les communes de moins de 3 500 habitants",
        "Sans compter les communes de moins de 3 500 habitants",
        "À l’exception des communes de moins de 3 500 habitants",
        "En mettant de côté les petites communes",
        "Communes de moins de 3 500 habitants exclues",
    ],
)
def test_a_group_said_to_be_left_out_is_not_the_one_counted(group: str) -> None:
    (found,) = tied(f"{group}, 33 % des collectivités ont engagé un projet d’IA.")
    assert found.population == "hors_moins_3500"


def test_a_group_left_out_then_one_of_its_own_are_each_themselves() -> None:
    first, second = tied(
        "Hors petites communes, 33 % des collectivités ont engagé un projet d’IA ; "
        "c’est le cas de 11 % des communes de moins de 3 500 habitants."
    )
    assert (first.population, second.population) == ("hors_moins_3500", "communes_moins_3500")


@pytest.mark.parametrize(
    "text",
    [
        "Eurostat : 11 % des collectivités ont un projet d’IA.",
        "Arcep, étude sur les usages : 11 % des Français ont peur de l’IA.",
        "Selon l’AMRF, 11 % des communes ont engagé un projet d’IA.",
        "D’après une étude du Cerema, 11 % des communes ont engagé un projet d’IA.",
        "L’Insee rappelle que 11 % des Français se méfient de l’IA.",
    ],
)
def test_a_figure_that_somebody_else_says_is_theirs(text: str) -> None:
    assert [o.statut for o in tied(text)] == [AUTRE_SOURCE]


@pytest.mark.parametrize(
    "text",
    [
        "Un sondage Ipsos réalisé pour l’Observatoire montre que 11 % des Français se méfient de l’IA.",
        "Selon les Régions, 11 % des projets d’IA sont engagés.",
        "D’après le Baromètre, 11 % des communes ont engagé un projet d’IA.",
        "Selon l’Observatoire Data Publica, 11 % des communes ont engagé un projet d’IA.",
    ],
)
def test_a_figure_of_the_barometer_said_otherwise_is_ours(text: str) -> None:
    assert [o.statut for o in tied(text)] == [BAROMETRE]


def test_a_number_between_commas_keeps_the_words_after_it_where_no_other_number_takes_them() -> None:
    *_, last = tied(
        "Parmi les obstacles à la gestion des données, 31 % des collectivités invoquent le manque de temps ; "
        "elles sont autant, 31 %, à déplorer le manque de compétences."
    )
    assert (last.indicateur, last.categorie) == ("obstacle_data", "manque_competences")


def ties(*lines: str) -> list[tuple[str, str, str, str]]:
    return [(o.indicateur, o.categorie, o.population, o.edition) for o in tied(*lines)]


def test_a_group_beside_its_number_has_the_share_of_the_number_before() -> None:
    share = ("projet_ia", "engage")
    text = "33 % des collectivités ont engagé un projet d’IA. Les régions (44 %) et les métropoles (55 %) mènent."
    assert ties(text) == [
        (*share, "hors_moins_3500", "2025"),
        (*share, "regions", "2025"),
        (*share, "metropoles", "2025"),
    ]


def test_a_paragraph_that_begins_with_groups_alone_goes_on_with_the_one_before() -> None:
    *_, region = ties(
        "33 % des collectivités ont mené au moins un projet data.",
        "",
        "Le paysage reste contrasté. Toutes les régions (99 %) s’y sont mises.",
    )
    assert region == ("projet_data_au_moins_un", "oui", "regions", "2025")


def test_groups_that_are_answers_are_each_their_own() -> None:
    found = ties(
        "Pour gérer leurs données, les Français font confiance aux communes (33 %), aux départements et régions "
        "(22 %), moins à l’État (11 %)."
    )
    assert [f[1] for f in found] == ["acteurs_locaux", "departements_regions", "etat"]


@pytest.mark.parametrize(
    "sequel",
    ["Elles étaient 11 % en 2022.", "Ces dernières étaient 11 % en 2022.", "En 2022, elles étaient 11 %."],
)
def test_a_sentence_that_goes_on_keeps_the_group_of_the_one_before(sequel: str) -> None:
    _, second = ties(f"33 % des métropoles ont mené au moins un projet data. {sequel}")
    assert second == ("projet_data_au_moins_un", "oui", "metropoles", "2022")


def test_the_year_before_said_first_is_that_of_the_share() -> None:
    _, second = ties(
        "33 % des collectivités ont engagé un projet d’IA. Un an auparavant, cette part plafonnait à 22 %."
    )
    assert (second[0], second[1], second[3]) == ("projet_ia", "engage", "2024")


def test_each_side_of_versus_takes_its_words() -> None:
    found = ties("Sur l’IA, les Français ont 33 % de sentiments négatifs vs 22 % de sentiments positifs.")
    assert [f[1] for f in found] == ["negatif", "positif"]


def test_what_is_said_after_two_groups_joined_by_and_is_said_of_both() -> None:
    found = ties(
        "Le niveau d’acculturation des agents à la donnée est bon ou correct pour 33 % des collectivités. Mais 22 % "
        "des départements et 11 % des communes le jugent insuffisant."
    )
    assert [f[1] for f in found] == ["bon_ou_correct", "insuffisant", "insuffisant"]


def test_these_last_ones_are_the_last_group_named() -> None:
    *_, last = ties(
        "33 % des régions ont mené au moins un projet data, et 22 % des métropoles. Ces dernières étaient 11 % en 2022."
    )
    assert last == ("projet_data_au_moins_un", "oui", "metropoles", "2022")


@pytest.mark.parametrize(
    "text",
    [
        "33 % des collectivités ont mené au moins un chantier autour de leurs données.",
        "33 % des collectivités ont conduit une initiative data : au moins une initiative.",
    ],
)
def test_a_project_by_another_name_is_a_project(text: str) -> None:
    assert ties(text)[0][:2] == ("projet_data_au_moins_un", "oui")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("33 % des Français sont inquiets des cyberattaques.", "inquiet"),
        (
            "Dans 33 % des collectivités, aucune consigne sur l’IA générative n’est donnée aux agents.",
            "aucune",
        ),
    ],
)
def test_one_answer_by_two_names_or_degrees_is_no_doubt(text: str, answer: str) -> None:
    (one,) = tied(text)
    assert one.categorie == answer
    assert one.lien == SUR


def test_items_of_one_list_are_of_one_question() -> None:
    alone = tied("Top des domaines de la data", "Mobilités : 33 %", "Tourisme : 22 %")
    together = tied(
        "Top des domaines de la data", "Mobilités : 33 %", "Eau : 22 %", "Déchets : 11 %", "Tourisme : 9 %"
    )
    assert {o.indicateur for o in together} == {"projet_data_domaine"}
    assert A_TRANCHER not in {o.lien for o in together}
    assert not any("liste" in i for o in alone for i in o.indices)


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("33 % ont engagé un projet d’IA (en 2024 : 22 %).", ["2025", "2024"]),
        (
            "33 % ont engagé un projet d’IA, deux fois plus qu’un an auparavant (22 %).",
            ["2025", "2025", "2024"],
        ),
        (
            "33 % ont un projet d’IA, 11 points de plus qu’en 2022, où il concernait 22 %.",
            ["2025", "2025", "2022"],
        ),
        ("292 collectivités ont répondu à l’enquête, soit trois de plus que l’an dernier.", ["2025"]),
    ],
)
def test_a_year_said_beside_another_number_is_that_numbers(text: str, editions: list[str]) -> None:
    assert [o.edition for o in tied(text)] == editions


def test_a_word_that_turns_a_phrase_makes_another_of_it() -> None:
    (one,) = ties("Sur la souveraineté numérique, 33 % des communes connaissent mal ce sujet.")
    assert one[:2] == ("souverainete_numerique", "peu_connue")


def test_what_is_planned_later_in_a_sentence_is_not_said_of_what_is_had() -> None:
    first, second = tied(
        "33 % des répondants disposent d’une plateforme de données et 22 % projettent d’en acquérir une."
    )
    assert (first.indicateur, second.indicateur) == ("technologie_data", "technologie_data_prevue")


def test_not_at_all_said_before_the_number_is_the_answer_that_denies() -> None:
    (one,) = ties("La direction générale n’est « pas du tout » impliquée que dans 11 % des collectivités.")
    assert one[:2] == ("implication_direction_generale", "pas_du_tout")
