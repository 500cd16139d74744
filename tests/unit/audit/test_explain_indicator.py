"""Cards of indicators of each kind, whole, on a lake small enough to count by hand (``invented_lake``)."""

import hashlib
from pathlib import Path

import pytest
from invented_cards import DEFINITIONS, EMPTY_IN, card_of, steps
from invented_lake import NBSP, invented_lake

from barometre_pipeline import __version__
from barometre_pipeline.audit.card import Card, Section, Subject
from barometre_pipeline.audit.sections import CONCENTRATED
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake

pytestmark = pytest.mark.usefixtures("definitions")
MADE_UP = "Données de démonstration (synthétiques)"
CLEANING = [
    ("Réponses de l’extrait", 0, 20),
    ("Réponses vides", 3, 17),
    ("Questionnaires non terminés (question de clôture sans réponse)", 4, 13),
    ("Structures douteuses (test, « ? », nom de personne)", 1, 12),
    ("Autres réponses de la même structure", 3, 9),
]
STRUCTURES = """FROM 'silver/reponses/edition=2031/reponses.parquet' AS r
  JOIN 'silver/structures/edition=2031/structures.parquet' AS s USING (id_reponse)"""


def known(column: str) -> str:
    return f"nullif(nullif(r.\"{column}\", '@sans_reponse'), '@indetermine') AS \"{column}\""


