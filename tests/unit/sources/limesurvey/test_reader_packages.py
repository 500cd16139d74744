"""Archives and workbooks made to harm: nothing leaves them, nothing inflates, no entity is read."""

import io
import stat
import struct
import zipfile
import zlib

import openpyxl
import pytest
from reader_survey import CODES, LSS, ROW, mini, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure

_DOCTYPE = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><workbook>&c;</workbook>"""


def archive(members: dict[str, bytes], **attributes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes.get("external_attr", 0)
            target.writestr(info, content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["../../etc/s.lss", "/etc/s.lss", "a/../../s.lss", "..\\s.lss", "c:\\s.lss"])
def test_archive_member_that_leaves_the_archive(tmp_path, name):
    path = tmp_path / "s.lsa"
    path.write_bytes(archive({name: LSS.read_bytes()}))
    with pytest.raises(InputError, match="chemin qui en sort"):
        read_structure(path, "s.lsa")
    assert sorted(tmp_path.iterdir()) == [path]


def test_archive_with_a_link(tmp_path):
    path = tmp_path / "s.lsa"
    path.write_bytes(archive({"s.lss": b"/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16))
    with pytest.raises(InputError, match="lien"):
        read_structure(path, "s.lsa")


def test_archive_that_inflates_beyond_measure(tmp_path):
    path = tmp_path / "s.lsa"
    path.write_bytes(archive({"s.lss": b"\x00" * (40 * 1024**2)}))
    with pytest.raises(InputError, match="démesurément"):
        read_structure(path, "s.lsa")


def test_archive_that_announces_ten_gigabytes(tmp_path):
    data = bytearray(archive({"s.lss": b"\x00" * 1000}))
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 0xF0000000)
    path = tmp_path / "s.lsa"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match=r"plus de données|abîmée"):
        read_structure(path, "s.lsa")


@pytest.mark.parametrize("moved", [1, 5_000, 0x7FFFFFFF])
def test_archive_whose_list_of_members_is_said_to_be_elsewhere(tmp_path, moved):
    data = bytearray(archive({"s.lss": b"<document/>"}))
    end = data.rindex(b"PK\x05\x06")
    (place,) = struct.unpack_from("<I", data, end + 16)
    struct.pack_into("<I", data, end + 16, place + moved)
    path = tmp_path / "s.lsa"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="abîmée"):
        read_structure(path, "s.lsa")


def test_archive_that_lies_about_its_size_stops_at_what_it_announced(tmp_path):
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"0" * (200 * 1024**2)) + packed.flush()
    data = bytearray(archive({"s.lss": b"x"}))
    offset = data.index(b"s.lss") + len("s.lss")
    length = data.index(b"PK\x01\x02") - offset
    data[offset : offset + length] = body
    central = data.rindex(b"PK\x01\x02")
    for place in (central + 20, 18):
        struct.pack_into("<I", data, place, len(body))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 16, central)
    path = tmp_path / "s.lsa"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError):
        read_structure(path, "s.lsa")


def test_workbook_with_entities_or_a_bomb_is_harmless(tmp_path):
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": _DOCTYPE,
        "xl/worksheets/sheet1.xml": _DOCTYPE,
    }
    with pytest.raises(InputError):
        read(tmp_path, archive(parts))


def test_entities_in_a_sheet_are_not_read(tmp_path):
    good = tmp_path / "bon.xlsx"
    book = openpyxl.Workbook()
    for row in (CODES, ROW):
        book.active.append(row)
    book.save(good)
    assert read_extract(good, mini(), "bon.xlsx").values["Q1"].tolist() == ["A1"]
    with zipfile.ZipFile(good) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = next(name for name in parts if "sheet1" in name)
    entity = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet'
    parts[sheet] = parts[sheet].replace(b"<worksheet", entity, 1)
    with pytest.raises(InputError):
        read(tmp_path, archive(parts))
