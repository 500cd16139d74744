"""The days during which people answered, as a YAML gives them: the same for a survey and for a poll."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Period(BaseModel):
    """Two days, both included; one that is left out is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    debut: date | None = None
    fin: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.debut and self.fin and self.fin < self.debut:
            raise ValueError(f"la collecte finit le {self.fin}, avant de commencer, le {self.debut}")
        return self
