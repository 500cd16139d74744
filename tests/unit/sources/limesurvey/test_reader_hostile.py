"""Bad and hostile files: a French message that says where and what to do, never a crash or personal data."""

import contextlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_survey import CODES, LSS, ROW, TXT, csv_bytes, mini, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure

GOOD = csv_bytes([CODES, ROW])


def changed(**cells: str) -> list[str]:
    return [
        cells.get(name.replace("[", "_").replace("]", ""), cell)
        for name, cell in zip(CODES, ROW, strict=True)
    ]


def refused(tmp_path, data: bytes) -> InputError:
    with pytest.raises(InputError) as error:
        read(tmp_path, data)
    found = error.value
    assert found.fichier == "reponses.csv"
    assert found.constat
    assert found.attendu
    assert found.remede
    return found


def test_the_good_file_is_read(tmp_path):
    extract = read(tmp_path, GOOD)
    assert extract.values["Q1"].tolist() == ["A1"]


def test_empty_file(tmp_path):
    assert "vide" in refused(tmp_path, b"").constat


def test_two_bytes_that_the_server_sends_for_no_response(tmp_path):
    assert "aucune réponse" in refused(tmp_path, b"\r\n").constat


@pytest.mark.parametrize("end", [b"", b"\r\n"])
def test_heading_without_response(tmp_path, end):
    assert "aucune réponse" in refused(tmp_path, csv_bytes([CODES]).rstrip() + end).constat


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_file_cut_in_the_middle_of_a_response(tmp_path, cut):
    data = csv_bytes([CODES, ROW, changed(id="2")]).rstrip()
    error = refused(tmp_path, data[:-cut])
    assert "enregistrement 3" in error.lieu or error.lieu == ""


def test_unclosed_quote_tells_the_response(tmp_path):
    error = refused(tmp_path, GOOD.rstrip() + b'\r\n"2","2026')
    assert "guillemet" in error.constat


def test_response_with_a_cell_too_many_tells_its_line(tmp_path):
    error = refused(tmp_path, csv_bytes([CODES, ROW, [*changed(id="2"), "de trop"]]))
    assert error.lieu.startswith("enregistrement 3")


def test_unknown_delimiter(tmp_path):
    assert (
        "séparateur" in refused(tmp_path, csv_bytes([CODES, ROW], delimiter="^").replace(b'"', b"")).constat
    )


def test_heading_and_rows_with_different_delimiters(tmp_path):
    data = csv_bytes([CODES], delimiter=";") + csv_bytes([ROW], delimiter=",")[3:]
    assert refused(tmp_path, data).lieu.startswith("enregistrement 2")


def test_an_extract_wider_than_any_is_refused_before_its_headings_are_looked_at(tmp_path):
    data = csv_bytes([["id", *(f"publie[{i}]" for i in range(100_000))], ["1"] * 100_001])
    began = time.process_time()
    assert "100\u202f001 intitulés" in refused(tmp_path, data).constat
    assert time.process_time() - began < 5  # a third of a second; fifteen where each heading is looked at


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_called_by_its_name(tmp_path, encoding):
    data = ("\ufeff" + csv_bytes([CODES, ROW]).decode("utf-8-sig")).encode(encoding)
    assert "UTF-32" in refused(tmp_path, data).constat


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_refused(tmp_path, encoding):
    data = csv_bytes([CODES, ROW]).decode("utf-8-sig").encode(encoding)
    assert "UTF-16" in refused(tmp_path, data).constat


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_utf_16_is_read_where_its_mark_says_so_and_told(tmp_path, mark, encoding, delimiter):
    rows = [CODES, [*ROW[:10], "« né à Œuilly »", *ROW[11:]]]
    data = mark + csv_bytes(rows, delimiter=delimiter).decode("utf-8-sig").encode(encoding)
    extract = read(tmp_path, data)
    assert extract.values["Q4"].tolist() == ["« né à Œuilly »"]
    assert extract.form.encoding == "utf-16"
    assert any("UTF-16" in warning for warning in extract.warnings)


@pytest.mark.parametrize("damage", [b"\x00", b"\xd8\xd8\xd8\xd8"])
def test_a_mark_of_utf_16_before_something_else_is_refused(tmp_path, damage):
    data = b"\xff\xfe" + csv_bytes([CODES, ROW]).decode("utf-8-sig").encode("utf-16-le") + damage
    assert "UTF-16" in refused(tmp_path, data).constat


