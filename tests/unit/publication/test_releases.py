"""A version is frozen once, says what it holds, and nothing is put under its name afterwards."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from support import snapshot

from barometre_pipeline.errors import InputError
from barometre_pipeline.publication.releases import (
    check_name,
    embargo_in_words,
    find,
    freeze,
    is_over,
    latest,
    make_public,
    parsed_embargo,
    releases,
    set_embargo,
)
from tests.unit.publication.invented_rows import REGIONS, row
from tests.unit.publication.release_lake import ANSWER, EDITION, PAGE, QUESTION, release_lake, share

LATER = "2999-01-01T00:00:00+01:00"


def frozen(root: Path, version: str = "1.0", *rows: dict[str, object], embargo: str = "") -> Path:
    lake = release_lake(root, *rows)
    return Path(str(freeze(lake, EDITION, version, "Baromètre 2031", embargo).release.folder))


@pytest.mark.parametrize("name", ["1.0", "1.1", "2.10", "12.0"])
def test_two_numbers_name_a_version(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "1", "v1.0", "1.0.0", "0.1", "1.01", "1,0", "../1.0", "1.0 ", "1.0\n", "définitive"]
)
def test_anything_else_is_refused_with_what_to_write(name: str) -> None:
    with pytest.raises(InputError, match=r"1\.0 à la première publication"):
        check_name(name)


def test_a_version_holds_the_files_that_gold_names_and_their_hashes(tmp_path: Path) -> None:
    folder = frozen(tmp_path)
    manifest = json.loads((folder / "manifeste.json").read_text("utf-8"))
    assert folder == tmp_path / "publication" / "versions" / EDITION / "1.0"
    there = snapshot(folder)
    del there["manifeste.json"]
    assert manifest["fichiers"] == there
    assert {
        PAGE,
        "donnees_ouvertes/indicateurs.csv",
        "2031/tableaux_2031.xlsx",
        "chiffres.csv",
        "fiches.csv",
    } <= set(there)


def test_neither_the_pages_of_the_team_nor_a_file_that_nothing_names_is_frozen(tmp_path: Path) -> None:
    names = {p.name for p in frozen(tmp_path).rglob("*")}
    assert "index.html" in names and not names & {"equipe.html", "brouillon.txt"}


def test_every_published_figure_is_listed_with_what_it_is_about_its_value_its_count_and_its_base(
    tmp_path: Path,
) -> None:
    hidden = row(
        QUESTION, ANSWER, REGIONS, 2, 9, publiable=False, raison_retenue="ventilation", trace_id="c" * 16
    )
    folder = frozen(tmp_path, "1.0", share(), hidden)
    (line,) = (folder / "chiffres.csv").read_text("utf-8").splitlines()[1:]
    assert line.startswith(f"indicateur,2031,{QUESTION},{ANSWER},ensemble,,,sans_reponse_exclues,")
    assert ",0.41,41,100," in line
    card = (folder / "fiches.csv").read_text("utf-8")
    assert "a" * 16 in card and "c" * 16 not in card


def test_demonstration_data_are_published_as_such_only(tmp_path: Path) -> None:
    folder = frozen(tmp_path)
    assert json.loads((folder / "manifeste.json").read_text("utf-8"))["donnees"] == "demonstration"
    assert "Données de démonstration" in (folder / "LISEZMOI.md").read_text("utf-8")
    lake = release_lake(tmp_path / "autre")
    (tmp_path / "autre" / "publication" / "site" / "index.html").write_text(
        "<p>Accueil</p>", encoding="utf-8"
    )
    with pytest.raises(InputError, match="démonstration n’y sont pas dites"):
        freeze(lake, EDITION, "1.0", "Baromètre 2031")


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert snapshot(frozen(tmp_path / "a")) == snapshot(frozen(tmp_path / "b"))


def test_the_same_version_asked_twice_with_the_same_content_is_left_as_it_is(tmp_path: Path) -> None:
    folder = frozen(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    again = freeze(release_lake(tmp_path), EDITION, "1.0", "Baromètre 2031")
    assert not again.new
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before


def test_another_content_is_refused_with_the_figures_that_moved_and_nothing_is_overwritten(
    tmp_path: Path,
) -> None:
    folder = frozen(tmp_path)
    before = snapshot(folder)
    with pytest.raises(InputError) as error:
        freeze(release_lake(tmp_path, share(42)), EDITION, "1.0", "Baromètre 2031")
    assert "41\u00a0% (41 sur 100) → 42\u00a0% (42 sur 100)" in str(error.value)
    assert snapshot(folder) == before


def test_other_files_with_the_same_figures_are_refused_too_and_said_to_be_files_alone(tmp_path: Path) -> None:
    frozen(tmp_path)
    with pytest.raises(InputError, match="0\u00a0chiffre et 2\u00a0fichiers diffèrent"):
        freeze(release_lake(tmp_path, more="Une phrase."), EDITION, "1.0", "Baromètre 2031")


def test_a_version_comes_after_those_that_exist(tmp_path: Path) -> None:
    frozen(tmp_path, "1.10")
    with pytest.raises(InputError, match=r"1\.10 existe déjà"):
        frozen(tmp_path, "1.9", share(42))
    frozen(tmp_path, "1.11", share(42))
    lake = release_lake(tmp_path)
    assert [r.manifest.version for r in releases(lake)] == ["1.10", "1.11"]
    assert [r.manifest.version for r in latest(lake)] == ["1.11"]


def test_a_new_version_settles_what_had_moved_since_the_one_before(tmp_path: Path) -> None:
    frozen(tmp_path)
    mine, theirs = (tmp_path / "versions_touchees" / name for name in ("2031-1.0", "2030-1.0"))
    for folder in (mine, theirs):
        folder.mkdir(parents=True)
        (folder / "chiffres.csv").write_text("", encoding="utf-8")
    frozen(tmp_path, "1.1", share(42))
    assert not mine.exists() and theirs.exists()


def test_a_file_changed_gone_or_added_after_the_freezing_is_told(tmp_path: Path) -> None:
    folder = frozen(tmp_path)
    release = find(release_lake(tmp_path), EDITION, "1.0")
    assert release is not None and release.altered() == []
    (folder / PAGE).write_text("Autre chose.", encoding="utf-8")
    (folder / "fiches.csv").unlink()
    (folder / "ajout.txt").write_text("?", encoding="utf-8")
    assert release.altered() == [
        f"{PAGE}\u00a0: modifié", "fiches.csv\u00a0: absent", "ajout.txt\u00a0: n’est pas de la version",
    ]  # fmt: skip


def test_what_an_interrupted_freezing_left_is_no_version_and_is_done_again(tmp_path: Path) -> None:
    folder = frozen(tmp_path)
    whole = snapshot(folder)
    (folder / "manifeste.json").unlink()
    (folder / "reste.txt").write_text("?", encoding="utf-8")
    lake = release_lake(tmp_path)
    assert releases(lake) == []
    assert freeze(lake, EDITION, "1.0", "Baromètre 2031").new
    assert snapshot(folder) == whole


def test_an_edition_of_which_nothing_is_published_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="rien n’en est publié"):
        freeze(release_lake(tmp_path), "2032", "1.0", "Baromètre 2032")


def test_under_embargo_nothing_is_where_pages_are_served_and_only_its_owner_may_read(tmp_path: Path) -> None:
    folder = frozen(tmp_path, embargo=LATER)
    assert folder == tmp_path / "sous_embargo" / EDITION / "1.0"
    assert not (tmp_path / "publication" / "versions").exists()
    assert {oct(p.stat().st_mode & 0o077) for p in folder.rglob("*") if p.is_file()} == {"0o0"}


def test_after_the_embargo_the_version_is_public_byte_for_byte_even_if_the_lake_moved(tmp_path: Path) -> None:
    before = snapshot(frozen(tmp_path, embargo=LATER))
    lake = release_lake(tmp_path, share(42))
    (release,) = releases(lake)
    shown = make_public(lake, release)
    assert snapshot(Path(str(shown.folder))) == before
    assert [(r.public, r.manifest.version) for r in releases(lake)] == [(True, "1.0")]
    assert not (tmp_path / "sous_embargo" / EDITION / "1.0").exists()


def test_a_version_altered_under_embargo_is_not_made_public(tmp_path: Path) -> None:
    folder = frozen(tmp_path, embargo=LATER)
    (folder / PAGE).write_text("Autre chose.", encoding="utf-8")
    lake = release_lake(tmp_path)
    with pytest.raises(InputError, match="ce n’est plus ce qui a été figé"):
        make_public(lake, releases(lake)[0])


def test_an_embargo_may_be_moved_and_the_content_stays(tmp_path: Path) -> None:
    frozen(tmp_path, embargo=LATER)
    lake = release_lake(tmp_path)
    moved = set_embargo(releases(lake)[0], "2998-01-01T00:00:00+01:00")
    assert releases(lake)[0].manifest.embargo == moved.manifest.embargo == "2998-01-01T00:00:00+01:00"
    assert moved.altered() == []


@pytest.mark.parametrize(
    ("given", "utc"),
    [
        ("2031-10-15", "2031-10-14T22:00:00"),
        ("2031-01-15T09:30", "2031-01-15T08:30:00"),
        ("2031-07-01 09:00", "2031-07-01T07:00:00"),
    ],
)  # fmt: skip
def test_an_embargo_ends_at_the_hour_of_paris_summer_and_winter(given: str, utc: str) -> None:
    until = parsed_embargo(given).isoformat()
    moment = datetime.fromisoformat(f"{utc}+00:00")
    assert is_over(until, moment)
    assert not is_over(until, datetime.fromtimestamp(moment.timestamp() - 1, moment.tzinfo))


def test_no_embargo_is_over_and_one_is_said_in_words() -> None:
    assert is_over("", datetime.fromisoformat("2031-01-01T00:00:00+00:00"))
    words = embargo_in_words(parsed_embargo("2031-10-15T09:05").isoformat())
    assert words == "15\u00a0octobre\u00a02031 à 9\u00a0h\u00a005, heure de Paris"


@pytest.mark.parametrize("text", ["demain", "2031-13-01", "15/10/2031", "2031-10-15T25:00", ""])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="une date"):
        parsed_embargo(text)


def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (frozen(tmp_path) / "manifeste.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"2031/1\.0/manifeste\.json"):
        releases(release_lake(tmp_path))
