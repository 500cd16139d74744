"""The questions of a .sav as columns of the result: which are kept, under which name, what was set aside.

The order of the work for questions only; the frame (weights, banner, identifiers) is ``sav``'s, what codes mean is
``answers``' and ``boxes``'.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.ipsos.answers import Answers, not_concerned, read_answers, without_labels
from barometre_pipeline.sources.ipsos.boxes import Choice, cells, may_be_box, read_choice
from barometre_pipeline.sources.ipsos.columns import Column, read_column
from barometre_pipeline.sources.ipsos.config import FILE_NAME, PollConfig
from barometre_pipeline.sources.ipsos.model import PollVariable
from barometre_pipeline.sources.ipsos.questions import Member, Question, gather
from barometre_pipeline.sources.spss_process import MultipleSet, SpssFile
from barometre_pipeline.vocabulary import NON_POSEE


@dataclass(frozen=True)
class ReadVariable:
    """One column of the result, and what reading it set aside."""

    variable: PollVariable
    cells: list[str]
    notes: tuple[str, ...] = ()


def read_variables(
    raw: SpssFile, config: PollConfig, shown: str, taken: Iterable[str], counted: Sequence[bool]
) -> tuple[list[ReadVariable], list[str]]:
    """Return every column of the result, and what is to be said of the rest.

    Args:
        raw: the file.
        config: its description, with the names of variables as the file writes them.
        shown: the file in messages.
        taken: names of columns that the result already has.
        counted: by record, whether it counts; for messages.

    Raises:
        ConfigurationError: ``base_choix_multiples`` or ``code_coche`` names a question or a code that the file does
            not have, or that is none.
    """
    kept, notes = _candidates(raw, config)
    questions = gather(kept, raw.sets)
    _check_described(config, questions, shown)
    notes += _sets_not_whole(raw.sets, questions)
    found: list[ReadVariable] = []
    for question in questions:
        said = config.base_choix_multiples.get(question.code)
        code = config.code_coche.get(question.code)
        choice = read_choice(question, said, None if code is None else _met(question, str(code), shown))
        if choice is not None:
            boxes = list(_boxes(question, choice))
            notes.append(_told(question, choice, boxes, counted))
            found += boxes
            continue
        if said is not None:
            raise _no_choice(question, shown)
        for member in question.members:
            answers = read_answers(member.column)
            if isinstance(answers, str):
                notes.append(_set_aside(member.column.name, answers))
            else:
                found.append(_plain(question, member, answers))
    return list(_apart(found, taken)), notes


def _candidates(raw: SpssFile, config: PollConfig) -> tuple[list[Column], list[str]]:
    """Return the variables that may hold answers; the others are named, their cells never shown."""
    reserved = {config.poids, config.identifiant, *(p.variable for p in config.banniere.values())}
    declared = {v.casefold() for s in raw.sets.values() for v in s.variables}
    kept, notes = [], []
    for name in raw.values:
        if name in reserved:
            continue
        column = read_column(raw, name)
        if column.labels or may_be_box(column) or name.casefold() in declared:
            kept.append(column)
        else:
            notes.append(_set_aside(name, without_labels(column)))
    return kept, notes


def _plain(question: Question, member: Member, found: Answers) -> ReadVariable:
    variable = PollVariable(
        nom=member.column.name,
        libelle=question.wording,
        libelle_item=member.wording,
        modalites=found.labels,
        manquants=member.column.missing,
        place=(question.code, member.item),
    )
    return ReadVariable(variable, found.cells, (*found.notes, *_all_alike(question, found)))


def _all_alike(question: Question, found: Answers) -> Iterator[str]:
    """Say that everyone gives one answer where cells are empty: a box of which only ticks are written looks so."""
    given = {code for code in found.cells if code in found.labels}
    empty = found.cells.count(NON_POSEE)
    if len(given) == 1 and empty and len(found.labels) > 1:
        label = found.labels[next(iter(given))]
        yield (
            f"question {question.code} : toutes les réponses sont «\u00a0{label}\u00a0» et "
            f"{count(empty, 'cellule est vide', 'cellules sont vides')}, comptées comme question non posée. Si une "
            f"cellule vide veut dire « non », dites-le dans sondage.yaml (base_choix_multiples, {question.code} : tous)"
        )


def _boxes(question: Question, choice: Choice) -> Iterator[ReadVariable]:
    for box in choice.boxes:
        own = len(box.columns) == 1
        variable = PollVariable(
            nom=box.columns[0].name if own else f"{question.code}_{box.item}",
            libelle=question.wording,
            libelle_item=box.wording,
            modalites=dict([box.ticked, box.empty]),
            manquants=box.columns[0].missing if own else {},
            place=(question.code, box.item),
            colonnes=tuple(c.name for c in box.columns),
            code_coche=box.code,
            colonnes_base=tuple(c.name for c in choice.base),
        )
        yield ReadVariable(
            variable,
            cells(box, choice),
            tuple(n for c in box.columns for n in not_concerned(c)) if own else (),
        )


def _apart(read: Iterable[ReadVariable], taken: Iterable[str]) -> Iterator[ReadVariable]:
    """Give another name to a variable, and another place to an item, that the result already has; it is said."""
    names, places = {name.casefold() for name in taken}, set()
    for one in read:
        variable, notes = one.variable, one.notes
        name = _free(variable.nom, names)
        if name != variable.nom:
            notes = (
                *notes,
                f"variable {variable.nom} lue sous le nom {name} : une autre colonne du résultat a déjà le sien",
            )
        place = variable.question, variable.sous_question
        if place in places:
            place = name, ""
        names.add(name.casefold())
        places.add(place)
        columns = variable.colonnes or ((variable.nom,) if name != variable.nom else ())
        yield ReadVariable(replace(variable, nom=name, place=place, colonnes=columns), one.cells, notes)


def _free(name: str, taken: set[str]) -> str:
    """Return a name that nothing has, capitals and small letters alike: « sexe », « sexe_bis », « sexe_bis2 »."""
    found, number = name, 1
    while found.casefold() in taken:
        found, number = f"{name}_bis{number if number > 1 else ''}", number + 1
    return found


def _check_described(config: PollConfig, questions: Iterable[Question], shown: str) -> None:
    known = [q.code for q in questions]
    described = {"base_choix_multiples": config.base_choix_multiples, "code_coche": config.code_coche}
    for key, said in described.items():
        for code in (c for c in said if c not in known):
            raise _wrongly_described(
                key,
                code,
                f"{shown} n’a pas de question {code}",
                f"une question du fichier : {', '.join(known)}",
                shown,
            )


def _met(question: Question, code: str, shown: str) -> str:
    """Return the code that the analyst says to be that of a tick.

    Raises:
        ConfigurationError: no variable of the question has it.
    """
    codes = dict.fromkeys(c for m in question.members for c in (*m.column.labels, *m.column.valid))
    if code not in codes:
        raise _wrongly_described(
            "code_coche",
            question.code,
            f"aucune variable de {question.code} n’a le code {code}",
            f"un code de ses cellules : {', '.join(list(codes)[:10])}"
            if question.members[0].column.numeric
            else "un de ses codes",
            shown,
        )
    return code


def _no_choice(question: Question, shown: str) -> ConfigurationError:
    return _wrongly_described(
        "base_choix_multiples",
        question.code,
        f"les variables de {question.code} ne se lisent pas comme des cases : un code y dit autre chose que « coché », "
        "« non coché » ou « ne sait pas »",
        "une question dont chaque variable est une case, cochée ou non",
        shown,
    )


def _wrongly_described(key: str, code: str, finding: str, expected: str, shown: str) -> ConfigurationError:
    return ConfigurationError(
        f"{shown.rpartition('/')[0]}/{FILE_NAME}".lstrip("/"),
        f"{key}, {code}",
        finding,
        expected,
        "corrigez le code, ou enlevez cette clé",
    )


def _sets_not_whole(sets: Mapping[str, MultipleSet], questions: Iterable[Question]) -> Iterator[str]:
    """Name the sets of the file of which a variable is absent, or is already in another set."""
    read = {id(q.declared): len(q.members) for q in questions if q.declared is not None}
    for name, declared in sets.items():
        lost = len(declared.variables) - read.get(id(declared), 0)
        if lost:
            yield (
                f"ensemble {name} : {count(lost, 'variable est absente', 'variables sont absentes')} du fichier ou "
                "déjà dans un autre ensemble"
            )


def _told(question: Question, choice: Choice, boxes: Sequence[ReadVariable], counted: Sequence[bool]) -> str:
    asked = "ceux qui y ont répondu" if choice.base else "tous les répondants, qu’ils aient coché ou non"
    bases = {
        sum(kept and cell in one.variable.modalites for kept, cell in zip(counted, one.cells, strict=True))
        for one in boxes
    }
    size = " à ".join(map(str, dict.fromkeys((min(bases), max(bases)))))
    return (
        f"question {question.code} : choix multiple ({choice.told}) ; sa base est : {asked} ({size}). Si ce n’est pas "
        f"le cas, dites-le dans sondage.yaml (base_choix_multiples, {question.code} : tous ou cochants)"
    )


def _set_aside(name: str, why: str) -> str:
    return f"variable {name} laissée de côté : {why}"
