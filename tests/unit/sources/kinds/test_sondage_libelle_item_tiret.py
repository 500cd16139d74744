"""The question and the item in one label, with whatever institutes put between the two."""

from pathlib import Path

import pytest
from deliveries import deliver, repeated

SITE, DESK = "Le site", "Le guichet"


@pytest.mark.parametrize(
    "form",
    [
        "Utilisez-vous ? {}", "Utilisez-vous\n{}", "Utilisez-vous\t{}", "Utilisez-vous — {}", "Utilisez-vous / {}",
        "Utilisez-vous > {}", "Utilisez-vous -- {}", "Utilisez-vous = {}", "Utilisez-vous • {}", "Utilisez-vous → {}",
        "Utilisez-vous_{}", "Utilisez-vous [{}]", "Utilisez-vous « {} »", "{} - Utilisez-vous ?",
        "[{}] Utilisez-vous ?",
        "({}) Utilisez-vous ?", "Q7. Utilisez-vous ? : {}", "Q7 - Utilisez-vous : {}",
    ],
)  # fmt: skip
def test_the_question_and_its_items(tmp_path: Path, form: str) -> None:
    assert_cut(tmp_path, ("Q7_1", "Q7_2"), (form.format(SITE), form.format(DESK)), (SITE, DESK))


@pytest.mark.parametrize(
    ("labels", "items"),
    [
        (("Q7_1. Le site - Utilisez-vous ?", "Q7_2. Le guichet - Utilisez-vous ?"), (SITE, DESK)),
        (("Q7[1] Utilisez-vous : Le site", "Q7[2] Utilisez-vous : Le guichet"), (SITE, DESK)),
        (("Utilisez-vous ? 1. Le site", "Utilisez-vous ? 2. Le guichet"), (SITE, DESK)),
        (
            ("Utilisez-vous - Saint-Denis - le site", "Utilisez-vous - Saint-Brieuc - le guichet"),
            ("Saint-Denis - le site", "Saint-Brieuc - le guichet"),
        ),
        (
            ("Utilisez-vous - Le site de la mairie", "Utilisez-vous - Le site de la région"),
            ("Le site de la mairie", "Le site de la région"),
        ),
    ],
)
def test_numbers_before_items_and_items_with_dashes(
    tmp_path: Path, labels: tuple[str, str], items: tuple[str, str]
) -> None:
    assert_cut(tmp_path, ("Q7_1", "Q7_2"), labels, items)


@pytest.mark.parametrize(
    "names", [("Q7A", "Q7B"), ("Q7.1", "Q7.2"), ("Q7_01", "Q7_02"), ("Q7_i1", "Q7_i2"), ("Q7r1", "Q7r2")]
)
def test_names_of_other_software(tmp_path: Path, names: tuple[str, str]) -> None:
    assert_cut(tmp_path, names, ("Utilisez-vous - Le site", "Utilisez-vous - Le guichet"), (SITE, DESK))


def assert_cut(folder: Path, names: tuple[str, str], labels: tuple[str, str], items: tuple[str, str]) -> None:
    poll = deliver(
        folder, {name: repeated(1, 2, 3) for name in names}, labels=dict(zip(names, labels, strict=True)),
        values={name: {1: "Oui", 2: "Non", 3: "Ne sait pas"} for name in names},
    )  # fmt: skip
    found = {v.nom: v for v in poll.variables}
    assert {found[name].question for name in names} == {"Q7"}
    assert {found[name].libelle.rstrip(" ?") for name in names} == {"Utilisez-vous"}
    assert [found[name].libelle_item for name in names] == list(items)
