"""Reads SPSS microdata (.sav): one row per person, one column of codes per question, and what was set aside.

The order of the work only: ``columns``, ``weights``, ``banner``, ``questions``, ``boxes`` and ``answers`` know how;
counting is ``crosstabs``'s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.ipsos.answers import Answers, read_answers, without_labels
from barometre_pipeline.sources.ipsos.banner import banner_column
from barometre_pipeline.sources.ipsos.boxes import Choice, cells, is_box, read_choice
from barometre_pipeline.sources.ipsos.columns import Column, read_column, resolve
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.crosstabs import cross, with_shares
from barometre_pipeline.sources.ipsos.model import Poll, PollVariable
from barometre_pipeline.sources.ipsos.questions import Member, Question, gather
from barometre_pipeline.sources.ipsos.weights import read_weights
from barometre_pipeline.sources.spss_process import SpssFile, UnreadableSpssError, read_spss
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

_ASK_AGAIN = "demandez à l’institut un fichier corrigé"


@dataclass(frozen=True)
class _Read:
    """One column of the result, and what reading it set aside."""

    variable: PollVariable
    cells: list[str]
    notes: tuple[str, ...] = ()


def read_sav(path: Path, shown: str, config: PollConfig) -> Poll:
    """Read a poll delivered as microdata.

    Raises:
        InputError: a file that is no .sav, a variable of ``sondage.yaml`` absent, a negative weight, a banner
            changed, a sample of another size, a respondent twice, no question with labels.
    """
    raw = _read_file(path, shown)
    config = _as_written(raw, shown, config)
    weights = read_weights(raw.values[config.poids], shown, config.poids, config)
    notes = [*weights.notes]
    identifiers = read_column(raw, config.identifiant).codes
    _check_identifiers(identifiers, shown, config.identifiant)
    data: dict[str, Any] = {"id_repondant": pd.Series(identifiers, dtype="str")}
    for name, part in config.banniere.items():
        data[name], told = banner_column(read_column(raw, part.variable), shown, part.modalites)
        notes += told
    read = list(_questions(raw, config, notes))
    if not read:
        raise InputError(
            shown,
            "",
            "aucune question du fichier n’a d’étiquettes de valeur" + _listed(notes),
            "des variables dont les codes ont une étiquette (« 1 = Oui »)",
            "demandez à l’institut un fichier étiqueté",
        )
    for one in read:
        categories = [*one.variable.modalites, SANS_REPONSE, NON_POSEE]
        data[one.variable.nom] = pd.Categorical(one.cells, categories=categories)
        notes += one.notes
    sondes = pd.DataFrame(data)[weights.kept].reset_index(drop=True)
    sondes.insert(1, "poids", weights.values)
    variables = tuple(one.variable for one in read)
    return Poll(
        fichier=shown,
        variables=variables,
        tris=with_shares(cross(sondes, variables, config)),
        sondes=sondes,
        avertissements=tuple(notes),
    )


def _read_file(path: Path, shown: str) -> SpssFile:
    if not path.is_file() or path.stat().st_size == 0:
        raise InputError(shown, "", "le fichier est absent ou vide", "un fichier SPSS (.sav)", _ASK_AGAIN)
    if path.is_symlink():
        raise InputError(
            shown,
            "",
            "ce n’est pas un fichier ordinaire (lien)",
            "un fichier SPSS (.sav)",
            "copiez le fichier lui-même dans le dossier de l’édition",
        )
    try:
        return read_spss(path, shown, user_missing=True)
    except UnreadableSpssError:
        raise InputError(
            shown, "", "ce fichier SPSS est illisible", "un fichier .sav entier, non chiffré", _ASK_AGAIN
        ) from None


def _as_written(raw: SpssFile, shown: str, config: PollConfig) -> PollConfig:
    """Return the configuration with the names of variables as the file writes them."""
    weight = resolve(raw, config.poids)
    if weight is None:
        raise InputError(
            shown,
            "",
            f"la variable de pondération {config.poids} est absente",
            f"une variable {config.poids}, comme l’indique sondage.yaml",
            "demandez un fichier pondéré, ou corrigez la clé « poids » de sondage.yaml",
        )
    wanted = [config.identifiant, *(p.variable for p in config.banniere.values())]
    missing = [name for name in wanted if resolve(raw, name) is None]
    if missing:
        raise InputError(
            shown,
            "",
            f"variable absente : {', '.join(missing)}",
            "l’identifiant et toutes les variables de la bannière",
            "demandez-les à l’institut, ou corrigez sondage.yaml",
        )
    banner = {
        name: part.model_copy(update={"variable": resolve(raw, part.variable)})
        for name, part in config.banniere.items()
    }
    return config.model_copy(
        update={"poids": weight, "identifiant": resolve(raw, config.identifiant), "banniere": banner}
    )


def _check_identifiers(identifiers: Sequence[str], shown: str, variable: str) -> None:
    repeated = pd.Series(identifiers).duplicated().to_numpy()
    if repeated.any():
        raise InputError(
            shown,
            record_place(int(repeated.argmax()) + 1, what=f"variable {variable}", headings=False),
            "un identifiant de répondant paraît deux fois",
            "un enregistrement par répondant",
            _ASK_AGAIN,
        )


def _questions(raw: SpssFile, config: PollConfig, notes: list[str]) -> Iterator[_Read]:
    """Yield every column of the result; add to ``notes`` the variables set aside, by name."""
    reserved = {config.poids, config.identifiant, *(p.variable for p in config.banniere.values())}
    declared = {v.casefold() for s in raw.sets.values() for v in s.variables}
    kept: list[Column] = []
    for name in raw.values:
        if name in reserved:
            continue
        column = read_column(raw, name)
        if column.labels or is_box(column) or name.casefold() in declared:
            kept.append(column)
        else:
            notes.append(_set_aside(name, without_labels(column)))
    for question in gather(kept, raw.sets):
        choice = read_choice(question, config.base_choix_multiples.get(question.code))
        if choice is not None:
            notes.append(_told(question, choice, len(kept[0].codes)))
            yield from _boxes(question, choice)
            continue
        for member in question.members:
            found = read_answers(member.column)
            if isinstance(found, str):
                notes.append(_set_aside(member.column.name, found))
            else:
                yield _plain(question, member, found)


def _plain(question: Question, member: Member, found: Answers) -> _Read:
    variable = PollVariable(
        nom=member.column.name,
        libelle=question.wording,
        libelle_item=member.wording,
        modalites=found.labels,
        manquants=member.column.missing,
        place=(question.code, member.item),
    )
    return _Read(variable, found.cells, found.notes)


def _boxes(question: Question, choice: Choice) -> Iterator[_Read]:
    for box in choice.boxes:
        own = len(box.columns) == 1
        variable = PollVariable(
            nom=box.columns[0].name if own else f"{question.code}_{box.item}",
            libelle=question.wording,
            libelle_item=box.wording,
            modalites=dict([box.ticked, box.empty]),
            manquants=box.columns[0].missing if own else {},
            place=(question.code, box.item),
            colonnes=tuple(c.name for c in box.columns),
            code_coche=box.code,
            colonnes_base=tuple(c.name for c in choice.base),
        )
        yield _Read(variable, cells(box, choice))


def _told(question: Question, choice: Choice, people: int) -> str:
    asked = "ceux qui y ont répondu" if choice.base else f"les {people} répondants, qu’ils aient coché ou non"
    return (
        f"question {question.code} : choix multiple ({choice.told}) ; sa base est : {asked}. Si ce n’est pas le cas, "
        f"dites-le dans sondage.yaml (base_choix_multiples, {question.code} : tous ou cochants)"
    )


def _listed(notes: Sequence[str]) -> str:
    return f" ({' ; '.join(notes[:3])}{' ; …' if len(notes) > 3 else ''})" if notes else ""


def _set_aside(name: str, why: str) -> str:
    return f"variable {name} laissée de côté : {why}"