def test_a_second_heading_line_without_identifier_is_named_so(tmp_path):
    error = refused(tmp_path, csv_bytes([CODES, ["", *["Libellé"] * (len(CODES) - 1)], ROW]))
    assert "seconde ligne d’intitulés" in error.constat


@pytest.mark.parametrize("place", ["cell", "heading", "closed", "far"])
def test_latin_1(tmp_path, place):
    rows = [CODES, ROW]
    if place == "cell":
        rows = [CODES, changed(Q4="déjà")]
    if place == "heading":
        rows = [[*CODES[:-1], "Résumé"], ROW]
    if place == "closed":
        rows = [CODES, changed(Q1="é")]
    if place == "far":
        rows = [CODES, *(changed(id=str(i), Q4="x" * 100) for i in range(2000)), changed(id="9999", Q4="é")]
    data = csv_bytes(rows).decode("utf-8-sig").encode("latin-1")
    assert "UTF-8" in refused(tmp_path, data).constat


def test_byte_order_mark_is_welcome_or_absent(tmp_path):
    assert read(tmp_path, GOOD).values.equals(read(tmp_path, GOOD[3:]).values)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        bytes(range(256)) * 8,
        b"<!DOCTYPE html><html><body>Erreur</body></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"$FL2 rien de plus",
        b"PK\x03\x04 pas une archive",
        b"{",
        b'{"responses": 3}',
        b'{"responses": [[1]]}',
        b'{"responses": []}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"<?xml version='1.0'?><dta><data>",
    ],
)
def test_binary_or_foreign_content_named_csv(tmp_path, data):
    refused(tmp_path, data)


def test_response_identifier_twice_names_both_lines(tmp_path):
    error = refused(tmp_path, csv_bytes([CODES, ROW, changed(id="2"), ROW]))
    assert error.lieu == "enregistrements 2, 4 (en-tête compris)"


def test_identifier_that_is_no_number(tmp_path):
    assert "enregistrement 2" in refused(tmp_path, csv_bytes([CODES, changed(id="un")])).lieu


def test_missing_identifier_column(tmp_path):
    assert "identifiant" in refused(tmp_path, csv_bytes([CODES[1:], ROW[1:]])).constat


def test_column_that_the_structure_lacks_is_set_aside_and_named(tmp_path):
    extract = read(tmp_path, csv_bytes([[*CODES, "Q99", ""], [*ROW, "surprise", ""]]))
    assert "Q99" not in extract.values
    assert any("Q99" in w and "laissée de côté" in w for w in extract.warnings)
    assert not any("surprise" in w for w in extract.warnings)


def test_a_structure_that_lacks_most_columns_is_another_survey_s(tmp_path):
    added = [f"Q{n}" for n in range(50, 70)]
    error = refused(tmp_path, csv_bytes([[*CODES, *added], [*ROW, *["1"] * 20]]))
    assert "« Q50 »" in error.lieu
    assert "20 des colonnes" in error.constat


def test_column_of_the_structure_that_the_file_lacks_is_named(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES[:-1], ROW[:-1]]))
    assert extract.missing == ("Q6",)
    assert any("Q6" in warning for warning in extract.warnings)


def test_another_survey_is_refused(tmp_path):
    assert "structure" in refused(tmp_path, csv_bytes([["a", "b"], ["1", "2"]])).constat


def test_same_question_twice_is_refused(tmp_path):
    assert "Q6" in refused(tmp_path, csv_bytes([[*CODES, "Q6"], [*ROW, "1"]])).constat


def test_no_message_repeats_a_free_text(tmp_path):
    secret = "camille.invente@example.org"
    for rows in (
        [CODES, changed(Q4=secret), changed(Q4=secret)],
        [CODES, [*changed(Q4=secret), "x"]],
        [CODES, changed(Q4=secret)[:-1]],
        [CODES, changed(Q1=secret)],
    ):
        assert secret not in str(refused(tmp_path, csv_bytes(rows)))


