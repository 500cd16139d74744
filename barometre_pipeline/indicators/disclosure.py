"""Which rows of ``gold/indicateurs`` may be told: ``statistics.disclosure``'s rule, a question at a time.

What is read here: definitions (which rows are about the same answers) and counts. The rule is not decided here, and how
a withheld figure is shown is ``publication``'s. Rows made of one column that ``gold/tris`` holds follow what
is told there, so that what one file withholds no other gives back.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.disclosure import first_groups, sensitive_columns
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.indicators.answer_sets import AnswerSet, answer_sets
from barometre_pipeline.indicators.cuts import (
    WHOLE,
    Cut,
    Place,
    poll_cuts,
    region_cuts,
    survey_cut,
    survey_parts,
)
from barometre_pipeline.indicators.told_populations import repeat_smallest, tell_populations
from barometre_pipeline.indicators.told_together import Members, withhold_together
from barometre_pipeline.indicators.values import Key, Values
from barometre_pipeline.statistics.disclosure import (
    SMALLEST_CELL,
    Cells,
    Mask,
    Told,
    choose,
    is_safe,
    pieces,
    single,
)
from barometre_pipeline.statistics.told_tabulations import (
    MEMBERS,
    Tabulated,
    tabulated_columns,
    weighted_told,
)
from barometre_pipeline.vocabulary import REGLE_SERIES, SANS_REPONSE

Verdict = tuple[bool, str, bool]  # told, why not, weighted share told


@dataclass(eq=False)
class Block:
    """The rows about one question: counts of its answers, and which of them each row counts, among which.

    Shares that add up are two questions' rows, and this is the second: what one says only limits what the other does;
    of the rows ``given``, which are about one column, nothing is said here.
    """

    cells: Cells
    told: Told
    rows: dict[Key, tuple[Mask, Mask]]
    adds_up: bool = False
    given: frozenset[Key] = frozenset()


def tell_edition(
    rows: pd.DataFrame,
    public: Public,
    edition: str,
    catalogue: Catalogue,
    cuts: Sequence[Cut],
    columns: Mapping[str, Tabulated],
    beside: Sequence[Cut] = (),
    members: Members = MappingProxyType({}),
) -> dict[int, Verdict]:
    """Say of each row of one edition and public whether it is told.

    Args:
        rows: rows of ``gold/indicateurs`` of one edition and public.
        public: who answered.
        edition: partition key.
        catalogue: definitions.
        cuts: how the sample is cut.
        columns: what is told of each column of ``gold/tris``; empty without responses.
        beside: other ways of cutting it, whose parts are told only where nothing else has to be withheld for them.
        members: who is in each population; empty without responses.

    Returns:
        index of the row -> what is said of it; rows of other populations by ``told_populations``.
    """
    values, whole = Values(rows), WHOLE[public]
    found: dict[int, Verdict] = {}
    sets = answer_sets(catalogue, edition, public)
    for cut in cuts:
        for block in _blocks(values, cut, whole, catalogue, sets, columns, found):
            _limit(found, _verdicts(block, values, cut), block)
    for cut in beside:
        found |= _beside(rows, cut, whole, catalogue, sets, found)
    for key, places in values.of.items():
        measure = catalogue.indicateurs[key[0]].mesure
        if measure == "effectif":
            found |= {index: (True, "", False) for index, _, _ in places.values()}
        elif measure == "mentions":
            found |= _mentions(key, values)
        # Another base than that of the tabulations, or than the printed one: with both, a reader subtracts.
        apart = [row[0] for cut in cuts for place, row in places.items() if place in cut.groups]
        found |= {index: (False, "autre_base", False) for index in apart if index not in found}
    tell_populations(values.of, found, catalogue, sets)
    shares = {k: of for k, of in values.of.items() if catalogue.indicateurs[k[0]].mesure == "part"}
    withhold_together(shares, found, sets, members, {place for cut in cuts for place in cut.groups})
    repeat_smallest(values.of, found, catalogue)
    return found


def _blocks(
    values: Values,
    cut: Cut,
    whole: Place,
    catalogue: Catalogue,
    sets: Mapping[tuple[str, str], AnswerSet],
    columns: Mapping[str, Tabulated],
    found: Mapping[int, Verdict],
) -> Iterator[Block]:
    """Yield the questions: those of one column together, then what is made of several, with what adds up to it.

    ``found`` is what is said of the rows so far: what several columns make is told only where the answers to one
    column that it is the sum of, or a part of, are.
    """
    together: dict[object, list[tuple[Key, frozenset[str]]]] = {}
    added: dict[object, list[tuple[Key, frozenset[str]]]] = {}
    sensible: dict[object, bool] = {}
    for key in values.of:
        if catalogue.indicateurs[key[0]].mesure != "part" or key[:2] not in sets:
            continue
        of = sets[key[:2]]
        name: object = of.column.name if of.column else key[:2]
        together.setdefault(name, []).append((key, of.column.answers if of.column else frozenset()))
        sensible[name] = sensible.get(name, False) or of.sensible
        if of.total:
            added.setdefault(of.total.name, []).append((key, of.total.answers))
            sensible[of.total.name] = sensible.get(of.total.name, False) or of.sensible
    for name, keys in together.items():
        ours = [k for k in keys if k[0] in values.printed or k[0][2] == REGLE_SERIES]
        if name in columns and cut.parts == survey_parts():
            yield _of_column(columns[str(name)], ours, values, cut, whole)
        elif (block := _of_rows(ours, values, cut, whole, sensible[name], catalogue)) is not None:
            yield block
    for name, keys in added.items():
        ours = [k for k in keys if k[0] in values.printed or k[0][2] == REGLE_SERIES]
        given = frozenset(k for k, _ in ours if sets[k[:2]].column is not None)
        groups = {p: g for p, g in cut.groups.items() if _all_told(given, p, values, found)}
        beside = _of_rows(ours, values, replace(cut, groups=groups), whole, sensible[name], catalogue, True)
        if beside is not None:
            beside.adds_up, beside.given = True, given
            yield beside


def _all_told(keys: frozenset[Key], place: Place, values: Values, found: Mapping[int, Verdict]) -> bool:
    """Tell whether all the rows of a place that are counted as printed are told."""
    rows = [values.of[k].get(place) for k in (keys & values.printed) or keys]
    return all(found.get(row[0], (False, "", False))[0] for row in rows if row is not None)


def _of_column(
    column: Tabulated, keys: list[tuple[Key, frozenset[str]]], values: Values, cut: Cut, whole: Place
) -> Block:
    """Return the question as ``gold/tris`` counts it; a row on another base has no place there, and is not told."""
    nobody = np.zeros((len(column.cells.counts), 1), dtype=np.int64)
    cells = Cells(
        np.hstack([column.cells.counts, nobody]),
        np.hstack([column.cells.apart, nobody[: len(column.cells.apart)]]),
        column.cells.sensible,
    )
    # What is left of the whole, where no strate holds it, belongs to the whole alone.
    told = Told(column.told.answers, tuple(np.append(g, g.all()) for g in column.told.groups))
    block = Block(cells, told, {})
    everything, empty = np.ones(len(column.codes), dtype=bool), column.mask((SANS_REPONSE,))
    for key, codes in keys:
        numerator = column.mask(codes)
        n, base = values.counts(key, cut, whole)
        for among in (everything, everything & ~empty):
            same = (cells.counts[numerator].sum(axis=0) == n) & (cells.counts[among].sum(axis=0) == base)
            if same.all():
                block.rows[key] = numerator, among
                break
    return _with_more(block, cut) if told.groups else block


def _of_rows(
    keys: list[tuple[Key, frozenset[str]]],
    values: Values,
    cut: Cut,
    whole: Place,
    sensible: bool,
    catalogue: Catalogue,
    any_base: bool = False,
) -> Block | None:
    """Return a question as the indicators count it: the smallest sets of answers, the others, and empty answers.

    ``any_base``: shares that add up may each be among those who answered to its own columns.
    """
    printed = [k for k in keys if k[0] in values.printed] or keys
    if not printed:
        return None
    singles: list[tuple[Key, frozenset[str]]] = []
    for key, codes in sorted(printed, key=lambda k: len(k[1])):
        if not any(codes & other for _, other in singles):
            singles.append((key, codes))
    base = np.maximum.reduce([values.counts(k, cut, whole)[1] for k, _ in printed])
    series = [values.counts(k, cut, whole)[1] for k, _ in keys if k not in {p for p, _ in printed}]
    empty = base - np.maximum.reduce(series) if series else np.zeros_like(base)
    counted = [values.counts(k, cut, whole)[0] for k, _ in singles]
    counts = np.array([*counted, empty, base - empty - sum(counted)], dtype=np.int64)
    if (counts < 0).any():
        return None
    cells = Cells(counts, np.zeros((0, counts.shape[1]), dtype=np.int64), sensible)
    size = len(counts)
    block = Block(cells, Told(), {})
    everything, blank = np.ones(size, dtype=bool), single(size - 2, size)
    for key, codes in keys:
        numerator = np.array(
            [*((bool(o) and o <= codes) or k[:2] == key[:2] for k, o in singles), False, False]
        )
        n, among = values.counts(key, cut, whole)
        for mask in (everything, everything & ~blank):
            same_base = any_base or (counts[mask].sum(axis=0) == among).all()
            if same_base and (counts[numerator].sum(axis=0) == n).all():
                block.rows[key] = numerator, mask
                break
    first = catalogue.indicateurs[keys[0][0][0]].population
    order = sorted(cut.groups, key=lambda p: p[0] != first)
    block.told = choose(cells, [cut.groups[p] for p in order])
    return block


def _with_more(block: Block, cut: Cut) -> Block:
    """Tell also the answers and groups that the tabulations do not have, where they are safe beside all told before."""
    first = block.told.groups[0]
    weight = next((w for p, w in cut.weights.items() if np.array_equal(cut.groups[p], first)), None)
    # Weighted shares that the tabulations tell stay harmless beside what is added.
    weighted = weight is not None and weighted_told(block.cells, block.told, weight, first)

    def add(more: Told) -> None:
        if is_safe(block.cells, more) and (
            weight is None or not weighted or weighted_told(block.cells, more, weight, first)
        ):
            block.told = more

    for numerator, among in block.rows.values():
        add(block.told.plus(answers=[numerator, among]))
    for group in cut.groups.values():
        # A group that the tabulations have is told where they tell it.
        new = not any(np.array_equal(group[:-1], known) for known in MEMBERS.values())
        if new and block.cells.base[group].any():
            add(block.told.plus(groups=[group]))
    return block


def _beside(
    rows: pd.DataFrame,
    cut: Cut,
    whole: Place,
    catalogue: Catalogue,
    sets: Mapping[tuple[str, str], AnswerSet],
    found: Mapping[int, Verdict],
) -> dict[int, Verdict]:
    """Say of each part whether it is told beside all that is told of the whole; its weighted share never is."""
    parts = set(cut.parts)
    every = Values(rows).of
    asked = {key: of for key, of in every.items() if parts & of.keys()}
    indexes = [
        row[0] for of in asked.values() for place, row in of.items() if place in parts or place == whole
    ]
    values = Values(rows.loc[sorted(indexes)])
    said: dict[int, Verdict] = {}
    told_so_far = ChainMap(said, dict(found))
    for block in _blocks(values, cut, whole, catalogue, sets, {}, told_so_far):
        of_whole = {key: values.of[key][whole][0] for key in block.rows if whole in values.of[key]}
        told = [key for key, index in of_whole.items() if found.get(index, (False, "", False))[0]]
        answers = [mask for key in told for mask in block.rows[key]]
        block.told = Told(tuple(answers), (cut.groups[whole],) if told else ())
        for part in cut.parts if told else ():
            if not _all_told(block.given, part, values, told_so_far):
                continue
            more = block.told.plus(groups=[cut.groups[part]])
            if block.cells.base[cut.groups[part]].any() and is_safe(block.cells, more):
                block.told = more
        of_parts = ((i, v) for i, v in _verdicts(block, values, cut) if i not in of_whole.values())
        _limit(said, ((i, (*v[:2], False)) for i, v in of_parts), block)
    return said


def _limit(found: dict[int, Verdict], verdicts: Iterable[tuple[int, Verdict]], block: Block) -> None:
    """Add what is said of rows: one that is not told once is not told."""
    for index, verdict in verdicts:
        before = found.get(index, None if block.adds_up else verdict)
        if before is not None:
            found[index] = verdict if before[0] else before


def _verdicts(block: Block, values: Values, cut: Cut) -> Iterator[tuple[int, Verdict]]:
    for key, places in values.of.items():
        if key not in block.rows or key in block.given:
            continue
        numerator, among = block.rows[key]
        told = bool(block.told.groups) and _follows(block, (numerator, among))
        for place, group in cut.groups.items():
            if place in places:
                yield places[place][0], _verdict(block, told, numerator, among, place, group, cut)


def _follows(block: Block, sets: tuple[Mask, Mask]) -> bool:
    """Tell whether sets of answers are told: they cut no piece of what is told."""
    known = pieces(block.told.answers, len(block.cells.counts))
    return all(len({bool(x) for x in mask[piece]}) == 1 for mask in sets for piece in known)


def _verdict(
    block: Block, told: bool, numerator: Mask, among: Mask, place: Place, group: Mask, cut: Cut
) -> Verdict:
    if not block.told.groups:
        return False, "question", False
    if not any(np.array_equal(group, g) for g in block.told.groups):
        return False, "ventilation", False
    if not told:
        return False, "reponse_rare", False
    if place not in cut.weights:
        return True, "", not cut.weights
    cells = Cells(block.cells.counts[among], block.cells.apart)
    told_among = Told(tuple(a[among] for a in block.told.answers), block.told.groups)
    return True, "", weighted_told(cells, told_among, cut.weights[place], group)


def _mentions(key: Key, values: Values) -> dict[int, Verdict]:
    """Tell shares of mentions only of everybody, and where no category has 1 to 4: together they make the base."""
    same = [k for k in values.of if k[0] == key[0] and k[2] == key[2]]
    told = {}
    for place, (index, _, base) in values.of[key].items():
        counts = [values.of[k][place][1] for k in same if place in values.of[k]]
        fine = base > 0 and min(n or base for n in counts) >= SMALLEST_CELL and place in WHOLE.values()
        told[index] = (fine, "" if fine else "ventilation", False)
    return told


@dataclass(frozen=True, eq=False)
class Surveyed:
    """What is known of the responses of one edition.

    Attributes:
        tris: ``gold/tris``.
        plan: ``silver/plan_de_sondage``.
        members: who is in each population.
    """

    tris: pd.DataFrame
    plan: pd.DataFrame
    members: Members


def tell_indicators(
    rows: pd.DataFrame, catalogue: Catalogue, surveys: Mapping[str, Surveyed]
) -> pd.DataFrame:
    """Say of each row of ``gold/indicateurs`` whether it is told, why not, and whether its weighted share is.

    Args:
        rows: values of every edition.
        catalogue: definitions.
        surveys: edition -> what is known of its responses, where there are.

    Returns:
        ``publiable``, ``raison_retenue`` (a key of ``vocabulary.RAISONS_RETENUE``) and ``ponderee_publiable``.
    """
    known = catalogue.populations.by_name
    french = rows["population"].map(lambda p: p in known and known[p].public == "francais").astype(bool)
    found: dict[int, Verdict] = {}
    numbered = rows.reset_index(drop=True)
    for (name, poll), of in numbered.groupby(
        [numbered["edition"].astype(str), french.to_numpy()], sort=False
    ):
        edition = str(name)
        if poll:
            found |= tell_edition(of, "francais", edition, catalogue, poll_cuts(of), {})
            continue
        columns: dict[str, Tabulated] = {}
        survey = surveys.get(edition)
        if survey is not None:
            sensible, first = sensitive_columns(catalogue, edition), first_groups(catalogue, edition)
            columns = tabulated_columns(survey.tris, sensible, first)
        cuts = [survey_cut(catalogue, survey.plan if survey else None)]
        regions, members = region_cuts(of, catalogue), survey.members if survey else {}
        found |= tell_edition(of, "collectivites", edition, catalogue, cuts, columns, regions, members)
    told = [found.get(i, (False, "autre_base", False)) for i in range(len(numbered))]
    columns_told = pd.DataFrame(
        told, columns=["publiable", "raison_retenue", "ponderee_publiable"], index=rows.index
    )
    return columns_told.astype({"publiable": bool, "raison_retenue": "str", "ponderee_publiable": bool})
