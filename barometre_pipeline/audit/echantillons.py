"""The samples deduced for every edition that printed percentages, from the catalogue's figures and knowledge.

Gathers what ``deduction`` needs; the reasoning is there.
"""

import pandas as pd

from barometre_pipeline.audit.deduction import Knowledge, deduce_samples
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.populations import Samples

COLUMNS = ["edition", "groupe", "effectif", "plausible_min", "plausible_max", "chiffres", "justification"]


def deduce_all_samples(catalogue: Catalogue, figures: pd.DataFrame, known: Samples) -> pd.DataFrame:
    """Return the deduced sample of each edition whose total is printed, by group (``COLUMNS``).

    Args:
        catalogue: populations.
        figures: printed figures; totals are those of ``effectif_repondants``.
        known: composition of the samples published in full, which need no deduction.
    """
    counts = figures[
        (figures["statistique"] == "effectif") & (figures["indicateur"] == "effectif_repondants")
    ]
    knowledge = Knowledge(known.mean_shares(), known.maximum, known.taux_de_reponse)
    frames = []
    for edition, rows in counts[counts["population"] == "ensemble"].groupby("edition"):
        if edition in known.totaux:
            continue
        shares = figures[(figures["edition"] == edition) & (figures["statistique"] == "part")]
        total = int(rows["valeur"].iloc[0])
        found = deduce_samples(shares, total, catalogue.populations.strata_groups(), knowledge)
        frames.append(found.assign(edition=edition))
    poll = counts[counts["population"] == "francais"].drop_duplicates("edition")
    frames.append(
        pd.DataFrame(
            {
                "edition": poll["edition"],
                "groupe": "francais",
                "effectif": poll["valeur"].astype(int),
                "plausible_min": poll["valeur"].astype(int),
                "plausible_max": poll["valeur"].astype(int),
                "chiffres": 1,
                "justification": "effectif imprimé du sondage",
            }
        )
    )
    return pd.concat(frames, ignore_index=True)[COLUMNS]
