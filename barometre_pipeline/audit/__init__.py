"""Where a figure comes from: one card per figure, found, explained, counted again in SQL and verified.

What a recount shares with the pipeline: the silver files, and the resolution of a definition to columns and codes
(``catalogue.resolution``; for a tabulated answer, the condition recorded with it). What it does not share: the
counting. Conditions, populations and bases are written in SQL here and run by DuckDB; the pipeline's masks, weights
and statistics are not used. A recount therefore proves the counting of what was resolved, not the resolution.
"""
