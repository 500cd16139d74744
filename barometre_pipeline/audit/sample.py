"""What a card says of the sample behind its figure, and of unequal response; read as the lake recorded it.

A lake computed before these tables existed says nothing of them.
"""

from typing import Any

from barometre_pipeline.audit.card import Section
from barometre_pipeline.audit.read import measured, rows
from barometre_pipeline.french.numbers import number, percent, points
from barometre_pipeline.indicators.quality_wording import CONDITIONAL, UNEQUAL, rate
from barometre_pipeline.lake import Lake
from barometre_pipeline.statistics.sensitivity import RATIOS, share_if_answering

_STATEMENTS, _GROUPS, _MOVED = "gold/terrain", "gold/qualite", "gold/sensibilite"
_WEIGHTED = "redressee_"
Data = dict[str, Any]


def sample_behind(lake: Lake, edition: str, public: str, group: str) -> Data:
    """Return who answered an edition, and a group of it where that is known; {} where the lake says nothing."""
    if not (lake.exists(_STATEMENTS) and lake.exists(_GROUPS)):
        return {}
    found = rows(lake, _STATEMENTS, edition=edition, public=public)
    if not found:
        return {}
    mine = rows(lake, _GROUPS, edition=edition, public=public, modalite=group)
    kept = ("retenues", "avec_poids", "effectif_national")
    known = [r for r in mine if measured(r["taux_de_reponse"]) is not None]
    return {
        "resume": str(found[0]["resume"]),
        "enonce": str(found[0]["enonce"]).splitlines(),
        "lecture": CONDITIONAL[public],
        "groupe": {k: int(known[0][k]) for k in kept}
        | {"taux_de_reponse": measured(known[0]["taux_de_reponse"])}
        if known
        else {},
    }


def sample_section(sample: Data) -> Section:
    """Return who answered, and how its intervals are to be read."""
    group = sample["groupe"]
    within = ""
    if group:
        # Only structures of strates that have a national count are among those that exist.
        counted, exist = group["avec_poids"], f"{number(group['effectif_national'])} structures qui existent"
        within = f"{number(group['retenues'])} réponses"
        within += (
            f", dont {number(counted)} sur les {exist}" if counted < group["retenues"] else f" pour {exist}"
        )
        within += f" ({rate(group['taux_de_reponse'])})"
    return Section.of(
        "L’échantillon",
        ("Qui a répondu", sample["resume"]),
        ("Ce groupe", within),
        ("À lire", sample["lecture"]),
    )


def recorded_sensitivity(lake: Lake, identifier: str, *, weighted: bool) -> Data:
    """Return what a share of the catalogue would be under unequal response, {} where it is no share.

    Args:
        lake: where it was computed.
        identifier: trace of the share.
        weighted: whether the weighted share may be shown beside the published one, where it differs from it.
    """
    found = rows(lake, _MOVED, trace_id=identifier) if lake.exists(_MOVED) else []
    if not found:
        return {}
    row = found[0]
    moved: Data = {"part": measured(row["part_publiable"]), **{r: measured(row[r]) for r in RATIOS}}
    same = row["part_ponderee"] == row["part_publiable"]
    if weighted and not same and measured(row[_WEIGHTED + next(iter(RATIOS))]) is not None:
        moved["redressee"] = {r: measured(row[_WEIGHTED + r]) for r in RATIOS}
    return moved


def plain_sensitivity(share: float | None) -> Data:
    """Return what a share that is a plain ratio would be under unequal response."""
    if share is None:
        return {}
    return {"part": share, **{name: share_if_answering(share, ratio) for name, ratio in RATIOS.items()}}


def sensitivity_section(moved: Data) -> Section:
    """Return how far the share would move, from yes answering twice as often to half as often."""
    weighted = moved.get("redressee", {})
    return Section.of(
        "Si tous n’ont pas répondu aussi souvent",
        ("Hypothèse", "ceux que la part compte ont répondu plus, ou moins, souvent que les autres"),
        *(
            (UNEQUAL[name].capitalize(), _moved(moved["part"], moved[name], weighted.get(name)))
            for name in RATIOS
        ),
    )


def _moved(share: float, moved: float, weighted: float | None) -> str:
    beside = "" if weighted is None else f" ; redressée, dans chaque strate : {percent(weighted)}"
    return f"{percent(moved)} ({points(moved - share, 0, signed=True)}){beside}"
