"""Weights, identifiers and banners as institutes write them in a .sav."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import PEOPLE, counts, deliver, repeated

from barometre_pipeline.errors import InputError

YES_NO = {1: "Oui", 2: "Non"}


@pytest.mark.parametrize("factor", [52_000_000 / PEOPLE, 0.01, 3.0])
def test_weights_of_any_scale_give_the_same_shares_and_say_so(tmp_path: Path, factor: float) -> None:
    weights = repeated(0.5, 1.5)
    cells = {"Q1": repeated(1.0, 2.0)}
    normed = deliver(tmp_path, cells | {"POIDS": weights}, values={"Q1": YES_NO})
    expanded = deliver(
        tmp_path, cells | {"POIDS": [float(w or 0) * factor for w in weights]}, values={"Q1": YES_NO}
    )
    for column in ("part_ponderee", "base_ponderee", "marge"):
        assert expanded.tris[column].tolist() == pytest.approx(normed.tris[column].tolist())
    assert normed.avertissements == ()
    assert "ramenés au nombre de répondants" in expanded.avertissements[0]


@pytest.mark.parametrize("none", [0.0, None])
@pytest.mark.parametrize("effectif", [20, 18])
def test_people_without_weight_are_out_of_every_base_as_in_spss(
    tmp_path: Path, none: float | None, effectif: int
) -> None:
    weights = [none, none, *[1.0] * 18]
    poll = deliver(
        tmp_path,
        {"Q1": repeated(1.0, 2.0), "POIDS": weights},
        values={"Q1": YES_NO},
        described={"effectif": effectif},
    )
    assert counts(poll, "Q1") == {"1": (9, 18), "2": (9, 18)}
    assert poll.sondes is not None
    assert poll.sondes["id_repondant"].tolist() == [str(i) for i in range(3, 21)]
    assert "2\u00a0répondants de poids nul ou vide" in poll.avertissements[0]


def test_a_weight_declared_missing_is_none_as_in_spss(tmp_path: Path) -> None:
    poll = deliver(
        tmp_path,
        {"Q1": repeated(1.0, 2.0), "POIDS": [99.0, 99.0, *[1.0] * 18]},
        values={"Q1": YES_NO},
        missing={"POIDS": [99]},
    )
    assert counts(poll, "Q1") == {"1": (9, 18), "2": (9, 18)}
    assert poll.sondes is not None
    assert poll.sondes["poids"].tolist() == [1.0] * 18


def test_a_respondent_without_identifier_is_refused_by_that_name(tmp_path: Path) -> None:
    cells = {"Q1": repeated(1.0, 2.0), "NUM": [None, None, *map(float, range(18))]}
    with pytest.raises(InputError, match="l’identifiant du répondant manque"):
        deliver(tmp_path, cells, values={"Q1": YES_NO})


SEXES: dict[str, dict[str, Any]] = {
    "code_before_the_label": {
        "cells": {"SEXE": repeated(1.0, 2.0)}, "values": {"SEXE": {1: "1 - Homme", 2: "2. Femme"}},
    },
    "words_without_labels": {"cells": {"SEXE": repeated("Homme", "Femme")}, "values": {"SEXE": {}}},
    "letters": {"cells": {"SEXE": repeated("H", "F")}, "values": {"SEXE": {"H": "Homme", "F": "Femme"}}},
}  # fmt: skip


@pytest.mark.parametrize("written", SEXES)
def test_the_banner_is_the_same_however_its_labels_are_written(tmp_path: Path, written: str) -> None:
    cells, values = SEXES[written]["cells"], SEXES[written]["values"]
    poll = deliver(tmp_path, cells | {"Q1": repeated(1.0, 2.0)}, values=values | {"Q1": YES_NO})
    assert poll.sondes is not None
    assert poll.sondes["sexe"].astype("str").tolist() == repeated("homme", "femme")


def test_a_banner_without_labels_is_refused_by_that_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n’a aucune étiquette de valeur") as caught:
        deliver(tmp_path, {"Q1": repeated(1.0, 2.0)}, values={"Q1": YES_NO, "SEXE": {}})
    assert "fichier étiqueté" in caught.value.remede


@pytest.mark.parametrize(("others", "refused"), [(1, False), (4, True)])
def test_a_label_that_the_banner_does_not_print_is_set_aside_where_few_have_it(
    tmp_path: Path, others: int, refused: bool
) -> None:
    sexes = [3.0] * others + repeated(1.0, 2.0)[others:]
    delivery: dict[str, Any] = {
        "cells": {"Q1": repeated(1.0, 2.0), "SEXE": sexes},
        "values": {"Q1": YES_NO, "SEXE": {1: "Homme", 2: "Femme", 3: "Autre"}},
    }
    if refused:
        with pytest.raises(InputError, match="en plus : Autre"):
            deliver(tmp_path, **delivery)
        return
    poll = deliver(tmp_path, **delivery)
    assert counts(poll, "Q1") == {"1": (10, 20), "2": (10, 20)}
    assert "Autre" in poll.avertissements[0]


def test_texts_of_a_banner_that_is_none_are_not_shown(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="la bannière a changé") as caught:
        deliver(
            tmp_path,
            {"Q1": repeated(1.0, 2.0), "SEXE": repeated("anne.martin@exemple.fr", "Homme")},
            values={"Q1": YES_NO, "SEXE": {}},
        )
    assert "anne" not in str(caught.value)


def test_a_poll_of_which_nobody_has_a_weight_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="aucun répondant n’a de poids"):
        deliver(tmp_path, {"Q1": repeated(1.0, 2.0), "POIDS": [0.0] * PEOPLE}, values={"Q1": YES_NO})


AGES = {
    "age": {
        "variable": "age", "titre": "Âge",
        "modalites": {"jeunes": "Moins de 35 ans", "actifs": "35 à 64 ans", "aines": "65 ans et plus"},
    }
}  # fmt: skip


@pytest.mark.parametrize(
    ("ages", "values"),
    [
        (repeated(18.0, 34.0, 35.0, 64.0, 65.0), {}),
        (repeated(1.0, 1.0, 2.0, 2.0, 3.0), {1: "moins de 35 ans", 2: "35 à  64 ans", 3: "65 ans et plus"}),
        (repeated(3.0, 3.0, 2.0, 2.0, 1.0), {1: "65 ans et plus", 2: "35 à 64 ans", 3: "Moins de 35 ans"}),
        (repeated(1.0, 1.0, 2.0, 2.0, 3.0), {1: "1. < 35 ans", 2: "35-64 ans", 3: "65 ans ou plus"}),
    ],
    ids=["exact", "classes", "another_order", "same_numbers"],
)
def test_ages_exact_or_in_classes_give_the_same_banner(
    tmp_path: Path, ages: list[Any], values: dict[int, str]
) -> None:
    poll = deliver(
        tmp_path, {"AGE": ages, "Q1": repeated(1.0, 2.0)}, values={"Q1": YES_NO, **({"AGE": values} if values else {})},
        described={"banniere": AGES},
    )  # fmt: skip
    assert poll.sondes is not None
    assert poll.sondes["age"].astype("str").tolist() == repeated(
        "jeunes", "jeunes", "actifs", "actifs", "aines"
    )


def test_years_of_birth_are_no_ages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ne sont pas des âges"):
        deliver(
            tmp_path,
            {"AGE": repeated(1950.0, 1981.0, 2004.0), "Q1": repeated(1.0, 2.0)},
            values={"Q1": YES_NO},
            described={"banniere": AGES},
        )


def test_someone_whose_place_in_the_banner_is_unknown_stays_in_the_whole(tmp_path: Path) -> None:
    sexes = repeated(1.0, 2.0)
    sexes[0] = None
    poll = deliver(tmp_path, {"Q1": repeated(1.0, 2.0), "SEXE": sexes}, values={"Q1": YES_NO})
    assert counts(poll, "Q1") == {"1": (10, 20), "2": (10, 20)}
    men = poll.tris[(poll.tris["modalite_ventilation"] == "homme") & (poll.tris["modalite"] == "1")]
    assert men["base"].tolist() == [9]
    assert "variable SEXE : 1\u00a0répondant n’est dans aucune colonne" in poll.avertissements[0]
