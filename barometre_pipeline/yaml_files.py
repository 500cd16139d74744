"""Reads a YAML file and says in French what is wrong with it: file, line, key, finding, remedy.

Every YAML file of the project and of an edition is read here, once; what a file may say is its model's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.hidden_characters import EXPECTED, REMEDY, hidden_in
from barometre_pipeline.personal_text import designates, impersonal
from barometre_pipeline.yaml_limits import LARGEST, LARGEST_NUMBER, excess, too_large

Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, ten times as fast
_KINDS = {  # how pydantic names what it wanted -> in French
    "string": "un texte (entre guillemets s’il ressemble à un nombre ou à une date)",
    "bool": "true ou false",
    "int": "un nombre entier",
    "float": "un nombre",
    "date": "une date, par exemple 2026-09-15",
    "tuple": "une liste\u00a0: [a, b]",
    "list": "une liste\u00a0: [a, b]",
}
# What building a value raises: a date that no calendar has, a number too long, a word that its tag does not know.
_IMPOSSIBLE = (ValueError, TypeError, OverflowError, AttributeError, LookupError)
_CONTACT = re.compile(r"#?\s*[\"']?contact[\"']?\s*:")  # the key of edition.yaml that says where to write
_SHOWN = 60  # characters of a wrong value that are quoted


@dataclass(frozen=True)
class YamlFile:
    """One parsed file, which can say where in it a fault lies.

    Attributes:
        shown: its name for the reader, never a host path.
        content: its bytes.
        data: what they say.
    """

    shown: str
    content: bytes
    data: object

    @classmethod
    def parsed(cls, shown: str, content: bytes) -> "YamlFile":
        """Parse the content of a file.

        Raises:
            ConfigurationError: not UTF-8, or not YAML.
        """
        try:
            text = content.decode("utf-8")
            if hidden := hidden_in(text):
                place = f"ligne {hidden.line}, colonne {hidden.column}"
                raise ConfigurationError(shown, place, hidden.finding, EXPECTED, REMEDY)
            if found := excess(yaml.parse(text, Loader=_LOADER)):
                place = f"ligne {found.line}, colonne {found.column}"
                raise ConfigurationError(shown, place, found.finding, found.expected, found.remedy)
            return cls(shown, content, yaml.load(text, Loader=_LOADER))
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise ConfigurationError(
                shown,
                f"ligne {line}, octet {error.start}",
                "ce n’est pas de l’UTF-8",
                "un fichier YAML en UTF-8",
                "enregistrez-le en UTF-8",
            ) from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise ConfigurationError(
                shown,
                f"ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else "",
                "la syntaxe YAML est incorrecte",
                "un fichier YAML valide",
                "vérifiez l’indentation et les guillemets à cet endroit",
            ) from error
        except _IMPOSSIBLE as error:
            place, value = _impossible(content.decode("utf-8"))
            raise ConfigurationError(
                shown,
                place,
                f"{_quoted(value)} n’est ni une date ni un nombre possibles"
                if value
                else "une valeur impossible",
                "une date comme 2026-05-12, un nombre, ou un texte entre guillemets",
                "corrigez cette valeur",
            ) from error

    def validate(self, model: type[Model], expected: str) -> Model:
        """Check the whole file against a model.

        Args:
            model: what the file may say.
            expected: in French, what the file should have held: « les clés décrites dans … ».

        Raises:
            ConfigurationError: naming the line and the first wrong key.
        """
        if self.data is None:
            remedy = "écrivez-y ce qu’il doit dire, ou retirez-le"
            raise ConfigurationError(self.shown, "", "rien n’est écrit dans ce fichier", expected, remedy)
        try:
            said = model.model_validate(self.data)
        except ValidationError as error:
            # An unknown key is most often a misspelt one, and so the cause of what is missing: said first.
            first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
            raise ConfigurationError(
                fichier=self.shown,
                lieu=f"ligne {self._line(first['loc'])}, {_key(first['loc'], self.data)}",
                constat=_finding(first["type"], first["input"], first.get("ctx", {})),
                attendu=_allowed(first["type"], first["input"], first["loc"], first.get("ctx", {}), model)
                or expected,
                remede=f"corrigez cette clé, d’après {expected}",
            ) from error
        self._refuse_large_numbers(said)
        return said

    def _refuse_large_numbers(self, said: object) -> None:
        """Refuse a number that no table could hold, wherever a model takes one, written as a number or as a text."""
        for location, value in _values(said, ()):
            if too_large(value):
                raise ConfigurationError(
                    self.shown,
                    f"ligne {self._line(location)}, {_key(location, self.data)}",
                    f"{_quoted(value)} n’est pas un nombre que l’on compte ici",
                    f"un nombre d’au plus {number(LARGEST_NUMBER)}",
                    "corrigez ce nombre",
                )

    def _line(self, location: Location) -> int:
        """Return the line of a key, or of what should have held it."""
        node = yaml.compose(self.content.decode("utf-8"), Loader=_LOADER)
        line = 1
        for step in location:
            if isinstance(node, yaml.MappingNode):
                pairs = [(k, v) for k, v in node.value if k.value == str(step)]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                pairs = [(node.value[step], node.value[step])]
            else:
                pairs = []
            if not pairs:
                break
            mark, node = pairs[0]
            line = mark.start_mark.line + 1
        return line


def read_yaml(path: Path, shown: str) -> YamlFile:
    """Parse one YAML file.

    Args:
        path: the file.
        shown: its name for the reader.

    Raises:
        ConfigurationError: absent, not UTF-8, not YAML, or with the address or number of a person.
    """
    try:
        if not path.is_file() and path.exists():  # a folder, or a pipe that would be waited for without end
            raise ConfigurationError(
                shown, "", "ce n’est pas un fichier", "un fichier YAML", "mettez un fichier à cet endroit"
            )
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise ConfigurationError(
            shown, "", "le fichier n’existe pas", "un fichier YAML", "ajoutez-le à cet endroit"
        ) from error
    if len(content) > LARGEST:
        raise ConfigurationError(
            shown, "", f"plus de {LARGEST // 1_000_000}{NBSP}Mo", "un fichier YAML écrit à la main",
            "vérifiez que c’est le bon fichier",
        )  # fmt: skip
    parsed = YamlFile.parsed(shown, content)
    _refuse_persons(parsed)
    return parsed


def written_yaml(data: object) -> str:
    """Write what ``read_yaml`` reads back: in words that designate nobody, wherever they come from."""
    return yaml.safe_dump(_impersonal(data), allow_unicode=True, sort_keys=False, width=110)


def _impersonal(data: object) -> object:
    if isinstance(data, str):
        return impersonal(data)
    if isinstance(data, Mapping):
        return {key: _impersonal(value) for key, value in data.items()}
    return [_impersonal(value) for value in data] if isinstance(data, list | tuple) else data


def _refuse_persons(file: YamlFile) -> None:
    """Refuse a text that designates a person: what is written by hand is recorded, and published."""
    contact = False
    for place, line in enumerate(file.content.decode("utf-8").splitlines(), 1):
        # What follows the key and is set in from it is its value.
        contact = _CONTACT.match(line) is not None or (contact and line[:1].isspace())
        reason = "" if contact else designates(line)
        if reason:
            raise ConfigurationError(
                file.shown, f"ligne {place}", f"un texte qui désigne une personne ({reason})",
                "un texte qui peut être publié, commentaires compris ; l’adresse où écrire se met dans edition.yaml, "
                f"sous «{NBSP}contact{NBSP}»",
                "retirez-le de cette ligne",
            )  # fmt: skip


def _values(said: object, location: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield the place and the value of all that a model holds."""
    inside: Iterable[tuple[str | int, object]]
    if isinstance(said, BaseModel):
        inside = ((name, getattr(said, name)) for name in type(said).model_fields)
    elif isinstance(said, Mapping):
        inside = said.items()
    elif isinstance(said, tuple | list):
        inside = enumerate(said)
    else:
        yield location, said
        return
    for step, value in inside:
        yield from _values(value, (*location, step))


