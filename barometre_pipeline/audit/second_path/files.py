"""Raw files as they are now against what the lake says was read: present, and the same bytes."""

import hashlib
from pathlib import Path

from barometre_pipeline.audit.card import Card, Check
from barometre_pipeline.french.numbers import count
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.raw_inputs import LISTS
from barometre_pipeline.tables.records import records

_PACKAGE = Path(__file__).resolve().parents[2]
_SHOWN = 16  # digits of a hash
_TABLES = ".parquet"
_NOTHING = hashlib.sha256(b"").hexdigest()  # the configuration of an edition that has no YAML
_PUT_BACK = (
    "remettez le fichier tel qu’il a été reçu, ou donnez le bon dossier avec --raw ; s’il a changé exprès, relancez "
    "« barometre run »"
)


def file_checks(lake: Lake, card: Card, raw: Path, edition: str) -> list[Check]:
    """Compare each file of a card, the YAML and the official lists of its edition with the bytes read."""
    named = {str(f["fichier"]): (str(f["role"]), str(f["sha256"])) for f in card.files}
    checks = [_check(raw / name, name, role, digest) for name, (role, digest) in named.items()]
    configuration = str(card.versions.get("configuration_sha256") or "")
    if configuration:
        name = str(card.versions["configuration"])
        checks.append(_configuration_check(configuration_file(raw, edition), name, configuration))
    steps = records(lake, edition).values()
    lists = {n: d for step in steps for n, d in step.raw.get(LISTS.name, {}).items()}
    checked = [_check(_list_file(raw, name), name, "", digest) for name, digest in lists.items()]
    wrong = [c for c in checked if not c.identical]
    if lists:
        shown = count(len(lists), "fichier")
        same = count(len(lists) - len(wrong), "identique")
        details = " ; ".join(f"{c.name.strip()} {c.found}" for c in wrong[:3])
        checks.append(
            Check("listes officielles", shown, same, not wrong, details and f"{details} : {_PUT_BACK}")
        )
    return checks


def table_check(lake: Lake, edition: str) -> Check:
    """Compare the tables of an edition, and those of all editions, with the bytes written when they were computed.

    What a card prints beside its numbers (words, flags, statements, scores) is in these tables and counted nowhere.
    """
    steps = [step for key in (edition, None) for step in records(lake, key).values()]
    known = {n: d for step in steps for n, d in step.written.items() if n.endswith(_TABLES)}
    if not known:
        return Check("tables du lac", "aucune empreinte", "calcul non enregistré", True)
    changed = sorted(name for name, digest in known.items() if _digest_of(lake, name) != digest)
    shown = " ; ".join(changed[:3])
    return Check(
        "tables du lac",
        count(len(known), "fichier"),
        count(len(known) - len(changed), "identique"),
        not changed,
        f"{shown} : le lac a été modifié depuis son calcul, relancez « barometre run »" if changed else "",
    )


def configuration_file(raw: Path, edition: str) -> Path:
    """Return the YAML of an edition: beside its data, else the one that comes with the package."""
    beside = raw / edition / "edition.yaml"
    return beside if beside.is_file() else _PACKAGE / "editions" / edition / "edition.yaml"


def _configuration_check(path: Path, name: str, digest: str) -> Check:
    """Compare the YAML of an edition; where there was none when it was computed, there must be none now."""
    if digest != _NOTHING:
        return _check(path, name, "configuration", digest)
    found = _digest(path)
    shown = f"{found[:_SHOWN]}…" if found else "aucun fichier"
    details = f"{name} n’existait pas au calcul : relancez « barometre run »" if found else ""
    return Check("configuration par défaut", "aucun fichier", shown, not found, details)


def _list_file(raw: Path, name: str) -> Path:
    """Return a file of an official list: beside the data, else the one that comes with the project."""
    beside = raw / name
    return beside if beside.is_file() else _PACKAGE.parent / "data_raw" / name


def same_bytes(path: Path, digest: str) -> bool:
    """Tell whether a file is there and has this SHA-256."""
    return _digest(path) == digest


def _check(path: Path, name: str, role: str, digest: str) -> Check:
    found = _digest(path)
    shown = f"{found[:_SHOWN]}…" if found else "absent"
    same = found == digest
    return Check(f"{role} {name}", f"{digest[:_SHOWN]}…", shown, same, "" if same else _PUT_BACK)


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest_of(lake: Lake, name: str) -> str:
    path = lake.root / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
