"""What a poll is, whether it came as microdata or as tables.

Typed records only; parsing a format goes to its own module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from barometre_pipeline.tables.declarations.poll import SONDAGE_MODALITES, SONDAGE_TRIS, SONDAGE_VARIABLES

ENSEMBLE: Final = "ensemble"
LIBELLE_ENSEMBLE: Final = "Ensemble"
LIST: Final = "; "  # between the names of a cell that holds several

# One row per answer of a question (or item of a grid) and per column of the banner.
TRIS_COLUMNS: Final = tuple(c for c in SONDAGE_TRIS.columns if c not in ("edition", "source_donnees"))


@dataclass(frozen=True)
class PollVariable:
    """One column of a poll: a question, or one item of a grid or of a multiple choice.

    Attributes:
        nom: name in the file, ``Q2_1`` for item 1 of question Q2.
        libelle, libelle_item: wording of the question and of the item ("" for a plain question).
        modalites: answer codes and their labels, in questionnaire order, user-missing codes left out.
        manquants: user-missing codes and their labels (refusals), never in a base.
        place: codes of the question and of the item, where the name does not give them.
        colonnes: the variables of the file that it is read in, where it is no single one of its name.
        code_coche: the code that says there « ticked », of a box.
        colonnes_base: the variables where a code says that the question was asked; none where the variable's own
            empty cells say it or, of a box, where everyone was asked.
    """

    nom: str
    libelle: str
    libelle_item: str
    modalites: Mapping[str, str]
    manquants: Mapping[str, str] = field(default_factory=dict)
    place: tuple[str, str] | None = None
    colonnes: tuple[str, ...] = ()
    code_coche: str = ""
    colonnes_base: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """Code of the question."""
        return self._place[0]

    @property
    def sous_question(self) -> str:
        """Number of the item, "" for a plain question."""
        return self._place[1]

    @property
    def _place(self) -> tuple[str, str]:
        question, _, item = self.nom.partition("_")
        return self.place or (question, item)


@dataclass(frozen=True)
class Poll:
    """A poll read from one file.

    Attributes:
        fichier: path relative to the raw folder.
        variables: questions in order, banner variables left out.
        tris: columns ``TRIS_COLUMNS``; the same whatever the form of the file.
        sondes: one row per respondent: ``id_repondant``, ``poids``, the banner variables and the questions as
            categories of codes (``@sans_reponse`` for a user-missing code, ``@non_posee`` for a question not
            asked); ``None`` where only tables were delivered.
        avertissements: what was left out and why, in French.
        arrondi: counts were worked out of rounded percentages.
    """

    fichier: str
    variables: tuple[PollVariable, ...]
    tris: pd.DataFrame
    sondes: pd.DataFrame | None = None
    avertissements: tuple[str, ...] = ()
    arrondi: bool = False

    def questions(self) -> pd.DataFrame:
        """Return one row per variable: its name, question, item, wordings and order."""
        return pd.DataFrame(
            [
                (
                    *(v.nom, v.question, v.sous_question, v.libelle, v.libelle_item, order),
                    *(LIST.join(v.colonnes or (v.nom,)), v.code_coche, LIST.join(v.colonnes_base)),
                )
                for order, v in enumerate(self.variables, 1)
            ],
            columns=SONDAGE_VARIABLES.columns[1:],
        )

    def modalites(self) -> pd.DataFrame:
        """Return one row per answer of a variable: ``variable, code, libelle, ordre, manquante``."""
        rows = [
            (v.nom, code, label, order, missing)
            for v in self.variables
            for missing, codes in ((False, v.modalites), (True, v.manquants))
            for order, (code, label) in enumerate(codes.items(), 1)
        ]
        return pd.DataFrame(rows, columns=SONDAGE_MODALITES.columns[1:])
