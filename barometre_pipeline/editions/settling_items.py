"""What becomes of ``codebook.yaml`` once a person has said of an answer or a line that it is, or is not, a known one.

The content of the file, changed in place; reading and writing it is ``settling``'s.
"""

from collections.abc import Collection, Sequence
from typing import Any

from barometre_pipeline.catalogue.model import Coding, VariableType
from barometre_pipeline.editions.draft_codebook import missing, reworded
from barometre_pipeline.editions.pairing import QuestionPair
from barometre_pipeline.editions.pairing_items import ItemPair
from barometre_pipeline.editions.pairing_wording import plain

_ADDED = {"modalites": "nouvelles_modalites", "items": "nouveaux_items"}
_LONGEST = 40  # letters of a name


def settle_item(
    data: dict[str, Any], codings: Sequence[Coding], pair: QuestionPair, item: ItemPair, same: bool
) -> None:
    """Map an answer or line to the known name, or add it to the variable under a name of its own.

    Args:
        data: content of the codebook.
        codings: variables of the question, as the edition before asked it; none for a question that has no variable.
        pair: the question.
        item: the answer or line.
        same: whether it is the known one.
    """
    answer = item in pair.answers
    old, new = item.before[0], item.after[0]
    for coding in codings:
        key = "modalites" if answer and coding.type is not VariableType.RANKING else "items"
        given = data.get("variables", {}).get(coding.variable, {}).setdefault(key, {})
        known: dict[str, Any] = coding.modalites if key == "modalites" else coding.items
        names = [
            n for n, codes in known.items() if old.code in ((codes,) if isinstance(codes, str) else codes)
        ]
        if same:
            given.update(dict.fromkeys(names, new.code))
            if text := reworded(old.text, new.text):
                own = data["variables"][coding.variable].setdefault("formulation", {})
                own.setdefault(key, {}).update(dict.fromkeys(names, text))
        else:
            name = name_of(new.text, {*known, *given})
            given[name] = new.code
            data["variables"][coding.variable].setdefault(_ADDED[key], {})[name] = new.text
        decided = {missing(coding.variable, name) for name in names}
        data["a_confirmer"] = [line for line in data["a_confirmer"] if line not in decided]
    if not codings and same and isinstance(entry := data.get("questions", {}).get(pair.before[0].code), dict):
        entry.setdefault("modalites" if answer else "items", {})[old.code] = new.code


def name_of(text: str, taken: Collection[str]) -> str:
    """Return a name for an answer: its first words, whole and without accents, unlike those taken."""
    words = plain(text).replace(" ", "_")
    whole = words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("_")[0] or words[:_LONGEST]
    name = whole or "reponse"
    return next(n for n in (name, *(f"{name}_{i}" for i in range(2, 1000))) if n not in taken)
