"""Which variables of a .sav make one question: by the file's own sets, by their names and shared wording.

Only the gathering belongs here; what their codes mean is ``answers`` and ``boxes``'s.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from barometre_pipeline.sources.ipsos.columns import Column
from barometre_pipeline.sources.ipsos.wordings import Name, cut_name, split_alone, split_items, without_name
from barometre_pipeline.sources.spss_process import MultipleSet


@dataclass(frozen=True)
class Member:
    """A variable of a question: its item ("" for a plain question) and the item's wording."""

    column: Column
    item: str
    wording: str = ""


@dataclass(frozen=True)
class Question:
    """Variables that belong together.

    Attributes:
        code: « Q7 ».
        wording: what all its items share.
        members: its variables, in the order of the file.
        declared: the multiple response set of the file that they make, if any.
    """

    code: str
    wording: str
    members: Sequence[Member]
    declared: MultipleSet | None = field(default=None)


def gather(columns: Sequence[Column], sets: Mapping[str, MultipleSet]) -> list[Question]:
    """Return the questions in the order of their first variable."""
    left = {c.name: c for c in columns}
    found: list[Question] = []
    for name, declared in sets.items():
        by_fold = {n.casefold(): n for n in left}
        members = [left.pop(by_fold[v.casefold()]) for v in declared.variables if v.casefold() in by_fold]
        if members:
            found.append(_of_set(name, declared, members))
    for stem, group in _stems(list(left.values())).items():
        found += _of_stem(stem, group)
    order = {c.name: i for i, c in enumerate(columns)}
    return sorted(found, key=lambda q: order[q.members[0].column.name])


def _stems(columns: Sequence[Column]) -> dict[str, list[tuple[Column, Name | None]]]:
    """Put together the variables whose names open alike, small letters and capitals alike."""
    groups: dict[str, list[tuple[Column, Name | None]]] = {}
    for column in columns:
        name = cut_name(column.name)
        groups.setdefault(name.stem.casefold() if name else f" {column.name}", []).append((column, name))
    return groups


def _of_set(name: str, declared: MultipleSet, members: list[Column]) -> Question:
    cuts = [cut_name(c.name) for c in members]
    stems = {cut.stem.casefold() for cut in cuts if cut}
    together = None not in cuts and len(stems) == 1
    items = [cut.item for cut in cuts if cut] if together else [c.name for c in members]
    split = split_items([c.name for c in members], [c.lines for c in members])
    code = next(cut.stem for cut in cuts if cut) if together else name
    wording = declared.label or (split[0] if split else "") or code
    words = split[1] if split else [None] * len(members)
    return _question(code, wording, members, items, words, declared)


def _of_stem(stem: str, group: list[tuple[Column, Name | None]]) -> Iterator[Question]:
    numbered = any(character.isdigit() for character in stem)
    names = [name for _, name in group if name]
    attached = any(name.attached for name in names)
    items = {name.item for name in names}
    columns = [column for column, _ in group]
    if len(names) == len(group) == len(items) > 1:
        split = split_items([c.name for c in columns], [c.lines for c in columns])
        if split and (numbered or any(split[1])):
            inside = [i for i, words in enumerate(split[1]) if words is not None]
            yield _question(
                names[0].stem, split[0], [columns[i] for i in inside], [names[i].item for i in inside],
                [split[1][i] for i in inside],
            )  # fmt: skip
            group = [pair for i, pair in enumerate(group) if i not in inside]
        elif numbered and not attached and _one_scale(columns):
            # A grid whose labels hold the items only.
            yield _question(
                names[0].stem,
                names[0].stem,
                columns,
                [name.item for name in names],
                [c.label for c in columns],
            )
            return
    for column, name in group:
        yield _alone(column, name, numbered and not attached and len(group) == len(columns))


def _alone(column: Column, name: Name | None, numbered: bool) -> Question:
    label = without_name(column.name, column.label)
    wording, item = split_alone(label)
    if name and numbered and item:
        return Question(name.stem, wording, [Member(column, name.item, item)])
    return Question(column.name, label or column.name, [Member(column, "")])


def _question(
    code: str,
    wording: str,
    columns: Sequence[Column],
    items: Sequence[str],
    words: Sequence[str | None],
    declared: MultipleSet | None = None,
) -> Question:
    """Return a question; an item that has no words of its own keeps its label."""
    members = [
        Member(column, item, column.label if said is None else said)
        for column, item, said in zip(columns, items, words, strict=True)
    ]
    return Question(code, wording, members, declared)


def _one_scale(columns: Sequence[Column]) -> bool:
    """Tell whether variables have the same answers, or a single one each, as boxes do."""
    labels = [tuple(c.labels.items()) for c in columns]
    return len(set(labels)) == 1 or all(len(label) <= 1 for label in labels)
