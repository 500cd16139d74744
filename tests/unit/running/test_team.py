"""The order in which tasks are given out, with a team that only takes notes."""

from barometre_pipeline.running.outcome import EditionOutcome
from barometre_pipeline.running.tasks import Task
from barometre_pipeline.running.team import carry_out

A, B = Task("a", "limesurvey"), Task("b", "limesurvey")
AFTER_A = Task("a", "derive", frozenset({A}), (frozenset({A}),))
LAST = Task("toutes", "ensemble", frozenset({A, B}), (frozenset({A}), frozenset({B})))


class _Notes:
    """Two members; a task is over when the next one is asked for; those of ``failing`` fail."""

    def __init__(self, failing: frozenset[Task] = frozenset()) -> None:
        self.failing, self.going_on, self.log = failing, [], []

    def idle(self) -> int:
        return 2 - len(self.going_on)

    def suited(self, task: Task) -> bool:
        return False

    def start(self, task: Task) -> None:
        assert self.idle()
        self.log.append(task)
        self.going_on.append(task)

    def finished(self) -> list[tuple[Task, EditionOutcome]]:
        if not self.going_on:
            return []
        task = self.going_on.pop(0)
        return [(task, EditionOutcome(task.edition, "echec" if task in self.failing else "calculee"))]


def _carried_out(team: _Notes) -> dict[str, str]:
    results = carry_out([A, B, AFTER_A, LAST], team)
    return {f"{t.edition} {t.work}": outcome.etat for t, outcome in results}


def test_every_task_is_carried_out_after_those_it_follows():
    team = _Notes()
    assert set(_carried_out(team).values()) == {"calculee"}
    assert team.log == [A, B, AFTER_A, LAST]


def test_a_failure_stops_only_what_needs_it():
    team = _Notes(frozenset({A}))
    assert _carried_out(team) == {
        "a limesurvey": "echec", "b limesurvey": "calculee", "toutes ensemble": "calculee",
    }  # fmt: skip


def test_nothing_across_editions_when_all_failed():
    team = _Notes(frozenset({A, B}))
    assert _carried_out(team) == {"a limesurvey": "echec", "b limesurvey": "echec"}


class _OneMember(_Notes):
    """One member, that still has the libraries of what it did last."""

    def idle(self) -> int:
        return 1 - len(self.going_on)

    def suited(self, task: Task) -> bool:
        return task.apart and bool(self.log) and self.log[-1].work == task.work


def test_work_that_wants_a_process_apart_goes_on_in_the_one_that_has_begun_it():
    first = Task("a", "derive", apart=True)
    second = Task("b", "derive", frozenset({first}), apart=True)
    team = _OneMember()
    list(carry_out([first, A, second], team))
    assert team.log == [first, second, A]
