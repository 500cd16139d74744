"""What moved since a version was frozen: figures, the places that show them, the errata to write; and its files.

A person must read them: they are outside of what is published, and gone as soon as nothing differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.csv_files import csv_text
from barometre_pipeline.files import write_atomically
from barometre_pipeline.french.numbers import count, noun
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.releases.contents import PUBLICATION, chart_indexes
from barometre_pipeline.publication.releases.erratum import TO_DATE, drafted
from barometre_pipeline.publication.releases.figures import (
    KEY,
    STATES,
    few_apart,
    moved_figures,
    published_figures,
    told_figures,
)
from barometre_pipeline.publication.releases.shelf import TOUCHED, Release
from barometre_pipeline.publication.releases.touched import DATA, KINDS, Touched, in_words, touched_places
from barometre_pipeline.publication.site.addresses import indicator_csv, indicator_page

_FIGURES: Final = (*KEY, "titre", "libelle", "avant", "apres", "etat")
_PLURALS: Final = {DATA: "tableaux de données"}


@dataclass(frozen=True)
class Gaps:
    """What a version says that the lake no longer does.

    Attributes:
        release: the version.
        figures: what ``moved_figures`` returned.
        few: how many of them are a few structures apart.
        places: what shows them.
        catalogue: definitions, for the draft of errata.
    """

    release: Release
    figures: pd.DataFrame
    few: int
    places: tuple[Touched, ...]
    catalogue: Catalogue

    def errata(self, date: str = TO_DATE) -> dict[str, str]:
        """Return the drafts of corrections, by edition."""
        return drafted(self.release, self.figures, self.catalogue, date)

    def summary(self) -> str:
        """Say in a sentence how much moved."""
        manifest, moved = self.release.manifest, len(self.figures)
        of = f"de la version {manifest.version} de l’édition {manifest.edition}"
        told = [f"{count(moved, 'chiffre')} {of} {noun(moved, 'n’est', 'ne sont')} plus ce que dit le lac"]
        for kind in KINDS:
            if places := sum(t.genre == kind for t in self.places):
                told.append(count(places, kind, _PLURALS.get(kind)))
        return ", ".join(told)

    def lines(self) -> Iterator[str]:
        """Yield each figure, with what it was and what it is, each place, and what two versions would give away."""
        for told, state in zip(told_figures(self.figures), self.figures["etat"], strict=True):
            yield f"{told} ({STATES[str(state)]})"
        yield from (in_words(place) for place in self.places)
        if self.few:
            yield (
                f"Attention{NBSP}: {count(self.few, 'chiffre')} {noun(self.few, 'n’a', 'n’ont')} bougé que de 1 à 4 "
                "réponses. Qui garde les deux versions en déduit ce qu’ont répondu les structures ajoutées, retirées "
                "ou corrigées."
            )


def gaps_since(lake: Lake, release: Release) -> Gaps:
    """Compare a version with what the lake publishes now; places are looked for only where a figure moved."""
    before, now, catalogue = release.figures(), published_figures(lake), catalogue_of(lake)
    moved, few = moved_figures(before, now), few_apart(before, now)
    if moved.empty:
        return Gaps(release, moved, few, (), catalogue)
    titles = {
        str(row["fichier_csv"]).removeprefix(f"{PUBLICATION}/"): str(row["titre"])
        for index in chart_indexes(lake)
        for row in index.to_dict("records")
    }
    # The page of an indicator none of whose figures moved may have gained an edition: it is left aside.
    still = set(catalogue.indicateurs) - set(moved["indicateur"].astype(str))
    aside = {PurePosixPath(p).name for name in still for p in (indicator_page(name), indicator_csv(name))}
    places = touched_places(release, lake.root / PUBLICATION, titles, aside)
    return Gaps(release, moved, few, tuple(places), catalogue)


def write_gaps(lake: Lake, gaps: Gaps) -> str:
    """Write what moved for whoever must read it, or remove what an earlier run wrote; return the folder in the lake.

    ``chiffres.csv`` and ``lieux.csv`` say all of it; ``errata_<édition>.yaml`` is the draft of corrections.
    """
    manifest = gaps.release.manifest
    name = f"{TOUCHED}/{manifest.edition}-{manifest.version}"
    folder = lake.root / name
    drafts = {f"errata_{edition}.yaml": text for edition, text in gaps.errata().items()}
    files = {
        "chiffres.csv": csv_text(
            _FIGURES, ({str(k): v for k, v in r.items()} for r in gaps.figures.to_dict("records"))
        ),
        "lieux.csv": csv_text(("genre", "fichier", "lieu", "titre"), (vars(t) for t in gaps.places)),
        **drafts,
    }
    kept = files if len(gaps.figures) else {}
    for file, text in kept.items():
        write_atomically(folder / file, text.encode())
    for path in folder.glob("*") if folder.exists() else ():
        if path.name not in kept:
            path.unlink()
    if not kept and folder.exists():
        folder.rmdir()
    return name
