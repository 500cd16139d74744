"""What Dagster loads: everything, bound to the folders that the environment says; nothing else."""

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.folders import default_lake, default_raw

defs = build(str(default_raw()), str(default_lake()))
