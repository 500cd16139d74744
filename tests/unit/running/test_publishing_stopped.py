"""What a step was publishing when it stopped is of no whole run, even if what it reads is as it was before."""

import errno
from pathlib import Path

import pytest
from support import Computed

from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.files import write_atomically
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import NEVER, Freshness
from barometre_pipeline.publication.opendata import package
from barometre_pipeline.running.settings import Settings
from barometre_pipeline.running.tasks import ACROSS, Task
from barometre_pipeline.running.worker import Worker
from barometre_pipeline.vocabulary import ENSEMBLE


def test_a_step_that_stopped_while_it_published_must_run_again_though_it_reads_the_same(
    tiny_copy: Computed, dagster_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_the_first(path: Path, content: bytes) -> None:
        if path.name == "datapackage.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_atomically(path, content)

    def stale() -> list[tuple[str, str]]:
        fresh = Freshness(Lake.at(tiny_copy.lake), discover_editions(tiny_copy.raw))
        return [(s.step, s.kind) for s in fresh.of_all()]

    assert stale() == []
    monkeypatch.setattr(package, "write_atomically", only_the_first)
    worker = Worker(Settings(str(tiny_copy.raw), str(tiny_copy.lake), str(dagster_home)), lambda *_: None)
    try:
        outcome = worker.attempt(Task(ENSEMBLE, ACROSS, assets=("donnees_ouvertes",)))
    finally:
        worker.close()
    assert outcome.etat == "echec" and "disque est plein" in outcome.message
    assert stale() == [("donnees_ouvertes", NEVER)]
