"""Takes a lake from its address into the copy of this machine, and gives back what was changed in it.

A reader has a whole generation or is told that it cannot; two writers who changed different files both keep theirs.
Who may write in the copy at this moment is ``writer``'s.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.files import private_folder, put_in_place, write_atomically
from barometre_pipeline.french.numbers import count
from barometre_pipeline.shared_lake import listing
from barometre_pipeline.shared_lake.bucket import AT_ONCE, Bucket, MovedError
from barometre_pipeline.shared_lake.copies import address_of
from barometre_pipeline.shared_lake.listing import Changes, Entry, Listing, Seen
from barometre_pipeline.shared_lake.turn import is_held, turn

_STATE: Final = ".etat.json"  # beside the copy: which list it was taken from, and how its files were then
_RECEIVED: Final = ".recus"  # beside the copy: files that arrive, before they are known to be right
_TRIES: Final = 4  # readings of an unheld lake: the list may have been read just before its files moved
_PAUSE: Final = 0.5


@dataclass(frozen=True)
class Taken:
    """The list that a copy was taken from, and which of its files were not what it said: the copy has none of them."""

    listing: Listing = field(default_factory=Listing)
    lost: frozenset[str] = frozenset()

    def whole(self) -> dict[str, Entry]:
        """Return the files that the copy was given."""
        return {path: e for path, e in self.listing.files.items() if path not in self.lost}

    def without_lost(self, now: Mapping[str, Entry]) -> dict[str, Entry]:
        """Return a later list without the files that were lost then and that nobody wrote since."""
        return {p: e for p, e in now.items() if not (p in self.lost and e == self.listing.files[p])}


@dataclass(frozen=True)
class _There:
    """The list at the address, and its tag ("" where there is none yet)."""

    listing: Listing
    tag: str = ""


def take(copy: Path, for_writing: bool = False) -> None:
    """Make of the copy what the address holds; what a killed writer left in it goes.

    Args:
        copy: folder of this machine, in which nobody writes now.
        for_writing: a file of the address that is not what its list says is left out, to be computed again.

    Raises:
        InputError: the address cannot be read, or what is there is of no whole generation.
    """
    bucket = Bucket(address_of(copy))
    tries = _TRIES
    while True:
        there = _there(bucket)
        here, seen = listing.of_folder(copy, _seen(copy))
        wanted = listing.changes(here, there.listing.files)
        with _received(copy) as aside:
            found = _fetched(bucket, wanted.written, aside)
            lost = wanted.written.keys() - found.keys()
            if not lost or for_writing:
                whole = {p: e for p, e in there.listing.files.items() if p not in lost}
                _apply(copy, whole, Changes({p: wanted.written[p] for p in found}, wanted.removed), found)
                _remember(copy, Taken(there.listing, frozenset(lost)), seen)
                return
        tries -= not is_held(bucket)
        if not tries:
            break
        time.sleep(_PAUSE)  # somebody gives back: the list follows the files
    raise InputError(
        bucket.address, sorted(lost)[0],
        f"{count(len(lost), 'fichier n’est pas celui', 'fichiers ne sont pas ceux')} de la liste du lac : une écriture "
        "est en cours, ou s’est arrêtée en route",
        "un lac qu’une écriture a laissé entier",
        "attendez la fin de l’écriture ; si aucune n’est en cours, relancez « barometre run » avec le même --lake",
    )  # fmt: skip


def give(copy: Path, tell: Callable[[str], None]) -> None:
    """Give back to the address what was changed in the copy since it was taken.

    What others gave back meanwhile is taken; of a file that both changed, this copy's is kept, and it is said: what was
    computed from the other one is then known to be out of date.

    Raises:
        InputError: the address cannot be written; the copy keeps what it has until it is taken again.
    """
    bucket = Bucket(address_of(copy))
    base = _remembered(copy)
    here, seen = listing.of_folder(copy, _seen(copy))
    mine = listing.changes(base.whole(), here)
    if not mine and not base.lost:
        return
    with turn(bucket, tell):
        there = _there(bucket)
        now_there = base.without_lost(there.listing.files)
        theirs = listing.changes(base.whole(), now_there)
        both = [p for p, e in mine.written.items() if p in theirs.written and not e.same(theirs.written[p])]
        if both:
            tell(
                f"Une autre machine a écrit {count(len(both), 'fichier', 'fichiers')} que ce calcul a écrits aussi : "
                "ceux d’ici sont gardés. « barometre run » refera ce qui dépend des autres."
            )
        written = _sent(bucket, copy, mine.written)
        after = listing.applied(now_there, Changes(written, mine.removed - theirs.written.keys()))
        now = Listing(after, there.listing.generation + 1)
        try:
            bucket.put_after(listing.NAME, now.as_bytes(), there.tag)
        except MovedError:
            raise InputError(
                bucket.address, listing.NAME, "une autre machine a pris le tour d’écriture pendant celui-ci",
                "une seule écriture à la fois", "relancez « barometre run » avec le même --lake",
            ) from None  # fmt: skip
        for path in mine.removed - after.keys():
            bucket.remove(path)
        _remember(copy, Taken(now), seen)
    if theirs:
        take(copy)


def _there(bucket: Bucket) -> _There:
    found = bucket.get(listing.NAME)
    if found is None:
        return _There(Listing())
    try:
        return _There(Listing.parse(found.data), found.tag)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            bucket.address, listing.NAME, "ce n’est pas la liste d’un lac de cette version",
            "une liste écrite par « barometre run »", "donnez une autre adresse, ou mettez ce logiciel à jour",
        ) from None  # fmt: skip


@contextmanager
def _received(copy: Path) -> Iterator[Path]:
    """Give a folder beside the copy, on its disk, for what arrives: its owner's, and gone with the block."""
    aside = copy.with_name(copy.name + _RECEIVED)
    shutil.rmtree(aside, ignore_errors=True)  # of a reader that was killed
    try:
        yield private_folder(aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _fetched(bucket: Bucket, wanted: Mapping[str, Entry], aside: Path) -> dict[str, Path]:
    """Return the files that are what the list says: by their version, else as they are now, in a lake put back."""
    into = {path: aside / str(rank) for rank, path in enumerate(wanted)}

    def one(path: str) -> bool:
        entry = wanted[path]
        versions = dict.fromkeys((entry.version, ""))
        return any(bucket.fetch(path, version, into[path]) == entry.sha256 for version in versions)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return {p: into[p] for p, right in zip(wanted, pool.map(one, wanted), strict=True) if right}


def _sent(bucket: Bucket, copy: Path, files: Mapping[str, Entry]) -> dict[str, Entry]:
    """Send files; returns them with their versions."""

    def one(path: str) -> Entry:
        with (copy / path).open("rb") as content:
            return replace(files[path], version=bucket.put(path, content))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(files, pool.map(one, files), strict=True))


