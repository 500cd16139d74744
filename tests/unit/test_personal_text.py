"""What designates a person in a wording, in a file written by hand or in its name stays in the raw folder."""

import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.personal_text import designates, impersonal, without_contacts
from barometre_pipeline.sources.limesurvey.folder import read_folder
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables.declarations.bronze import MODALITES, REPONSES_BRUTES
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.words import impersonal_words, words_cut
from barometre_pipeline.yaml_files import read_yaml


@pytest.mark.parametrize(
    "contact",
    [
        "jeanne.d@ville.example",
        "j+x@a-b.example.org",
        "01 99 00 12 34",
        "0199001234",
        "+33 1 99 00 12 34",
        "01.99.00.12.34",
        "0033199001234",
        "+33(0)1.99.00.12.34",
        "+33 (0)1 99 00 12 34",
        "0033 01 99 00 12 34",
        "01-99-00-12-34",
        "jeanne.d[at]ville.example",
        "jeanne.d (arobase) ville.example",
        "jeanne.d @ ville.example",
        "jeanne.d%40ville.example",
        "1 71 03 75 116 012",
        "171032A11601234",
        "FR7699999999990000000000099",
        "FR76 9999 9999 9900 0000 0000 099",
        "AB-123-CD",
        "AB 123 CD",
        "AB123CD",
        "1234 AB 75",
        "1234-AB-75",
        "123-ABC-2A",
        "passeport n° 12AB34567",
        "CNI 880692310285",
        "carte d’identité : X4RTBPFW4",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004",
        "340000000000009",
        "48.85661, 2.35222",
        "48,85661 ; 2,35222",
        '48°51’24"N 2°21’07"E',
        "née le 14/03/1971",
        "né le 14 mars 1971",
        "date de naissance : 14.03.71",
        "12 rue des Lilas",
        "3 bis, avenue Jean-Jaurès",
        "1 place de la Mairie",
        "jeanne.d arobase ville point example",
        "jeanne point d arobase ville point example",
        "jeanne.d [at] ville [dot] example",
        "jeanne.d{at}ville{dot}example",
        "jeanne.d at ville dot example",
        "jeanne.d＠ville．example",
        "jeanne.d\u200b@\u200bville.example",
        "jean\u00adne.d@ville.example",
        "amVhbm5lLmRAdmlsbGUuZXhhbXBsZQ==",
        "01/99/00/12/34",
        "01_99_00_12_34",
        "01 / 99 / 00 / 12 / 34",
        "O1 99 OO 12 34",
        "019 900 1234",
        "0 199 001 234",
        "+32 475 99 31 41",
        "+44 (0) 20 7946 0958",
        "00 41 22 990 12 34",
        "٠١ ٩٩ ٠٠ ١٢ ٣٤",
        "０１９９００１２３４",
        "zéro un quatre-vingt-dix-neuf zéro zéro douze trente-quatre",
        "203.0.113.201",
        "2001:db8::beef:cafe",
        "linkedin.com/in/jeanne-d",
        "wa.me/33199001234",
    ],
)
def test_a_contact_in_a_wording_is_replaced_by_what_it_is(contact: str) -> None:
    told = without_contacts(f"Écrire à {contact}, merci")
    assert contact not in told and told.startswith("Écrire à ") and told.endswith("], merci")


