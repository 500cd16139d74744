"""From evidence to a verdict: certain, probable, to be reviewed, out of scope, or nothing typed.

Only the weighing of evidence and its wording in French belong here; reading names and numbers does not.
"""

from dataclasses import dataclass

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.matching.identifiers import TypedNumber
from barometre_pipeline.matching.index import NameIndex
from barometre_pipeline.matching.names import Name
from barometre_pipeline.matching.resolve import (
    ACRONYM,
    EXACT,
    FORMER,
    LIKE,
    NONE,
    NUMBER,
    PART,
    Reading,
    allowed_edits,
    likeness,
)
from barometre_pipeline.vocabulary import VERDICTS

CERTAIN, PROBABLE, REVIEW, OUT, VOID = VERDICTS

# A homonym is taken without other evidence when it is this many times larger than the next, and a town.
DOMINANCE, DOMINANT_POPULATION = 20, 10_000
# Likeness (0 to 100) to the territory a SIREN points to: enough to confirm it; enough not to contradict it.
CONFIRMS, COMPATIBLE = 85.0, 70.0
# Below this likeness a name without any other evidence resembles no territory.
RESEMBLES = 82.0
# A misspelt name is recognised if the next territory would take this many more changes; one more is enough
# for a single slip in a long name.
LEAD, LONG_NAME = 2, 7
_ACRONYM_LENGTH = 7
_SPELLED_OUT = {
    EXACT: "nom officiel retrouvé",
    NUMBER: "numéro de département",
    ACRONYM: "sigle",
    PART: "partie du nom officiel",
    FORMER: "ancien nom",
    LIKE: "nom ressemblant",
}


