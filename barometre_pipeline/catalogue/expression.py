"""The small language in which YAML says « who answered this »: its shape and its names, no evaluation.

Conditions of questions, numerators, bases and sub-populations all use it; ``indicators`` evaluates it.
"""

from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Strict(BaseModel):
    """Base of every model read from YAML: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Expression(Strict):
    """A yes-or-no statement about one respondent, in one of these forms.

    * ``{variable, dans: [codes]}``: the answer is one of these;
    * ``{variable, item, dans: [codes]}``: the same, for one row of an array;
    * ``{variable, un_item: true, dans: [codes]}``: at least one row of an array (a list: one of these rows);
    * ``{variable, coche: item}``: this box is ticked (a list: at least one of them);
    * ``{variable, item, rang_max: k}``: this answer is ranked k or better;
    * ``{un_de: [...]}``, ``{tous: [...]}``, ``{non: ...}``.
    """

    variable: str | None = None
    item: str | None = None
    un_item: bool | tuple[str, ...] = False
    dans: tuple[str, ...] | None = None
    coche: tuple[str, ...] | None = None
    rang_max: int | None = None
    un_de: "tuple[Expression, ...] | None" = None
    tous: "tuple[Expression, ...] | None" = None
    non: "Expression | None" = None

    @model_validator(mode="before")
    @classmethod
    def _one_box_as_list(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("coche"), str):
            return {**data, "coche": [data["coche"]]}
        return data

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        tests = [t for t in (self.dans, self.coche, self.rang_max) if t is not None]
        groups = [g for g in (self.un_de, self.tous, self.non) if g is not None]
        if self.variable is None:
            if tests or self.item or self.un_item or len(groups) != 1:
                raise ValueError(
                    "il faut soit « variable » et un test, soit une seule clé « un_de », « tous » ou « non »"
                )
            return self
        if groups or len(tests) != 1:
            raise ValueError(
                f"la variable « {self.variable} » attend un seul test : « dans », « coche » ou « rang_max »"
            )
        if self.item and self.un_item:
            raise ValueError(f"« {self.variable} » : « item » et « un_item » s’excluent")
        if self.rang_max is not None and not self.item:
            raise ValueError(f"« {self.variable} » : « rang_max » demande un « item »")
        if self.coche is not None and (self.item or self.un_item):
            raise ValueError(f"« {self.variable} » : « coche » nomme déjà les cases")
        return self

    def leaves(self) -> Iterator["Expression"]:
        """Yield the statements about one variable that this expression is made of."""
        if self.variable is not None:
            yield self
        for part in (*(self.un_de or ()), *(self.tous or ()), *((self.non,) if self.non else ())):
            yield from part.leaves()

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that « at least one row » is limited to; none: all of them."""
        return self.un_item if isinstance(self.un_item, tuple) else ()

    def variables(self) -> tuple[str, ...]:
        """Names of the variables used, without repeats, in order."""
        return tuple(dict.fromkeys(leaf.variable for leaf in self.leaves() if leaf.variable))
