"""Questions that the comparison left in doubt, and what becomes of ``codebook.yaml`` once a person has decided.

The comparison is ``pairing``'s, the shape of the file ``draft_codebook``'s; how a doubt is shown is the command line's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from barometre_pipeline.catalogue.extension import (
    CODEBOOK_FILE,
    EditionCodebook,
    doubt_codes,
    extended_catalogue,
    read_codebook,
)
from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.catalogue.model import Coding
from barometre_pipeline.editions.draft import find_structure
from barometre_pipeline.editions.draft_codebook import (
    PUBLIC,
    canonical_entry,
    doubts,
    item_doubt,
    lost,
    plain_entry,
)
from barometre_pipeline.editions.pairing import (
    THRESHOLD,
    Pairing,
    QuestionPair,
    State,
    pair_questionnaires,
)
from barometre_pipeline.editions.pairing_items import ItemPair
from barometre_pipeline.editions.settling_items import settle_item
from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.sources.limesurvey.structure import read_structure
from barometre_pipeline.yaml_files import read_yaml, written_yaml


@dataclass(frozen=True)
class Doubt:
    """One question of the new edition that may be one of the edition before, or one of its answers or lines.

    Attributes:
        pair: both questions, with what speaks for it.
        line: how the file names the doubt.
        item: the answer or line in doubt, where the questions are the same.
    """

    pair: QuestionPair
    line: str
    item: ItemPair | None = None

    @property
    def code(self) -> str:
        """Return how a person names it: the code of the question, and that of the answer or line."""
        code = self.pair.after[0].code
        return code if self.item is None else f"{code}:{self.item.after[0].code}"


@dataclass(frozen=True)
class Settling:
    """A codebook with what is left to decide of it.

    Attributes:
        path: the file.
        previous: key of the edition before.
        doubts: questions, answers and lines in doubt, in the order of the questionnaire.
        others: lines to confirm that are about variables: to be settled in the file.
        accepted: code of a question taken as known -> that of the edition before, "" where no proposal says it.
        asked: codes of all the questions of the edition.
    """

    path: Path
    previous: str
    doubts: tuple[Doubt, ...]
    others: tuple[str, ...]
    accepted: Mapping[str, str]
    asked: frozenset[str] = frozenset()


def open_settling(raw: Path, edition: str) -> Settling:
    """Read the codebook of an edition and compare the questionnaires again, for what is still in doubt.

    Raises:
        InputError: there is no codebook, or one of the two structures is not there.
        ConfigurationError: the codebook cannot be read, or names what does not exist.
    """
    path = raw / edition / CODEBOOK_FILE
    shown = f"{edition}/{CODEBOOK_FILE}"
    if not path.is_file():
        raise InputError(
            shown, "", "le fichier n’existe pas", "la proposition de « barometre new-edition »",
            f"lancez « barometre new-edition {edition} --structure FICHIER --from ÉDITION_PRÉCÉDENTE »",
        )  # fmt: skip
    text = read_yaml(path, shown).content.decode("utf-8")
    book = read_codebook(shown, text, edition)
    extended_catalogue(((edition, shown, text),))  # what it names exists
    previous = book.edition_precedente or ""
    sides = tuple(_structure(raw, e) for e in (previous, edition))
    threshold = THRESHOLD if book.seuil is None else book.seuil
    pairing = _paired(sides, tuple(path.read_bytes() for path, _ in sides), threshold)
    waiting = {codes: line for line in reversed(book.waiting) if (codes := doubt_codes(line))}
    every = [(d, doubt_codes(d.line)) for pair in pairing.questions for d in _doubts(pair)]
    found = [replace(d, line=waiting[codes]) for d, codes in every if codes in waiting]
    told = {codes for _, codes in every}
    before = {m.after[0].code: m.before[0].code for m in pairing.questions if m.before and m.after}
    entries = [v.question for v in book.variables.values()]
    entries += [str(q.get("question")) for q in book.questions.values()]
    asked = set(pairing.after.by_code)
    wrong = [
        f"variable {name} : la question « {v.question} » n’est pas dans la structure de {edition}"
        for name, v in book.variables.items()
        if v.question not in asked
    ]
    left = (*wrong, *(x for x in book.waiting if doubt_codes(x) not in told))
    accepted = {code: before.get(code, "") for code in entries}
    return Settling(path, previous, tuple(found), left, accepted, frozenset(asked))


def _doubts(pair: QuestionPair) -> Iterator[Doubt]:
    """Yield what may be asked of two questions: whether they are the same, then, if so, of their answers and lines."""
    if pair.state is State.DOUBTFUL:
        yield from (Doubt(pair, line) for line in doubts(pair))
        pair = replace(pair, state=State.REWORDED)
    if pair.equal:
        yield from (Doubt(pair, item_doubt(pair, i), i) for i in pair.items if i.state is State.DOUBTFUL)


def settle(settling: Settling, doubt: Doubt, same: bool) -> None:
    """Write in the codebook that two questions, answers or lines are the same, or that they are two.

    Comments at the head of the file are kept; those inside it are not.

    Raises:
        ConfigurationError: what is written would not be a codebook.
    """
    data = _content(settling)
    settled = doubt_codes(doubt.line)
    data["a_confirmer"] = [line for line in data.get("a_confirmer", []) if doubt_codes(line) != settled]
    codings = [
        c
        for _, c in load_codebook().questionnaire(settling.previous, PUBLIC)
        if c.question == doubt.pair.before[0].code
    ]
    if doubt.item is not None:
        settle_item(data, codings, doubt.pair, doubt.item, same)
    elif same:
        _same_question(data, codings, replace(doubt.pair, state=State.REWORDED))
    else:
        _another_question(data, codings, doubt.pair)
    _write(settling, data)


def refuse(settling: Settling, code: str) -> None:
    """Write that a question taken as known is a new one, and that the one of the edition before is gone.

    Raises:
        ConfigurationError: what is written would not be a codebook.
    """
    data = _content(settling)
    for key in ("variables", "questions"):
        data[key] = {k: v for k, v in data.get(key, {}).items() if v.get("question") != code}
    data["nouvelles"] = [*data.get("nouvelles", []), code]
    if before := settling.accepted[code]:
        data["disparues"] = [*data.get("disparues", []), before]
    data["a_confirmer"] = [x for x in data.get("a_confirmer", []) if not x.startswith(f"{code} : ")]
    _write(settling, data)


def _same_question(data: dict[str, Any], codings: Sequence[Coding], pair: QuestionPair) -> None:
    waiting = data["a_confirmer"]
    for coding in codings:
        entry = canonical_entry(coding, pair)
        data.setdefault("variables", {})[coding.variable] = entry
        waiting = [line for line in waiting if line not in lost(coding, None, None)] + lost(
            coding, entry, pair
        )
    if not codings:
        data.setdefault("questions", {})[pair.before[0].code] = plain_entry(pair)
    data["a_confirmer"] = waiting + doubts(pair)


def _another_question(data: dict[str, Any], codings: Sequence[Coding], pair: QuestionPair) -> None:
    said = [line for coding in codings for line in lost(coding, None, None)]
    data["a_confirmer"] = [line for line in data["a_confirmer"] if line not in said]
    data["nouvelles"] = [*data.get("nouvelles", []), pair.after[0].code]
    data["disparues"] = [*data.get("disparues", []), pair.before[0].code]


def _content(settling: Settling) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(settling.path.read_text(encoding="utf-8"))
    return data


def _write(settling: Settling, data: dict[str, Any]) -> None:
    text = settling.path.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    written = head + written_yaml(data)
    _checked(written, settling.path)
    write_atomically(settling.path, written.encode("utf-8"))


def _checked(text: str, path: Path) -> EditionCodebook:
    edition = path.parent.name
    return read_codebook(f"{edition}/{CODEBOOK_FILE}", text, edition)


def _structure(raw: Path, edition: str) -> tuple[Path, str]:
    path = find_structure(raw, edition)
    if path is None:
        raise InputError(
            f"{edition}/limesurvey/", "", "aucun fichier de structure lisible",
            "un .lss, un .lsa ou un .txt de structure",
            "déposez-le dans ce dossier",
        )  # fmt: skip
    return path, f"{edition}/…/{path.name}"


@lru_cache(maxsize=1)
def _paired(sides: tuple[tuple[Path, str], ...], _contents: tuple[bytes, ...], threshold: float) -> Pairing:
    """Compare two structures, once for as long as their files hold the same: only the codebook changes meanwhile."""
    before, after = (read_structure(path, shown) for path, shown in sides)
    return pair_questionnaires(before, after, threshold)