def test_the_card_of_a_share_of_responses_says_everything_an_auditor_needs(invented: Lake) -> None:
    shares = {
        "part_ponderee": 0.4,
        "part_publiable": 0.4,
        "ic_bas": 0.125,
        "ic_haut": 0.875,
        "ic_de": "part_ponderee",
        "base_faible": True,
        "base_ponderee": 2,
        "effectif_efficace": 1.5,
        "redressement_faible": True,
    }
    silent = (
        "aucune réponse retenue de la strate « Métropoles » : dans les parts redressées, elle est représentée par la "
        "strate voisine « EPCI (hors métropoles) »"
    )
    interval = f"plan stratifié, correction de population finie, échelle logit ; {silent}"
    figure = {
        "edition": "2031", "indicateur": "avis_donne", "categorie": "oui", "population": "grands_epci",
        "ventilation": "", "modalite": "", "regle_base": "sans_reponse_exclues",
        "libelle": "Libellé avis_donne", "categorie_libelle": "Oui",
        "population_libelle": "Grands EPCI", "ventilation_libelle": "", "modalite_libelle": "", "mesure": "part",
        "n": 1, "base": 2, "part": 0.5, "part_ponderee": 0.4, "part_publiable": 0.4, "ic_bas": 0.125, "ic_haut": 0.875,
        "ic_de": "part_ponderee", "part_publiee_pourcent": 40, "base_faible": True, "base_ponderee": 2,
        "effectif_efficace": 1.5,
        "redressement_faible": True, "imprime": True, "source_donnees": "demonstration",
        "source_donnees_libelle": MADE_UP,
    }  # fmt: skip
    words = f"«{NBSP}Avis{NBSP}»{NBSP}: «{NBSP}Oui{NBSP}»"
    definition = {
        "definition": "Définition de avis_donne.", "numerateur": "Numérateur de avis_donne.", "condition": words,
        "remarque": "",
        "base": "Base de avis_donne.", "exclusions": "Ne sait pas", "population": "",
        "sans_reponse": "Une question affichée et laissée vide sort de la base.",
    }  # fmt: skip
    question = {
        "role": "numérateur", "variable": "avis", "question": "A1", "libelle": f"Quel est votre avis{NBSP}?",
        "formulation": "questionnaire", "note": "Question reformulée en 2031.",
        "condition": f"«{NBSP}Outils{NBSP}»{NBSP}: case cochée «{NBSP}Tableur{NBSP}»",
        "colonnes": [{"colonne": "A1", "libelle": ""}], "reponses": [{"code": "AO01", "libelle": f"Oui{NBSP}!"}],
    }  # fmt: skip
    notes = ["Comparable depuis 2031.", "Question reformulée en 2031.", "Questionnaire inventé."]
    expected = Card(
        trace_id="t1",
        table="gold/indicateurs",
        partition=None,
        headline=(f"40{NBSP}%", "n = 1 sur 2 (Grands EPCI, édition 2031)"),
        notices=(MADE_UP,),
        sections=(
            Section(
                "L’indicateur",
                (
                    ("Indicateur", "avis_donne — Libellé avis_donne"),
                    ("Définition", "Définition de avis_donne."),
                    ("Catégorie", "oui — Oui"),
                    ("Numérateur", "Numérateur de avis_donne."),
                    ("Condition", words),
                    ("Données", MADE_UP),
                ),
            ),
            Section(
                "La question (numérateur)",
                (
                    ("Question", f"A1 — Quel est votre avis{NBSP}?"),
                    ("Réponse", f"AO01 — Oui{NBSP}!"),
                    ("Posée si", f"«{NBSP}Outils{NBSP}»{NBSP}: case cochée «{NBSP}Tableur{NBSP}»"),
                ),
            ),
            Section(
                "La base",
                (
                    ("Population", "grands_epci — Grands EPCI"),
                    ("Définition", "Base de avis_donne."),
                    ("Hors de la base", "Ne sait pas"),
                    ("Sans réponse", "Une question affichée et laissée vide sort de la base."),
                    ("Base", "2"),
                ),
            ),
            Section(
                "La précision",
                (
                    ("Part brute", f"0,500000 (50{NBSP}%)"),
                    (
                        "Sa base",
                        f"2{NBSP}; elle vaut 1,5{NBSP}réponses de même poids (effectif efficace de Kish)",
                    ),
                    ("Attention", CONCENTRATED),
                    ("Attention", f"base faible{NBSP}: 2, à ne pas commenter seule"),
                ),
            ),
            Section("La comparabilité", tuple(("Note", n) for n in notes)),
        ),
        n=1,
        base=2,
        filters=tuple(
            {"etape": name, "ecartees": out, "restantes": left}
            for name, out, left in (
                *CLEANING,
                (f"Population{NBSP}: EPCI et régions", 1, 8),
                (f"Population{NBSP}: Grands EPCI", 4, 4),
                ("Réponses qui sortent de la base", 1, 3),
                ("Réponse connue (base du chiffre)", 1, 2),
            )
        ),
        printed_rows=(),
        files=({"role": "reponses", "fichier": "r.csv", "sha256": "aa", "octets": 5},),
        extract="r.csv",
        records=(2,),
        headings=True,
        subject=Subject("2031", "silver/reponses", "part", {}, 1, 2, ""),
        versions={
            "paquet": __version__,
            "code": "codetoutes",
            "code_edition": "code2031",
            "configuration": "2031/edition.yaml",
            "configuration_sha256": "conf2031",
            "catalogue": [
                {"fichier": name, "sha256": hashlib.sha256(DEFINITIONS[name]).hexdigest()}
                for name in ("indicateurs/essai.yaml", "codebook/essai.yaml", "populations.yaml")
            ],
        },
        query=f"""WITH reponse AS (
  SELECT s.strate AS _strate,
    s.population AS _habitants,
    {known("A1")}
  {STRUCTURES}
), retenue AS (
  SELECT "A1" IN ('AO01') AS numerateur
  FROM reponse
  WHERE _strate IN ('epci', 'regions')
    AND (_strate IN ('epci') AND _habitants >= 2000)
    AND ("A1" IN ('AO03')) IS NOT TRUE
)
SELECT count(*) FILTER (WHERE numerateur) AS n, count(numerateur) AS base
FROM retenue""",
        details={
            "chiffre": figure,
            "definition": definition,
            "membres": [],
            "membre": "",
            "questions": [question],
            "comparabilite": notes,
            "intervalle": interval,
            "microdonnees": True,
            "echantillon": {},
            "sensibilite": {},
        },
    )
    assert card_of(invented, "avis_donne", "oui", "grands_epci", 1, 2, **shares) == expected