def _apply(copy: Path, files: Mapping[str, Entry], moved: Changes, received: Mapping[str, Path]) -> None:
    """Write and remove files; a folder of which every file is for its owner only is closed before it has any."""
    copy.mkdir(parents=True, exist_ok=True)
    shared = {folder for path, e in files.items() if not e.private for folder in PurePosixPath(path).parents}
    private = {folder for path, e in files.items() if e.private for folder in PurePosixPath(path).parents}
    for folder in sorted(private - shared - {PurePosixPath()}):
        private_folder(copy / folder)
    for path, entry in moved.written.items():
        put_in_place(received[path], copy / path, entry.private)
    for path in moved.removed:
        (copy / path).unlink(missing_ok=True)
    _without_empty(copy, {(copy / path).parent for path in moved.removed})


def _without_empty(copy: Path, folders: Iterable[Path]) -> None:
    """Remove the folders that are empty now, and those that only held them."""
    for path in folders:
        for folder in (path, *path.parents):
            if folder == copy or any(folder.iterdir()):
                break
            folder.rmdir()


def _state(copy: Path) -> Path:
    return copy.with_name(copy.name + _STATE)


def _remember(copy: Path, taken: Taken, seen: Mapping[str, Seen]) -> None:
    _, now = listing.of_folder(copy, seen)
    document = {
        "liste": taken.listing.as_bytes().decode(),
        "perdus": sorted(taken.lost),
        "vus": {path: asdict(s) for path, s in now.items()},
    }
    write_atomically(_state(copy), json.dumps(document, ensure_ascii=False).encode(), private=True)


def _remembered(copy: Path) -> Taken:
    """Return the list that the copy was last taken from, or given back as."""
    with suppress(OSError, ValueError, KeyError):
        told = json.loads(_state(copy).read_bytes())
        return Taken(Listing.parse(told["liste"].encode()), frozenset(told["perdus"]))
    return Taken()


def _seen(copy: Path) -> dict[str, Seen]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(_state(copy).read_bytes())["vus"]
        return {path: Seen(**values) for path, values in told.items()}
    return {}
