"""Exports of a survey written by a second hand: any structure, invented answers, every form, and the truth beside.

Nothing of the package's reader is used, so that what it reads can be held against what was written here.
"""