def test_two_questions_counted_among_those_who_gave_an_answer(invented: Lake) -> None:
    card = card_of(invented, "actions", "faite_et_dite", "favorables", 1, 2)
    done = '["G1[SQ001]", "G1[SQ002]"]'
    any_row = f"CASE WHEN coalesce({done[1:-1]}) IS NOT NULL THEN list_has_any({done}, [{{}}]) END"
    fait, prevu = any_row.format("'AO01'"), any_row.format("'AO02'")
    assert (
        card.query
        == f"""WITH reponse AS (
  SELECT s.strate AS _strate,
    {known("A1")},
    {known("G1[SQ001]")},
    {known("G1[SQ002]")}
  {STRUCTURES}
), retenue AS (
  SELECT {fait} AND "A1" IN ('AO01') AS numerateur
  FROM reponse
  WHERE _strate IN ('epci', 'regions')
    AND "A1" IN ('AO01')
    AND (({prevu} OR "A1" IN ('AO03')) IS NOT TRUE)
)
SELECT count(*) FILTER (WHERE numerateur) AS n, count(numerateur) AS base
FROM retenue"""
    )
    assert card.records == (11,)
    assert steps(card) == [
        *CLEANING,
        (f"Population{NBSP}: EPCI et régions", 1, 8),
        (f"Population{NBSP}: Favorables", 5, 3),
        ("Réponses qui sortent de la base", 1, 2),
        ("Réponse connue (base du chiffre)", 0, 2),
    ]
    asked = card.details["questions"]
    assert [(q["role"], q["variable"], q["formulation"], q["condition"] != "") for q in asked] == [
        ("numérateur", "grille", "questionnaire", False),
        ("numérateur", "avis", "questionnaire", True),
        ("population", "avis", "questionnaire", True),
    ]
    assert asked[0]["libelle"] == f"Où en êtes-vous{NBSP}: eau{NBSP}?"
    assert asked[0]["colonnes"] == [
        {"colonne": "G1[SQ001]", "libelle": f"L’eau{NBSP}?"},
        {"colonne": "G1[SQ002]", "libelle": "Énergie"},
    ]
    assert asked[0]["reponses"] == [{"code": "AO01", "libelle": "C’est fait"}]
    definition = card.details["definition"]
    assert definition["exclusions"] == f"Prévu{NBSP}; Ne sait pas"
    avis = f"«{NBSP}Avis{NBSP}»{NBSP}: «{NBSP}Oui{NBSP}»"
    assert definition["population"] == avis
    assert definition["condition"] == (
        f"«{NBSP}Actions{NBSP}»{NBSP}: «{NBSP}Fait{NBSP}» pour au moins une ligne et {avis}"
    )
    assert card.details["comparabilite"] == [
        "Question reformulée en 2031.",
        "Sous-population de 2031.",
        "Questionnaire inventé.",
    ]
    assert [f["fichier"] for f in card.versions["catalogue"]] == [
        "indicateurs/essai.yaml",
        "codebook/autre.yaml",
        "codebook/essai.yaml",
        "populations.yaml",
    ]


def test_mentions_are_added_up_over_the_boxes_and_no_answer_leaves_their_base(invented: Lake) -> None:
    card = card_of(invented, "outils", "a", "ensemble", 3, 7)
    a, b = (f"coalesce(\"C1[SQ00{k}]\" IN ('Y'), false)::INT" for k in (1, 2))
    assert (
        card.query
        == f"""WITH reponse AS (
  SELECT {known("C1[SQ001]")},
    {known("C1[SQ002]")}
  {STRUCTURES}
), retenue AS (
  SELECT {a} AS mentions,
    {a} + {b} AS toutes
  FROM reponse
)
SELECT coalesce(sum(mentions), 0)::BIGINT AS n, coalesce(sum(toutes), 0)::BIGINT AS base
FROM retenue"""
    )
    assert card.headline == (f"43{NBSP}%", "n = 3 sur 7 mentions (Ensemble, édition 2031)")
    assert (card.records, steps(card)) == ((2, 9, 11), CLEANING)
    assert card.details["definition"]["sans_reponse"] == ""
    (asked,) = card.details["questions"]
    assert asked["colonnes"] == [
        {"colonne": "C1[SQ001]", "libelle": "Le tableur"},
        {"colonne": "C1[SQ002]", "libelle": "Base"},
    ]
    assert asked["reponses"] == [{"code": "Y", "libelle": "Oui"}]


