"""What ``barometre publier`` prints: versions, what a publication did, what moved since."""

from collections.abc import Iterable
from datetime import datetime

from rich.table import Column, Table

from barometre_pipeline.cli.common import stdout
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.releases import Gaps, Release, embargo_in_words, is_over
from barometre_pipeline.vocabulary import PREUVES, SOURCES_DONNEES


def show_releases(found: Iterable[Release], now: datetime) -> None:
    """Print the versions, one a line."""
    right = (Column(name, justify="right") for name in ("Chiffres", "Fichiers"))
    table = Table("Édition", "Version", "Données", *right, "État")
    for release in found:
        manifest = release.manifest
        table.add_row(
            manifest.edition, manifest.version, PREUVES[manifest.donnees], number(manifest.chiffres),
            number(len(manifest.fichiers)), _state(release, now),
        )  # fmt: skip
    stdout().print(table if table.row_count else "Aucune version n’a été publiée de ce lac.")


def _state(release: Release, now: datetime) -> str:
    if release.public:
        return "publique"
    until = embargo_in_words(release.manifest.embargo)
    return f"à rendre publique{NBSP}: l’embargo s’est terminé le {until}" if is_over(
        release.manifest.embargo, now
    ) else f"sous embargo jusqu’au {until}"  # fmt: skip


def show_result(release: Release, *, new: bool, opened: bool) -> None:
    """Say what a publication did, where the version is, and on what data."""
    manifest = release.manifest
    if opened:
        done = "rendue publique, octet pour octet" if not new else "figée et publique"
    elif release.public:
        done = "figée et publique" if new else f"déjà publiée, avec le même contenu{NBSP}: rien n’est à faire"
    else:
        until = f"sous embargo jusqu’au {embargo_in_words(manifest.embargo)}"
        done = f"figée, {until}" if new else f"déjà figée avec le même contenu, {until}"
    where = "/".join(release.folder.parts[-(4 if release.public else 3) :])
    lines = [
        f"Édition {release.name}{NBSP}: {done}.",
        f"{count(manifest.chiffres, 'chiffre')}, {count(len(manifest.fichiers), 'fichier')}, dans {where}",
    ]
    if manifest.made_up:
        lines.append(f"{SOURCES_DONNEES['demonstration']}{NBSP}: la version le dit sur chaque page.")
    if not release.public:
        lines.append(
            "Relancez la même commande après ce moment pour la rendre publique ; d’ici là, rien ne la sert."
        )
    stdout().print("\n".join(lines), markup=False, soft_wrap=True)


def show_verified(release: Release, altered: list[str]) -> None:
    """Say whether the files of a version are those that were frozen."""
    manifest = release.manifest
    if altered:
        lines = [
            f"Édition {release.name}{NBSP}: {count(len(altered), 'écart')} avec ce qui a été figé{NBSP}:",
            *altered,
        ]
    else:
        lines = [
            f"Édition {release.name}{NBSP}: {count(len(manifest.fichiers), 'fichier')}, tous identiques."
        ]
    stdout().print("\n".join(lines), markup=False, soft_wrap=True)


def show_gaps(gaps: Gaps, folder: str) -> None:
    """Print every figure that moved and every place that shows one, and where they are written."""
    if gaps.figures.empty:
        stdout().print(f"Édition {gaps.release.name}{NBSP}: aucun chiffre n’a bougé.", markup=False)
        return
    end = f"Écrit dans {folder}, avec l’erratum préparé (errata_*.yaml)."
    stdout().print("\n".join([f"{gaps.summary()}{NBSP}:", *gaps.lines(), end]), markup=False, soft_wrap=True)
