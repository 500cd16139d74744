"""Reads the YAML files of the catalogue and says in French which key is wrong.

Only files, parsing and error messages belong here; what the YAML may say is in the models.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Questionnaire, Theme, Variable, VariableType
from barometre_pipeline.errors import ConfigurationError

FOLDER = Path(__file__).parent
_QUESTIONNAIRES = "questionnaires.yaml"
Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path) -> object:
    """Parse one YAML file.

    Raises:
        ConfigurationError: not UTF-8, or not YAML.
    """
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigurationError(
            fichier=shown(path),
            lieu=f"ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else "",
            constat="ce n’est pas un fichier YAML lisible en UTF-8",
            attendu="du YAML valide",
            remede="vérifiez l’indentation, les guillemets et l’encodage à cet endroit",
        ) from error


def validate(model: type[Model], data: object, path: Path) -> Model:
    """Check parsed YAML against a model.

    Raises:
        ConfigurationError: naming the first wrong key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # An unknown key is most often a misspelt one, and so the cause of what is missing: said first.
        first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
        raise problem(path, _place(first["loc"], data), _french(dict(first))) from error


def problem(
    path: Path, lieu: str, constat: str, attendu: str = "les clés décrites dans docs/catalogue.md"
) -> ConfigurationError:
    """Build the error of one place of a catalogue file."""
    return ConfigurationError(
        fichier=shown(path),
        lieu=lieu,
        constat=constat,
        attendu=attendu,
        remede="corrigez cette entrée du fichier YAML",
    )


def shown(path: Path) -> str:
    """Name a catalogue file without any host path."""
    return path.relative_to(FOLDER.parent).as_posix() if path.is_relative_to(FOLDER.parent) else path.name


def _place(loc: Iterable[object], data: object) -> str:
    """Turn « variables.3.items » into « projet_ia_deja → items »: a name says more than a rank."""
    words: list[str] = []
    for step in loc:
        try:
            data = data[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            data = None
        name = data.get("nom") if isinstance(data, dict) else None
        words.append(str(name or step))
    return "clé « " + " → ".join(words) + " »" if words else "racine du fichier"


def _french(error: dict[str, object]) -> str:
    kind, found = str(error["type"]), error.get("input")
    context = error.get("ctx")
    if kind == "value_error" and isinstance(context, dict):
        return str(context.get("error", "valeur incorrecte"))
    messages = {
        "extra_forbidden": "cette clé est inconnue",
        "missing": "cette clé est obligatoire et absente",
        "literal_error": f"« {found} » n’est pas une valeur permise",
        "enum": f"« {found} » n’est pas une valeur permise",
    }
    return messages.get(kind, f"« {found} » n’est pas du type voulu")


@cache
def load_codebook(folder: Path = FOLDER / "codebook") -> Codebook:
    """Load and cross-check the codebook of a folder.

    Raises:
        ConfigurationError: a key is wrong, a name is used twice or never defined.
    """
    paths = sorted(p for p in folder.glob("*.yaml") if p.name != _QUESTIONNAIRES)
    loaded = [(validate(Theme, read_yaml(p), p), p) for p in paths]
    loaded.sort(key=lambda pair: pair[0].ordre)
    state_file = folder / _QUESTIONNAIRES
    raw = read_yaml(state_file)
    entries = raw.get("questionnaires", []) if isinstance(raw, dict) else []
    states = tuple(validate(Questionnaire, entry, state_file) for entry in entries)
    book = Codebook(tuple(theme for theme, _ in loaded), states)
    seen: dict[str, str] = {}
    columns: dict[tuple[str, str, str], str] = {}
    for theme, path in loaded:
        for variable in theme.variables:
            place = f"variable « {variable.nom} »"
            if variable.nom in seen:
                raise problem(path, place, f"déjà définie dans {seen[variable.nom]}", "un nom par variable")
            seen[variable.nom] = shown(path)
            _check_columns(book, variable, path, columns)
            conditions = [variable.condition, *(e.condition for e in variable.editions.values())]
            for condition in filter(None, conditions):
                for fault in expression_faults(condition, book):
                    raise problem(path, f"{place}, condition", fault, "des noms du codebook")
    return book


def _check_columns(
    book: Codebook, variable: Variable, path: Path, columns: dict[tuple[str, str, str], str]
) -> None:
    for year in variable.editions:
        place = f"variable « {variable.nom} », édition {year}"
        if book.status(year, variable.public) is None:
            raise problem(
                path,
                place,
                "aucun questionnaire de cette édition pour ce public",
                f"une entrée dans {_QUESTIONNAIRES}",
            )
        codage = variable.codage(year)
        for column in codage.colonnes.values() if codage else ():
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
            faults.append(f"la variable « {leaf.variable} » n’existe pas")
            continue
        answers = [(a, variable.modalites) for a in leaf.dans or ()]
        items = [(i, variable.items) for i in (*(leaf.coche or ()), *((leaf.item,) if leaf.item else ()))]
        faults += [
            f"« {name} » n’existe pas dans « {variable.nom} »"
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
