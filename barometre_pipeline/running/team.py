"""Who carries out tasks: this very process, or several beside it, each with its own Dagster runs.

Knows processes and messages, nothing of what a task does: that is ``worker``'s.
"""

import multiprocessing
import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from threading import Event, Thread
from types import TracebackType
from typing import Protocol, Self

from barometre_pipeline.running.outcome import EditionOutcome
from barometre_pipeline.running.settings import Listener, Settings
from barometre_pipeline.running.tasks import Task

_PRELOADED = ["barometre_pipeline.running.worker", "barometre_pipeline.dagster.preload"]
# Asked of the C library and of Arrow: give back what is no longer used, at a few percent of speed. Of numpy: one
# thread, for there are as many processes as cores, and its threads wait by spinning.
_FRUGAL = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
}
_GRACE_SECONDS = 10.0


class Team(Protocol):
    """Carries out tasks, as many at a time as it has idle members."""

    def idle(self) -> int:
        """Return how many tasks can be started now."""
        ...

    def suited(self, task: Task) -> bool:
        """Tell whether an idle member is kept for such work: its libraries, large ones, are loaded."""
        ...

    def start(self, task: Task) -> None:
        """Give a task to an idle member."""
        ...

    def finished(self) -> list[tuple[Task, EditionOutcome]]:
        """Wait until at least one task is over, unless none is going on, and return those that are."""
        ...


def carry_out(tasks: list[Task], team: Team) -> Iterator[tuple[Task, EditionOutcome]]:
    """Carry out tasks in the order given, each as soon as what precedes it is over.

    A task whose needs have failed is left out; it counts as over for those that follow.
    """
    waiting = list(tasks)
    over: set[Task] = set()
    succeeded: set[Task] = set()
    while waiting or over != set(tasks):
        ready = [t for t in waiting if t.after <= over]
        # What one member alone has the libraries of goes first: another would have to be started for it later.
        for task in sorted(ready, key=lambda t: not team.suited(t)):
            if not task.worthwhile(succeeded):
                over.add(task)
            elif team.idle():
                team.start(task)
            else:
                continue
            waiting.remove(task)
        for task, outcome in team.finished():
            over.add(task)
            if outcome.etat != "echec":
                succeeded.add(task)
            yield task, outcome


class Alone:
    """This process: nothing is started beside it, so that a debugger sees everything."""

    def __init__(self, settings: Settings, listener: Listener) -> None:
        self._settings, self._listener = settings, listener
        self._done: list[tuple[Task, EditionOutcome]] = []

    def __enter__(self) -> Self:
        from barometre_pipeline.running.worker import Worker

        self._worker: Worker = Worker(self._settings, self._listener)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.close()

    def idle(self) -> int:
        """Return 1 until a task is done and not yet told."""
        return 0 if self._done else 1

    def suited(self, _task: Task) -> bool:
        """Return no: this process does all."""
        return False

    def start(self, task: Task) -> None:
        """Carry out the task, now."""
        self._done.append((task, self._worker.attempt(task)))

    def finished(self) -> list[tuple[Task, EditionOutcome]]:
        """Return what was carried out since the last call."""
        done, self._done = self._done, []
        return done


