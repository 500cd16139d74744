"""What a number of a document is tied to while it is being tied: shapes shared by the modules that do it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from barometre_pipeline.printed.documents.context import Around, Site
from barometre_pipeline.printed.documents.model import A_TRANCHER
from barometre_pipeline.printed.documents.scores import Scored
from barometre_pipeline.printed.documents.years import Dated

Key = tuple[str, str]


@dataclass
class Tie:
    """What a number was tied to, and the working.

    Attributes:
        site: the number where it stands.
        quand: its edition.
        autour: the reach of the places around it; None for the cell of a table.
        readings: what it may be, best first.
        population, qui: who is counted, and how that is known: dite, notee or supposee.
        groupe: the group given by « respectivement ».
        lien: sur, probable or a_trancher.
        suite, suite_de: its sentence only goes on with the one before, and the number there.
        somme: two or three numbers after it add up to it.
        redite: the number in figures that this fraction doubles.
        lie_a: rank, in its sentence, of the number that says the same share.
        cede: it left its best answer to another number of the sentence.
        indices: the evidence, in French.
    """

    site: Site
    quand: Dated
    autour: Around | None = None
    readings: list[Scored] = field(default_factory=list)
    population: str = ""
    qui: str = ""
    groupe: str = ""
    lien: str = A_TRANCHER
    suite: bool = False
    suite_de: "Tie | None" = None
    somme: bool = False
    redite: Site | None = None
    lie_a: int | None = None
    cede: bool = False
    indices: list[str] = field(default_factory=list)

    @property
    def best(self) -> Scored | None:
        """The reading kept."""
        return self.readings[0] if self.readings else None

    @property
    def key(self) -> Key:
        """The indicator and the answer kept."""
        return key_of(self.readings[0]) if self.readings else ("", "")

    @property
    def printed(self) -> str:
        """The number as printed."""
        return " ".join(self.site.passage.texte[self.site.found.start : self.site.found.end].split())


def key_of(reading: Scored) -> Key:
    """Return the indicator and the answer of a reading."""
    return reading.indicateur, reading.categorie


def cell_of(tie: Tie) -> tuple[str, ...]:
    """Return what a number is tied to altogether: one cell has one value."""
    return (*tie.key, tie.population, tie.quand.edition, tie.quand.reference, tie.site.found.genre)


def ranked(readings: Sequence[Scored]) -> list[Scored]:
    """Return readings from the best, always in the same order."""
    return sorted(readings, key=lambda r: (-r.total, r.indicateur, r.categorie))
