"""Knows what must be computed again: each step's record against the raw files, the tables and the code of now.

The only answer to « is it up to date? », whoever asks (command line, UI, schedule). Compares content, never dates.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from barometre_pipeline.catalogue.extension import TABLE as BOOKS
from barometre_pipeline.catalogue.extension import Text, extended_catalogue, texts_of, texts_of_edition
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import code_of_asset, code_of_drift
from barometre_pipeline.tables.model import EVERY_SOURCE
from barometre_pipeline.tables.operations import step_in_words
from barometre_pipeline.tables.records import (
    Hashes,
    StepRecord,
    files_read,
    forget_record,
    hashes_of,
    read_record,
    recorded_editions,
    records,
    step_name,
    write_record,
)
from barometre_pipeline.tables.registry import ASSETS, TABLES, Asset, downstream, upstream

NEVER, RAW, CODE, TABLE, FILE, BOOK, GONE = "jamais", "brut", "code", "table", "fichier", "livre", "dossier"
DRIFT: Final = "derive_great_expectations"
_DRIFT_READS: Final = ("silver/structures", "silver/reponses", "bronze/questions", "bronze/modalites")
_IN_ORDER: Final = [ASSETS[name] for name in downstream(ASSETS, ASSETS)]
_SHOWN: Final = 3  # names of files in a sentence


@dataclass(frozen=True)
class Stale:
    """A step that must be computed again, and the first reason why.

    Attributes:
        step: name of the asset.
        part: the part of it, "" for all of it.
        kind: ``NEVER``, ``RAW``, ``CODE``, ``TABLE`` (a table it reads was written since), ``FILE``, ``BOOK`` (the
            codebook of an edition says something else), ``GONE`` (the folder of an edition in the lake is no more).
        words: in French.
        mark: identifies what it reads now.
    """

    step: str
    part: str
    kind: str
    words: str
    mark: str = ""


@dataclass
class Freshness:
    """What is up to date in a lake, looked at once: nothing that changes afterwards is seen.

    Attributes:
        lake: the lake.
        editions: those of the raw folder.
    """

    lake: Lake
    editions: Mapping[str, Edition]
    _hashes: dict[str, str] = field(default_factory=dict)

    @cached_property
    def mapped(self) -> set[str]:
        """Editions whose questions the catalogue knows, its codebooks included: the others have no indicator."""
        from barometre_pipeline.editions.codebooks import catalogue_of_editions

        return catalogue_of_editions(self.editions.values()).editions

    def computes(self, asset: Asset, key: str) -> bool:
        """Tell whether what an edition computes whatever its sources is computed of this one: indicators may not be."""
        return computes(self.lake, asset, key, self.mapped)

    @cached_property
    def gone(self) -> list[str]:
        """Editions that the lake holds and whose folder is no longer in the raw folder."""
        return [key for key in recorded_editions(self.lake) if key not in self.editions]

    def of_edition(self, key: str) -> list[Stale]:
        """Return the steps of an edition to compute again, those that others need first."""
        edition = self.editions[key]
        # Whoever only asks about the lake, as an audit card does, reads no source.
        from barometre_pipeline.editions.loader import sources_of

        sources = sources_of(edition)
        if not sources:
            return []
        return [
            stale
            for asset in _IN_ORDER
            if asset.source in sources or (asset.source == EVERY_SOURCE and self.computes(asset, key))
            for part in self.parts(asset, key)
            if (stale := self._stale(asset, part, key, [edition])) is not None
        ]

    def of_all(self) -> list[Stale]:
        """Return the steps that look across editions to compute again."""
        editions = list(self.editions.values())
        across = [a for a in _IN_ORDER if not a.source]
        stale = [s for asset in across if (s := self._stale(asset, "", None, editions)) is not None]
        words = f"l’édition {', '.join(self.gone)} n’a plus de dossier dans les données brutes, et le lac la garde"
        return [*([Stale(across[0].name, "", GONE, words, words)] if self.gone else []), *stale]

    def of_lake(self, key: str) -> list[Stale]:
        """Return the steps of an edition, and those across editions, that the tables in the lake have outrun.

        Raw files and code are not looked at; a lake without any record says nothing.
        """
        return [*self._outrun_among(_IN_ORDER, key), *self._outrun_among(_IN_ORDER, None)]

    def mixed(self, asset: Asset, key: str) -> list[str]:
        """Say what makes the tables of an edition that an asset comes from of two computations, nothing if it does not.

        A table was written since a step read it, or was written and its step never ended. No mixture is made by a
        codebook that has moved, by a table that a step did not read when it ran, as after a change of version, or by
        the theme of another edition, in which this one has no value.
        """
        above = {a.name for table in asset.reads for a in upstream(ASSETS, TABLES, table)}
        known = records(self.lake, key)
        steps = [(a, p) for a in _IN_ORDER if a.name in above and a.source for p in self._own_parts(a, key)]
        return [told for a, part in steps if known and (told := self._of_two(a, part, key, known))]

    def _of_two(self, asset: Asset, part: str, key: str, known: Mapping[str, StepRecord]) -> str:
        name = step_name(asset, part)
        if name not in known:
            there = any(self.lake.path(t.name, key, part).exists() for t in asset.tables)
            return self._never(name) if there else ""
        read = {n: h for n, h in known[name].tables.items() if not n.startswith(f"{BOOKS}/")}
        now = self._hashes_now([*read])
        changed = _changed({n: read[n] for n in now}, now)
        return f"{self._named(asset.name)} n’a pas été recalculée depuis\u00a0: {changed}" if changed else ""

    def _outrun_among(self, assets: Iterable[Asset], edition: str | None) -> list[Stale]:
        known = records(self.lake, edition)
        return [
            stale
            for asset in (assets if known else ())
            if bool(asset.source) == bool(edition) and self._written(asset, edition)
            for part in self.parts(asset, edition)
            if (stale := self._outrun(asset, part, edition, known)) is not None
        ]

    def same_definitions(self) -> bool:
        """Tell whether what looks across editions was computed with the code and catalogue of now."""
        known = records(self.lake, None)
        return all(
            name in known and known[name].code == code_of_asset(name)
            for name, asset in ASSETS.items()
            if not asset.source
        )

    def _written(self, asset: Asset, edition: str | None) -> bool:
        return any(self.lake.exists(t.name, edition) for t in asset.tables)

    def _outrun(
        self, asset: Asset, part: str, edition: str | None, known: Mapping[str, StepRecord]
    ) -> Stale | None:
        name = step_name(asset, part)
        record = known.get(name)
        if record is None:
            return Stale(asset.name, part, NEVER, self._never(name))
        now = replace(self._inputs_now(asset, edition, ()), code=record.code, raw=record.raw)
        for kind, words in self._differences(asset, record, now):
            return Stale(asset.name, part, kind, words)
        return None

    def parts(self, asset: Asset, key: str | None) -> Iterable[str]:
        """Return the parts that an edition is computed in: a theme that another edition adds is not one of them."""
        if not asset.part:
            return ("",)
        own = self._own_parts(asset, key)
        known = records(self.lake, key)
        return [theme for theme in themes(self.lake) if theme in own or step_name(asset, theme) in known]

    def _own_parts(self, asset: Asset, key: str | None) -> Iterable[str]:
        return [*_themes_of(texts_of_edition(self.lake, key or ""))] if asset.part else ("",)

    def _stale(self, asset: Asset, part: str, key: str | None, editions: Iterable[Edition]) -> Stale | None:
        name = step_name(asset, part)
        record = read_record(self.lake, name, key)
        now = self._inputs_now(asset, key, editions)
        mark = state_of_inputs(now)
        if record is None:
            return Stale(asset.name, part, NEVER, self._never(name), mark)
        for kind, words in self._differences(asset, record, now):
            return Stale(asset.name, part, kind, words, mark)
        return None

    def _inputs_now(self, asset: Asset, key: str | None, editions: Iterable[Edition]) -> StepRecord:
        read = (p.relative_to(self.lake.root).as_posix() for p in files_read(self.lake, asset, key))
        return StepRecord(
            code_of_asset(asset.name), raw_inputs_now(asset, editions), self._hashes_now([*read])
        )

    def _differences(self, asset: Asset, record: StepRecord, now: StepRecord) -> Iterator[tuple[str, str]]:
        for name in dict.fromkeys((*now.raw, *record.raw)):
            changed = _changed(record.raw.get(name, {}), now.raw.get(name, {}))
            if changed:
                yield RAW, f"{changed} depuis le dernier calcul"
        if record.code != now.code:
            yield CODE, f"le code de {self._named(asset.name)} n’est plus celui du dernier calcul"
        changed = _changed(record.tables, now.tables)
        moved = {n for n in {*record.tables, *now.tables} if record.tables.get(n) != now.tables.get(n)}
        if changed and all(n.startswith(f"{BOOKS}/") for n in moved):
            yield (
                BOOK,
                "le livre de codes d’une édition (codebook.yaml) a changé, et ce qu’il définit vaut pour toutes",
            )
        elif changed:
            yield TABLE, f"{self._named(asset.name)} n’a pas été recalculée depuis\u00a0: {changed}"
        gone = _changed(record.written, self._hashes_now([*record.written]))
        if gone:
            yield FILE, f"dans le lac, {gone}"

    def _hashes_now(self, names: list[str]) -> dict[str, str]:
        wanted = [n for n in names if n not in self._hashes]
        self._hashes |= hashes_of(self.lake, [p for n in wanted if (p := self.lake.root / n).exists()])
        return {n: self._hashes[n] for n in names if n in self._hashes}

    def _never(self, step: str) -> str:
        return f"{self._named(step)} n’a pas été calculée jusqu’au bout"

    def _named(self, step: str) -> str:
        """Name a step in words: « l’étape « Tris à plat » »."""
        return f"l’étape «\u00a0{step_in_words(step, self._themes) or step}\u00a0»"

    @cached_property
    def _themes(self) -> Mapping[str, str]:
        return _themes_of(_texts(self.lake))

    def drift_is_fresh(self, key: str) -> bool:
        """Tell whether the drift suite has looked at what the lake holds of an edition."""
        return read_record(self.lake, DRIFT, key) == drift_record(self.lake, key)


def computes(lake: Lake, asset: Asset, key: str, mapped: Collection[str]) -> bool:
    """Tell whether an edition has the parts of an asset: its questions are mapped, or were when last computed."""
    return not asset.part or key in mapped or any(n.startswith(f"{asset.name}_") for n in records(lake, key))


def themes(lake: Lake) -> list[str]:
    """Return the themes of the catalogue that a lake is computed with, in order."""
    return list(_themes_of(_texts(lake)))


def _texts(lake: Lake) -> tuple[Text, ...]:
    return texts_of(lake.read(BOOKS)) if lake.exists(BOOKS) else ()


def _themes_of(texts: tuple[Text, ...]) -> dict[str, str]:
    # What an earlier version recorded may say what is refused by now: the lake is out of date, not unreadable.
    try:
        catalogue = extended_catalogue(texts)
    except BarometreError:
        catalogue = extended_catalogue(())
    return catalogue.theme_words


def raw_inputs_now(asset: Asset, editions: Iterable[Edition]) -> dict[str, dict[str, str]]:
    """Return the raw files that a step reads, by input, with their SHA-256 at this moment."""
    from barometre_pipeline.provenance.inputs import raw_hashes

    found: dict[str, dict[str, str]] = {}
    for edition in editions:
        for name, files in raw_hashes(edition, asset.step.raw).items():
            found.setdefault(name, {}).update(files)
    return found


def closure(stale: Iterable[Stale]) -> list[str]:
    """Return the names of the assets to compute: those that are stale, and what is computed from them."""
    return downstream(ASSETS, {s.step for s in stale})


def interrupted(stale: Iterable[Stale]) -> bool:
    """Tell whether computing stopped on the way: some steps are done, those that follow them are not."""
    kinds = {s.kind for s in stale}
    return bool(kinds) and kinds <= {TABLE, NEVER}


def state_of(stale: Iterable[Stale]) -> str:
    """Return what identifies what there is to compute: the same as long as nothing that is read moves."""
    return hashlib.sha256(repr(sorted((s.step, s.part, s.mark) for s in stale)).encode()).hexdigest()[:12]


def state_of_inputs(now: StepRecord) -> str:
    """Return what identifies the inputs of a step, in whatever order they were found."""
    raw = sorted((name, sorted(files.items())) for name, files in now.raw.items())
    return hashlib.sha256(repr((now.code, raw, sorted(now.tables.items()))).encode()).hexdigest()[:12]


def forget_drift(lake: Lake, edition: str) -> None:
    """Drop the record of the drift suite: its pages are about to be replaced, one by one."""
    forget_record(lake, DRIFT, edition)


def record_drift(lake: Lake, edition: str) -> None:
    """Record that the drift suite has looked at an edition."""
    write_record(lake, DRIFT, edition, drift_record(lake, edition))


def drift_record(lake: Lake, edition: str) -> StepRecord:
    """Return the record of the drift suite for what is in the lake now."""
    before = max((e for e in lake.editions("silver/structures") if e < edition), default=None)
    paths = [lake.path(t, e) for t in _DRIFT_READS for e in (edition, before) if e]
    return StepRecord(code_of_drift(), tables=hashes_of(lake, (p for p in paths if p.exists())))


def _changed(before: Hashes, now: Hashes) -> str:
    """Say in French what differs between two sets of files, "" if nothing does."""
    names = sorted(n for n in {*before, *now} if before.get(n) != now.get(n))
    if not names:
        return ""
    told = [f"{n} ({_how(n, before, now)})" for n in names[:_SHOWN]]
    return ", ".join(told) + (f" et {len(names) - _SHOWN} autres" if len(names) > _SHOWN else "")


def _how(name: str, before: Hashes, now: Hashes) -> str:
    if name not in before:
        return "nouveau"
    return "modifié" if name in now else "absent"