def _impossible(text: str) -> tuple[str, str]:
    """Return the place and the text of the first value that cannot be made, ("", "") where none alone is at fault."""
    waiting = [yaml.compose(text, Loader=_LOADER)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            waiting += [n for pair in reversed(node.value) for n in reversed(pair)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif node is not None:
            try:
                yaml.SafeLoader("").construct_object(node)
            except _IMPOSSIBLE:
                return f"ligne {node.start_mark.line + 1}, colonne {node.start_mark.column + 1}", node.value
    return "", ""


def _quoted(value: object) -> str:
    try:
        text = str(value)
    except ValueError:  # an integer of thousands of digits
        text = "un nombre de milliers de chiffres"
    return f"« {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'} »"


def _key(location: Location, data: object) -> str:
    """Turn « variables.3.items » into « variables.projet_ia_deja.items »: a name says more than a rank."""
    words = []
    for step in location:
        try:
            data = data[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            data = None
        name = data.get("nom") if isinstance(data, dict) else None
        words.append(str(name or step))
    return f"clé « {'.'.join(words)} »" if words else "racine du fichier"


def _allowed(
    kind: str, found: object, location: Location, context: Mapping[str, object], model: type[BaseModel]
) -> str:
    """Say which values, which keys or what kind of value may stand there; "" where only the guide can tell."""
    if kind in ("literal_error", "enum"):
        names = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"une valeur parmi{NBSP}: {', '.join(names)}{did_you_mean(str(found), names)}"
    if kind == "extra_forbidden":
        names = _keys_at(model, location[:-1])
        return (
            f"une clé parmi{NBSP}: {', '.join(names)}{did_you_mean(str(location[-1]), names)}"
            if names
            else ""
        )
    return next((words for start, words in _KINDS.items() if kind.startswith(start)), "")


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys that a model allows at a place of its file: those of the model that stands there."""
    here: object = model
    for step in location:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field is not None else here
        here = _within(here)
    return list(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _within(annotation: object) -> object:
    """Return the model that an annotation holds, in an option, a list or the values of a mapping; else itself."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_within(a) for a in get_args(annotation)]
    models = [a for a in inner if isinstance(a, type) and issubclass(a, BaseModel)]
    return models[0] if models else annotation


def _finding(kind: str, found: object, context: Mapping[str, object]) -> str:
    if kind == "value_error":
        return str(context.get("error", "valeur incorrecte"))
    quoted = _quoted(found)
    messages = {
        "extra_forbidden": "cette clé est inconnue",
        "missing": "cette clé est obligatoire et absente",
        "too_short": "cette liste est vide",
        "greater_than": f"{quoted} n’est pas plus grand que {context.get('gt')}",
        "greater_than_equal": f"{quoted} est plus petit que {context.get('ge')}",
        "less_than": f"{quoted} n’est pas plus petit que {context.get('lt')}",
        "literal_error": f"{quoted} n’est pas une valeur permise",
        "enum": f"{quoted} n’est pas une valeur permise",
    }
    return messages.get(kind, f"{quoted} n’est pas du type voulu")