@pytest.mark.parametrize(
    "text",
    [
        "Plus de 3 500 habitants",
        "2031-05-02",
        "SIREN 200012345",
        "De 10 000 à 100 000",
        "SIRET 20001234500012",
        "data.gouv.fr (a priori)",
        "FR 2031",
        "1 200 000 euros",
        "2 35 10 000",
        "Budget (a.b) de 10.5",
        "part de 0,100034448788785",
        "SIRET 21690123100011",
        "commune nouvelle née le 1er janvier 2017",
        "3 places de parking",
        "2023, place aux données",
        "en 2023 place à l’IA",
        "12 chemins possibles",
        "20 cours de formation",
        "De 5 à 10 ETP",
        "M. le maire",
        "Madame la Présidente, Monsieur le Directeur",
        "M. Le Maire",
        "Mme Maire",
        "moins de 10 M. Entre deux",
        "Madame, Monsieur",
        "48,8 % ; 2,3 %",
        "RGPD-2018-UE",
        "ISO 27001",
        "2025-2030, 120 ETP",
        "réponse (a) premier point important",
        "Le point de vue de @gouv point par point",
        "le 01/02/2031 à 10:30, le 01-02-2031 10:30",
        "+10 000 000 euros, + 250 000 000 euros",
        "version 3.2.1.4",
        "zéro ou un agent, deux ou trois élus",
        "10:30:00",
        "Maître d’ouvrage, maître d’œuvre, Assistance à Maître Ouvrage",
        "identifiant_de_la_collectivite",
        "OpenDataSoftOuAutrePlateforme",
        "linkedin.com/company/ville",
        # As questionnaires, their dates and their files have them.
        "Partie 2 Place de l’IA",
        "1 rue sur 10",
        "5 rue et voirie",
        "8 Route Départementale",
        "1 chemin vers la sobriété",
        "Madame, Monsieur Dans votre collectivité",
        "M. Mme Autre",
        "Madame Monsieur Autre",
        "M. LE MAIRE",
        "Monsieur LE PRÉSIDENT",
        "Madame LA DIRECTRICE",
        "Monsieur Le Sous-Préfet",
        "Mme DPO",
        "M. RSSI",
        "Mme Cheffe de service",
        "M. Premier adjoint",
        "Mme Élue",
        "Rue du Docteur Roux",
        "Collège Docteur Schweitzer",
        "budget (en M. Euros)",
        "Maître Composteur",
        "0 805 805 817",
        "0 800 200 000",
        "0 1 2 3 4 5 6 7 8 9 10",
        "0 250 500 750",
        "0 5000 10000",
        "0 5 10 15 20 25",
        "02 59 60 62 80",
        "Semaines 05,06,07,08,09",
        "Code postal 01000 01100",
        "SIRET 225 005 024 00019",
        "zéro, une, deux, trois, quatre, cinq ou plus",
        "[0.4211, 0.5263]",
        "0,3497 ; 0,5156",
        "100 ETP 50",
        "budget 2026 RH 20",
        "25PA00012",
        "CNIL 20250612",
        "agir (à) distance.mode",
        "look at data dot gouv",
        "foo@1.2.3",
        "logo@2x.png",
        "collecte: 2026-05-12 - 2026-07-25",
        "du 05.06.2026 - 10.07.2026",
        "au 01.01.2026 34 968 communes",
        "le 05-06-2026 14 h 30",
        "01004 15934",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert impersonal(text) == text and designates(text) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("aide de Mme Solène Pontfroid, DGS", "aide de [nom de personne], DGS"),
        ("M. DUPONT-MARTIN", "[nom de personne]"),
        ("Monsieur de la Tour", "Monsieur de la Tour"),
        ("voir M. Le Goff", "voir [nom de personne]"),
        ("Madame Durand de Ker", "[nom de personne]"),
        ("enquête 900031 Mme Solène Pontfroid", "enquête 900031 [nom de personne]"),
        ("vu par le Dr Pontfroid", "vu par le [nom de personne]"),
    ],
)
def test_a_name_after_a_title_is_taken_out_of_words_and_left_to_who_decides(text: str, told: str) -> None:
    assert impersonal(text) == told
    assert without_contacts(text) == text


def test_an_address_one_letter_at_a_time_is_known() -> None:
    told = impersonal("Voir par j e a n n e . d @ v i l l e . e x a m p l e, merci")
    assert told == "Voir par [adresse électronique], merci"


