"""Of two states of the responses, the newer one is read, in whatever form a tool rewrote the dates.

Both have the same number of responses and the older one comes last by its name: only dates can tell.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from small_surveys import Row, delimited, outcome, responses, structure, table

MARCH, JUNE = datetime(2030, 3, 28, 10, 0), datetime(2030, 6, 5, 10, 3)
MONTHS = {
    "fr": {3: "mars", 6: "juin"}, "en": {3: "March", 6: "June"}, "de": {3: "März", 6: "Juni"},
    "es": {3: "marzo", 6: "junio"}, "it": {3: "marzo", 6: "giugno"},
}  # fmt: skip


def written(moment: datetime, form: str) -> str:
    """Return a date in a form of ``strftime``; ``<fr>`` is the month in French, ``<unix>`` a count of seconds."""
    for language, months in MONTHS.items():
        form = form.replace(f"<{language}>", months[moment.month])
    counted = {
        "<excel>": (moment - datetime(1899, 12, 30)).total_seconds() / 86400,
        "<unix>": int((moment - datetime(1970, 1, 1)).total_seconds()),
        "<ms>": int((moment - datetime(1970, 1, 1)).total_seconds()) * 1000,
        "<spss>": int((moment - datetime(1582, 10, 14)).total_seconds()),
        "<d>": moment.day,
        "<m>": moment.month,
    }
    for mark, number in counted.items():
        form = form.replace(mark, str(number).replace(".", ","))
    return moment.strftime(form)


def dated(rows: list[Row], day: datetime, form: str) -> list[Row]:
    for number, row in enumerate(rows):
        moment = day + timedelta(minutes=number)
        row |= {name: written(moment, form) for name in ("submitdate", "startdate", "datestamp")}
    return rows


@pytest.mark.parametrize(
    "form",
    [
        "%d.%m.%Y %H:%M:%S", "<d>/<m>/%y %H:%M", "%d-%m-%Y %H:%M", "<m>/<d>/%Y %I:%M:%S %p", "<d>.<m>.%Y, %H:%M",
        "%d/%m/%Y", "%d/%m/%Y à %Hh%M", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S+02:00", "%Y-%m-%d %H:%M:%S.000",
        "%d-<fr>-%y", "<d> <fr> %Y %H:%M", "jeudi <d> <fr> %Y", "le <d> <fr> %Y à %H:%M", "<en> <d>, %Y %H:%M",
        "%d-<en>-%Y %H:%M:%S", "<d>. <de> %Y %H:%M Uhr", "<d> de <es> de %Y %H:%M", "<d> <it> %Y",
        "Thu <en> %d %Y %H:%M:%S GMT+0200 (heure d’été)", "%d<en>%Y:%H:%M:%S", "%Y%m%d", "%Y%m%d%H%M%S",
        "%Y%m%dT%H%M%SZ",
        "<excel>", "<unix>", "<ms>", "<spss>",
    ],
)  # fmt: skip
def test_the_newer_state_is_read(tmp_path: Path, form: str) -> None:
    older, newer = responses(), responses(Q01=("A3",) * 6)
    files = {
        "structure.lss": structure(),
        "extrait_z.csv": delimited(table(dated(older, MARCH, form))),
        "extrait_a.csv": delimited(table(dated(newer, JUNE, form))),
    }
    out = outcome(tmp_path, files)
    assert out.answers("Q01") == {"A3": 6}
    assert out.of("bronze/non_compris").empty
