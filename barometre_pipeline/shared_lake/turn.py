"""Whose turn it is to give a lake back to its address: one writer at a time, between machines.

The turn is an object of the bucket, made on condition that there is none, and renewed while it is held. One that is
renewed no more is that of a dead machine, by the server's own clock, and is taken over.
"""

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.shared_lake.bucket import WITHOUT_CONDITIONS, Bucket, MovedError

NAME: Final = ".ecriture.json"
DEAD_SECONDS: Final = 60.0
_RENEWED_SECONDS: Final = 15.0
_PAUSE: Final = 0.5


@contextmanager
def turn(bucket: Bucket, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the turn; wait for whoever has it, and say so once.

    Raises:
        InputError: the server cannot be asked.
    """
    owner = _owner()
    held = _Held(bucket, owner, _taken(bucket, owner, tell))
    held.start()
    try:
        _check_conditions(bucket, owner)
        yield
    finally:
        held.let_go()


def _check_conditions(bucket: Bucket, owner: bytes) -> None:
    """Refuse a server that writes whatever the condition: what is held now cannot be made anew."""
    try:
        bucket.put_after(NAME, owner, "")
    except MovedError:
        return
    raise bucket.refused(*WITHOUT_CONDITIONS)


def is_held(bucket: Bucket) -> bool:
    """Tell whether somebody is giving back at this moment."""
    found = bucket.get(NAME)
    return found is not None and found.age <= DEAD_SECONDS


class _Held(threading.Thread):
    """Renews a turn until it is let go."""

    def __init__(self, bucket: Bucket, owner: bytes, tag: str) -> None:
        super().__init__(daemon=True)
        self._bucket, self._owner, self._tag = bucket, owner, tag
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_RENEWED_SECONDS):
            try:
                self._tag = self._bucket.put_after(NAME, self._owner, self._tag)
            except MovedError:
                return  # taken over: the list is written on a condition too, which tells the writer
            except InputError:
                continue  # the next time may do; the writer meets the same fault if it lasts

    def let_go(self) -> None:
        self._over.set()
        self.join()
        with suppress(InputError):
            found = self._bucket.get(NAME)
            if found is not None and found.data == self._owner:
                self._bucket.remove(NAME)


def _taken(bucket: Bucket, owner: bytes, tell: Callable[[str], None]) -> str:
    told = False
    tag = ""
    while True:
        with suppress(MovedError):
            return bucket.put_after(NAME, owner, tag)
        found = bucket.get(NAME)
        if found is None:
            tag = ""
        elif found.age > DEAD_SECONDS:
            tag = found.tag  # its owner renews it no more
        else:
            if not told:
                tell(f"Le lac est en cours d’écriture par {_told(found.data)}. En attente de la fin…")
                told = True
            tag = ""
            time.sleep(_PAUSE)


def _owner() -> bytes:
    """Say who holds the turn, unlike any other holder."""
    said = {"machine": socket.gethostname(), "processus": os.getpid(), "tour": uuid.uuid4().hex}
    return json.dumps(said, ensure_ascii=False).encode()


def _told(owner: bytes) -> str:
    with suppress(ValueError, KeyError, TypeError):
        said: Any = json.loads(owner)
        return f"la machine {said['machine']} (processus {said['processus']})"
    return "une autre machine"
