"""Two editions of a raw folder side by side: questionnaires, what was received and kept, who answered, configuration.

Wordings of the questionnaire, codes and counts only: no answer and no name that a person typed leaves this module.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.cleaning.identification import reviewed_of
from barometre_pipeline.cleaning.keeping import keep_responses
from barometre_pipeline.cleaning.silver import silver_structures
from barometre_pipeline.compare.diff import ResponseDiff, compare_responses
from barometre_pipeline.compare.inputs import responses_of
from barometre_pipeline.editions.loader import extract_of, is_edition_folder, load_edition, sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.editions.pairing import Pairing, pair_questionnaires
from barometre_pipeline.french.words import uncapitalised
from barometre_pipeline.sources.limesurvey.model import Extract
from barometre_pipeline.vocabulary import MOTIFS, TYPES

_CODE = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class Survey:
    """The survey of an edition.

    Attributes:
        extract: as received.
        counts: what is counted, in French -> how many.
    """

    extract: Extract
    counts: dict[str, int]


@dataclass(frozen=True)
class EditionDiff:
    """What differs between two editions.

    Attributes:
        sources: kinds of source of each.
        counts: what is counted, in French -> how many in each; () where one has no survey.
        pairing: the two questionnaires; None where one has no survey.
        columns_added, columns_removed: columns in one extract only, under whatever code.
        columns_renamed: columns of both, under another code: old -> new.
        configuration: key -> value in each, "" where the key is not given.
        responses: by id, where both are versions of one edition; None otherwise.
    """

    sources: tuple[list[str], list[str]]
    counts: dict[str, tuple[int, int]]
    pairing: Pairing | None
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_renamed: dict[str, str]
    configuration: dict[str, tuple[str, str]]
    responses: ResponseDiff | None


def edition_at(path: Path, raw: Path) -> Edition | None:
    """Return the edition that a folder or a key (« 2025 ») names; None where it names none.

    Raises:
        ConfigurationError: its YAML cannot be used.
    """
    by_key = raw / path.name if len(path.parts) == 1 and not path.exists() else path
    return load_edition(by_key) if by_key.is_dir() and is_edition_folder(by_key) else None


def compare_editions(before: Edition, after: Edition) -> EditionDiff:
    """Compare two editions.

    Raises:
        InputError: an extract cannot be read exactly.
    """
    surveys = _survey(before), _survey(after)
    old, new = surveys
    configuration = _configuration(before, after)
    sources = (sources_of(before), sources_of(after))
    if old is None or new is None:
        return EditionDiff(sources, {}, None, (), (), {}, configuration, None)
    columns = [list(s.extract.values.columns) for s in (old, new)]
    pairing = pair_questionnaires(old.extract.questionnaire, new.extract.questionnaire)
    become = {c: _under_its_new_code(c, pairing) for c in columns[0]}
    again = before.key == after.key
    return EditionDiff(
        sources,
        {name: (old.counts.get(name, 0), new.counts.get(name, 0)) for name in {**old.counts, **new.counts}},
        pairing,
        tuple(c for c in columns[1] if c not in become.values()),
        tuple(c for c in columns[0] if become[c] not in columns[1]),
        {c: now for c, now in become.items() if c != now and now in columns[1]},
        configuration,
        compare_responses(*(responses_of(s.extract) for s in (old, new))) if again else None,
    )


def _under_its_new_code(column: str, pairing: Pairing) -> str:
    """Return what a column (« G3Q01[SQ002] ») is called after the codes of its question and of its line changed."""
    question, bracket, place = column.partition("[")
    pair = next((m for m in pairing.questions if m.equal and m.before[0].code == question), None)
    if pair is None:
        return column
    codes = {i.before[0].code: i.after[0].code for i in pair.rows if i.taken and len(i.after) == 1}
    return pair.after[0].code + bracket + _CODE.sub(lambda found: codes.get(found[0], found[0]), place)


def _survey(edition: Edition) -> Survey | None:
    if "limesurvey" not in sources_of(edition):
        return None
    extract = extract_of(edition)
    tables = bronze_tables(extract, edition.key)
    raw, questions = tables["reponses_brutes"], tables["questions"]
    kept = keep_responses(raw, questions, reviewed_of(edition).rows, edition)
    responses = raw.loc[kept.selection.kept, ["id_reponse"]].reset_index(drop=True)
    types = Counter(silver_structures(responses, kept.identified, edition.key, None)["type"])
    reasons = Counter(kept.selection.set_aside["motif"])
    counts = {
        "Réponses reçues": len(raw),
        "Réponses retenues": len(responses),
        **{
            f"Écartées : {uncapitalised(label)}": reasons[motif]
            for motif, label in MOTIFS.items()
            if reasons[motif]
        },
        "Colonnes de l’extrait": len(extract.values.columns),
        "Questions": len(extract.questionnaire.questions),
        **{f"Retenues : {label}": types[kind] for kind, label in TYPES.items() if types[kind]},
    }
    return Survey(extract, counts)


def _configuration(before: Edition, after: Edition) -> dict[str, tuple[str, str]]:
    old, new = (_flat(e.config.model_dump(mode="json")) for e in (before, after))
    keys = [k for k in {**old, **new} if old.get(k, "") != new.get(k, "") and k != "edition"]
    return {k: (old.get(k, ""), new.get(k, "")) for k in keys}


def _flat(data: dict[str, Any], path: str = "") -> dict[str, str]:
    """Write nested keys as « limesurvey.question_nom », what is not given left out."""
    found: dict[str, str] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{path}{key}.")
        elif value not in (None, "", [], {}):
            found[f"{path}{key}"] = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return found
