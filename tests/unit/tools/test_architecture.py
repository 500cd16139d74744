"""The committed picture of the architecture is today's: every room, every asset, nothing over anything else."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

from barometre_pipeline.tables.registry import ASSETS, TABLES
from tools.architecture import COMMAND, PACKAGE, ROOT, TARGET, direct_reads, layers, picture, words

SVG = "{http://www.w3.org/2000/svg}"


def drawn() -> ET.Element:
    return ET.fromstring(picture())


def test_the_picture_in_docs_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == picture(), f"run: {COMMAND}"


def test_every_room_asset_and_table_is_written_as_text() -> None:
    texts = [t.text for t in drawn().iter(f"{SVG}text")]
    rooms = [
        p.stem
        for p in (ROOT / PACKAGE).iterdir()
        if not p.name.startswith("_") and (p.suffix == ".py" or (p / "__init__.py").exists())
    ]
    for name in (*rooms, *ASSETS, *TABLES):
        assert name in texts


def test_no_box_covers_another() -> None:
    boxes = [
        tuple(float(r.get(k, "")) for k in ("x", "y", "width", "height"))
        for r in drawn().iter(f"{SVG}rect")
        if r.get("rx")
    ]
    assert len(boxes) > len(ASSETS) + sum(map(len, layers()))
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_an_asset_is_joined_to_the_nearest_it_reads_and_to_no_other() -> None:
    assert "bronze/questions" in ASSETS["site"].reads
    assert "rapprochement" not in direct_reads(ASSETS["site"]), (
        "open data read it, and the site reads open data"
    )
    assert "donnees_ouvertes" in direct_reads(ASSETS["site"])
    assert "lecture_limesurvey" not in direct_reads(ASSETS["site"])
    assert direct_reads(ASSETS["nettoyage"]) == ["lecture_limesurvey"]


def test_a_room_is_said_by_its_first_sentence_on_one_line() -> None:
    assert words("matching").startswith("From a typed structure name")
    assert words("matching").endswith(".")
    assert "`" not in words("cli")


def test_readme_lists_every_room_after_those_that_may_import_it() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| room of")[2].partition("\n\n")[0]
    rows = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    listed = [room for row in rows for room in row]
    height = {room: -k for k, rooms in enumerate(layers()) for room in rooms}
    assert sorted(listed) == sorted(height)
    heights = [max(height[room] for room in row) for row in rows]
    assert heights == sorted(heights, reverse=True)
