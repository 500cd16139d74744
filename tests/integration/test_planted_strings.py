"""Personal strings planted in every way a survey may hold them are found nowhere but in the raw responses of bronze."""

import csv
import sqlite3
from copy import deepcopy
from pathlib import Path

import pandas as pd
import pytest
import tiny_edition as te
from support import run

NUMBERS = {
    "joindre": ("N", "À quel numéro peut-on vous joindre ?", "612345678"),
    "ligne2": ("N", "Ligne directe", "33677889900"),
    "secu": ("N", "Numéro de sécurité sociale", "1710375116012"),
    "badge": ("N", "Votre matricule", "8847123"),
    "naissance": ("D", "Né(e) le", "1971-03-14"),
    "embauche": ("D", "Depuis quand êtes-vous en poste ?", "1998-11-27"),
}
TEXTS = {
    "courriel": "aa.plante@ville.example", "prenom": "Prunelline", "nom": "Ventrecourt", "tel": "01 99 31 41 59",
    "remarques": "Appelez Onésiphore au 0199265358", "heberge_other": "Chez Philogone",
    "freins_other": "Le chef, Barnabette",
}  # fmt: skip
SYSTEM = {
    "token": "jetonplante9", "ipaddr": "203.0.113.77", "refurl": "https://x.example/?u=refplante",
    "firstname": "Eudoxine", "lastname": "Malherbin", "email": "sys.plante@ville.example",
    "attribute_1": "attributplante",
}  # fmt: skip
WORDINGS = {
    "question": "bb.plante@ville.example", "question_tel": "01 99 97 93 23", "item": "cc.plante@ville.example",
    "answer": "0199846264", "group": "dd.plante@ville.example", "plate": "GH-482-KL", "old plate": "4821 QRS 59",
    "card": "4000 0012 3456 7899", "home": "17 rue des Mésanges", "place": "47.21837, -1.55362",
    "passport": "19FD48271", "born": "née le 3 mai 1968", "name": "Rosemonde",
}  # fmt: skip
SAID = "{plate}, {old plate}, {card}, Mme {name} {born}, {home}, {place}, passeport {passport}".format_map(
    WORDINGS
)
REVIEWED = {
    "siren": "Mme Trufaldine", "code_insee": "voir Cléophas", "nom_saisi": "Isaurine Palombe",
    "remarque": "rappeler Théodule",
}  # fmt: skip
PLANTED = [
    *(v for _, _, v in NUMBERS.values()), *TEXTS.values(), *SYSTEM.values(), *WORDINGS.values(), *REVIEWED.values(),
]  # fmt: skip


def write(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = deepcopy(te.GROUPS)
    usages = groups.pop("Usages")
    usages = [q for q in usages if q.code not in ("publie", "projets")]
    asked = te.Question("publie", "L", f"Publiez-vous ? Écrire à {WORDINGS['question']} ou {WORDINGS['question_tel']}",
                        {**te.DATA, "A2": f"Non, appeler le {WORDINGS['answer']}", "A3": f"Oui : {SAID}"})  # fmt: skip
    rows = {**te.DOMAINS, "SQ001": f"Mobilité ({WORDINGS['item']})"}
    usages += [asked, te.Question("projets", "F", "Des projets ?", te.PROJECTS, rows)]
    usages += [te.Question(code, kind, text) for code, (kind, text, _) in NUMBERS.items()]
    groups[f"Usages, contact {WORDINGS['group']}"] = usages
    groups["Pour finir"] = groups.pop("Pour finir")
    monkeypatch.setattr(te, "GROUPS", groups)
    monkeypatch.setattr(te, "QUESTIONS", [q for questions in groups.values() for q in questions])
    responses = deepcopy(te.RESPONSES)
    for response in responses[:3]:
        response.update(
            {code: value for code, (_, _, value) in NUMBERS.items()} | TEXTS | {"heberge": "-oth-"}
        )
    folder = te.write_edition(raw, responses=responses, form="codes")
    extract = next(folder.rglob("results*.csv"))
    with extract.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    with extract.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(
            line + (list(SYSTEM) if i == 0 else list(SYSTEM.values())) for i, line in enumerate(lines)
        )
    path = folder / "limesurvey" / "correspondances.csv"
    reviewed = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column, value in REVIEWED.items():
        reviewed[column] = value
    reviewed.to_csv(path, index=False)


def said_by(path: Path) -> str:
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path)
        cells = (str(v) for column in frame for v in frame[column].astype("str").unique())
        kinds = (str(c) for d in frame.dtypes if hasattr(d, "categories") for c in d.categories)
        return "\n".join([*map(str, frame.columns), *cells, *kinds])
    if path.suffix == ".db":
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return "\n".join(connection.iterdump())
    return path.read_bytes().decode("utf-8", errors="replace")


def test_planted_strings_are_found_nowhere_but_in_the_raw_responses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(PLANTED) >= 25
    write(tmp_path / "raw", monkeypatch)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    result = run(tmp_path / "raw", tmp_path / "lac")
    assert result.exit_code == 0, result.stderr
    kept = tmp_path / f"lac/bronze/reponses_brutes/edition={te.EDITION}/reponses_brutes.parquet"
    held = [p for p in PLANTED if p in said_by(kept)]
    assert len(held) >= 20, "they were really planted"
    found = [
        (path.relative_to(tmp_path).as_posix(), planted)
        for folder in ("lac", "dagster", "etat")
        for path in (tmp_path / folder).rglob("*")
        if path.is_file() and path != kept
        for text in [said_by(path)]
        for planted in PLANTED
        if planted in text or planted in text.encode().decode("unicode_escape", errors="replace")
    ]
    assert found == []
    assert not [p for p in PLANTED if p in result.stdout + result.stderr]
