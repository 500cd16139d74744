"""How documents speak of indicators and of their answers: the shapes of ``vocabulaire.yaml``.

What an edition adds is put together with what is common; which words weigh how much is ``printed.documents``'.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from pydantic import Field

from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, load


class IndicatorWords(Strict):
    """How documents speak of an indicator.

    ``signes`` tell it from its neighbours and stand in the sentence of the number; ``sujet`` stands somewhere around;
    ``ecarte`` says, beside the number, that it is of a neighbour.
    """

    mots: tuple[str, ...] = ()
    signes: tuple[str, ...] = ()
    sujet: tuple[str, ...] = ()
    ecarte: tuple[str, ...] = ()
    defaut: str | None = None
    categories: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def with_added(self, more: "IndicatorWords") -> "IndicatorWords":
        """Return these words and others after them; the answer meant without saying is the other's where it has one."""
        answers = {
            c: (*self.categories.get(c, ()), *more.categories.get(c, ()))
            for c in (*self.categories, *more.categories)
        }
        return IndicatorWords(
            mots=(*self.mots, *more.mots),
            signes=(*self.signes, *more.signes),
            sujet=(*self.sujet, *more.sujet),
            ecarte=(*self.ecarte, *more.ecarte),
            defaut=self.defaut if more.defaut is None else more.defaut,
            categories=answers,
        )


class VocabularyFile(Strict):
    """``vocabulaire.yaml``."""

    reponses: dict[str, tuple[str, ...]]
    indicateurs: dict[str, IndicatorWords]
    populations: dict[str, tuple[str, ...]]
    autres_sources: tuple[str, ...]
    autres_publics: tuple[str, ...] = ()

    def with_added(self, added: Iterable[Mapping[str, IndicatorWords]]) -> "VocabularyFile":
        """Return the vocabulary with the words that editions add, each indicator's after its own."""
        known = dict(self.indicateurs)
        for words in added:
            for name, more in words.items():
                known[name] = known[name].with_added(more) if name in known else more
        return self.model_copy(update={"indicateurs": known})


@cache
def load_vocabulary() -> VocabularyFile:
    """Read the vocabulary.

    Raises:
        ConfigurationError: it says something that it may not.
    """
    return load(VocabularyFile, FOLDER / "vocabulaire.yaml")
