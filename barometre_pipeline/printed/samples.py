"""The samples deduced for every edition that printed percentages, from the catalogue's figures and knowledge.

Gathers what ``deduction`` needs; the reasoning is there.
"""

import hashlib
from io import StringIO
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.loader import FOLDER
from barometre_pipeline.catalogue.populations import Samples
from barometre_pipeline.printed import deduction
from barometre_pipeline.printed.deduction import Knowledge, deduce_samples
from barometre_pipeline.tables.declarations.printed import ECHANTILLONS
from barometre_pipeline.tables.schema import arranged

SAVED = FOLDER / "echantillons_deduits.csv"
_INPUTS = ("figures_publiees.csv", "echantillons.yaml", "populations.yaml")
MARK = "# empreinte des entrées : "


def samples(catalogue: Catalogue, figures: pd.DataFrame, known: Samples) -> pd.DataFrame:
    """Return ``deduce_all_samples``, saved beside the figures it depends on and on nothing else.

    The integer programmes take seconds and printed figures never change: the saved result serves as long as
    the files it was deduced from are the same, else it is deduced again. ``tools.save_samples`` saves it.
    """
    if SAVED.is_file():
        mark, _, table = SAVED.read_text(encoding="utf-8").partition("\n")
        if mark == MARK + inputs_fingerprint():
            kinds = dict.fromkeys(("edition", "groupe", "justification"), "str")
            return pd.read_csv(StringIO(table), dtype=kinds, keep_default_na=False)
    return deduce_all_samples(catalogue, figures, known)


def inputs_fingerprint() -> str:
    """Return the SHA-256 of the files the deduction reads and of the deduction itself."""
    digest = hashlib.sha256()
    for path in (*(FOLDER / name for name in _INPUTS), Path(deduction.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def deduce_all_samples(catalogue: Catalogue, figures: pd.DataFrame, known: Samples) -> pd.DataFrame:
    """Return the deduced sample of each edition whose total is printed, by group (rows of ``gold/echantillons``).

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
    return arranged(ECHANTILLONS, pd.concat(frames, ignore_index=True))