# Signs that show as another one does, or not at all.
_UNSEEN = st.sampled_from(["", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e"])
_SCRIPTS = st.sampled_from([ord("0"), 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE])


@given(data=st.data())
def test_a_contact_is_known_in_signs_of_any_script_and_leaves_nothing_of_itself(data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(["", " ", ".", "-", "/", "_", "\u202f", "\u2009"]))
    pairs = data.draw(st.lists(st.integers(0, 99), min_size=4, max_size=4))
    first = data.draw(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 9]))  # 08 is nobody's own
    assume(not all(a < b for a, b in pairwise([first, *pairs])))  # « 02 59 60 62 80 »: a list that grows
    telephone = separator.join([f"0{first}", *(f"{n:02}" for n in pairs)])
    letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
    address = f"{data.draw(letters)}@{data.draw(letters)}.example"
    zero = data.draw(_SCRIPTS)

    def disguised(sign: str) -> str:
        shown = (
            chr(zero + int(sign))
            if sign.isdigit()
            else data.draw(st.sampled_from(["@", "＠", "﹫"]))
            if sign == "@"
            else sign
        )
        return shown + data.draw(_UNSEEN)

    for contact, reason in ((telephone, "numéro de téléphone"), (address, "adresse électronique")):
        written = "".join(map(disguised, contact))
        assert impersonal(f"Écrire à {written} : c’est « tout » – ½\u00a0%") == (
            f"Écrire à [{reason}] : c’est « tout » – ½\u00a0%"
        )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_that_designates_nobody_is_left_sign_for_sign(text: str) -> None:
    assert designates(text) or impersonal(text) == text


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, "a " * 50_000 + "@", "x point " * 20_000, "zéro un " * 20_000, ": " * 50_000, "{a" * 50_000]
)  # fmt: skip
def test_a_long_text_is_looked_through_in_a_moment(text: str) -> None:
    start = time.process_time()
    impersonal(text)
    assert time.process_time() - start < 5


_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
_plates = st.builds(
    lambda a, n, b, s: f"{a}{s}{n:03}{s}{b}",
    st.text(_LETTERS, min_size=2, max_size=2),
    st.integers(0, 999),
    st.text(_LETTERS, min_size=2, max_size=2),
    st.sampled_from(["-", " ", ""]),
)


@given(_plates)
def test_every_plate_is_taken_out(plate: str) -> None:
    assert impersonal(f"Le véhicule ({plate}).") == "Le véhicule ([plaque d’immatriculation])."


def _control(digits: str) -> str:
    """Return the digit that makes of these the number of a card, by its definition: the sum ends with a zero."""
    for last in "0123456789":
        pairs = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits + last))]
        if sum(sum(map(int, str(n))) for n in pairs) % 10 == 0:
            return last
    raise AssertionError


@given(
    st.sampled_from("456"), st.text("0123456789", min_size=14, max_size=14), st.sampled_from(["", " ", "-"])
)
def test_a_card_is_known_by_its_control_digit(first: str, digits: str, separator: str) -> None:
    right = _control(first + digits)
    wrong = str((int(right) + 1) % 10)
    card, other = (
        separator.join((first + digits + last)[i : i + 4] for i in range(0, 16, 4)) for last in (right, wrong)
    )
    assert designates(f"carte {card}") == "numéro de carte bancaire"
    assert "carte bancaire" not in designates(f"carte {other}")


def test_words_read_from_a_file_lose_who_they_name_and_keep_the_rest() -> None:
    frame = pd.DataFrame({"code": ["AB123CD", "A2"], "libelle": ["AB-123-CD", "Oui, par Mme Truc"]})
    told = impersonal_words(MODALITES, frame)
    assert list(told["libelle"]) == ["[plaque d’immatriculation]", "Oui, par [nom de personne]"]
    assert list(told["code"]) == ["AB123CD", "A2"], "a code is no word: answers are tied by it"
    assert impersonal_words(REPONSES_BRUTES, frame) is frame, "bronze keeps what was received"


def test_every_label_of_a_table_read_from_files_loses_who_it_names() -> None:
    wordings = {
        "libelle",
        "question_libelle",
        "sous_question_libelle",
        "groupe_questions",
        "libelle_item",
        "modalite",
    }
    received = {o.QUESTIONNAIRE, o.EXTRACT, o.POLL, o.PUBLISHED_TABLES, o.DECISIONS, o.ANOMALIES}
    left = [
        f"{table.name}.{column.field.name}"
        for table in TABLES.values()
        for column in table.declared
        if column.field.name in wordings and received & set(column.origins) and not column.field.words
    ]
    assert not left


