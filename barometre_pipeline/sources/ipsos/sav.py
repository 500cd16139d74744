"""Reads SPSS microdata (.sav): one row per person, one column of codes per question, and what was set aside.

The file and the frame of the poll only (weights, identifiers, banner); questions are ``variables``', counting is
``crosstabs``'s.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.ipsos.banner import banner_column
from barometre_pipeline.sources.ipsos.columns import numbers, read_column, resolve
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.crosstabs import cross, with_shares
from barometre_pipeline.sources.ipsos.model import Poll
from barometre_pipeline.sources.ipsos.variables import read_variables
from barometre_pipeline.sources.ipsos.weights import read_weights
from barometre_pipeline.sources.spss_process import SpssFile, UnreadableSpssError, read_spss
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

_ADDED: Final = ("poids", "edition")  # columns of the result that no variable may take
_ASK_AGAIN = "demandez à l’institut un fichier corrigé"


def read_sav(path: Path, shown: str, config: PollConfig) -> Poll:
    """Read a poll delivered as microdata.

    Raises:
        InputError: a file that is no .sav, a variable of ``sondage.yaml`` absent, a negative weight, a banner
            changed, a sample of another size, a respondent twice, no question with labels.
    """
    raw = _read_file(path, shown)
    config = _as_written(raw, shown, config)
    weights = read_weights(numbers(raw, config.poids), shown, config.poids, config)
    notes = [*weights.notes]
    identifiers = read_column(raw, config.identifiant).codes
    _check_identifiers(identifiers, shown, config.identifiant)
    data: dict[str, Any] = {"id_repondant": pd.Series(identifiers, dtype="str")}
    for name, part in config.banniere.items():
        data[name], beside = banner_column(read_column(raw, part.variable), shown, part.modalites)
        notes += beside
    read, told = read_variables(raw, config, shown, [*data, *_ADDED], weights.kept.tolist())
    notes += told
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
    wrong = pd.Series(identifiers).duplicated().to_numpy() | (pd.Series(identifiers) == "").to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        raise InputError(
            shown,
            record_place(row + 1, what=f"variable {variable}", headings=False),
            "un identifiant de répondant paraît deux fois"
            if identifiers[row]
            else "l’identifiant du répondant manque",
            "un enregistrement par répondant",
            _ASK_AGAIN,
        )


def _listed(notes: Sequence[str]) -> str:
    return f" ({' ; '.join(notes[:3])}{' ; …' if len(notes) > 3 else ''})" if notes else ""
