"""Reproducible pipeline for the yearly barometer of the Observatoire Data Publica.

Only the package version lives here; each subpackage opens with what belongs in it.
"""

__version__ = "0.2.0"
