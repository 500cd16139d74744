"""Bytes to typed frames, one package per kind of source. Knows formats, knows no statistics."""
