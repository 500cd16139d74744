"""Indicators computed from the catalogue's definitions: shares, evolutions, crossings, their documentation.

Pure functions from silver frames to gold frames; definitions are YAML (``catalogue``), estimators are
``statistics``.
"""
