"""SVG files to PNG files, in processes beside the one that draws.

vl-convert holds the interpreter's lock while it works, so that threads gain nothing; with these processes, the
second core rasterises a chart while the first draws the next, and both rasterise the rest. Run as a script it
imports of the package only ``files``, which imports nothing (pandas would cost more than the work): keep it so.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from barometre_pipeline.files import write_atomically

PNG_SCALE: Final = 2  # 1920 pixels wide
TALL, TALL_SCALE = 900, 1.5  # a taller chart is drawn smaller, not to weigh more than the others
PALETTE: Final = 24  # colours

FITTED: Final = 'lengthAdjust="spacingAndGlyphs"'
"""How an SVG says that a text keeps to its width (``textLength``) in any font; with the font it has it anyway."""
_FITTED = re.compile(rf' textLength="[0-9.]+" {FITTED}')
_HEIGHT = re.compile(r'<svg [^>]*?height="([0-9.]+)"')
_COLOUR = re.compile(r'"#([0-9a-f]{6})"')
PROCESSES: Final = 2  # rasterising costs twice what drawing does


def to_png(svg: str) -> bytes:
    """Rasterise an SVG in a palette: the colours that it names, then those it shows most; fonts must be registered.

    Flat colours and the greys of their edges: such a palette shows no difference and weighs a tenth.
    """
    import vl_convert
    from PIL import Image

    svg = _FITTED.sub("", svg)
    height = _HEIGHT.search(svg)
    tall = height is not None and float(height[1]) > TALL
    drawn = Image.open(BytesIO(vl_convert.svg_to_png(svg, scale=TALL_SCALE if tall else PNG_SCALE))).convert(
        "RGB"
    )
    named = [tuple(bytes.fromhex(colour)) for colour in sorted(set(_COLOUR.findall(svg)))]
    shown = sorted(((n, c) for n, c in drawn.getcolors(drawn.width * drawn.height) or ()), reverse=True)
    most = [colour for _, colour in shown if isinstance(colour, tuple)]
    colours = list(dict.fromkeys([*named, *most]))[: max(PALETTE, len(named))]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in colours for channel in colour])
    png = BytesIO()
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(png, "PNG", compress_level=6)
    return png.getvalue()


class Rasteriser:
    """Turns SVG files into PNG files while the caller goes on; leaving the ``with`` block waits for all.

    The processes are started by the first request: where every picture is there already, none is.
    """

    def __init__(self, fonts: Path, processes: int = PROCESSES) -> None:
        self._command = [sys.executable, "-I", str(Path(__file__).resolve()), str(fonts)]
        self._wanted = processes
        self._processes: list[subprocess.Popen[str]] = []

    def submit(self, svg: Path, png: Path) -> None:
        """Ask for ``png`` to be written from ``svg``, which must be there already."""
        requests = next(self._turn).stdin
        assert requests is not None
        try:
            requests.write(f"{svg.resolve()}\t{png.resolve()}\n")
            requests.flush()
        except BrokenPipeError:
            pass  # it stopped: its last words are raised at the end of the block

    @cached_property
    def _turn(self) -> "Iterator[subprocess.Popen[str]]":
        self._processes += [
            subprocess.Popen(self._command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(self._wanted)
        ]
        return cycle(self._processes)

    def __enter__(self) -> "Rasteriser":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        complaints = []
        for process in self._processes:
            if kind is not None:
                process.kill()
            elif process.stdin is not None:
                process.stdin.close()
                process.stdin = None
        for process in self._processes:
            _, complaint = process.communicate()
            if process.returncode:
                complaints += complaint.strip().splitlines()[-1:] or ["sans message"]
        if kind is None and complaints:
            raise RuntimeError(f"conversion en PNG interrompue\u00a0: {complaints}")


def _work(requests: IO[str], fonts: str) -> None:
    """Serve one request per line: path of the SVG, tab, path of the PNG."""
    import vl_convert

    vl_convert.register_font_directory(fonts)
    for line in requests:
        svg, png = (Path(p) for p in line.rstrip("\n").split("\t"))
        write_atomically(png, to_png(svg.read_text("utf-8")))


if __name__ == "__main__":
    _work(sys.stdin, sys.argv[1])
