"""What the sample is and how far it can be trusted: who answered, and what unequal response would do to a share."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables.declarations import indicators
from barometre_pipeline.tables.declarations.silver import REPRESENTED
from barometre_pipeline.tables.model import Several, Step, Table, each, of, same

SENSITIVITY: Final = Step("sensibilite", "sensitivity")
_VALUES: Final = indicators.INDICATEURS.declared
_INDICATORS: Final = indicators.INDICATEURS.name
# What tells the values of one population from those of the others: all that identifies a value but where it is.
SAME_VALUE: Final = tuple(
    c
    for c in indicators.INDICATEURS.columns[: indicators.INDICATEURS.columns.index("n")]
    if c not in ("population", "ventilation", "modalite")
)
_PUBLISHED: Final[Several] = (f"{_INDICATORS}.part_publiable", o.CONSTANT)
_BY_STRATE: Final[Several] = (
    *of(_INDICATORS, *SAME_VALUE, "population", "modalite", "n", "base", "part_ponderee"),
    *REPRESENTED,
    o.POPULATIONS,
    o.CONSTANT,
)

SENSIBILITE = Table(
    "gold/sensibilite",
    "Ce que deviendrait chaque part si ceux qu’elle compte avaient répondu plus, ou moins, souvent que les autres : "
    "l’échantillon est volontaire, et aucun intervalle ne mesure qui a choisi de répondre.",
    SENSITIVITY,
    {
        f.EDITION: f"{_INDICATORS}.edition",
        **same(_INDICATORS, *(c.field for c in _VALUES if c.field.name in indicators.INDICATOR_KEY)),
        **same(_INDICATORS, f.PART_PUBLIABLE),
        **each(_PUBLISHED, f.SI_2_FOIS_PLUS, f.SI_1_5_FOIS_PLUS, f.SI_1_5_FOIS_MOINS, f.SI_2_FOIS_MOINS),
        **same(_INDICATORS, f.PART_PONDEREE),
        **each(
            _BY_STRATE, f.REDRESSEE_SI_2_FOIS_PLUS, f.REDRESSEE_SI_1_5_FOIS_PLUS, f.REDRESSEE_SI_1_5_FOIS_MOINS,
            f.REDRESSEE_SI_2_FOIS_MOINS,
        ),
        **same(_INDICATORS, f.SOURCE_DONNEES, f.TRACE_ID),
    },
    source="",
    keys=(("trace_id",),),
)  # fmt: skip
