"""Specifications to files: CSV, Vega-Lite JSON, SVG (wide and narrow) and PNG, without a browser and without network.

File names and bytes are decided here and only here; every file is written aside, then renamed.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import pandas as pd

from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.files import write_atomically
from barometre_pipeline.publication.charts.model import ChartSpec
from barometre_pipeline.publication.charts.rasterise import FITTED, PALETTE, PNG_SCALE, Rasteriser
from barometre_pipeline.publication.charts.text import FONT_FOLDER, text_width
from barometre_pipeline.tables.declarations.publication import GRAPHIQUES

VEGA_LITE: Final = "6.4"
KEPT: Final = "BAROMETRE_DESSINS"
"""Environment variable: a folder where pictures are kept, for another lake with the same charts to take them."""

_SUFFIXES: Final = {
    "fichier_csv": ".csv", "json": ".vl.json", "svg": ".svg", "svg_etroit": "-etroit.svg", "png": ".png",
}  # fmt: skip
_PICTURES: Final = ("svg", "svg_etroit", "png")
_SAFE_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_STAND_IN = re.compile(r">@(\d+)@</text>")
_SVG_START = re.compile(r"<svg [^>]*>")


def write_charts(specs: Iterable[ChartSpec], folder: Path) -> pd.DataFrame:
    """Write the five files of each chart into ``folder``.

    Returns:
        The index of the charts: ``question``, ``fichier_csv``, ``json``, ``svg``, ``svg_etroit``, ``png`` (file names
        relative to ``folder``), ``titre``, ``description``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, drawn = [], []
    stems: set[str] = set()
    with Rasteriser(FONT_FOLDER) as rasteriser:
        for spec in specs:
            stem = _stem(spec.nom, stems)
            names = {column: f"{stem}{suffix}" for column, suffix in _SUFFIXES.items()}
            paths = {column: folder / name for column, name in names.items()}
            write_atomically(paths["fichier_csv"], to_csv(spec).encode())
            specification = to_json(spec).encode()
            if not _drawn_before(paths, specification):
                # Until its pictures are there, nothing says that they are.
                paths["json"].unlink(missing_ok=True)
                drawn.append((paths, specification))
                if not _taken(paths, _kept(specification)):
                    write_atomically(paths["svg"], to_svg(spec).encode())
                    write_atomically(paths["svg_etroit"], to_svg(spec, narrow=True).encode())
                    rasteriser.submit(paths["svg"], paths["png"])
            rows.append(
                {"question": spec.question, **names, "titre": spec.titre, "description": spec.description}
            )
    for paths, specification in drawn:
        write_atomically(paths["json"], specification)
        _keep(paths, _kept(specification))
    return pd.DataFrame(rows, columns=GRAPHIQUES.columns).astype("str")


def _stem(name: str, taken: set[str]) -> str:
    """Return the name of the files of a chart, told from those taken by a hash, also where case is not told apart."""
    stem = _SAFE_NAME.sub("_", name)
    if stem.casefold() in taken:
        stem += f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    taken.add(stem.casefold())
    return stem


def _drawn_before(paths: Mapping[str, Path], specification: bytes) -> bool:
    """Tell whether the pictures there are those of the specification: it holds all that they are drawn from."""
    pictures = all(paths[column].exists() for column in _PICTURES)
    return pictures and paths["json"].exists() and paths["json"].read_bytes() == specification


def _kept(specification: bytes) -> Path | None:
    """Return where the pictures of a specification are kept from one lake to another, None where nobody asks for it."""
    folder = os.environ.get(KEPT)
    return Path(folder) / sha256(specification).hexdigest() if folder else None


def _taken(paths: Mapping[str, Path], kept: Path | None) -> bool:
    if kept is None or not all((kept / column).exists() for column in _PICTURES):
        return False
    for column in _PICTURES:
        write_atomically(paths[column], (kept / column).read_bytes())
    return True


def _keep(paths: Mapping[str, Path], kept: Path | None) -> None:
    if kept is not None and not kept.exists():
        kept.mkdir(parents=True, exist_ok=True)
        for column in _PICTURES:
            write_atomically(kept / column, paths[column].read_bytes())


def to_csv(spec: ChartSpec) -> str:
    """Return the data shown: comma, decimal point, header line, one row per bar or segment."""
    return harmless_frame(spec.donnees).to_csv(index=False, lineterminator="\n")


def to_json(spec: ChartSpec) -> str:
    """Return the stand-alone Vega-Lite specification, with what else the pictures beside it are drawn from."""
    narrow = sha256(json.dumps(spec.etroit, ensure_ascii=False).encode()).hexdigest()
    drawn = {"outils": _tools(), "etroit": narrow, "titre": spec.titre}
    return json.dumps({**spec.vega, "usermeta": drawn}, ensure_ascii=False, indent=1) + "\n"


@cache
def _tools() -> str:
    """Return what draws, with its version: another may draw otherwise."""
    return (
        " ".join(f"{name} {version(name)}" for name in ("vl-convert-python", "pillow"))
        + f" {PALETTE}×{PNG_SCALE} textLength"
    )


def to_svg(spec: ChartSpec, narrow: bool = False) -> str:
    """Draw the chart; its title and description are those a screen reader speaks."""
    vega = spec.etroit if narrow else spec.vega
    return svg_of(vega, spec.titre, spec.description, fitted=True)


def svg_of(vega: dict[str, Any], titre: str, description: str, fitted: bool = False) -> str:
    """Draw a specification.

    Args:
        vega: the specification.
        titre, description: what a screen reader speaks.
        fitted: texts keep to their width where another font draws them; not asked for where the font is there.
    """
    light, texts, widths = _without_texts(vega)
    svg = _vl_convert().vegalite_to_svg(light, vl_version=VEGA_LITE)

    def written(found: re.Match[str]) -> str:
        place = int(found[1])
        width = f' textLength="{widths[place]:.1f}" {FITTED}' if fitted and texts[place] else ""
        return f"{width}>{escape(texts[place])}</text>"

    svg = _STAND_IN.sub(written, svg)
    title, told = escape(titre), escape(description)
    head = _SVG_START.match(svg)
    if head is None:
        raise ValueError("vl-convert a rendu autre chose qu’un SVG")
    start = head.group().replace("<svg ", '<svg role="img" lang="fr" ', 1)
    return f"{start}<title>{title}</title><desc>{told}</desc>{svg[head.end() :]}\n"


def _without_texts(vega: dict[str, Any]) -> tuple[dict[str, Any], list[str], list[float]]:
    """Replace the texts placed in pixels by short stand-ins, to be put back into the SVG with their widths.

    Vega measures each text, letter by letter, which takes most of the time of a drawing; nothing depends
    on the measure, since every position is already known.
    """
    texts: list[str] = []
    widths: list[float] = []
    layers = []
    for layer in vega["layer"]:
        if layer.get("encoding", {}).get("text") == {"field": "t"}:
            values = layer["data"]["values"]
            light = [{**v, "t": f"@{len(texts) + i}@"} for i, v in enumerate(values)]
            texts += [v["t"] for v in values]
            size, bold = layer["mark"]["fontSize"], layer["mark"].get("fontWeight") == "bold"
            widths += [text_width(v["t"], size, bold) for v in values]
            layers.append({**layer, "data": {"values": light}})
        else:
            layers.append(layer)
    return {**vega, "layer": layers}, texts, widths


@cache
def _vl_convert() -> Any:
    """Load the converter once, with the charts' own font registered."""
    import vl_convert

    vl_convert.register_font_directory(str(FONT_FOLDER))
    return vl_convert
