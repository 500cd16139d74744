"""How steps are executed is a name in the environment."""

import dagster as dg
import pytest

from barometre_pipeline.dagster.executors import VARIABLE, chosen_executor
from barometre_pipeline.errors import ConfigurationError


@pytest.mark.parametrize("value", [None, "", "un_processus"])
def test_one_process_unless_the_environment_says_otherwise(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    assert chosen_executor() is dg.in_process_executor


def test_several_processes_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "plusieurs_processus")
    assert chosen_executor().name == "plusieurs_processus"


def test_another_value_is_refused_with_those_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "k8s")
    with pytest.raises(ConfigurationError) as told:
        chosen_executor()
    assert "« k8s »" in told.value.constat
    assert told.value.attendu == "un_processus ou plusieurs_processus"
