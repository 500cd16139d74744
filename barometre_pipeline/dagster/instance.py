"""Opens the Dagster instance of a lake, configured on first use; where it lies is ``folders``'s.

A run whose process is dead is marked so, at the latest when its instance is opened again.
"""

import fcntl
import os
from pathlib import Path
from typing import Final

import dagster as dg

from barometre_pipeline.dagster.live_runs import bury_dead
from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.files import private_folder, write_atomically

VARIABLE: Final = "BAROMETRE_INSTANCE"
_CONFIGURATION: Final = Path(__file__).with_name("instance.yaml")
_NAME: Final = "dagster.yaml"
_SHOWN: Final = 400  # characters of what Dagster says


def open_instance(home: Path) -> dg.DagsterInstance:
    """Open an instance, creating its folder and its ``dagster.yaml`` where there is none.

    Processes that open it at the same time wait for one another: Dagster creates its tables on first use, and
    two that do so together stop each other.

    Raises:
        ConfigurationError: Dagster cannot be opened with what its file or the environment says.
    """
    private_folder(home)  # logs and events of runs: for their owner only, whatever the umask
    with (home / ".ouverture").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _configure(home / _NAME)
        instance = _opened(home)
        bury_dead(instance, home)
        return instance


def _configure(configuration: Path) -> None:
    """Write the file that Dagster reads: a copy of the one named by the environment, else one of its own once for all.

    Raises:
        ConfigurationError: the file named cannot be read.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        if not configuration.exists():
            configuration.write_bytes(_CONFIGURATION.read_bytes())
        return
    try:
        wanted = Path(named).read_bytes()
    except OSError as error:
        raise ConfigurationError(
            named, "", f"ce fichier ne peut pas être lu ({error.strerror})",
            "un dagster.yaml, comme deploy/dagster.yaml", f"corrigez la variable {VARIABLE}, ou retirez-la",
        ) from error  # fmt: skip
    if not configuration.exists() or configuration.read_bytes() != wanted:
        write_atomically(configuration, wanted)


def _opened(home: Path) -> dg.DagsterInstance:
    try:
        return dg.DagsterInstance.from_config(str(home))
    except Exception as error:  # Dagster's, its storage's or its driver's: they share no other class
        if told := of_the_disk(error, home=home):
            raise told from error
        raise ConfigurationError(
            _NAME, "", f"Dagster ne peut pas être ouvert avec cette configuration : {_said(error)}",
            "un fichier que Dagster comprend, les variables d’environnement qu’il nomme, une base qui répond",
            f"corrigez {os.environ.get(VARIABLE) or f'ce fichier, dans {home}'}, les variables, ou l’accès à la base",
        ) from error  # fmt: skip


def _said(error: Exception) -> str:
    """Return what an error says, or rather the one that it comes from, on one line."""
    first: BaseException = error
    while first.__cause__ is not None:
        first = first.__cause__
    found = first.errors if isinstance(first, dg.DagsterInvalidConfigError) else [first]
    told = " ".join(" ".join(str(getattr(e, "message", e)) for e in found).split())
    return told.split(" Stack Trace:")[0][:_SHOWN]
