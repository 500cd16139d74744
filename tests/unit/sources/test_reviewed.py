from pathlib import Path

import pytest

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.reviewed import read_reviewed

HEADING = "id_reponse,nom_saisi,siren,code_insee,population,type,strate\n"
SHOWN = "2031/limesurvey/correspondances.csv"


def read(tmp_path: Path, text: str | bytes):
    path = tmp_path / "correspondances.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_reviewed(path, SHOWN)


def test_the_typed_name_stays_out_and_the_rest_is_typed(tmp_path: Path) -> None:
    frame = read(
        tmp_path,
        HEADING + '11,Zéphyrine,990000011,01234,"3\u202f500",communes,communes_3500_10000\n12,,,,,autres,\n',
    )
    assert "nom_saisi" not in frame
    assert frame["code_insee"].tolist() == ["01234", ""], "a code keeps its leading zero"
    assert frame["population"].tolist()[0] == 3500 and frame["population"].isna().tolist() == [False, True]
    assert frame["strate"].tolist() == ["communes_3500_10000", "autres"], "an empty strate is the type"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADING + "11,,,,,villages,epci\n", ("enregistrement 2", "type", "communes, epci")),
        (HEADING + "11,,,,,epci,epci\nx,,,,,epci,epci\n", ("enregistrement 3", "id_reponse", "entier")),
        (
            HEADING + "11,,,,,epci,epci\n11,,,,,epci,epci\n",
            ("enregistrement 3", "id_reponse", "une seule fois"),
        ),
        (HEADING + "11,,,,,communes,\n", ("enregistrement 2", "strate")),
        (HEADING.replace("siren,", "") + "11,,,,,epci\n", ("en-tête", "siren")),
        ((HEADING + "11,é,,,,epci,epci\n").encode("latin-1"), ("UTF-8",)),
        ("", ("vide",)),
        (HEADING + "11,,,,,epci,epci\n12,Zéphyrine,,,,,epci,epci\n", ("cellules",)),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_finding(
    tmp_path: Path, text: str | bytes, words: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    for word in (*words, SHOWN, "À faire"):
        assert word in str(caught.value)


def test_an_absent_file_is_refused_with_the_key_that_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"structures\.correspondances"):
        read_reviewed(tmp_path / "absent.csv", SHOWN)
