"""Where the data of a figure come from, as the YAML received with them says: read again, not taken from the lake."""

from pathlib import Path

import yaml

from barometre_pipeline.audit.card import Check, Subject
from barometre_pipeline.audit.second_path.files import configuration_file

ORIGIN = "origine des données"
_REMEDY = "le lac dit une autre origine que les fichiers : relancez « barometre run »"


def origin_check(subject: Subject, raw: Path) -> Check:
    """Compare the origin that the lake gives a figure with the one its edition declares."""
    kept = str(subject.row["source_donnees"])
    found = _declared(raw, subject.edition, subject.source)
    same = kept == found
    return Check(ORIGIN, kept, found, same, "" if same else _REMEDY)


def _declared(raw: Path, edition: str, source: str) -> str:
    """Return ``source_donnees`` of the poll where its file says it, else of the edition; real by default."""
    poll = [raw / edition / "ipsos/sondage.yaml"] if source == "silver/sondes" else []
    for path in (*poll, configuration_file(raw, edition)):
        said = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}
        if said.get("source_donnees"):
            return str(said["source_donnees"])
    return "reelles"
