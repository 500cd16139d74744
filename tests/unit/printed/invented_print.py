"""Printed figures invented for the tests: what documents print, in as few words as possible."""

from collections.abc import Mapping, Sequence

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.printed_claims import Claim, Notice
from barometre_pipeline.printed.matter import Printed
from barometre_pipeline.vocabulary import STRATES

Row = Mapping[str, object]
DEFAULTS = {
    "rubrique": "p. 1", "indicateur": "projet_ia", "categorie": "engage", "population": "ensemble", "edition": "2025",
    "statistique": "part", "edition_reference": "", "base": "", "remarque": "", "document": "doc",
}  # fmt: skip


def figures(*rows: Row) -> pd.DataFrame:
    """Build printed figures named f1, f2…; what a row does not say is as in ``DEFAULTS``."""
    return pd.DataFrame([{"chiffre": f"f{i}", **DEFAULTS, **row} for i, row in enumerate(rows, 1)])


def samples(sizes: Mapping[str, int], edition: str = "2025") -> pd.DataFrame:
    """Build a sample whose sizes by strate are known exactly; « ensemble » is their sum."""
    known = {s: sizes.get(s, 0) for s in STRATES}
    rows = [
        (edition, group, n, n, n, "")
        for group, n in {**known, "ensemble": sum(known.values()), "francais": 1000}.items()
    ]
    names = ["edition", "groupe", "effectif", "plausible_min", "plausible_max", "justification"]
    return pd.DataFrame(rows, columns=names)


def printed(
    catalogue: Catalogue,
    rows: Sequence[Row],
    *,
    sample: pd.DataFrame | None = None,
    sizes: Mapping[tuple[str, str], int] | None = None,
    renamed: Mapping[str, str] | None = None,
    notices: Sequence[Notice] = (),
    claims: Sequence[Claim] = (),
) -> Printed:
    """Build what documents print; without a sample, none is deduced."""
    nothing = samples({}).head(0)
    known = nothing if sample is None else sample
    return Printed(catalogue, figures(*rows), known, sizes or {}, renamed or {}, notices, claims)


def claim(formule: str, *, type: str = "comparaison", ecartes: str = "", edition: str = "2025") -> Claim:
    """Build a claim that states a relation."""
    return Claim.model_validate(
        {
            "affirmation": "a1", "document": "doc", "rubrique": "p. 9", "type": type, "edition": edition,
            "texte": "Une phrase.", "formule": formule, "ecartes": tuple(ecartes.split()), "reserve": "",
        }
    )  # fmt: skip


def notice(champ: str, *, name: str = "n1", **said: object) -> Notice:
    """Build a notice."""
    given = {"document": "doc", "rubrique": "notice", "edition": "2025", "texte": "des mots", **said}
    return Notice.model_validate({"notice": name, "champ": champ, **given})
