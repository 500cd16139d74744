"""What an official list of territories is, once read: one frame of territories, checked, and its counts.

Only the shape and the rules of typing belong here; files are ``loader``'s, the npm package ``decoupage``'s.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.sources.territories.official_codes import CODE_COMMUNE, CODE_DEPARTEMENT, SIREN
from barometre_pipeline.vocabulary import STRATES, TYPES


def _text(pattern: str | None = None, *, unique: bool = False) -> pa.Column:
    checks = [pa.Check.str_matches(pattern)] if pattern else []
    return pa.Column(str, checks, unique=unique)


def _population() -> pa.Column:
    return pa.Column(int, pa.Check.ge(0))


COMMUNES = pa.DataFrameSchema(
    {
        "code": _text(CODE_COMMUNE, unique=True),
        "nom": _text(r"\S"),
        "siren": _text(SIREN),
        "population": _population(),
        "epci": _text(SIREN),
        "ept": _text(SIREN),
        "anciens_codes": _text(),
    },
    strict=True,
)
ANCIENNES_COMMUNES = pa.DataFrameSchema(
    {"code": _text(CODE_COMMUNE), "nom": _text(r"\S"), "commune": _text(CODE_COMMUNE)}, strict=True
)
EPCI = pa.DataFrameSchema(
    {
        "siren": _text(r"^[0-9]{9}$", unique=True),
        "nom": _text(r"\S"),
        "nature": pa.Column(str, pa.Check.isin(["CC", "CA", "CU", "METRO", "MET69", "EPT"])),
        "population": _population(),
    },
    strict=True,
)
COLLECTIVITES = pa.DataFrameSchema(
    {
        "siren": _text(SIREN),
        "code": _text(r"\S"),
        "nature": pa.Column(str, pa.Check.isin(["DEP", "CEA", "REG", "CTU", "COM"])),
        "nom": _text(r"\S"),
        "departements": _text(r"\S"),
        "population": _population(),
    },
    strict=True,
)
DEPARTEMENTS = pa.DataFrameSchema(
    {
        "code": _text(CODE_DEPARTEMENT, unique=True),
        "nom": _text(r"\S"),
        "region": _text(r"^[0-9]{2,3}$"),
        "nom_region": _text(r"\S"),
    },
    strict=True,
)
TERRITOIRES = pa.DataFrameSchema(
    {
        "territoire_id": _text(r"\S", unique=True),
        "siren": _text(SIREN),
        "code_insee": _text(),
        "nom": _text(r"\S"),
        "nature": _text(r"\S"),
        "type": pa.Column(str, pa.Check.isin(list(TYPES))),
        "strate": pa.Column(str, pa.Check.isin(list(STRATES))),
        "population": _population(),
        "departement": _text(),
        "region": _text(),
        "epci": _text(SIREN),
        "compte": pa.Column(bool),
    },
    strict=True,
)

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "communes": COMMUNES,
    "anciennes_communes": ANCIENNES_COMMUNES,
    "epci": EPCI,
    "collectivites": COLLECTIVITES,
    "departements": DEPARTEMENTS,
}


def departement_of(code_commune: pd.Series) -> pd.Series:
    """Return the département code of each commune code: two characters, three overseas."""
    overseas = code_commune.str.startswith(("97", "98"))
    return code_commune.str[:3].where(overseas, code_commune.str[:2])


def strate_of(types: pd.Series, population: pd.Series) -> pd.Series:
    """Return the strate of each territory from its type and population, bounds as in ``strates.csv``.

    A lower bound is included, an upper bound is not: a commune of 3 500 inhabitants is in 3 500 to 10 000.
    """
    table = rules("strates.csv")
    strate = pd.Series("", index=types.index, dtype=str)
    row: Any
    for row in table.itertuples(index=False):
        upper = float(row.population_max) if row.population_max else np.inf
        inside = (types == row.type) & (population >= float(row.population_min)) & (population < upper)
        strate[inside] = row.strate
    return strate


@dataclass(frozen=True, eq=False)
class ReferenceList:
    """The official lists of one year.

    Attributes:
        year: year of the lists (1 January boundaries).
        territoires: one row per territory, columns of ``TERRITOIRES``. ``territoire_id`` is the SIREN, or the
            INSEE code where the list gives no SIREN; ``compte`` says whether national counts include it.
        communes: ``code, nom, siren, population, epci, ept, anciens_codes`` as shipped.
        anciennes_communes: delegated and associated communes: ``code, nom, commune`` (INSEE code of today's).
        departements: ``code, nom, region, nom_region``.
        collectivites: départements, régions and special status with the départements each one covers.
        fichiers: relative path and SHA-256 of every file read, for the audit trail.
        anciens_noms: intercommunalités of earlier lists whose name or SIREN is no longer: ``siren, nom, commune``
            (INSEE code of the most populous one, "" where the SIREN is still in the list).
    """

    year: int
    territoires: pd.DataFrame
    communes: pd.DataFrame
    anciennes_communes: pd.DataFrame
    departements: pd.DataFrame
    collectivites: pd.DataFrame
    fichiers: dict[str, str]
    anciens_noms: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["siren", "nom", "commune"])
    )

    def population_by_strate(self, *, etendue: bool = False) -> dict[str, int]:
        """Return the number of territories per strate, in the order of ``STRATES`` (``autres`` has none).

        Args:
            etendue: count also what is typed but outside the published universe: communes of overseas
                collectivities and établissements publics territoriaux (see ``docs/decisions/0004``).
        """
        frame = self.territoires if etendue else self.territoires[self.territoires["compte"]]
        counts = frame["strate"].value_counts()
        return {s: int(counts.get(s, 0)) for s in STRATES if s != "autres"}

    @cached_property
    def by_id(self) -> pd.DataFrame:
        """``territoires`` indexed by ``territoire_id``."""
        return self.territoires.set_index("territoire_id", drop=False)


def assemble(
    communes: pd.DataFrame, epci: pd.DataFrame, collectivites: pd.DataFrame, departements: pd.DataFrame
) -> pd.DataFrame:
    """Return the frame of all territories (``TERRITOIRES``) from the four lists of a year."""
    commune_dep = departement_of(communes["code"])
    overseas = commune_dep.isin(["975", "986", "987", "988"])
    parts = [
        pd.DataFrame(
            {
                "siren": communes["siren"],
                "code_insee": communes["code"],
                "nom": communes["nom"],
                "nature": np.where(overseas, "COMMUNE_OM", "COMMUNE"),
                "population": communes["population"],
                "departement": commune_dep,
                "epci": communes["epci"],
            }
        ),
        pd.DataFrame(
            {
                "siren": epci["siren"],
                "code_insee": "",
                "nom": epci["nom"],
                "nature": epci["nature"],
                "population": epci["population"],
                "departement": _seat_departement(communes, epci["siren"]),
                "epci": "",
            }
        ),
        pd.DataFrame(
            {
                "siren": collectivites["siren"],
                "code_insee": collectivites["code"],
                "nom": collectivites["nom"],
                "nature": collectivites["nature"],
                "population": collectivites["population"],
                "departement": collectivites["departements"].str.split(" ").str[0],
                "epci": "",
            }
        ),
    ]
    frame = pd.concat(parts, ignore_index=True)
    natures = rules("natures.csv").set_index("nature")
    frame.insert(0, "territoire_id", frame["siren"].where(frame["siren"] != "", frame["code_insee"]))
    frame["type"] = frame["nature"].map(natures["type"])
    frame["strate"] = strate_of(frame["type"], frame["population"])
    frame["region"] = frame["departement"].map(departements.set_index("code")["region"]).fillna("")
    frame["compte"] = frame["nature"].map(natures["compte"]).eq("oui").astype(bool)
    return frame[list(TERRITOIRES.columns)].astype(
        dict.fromkeys(("nature", "type", "strate", "region"), "str")
    )


def _seat_departement(communes: pd.DataFrame, sirens: pd.Series) -> pd.Series:
    """Return, for each EPCI or EPT, the département where most of its population lives."""
    dep = departement_of(communes["code"])
    members = pd.concat(
        [
            pd.DataFrame({"siren": communes[column], "dep": dep, "population": communes["population"]})
            for column in ("epci", "ept")
        ]
    )
    totals = members.groupby(["siren", "dep"])["population"].sum().reset_index()
    main = totals.sort_values(["population", "dep"], ascending=[False, True]).drop_duplicates("siren")
    return sirens.map(main.set_index("siren")["dep"]).fillna("")
