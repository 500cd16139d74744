"""Whether a chart that was written shows values of its indicator, and no other.

Reads what the files say, as a reader would; which charts there are is the caller's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import percent

_DECIMALS: Final = 9
_PIXEL: Final = 1.0


def untrue(data: pd.DataFrame, vega: Mapping[str, Any], indicateurs: pd.DataFrame) -> Iterator[str]:
    """Yield what a chart shows that its indicator does not say.

    Args:
        data: the rows of its CSV; ``edition``, ``indicateur``, ``categorie``, ``population``, ``n``, ``base``,
            ``part_publiable`` and ``trace_id`` are read.
        vega: its specification; the values of the marks that carry a ``part`` are read.
        indicateurs: gold ``indicateurs``, indexed by ``trace_id``.
    """
    for row in data.to_dict("records"):
        name = f"{row['indicateur']}, {row['categorie']}, {row['population']}, {row['edition']}"
        if row["trace_id"] not in indicateurs.index:
            yield f"{name} : cette valeur n’est pas dans gold/indicateurs"
            continue
        truth = indicateurs.loc[row["trace_id"]]
        for column in ("edition", "indicateur", "categorie", "population"):
            if str(truth[column]) != str(row[column]):
                yield f"{name} : la valeur est celle de « {truth[column]} »"
        if int(truth["n"]) != int(row["n"]) or int(truth["base"]) != int(row["base"]):
            yield f"{name} : {row['n']} sur {row['base']} au lieu de {truth['n']} sur {truth['base']}"
        if not _same(truth["part_publiable"], row["part_publiable"]):
            yield f"{name} : {row['part_publiable']} au lieu de {truth['part_publiable']}"
    yield from _drawn(data, vega)


def _same(truth: Any, shown: Any) -> bool:
    if pd.isna(truth) or pd.isna(shown):
        return bool(pd.isna(truth) and pd.isna(shown))
    return bool(round(float(truth), _DECIMALS) == round(float(shown), _DECIMALS))


def _drawn(data: pd.DataFrame, vega: Mapping[str, Any]) -> Iterator[str]:
    """Compare the marks with the rows: each mark is one of them, and its text is that share in words."""
    counts = data["part_publiable"].isna()
    values = data["part_publiable"].where(~counts, data["n"]).astype(float).round(_DECIMALS)
    left = Counter(values)
    for mark in _marks(vega):
        part = round(float(mark["part"]), _DECIMALS)
        left[part] -= 1
        if left[part] < 0:
            yield f"une marque montre {percent(part)}, que ses données n’ont pas"
        text = str(mark.get("texte", mark.get("t", ""))).rstrip("*\u202f ")
        said = {percent(part), percent(part, exists=True), f"{part:g}"}
        if text and not counts.any() and text not in said:
            yield f"une marque de {percent(part)} est écrite « {text} »"
    yield from _unwritten(vega)
    yield from _wrong_rests(vega)
    yield from _wrong_lengths(vega)


def _unwritten(vega: Mapping[str, Any]) -> Iterator[str]:
    """Compare what marks stand for with the texts that a reader sees: each is written, as often as it is drawn."""
    seen = Counter(str(v["t"]) for v in _values(vega) if "t" in v)
    for mark in _marks(vega):
        text = str(mark.get("texte", ""))
        seen[text] -= 1
        if text and mark["part"] and seen[text] < 0:
            yield f"« {text} » n’est pas écrit à côté de sa marque"


def _wrong_rests(vega: Mapping[str, Any]) -> Iterator[str]:
    """Compare what is said to be left of a line with what its answers leave of 100 %."""
    lines: dict[Any, float] = {}
    for mark in _marks(vega):
        if "y2" in mark:
            lines[mark["y"]] = lines.get(mark["y"], 0.0) + float(mark["part"])
    for value in _values(vega):
        if "reste" in value and not _same(1 - lines.get(value["y"], 0.0), value["reste"]):
            yield f"le reste d’une ligne est de {percent(value['reste'])}, non ce que ses réponses laissent"


def _wrong_lengths(vega: Mapping[str, Any]) -> Iterator[str]:
    """Compare the lengths of bars and segments: all are on the scale of the longest."""
    bars = [m for m in _marks(vega) if "x2" in m]
    longest = max(bars, key=lambda m: float(m["part"]), default=None)
    if longest is None or not longest["part"]:
        return
    scale = (longest["x2"] - longest["x"]) / longest["part"]
    for bar in bars:
        if abs(bar["x2"] - bar["x"] - bar["part"] * scale) > _PIXEL:
            yield f"la barre de {percent(bar['part'])} n’a pas la longueur de sa part"


def _values(vega: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for layer in vega.get("layer", ()):
        yield from layer.get("data", {}).get("values", ())


def _marks(vega: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (value for value in _values(vega) if "part" in value)
