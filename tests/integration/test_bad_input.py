"""A bad extract stops with exit code 1 and a French message, and leaves the lake as it was.

Each case damages the invented edition, already computed, then computes it again. No message repeats
personal data or a path of the machine.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import Computed, barometre, exported, run, snapshot
from tiny_edition import EDITION, PERSONAL, RESPONSES, YAML, edited, responses_csv, structure_lss

RESPONSES_FILE = f"{EDITION}/limesurvey/results-survey900031.csv"
STRUCTURE_FILE = f"{EDITION}/limesurvey/structure_900031.txt"
LSS_FILE = f"{EDITION}/limesurvey/limesurvey_survey_900031.lss"
CORRESPONDANCES = f"{EDITION}/limesurvey/correspondances.csv"
EXTRACT = responses_csv()
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k")))
    + b"]><document><LimeSurveyDocType>Survey</LimeSurveyDocType><x>&j;</x></document>"
)
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><x>&x;</x></document>"""


def _write(path: str, content: bytes) -> Callable[[Path], None]:
    return lambda raw: (raw / path).write_bytes(content) and None


def _text(path: str, content: str) -> Callable[[Path], None]:
    return _write(path, content.encode("utf-8"))


def _lss_instead(content: bytes) -> Callable[[Path], None]:
    def damage(raw: Path) -> None:
        (raw / STRUCTURE_FILE).unlink()
        (raw / RESPONSES_FILE).write_text(responses_csv(form="codes"), encoding="utf-8")
        (raw / LSS_FILE).write_bytes(content)

    return damage


