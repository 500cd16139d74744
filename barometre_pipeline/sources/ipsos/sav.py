"""Reads SPSS microdata (.sav): labels, user-missing codes, weight, banner.

Knows the format and what a poll must hold; counting is ``tris``'s.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.crosstabs import cross, with_shares
from barometre_pipeline.sources.ipsos.model import Poll, PollVariable
from barometre_pipeline.sources.spss_process import SpssFile, UnreadableSpssError, read_spss
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

SEPARATOR = " – "  # between the wording of a question and that of an item, in a variable's label
_ASK_AGAIN = "demandez à l’institut un fichier corrigé"


def read_sav(path: Path, shown: str, config: PollConfig) -> Poll:
    """Read a poll delivered as microdata.

    Raises:
        InputError: a file that is no .sav, a weight missing, negative or not summing to the base, a banner
            variable absent or changed, an answer code without a label.
    """
    raw = _read_file(path, shown)
    _check_columns(raw, shown, config)
    weight = _weights(raw, shown, config)
    data: dict[str, Any] = {
        "id_repondant": pd.Series([_code(v) for v in raw.values[config.identifiant]], dtype="str"),
        "poids": weight,
    }
    for name, part in config.banniere.items():
        data[name] = _banner_column(raw, shown, part.variable, part.modalites)
    reserved = {config.poids, config.identifiant, *(p.variable for p in config.banniere.values())}
    variables = []
    for variable in _variables(raw, reserved):
        data[variable.nom] = _answers(raw, shown, variable)
        variables.append(variable)
    unlabelled = [c for c in raw.values if c not in reserved and c not in data]
    sondes = pd.DataFrame(data)
    if sondes["id_repondant"].duplicated().any():
        row = int(sondes["id_repondant"].duplicated().to_numpy().argmax()) + 1
        raise InputError(
            shown,
            record_place(row, what=f"variable {config.identifiant}", headings=False),
            "un identifiant de répondant paraît deux fois",
            "un enregistrement par répondant",
            _ASK_AGAIN,
        )
    return Poll(
        fichier=shown,
        variables=tuple(variables),
        tris=with_shares(cross(sondes, variables, config)),
        sondes=sondes,
        avertissements=tuple(
            f"variable {c} laissée de côté : aucune étiquette de valeur" for c in unlabelled
        ),
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


def _check_columns(raw: SpssFile, shown: str, config: PollConfig) -> None:
    present = set(raw.values)
    if config.poids not in present:
        raise InputError(
            shown,
            "",
            f"la variable de pondération {config.poids} est absente",
            f"une variable {config.poids}, comme l’indique sondage.yaml",
            "demandez un fichier pondéré, ou corrigez la clé « poids » de sondage.yaml",
        )
    expected = [config.identifiant, *(p.variable for p in config.banniere.values())]
    missing = [name for name in expected if name not in present]
    if missing:
        raise InputError(
            shown,
            "",
            f"variable absente : {', '.join(missing)}",
            "l’identifiant et toutes les variables de la bannière",
            "demandez-les à l’institut, ou corrigez sondage.yaml",
        )


def _weights(raw: SpssFile, shown: str, config: PollConfig) -> np.ndarray:
    weight = np.array([np.nan if v is None else v for v in raw.values[config.poids]], dtype=float)
    bad = ~(weight > 0) | np.isinf(weight)
    if bad.any():
        raise InputError(
            shown,
            record_place(int(bad.argmax()) + 1, what=f"variable {config.poids}", headings=False),
            "le poids de ce répondant manque ou n’est pas positif",
            "un poids positif par répondant",
            _ASK_AGAIN,
        )
    check_base(shown, len(weight), float(weight.sum()), config)
    return weight


def check_base(shown: str, base: int, weighted: float, config: PollConfig) -> None:
    """Check the number of respondents and that weights sum to it.

    Raises:
        InputError: either is wrong.
    """
    if base != config.effectif:
        raise InputError(
            shown,
            "base brute",
            f"{base} répondants",
            f"{config.effectif} répondants, comme l’indique sondage.yaml",
            "vérifiez que le fichier est entier, ou corrigez la clé « effectif »",
        )
    if abs(weighted - base) > config.tolerance_poids:
        raise InputError(
            shown,
            f"variable {config.poids}",
            f"les poids font {number(weighted, 1)}",
            f"{base}, la base, à {number(config.tolerance_poids)} près",
            "demandez des poids ramenés au nombre de répondants",
        )


def _banner_column(
    raw: SpssFile, shown: str, variable: str, modalites: Mapping[str, str]
) -> "pd.Categorical[str]":
    labels = {_code(k): str(v).strip() for k, v in raw.value_labels.get(variable, {}).items()}
    if list(labels.values()) != list(modalites.values()):
        raise banner_changed(shown, f"variable {variable}", list(labels.values()), list(modalites.values()))
    names = dict(zip(labels, modalites, strict=True))
    codes = [_code(v) for v in raw.values[variable]]
    _refuse_unlabelled(shown, variable, codes, names)
    return pd.Categorical([names[c] for c in codes], categories=list(modalites))


def banner_changed(shown: str, place: str, found: list[str], expected: list[str]) -> InputError:
    """Return the error of a banner that is not the one declared."""
    gone = [label for label in expected if label not in found]
    new = [label for label in found if label not in expected]
    details = [f"en moins : {', '.join(gone)}"] if gone else []
    details += [f"en plus : {', '.join(new)}"] if new else []
    return InputError(
        shown,
        place,
        "la bannière a changé (" + (" ; ".join(details) or "l’ordre des colonnes") + ")",
        ", ".join(expected),
        "décrivez la nouvelle bannière dans sondage.yaml, ou demandez l’ancienne à l’institut",
    )


def _variables(raw: SpssFile, reserved: set[str]) -> Iterator[PollVariable]:
    for name in raw.values:
        labels = raw.value_labels.get(name)
        if name in reserved or not labels:
            continue
        ranges = raw.missing_ranges.get(name, [])
        missing = {k for k in labels if any(r["lo"] <= k <= r["hi"] for r in ranges)}
        question, _, item = (raw.labels.get(name) or name).partition(SEPARATOR)
        yield PollVariable(
            nom=name,
            libelle=question.strip(),
            libelle_item=item.strip(),
            modalites={_code(k): str(v).strip() for k, v in labels.items() if k not in missing},
            manquants={_code(k): str(v).strip() for k, v in labels.items() if k in missing},
        )


def _answers(raw: SpssFile, shown: str, variable: PollVariable) -> "pd.Categorical[str]":
    codes = [_code(v) for v in raw.values[variable.nom]]
    known = {**variable.modalites, **variable.manquants}
    _refuse_unlabelled(shown, variable.nom, codes, {**known, "": ""})
    stored = [NON_POSEE if c == "" else SANS_REPONSE if c in variable.manquants else c for c in codes]
    return pd.Categorical(stored, categories=[*variable.modalites, SANS_REPONSE, NON_POSEE])


def _refuse_unlabelled(shown: str, variable: str, codes: list[str], known: Mapping[str, str]) -> None:
    for row, code in enumerate(codes, 1):
        if code not in known:
            raise InputError(
                shown,
                record_place(row, what=f"variable {variable}", headings=False),
                f"le code « {code} » n’a pas d’étiquette" if code else "la réponse manque",
                f"un des codes étiquetés : {', '.join(k for k in known if k)}",
                _ASK_AGAIN,
            )


def _code(value: Any) -> str:
    """Write an SPSS value as a code: ``1.0`` is "1", an empty cell is ""."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