@dataclass(frozen=True)
class Evidence:
    """All that is known of one response. ``siren_row`` is the listed territory of the typed SIREN."""

    name: Name
    reading: Reading
    number: TypedNumber
    siren_row: int | None = None
    department: str = ""
    region: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was decided: ``row`` of the territory (or None), score 0 to 100, status, evidence in French."""

    statut: str
    preuve: str
    row: int | None = None
    score: float = 0.0
    candidates: tuple[tuple[int, float], ...] = ()


def decide(evidence: Evidence, index: NameIndex) -> Verdict:
    """Weigh the evidence of one response.

    The order is: nothing typed; a body out of scope; a SIREN of the official list, confirmed or
    contradicted by
    the name; the name alone.
    """
    name, row = evidence.name, evidence.siren_row
    void = not name.raw or (name.empty and evidence.reading.level != ACRONYM)  # « MMM » is an acronym
    if void and row is None and not evidence.number.siren:
        return Verdict(VOID, "rien d’exploitable n’a été saisi")
    official = evidence.reading.level == EXACT and (bool(name.family) or row in evidence.reading.rows)
    if name.outside_scope and not official:
        return _outside(evidence)
    if row is not None:
        return _with_siren(evidence, row, index)
    if evidence.number.kind == "other":
        return _with_other_number(evidence, index)
    return _by_name(evidence, index)


def _outside(evidence: Evidence) -> Verdict:
    said = f"le nom est celui d’un organisme hors champ ({evidence.name.outside_scope})"
    if evidence.siren_row is None:
        if evidence.reading.level != EXACT or evidence.number.kind == "other":
            return Verdict(OUT, said)
        rows = tuple((r, 60.0) for r in evidence.reading.rows)
        return Verdict(REVIEW, f"{said}, ou celui d’un territoire", None, 60.0, rows)
    return Verdict(
        REVIEW,
        f"conflit : {said}, mais le SIREN est celui d’une collectivité",
        score=50.0,
        candidates=((evidence.siren_row, 50.0), *evidence.reading.candidates),
    )


def _with_siren(evidence: Evidence, row: int, index: NameIndex) -> Verdict:
    name, reading = evidence.name, evidence.reading
    said = "SIREN de la liste officielle" + _remark(evidence.number)
    others = tuple(c for c in reading.candidates if c[0] != row)
    if row in reading.rows and reading.level == ACRONYM:
        return Verdict(PROBABLE, f"{said}, et {_SPELLED_OUT[ACRONYM]}", row, 97.0, others)
    if row in reading.rows and reading.level != FORMER and reading.edits <= 3:
        return Verdict(CERTAIN, f"{said}, et {_SPELLED_OUT[reading.level]}", row, 100.0, others)
    keys = [index.forms[f].key for f in index.forms_of(row)]
    if not name.core:
        if _family_agrees(name, row, index):
            return Verdict(PROBABLE, f"{said} ; le nom saisi ne désigne aucune structure", row, 88.0, others)
        return Verdict(REVIEW, f"conflit : {said}, mais le nom dit un autre type", None, 60.0, ((row, 60.0),))
    alike = likeness(name, keys)
    agrees = _family_agrees(name, row, index)
    elsewhere = reading.level in (EXACT, NUMBER, ACRONYM) and bool(reading.rows)
    if elsewhere or not agrees or len(name.families) > 1:
        why = "le nom en désigne une autre" if elsewhere else "le nom dit un autre type"
        listed = (*((r, reading.score) for r in reading.rows), (row, alike))
        return Verdict(REVIEW, f"conflit : {said}, mais {why}", None, alike, _unique((*listed, *others)))
    if alike >= CONFIRMS:
        return Verdict(CERTAIN, f"{said}, et nom ressemblant ({percent(alike / 100)})", row, alike, others)
    if alike >= COMPATIBLE:
        return Verdict(PROBABLE, f"{said} ; nom assez proche ({percent(alike / 100)})", row, alike, others)
    return Verdict(
        REVIEW,
        f"{said}, mais le nom ne lui ressemble pas ({percent(alike / 100)})",
        None,
        alike,
        ((row, alike), *others),
    )


def _with_other_number(evidence: Evidence, index: NameIndex) -> Verdict:
    reading, holder = evidence.reading, evidence.number.holder
    exact = reading.level in (EXACT, NUMBER) and bool(evidence.name.family)
    if exact and len(evidence.name.families) == 1:
        return Verdict(
            REVIEW,
            f"conflit : le nom est celui d’une collectivité, le SIREN celui d’un autre organisme ({holder})",
            None,
            60.0,
            _unique((*((r, reading.score) for r in reading.rows), *reading.candidates)),
        )
    del index
    return Verdict(OUT, f"SIREN valide, d’après ses premiers chiffres celui d’un autre organisme ({holder})")


def _by_name(evidence: Evidence, index: NameIndex) -> Verdict:
    name, reading = evidence.name, evidence.reading
    if len(name.families) > 1:
        return Verdict(REVIEW, "le nom désigne plusieurs structures", None, reading.score, reading.candidates)
    if reading.level == NONE or (not name.core and reading.level != NUMBER and not reading.rows):
        if name.family or not name.core:
            return Verdict(REVIEW, "un type de collectivité est dit, pas laquelle" + _remark(evidence.number))
        return Verdict(OUT, "aucun territoire de la liste officielle ne ressemble à ce nom")
    if reading.level == LIKE:
        return _by_likeness(evidence, index)
    return _by_agreement(evidence, index)


def _by_agreement(evidence: Evidence, index: NameIndex) -> Verdict:
    """Verdict on a name that agrees with the official lists without tolerance."""
    name, reading = evidence.name, evidence.reading
    said = _SPELLED_OUT[reading.level]
    rows, how = _narrow(evidence, index)
    others = tuple(c for c in reading.candidates if c[0] not in rows)
    if not rows:
        return Verdict(
            REVIEW, f"{said}, mais ailleurs que ce qui est indiqué", None, 60.0, _unique(reading.candidates)
        )
    if len(rows) > 1:
        what = "territoires homonymes" if reading.level == EXACT else "territoires possibles"
        listed = _unique((*((r, reading.score) for r in rows), *others))
        return Verdict(REVIEW, f"{said} : {len(rows)} {what}", None, reading.score, listed)
    row = rows[0]
    if reading.level == EXACT and _renamed(name, row, index):
        said = "ancien nom officiel retrouvé"
    said += how + _missing_number(evidence, row, index)
    if reading.level == FORMER:
        return Verdict(REVIEW, f"{said}, réunie à une autre", None, 85.0, ((row, 85.0), *others))
    if _shortened(evidence, row, index):
        return Verdict(
            REVIEW,
            f"{said}, mais une ville bien plus peuplée s’abrège ainsi",
            None,
            80.0,
            ((row, 80.0), *others),
        )
    if reading.level == ACRONYM and _weak_acronym(evidence, row, index):
        return Verdict(
            REVIEW, f"{said} possible, trop court pour en décider", None, 75.0, ((row, 75.0), *others)
        )
    if how == _DOMINANT:
        return Verdict(PROBABLE, said, row, 90.0, others)
    if not name.family and reading.level == PART:
        return Verdict(REVIEW, f"{said}, sans type de collectivité", None, 75.0, ((row, 75.0), *others))
    if reading.level in (PART, ACRONYM):
        return Verdict(PROBABLE, f"{said}, un seul territoire possible", row, reading.score, others)
    if name.family:
        return Verdict(CERTAIN, f"{said}, type de collectivité dit", row, 100.0, others)
    return Verdict(PROBABLE, f"{said}, un seul territoire possible", row, 95.0, others)


def _renamed(name: Name, row: int, index: NameIndex) -> bool:
    """Tell whether what was found is only a name that the territory bore in an earlier list."""
    own = [index.forms[f] for f in index.forms_of(row)]
    alike = [form for form in own if form.key == name.key]
    return bool(alike) and all(form.renamed for form in alike)


def _by_likeness(evidence: Evidence, index: NameIndex) -> Verdict:
    """Verdict on a misspelt name: probable if few letters differ and nothing else is near."""
    name, reading = evidence.name, evidence.reading
    flat = name.key.replace(" ", "")
    rows, how = _narrow(evidence, index)
    said = f"{_SPELLED_OUT[LIKE]} ({percent(reading.score / 100)}){how}"
    close = reading.edits <= allowed_edits(len(flat)) and (
        reading.lead >= LEAD or (reading.edits == 1 and len(flat) >= LONG_NAME)
    )
    if close and len(rows) == 1 and (name.family or len(flat) >= 9):
        row = rows[0]
        others = tuple(c for c in reading.candidates if c[0] != row)
        return Verdict(PROBABLE, said + _missing_number(evidence, row, index), row, reading.score, others)
    acronym = len(name.raw) == 1 and len(flat) <= _ACRONYM_LENGTH
    cited = bool(_CITED & set(name.raw))  # « DSI Ville de X »: an authority is named, not at the head
    if name.family or cited or reading.score >= RESEMBLES or (acronym and evidence.number.kind == "local"):
        return Verdict(
            REVIEW,
            f"{said}, trop incertain" + _remark(evidence.number),
            None,
            reading.score,
            reading.candidates,
        )
    return Verdict(
        OUT,
        f"aucun territoire de la liste officielle ne ressemble assez à ce nom ({percent(reading.score / 100)})",
        score=reading.score,
        candidates=reading.candidates,
    )


_CITED = frozenset({"mairie", "ville", "commune", "departement", "region", "metropole"})
_DOMINANT = ", de loin le plus peuplé de ses homonymes"


def _narrow(evidence: Evidence, index: NameIndex) -> tuple[list[int], str]:
    """Keep, among equal readings, those where the hints point; say in French what told them apart."""
    rows = list(evidence.reading.rows)
    coded = index.rows_by_code.get(evidence.number.code)
    if coded in rows:
        return [coded], ", confirmé par le code commune saisi"
    department = evidence.reading.department or evidence.department
    if not department and evidence.number.code and len(rows) > 1:
        code = evidence.number.code
        department = code[:3] if code[:2] in ("97", "98") else code[:2]
    region = evidence.reading.region or evidence.region
    territories = index.territories
    if department:
        kept = [r for r in rows if index.lies_in(r, department)]
        return kept, ", département indiqué" if len(rows) > 1 else ""
    if region:
        kept = [r for r in rows if territories[r]["region"] == region]
        return kept, ", région indiquée" if len(rows) > 1 else ""
    if len(rows) > 1 and all(territories[r]["type"] == "communes" for r in rows):
        ranked = sorted(rows, key=lambda r: -int(str(territories[r]["population"])))
        first, second = (int(str(territories[r]["population"])) for r in ranked[:2])
        if first >= DOMINANT_POPULATION and first >= DOMINANCE * max(second, 1):
            return ranked[:1], _DOMINANT
    return rows, ""


def _shortened(evidence: Evidence, row: int, index: NameIndex) -> bool:
    """Say whether a small commune bears the first words of a large town's name (Asnières,
    Asnières-sur-Seine).
    """
    reading, t = evidence.reading, index.territories[row]
    placed = reading.department or reading.region or evidence.department or evidence.region
    if reading.level != EXACT or t["type"] != "communes" or placed or evidence.number.code:
        return False
    largest = index.longer_names.get(evidence.name.key, 0)
    return largest >= DOMINANT_POPULATION and largest >= DOMINANCE * max(int(str(t["population"])), 1)


def _weak_acronym(evidence: Evidence, row: int, index: NameIndex) -> bool:
    """Say whether an acronym is only initials of our making, four letters or fewer, with nothing to back
    it.
    """
    name, reading = evidence.name, evidence.reading
    letters = name.key.replace(" ", "")
    backed = name.family or reading.department or reading.region or letters in index.official_acronyms
    return not backed and len(letters) <= 4 and index.territories[row]["type"] != "metropoles"


def _family_agrees(name: Name, row: int, index: NameIndex) -> bool:
    kind = str(index.territories[row]["type"])
    expected = {
        "commune": ("communes",),
        "epci": ("epci", "metropoles"),
        "departement": ("departements", "regions", "metropoles"),
        "region": ("regions", "departements"),
    }
    return name.family not in expected or kind in expected[name.family]


def _missing_number(evidence: Evidence, row: int, index: NameIndex) -> str:
    if evidence.number.siren and index.territories[row]["siren"]:
        return " ; le SIREN saisi n’est pas dans la liste de l’année"
    return _remark(evidence.number)


def _remark(number: TypedNumber) -> str:
    return f" ({number.remark})" if number.remark else ""


def _unique(candidates: tuple[tuple[int, float], ...]) -> tuple[tuple[int, float], ...]:
    seen: dict[int, float] = {}
    for row, score in candidates:
        seen.setdefault(row, score)
    return tuple(seen.items())
