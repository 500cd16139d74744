"""What Dagster loads: everything, bound to the folders that the environment says; nothing else."""

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.folders import default_lake, default_raw
from barometre_pipeline.shared_lake.copies import folder_of

defs = build(str(default_raw()), str(folder_of(default_lake())))
