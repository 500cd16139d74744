"""Broken files thrown at every reader: how files are damaged, which readers are tried, what came back.

Nothing of the pipeline imports this; a file that breaks a reader becomes a test beside that reader.
"""
