"""What an edition's YAML may say, checked before anything runs.

Only the shape of the configuration belongs here; finding the files is ``loader``'s.
"""

import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from barometre_pipeline.path_names import within_raw
from barometre_pipeline.sources.period import Period
from barometre_pipeline.vocabulary import STRATES

SourceOfData = Literal["reelles", "agregats", "demonstration"]
RawFile = Annotated[str, AfterValidator(within_raw)]
_CONTACT: Final = re.compile(r"https://[^\s<>\"'&]+|[\w.+-]+@[\w-]+(\.[\w-]+)+")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Method(_Strict):
    """How the survey was run, where it is known; what is left out is said to be unknown, never guessed."""

    mode: str = ""
    sollicitation: str = ""  # who was asked to answer, and by whom
    invitations: int | None = Field(default=None, gt=0)


EVERY: Final = "*"
"""In ``nombres_et_dates``: nobody has described the questions, for there is no edition.yaml; all are looked at."""


class LimeSurveyConfig(_Strict):
    """How to read the questionnaire of local authorities; every key is a question code."""

    question_cloture: str | None = None  # complete = answered it; without it, complete = has a submit date
    question_nom: str | None = None
    question_siret: str | None = None
    questions_identite: tuple[str, ...] = ()  # personal data beyond what type, code and content reveal
    nombres_et_dates: tuple[
        str, ...
    ] = ()  # those that are not personal: no other goes past bronze; EVERY: all do
    questions_attendues: tuple[str, ...] = ()
    enquete: int | None = None  # number of the survey on the LimeSurvey server, for « barometre pull »
    extrait: RawFile | None = None  # force one extract (path relative to limesurvey/); default: the newest


class CleaningRules(_Strict):
    """Rules that decide which complete responses are kept."""

    une_reponse_par_structure: bool = True
    # « nom »: same typed name, as in 2023; « territoire »: same official territory, else same name.
    cle_structure: Literal["nom", "territoire"] = "territoire"
    conserver_douteuses: bool = False
    motif_conserver_douteuses: str = ""


class StructuresConfig(_Strict):
    """Where type and population of each structure come from."""

    correspondances: RawFile | None = None  # reviewed CSV, path relative to limesurvey/
    annee_referentiel: int | None = None


class WeightingConfig(_Strict):
    """National counts used for weighting, by strate; a strate left out gets no weight."""

    historique: dict[str, int] = Field(default_factory=dict)
    historique_total: int | None = None
    population: dict[str, int] = Field(default_factory=dict)

    @field_validator("historique", "population")
    @classmethod
    def _known_strates(cls, value: dict[str, int]) -> dict[str, int]:
        unknown = sorted(set(value) - set(STRATES))
        if unknown:
            raise ValueError(f"strates inconnues : {', '.join(unknown)} (attendues : {', '.join(STRATES)})")
        if any(n <= 0 for n in value.values()):
            raise ValueError("un effectif national doit être un entier positif")
        return value


class EditionConfig(_Strict):
    """One edition of the barometer as its YAML declares it."""

    edition: str
    titre: str
    source_donnees: SourceOfData = "reelles"
    collecte: Period = Period()
    methode: Method = Method()
    limesurvey: LimeSurveyConfig = LimeSurveyConfig()
    nettoyage: CleaningRules = CleaningRules()
    structures: StructuresConfig = StructuresConfig()
    redressement: WeightingConfig = WeightingConfig()
    source_graphiques: str = "Observatoire Data Publica"
    contact: str = ""  # where readers write, published: the address of a service, or a page
    remarques: tuple[str, ...] = ()

    @field_validator("edition", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("contact")
    @classmethod
    def _somewhere_to_write(cls, value: str) -> str:
        if value and not _CONTACT.fullmatch(value):
            raise ValueError("une adresse de courriel, ou celle d’une page (https://…)")
        return value


class Edition(_Strict):
    """An edition found under the raw folder: its configuration and where its files are.

    ``config_file`` is what the audit card names; ``config_sha256`` is the hash of its bytes (of the
    empty string where no YAML exists and the defaults serve).
    """

    config: EditionConfig
    folder: Path
    config_file: str
    config_sha256: str

    @property
    def key(self) -> str:
        """Partition key."""
        return self.config.edition