def test_a_part_of_the_people_polled_is_counted_in_the_order_of_the_file(invented: Lake) -> None:
    card = card_of(
        invented, "opinion_pour", "pour", "francais", 1, 3, ventilation="age", modalite="jeune", **EMPTY_IN
    )
    assert (
        card.query
        == f"""WITH reponse AS (
  SELECT {known("AGE")},
    {known("Q7")}
  FROM 'silver/sondes/edition=2031/sondes.parquet' AS r
), retenue AS (
  SELECT coalesce("Q7" IN ('1'), false) AS numerateur
  FROM reponse
  WHERE "AGE" IN ('1', 'jeune')
)
SELECT count(*) FILTER (WHERE numerateur) AS n, count(numerateur) AS base
FROM retenue"""
    )
    assert card.headline == (f"33{NBSP}%", "n = 1 sur 3 (18 à 24 ans, édition 2031)")
    assert steps(card) == [
        ("Personnes interrogées", 0, 4),
        (f"Population{NBSP}: 18 à 24 ans", 1, 3),
        ("Réponse connue (base du chiffre)", 0, 3),
    ]
    assert (card.records, card.extract) == ((2,), "silver/sondes (dans l’ordre du fichier de l’institut)")
    assert card.files == ({"role": "sondage", "fichier": "s.sav", "sha256": "bb", "octets": 6},)
    figure = card.details["chiffre"]
    assert (figure["ventilation_libelle"], figure["modalite_libelle"]) == ("Âge", "18 à 24 ans")
    assert (figure["part_ponderee"], figure["ic_bas"], figure["ic_haut"]) == (None, None, None)
    assert card.details["intervalle"] == "poids de l’institut, effet de plan des poids, échelle logit"
    assert card.details["definition"]["sans_reponse"] == (
        "Une question affichée et laissée vide reste dans la base."
    )
    assert card.details["comparabilite"] == []
    opinion, age = card.details["questions"]
    assert (opinion["libelle"], opinion["reponses"]) == (
        f"Votre opinion{NBSP}?",
        [{"code": "1", "libelle": "Plutôt pour"}],
    )
    assert age == {
        "role": "population", "variable": "age", "question": "AGE", "libelle": f"Quel âge avez-vous{NBSP}?",
        "formulation": "codebook", "condition": "", "note": "", "colonnes": [{"colonne": "AGE", "libelle": ""}],
        "reponses": [{"code": "1", "libelle": "18 à 24 ans"}],
    }  # fmt: skip


def test_a_tick_that_nobody_labelled_is_shown_as_its_code_even_where_an_item_has_the_same(
    invented: Lake,
) -> None:
    (asked,) = card_of(invented, "usage", "web", "francais", 2, 4).details["questions"]
    assert asked["colonnes"] == [{"colonne": "Q8_1", "libelle": "Le Web"}]
    assert asked["reponses"] == [{"code": "1", "libelle": "1"}]


