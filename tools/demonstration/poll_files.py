"""Writes a poll as an institute delivers it: SPSS microdata and Excel tables, the same bytes each time.

Both libraries stamp the hour into the file; the stamps are replaced here.
"""

import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
from pyreadstat.pyclasses import MissingRange

from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.crosstabs import banner_columns, cross
from barometre_pipeline.sources.ipsos.model import LIBELLE_ENSEMBLE, PollVariable

REFUSAL = 99
BASES = ("Base brute", "Base pondérée", "Base efficace")
COUNTS = ("Effectif brut", "Effectif pondéré")
BLOCK = "Question"
NOTICE = "Données de démonstration (synthétiques) : réponses inventées, aucune personne n’a été interrogée."
_EPOCH = datetime(2025, 1, 1)
_SAV_DATE = slice(92, 109)  # creation_date and creation_time of the file header record


@dataclass(frozen=True)
class Poll:
    """What both files are written from.

    Attributes:
        config: the description that goes beside the files.
        variables: questions, in order.
        sondes: ``id_repondant``, ``poids``, banner variables (canonical names), questions (codes; NA = not
            answered).
    """

    config: PollConfig
    variables: Sequence[PollVariable]
    sondes: pd.DataFrame


def sav_bytes(poll: Poll) -> bytes:
    """Return the microdata as .sav: value labels, a user-missing code, the weight."""
    config = poll.config
    frame = pd.DataFrame({config.identifiant: poll.sondes["id_repondant"].astype(float)})
    frame[config.poids] = poll.sondes["poids"].astype(float)
    labels: dict[str, str | None] = {config.identifiant: "Numéro du répondant"}
    labels[config.poids] = "Poids de redressement"
    value_labels: dict[str, dict[float, str]] = {}
    missing: dict[str, list[int | float | str | MissingRange]] = {}
    for name, part in config.banniere.items():
        codes = {m: float(i) for i, m in enumerate(part.modalites, 1)}
        frame[part.variable] = poll.sondes[name].astype("str").map(codes).astype(float)
        labels[part.variable] = part.titre
        value_labels[part.variable] = {codes[m]: label for m, label in part.modalites.items()}
    for variable in poll.variables:
        frame[variable.nom] = _numeric(poll.sondes[variable.nom])
        labels[variable.nom] = " – ".join(filter(None, (variable.libelle, variable.libelle_item)))
        known = {float(code): label for code, label in variable.modalites.items()}
        value_labels[variable.nom] = known | {float(REFUSAL): "Refus"}
        missing[variable.nom] = [{"lo": float(REFUSAL), "hi": float(REFUSAL)}]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sondage.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label="Donnees de demonstration (synthetiques)",
            column_labels=labels,
            variable_value_labels=value_labels,
            missing_ranges=missing,
        )
        content = bytearray(path.read_bytes())
    content[_SAV_DATE] = b"01 Jan 2500:00:00"
    return bytes(content)


def xlsx_bytes(poll: Poll) -> bytes:
    """Return the tables as .xlsx: one sheet per question, counts and percentages by the banner."""
    counts = cross(poll.sondes, poll.variables, poll.config)
    workbook = openpyxl.Workbook()
    notice = workbook.active
    assert notice is not None
    notice.title = "Notice"
    notice.append([NOTICE])
    notice.append([f"Base : {poll.config.effectif} personnes ; effectifs bruts et pondérés."])
    by_variable = dict(tuple(counts.groupby(["question", "sous_question"], sort=False)))
    for variable in poll.variables:
        title = variable.question
        sheet = workbook[title] if title in workbook.sheetnames else workbook.create_sheet(title)
        block = by_variable[variable.question, variable.sous_question]
        for row in _block(variable, block, poll.config):
            sheet.append(row)
    buffer = BytesIO()
    workbook.save(buffer)
    return _without_clock(buffer.getvalue())


def _numeric(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values.astype("object"), errors="coerce").astype(float)


def _block(variable: PollVariable, counts: pd.DataFrame, config: PollConfig) -> list[list[object]]:
    columns = banner_columns(config)
    titles: list[object] = [LIBELLE_ENSEMBLE]
    labels: list[object] = [LIBELLE_ENSEMBLE]
    for part in config.banniere.values():
        titles += [part.titre, *[None] * (len(part.modalites) - 1)]
        labels += list(part.modalites.values())
    first = counts.iloc[: len(columns)]
    rows: list[list[object]] = [
        [variable.nom, variable.libelle, BLOCK],
        [None, variable.libelle_item or None, None, *titles],
        [None, None, None, *labels],
        [None, None, BASES[0], *first["base"].tolist()],
        [None, None, BASES[1], *first["base_ponderee"].tolist()],
        [None, None, BASES[2], *np.nan_to_num(first["base_efficace"]).tolist()],
    ]
    for code, part_counts in counts.groupby("modalite", sort=False):
        weighted, base = part_counts["n_pondere"].to_numpy(), part_counts["base_ponderee"].to_numpy()
        share = np.divide(weighted, base, out=np.zeros_like(weighted), where=base > 0)
        rows.append([code, variable.modalites[str(code)], COUNTS[0], *part_counts["n"].tolist()])
        rows.append([None, None, COUNTS[1], *weighted.tolist()])
        rows.append([None, None, "% pondéré", *np.round(100 * share).tolist()])
    return [*rows, []]


def _without_clock(content: bytes) -> bytes:
    """Rewrite an .xlsx with fixed dates in its properties and in the archive's directory."""
    stamp = _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "docProps/core.xml":
                data = re.sub(rb"(W3CDTF\">)[^<]*(</dcterms)", rb"\g<1>" + stamp + rb"\g<2>", data)
            info = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, data, compresslevel=9)
    return buffer.getvalue()
