"""The codebook that lies beside the extract of an edition: what it adds to the common catalogue, and wins over.

What the file may say and what becomes of the catalogue with it; proposing one is ``editions``', reading responses none
of this room's business.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field

from barometre_pipeline.catalogue.catalogue import (
    Catalogue,
    assemble,
    check_charts,
    load_catalogue,
    own_charts,
    package_indicators,
)
from barometre_pipeline.catalogue.chart import DeclaredChart
from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.indicator import TOTAL, Indicator, IndicatorTheme
from barometre_pipeline.catalogue.loader import check_book, problem
from barometre_pipeline.catalogue.model import (
    Codebook,
    QuestionnaireState,
    Theme,
    Variable,
    VariableEdition,
)
from barometre_pipeline.catalogue.populations import Population, Populations, with_populations
from barometre_pipeline.catalogue.spoken import IndicatorWords
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.suggestion import among
from barometre_pipeline.lake import Lake
from barometre_pipeline.yaml_files import YamlFile

CODEBOOK_FILE = "codebook.yaml"
TABLE = "gold/livre_de_codes"
GUIDE = "les clés décrites dans docs/ajouter-une-edition.md"
Text = tuple[str, str, str]  # edition, name of the file for the reader, content


class Asked(VariableEdition):
    """How the edition asked a variable of the common codebook, and the answers and items that it adds to it."""

    nouvelles_modalites: dict[str, str] = Field(default_factory=dict)  # canonical name -> words
    nouveaux_items: dict[str, str] = Field(default_factory=dict)


_DOUBT = re.compile(r"(?:question|(?P<of>\S+?)\s*:)\s+(?P<old>\S+)(?: «.*»)? → (?P<new>\S+)")


class EditionCodebook(Strict):
    """The codebook of one edition.

    ``questions``, ``nouvelles``, ``disparues`` and ``a_confirmer`` are what was found of the others: kept for who reads
    the file, they map nothing.
    """

    edition: str
    edition_precedente: str | None = None
    seuil: float | None = None
    sans_reponse: Literal["incluses", "exclues"] = "exclues"  # are empty answers in the base of a share?
    variables: dict[str, Asked] = Field(default_factory=dict)
    questions: dict[str, Any] = Field(default_factory=dict)
    nouvelles: tuple[str, ...] = ()
    disparues: tuple[str, ...] = ()
    a_confirmer: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    populations: tuple[Population, ...] = ()
    indicateurs: tuple[IndicatorTheme, ...] = ()
    graphiques: tuple[DeclaredChart, ...] = ()
    vocabulaire: dict[str, IndicatorWords] = Field(default_factory=dict)  # how documents speak of indicators

    @property
    def waiting(self) -> tuple[str, ...]:
        """Lines of ``a_confirmer`` that wait for somebody, each once: a question said to be gone waits for nobody."""
        gone = {*self.disparues}
        lines = dict.fromkeys(self.a_confirmer)
        return tuple(x for x in lines if not (x.startswith("variable ") and x.split()[-1] in gone))


def doubt_codes(line: str) -> tuple[str, str, str] | None:
    """Return what a line of ``a_confirmer`` proposes: its codes say it, its words and its percentage are for reading.

    Returns:
        Code of the question ("" where the question itself is in doubt), code of the edition before, code of this one.
        None for a line that proposes nothing.
    """
    found = _DOUBT.match(line)
    return (found["of"] or "", found["old"], found["new"]) if found else None


def catalogue_of(lake: Lake) -> Catalogue:
    """Return the catalogue that a lake was computed with: the common one, and what its editions add.

    Raises:
        ConfigurationError: a file says what cannot be.
    """
    return extended_catalogue(texts_of(lake.read(TABLE))) if lake.exists(TABLE) else load_catalogue()


def texts_of(table: Any) -> tuple[Text, ...]:
    """Return the files recorded in ``gold/livre_de_codes``, in the order of editions."""
    rows = sorted(zip(table["edition"], table["fichier"], table["texte"], strict=True))
    return tuple((str(e), str(f), str(t)) for e, f, t in rows)


def texts_of_edition(lake: Lake, edition: str) -> tuple[Text, ...]:
    """Return the codebook of one edition as a lake records it; none where it has none."""
    every = texts_of(lake.read(TABLE)) if lake.exists(TABLE) else ()
    return tuple(text for text in every if text[0] == edition)


@lru_cache(maxsize=8)
def extended_catalogue(texts: tuple[Text, ...]) -> Catalogue:
    """Return the common catalogue with what the codebooks of editions add.

    Args:
        texts: (edition, name of the file, content), in the order of editions.

    Raises:
        ConfigurationError: a key is wrong, a name is used twice or never defined.
    """
    common = load_catalogue()
    if not texts:
        return common
    files = [(read_codebook(shown, text, edition), shown) for edition, shown, text in texts]
    book = common.codebook
    for file, shown in files:
        book = _with_edition(book, file, shown)
    check_book(
        book,
        {t.theme: shown for file, shown in files for t in file.themes},
        {f.edition: shown for f, shown in files},
    )
    populations = with_populations(
        common.populations, [(p, shown) for f, shown in files for p in f.populations], book
    )
    themes = [*package_indicators(), *((t, shown) for f, shown in files for t in f.indicateurs)]
    charts = [chart for file, _ in files for chart in file.graphiques]
    extended = [(_for_charts(_inheriting(t, files), charts, populations), shown) for t, shown in themes]
    try:
        catalogue = assemble(book, populations, extended, common.croisements)
    except ConfigurationError as error:
        raise _because_of(error, files) from error
    for file, shown in files:
        check_charts(catalogue, file.graphiques, shown)
    added = {file.edition: file.graphiques for file, _ in files if file.graphiques}
    vocabularies = tuple(_vocabulary(catalogue, file, shown) for file, shown in files if file.vocabulaire)
    charts_of = replace(common.graphiques, ajoutes=added, propres=own_charts(catalogue))
    return replace(catalogue, graphiques=charts_of, vocabulaires=vocabularies)


def _because_of(
    error: ConfigurationError, files: Sequence[tuple[EditionCodebook, str]]
) -> ConfigurationError:
    """Tell an error of the common catalogue where it comes from: the answer or line that an edition added."""
    added = [
        (shown, f"variables.{name}.{key}.{answer}")
        for file, shown in files
        for name, asked in file.variables.items()
        for key in ("nouvelles_modalites", "nouveaux_items")
        for answer in getattr(asked, key)
        if error.fichier != shown and answer in error.constat
    ]
    if not added:
        return error
    why = "le catalogue unit plusieurs questions, et il faut la même réponse ou ligne à chacune"
    return problem(
        *added[0], f"{why}\u00a0: {error.constat}", "la réponse ou la ligne dans chaque question nommée"
    )


def _vocabulary(catalogue: Catalogue, file: EditionCodebook, shown: str) -> Mapping[str, IndicatorWords]:
    for name, words in file.vocabulaire.items():
        place = f"vocabulaire.{name}"
        if name not in catalogue.indicateurs:
            raise problem(
                shown,
                place,
                f"cet indicateur n’est pas dans le catalogue{among(name, catalogue.indicateurs)}",
                "un indicateur du catalogue, ou ajouté sous « indicateurs »",
            )
        answers = catalogue.categories[name]
        for answer in (*words.categories, *filter(None, [words.defaut])):
            if answer not in answers and answer != TOTAL:
                raise problem(
                    shown,
                    place,
                    f"« {answer} » n’est pas une de ses réponses",
                    f"une réponse parmi : {', '.join(answers)}",
                )
    return file.vocabulaire


def read_codebook(shown: str, text: str, edition: str) -> EditionCodebook:
    """Check the codebook of an edition.

    Raises:
        ConfigurationError: it is no codebook, or one of another edition.
    """
    file = YamlFile.parsed(shown, text.encode("utf-8")).validate(EditionCodebook, GUIDE)
    if file.edition != edition:
        raise problem(shown, "clé « edition »", f"« {file.edition} »", f"« {edition} », le nom du dossier")
    return file


def _with_edition(book: Codebook, file: EditionCodebook, shown: str) -> Codebook:
    """Return the codebook with the variables of an edition; what its file says wins over what was known of it."""
    known = {v.nom: v for t in (*book.themes, *file.themes) for v in t.variables}
    for name in file.variables:
        if name not in known:
            raise problem(
                shown, f"variables.{name}", f"cette variable n’est pas dans le livre de codes{among(name, known)}",
                "une variable du livre de codes commun, ou ajoutée sous « themes »",
            )  # fmt: skip
    themes = tuple(
        t.model_copy(update={"variables": tuple(_asked(v, file, shown) for v in t.variables)})
        for t in (*book.themes, *file.themes)
    )
    publics = {known[name].public for name in file.variables} | {
        v.public for t in file.themes for v in t.variables
    }
    states = [q for q in book.questionnaires if q.edition != file.edition or q.public not in publics]
    states += [
        QuestionnaireState(
            edition=file.edition,
            public=public,
            statut="reel",
            sans_reponse=file.sans_reponse,
            note=f"Voir {shown}.",
        )
        for public in sorted(publics)
    ]
    return Codebook(themes, tuple(states), {**book.extended_by, file.edition: shown})


def _asked(variable: Variable, file: EditionCodebook, shown: str) -> Variable:
    """Return a variable with how the edition asked it: like the edition before, but for what the file says."""
    asked = file.variables.get(variable.nom)
    if asked is None:
        return variable
    said = {k: getattr(asked, k) for k in asked.model_fields_set - {"nouvelles_modalites", "nouveaux_items"}}
    before = variable.editions.get(file.edition_precedente or "")
    if before and "formulation" in said:
        said["formulation"] = before.formulation.but_for(asked.formulation)
    own = before.model_copy(update=said) if before else VariableEdition(**said)
    extended = variable.model_copy(
        update={
            "editions": {**_as_they_asked(variable, asked), file.edition: own},
            "modalites": {**variable.modalites, **asked.nouvelles_modalites},
            "items": {**variable.items, **asked.nouveaux_items},
        }
    )
    try:
        return extended.checked()
    except ValueError as error:
        raise problem(shown, f"variables.{variable.nom}", str(error)) from error


def _as_they_asked(variable: Variable, asked: Asked) -> dict[str, VariableEdition]:
    """Return how the other editions asked: « all » is all the answers, or items, of before, not the new ones."""
    lists = {"modalites": asked.nouvelles_modalites, "items": asked.nouveaux_items}
    return {
        edition: before.model_copy(
            update={
                name: tuple(getattr(variable, name))
                for name, added in lists.items()
                if added and getattr(before, name) is None
            }
        )
        for edition, before in variable.editions.items()
    }


def _inheriting(theme: IndicatorTheme, files: Sequence[tuple[EditionCodebook, str]]) -> IndicatorTheme:
    """Return indicators that say of a new edition what they say of the one before it."""
    return theme.model_copy(update={"indicateurs": tuple(_carried(i, files) for i in theme.indicateurs)})


def _carried(indicator: Indicator, files: Iterable[tuple[EditionCodebook, str]]) -> Indicator:
    for file, _ in files:
        before, now = file.edition_precedente or "", file.edition
        categories = {
            name: c.model_copy(update={"editions": {now: c.editions[before], **c.editions}})
            if before in c.editions
            else c
            for name, c in indicator.categories.items()
        }
        limits = indicator.comparabilite
        if before in limits:
            limits = {now: limits[before], **limits}
        indicator = indicator.model_copy(update={"categories": categories, "comparabilite": limits})
    return indicator


def _for_charts(
    theme: IndicatorTheme, charts: Sequence[DeclaredChart], populations: Populations
) -> IndicatorTheme:
    """Return indicators computed also for the populations that the charts of an edition show them for."""
    wanted: dict[str, dict[str, None]] = {}
    for chart in charts:
        listed = chart.ventilation if isinstance(chart.ventilation, tuple) else ()
        for name in (chart.population, *listed):
            if name in populations.by_name and populations.by_name[name].kind == "reponse":
                for indicator in chart.names:
                    wanted.setdefault(indicator, {})[name] = None
    return theme.model_copy(update={"indicateurs": tuple(_shown_for(i, wanted) for i in theme.indicateurs)})


def _shown_for(indicator: Indicator, wanted: Mapping[str, Iterable[str]]) -> Indicator:
    known = (indicator.population, *indicator.autres_populations)
    more = tuple(p for p in wanted.get(indicator.nom, ()) if p not in known)
    return (
        indicator.model_copy(update={"autres_populations": (*indicator.autres_populations, *more)})
        if more
        else indicator
    )
