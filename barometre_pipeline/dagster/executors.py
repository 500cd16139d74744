"""How the steps of a run are executed, by the name that ``BAROMETRE_EXECUTEUR`` gives.

On which machine a run is executed is said by the instance's launcher; its steps stay together there (decision 0024).
"""

import os
from typing import Final

import dagster as dg

from barometre_pipeline.errors import ConfigurationError

VARIABLE: Final = "BAROMETRE_EXECUTEUR"
ONE_PROCESS: Final = "un_processus"
# Each step is forked from a process that has loaded what it needs: to load it takes longer than to compute.
_LOADED: Final = ["barometre_pipeline.dagster.preload", "barometre_pipeline.definitions"]
_EXECUTORS: Final = {
    ONE_PROCESS: dg.in_process_executor,
    "plusieurs_processus": dg.multiprocess_executor.configured(
        {"start_method": {"forkserver": {"preload_modules": _LOADED}}}, name="plusieurs_processus"
    ),
}


def chosen_executor() -> dg.ExecutorDefinition:
    """Return the executor that the environment asks for: one step after the other unless it says otherwise.

    Raises:
        ConfigurationError: it asks for one that does not exist.
    """
    name = os.environ.get(VARIABLE) or ONE_PROCESS
    if name not in _EXECUTORS:
        raise ConfigurationError(
            VARIABLE, "", f"« {name} » n’est pas une façon d’exécuter les étapes",
            " ou ".join(_EXECUTORS), f"corrigez la variable {VARIABLE}, ou retirez-la",
        )  # fmt: skip
    return _EXECUTORS[name]
