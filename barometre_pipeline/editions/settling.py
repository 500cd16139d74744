"""Questions that the comparison left in doubt, and what becomes of ``codebook.yaml`` once a person has decided.

The comparison is ``pairing``'s, the shape of the file ``draft_codebook``'s; how a doubt is shown is the command line's.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, EditionCodebook, read_codebook
from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.editions.draft import find_structure
from barometre_pipeline.editions.draft_codebook import PUBLIC, canonical_entry, doubts, lost, plain_entry
from barometre_pipeline.editions.pairing import THRESHOLD, QuestionPair, State, pair_questionnaires
from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.sources.limesurvey.structure import read_structure
from barometre_pipeline.yaml_files import read_yaml


@dataclass(frozen=True)
class Doubt:
    """One question of the new edition that may be one of the edition before.

    Attributes:
        pair: both, with what speaks for it.
        line: how the file names the doubt.
    """

    pair: QuestionPair
    line: str


@dataclass(frozen=True)
class Settling:
    """A codebook with what is left to decide of it.

    Attributes:
        path: the file.
        previous: key of the edition before.
        doubts: questions in doubt, in the order of the questionnaire.
        others: lines to confirm that are about answers, items and variables: to be settled in the file.
    """

    path: Path
    previous: str
    doubts: tuple[Doubt, ...]
    others: tuple[str, ...]


def open_settling(raw: Path, edition: str) -> Settling:
    """Read the codebook of an edition and compare the questionnaires again, for what is still in doubt.

    Raises:
        InputError: there is no codebook, or one of the two structures is not there.
        ConfigurationError: the codebook cannot be read.
    """
    path = raw / edition / CODEBOOK_FILE
    shown = f"{edition}/{CODEBOOK_FILE}"
    if not path.is_file():
        raise InputError(
            shown, "", "le fichier n’existe pas", "la proposition de « barometre new-edition »",
            f"lancez « barometre new-edition {edition} --structure FICHIER --from ÉDITION_PRÉCÉDENTE »",
        )  # fmt: skip
    book = read_codebook(shown, read_yaml(path, shown).content.decode("utf-8"), edition)
    previous = book.edition_precedente or ""
    pairing = pair_questionnaires(
        _structure(raw, previous), _structure(raw, edition), THRESHOLD if book.seuil is None else book.seuil
    )
    found = [
        Doubt(pair, line)
        for pair in pairing.questions
        if pair.state is State.DOUBTFUL
        for line in doubts(pair)
        if line in book.a_confirmer
    ]
    told = {d.line for d in found}
    return Settling(path, previous, tuple(found), tuple(x for x in book.a_confirmer if x not in told))


def settle(settling: Settling, doubt: Doubt, same: bool) -> None:
    """Write in the codebook that two questions are the same, or that they are two.

    Comments at the head of the file are kept; those inside it are not.

    Raises:
        ConfigurationError: what is written would not be a codebook.
    """
    text = settling.path.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    data: dict[str, Any] = yaml.safe_load(text)
    (before,), (after,) = doubt.pair.before, doubt.pair.after
    waiting = [line for line in data.get("a_confirmer", []) if line != doubt.line]
    if same:
        pair = replace(doubt.pair, state=State.REWORDED)
        asked = [
            c
            for _, c in load_codebook().questionnaire(settling.previous, PUBLIC)
            if c.question == before.code
        ]
        for coding in asked:
            entry = canonical_entry(coding, pair)
            data.setdefault("variables", {})[coding.variable] = entry
            waiting = [line for line in waiting if line not in lost(coding, None)] + lost(coding, entry)
        if not asked:
            data.setdefault("questions", {})[before.code] = plain_entry(pair)
        waiting += doubts(pair)
    else:
        data["nouvelles"] = [*data.get("nouvelles", []), after.code]
        data["disparues"] = [*data.get("disparues", []), before.code]
    data["a_confirmer"] = waiting
    written = head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    _checked(written, settling.path)
    write_atomically(settling.path, written.encode("utf-8"))


def _checked(text: str, path: Path) -> EditionCodebook:
    edition = path.parent.name
    return read_codebook(f"{edition}/{CODEBOOK_FILE}", text, edition)


def _structure(raw: Path, edition: str) -> Any:
    path = find_structure(raw, edition)
    if path is None:
        raise InputError(
            f"{edition}/limesurvey/", "", "aucun fichier de structure lisible",
            "un .lss, un .lsa ou un .txt de structure",
            "déposez-le dans ce dossier",
        )  # fmt: skip
    return read_structure(path, f"{edition}/…/{path.name}")
