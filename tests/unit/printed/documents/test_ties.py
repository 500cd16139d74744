"""A number is tied by its words: indicator, answer, population, edition; and by nothing else."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.model import Occurrence
from barometre_pipeline.sources.documents.model import DocumentText

EDITION = "2025"


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), EDITION)


def keys(*lines: str) -> list[tuple[str, str, str, str]]:
    return [(o.indicateur, o.categorie, o.population, o.edition) for o in tied(*lines)]


@pytest.mark.parametrize(
    ("text", "indicator", "category"),
    [
        ("41 % des communes ont engagé un projet d’IA.", "projet_ia", "engage"),
        ("41 % des communes ont engagé ou vont engager un projet d’IA.", "projet_ia", "engage_ou_prevu"),
        ("41 % des communes ont subi une cyberattaque sévère.", "cyberattaque_severe", "oui"),
        (
            "Le manque de temps est un obstacle à la gestion des données (41 %).",
            "obstacle_data",
            "manque_temps",
        ),
        ("41 % hébergent leurs données chez un éditeur SaaS.", "hebergement_donnees", "saas"),
        (
            "41 % des Français font confiance à l’État pour gérer leurs données.",
            "opinion_confiance_acteur",
            "etat",
        ),
        ("Pour l’IA, 41 % des Français préfèrent un humain au guichet.", "opinion_guichet", "humain"),
    ],
)
def test_the_words_around_a_number_say_its_indicator_and_its_answer(
    text: str, indicator: str, category: str
) -> None:
    [(found, answer, _, _)] = keys(text)
    assert (found, answer) == (indicator, category)


@pytest.mark.parametrize("value", [3, 41, 97])
def test_the_value_is_no_evidence(value: int) -> None:
    [one] = tied(f"{value} % des communes ont engagé un projet d’IA.")
    assert (one.indicateur, one.categorie, one.population, one.lien) == (
        "projet_ia",
        "engage",
        "communes",
        "sur",
    )


def test_numbers_of_a_list_each_take_the_words_beside_them() -> None:
    text = "Les communes ont des projets data : gestion interne (61 %), mobilité (52 %) et gestion de l’eau (40 %)."
    assert [k[1] for k in keys(text)] == ["administration_gestion_interne", "mobilite", "eau"]


def test_what_follows_a_group_at_once_is_of_the_same_share() -> None:
    text = "85 % des métropoles, 75 % des régions et 65 % des départements ont engagé un projet d’IA."
    assert [k[:3] for k in keys(text)] == [
        ("projet_ia", "engage", "metropoles"),
        ("projet_ia", "engage", "regions"),
        ("projet_ia", "engage", "departements"),
    ]


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("49 % des communes ont engagé un projet d’IA, contre 36 % en 2024.", ["2025", "2024"]),
        ("La part des communes ayant engagé un projet d’IA passe de 36 % à 49 %.", ["2024", "2025"]),
        ("La part des communes ayant engagé un projet d’IA passe de 21 % à 49 % en 3 ans.", ["2022", "2025"]),
        ("49 % des communes ont engagé un projet d’IA (36 % en 2024).", ["2025", "2024"]),
        ("En 2024, 36 % des communes ont engagé un projet d’IA.", ["2024"]),
        ("L’an passé, 36 % des communes avaient engagé un projet d’IA.", ["2024"]),
        ("49 % des communes ont engagé un projet d’IA et le refont en 2027.", ["2025"]),
    ],
)
def test_the_edition_is_the_year_said_else_that_of_the_document(text: str, editions: list[str]) -> None:
    assert [k[3] for k in keys(text)] == editions


@pytest.mark.parametrize(
    ("group", "population"),
    [
        ("communes de moins de 3 500 habitants", "communes_moins_3500"),
        ("collectivités de plus de 3 500 habitants", "hors_moins_3500"),
        ("collectivités (hors communes de moins de 3 500 habitants)", "hors_moins_3500"),
        ("communes entre 3500 et 10 000 habitants", "communes_3500_10000"),
        ("communes de 10 à 100 000 hab.", "communes_10000_100000"),
        ("métropoles", "metropoles"),
        ("EPCI (hors métropoles)", "epci"),
    ],
)
def test_the_population_is_the_group_named_whatever_the_way(group: str, population: str) -> None:
    [(_, _, found, _)] = keys(f"49 % des {group} ont engagé un projet d’IA.")
    assert found == population


def test_the_note_of_a_chart_and_a_star_say_the_population() -> None:
    noted = keys(
        "49 % des collectivités ont engagé un projet d’IA.",
        "",
        "*Total hors communes de moins de 3 500 habitants",
    )
    starred = keys(
        "49 %* des collectivités ont subi une cyberattaque sévère.",
        "",
        "57 % des collectivités se disent exposées aux attaques cyber de façon continue.",
        "",
        "* Hors communes de moins de 3 500 habitants",
    )
    assert noted[0][2] == "hors_moins_3500"
    assert [k[2] for k in starred] == ["hors_moins_3500", "ensemble"]


def test_a_share_of_those_that_do_something_is_of_that_part_of_the_group() -> None:
    text = "L’IA générative est utilisée par 89 % des communes qui expérimentent l’IA."
    assert keys(text) == [("systeme_ia", "generative", "communes_ia", EDITION)]


def test_a_fraction_and_the_number_that_says_it_again_are_one_share() -> None:
    fraction, number = tied("Près d’une commune sur deux (49 %) a déjà engagé un projet d’IA.")
    assert fraction.redite_de == f"{number.ligne}:{number.colonne}"
    assert (fraction.indicateur, fraction.categorie) == (number.indicateur, number.categorie)


def test_a_number_that_two_others_add_up_to_is_the_union_of_their_answers() -> None:
    text = (
        "Au total, 70 % des Français jugent mauvais l’usage croissant des données : une assez mauvaise chose (50 %) ou "
        "une très mauvaise chose (20 %)."
    )
    whole, *parts = tied(text)
    assert [o.categorie for o in (whole, *parts)] == [
        "mauvaise_chose",
        "assez_mauvaise_chose",
        "tres_mauvaise_chose",
    ]
    assert "somme de « 50 % » et « 20 % »" in whole.indices


def test_respectively_gives_the_answers_in_their_order() -> None:
    text = (
        "Les projets data de mobilité et de gestion de l’eau progressent, avec respectivement 52 % et 40 %."
    )
    assert [k[1] for k in keys(text)] == ["mobilite", "eau"]


def test_a_sentence_that_goes_on_is_of_the_share_before() -> None:
    text = "31 % des Français se disent bien informés de l’usage de leurs données. Ils étaient 41 % en 2022."
    assert [k[:2] for k in keys(text)] == [("opinion_information_donnees", "bien_informe")] * 2


def test_a_table_takes_its_scale_from_the_legend_and_its_years_from_the_header() -> None:
    found = keys(
        "L’usage des données par des acteurs publics est-il susceptible d’améliorer, de détériorer ou, ni d’améliorer "
        "ni de détériorer, chacun des points suivants ?",
        "",
        "\t\t\t\t% 2024\t% 2024\t% 2024",
        "La transition écologique\t31\t42\t27\t30\t44\t26",
        "Le développement économique et l’emploi\t28\t42\t30\t35\t42\t23",
        "",
        "■ Améliorer",
        "■ Ni améliorer, ni détériorer",
        "■ Détériorer",
    )
    assert [(k[0], k[1], k[3]) for k in found[:6]] == [
        (f"opinion_impact_donnees_{answer}", "transition_ecologique", edition)
        for edition in ("2025", "2024")
        for answer in ("ameliorer", "ni_ni", "deteriorer")
    ]


def test_each_number_of_a_slide_stands_with_the_words_beneath_it() -> None:
    found = keys("Les freins à l’IA", "", "58 % compétences", "48 % confiance", "42 % qualité des données")
    assert [(k[0], k[1]) for k in found] == [
        ("obstacle_ia", "manque_competences"),
        ("obstacle_ia", "manque_confiance"),
        ("obstacle_ia", "qualite_donnees"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Selon l’INSEE, 41 % des communes ont engagé un projet d’IA.",
        "L’ANSSI recense 41 % de communes victimes d’une cyberattaque.",
        "Une étude de la Cour des comptes estime que 41 % des communes utilisent l’IA.",
        "Chez nous, 41 % des agents utilisent l’IA.",
    ],
)
def test_somebody_elses_figure_is_recognised_and_left_alone(text: str) -> None:
    [one] = tied(text)
    assert (one.statut, one.lien, one.indicateur) == ("autre_source", "", "")
    assert one.source


def test_a_name_that_counts_nothing_leaves_the_figure_to_the_barometer() -> None:
    [one] = tied("Le rôle de l’ANSSI est connu, mais 41 % des communes ont subi une cyberattaque sévère.")
    assert one.statut == "barometre"


def test_words_that_speak_for_nothing_are_never_sure() -> None:
    assert all(o.lien != "sur" for o in tied("41 % du total est atteint.", "Il reste 12 % à faire."))


def test_the_evidence_is_said_in_words() -> None:
    [one] = tied("41 % des communes ont engagé un projet d’IA.")
    said = " ; ".join(one.indices)
    assert "projet d’IA" in said and "communes" in said and "2025" in said
    assert one.candidats[0].indicateur == "projet_ia"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A pronoun stands for the thing of the number before.
        (
            (
                "26 % des collectivités sont équipées d’une plateforme de données et 27 % projettent de s’en doter.",
            ),
            [("technologie_data", "plateforme"), ("technologie_data_prevue", "plateforme")],
        ),
        # What was not chosen is no answer.
        (
            ("Pour l’IA, 20 % des Français préfèrent un robot au guichet plutôt qu’un agent.",),
            [("opinion_guichet", "ia")],
        ),
        # « Celui à … » is of the next number.
        (
            ("Le recours à l’IA générative concerne 84 % des projets, celui à l’IA prédictive 39 %.",),
            [("systeme_ia", "generative"), ("systeme_ia", "predictive")],
        ),
        # Words set apart by commas go with the number after them.
        (
            ("Les freins à l’IA sont le manque de confiance, 46 %, et la qualité des données, 42 %.",),
            [("obstacle_ia", "manque_confiance"), ("obstacle_ia", "qualite_donnees")],
        ),
        # A total is the union of what it adds.
        (
            (
                "36 % des villes ont engagé un projet d’IA. En ajoutant celles qui le prévoient, on arrive à 51 %.",
            ),
            [("projet_ia", "engage"), ("projet_ia", "engage_ou_prevu")],
        ),
    ],
)
def test_words_go_with_the_number_that_they_are_said_of(
    lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert [k[:2] for k in keys(*lines)] == expected


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("Il y a trois ans, 41 % des communes avaient mené au moins un projet data.", "2022"),
        ("18 % des communes ont engagé un projet d’IA. En 2022 ? 5 %.", "2022"),
        ("18 % des communes ont engagé un projet d’IA. Elles étaient 5 % trois ans plus tôt.", "2022"),
    ],
)
def test_a_year_counted_back_or_asked_about_is_that_of_the_number(text: str, edition: str) -> None:
    assert keys(text)[-1][3] == edition


@pytest.mark.parametrize(
    ("text", "populations"),
    [
        ("Dans les régions, 61 % des répondants ont engagé un projet d’IA.", ["regions"]),
        (
            "Ont répondu à l’enquête : 13 métropoles, 22 régions et 40 départements.",
            ["metropoles", "regions", "departements"],
        ),
        ("L’IA dans les métropoles ? Elles sont 61 % à avoir engagé un projet d’IA.", ["metropoles"]),
        ("61 % des collectivités (hors < 3 500 hab.) ont engagé un projet d’IA.", ["hors_moins_3500"]),
    ],
)
def test_the_group_said_first_or_beside_is_counted(text: str, populations: list[str]) -> None:
    assert [k[2] for k in keys(text)] == populations


def test_lines_that_have_their_words_and_their_number_are_read_alone() -> None:
    found = keys(
        "Les projets data par domaine", "", "Gestion interne : 59 %", "Mobilité : 55 %", "Eau : 46 %"
    )
    assert [k[1] for k in found] == ["administration_gestion_interne", "mobilite", "eau"]


@pytest.mark.parametrize(
    "text",
    [
        "D’après notre propre enquête auprès de 96 villes, 41 % ont engagé un projet d’IA.",
        "41 % de nos clients ont engagé un projet d’IA.",
        "Un diagnostic réalisé par le cabinet Horizon révèle que 41 % ont engagé un projet d’IA.",
        "Nous demandons que la part des villes ayant un projet d’IA atteigne 90 % d’ici 2031.",
    ],
)
def test_the_figures_of_whoever_writes_are_not_the_barometers(text: str) -> None:
    assert {o.statut for o in tied(text)} == {"autre_source"}


def test_the_column_of_the_writer_beside_that_of_the_barometer_is_not_the_barometers() -> None:
    ours, theirs = tied("\tNotre commune\tBaromètre 2025", "Un projet d’IA engagé\t12 %\t49 %")
    assert (ours.statut, theirs.statut) == ("autre_source", "barometre")


@pytest.mark.parametrize(
    "text",
    [
        "41 % des régions ont des règles de gouvernance des données : 12 % chez celles qui n’ont rien engagé.",
        "L’IA a bondi de 22 % dans les projets engagés.",
    ],
)
def test_what_the_sentence_leaves_open_is_not_sure(text: str) -> None:
    assert "sur" not in {o.lien for o in tied(text)[-1:]}
