"""What Dagster loads: everything, bound to the folders that the environment says; nothing else."""

import os

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.files import keep_private, nobody_else_writes
from barometre_pipeline.folders import dagster_home, default_lake, default_raw
from barometre_pipeline.path_names import require_readable_places
from barometre_pipeline.shared_lake.copies import folder_of

nobody_else_writes()
require_readable_places(os.environ)
_lake = folder_of(default_lake())
if (_home := dagster_home(_lake)).is_dir():
    keep_private(_home)  # what Dagster's own programs write there is for its owner only too

defs = build(str(default_raw()), str(_lake))
