"""What is in the raw folder and is no file that can be read is told, by every reader of an edition."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from support import barometre
from tiny_edition import EDITION, write_edition

from barometre_pipeline.editions.loader import discover_editions, load_edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.territories.loader import available_years


def _dangling(path: Path) -> None:
    path.symlink_to("nulle-part")


def _into_a_missing_share(path: Path) -> None:
    path.symlink_to("/partage/absent/extrait")


def _to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as own:
        own.bind(os.path.relpath(path))


def _device(path: Path) -> None:
    path.symlink_to("/dev/null")


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "dangling link": (_dangling, "lien vers ce qui n’existe pas"),
    "link into a share that is not mounted": (_into_a_missing_share, "n’est pas joignable"),
    "link to itself": (_to_itself, "mène à lui-même"),
    "pipe": (_pipe, "tube"),
    "socket": (_socket, "prise de communication"),
    "device": (_device, "périphérique"),
}
NAMES = (
    "edition.yaml", "codebook.yaml", "errata.yaml", "limesurvey/results-survey900031.csv", "limesurvey/decisions.csv",
    "limesurvey/correspondances.csv", "limesurvey/2031-07-01/manifest.json", "ipsos/sondage.yaml",
    "agregats/anomalies.yaml", "documents/rapport.pdf",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_readable_file_is_named_with_what_it_is_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    write_edition(tmp_path)
    path = tmp_path / EDITION / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    monkeypatch.chdir(path.parent)  # the name of a socket must be short
    make, words = KINDS[kind]
    make(path)
    with pytest.raises(InputError) as caught:
        load_edition(tmp_path / EDITION)
    assert caught.value.fichier == f"{EDITION}/{name}"
    assert words in caught.value.constat
    assert "fichier lui-même" in caught.value.remede


@pytest.mark.parametrize("place", ["", "limesurvey", "ipsos"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_edition_or_a_source_that_is_no_folder_does_not_vanish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, kind: str
) -> None:
    write_edition(tmp_path)
    path = tmp_path / EDITION / place
    path.rename(tmp_path / "ailleurs") if path.exists() else None
    monkeypatch.chdir(path.parent)
    make, words = KINDS[kind]
    make(path)
    with pytest.raises(InputError) as caught:
        discover_editions(tmp_path)
    assert (caught.value.fichier, words in caught.value.constat) == (
        f"{EDITION}/{place}".rstrip("/"),
        True,
    ), caught.value


def test_a_file_in_place_of_the_folder_of_a_source_is_told(tmp_path: Path) -> None:
    (tmp_path / EDITION).mkdir()
    (tmp_path / EDITION / "limesurvey").touch()
    with pytest.raises(InputError, match="c’est un fichier"):
        discover_editions(tmp_path)


@pytest.mark.parametrize(
    "name", ["limesurvey/results-survey900032.csv", "codebook.yaml", "ipsos/sondage.yaml"]
)
def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path, name: str) -> None:
    write_edition(tmp_path)
    (tmp_path / EDITION / name).mkdir(parents=True)
    with pytest.raises(InputError, match="c’est un dossier"):
        load_edition(tmp_path / EDITION)


def test_links_to_what_is_there_are_followed_and_one_to_a_folder_above_is_gone_through_once(
    tmp_path: Path,
) -> None:
    write_edition(tmp_path / "raw")
    folder = tmp_path / "raw" / EDITION
    (folder / "limesurvey").rename(tmp_path / "ailleurs")
    (folder / "limesurvey").symlink_to(tmp_path / "ailleurs")
    (tmp_path / "ailleurs" / "boucle").symlink_to(tmp_path / "ailleurs")
    assert load_edition(folder).key == EDITION
    (tmp_path / "ailleurs" / "mort.csv").symlink_to("nulle-part")
    with pytest.raises(InputError, match=r"limesurvey/mort\.csv"):
        load_edition(folder)


def test_what_programs_leave_beside_an_open_file_is_no_fault(tmp_path: Path) -> None:
    write_edition(tmp_path)
    (tmp_path / EDITION / ".#edition.yaml").symlink_to("jeanne@poste.1234")  # Emacs
    assert load_edition(tmp_path / EDITION).key == EDITION


def test_the_official_lists_are_held_to_it_too(tmp_path: Path) -> None:
    (tmp_path / "referentiels").symlink_to("nulle-part")
    with pytest.raises(InputError, match="referentiels"):
        available_years(tmp_path)


@pytest.mark.parametrize("command", ["editions", "run"])
def test_commands_tell_it_and_fail(tmp_path: Path, command: str) -> None:
    write_edition(tmp_path / "raw")
    extract = next((tmp_path / "raw" / EDITION / "limesurvey").glob("results*"))
    extract.unlink()
    extract.symlink_to("nulle-part")
    result = barometre(command, "--raw", tmp_path / "raw", "--lake", tmp_path / "lac")
    assert result.exit_code == 1
    assert extract.name in result.stderr and "montez le partage réseau" in result.stderr