def test_no_wording_of_the_demonstration_designates_a_person() -> None:
    raw = Path(__file__).resolve().parents[2] / "data_raw"
    said: set[str] = set()
    for folder in sorted(raw.glob("*/limesurvey")):
        questionnaire = read_folder(folder, raw).questionnaire
        for question in questionnaire.questions:
            said.add(question.group)
            for column in question.columns:
                said |= {column.question_text, column.sub_question_text, *(a.text for a in column.answers)}
    assert len(said) > 250
    assert not [text for text in said if designates(text)]


def test_no_file_of_the_catalogue_designates_a_person() -> None:
    package = Path(__file__).resolve().parents[2] / "barometre_pipeline"
    files = sorted(package.rglob("*.yaml"))
    assert len(files) > 20
    for path in files:
        if path.name != "instance.yaml":
            read_yaml(path, path.name)


@pytest.mark.parametrize(
    "name",
    [
        "reponses_jeanne.d@ville.example.csv",
        "appel 01 99 00 12 34.csv",
        "extrait_01 99 00 12 34_AB-123-CD.csv",
    ],
)
def test_a_file_named_after_a_contact_is_refused_without_saying_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "2031"
    (folder / "limesurvey").mkdir(parents=True)
    (folder / "limesurvey" / name).touch()
    with pytest.raises(InputError) as refused:
        load_edition(folder)
    assert "renommez" in str(refused.value)
    assert "ville.example" not in str(refused.value) and "01 99" not in str(refused.value)
    assert "AB-123" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (2, "titre: Édition de jeanne.d@ville.example"),
        (3, "titre: Édition\nremarques: [appeler le 01 99 00 12 34]"),
        (3, "titre: Édition\nmethode: {sollicitation: jeanne.d@ville.example}"),
        (2, "titre: Édition  # voir jeanne.d@ville.example"),
    ],
)
def test_a_contact_in_a_text_of_the_edition_is_refused_without_saying_it(
    tmp_path: Path, line: int, written: str
) -> None:
    folder = tmp_path / "2031"
    folder.mkdir()
    (folder / "edition.yaml").write_text(f'edition: "2031"\n{written}\n', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_edition(folder)
    assert f"ligne {line}" in str(refused.value)
    assert "ville.example" not in str(refused.value) and "01 99" not in str(refused.value)


def test_the_address_readers_write_to_may_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "2031"
    folder.mkdir()
    said = 'edition: "2031"\ntitre: Édition\ncontact: service@ville.example\n'
    (folder / "edition.yaml").write_text(said, encoding="utf-8")
    assert load_edition(folder).config.contact == "service@ville.example"


_FORMS = [
    "export_%Y-%m-%d_%H-%M-%S.csv", "export_%d-%m-%Y_%H-%M.csv", "export_%d_%m_%Y_%H_%M.csv", "%Y%m%d_%H%M%S.xlsx",
    "export %Y-%m-%d %H.%M.%S.csv", "%Y-%m-%d-%H-%M-%S-export.csv", "reponses %d.%m.%Y - %H h %M.csv",
]  # fmt: skip


@given(st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1)), st.sampled_from(_FORMS))
def test_no_moment_in_the_name_of_a_file_is_taken_for_a_person(moment: datetime, form: str) -> None:
    name = f"{moment:{form}}".replace("_", " ")
    assert designates(name) == ""
    assert designates(f"{moment:%d.%m.%Y} - {moment + timedelta(40):%d.%m.%Y}") == ""


def test_wordings_that_lost_a_person_are_said_by_what_is_left_of_them() -> None:
    frame = pd.DataFrame({"code": ["A1", "A2", "A3"], "libelle": ["Oui", "Par Mme Truc", "Par Mme Truc"]})
    assert words_cut(MODALITES, frame) == ["Par [nom de personne]"]
