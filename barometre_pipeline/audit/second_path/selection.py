"""Which responses are kept, decided a second time from bronze by the rules that the edition's YAML states.

Emptiness and gaps are counted in SQL; which of several responses of one structure stays is decided here. What makes a
typed name doubtful is a judgement that is not made twice: a response set aside for it must be one that could be.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.read import columns, rows
from barometre_pipeline.audit.second_path.files import configuration_file
from barometre_pipeline.audit.second_path.session import SHOWN, Session
from barometre_pipeline.audit.sql import identifier, literal
from barometre_pipeline.french.numbers import count
from barometre_pipeline.vocabulary import INDETERMINE, NON_COCHE, NON_POSEE, SANS_REPONSE, ColumnKind

_RAW, _KEPT, _ASIDE = "bronze/reponses_brutes", "silver/reponses", "silver/reponses_ecartees"
# Reason of a response set aside -> column of the edition's context that counts it.
_COUNTED = {"vide": "vides", "incomplete": "incompletes", "douteuse": "douteuses", "doublon": "doublons"}
_WORDS = {"incompletes": "incomplètes"}
_SAID_NOTHING = ColumnKind.DISPLAY, ColumnKind.EQUATION, ColumnKind.LANGUAGE, ColumnKind.FILE_COUNT
_MISSING = ", ".join(map(literal, (SANS_REPONSE, NON_POSEE, INDETERMINE)))
_NO_ANSWER = f"{_MISSING}, {literal(NON_COCHE)}"
_GAP = ", ".join(map(literal, (SANS_REPONSE, INDETERMINE)))
_RECOGNISED = ("certain", "probable")
_REMEDY = (
    "la sélection du lac n’est pas celle que donnent les règles de l’édition : relancez « barometre run »"
)


@dataclass(frozen=True)
class _Response:
    """A response of bronze: its record, whether it says anything, whether it was ended, its name, its gaps."""

    key: int
    record: int
    empty: bool
    ended: bool
    name: str
    gaps: int


def selection_checks(session: Session, raw: Path) -> Iterator[Check]:
    """Yield how many responses each reason sets aside and which stay, against what the lake says."""
    edition = session.edition
    if not session.lake.exists(_RAW, edition):
        yield Check("réponses retenues", "", f"{_RAW} est absent", False, "relancez « barometre run »")
        return
    rules = _rules(raw, edition)
    responses = _responses(session, rules)
    aside = {int(r["id_reponse"]): str(r["motif"]) for r in rows(session.lake, _ASIDE, edition)}
    found = _reasons(session, rules, responses, aside)
    counted = rows(session.lake, "gold/contexte", edition)[0]
    records = {r.key: r.record for r in responses}
    for reason, column in _COUNTED.items():
        theirs, ours = ({k for k, motif in each.items() if motif == reason} for each in (aside, found))
        yield _check(
            f"réponses écartées, {_WORDS.get(column, column)}",
            int(counted[column]),
            theirs,
            ours,
            records,
            "à écarter",
            "à garder",
        )
    stored = {int(k) for (k,) in session.rows(f"SELECT id_reponse FROM {session.file(_KEPT, edition)}")}
    kept = {r.key for r in responses if r.key not in found}
    total = int(counted["reponses_retenues"])
    yield _check("réponses retenues", total, stored, kept, records, "à garder", "à écarter")
    received, all_of_them = int(counted["reponses_recues"]), len(responses)
    same = received == all_of_them
    yield Check("réponses reçues", str(received), str(all_of_them), same, "" if same else _REMEDY)


def _check(
    name: str,
    told: int,
    theirs: Collection[int],
    ours: Collection[int],
    records: Mapping[int, int],
    lacking: str,
    added: str,
) -> Check:
    """Compare a count told and the responses behind it with those found here."""
    wrong = [(records.get(k, 0), lacking) for k in set(ours) - set(theirs)]
    wrong += [(records.get(k, 0), added) for k in set(theirs) - set(ours)]
    same = not wrong and told == len(ours)
    places = [
        f"enregistrement {n} {what}" if n else "réponse inconnue de bronze" for n, what in sorted(wrong)
    ]
    listed = " ; ".join(places[:SHOWN]) + (f" et {len(places) - SHOWN} autres" if len(places) > SHOWN else "")
    found = str(len(ours)) + (f", dont {count(len(wrong), 'autre')}" if wrong and told == len(ours) else "")
    remedy = "" if same else " : ".join(filter(None, (listed, _REMEDY)))
    return Check(name, str(told), found, same, remedy)


def _rules(raw: Path, edition: str) -> dict[str, Any]:
    path = configuration_file(raw, edition)
    read = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}
    survey, cleaning = read.get("limesurvey") or {}, read.get("nettoyage") or {}
    return {
        "closing": survey.get("question_cloture"),
        "name": survey.get("question_nom"),
        "doubtful_stay": bool(cleaning.get("conserver_douteuses", False)),
        "one_each": bool(cleaning.get("une_reponse_par_structure", True)),
        "by_territory": cleaning.get("cle_structure", "territoire") != "nom",
    }


def _responses(session: Session, rules: Mapping[str, Any]) -> list[_Response]:
    known = columns(session.lake, _RAW, session.edition)
    asked = [q for q in rows(session.lake, "bronze/questions", session.edition) if str(q["colonne"]) in known]

    def cells(wanted: list[Mapping[Any, Any]]) -> list[str]:
        return [f"CAST({identifier(known[str(q['colonne'])])} AS VARCHAR)" for q in wanted]

    telling = cells([q for q in asked if q["nature"] not in _SAID_NOTHING])
    empty = " AND ".join(f"coalesce({c} IN ({_NO_ANSWER}), false)" for c in telling) or "true"
    closing = cells([q for q in asked if q["question"] == rules["closing"]])
    if rules["closing"] is not None:
        ended = " OR ".join(f"coalesce({c} NOT IN ({_NO_ANSWER}), true)" for c in closing) or "false"
    else:
        ended = "coalesce(CAST(submitdate AS VARCHAR), '') <> ''" if "submitdate" in known else "true"
    counted = cells([q for q in asked if q["nature"] != ColumnKind.OTHER_TEXT])
    gaps = " + ".join(f"coalesce({c} IN ({_GAP}), false)::INT" for c in counted) or "0"
    named = rules["name"] in known
    name = f"CAST({identifier(known[rules['name']])} AS VARCHAR)" if named else "''"
    typed = f"CASE WHEN {name} IN ({_MISSING}) THEN '' ELSE coalesce({name}, '') END"
    found = session.rows(
        f"SELECT id_reponse, ligne, {empty}, {ended}, {typed}, {gaps}\n"
        f"FROM {session.file(_RAW, session.edition)} ORDER BY ligne"
    )
    return [_Response(int(k), int(n), bool(e), bool(d), str(t), int(g)) for k, n, e, d, t, g in found]


def _reasons(
    session: Session, rules: Mapping[str, Any], responses: list[_Response], aside: Mapping[int, str]
) -> dict[int, str]:
    """Return why each response that does not stay is set aside, by identifier."""
    territories = _territories(session)
    found = {r.key: "vide" for r in responses if r.empty}
    found |= {r.key: "incomplete" for r in responses if not r.empty and not r.ended}
    for r in responses:
        may_be = (
            r.key not in found and r.name.strip() and r.key not in territories and not rules["doubtful_stay"]
        )
        # Without a letter it names nothing; what else is doubtful was judged once.
        if may_be and (aside.get(r.key) == "douteuse" or not re.search("[a-z]", _plain(r.name))):
            found[r.key] = "douteuse"
    if not rules["one_each"]:
        return found
    best: dict[str, _Response] = {}
    keys = _keys(responses, territories if rules["by_territory"] else {})
    left = [r for r in responses if r.key not in found and keys[r.key]]
    for r in left:
        first = best.setdefault(keys[r.key], r)
        if r.gaps < first.gaps:
            best[keys[r.key]] = r
    return found | {r.key: "doublon" for r in left if best[keys[r.key]] is not r}


def _territories(session: Session) -> dict[int, str]:
    """Return the territory of each response that has one: the reviewed file's, else a sure match."""
    matched = {
        int(r["id_reponse"]): str(r["territoire_id"])
        for r in rows(session.lake, "silver/appariements", session.edition)
        if r["statut"] in _RECOGNISED and r["territoire_id"]
    }
    reviewed = {
        int(r["id_reponse"]): str(r["siren"])
        for r in rows(session.lake, "bronze/correspondances", session.edition)
        if re.fullmatch(r"\d{9}", str(r["siren"]))
    }
    return matched | reviewed


def _keys(responses: list[_Response], territories: Mapping[int, str]) -> dict[int, str]:
    """Return what makes two responses those of one structure: a territory, shared by its namesakes, or a name."""
    namesakes: dict[str, set[str]] = {}
    for r in responses:
        if _plain(r.name) and r.key in territories:
            namesakes.setdefault(_plain(r.name), set()).add(territories[r.key])
    keys = {}
    for r in responses:
        name = _plain(r.name)
        alone = next(iter(namesakes[name])) if len(namesakes.get(name, ())) == 1 else ""
        territory = territories.get(r.key) or alone
        keys[r.key] = f"@{territory}" if territory else name
    return keys


def _plain(name: str) -> str:
    """Return a name in small letters and digits, one space between words."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.findall("[a-z0-9]+", bare))