TRUNCATED = EXTRACT[: EXTRACT.index("Grandbourg") + 40]
CASES = {
    # name: (damage, words the message must hold: the file, the place, the finding)
    "empty file": (_write(RESPONSES_FILE, b""), (RESPONSES_FILE, "vide")),
    "header only": (
        _text(RESPONSES_FILE, EXTRACT.splitlines()[0] + "\n"),
        (RESPONSES_FILE, "aucune réponse"),
    ),
    "truncated mid-row": (_text(RESPONSES_FILE, TRUNCATED), (RESPONSES_FILE, "enregistrement 13")),
    "truncated inside quotes": (
        _text(RESPONSES_FILE, EXTRACT[: EXTRACT.rindex("Demandez") + 4]),
        (RESPONSES_FILE, "guillemet"),
    ),
    "wrong delimiter": (
        _text(RESPONSES_FILE, EXTRACT.replace(",", "^")),
        (RESPONSES_FILE, "enregistrement 1 (en-tête compris)", "séparateur"),
    ),
    "UTF-16 without a mark": (_write(RESPONSES_FILE, EXTRACT.encode("utf-16-le")), (RESPONSES_FILE, "UTF-8")),
    "Latin-1": (
        _write(RESPONSES_FILE, EXTRACT.replace("’", "'").encode("latin-1")),
        (RESPONSES_FILE, "UTF-8", "Latin-1"),
    ),
    "binary named .csv": (_write(RESPONSES_FILE, bytes(range(256)) * 64), (RESPONSES_FILE,)),
    "PNG named .csv": (_write(RESPONSES_FILE, b"\x89PNG\r\n\x1a\n" + bytes(200)), (RESPONSES_FILE,)),
    "question of the YAML absent": (
        _text(
            f"{EDITION}/edition.yaml", YAML.replace("question_cloture: charte", "question_cloture: G99Q01")
        ),
        (f"{EDITION}/edition.yaml", "limesurvey.question_cloture", "G99Q01"),
    ),
    "unknown key in the YAML": (
        _text(f"{EDITION}/edition.yaml", YAML + "nettoyages: {}\n"),
        (f"{EDITION}/edition.yaml", "nettoyages", "inconnue"),
    ),
    "YAML that is not YAML": (
        _text(f"{EDITION}/edition.yaml", "edition: [2031\ntitre: x: y"),
        (f"{EDITION}/edition.yaml", "ligne", "YAML"),
    ),
    "most answers unknown": (
        _text(RESPONSES_FILE, EXTRACT.replace("Oui", "Peut-être").replace("Non", "Qui sait")),
        (RESPONSES_FILE, "enregistrement", "publie", "n’est pas dans la structure"),
    ),
    "response id twice": (
        _text(RESPONSES_FILE, responses_csv([*RESPONSES, edited(13)[2]])),
        (RESPONSES_FILE, "enregistrements 4, 17", "13", "2 fois"),
    ),
    "unreadable .lss": (_lss_instead(structure_lss()[:2000]), (LSS_FILE, "XML")),
    ".lss that is an entity bomb": (_lss_instead(BOMB), (LSS_FILE, "DTD")),
    ".lss that reads a file": (_lss_instead(EXTERNAL), (LSS_FILE, "DTD")),
    "reviewed file absent": (lambda raw: (raw / CORRESPONDANCES).unlink(), (CORRESPONDANCES, "n’existe pas")),
    "reviewed file with an unknown strate": (
        _text(
            CORRESPONDANCES, "id_reponse,siren,code_insee,population,type,strate\n11,,,,communes,villages\n"
        ),
        (CORRESPONDANCES, "enregistrement 2", "strate", "communes_moins_3500"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_input_is_refused_in_french_and_leaves_the_lake_as_it_was(
    name: str, tiny_copy: Computed
) -> None:
    damage, words = CASES[name]
    before = snapshot(tiny_copy.lake)
    damage(tiny_copy.raw)
    result = run(tiny_copy.raw, tiny_copy.lake)
    assert result.exit_code == 1
    message = " ".join(result.stderr.split())
    for word in (*words, "Constat", "Attendu", "À faire"):
        assert word in message
    assert "Traceback" not in result.output
    assert not [p for p in (*PERSONAL, str(tiny_copy.raw)) if p in result.output]
    assert snapshot(tiny_copy.lake) == before


def test_a_byte_order_mark_is_no_obstacle(tiny: Computed, tiny_copy: Computed) -> None:
    (tiny_copy.raw / RESPONSES_FILE).write_bytes(EXTRACT.encode("utf-8-sig"))
    result = run(tiny_copy.raw, tiny_copy.lake)
    assert result.exit_code == 0, result.stderr
    assert exported("tris", EDITION, tiny_copy.lake).equals(exported("tris", EDITION, tiny.lake))


def editions(computed: Computed) -> str:
    return barometre("editions", "--raw", computed.raw, "--lake", computed.lake).stdout


def test_a_refused_extract_is_refused_again_and_a_repaired_one_is_computed(tiny_copy: Computed) -> None:
    path = tiny_copy.raw / RESPONSES_FILE
    good = path.read_bytes()
    path.write_bytes(b"")
    assert run(tiny_copy.raw, tiny_copy.lake).exit_code == 1
    assert run(tiny_copy.raw, tiny_copy.lake).exit_code == 1
    failed = editions(tiny_copy)
    assert "en échec" in failed and RESPONSES_FILE in failed and "Constat : le fichier est vide" in failed
    path.write_bytes(b"id\n")
    assert "en échec" not in editions(tiny_copy), "what is there now has not been tried"
    path.write_bytes(good)
    assert "en échec" not in editions(tiny_copy)
    result = run(tiny_copy.raw, tiny_copy.lake)
    assert result.exit_code == 0
    assert "à jour" in result.stdout


def test_a_step_that_reads_tables_and_fails_is_said_to_have_failed_too(tiny_copy: Computed) -> None:
    book = tiny_copy.raw / EDITION / "codebook.yaml"
    book.write_text(f"edition: '{EDITION}'\nvariables: {{inconnue: {{question: Q1}}}}\n", encoding="utf-8")
    assert run(tiny_copy.raw, tiny_copy.lake).exit_code == 1
    failed = editions(tiny_copy)
    assert "en échec" in failed and f"{EDITION}/codebook.yaml" in failed and "inconnue" in failed


def test_a_raw_folder_that_is_absent_or_empty_is_told(tmp_path: Path) -> None:
    absent = barometre("run", "--raw", tmp_path / "absent", "--lake", tmp_path / "lac", "--sans-gx")
    assert (absent.exit_code, "absent" in absent.stderr) == (1, True)
    (tmp_path / "vide").mkdir()
    empty = barometre("run", "--raw", tmp_path / "vide", "--lake", tmp_path / "lac", "--sans-gx")
    assert (empty.exit_code, "aucune édition" in empty.stderr) == (1, True)
    assert not (tmp_path / "lac").exists()
