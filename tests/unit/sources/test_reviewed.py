from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.reviewed import read_reviewed
from barometre_pipeline.sources.territories.official_codes import is_siren
from tests.support import REPOSITORY

HEADING = "id_reponse,nom_saisi,siren,code_insee,population,type,strate\n"
SHOWN = "2031/limesurvey/correspondances.csv"


def read(tmp_path: Path, text: str | bytes):
    path = tmp_path / "correspondances.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_reviewed(path, SHOWN)


def test_the_typed_name_stays_out_and_the_rest_is_typed(tmp_path: Path) -> None:
    frame = read(
        tmp_path,
        HEADING + '11,Zéphyrine,200054781,01234,"3\u202f500",communes,communes_3500_10000\n12,,,,,autres,\n',
    ).rows
    assert "nom_saisi" not in frame
    assert frame["code_insee"].tolist() == ["01234", ""], "a code keeps its leading zero"
    assert frame["population"].tolist()[0] == 3500 and frame["population"].isna().tolist() == [False, True]
    assert frame["strate"].tolist() == ["communes_3500_10000", "autres"], "an empty strate is the type"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADING + "11,,,,,villages,epci\n", ("enregistrement 2", "type", "communes, epci")),
        (HEADING + "11,,,,,epci,epci\nx,,,,,epci,epci\n", ("enregistrement 3", "id_reponse", "entier")),
        (
            HEADING + "11,,,,,epci,epci\n11,,,,,epci,epci\n",
            ("enregistrement 3", "id_reponse", "une seule fois"),
        ),
        (HEADING + "11,,,,,communes,\n", ("enregistrement 2", "strate")),
        (HEADING + "11,,,,,epci,\n0699314307,,,,,epci,\n", ("enregistrement 3", "id_reponse", "entier")),
        (HEADING + "99999999999999999999,,,,,epci,\n", ("enregistrement 2", "id_reponse", "entier")),
        (HEADING.replace("siren,", "") + "11,,,,,epci\n", ("en-tête", "siren")),
        ((HEADING + "11,é,,,,epci,epci\n").encode("latin-1"), ("UTF-8",)),
        ("", ("vide",)),
        (HEADING + "11,,,,,epci,epci\n12,Zéphyrine,,,,,epci,epci\n", ("cellules",)),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_finding(
    tmp_path: Path, text: str | bytes, words: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    for word in (*words, SHOWN, "À faire"):
        assert word in str(caught.value)


def test_an_absent_file_is_refused_with_the_key_that_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"structures\.correspondances"):
        read_reviewed(tmp_path / "absent.csv", SHOWN)


def populations(tmp_path: Path, cell: str):
    quoted = cell.replace('"', '""')
    return read(tmp_path, HEADING + f'11,,,,3500,epci,\n12,,,,"{quoted}",epci,\n').rows["population"]


@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u202f", "\u2009"])
@given(number=st.integers(0, 99_999_999))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_whole_number_is_read_whatever_stands_between_its_thousands(
    tmp_path: Path, space: str, number: int
) -> None:
    assert populations(tmp_path, f" {number:,} ".replace(",", space)).tolist() == [3500, number]


_number_like = st.text("0123456789٣ .,-+eExX_'’()/\u202f", min_size=1)


@given(cell=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"])) | _number_like)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_population_that_is_no_plain_whole_number_is_refused_by_its_place_and_without_its_text(
    tmp_path: Path, cell: str
) -> None:
    bare = "".join(cell.split())
    plain = bare.isascii() and bare.isdigit() and str(int(bare)) == bare and int(bare) < 100_000_000
    try:
        found = populations(tmp_path, cell)
    except InputError as error:
        assert SHOWN in str(error) and "enregistrement 3" in error.lieu and "population" in error.lieu
        assert str(error) == str(refused(tmp_path, "Jeanne 0699314307")), "what was written is not repeated"
    else:
        unknown = bare.lower().rstrip(".") in (
            "",
            "-",
            "–",
            "—",
            "?",
            "nc",
            "nd",
            "nr",
            "n.c",
            "n.d",
            "n.r",
            "n/a",
            "na",
        )
        assert (plain and found.tolist()[1] == int(bare)) or (unknown and found.isna().tolist()[1])


def refused(tmp_path: Path, cell: str) -> InputError:
    with pytest.raises(InputError) as caught:
        populations(tmp_path, cell)
    return caught.value


@pytest.mark.parametrize(
    "cell",
    ["13000.0", "1.6e4", "-14000", "15 000 (2021)", "12,5", "1e5", "voir 0699314307", "9" * 19, "1" + "0" * 400,
     "0x1F", "1_000", "٣٤٥", "0699314307", "699314307", "699 314 307", "1 2 3", "007"],
)  # fmt: skip
def test_what_a_spreadsheet_or_a_person_may_leave_in_a_population_is_refused(
    tmp_path: Path, cell: str
) -> None:
    assert "population" in refused(tmp_path, cell).lieu


@pytest.mark.parametrize(
    "cell", ["200054781", "130025265", " 200054781 ", "200 054 781", "929939411", "552100554"]
)
def test_the_number_of_a_body_is_kept_a_merged_commune_or_a_company_of_its_own_too(
    tmp_path: Path, cell: str
) -> None:
    found = read(tmp_path, HEADING + f"11,,{cell},,,epci,\n")
    assert found.rows["siren"].tolist() == [cell.replace(" ", "")] and found.remarks == []


def test_every_commune_of_the_official_lists_has_a_number_that_is_kept() -> None:
    lists = sorted((REPOSITORY / "data_raw" / "referentiels").glob("*/communes.csv"))
    numbers = {n for path in lists for n in pd.read_csv(path, dtype=str, keep_default_na=False)["siren"] if n}
    assert len(numbers) > 30_000
    assert sorted(n for n in numbers if not is_siren(n)) == []


@pytest.mark.parametrize("cell", ["01001", "2A004", "97101", "974", "2B", "75", "11", "67A"])
def test_the_code_of_a_territory_is_kept(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, HEADING + f"11,,,{cell},,epci,\n")
    assert found.rows["code_insee"].tolist() == [cell] and found.remarks == []


@pytest.mark.parametrize(
    ("siren", "code"),
    [
        ("699314316", "Cunegonde"),  # a telephone without its zero, whose control digit is right
        ("200054782", "00123"),
        ("732829320", "Léa"),  # right too, but as a mobile telephone without its zero begins
        ("٢٠٠٠٥٤٧٨١", "Mme Roy"),
        ("20005478", "069931431"),
    ],
)
def test_what_is_no_number_of_a_public_body_nor_code_of_a_territory_goes_no_further_and_is_told_without_its_text(
    tmp_path: Path, siren: str, code: str
) -> None:
    found = read(tmp_path, HEADING + f"11,,200054781,01001,,epci,\n12,,{siren},{code},,epci,\n")
    assert found.rows["siren"].tolist() == ["200054781", ""]
    assert found.rows["code_insee"].tolist() == ["01001", ""]
    told = " ".join(found.remarks)
    assert siren not in told and code not in told
    for word in (SHOWN, "enregistrement 3", "colonne siren", "colonne code_insee"):
        assert word in told
