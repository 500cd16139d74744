"""Freezes what is published of an edition under a version, once and for all, and makes it public after its embargo.

A version's manifest is written last: without one, a folder is what an interrupted freezing left, and is done again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from upath import UPath

from barometre_pipeline import __version__
from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.opendata.package import LICENCE
from barometre_pipeline.publication.releases.contents import PUBLICATION, cards_csv, published_files
from barometre_pipeline.publication.releases.figures import (
    figures_csv,
    moved_figures,
    published_figures,
    told_figures,
)
from barometre_pipeline.publication.releases.shelf import (
    CARDS_FILE,
    FIGURES_FILE,
    MANIFEST,
    README,
    TOUCHED,
    Manifest,
    Release,
    digest,
    find,
    folder_of,
    releases,
)
from barometre_pipeline.publication.releases.version import check_name, order
from barometre_pipeline.vocabulary import SOURCES_DONNEES, weakest_source

_MOST: Final = 20  # figures named in a refusal
_HOME: Final = "site/index.html"


@dataclass(frozen=True)
class Frozen:
    """What freezing gave: the version, and whether it is new (it was there with the same content otherwise)."""

    release: Release
    new: bool


def freeze(lake: Lake, edition: str, version: str, title: str, embargo: str = "") -> Frozen:
    """Freeze what is published now; what had moved since the version before is settled.

    Args:
        lake: where gold and the published files are.
        edition: the one that is published; what is known of the others is part of what its pages show.
        version: its name.
        title: of the edition.
        embargo: moment it ends (ISO 8601), "" for none: the version is public at once.

    Raises:
        InputError: no version may be called so, the name is taken by another content, a later one exists, nothing is
            published of the edition, or demonstration data are not said to be so.
    """
    check_name(version)
    content = _content(lake, edition, version, title)
    manifest, known = content.manifest, find(lake, edition, version)
    if known is not None:
        _refuse_other(lake, known, manifest)
        return Frozen(known, False)
    after = [r for r in releases(lake, edition) if order(r.manifest.version) > order(version)]
    if after:
        raise InputError(
            f"édition {edition}, version {version}", "", f"la version {after[-1].manifest.version} existe déjà",
            "un numéro plus grand que ceux des versions figées", "donnez le numéro suivant, ou un autre",
        )  # fmt: skip
    public = not embargo
    folder = folder_of(lake, edition, version, public)
    _remove(folder)
    manifest = replace(manifest, embargo=embargo)
    for name in manifest.fichiers:
        write_atomically(folder / name, content.read(name), private=not public)
    write_atomically(folder / MANIFEST, manifest.content(), private=not public)
    for settled in (lake.root / TOUCHED).glob(f"{edition}-*"):
        _remove(settled)
    return Frozen(Release(folder, public, manifest), True)


def make_public(lake: Lake, release: Release) -> Release:
    """Move a version out of embargo, byte for byte.

    Raises:
        InputError: its files are no longer those that were frozen.
    """
    altered = release.altered()
    if altered:
        raise InputError(
            f"édition {release.name}", "", f"ce n’est plus ce qui a été figé{NBSP}: {'; '.join(altered[:_MOST])}",
            "les fichiers du manifeste, inchangés", "remettez la copie que vous gardez, ou figez une autre version",
        )  # fmt: skip
    manifest = release.manifest
    folder = folder_of(lake, manifest.edition, manifest.version, True)
    for name in (*manifest.fichiers, MANIFEST):
        write_atomically(folder / name, (release.folder / name).read_bytes())
    _remove(release.folder)
    return Release(folder, True, manifest)


def set_embargo(release: Release, embargo: str) -> Release:
    """Give another end to the embargo of a version that is not public yet."""
    manifest = replace(release.manifest, embargo=embargo)
    write_atomically(release.folder / MANIFEST, manifest.content(), private=True)
    return replace(release, manifest=manifest)


@dataclass(frozen=True)
class _Content:
    """What a version would hold: its manifest, the files made for it, the others where they are published."""

    manifest: Manifest
    made: Mapping[str, bytes]
    root: UPath

    def read(self, name: str) -> bytes:
        return self.made[name] if name in self.made else bytes((self.root / name).read_bytes())


def _content(lake: Lake, edition: str, version: str, title: str) -> _Content:
    figures, names, root = published_figures(lake), published_files(lake), lake.root / PUBLICATION
    if edition not in set(figures["edition"]) or _HOME not in names:
        raise InputError(
            f"édition {edition}", "", "rien n’en est publié dans ce lac", "une édition calculée, avec son site",
            "lancez « barometre run », ou donnez le bon lac avec --lake",
        )  # fmt: skip
    origin = weakest_source("; ".join(sorted(set(figures["source_donnees"]))))
    manifest = Manifest(edition, version, title, origin, __version__, len(figures))
    made = {
        FIGURES_FILE: figures_csv(figures),
        CARDS_FILE: cards_csv(lake, figures),
        README: _readme(manifest).encode(),
    }
    files = {name: digest((root / name).read_bytes()) for name in names} | {
        n: digest(c) for n, c in made.items()
    }
    content = _Content(replace(manifest, fichiers=files), made, root)
    if manifest.made_up and SOURCES_DONNEES["demonstration"] not in content.read(_HOME).decode():
        raise InputError(
            f"édition {edition}", _HOME, "des données de démonstration n’y sont pas dites",
            f"«{NBSP}{SOURCES_DONNEES['demonstration']}{NBSP}» sur l’accueil", "recalculez le site : « barometre run »",
        )  # fmt: skip
    return content


def _readme(manifest: Manifest) -> str:
    warning = f"**{SOURCES_DONNEES['demonstration']}.**\n\n" if manifest.made_up else ""
    return (
        f"# {manifest.titre}, version {manifest.version}\n\n{warning}"
        f"Ce qui a été publié de l’édition {manifest.edition} sous ce numéro, figé{NBSP}: ouvrez `{_HOME}` dans "
        "un navigateur, ou déposez le dossier sur un serveur web.\n\n"
        f"- `{FIGURES_FILE}`{NBSP}: chaque chiffre publié, sa valeur, son effectif et sa base "
        f"({count(manifest.chiffres, 'ligne')}).\n"
        f"- `{CARDS_FILE}`{NBSP}: d’où vient chacun.\n"
        "- `donnees_ouvertes/`, `<édition>/document/`, `<édition>/tableaux_<édition>.xlsx`, graphiques.\n"
        f"- `{MANIFEST}`{NBSP}: l’empreinte SHA-256 de chaque fichier. Les vérifier{NBSP}: "
        f"`barometre publier --edition {manifest.edition} --version {manifest.version} --verify`.\n\n"
        f"{LICENCE['title']} <{LICENCE['path']}>\n"
    )


def _refuse_other(lake: Lake, known: Release, manifest: Manifest) -> None:
    """Refuse to put another content under a name that is taken."""
    if dict(known.manifest.fichiers) == dict(manifest.fichiers):
        return
    moved = moved_figures(known.figures(), published_figures(lake))
    names = list(told_figures(moved.head(_MOST)))
    more = [f"… et {len(moved) - _MOST} autres"] if len(moved) > _MOST else []
    ours, theirs = manifest.fichiers, known.manifest.fichiers
    files = sum(ours.get(n) != theirs.get(n) for n in {*ours, *theirs})
    raise InputError(
        f"édition {known.name}", "",
        f"elle est figée, et ce que dit le lac n’est plus cela{NBSP}: {count(len(moved), 'chiffre')} et "
        f"{count(files, 'fichier')} diffèrent" + "".join(f"\n    {line}" for line in (*names, *more)),
        "un contenu identique, ou un numéro de version qui n’a pas servi",
        f"publiez une nouvelle version, et dites ce qui change{NBSP}: «{NBSP}barometre publier --edition "
        f"{known.manifest.edition} --ecarts{NBSP}» en prépare l’erratum",
    )  # fmt: skip


def _remove(folder: UPath) -> None:
    """Remove a folder and what is in it, whatever file system it is on."""
    if not folder.exists():
        return
    for path in sorted(folder.rglob("*"), key=lambda p: len(p.parts), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()
