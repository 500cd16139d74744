"""An address or a telephone number in a wording or in the name of a file goes no further than the raw folder."""

from pathlib import Path

import pytest

from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.personal import without_contacts


@pytest.mark.parametrize(
    "contact",
    [
        "jeanne.d@ville.example",
        "j+x@a-b.example.org",
        "01 99 00 12 34",
        "0199001234",
        "+33 1 99 00 12 34",
        "01.99.00.12.34",
        "0033199001234",
    ],
)
def test_a_contact_in_a_wording_is_replaced_by_what_it_is(contact: str) -> None:
    told = without_contacts(f"Écrire à {contact}, merci")
    assert contact not in told and told.startswith("Écrire à [") and told.endswith("], merci")


@pytest.mark.parametrize(
    "text", ["Plus de 3 500 habitants", "2031-05-02", "SIREN 200012345", "De 10 000 à 100 000"]
)
def test_other_numbers_stay(text: str) -> None:
    assert without_contacts(text) == text


@pytest.mark.parametrize("name", ["reponses_jeanne.d@ville.example.csv", "appel 01 99 00 12 34.csv"])
def test_a_file_named_after_a_contact_is_refused_without_saying_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "2031"
    (folder / "limesurvey").mkdir(parents=True)
    (folder / "limesurvey" / name).touch()
    with pytest.raises(InputError) as refused:
        load_edition(folder)
    assert "renommez" in str(refused.value)
    assert "ville.example" not in str(refused.value) and "01 99" not in str(refused.value)
