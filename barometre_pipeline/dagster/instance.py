"""Opens the Dagster instance of a lake, configured on first use; where it lies is ``folders``'s.

A run whose process is dead is marked so, at the latest when its instance is opened again.
"""

import fcntl
from pathlib import Path

import dagster as dg

from barometre_pipeline.dagster.live_runs import bury_dead
from barometre_pipeline.files import keep_private

_CONFIGURATION = Path(__file__).with_name("instance.yaml")


def open_instance(home: Path) -> dg.DagsterInstance:
    """Open an instance, creating its folder and its ``dagster.yaml`` where there is none.

    Processes that open it at the same time wait for one another: Dagster creates its tables on first use, and
    two that do so together stop each other.
    """
    home.mkdir(parents=True, exist_ok=True)
    keep_private(home)  # logs and events of runs: for their owner only, whatever the umask
    with (home / ".ouverture").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        configuration = home / "dagster.yaml"
        if not configuration.exists():
            configuration.write_bytes(_CONFIGURATION.read_bytes())
        instance = dg.DagsterInstance.from_config(str(home))
        bury_dead(instance, home)
        return instance
