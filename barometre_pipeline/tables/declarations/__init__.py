"""The tables, one module per stage of the data's way: a table declared here exists, and nowhere else.

Every ``Table`` of a module of this folder is collected by ``registry``; the order is that of the names of the
modules, then that of the lines.
"""