class _Member:
    """A process beside this one, and the end of the pipe it is spoken to by."""

    def __init__(self, settings: Settings) -> None:
        # A server that has loaded the libraries and never does anything else is what forks: quick, with
        # memory shared, and safe since it has no thread.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, settings), daemon=False)
        self._process.start()
        theirs.close()
        self.task: Task | None = None
        self.last_work = ""

    def take(self, task: Task) -> None:
        """Send a task; if the process is dead, listening to it will tell."""
        with suppress(BrokenPipeError):
            self.pipe.send(task)
        self.task, self.last_work = task, task.work

    def dismiss(self) -> None:
        """Let the process end, now even if it is at work: it watches the pipe."""
        self.pipe.close()

    def join(self) -> None:
        """Wait for the end of the process; past a while, kill it."""
        self._process.join(_GRACE_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


class Processes:
    """Some processes beside this one; leaving the ``with`` block ends them."""

    def __init__(self, settings: Settings, listener: Listener, count: int) -> None:
        self._settings, self._listener, self._count = settings, listener, count

    def __enter__(self) -> Self:
        for name, value in _FRUGAL.items():
            os.environ.setdefault(name, value)
        self._members = [_Member(self._settings) for _ in range(self._count)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self._members:
            member.dismiss()
        for member in self._members:
            member.join()

    def idle(self) -> int:
        """Return how many processes wait for a task."""
        return sum(m.task is None for m in self._members)

    def suited(self, task: Task) -> bool:
        """Tell whether the last that an idle process did is this kind of work, which wants a process apart."""
        return task.apart and any(m.task is None and m.last_work == task.work for m in self._members)

    def start(self, task: Task) -> None:
        """Give a task to an idle process, rather to one that has done such work: its libraries are loaded."""
        free = [m for m in self._members if m.task is None]
        member = min(free, key=lambda m: m.last_work != task.work)
        if task.apart and member.last_work not in ("", task.work):
            member = self._replace(member)
        member.take(task)

    def finished(self) -> list[tuple[Task, EditionOutcome]]:
        """Pass on progress until a task is over."""
        done: list[tuple[Task, EditionOutcome]] = []
        while not done and any(m.task for m in self._members):
            at_work = {m.pipe: m for m in self._members if m.task}
            for pipe in wait(list(at_work)):
                member = at_work[pipe]  # type: ignore[index]
                if outcome := self._hear(member):
                    assert member.task is not None
                    done.append((member.task, outcome))
                    member.task = None
        return done

    def _replace(self, member: _Member) -> _Member:
        member.dismiss()
        member.join()
        new = _Member(self._settings)
        self._members[self._members.index(member)] = new
        return new

    def _hear(self, member: _Member) -> EditionOutcome | None:
        """Receive one message; a process that died is replaced and its task has failed."""
        task = member.task
        assert task is not None
        try:
            message = member.pipe.recv()
        except (EOFError, OSError):
            self._replace(member)
            return EditionOutcome(
                task.edition, "echec",
                f"Le processus qui calculait « {task.work} » s’est arrêté sans un mot (mémoire insuffisante ?) ; "
                "relancez avec --processus 1.",
            )  # fmt: skip
        if isinstance(message, EditionOutcome):
            return message
        self._listener(*message)
        return None


def _serve(pipe: "Connection[object, object]", settings: Settings) -> None:
    """Be a member: carry out what comes through the pipe until its other end closes, or its owner is dead."""
    # Ctrl-C in the terminal, or its closing, is for the process that leads; it passes it on, once.
    os.setpgrp()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    at_work = Event()
    Thread(target=_end_with_leader, args=(pipe.fileno(), at_work), daemon=True).start()
    from barometre_pipeline.running.worker import Worker

    worker = Worker(settings, lambda *event: pipe.send(event))
    try:
        while True:
            task = pipe.recv()
            assert isinstance(task, Task)
            at_work.set()
            outcome = worker.attempt(task)
            at_work.clear()
            pipe.send(outcome)
    except (EOFError, OSError, KeyboardInterrupt):
        pass
    finally:
        worker.close()


def _end_with_leader(pipe: int, at_work: Event) -> None:
    """Interrupt what this process does once the process that leads is gone; past a while, end it."""
    hangup = select.poll()
    hangup.register(pipe, 0)
    hangup.poll()
    if at_work.is_set():
        os.kill(os.getpid(), signal.SIGINT)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)


@contextmanager
def interruptible() -> Iterator[None]:
    """Take a closed terminal and a request to end for what Ctrl-C is; what was to be ignored stays so."""
    before = {s: signal.getsignal(s) for s in (signal.SIGHUP, signal.SIGTERM)}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
