"""What is said of a number that a document prints; shapes only.

``found`` makes occurrences, ``tied`` gives them an indicator, ``judged`` a verdict, ``checked`` the whole.
"""

from dataclasses import dataclass, field
from typing import Final

# What a number is of.
PART, EFFECTIF, ECART, FRACTION, AUTRE = "part", "effectif", "ecart_points", "fraction", "autre"
# Whose it is.
BAROMETRE, AUTRE_SOURCE = "barometre", "autre_source"
# How sure its tie is, and in words.
SUR, PROBABLE, A_TRANCHER = "sur", "probable", "a_trancher"
LIENS: Final = {SUR: "sûr", PROBABLE: "probable", A_TRANCHER: "à trancher"}
# What the data say of it, and in words.
EXACT, ARRONDI, CONTREDIT, INTROUVABLE, CALE, NON_JUGE = (
    "exact", "arrondi_different", "contredit", "introuvable", "cale", "non_juge",
)  # fmt: skip
VERDICTS: Final = {
    EXACT: "exact",
    ARRONDI: "arrondi différent",
    CONTREDIT: "contredit",
    INTROUVABLE: "introuvable",
    CALE: "calé (données de démonstration)",
    NON_JUGE: "non jugé",
}


@dataclass(frozen=True, order=True)
class Candidate:
    """What a number may be the value of; ``points`` is the weight of the words that say so."""

    points: float
    indicateur: str
    categorie: str
    population: str
    edition: str


@dataclass(frozen=True)
class Occurrence:
    """One number of a document.

    Attributes:
        ligne: line of the text, from 1.
        colonne: characters before it in the line.
        texte: the number alone, as printed, with its unit.
        valeur: percent, points (signed), persons or things, a factor; a fraction is in percent.
        genre: part, effectif, ecart_points, fraction or autre.
        borne: plus_de, moins_de, pres_de, environ, jusqu_a or "".
        contexte: the words around.
        redite_de: « ligne:colonne » of the number that this fraction says again, or "".
        statut: barometre or autre_source.
        source: whose it is, in the words of the document, where it is somebody else's.
        lien: sur, probable, a_trancher; "" for what is somebody else's.
        indicateur, categorie, population, edition, edition_reference: what it is tied to, the best candidate where
            that is to be decided; edition_reference for a difference only.
        indices: the evidence, in French, one phrase each.
        candidats: the best candidates, best first, the one tied included.
        verdict: exact, arrondi_different, contredit, introuvable, cale or non_juge; "" for what is somebody else's.
        valeur_calculee: what the data give, in the unit of ``valeur``, unrounded; None where nothing was computed.
        constat: the judgement in a sentence.
        fiche: identifier of the row of gold/indicateurs (its ``trace``), for the card; "" where there is none.
        chiffres: identifiers of the printed figures that state the same share.
    """

    ligne: int
    colonne: int
    texte: str
    valeur: float
    genre: str
    borne: str = ""
    contexte: str = ""
    redite_de: str = ""
    statut: str = BAROMETRE
    source: str = ""
    lien: str = ""
    indicateur: str = ""
    categorie: str = ""
    population: str = ""
    edition: str = ""
    edition_reference: str = ""
    indices: tuple[str, ...] = ()
    candidats: tuple[Candidate, ...] = ()
    verdict: str = ""
    valeur_calculee: float | None = None
    constat: str = ""
    fiche: str = ""
    chiffres: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """What a sentence says beside its numbers: a direction, a rank, an order that has not changed.

    Attributes:
        ligne: line of the text, from 1.
        colonne: characters before it in the line.
        texte: its words.
        genre: direction, stabilite, rang, total.
        verdict: vrai, faux, non_etabli or non_verifiable.
        constat: the judgement in a sentence.
    """

    ligne: int
    colonne: int
    texte: str
    genre: str
    verdict: str
    constat: str


@dataclass(frozen=True)
class Checked:
    """A document once checked; ``raison_edition`` is what says its edition, "" where a person did."""

    document: str
    edition: str
    occurrences: tuple[Occurrence, ...]
    affirmations: tuple[Statement, ...] = field(default=())
    raison_edition: str = ""

    @property
    def contredits(self) -> tuple[Occurrence, ...]:
        """Numbers whose sure tie the data contradict."""
        return tuple(o for o in self.occurrences if o.lien == SUR and o.verdict == CONTREDIT)
