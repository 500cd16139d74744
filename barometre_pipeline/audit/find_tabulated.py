"""Finds the tabulated answer that an auditor names: a row of ``gold/tris``.

Looking up only; the card of what is found is ``explain_tabulated``'s.
"""

from barometre_pipeline.audit.find_indicator import same_words
from barometre_pipeline.audit.read import Row, distinct, rows
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import GROUPES


def find_tabulated(
    lake: Lake, edition: str, question: str, sub_question: str | None, modalite: str | None, group: str
) -> Row:
    """Find the one row of ``gold/tris`` that an auditor names.

    Answers, sub-questions and groups may be given by their wording, whatever the accents, case and punctuation.

    Raises:
        InputError: the edition is not computed, or no row or several rows answer to that name; the message
            lists what exists.
    """
    try:
        questions = distinct(lake, "gold/tris", "question", edition)
    except FileNotFoundError as error:
        known = lake.editions("gold/tris")
        raise InputError(
            "gold/tris", f"édition {edition}",
            f"l’édition n’a pas été calculée dans ce lac{did_you_mean(edition, known)}",
            f"une édition parmi : {', '.join(known) or 'aucune'}",
            f"lancez « barometre run --edition {edition} », avec le même --lake",
        ) from error  # fmt: skip
    place = f"édition {edition}"
    # LimeSurvey tells codes by their case; who types one need not, while only one answers to it.
    alike = [q for q in questions if q.casefold() == question.casefold()]
    named = [q for q in alike if q == question] or alike
    if not named:
        raise _absent("question", question, questions, place)
    if len(named) > 1:
        raise InputError("gold/tris", place, f"« {question} » désigne plusieurs questions, à la casse près",
                         f"un code parmi : {' ; '.join(named)}", "corrigez --question")  # fmt: skip
    place += f", question {question}"
    groups = [g for g, label in GROUPES.items() if g == group or same_words(label, group)]
    if not groups:
        raise InputError("gold/tris", place, f"le groupe « {group} » n’existe pas{did_you_mean(group, GROUPES)}",
                         f"un groupe parmi : {', '.join(GROUPES)}",
                         "corrigez --groupe")  # fmt: skip
    found: list[Row] = list(rows(lake, "gold/tris", edition, question=named[0], groupe=groups[0]))
    if sub_question is not None:
        columns = ("sous_question", "sous_question_libelle")
        found = _narrow(found, columns, sub_question, place)
    if modalite is not None:
        found = _narrow(found, ("modalite",), modalite, place)
    elif len(answers := [r for r in found if not r["absence"]]) == 1:
        found = answers
    if len(found) > 1:
        choices = dict.fromkeys(f"{r['sous_question']} / {r['modalite']}".removeprefix(" / ") for r in found)
        raise InputError("gold/tris", place, f"{len(found)} chiffres répondent à cette description",
                         "un seul ; il y a : " + " ; ".join(list(choices)[:20]),
                         "précisez --sous-question et --modalite")  # fmt: skip
    return found[0]


def _narrow(found: list[Row], columns: tuple[str, ...], wanted: str, place: str) -> list[Row]:
    """Keep the rows that one of the columns names, by its code or in words."""
    kept = [r for r in found if any(r[c] == wanted or same_words(str(r[c]), wanted) for c in columns)]
    if not kept:
        raise _absent(columns[0], wanted, [str(r[columns[0]]) for r in found], place)
    return kept


def _absent(column: str, wanted: str, known: list[str], place: str) -> InputError:
    option, known = column.replace("_", "-"), list(dict.fromkeys(known))
    return InputError("gold/tris", place, f"« {wanted} » n’y est pas{did_you_mean(wanted, known)}",
                      f"{option} parmi : {' ; '.join(known[:25])}{' …' if len(known) > 25 else ''}",
                      f"corrigez --{option}")  # fmt: skip
