"""Finds the row of gold that an identifier of a card names, whatever the table."""

import re

from barometre_pipeline.audit.read import Row, rows
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY

_TRACE = re.compile(r"[0-9a-f]{16}")


def find_trace(lake: Lake, text: str) -> tuple[str, Row] | None:
    """Return the table and the row of an identifier, None where the text is none or nothing has it."""
    if not _TRACE.fullmatch(text):
        return None
    if lake.exists("gold/indicateurs"):
        for row in rows(lake, "gold/indicateurs", trace_id=text):
            return "gold/indicateurs", row
    for edition in lake.editions("gold/fiches"):
        for trail in rows(lake, "gold/fiches", edition, trace_id=text):
            keys = {k: str(trail[k]) for k in ANSWER_KEY}
            return "gold/tris", rows(lake, "gold/tris", edition, **keys)[0]
    return None