def test_in_each_of_these_shows_every_member_and_is_explained_by_the_smallest(invented: Lake) -> None:
    card = card_of(invented, "avis_donne", "oui", "chacun", 1, 2, ventilation="reponse", modalite="chacun")
    assert card.details["membre"] == "regions"
    assert card.details["membres"] == [
        {"population": "autres", "libelle": "Autres structures", "n": 0, "base": 0},
        {"population": "epci", "libelle": "EPCI (hors métropoles)", "n": 2, "base": 3},
        {"population": "regions", "libelle": "Régions", "n": 1, "base": 2},
    ]
    one = f"""WITH reponse AS (
  SELECT s.strate AS _strate,
    {known("A1")}
  {STRUCTURES}
), retenue AS (
  SELECT "A1" IN ('AO01') AS numerateur
  FROM reponse
  WHERE _strate IN ('{{}}')
    AND ("A1" IN ('AO03')) IS NOT TRUE
)
SELECT count(*) FILTER (WHERE numerateur) AS n, count(numerateur) AS base
FROM retenue"""
    parts = [
        f"(SELECT {rank} AS rang, * FROM (\n{one.format(strate)}\n))"
        for rank, strate in enumerate(("autres", "epci", "regions"))
    ]
    every = "\nUNION ALL\n".join(parts)
    assert card.query == (
        f"SELECT n, base FROM (\n{every}\n)\nWHERE base > 0 ORDER BY n / base, rang LIMIT 1"
    )
    assert card.records == (11,)
    assert steps(card)[len(CLEANING) :] == [
        (f"Population{NBSP}: Régions", 6, 3),
        ("Réponses qui sortent de la base", 0, 3),
        ("Réponse connue (base du chiffre)", 1, 2),
    ]


def test_the_size_of_a_population_asks_no_question(invented: Lake) -> None:
    card = card_of(
        invented, "repondants", "total", "epci", 5, 5, part=float("nan"), part_publiable=float("nan")
    )
    assert (
        card.query
        == f"""WITH reponse AS (
  SELECT s.strate AS _strate
  {STRUCTURES}
), retenue AS (
  SELECT true AS numerateur
  FROM reponse
  WHERE _strate IN ('epci')
)
SELECT count(*) AS n, count(*) AS base
FROM retenue"""
    )
    assert card.headline == ("5", "n = 5 sur 5 répondants (EPCI (hors métropoles), édition 2031)")
    assert card.records == (2, 3, 5, 9, 21)
    assert steps(card)[len(CLEANING) :] == [
        (f"Population{NBSP}: EPCI (hors métropoles)", 4, 5),
        ("Réponse connue (base du chiffre)", 0, 5),
    ]
    figure, definition = card.details["chiffre"], card.details["definition"]
    assert (figure["categorie_libelle"], figure["part"], figure["part_publiee_pourcent"]) == (
        "Nombre de répondants", None, None,
    )  # fmt: skip
    assert (definition["condition"], definition["exclusions"], definition["sans_reponse"]) == ("", "", "")
    assert card.details["questions"] == []
    assert [f["fichier"] for f in card.versions["catalogue"]] == [
        "indicateurs/essai.yaml",
        "populations.yaml",
    ]


@pytest.mark.parametrize("record", [None, "{}"])
def test_a_lake_that_recorded_no_version_of_the_code_has_none(tmp_path: Path, record: str | None) -> None:
    lake = invented_lake(tmp_path / "lac")
    for path in (tmp_path / "lac" / "empreintes").rglob("*.json"):
        path.unlink() if record is None else path.write_text(record, encoding="utf-8")
    versions = card_of(lake, "repondants", "total", "epci", 5, 5).versions
    assert (versions["code"], versions["code_edition"], versions["configuration_sha256"]) == ("", "", "")


def test_a_poll_known_by_its_tables_alone_has_nothing_to_count_again_and_says_so(invented: Lake) -> None:
    people = invented.read("silver/sondes", "2031")
    invented.write("silver/sondes", people.iloc[:0], "2031")
    try:
        with pytest.raises(InputError, match="vient des tableaux de l’institut") as caught:
            card_of(invented, "opinion_pour", "pour", "francais", 1, 4)
        assert "n = 1 sur 4" in str(caught.value) and "sondage_tris" in str(caught.value)
    finally:
        invented.write("silver/sondes", people, "2031")
