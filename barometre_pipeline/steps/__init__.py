"""What each asset does, one module per step: frames in, frames out. No Dagster, no rule and no formula.

A step is the function ``run`` of the module that its tables declare (``tables.declarations``): it is given one
edition, or all of them where its tables hold all editions, and the tables that it declares to read.
"""
