"""The YAML beside a poll: which variable is the weight, what the banner is.

Shape and reading of ``sondage.yaml`` only; it is data, so a new edition needs no Python.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from barometre_pipeline.path_names import within_raw
from barometre_pipeline.sources.period import Period
from barometre_pipeline.yaml_files import read_yaml

FILE_NAME = "sondage.yaml"


class Breakdown(BaseModel):
    """One part of the banner: its variable in the microdata, its title and columns in the tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    variable: str
    titre: str
    modalites: Mapping[str, str]  # canonical name -> label as the institute prints it, in order


class PollMethod(Period):
    """How the poll was run, as its notice says; what is left out is said to be unknown."""

    institut: str = ""
    mode: str = ""
    population: str = ""
    quotas: tuple[str, ...] = ()


class PollConfig(BaseModel):
    """What must be known to read a poll.

    ``fichiers`` lists the deliveries to read, each complete by itself; the first is the reference.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fichiers: tuple[Annotated[str, AfterValidator(within_raw)], ...] = Field(min_length=1)
    effectif: int = Field(gt=0)
    poids: str
    identifiant: str
    banniere: Mapping[str, Breakdown]
    tolerance_poids: float = Field(default=0.5, ge=0)  # respondents
    # Who was asked a multiple choice whose empty cells do not tell: everyone, or those who ticked something.
    base_choix_multiples: Mapping[str, Literal["tous", "cochants"]] = Field(default_factory=dict)
    # Which code of the cells of a multiple choice says « ticked », where neither labels nor a declared set do.
    code_coche: Mapping[str, str | int] = Field(default_factory=dict)
    # Where an edition mixes sources: its poll may be real and its survey published tables, or the reverse.
    source_donnees: Literal["reelles", "demonstration"] | None = None
    methode: PollMethod = PollMethod()
    remarques: tuple[str, ...] = ()


def load_config(path: Path, shown: str) -> PollConfig:
    """Read ``sondage.yaml``.

    Raises:
        ConfigurationError: absent, not YAML, a key unknown or missing.
    """
    return read_yaml(path, shown).validate(PollConfig, ", ".join(PollConfig.model_fields))
