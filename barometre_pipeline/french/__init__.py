"""How French is written for a reader: spaces, numbers, words; no data frame, no figure chosen, no other room imported.

``spaces`` for what must not break, ``numbers`` for whatever is counted or measured, ``words`` for the rest.
"""
