"""``barometre serve``: the published pages in a browser, on this machine only.

Serves files; it writes nothing and runs nothing of the pipeline.
"""

import functools
import html
import re
import threading
import time
import webbrowser
from collections.abc import Mapping
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

import typer

from barometre_pipeline.cli.common import LakeOption, french_errors, stderr
from barometre_pipeline.cli.reading import being_written, left_in_two
from barometre_pipeline.errors import BarometreError, InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.verification.look import style_source
from barometre_pipeline.shared_lake.copies import address_of
from barometre_pipeline.tables.records import generation
from barometre_pipeline.writer import refresh

LOCALHOST: Final = "127.0.0.1"
_NAMES: Final = (LOCALHOST, "localhost")
_HOME: Final = "site/index.html"
_TEAM: Final = "site/equipe.html"  # no public page leads there, no version holds it
_FOLLOW_SECONDS: Final = 30.0
_BODY: Final = re.compile(r"<body[^>]*>")
_ERRORS: Final[Mapping[int, tuple[str, str]]] = {
    HTTPStatus.NOT_FOUND: ("Page introuvable", "Cette adresse ne mène à aucun fichier publié."),
    HTTPStatus.MISDIRECTED_REQUEST: ("Nom refusé", "Ce serveur ne répond qu’à 127.0.0.1 et à localhost."),
    HTTPStatus.NOT_IMPLEMENTED: ("Demande refusée", "Ce serveur ne fait que montrer des fichiers."),
    HTTPStatus.BAD_REQUEST: ("Demande incomprise", "Cette demande n’est pas celle d’un navigateur."),
}


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
    """Affiche le site, les graphiques et les données ouvertes dans un navigateur (127.0.0.1 seulement)."""
    with french_errors():
        server = publication_server(lake, port)
    address = f"http://{LOCALHOST}:{server.server_address[1]}/{start_page(Path(lake) / 'publication')}"
    stderr().print(f"Site : {address}")
    if (Path(lake) / "publication" / _TEAM).exists():
        stderr().print(f"Pages de l’équipe : http://{LOCALHOST}:{server.server_address[1]}/{_TEAM}")
    stderr().print("Ctrl+C pour arrêter.")
    if address_of(lake):
        threading.Thread(target=_follow, args=(lake,), daemon=True).start()
    if ouvrir:
        threading.Timer(0.3, webbrowser.open, [address]).start()
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            stderr().print("Arrêté.")


def _follow(lake: Path) -> None:
    """Take now and then what other machines gave back to the address of a lake; said once when that stops."""
    told = ""
    while True:
        time.sleep(_FOLLOW_SECONDS)
        try:
            refresh(lake, dagster_home(lake))
            told = ""
        except BarometreError as error:
            if str(error) != told:
                told = str(error)
                stderr().print(f"Les pages restent celles d’avant.\n{told}", markup=False)


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
    handler = functools.partial(_PageHandler, notice=Notice(Path(lake)), directory=str(folder))
    try:
        return ThreadingHTTPServer((LOCALHOST, port), handler)
    except OSError as error:
        raise InputError(
            f"port {port}", "", "un autre programme occupe déjà ce port", "un port libre",
            "choisissez-en un autre avec --port, ou --port 0",
        ) from error  # fmt: skip


def start_page(folder: Path) -> str:
    """Return the address of the home page, or of the folder where there is no site yet."""
    return _HOME if (folder / _HOME).exists() else ""


class Notice:
    """What the reader of a page is told first: that a run writes in the lake, or stopped on the way."""

    def __init__(self, lake: Path) -> None:
        self._lake = lake
        self._looked_at, self._in_two = "", ""

    def words(self, page: Path) -> str:
        """Return the sentence, "" for a lake of one computation, looked at again only where it moved, or a version."""
        from barometre_pipeline.publication.releases.shelf import PUBLIC

        if page.is_relative_to(self._lake / PUBLIC):
            return ""
        if told := being_written(self._lake, page=True):
            return told
        state = generation(Lake.at(self._lake))
        if state != self._looked_at:
            self._looked_at, self._in_two = state, left_in_two(self._lake)
        return self._in_two


class _PageHandler(SimpleHTTPRequestHandler):
    """Files as they are, never cached: a page is what the last run wrote, and says so where that is not whole."""

    def __init__(self, *arguments: Any, notice: Notice, **options: Any) -> None:
        self._notice = notice
        super().__init__(*arguments, **options)

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }  # fmt: skip

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer for this machine's own names only, from the folder only; the root leads to the home page."""
        if self.headers.get("Host", "").partition(":")[0] not in _NAMES:
            # Another name that leads here is a page of the outside that makes the browser read this machine.
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        folder, asked = Path(self.directory).resolve(), Path(self.translate_path(self.path))
        if not asked.resolve().is_relative_to(folder):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if asked == Path(self.directory) and start_page(folder):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"/{_HOME}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if asked.suffix == ".html" and asked.is_file() and (words := self._notice.words(asked)):
            return self._page_with(asked, words)
        return super().send_head()

    def _page_with(self, page: Path, words: str) -> BytesIO:
        """Return a page that opens with a sentence; the file stays as it is."""
        told = f'<p role="status"><strong>Attention{NBSP}: {html.escape(words)}</strong></p>'
        content = _BODY.sub(lambda tag: tag[0] + told, page.read_text(encoding="utf-8"), count=1).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def list_directory(self, path: str | PathLike[str]) -> BytesIO | None:
        """List no folder once there is a site: its pages lead to every file."""
        if start_page(Path(self.directory)):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().list_directory(path)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say in French that a page is not there, and where the home page is."""
        title, words = _ERRORS.get(code, _ERRORS[HTTPStatus.NOT_FOUND])
        home = f'<p><a href="/{_HOME}">Revenir à l’accueil</a></p>' if code == HTTPStatus.NOT_FOUND else ""
        page = (
            f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
            f"<body><main><h1>{html.escape(title)}</h1><p>{html.escape(words)}</p>{home}</main></body></html>\n"
        ).encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def end_headers(self) -> None:
        """Forbid caching, and any script or asset but the site's own in what is served."""
        self.send_header("Cache-Control", "no-store")
        styles = f"style-src 'self' {style_source()}"  # a page of verification has its style in itself
        own = "default-src 'none'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'"
        self.send_header("Content-Security-Policy", f"{own}; frame-ancestors 'none'; {styles}")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for what the analyst must read."""
