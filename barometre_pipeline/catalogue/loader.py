"""Reads the YAML files of the catalogue; loads and cross-checks the codebook.

Names that contradict each other are found here; what the YAML may say is in the models.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, QuestionnairesFile, Theme, Variable, VariableType
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.suggestion import among
from barometre_pipeline.yaml_files import Model, read_yaml

FOLDER = Path(__file__).parent
GUIDE = "les clés décrites dans docs/catalogue.md"
_QUESTIONNAIRES = "questionnaires.yaml"


def load(model: type[Model], path: Path) -> Model:
    """Read one file of the catalogue.

    Raises:
        ConfigurationError: the file cannot be read, or its first wrong key.
    """
    return read_yaml(path, shown(path)).validate(model, GUIDE)


def problem(path: Path | str, lieu: str, constat: str, attendu: str = GUIDE) -> ConfigurationError:
    """Build the error of one place of a catalogue file, given by its path or by the name a reader knows it by."""
    return ConfigurationError(
        fichier=path if isinstance(path, str) else shown(path),
        lieu=lieu,
        constat=constat,
        attendu=attendu,
        remede="corrigez cette entrée du fichier YAML",
    )


def shown(path: Path) -> str:
    """Name a catalogue file without any host path."""
    return path.relative_to(FOLDER.parent).as_posix() if path.is_relative_to(FOLDER.parent) else path.name


@cache
def load_codebook(folder: Path = FOLDER / "codebook") -> Codebook:
    """Load and cross-check the codebook of a folder.

    Raises:
        ConfigurationError: a key is wrong, a name is used twice or never defined.
    """
    paths = sorted(p for p in folder.glob("*.yaml") if p.name != _QUESTIONNAIRES)
    loaded = [(load(Theme, p), p) for p in paths]
    loaded.sort(key=lambda pair: pair[0].ordre)
    states = load(QuestionnairesFile, folder / _QUESTIONNAIRES).questionnaires
    book = Codebook(tuple(theme for theme, _ in loaded), states)
    check_book(book, {theme.theme: shown(path) for theme, path in loaded}, {})
    return book


def check_book(book: Codebook, files: Mapping[str, str], editions: Mapping[str, str]) -> None:
    """Cross-check a codebook.

    Args:
        book: the codebook.
        files: theme -> name of the file that defines it, for the message; of the others, the common codebook.
        editions: edition -> name of the file that says how it asked, where it is another.

    Raises:
        ConfigurationError: a variable defined twice, a column read by two, a condition on what does not exist.
    """
    seen: dict[str, str] = {}
    columns: dict[tuple[str, str, str], str] = {}
    for theme in book.themes:
        path = files.get(theme.theme, "catalogue/codebook")
        for variable in theme.variables:
            place = f"variable « {variable.nom} »"
            if variable.nom in seen:
                raise problem(path, place, f"déjà définie dans {seen[variable.nom]}", "un nom par variable")
            seen[variable.nom] = path
            _check_columns(book, variable, path, editions, columns)
            conditions = [variable.condition, *(e.condition for e in variable.editions.values())]
            for condition in filter(None, conditions):
                for fault in expression_faults(condition, book):
                    raise problem(path, f"{place}, condition", fault, "des noms du codebook")


def _check_columns(
    book: Codebook,
    variable: Variable,
    common: str,
    editions: Mapping[str, str],
    columns: dict[tuple[str, str, str], str],
) -> None:
    for year in variable.editions:
        path = editions.get(year, common)
        place = f"variable « {variable.nom} », édition {year}"
        if book.status(year, variable.public) is None:
            raise problem(
                path,
                place,
                "aucun questionnaire de cette édition pour ce public",
                f"une entrée dans {_QUESTIONNAIRES}",
            )
        coding = variable.coding(year)
        for column in coding.colonnes.values() if coding else ():
            other = columns.setdefault((variable.public, year, column), variable.nom)
            if other != variable.nom:
                raise problem(
                    path,
                    place,
                    f"la colonne « {column} » sert déjà à « {other} »",
                    "une question par variable",
                )


def expression_faults(expression: Expression, book: Codebook) -> list[str]:
    """List what an expression says that the codebook does not know (empty when all is well)."""
    faults = []
    for leaf in expression.leaves():
        variable = book.variables.get(leaf.variable or "")
        if variable is None:
            faults.append(
                f"la variable « {leaf.variable} » n’existe pas{among(str(leaf.variable), book.variables)}"
            )
            continue
        answers = [(a, variable.modalites) for a in leaf.dans or ()]
        named = (*(leaf.coche or ()), *leaf.rows, *((leaf.item,) if leaf.item else ()))
        items = [(i, variable.items) for i in named]
        faults += [
            f"« {name} » n’existe pas dans « {variable.nom} »{among(name, known)}"
            for name, known in answers + items
            if name not in known
        ]
        faults += _misuse(leaf, variable)
    return faults


def _misuse(leaf: Expression, variable: Variable) -> list[str]:
    test = "dans" if leaf.dans is not None else "coche" if leaf.coche is not None else "rang_max"
    wanted = {
        VariableType.SINGLE: "dans",
        VariableType.ARRAY: "dans",
        VariableType.MULTIPLE: "coche",
        VariableType.RANKING: "rang_max",
    }[variable.type]
    if test != wanted:
        return [f"« {variable.nom} » ({variable.type}) se teste par « {wanted} », pas « {test} »"]
    if variable.type is VariableType.ARRAY and not (leaf.item or leaf.un_item):
        return [f"« {variable.nom} » est un tableau : précisez « item » ou « un_item »"]
    if variable.type is VariableType.SINGLE and (leaf.item or leaf.un_item):
        return [f"« {variable.nom} » n’a pas d’items"]
    return []
