"""``barometre serve``: the published pages in a browser, on this machine only.

Serves files; it writes nothing and runs nothing of the pipeline.
"""

import functools
import threading
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from barometre_pipeline.cli.common import LakeOption, french_errors, stderr
from barometre_pipeline.errors import InputError
from barometre_pipeline.publication.verification.look import style_source

LOCALHOST: Final = "127.0.0.1"


def serve(
    lake: LakeOption,
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="NOMBRE", min=0, max=65535, help="Port local ; 0 en choisit un libre."
        ),
    ] = 8000,
    ouvrir: Annotated[bool, typer.Option("--ouvrir", help="Ouvre aussi le navigateur.")] = False,
) -> None:
    """Affiche le rapport, les graphiques et les données ouvertes dans un navigateur (127.0.0.1 seulement)."""
    with french_errors():
        server = publication_server(lake, port)
    address = f"http://{LOCALHOST}:{server.server_address[1]}/{start_page(Path(lake) / 'publication')}"
    stderr().print(f"Rapport : {address}\nCtrl+C pour arrêter.")
    if ouvrir:
        threading.Timer(0.3, webbrowser.open, [address]).start()
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            stderr().print("Arrêté.")


def publication_server(lake: Path, port: int) -> ThreadingHTTPServer:
    """Bind a server of ``<lake>/publication`` to 127.0.0.1, not yet started.

    Raises:
        InputError: nothing has been published in this lake, or the port is taken.
    """
    folder = Path(lake) / "publication"
    if not folder.is_dir():
        raise InputError(
            Path(lake).name, "publication/", "rien n’a encore été publié dans ce lac",
            "un dossier « publication »",
            "lancez « barometre run », ou donnez le bon lac avec --lake",
        )  # fmt: skip
    handler = functools.partial(_PageHandler, directory=str(folder))
    try:
        return ThreadingHTTPServer((LOCALHOST, port), handler)
    except OSError as error:
        raise InputError(
            f"port {port}", "", "un autre programme occupe déjà ce port", "un port libre",
            "choisissez-en un autre avec --port, ou --port 0",
        ) from error  # fmt: skip


def start_page(folder: Path) -> str:
    """Return the address of the report's index, or of the folder where there is no report yet."""
    return "rapport/index.html" if (folder / "rapport" / "index.html").exists() else ""


class _PageHandler(SimpleHTTPRequestHandler):
    """Files as they are, never cached: a page is what the last run wrote."""

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".svg": "image/svg+xml",
    }  # fmt: skip

    def end_headers(self) -> None:
        """Forbid caching, and any script or remote asset in what is served."""
        self.send_header("Cache-Control", "no-store")
        styles = f"style-src 'self' {style_source()}"  # a page of verification has its style in itself
        self.send_header("Content-Security-Policy", f"default-src 'none'; img-src 'self'; {styles}")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for what the analyst must read."""
