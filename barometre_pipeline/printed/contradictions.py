"""Finds by rule where documents contradict each other, or print what no sample could give.

Only printed figures, notices, claims, definitions and deduced samples are looked at, never computed values: those
are ``reconciliation``'s.
"""

import pandas as pd

from barometre_pipeline.printed.matter import Printed
from barometre_pipeline.printed.rules.attribution import two_bases, two_editions, two_populations
from barometre_pipeline.printed.rules.claimed import claimed
from barometre_pipeline.printed.rules.counts import impossible_counts, sizes
from barometre_pipeline.printed.rules.finding import KEY, Finding, Rule
from barometre_pipeline.printed.rules.nesting import nested
from barometre_pipeline.printed.rules.periods import dates
from barometre_pipeline.printed.rules.sets import parts_and_wholes
from barometre_pipeline.printed.rules.values import changes, different_values
from barometre_pipeline.tables.declarations.printed import CONTRADICTIONS
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import REGLES_CONTRADICTION

# In the order of proof: what an earlier rule has found is not found again by a later one.
RULES: tuple[Rule, ...] = (
    different_values,
    changes,
    parts_and_wholes,
    nested,
    impossible_counts,
    two_editions,
    two_bases,
    two_populations,
    sizes,
    dates,
    claimed,
)


def find_contradictions(printed: Printed) -> pd.DataFrame:
    """Return every contradiction, one row each, both places quoted.

    Returns:
        Rows of ``gold/contradictions``;
        ``constat`` is a French sentence. An impossible count is set against the deduced base.
    """
    found: list[Finding] = []
    settled: set[frozenset[str]] = set()
    for rule in RULES:
        for finding in rule(printed):
            if not settled & finding.settled():
                found.append(finding)
                settled |= finding.settled()
    values = ["valeur_a", "valeur_b"]
    table = pd.DataFrame([f.row() for f in found], columns=CONTRADICTIONS.columns).astype(
        {c: "float" if c in values else "str" for c in CONTRADICTIONS.columns}
    )
    rank = {rule: i for i, rule in enumerate(REGLES_CONTRADICTION)}
    order = table.assign(_r=table["regle"].map(rank)).sort_values(["_r", *KEY, "chiffre_a", "chiffre_b"])
    return arranged(CONTRADICTIONS, order).reset_index(drop=True)