@pytest.mark.parametrize("heading", [CODES, None])
def test_cells_may_hold_anything(tmp_path, heading):
    for text in (
        "=1+1",
        "@SUM",
        "a\nb",
        'un "mot"',
        "{newline}",
        "NULL",
        "N/A",
        "x" * 20_000,
        "a;b,c\td",
        "\u0085é",
    ):
        extract = read(tmp_path, csv_bytes([CODES, changed(Q4=text)]))
        assert extract.values["Q4"].tolist() == [text]


@settings(max_examples=60, deadline=None)
@given(junk=st.binary(min_size=1, max_size=400), where=st.integers(0, 300))
def test_damaged_bytes_never_raise_anything_but_an_input_error(tmp_path_factory, junk, where):
    data = GOOD[:where] + junk + GOOD[where + len(junk) :]
    try:
        read(tmp_path_factory.mktemp("junk"), data)
    except InputError as error:
        assert str(error).startswith("Fichier : ")


JSON = json.dumps({"responses": [dict(zip(CODES, ROW, strict=True))]}).encode()
VV = "\n".join(
    "\t".join(line) for line in (CODES, [c.replace("[", "_").replace("]", "") for c in CODES], ROW)
)
STATA = (
    "<dta><descriptors><varlist>"
    + "".join(f'<variable varname="{name}"/>' for name in CODES)
    + "</varlist></descriptors><data><o>"
    + "".join(f'<v varname="{name}">{cell}</v>' for name, cell in zip(CODES, ROW, strict=True))
    + "</o></data></dta>"
)


@settings(max_examples=150, deadline=None)
@given(
    good=st.sampled_from([JSON, VV.encode(), STATA.encode(), GOOD.replace(b'"', b"")]),
    junk=st.one_of(
        st.binary(max_size=30), st.sampled_from([b"\r", b'"', b"\t", b"\n", b"{", b"<", b"\x00", b"null"])
    ),
    where=st.integers(0, 800),
    lost=st.integers(0, 50),
)
def test_every_form_damaged_anywhere_gives_data_or_a_message(tmp_path_factory, good, junk, where, lost):
    data = good[:where] + junk + good[where + lost :]
    with contextlib.suppress(InputError):
        read(tmp_path_factory.mktemp("junk"), data)


@settings(max_examples=150, deadline=None)
@given(
    good=st.sampled_from([LSS.read_bytes(), TXT.read_bytes()]),
    junk=st.one_of(
        st.binary(max_size=30), st.sampled_from([b"\r", b'"', b"\t", b"<row/>", b"<![CDATA[", b"\x00"])
    ),
    where=st.integers(0, 12_000),
    lost=st.integers(0, 400),
)
def test_damaged_structure_gives_a_survey_or_a_message(tmp_path_factory, good, junk, where, lost):
    path = tmp_path_factory.mktemp("junk") / "s"
    path.write_bytes(good[:where] + junk + good[where + lost :])
    with contextlib.suppress(InputError):
        read_structure(path, "s")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType>&d;</document>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType>&x;</document>"""


@pytest.mark.parametrize("data", [BOMB, EXTERNAL])
def test_entities_of_a_structure_are_not_read(tmp_path, data):
    path = tmp_path / "s.lss"
    path.write_bytes(data)
    with pytest.raises(InputError, match="DTD ou des entités"):
        read_structure(path, "s.lss")


@pytest.mark.parametrize("cut", [10, 200, 2000, 5000])
def test_truncated_structure_is_refused(tmp_path, cut):
    path = tmp_path / "s.lss"
    path.write_bytes(LSS.read_bytes()[:cut])
    with pytest.raises(InputError, match="À faire"):
        read_structure(path, "s.lss")


def test_link_instead_of_a_file_is_refused(tmp_path):
    real = tmp_path / "vrai.csv"
    real.write_bytes(GOOD)
    link = tmp_path / "reponses.csv"
    link.symlink_to(real)
    with pytest.raises(InputError, match="fichier ordinaire"):
        read_extract(link, mini(), "reponses.csv")


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError):
        read_extract(tmp_path / "absent.csv", mini(), "absent.csv")


def test_json_of_the_older_version_is_read(tmp_path):
    cells = dict(zip(CODES, ROW, strict=True))
    flat = read(tmp_path, json.dumps({"responses": [cells]}).encode())
    wrapped = read(tmp_path, json.dumps({"responses": [{"1": cells}]}).encode())
    assert flat.values.equals(wrapped.values)
    assert flat.form.container == "json"
