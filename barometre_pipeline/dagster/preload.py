"""Loads, by being imported, what every run would load: for a process that others are forked from and share it with.

A step loads what it computes with when it runs; here that is done beforehand. Nothing else imports this.
"""

import gc
import importlib

import dagster as dg
import pandera.pandas  # noqa: F401

from barometre_pipeline.provenance.code_version import step_module
from barometre_pipeline.tables.registry import ASSETS

for _asset in ASSETS.values():
    importlib.import_module(step_module(_asset))
dg.DagsterInstance.ephemeral().dispose()  # the libraries of an instance's storage
gc.collect()
gc.freeze()  # the collector would write in every object, and a page written to is no longer shared
