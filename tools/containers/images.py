"""The images: those of a registry where they are already on this machine, else the same names made of Debian."""

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from barometre_pipeline.french.numbers import number
from tools.trial import Table

ROOT: Final = Path(__file__).resolve().parents[2]
PRODUCT: Final = "localhost/barometre:essai"
AWS: Final = "localhost/barometre-essai-aws"
_DEBIAN: Final = "localhost/barometre-essai-debian"
_WORDS: Final = Path(__file__).with_name("images")
_LABEL: Final = "barometre.essai"
_CERTIFICATES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
MADE: Final = {
    "localhost/python:3.11-slim": "python",
    "localhost/postgres:15": "postgres",
    "localhost/caddy:2": "caddy",
    "localhost/minio/minio:latest": "seau",
    AWS: "aws",
}


def podman(*words: str, check: bool = True, data: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run podman to its end; what it says is kept."""
    return subprocess.run(["podman", *words], check=check, capture_output=True, text=True, input=data)


def made(table: Table, work: Path) -> None:
    """Have every image that deploy/ asks for, and say which were replaced."""
    if not _there(_DEBIAN):
        _import_debian()
    replaced = []
    for name, folder in MADE.items():
        if _there(name) and not _ours(name):
            continue
        _build(name, _context(work / "images" / folder, folder))
        replaced += [name] if name != AWS else []
    told = ", ".join(n.rpartition("/")[2] for n in replaced) or "aucune"
    table.row("images de base faites de Debian, faute de registre", told)


def product(table: Table) -> None:
    """Build deploy/Dockerfile as it is."""
    begun = time.monotonic()
    where = str(ROOT / "deploy" / "Dockerfile")
    podman("build", "--no-cache", "--network", "host", "-f", where, "-t", PRODUCT, str(ROOT))
    lasted = number(time.monotonic() - begun, 0)
    size = int(podman("image", "inspect", "--format", "{{.Size}}", PRODUCT).stdout)
    base = int(podman("image", "inspect", "--format", "{{.Size}}", next(iter(MADE))).stdout)
    shown = [number(n / 1e6, 0) for n in (size, base)]
    table.row(
        "`deploy/Dockerfile` construit tel quel", f"{lasted} s, {shown[0]} Mo, dont {shown[1]} de la base"
    )


def _there(name: str) -> bool:
    return podman("image", "exists", name, check=False).returncode == 0


def _ours(name: str) -> bool:
    label = '{{index .Config.Labels "' + _LABEL + '"}}'
    return podman("image", "inspect", "--format", label, name).stdout.strip() == "remplacement"


def _import_debian() -> None:
    """Make an image of what debootstrap installs."""
    with tempfile.TemporaryDirectory(prefix="barometre-debian-") as folder:
        with_them = "--include=ca-certificates,python3,python3-pip,python3-venv"
        command = ["debootstrap", "--variant=minbase", with_them, "bookworm", folder]
        subprocess.run(command, check=True, capture_output=True)
        packed = subprocess.Popen(["tar", "-C", folder, "-c", "."], stdout=subprocess.PIPE)
        subprocess.run(
            ["podman", "import", "-", _DEBIAN], stdin=packed.stdout, check=True, capture_output=True
        )
        assert packed.wait() == 0


def _context(where: Path, folder: str) -> Path:
    """Return a folder with what an image is built from."""
    shutil.copytree(_WORDS / folder, where)
    if folder == "python":  # the authorities that this machine trusts, for pip
        shutil.copy(_CERTIFICATES, where / "certificats.crt")
    if folder == "seau":
        lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
        pins = re.findall(r"^([\w.\[\],-]+==[^\s;\\]+)", lock, re.MULTILINE)
        (where / "versions.txt").write_text("\n".join(pins), encoding="utf-8")
    return where


def _build(name: str, context: Path) -> None:
    podman("build", "--network", "host", "-t", name, str(context))
