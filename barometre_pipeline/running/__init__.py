"""Running editions from a terminal: what must be computed, in which order and processes, and what came of it.

Dagster is loaded by the processes that compute, never by what decides or tells; computing is ``steps``'s.
"""
