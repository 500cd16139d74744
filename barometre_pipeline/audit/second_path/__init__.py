"""Everything a card says, found again by other means than the pipeline's: nothing of ``statistics`` or ``indicators``.

Files are hashed again, the extract is read again by DuckDB (or by the poll's own library), cells are turned into codes
again, the responses that stay are chosen again, counts are SQL, and shares, variances and intervals are computed in
exact fractions. What is taken from the lake and not proved again is said: who answered, what makes a name doubtful, and
why an empty cell is empty.
"""
