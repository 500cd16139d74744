"""Which responses stay, decided twice: the second path agrees with the pipeline, and sees a change."""

import tempfile
from pathlib import Path

import pandas as pd
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.second_path.selection import selection_checks
from barometre_pipeline.audit.second_path.session import Session
from barometre_pipeline.cleaning.identification import structure_keys
from barometre_pipeline.cleaning.selection import select_responses
from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import COCHE, INDETERMINE, NON_COCHE, NON_POSEE, SANS_REPONSE

EDITION = "2031"
QUESTIONS = pd.DataFrame(
    [
        ("FIN", "FIN", "choix_unique", True),
        ("Q[a]", "Q", "case", True),
        ("Q[other]", "Q", "autre_texte", True),
        ("NOM", "NOM", "texte", True),
        ("CALCUL", "CALCUL", "equation", True),
        ("PARTIE", "PARTIE", "choix_unique", False),
    ],
    columns=["colonne", "question", "nature", "presente"],
)
CELL = st.sampled_from([SANS_REPONSE, NON_POSEE, INDETERMINE, "A1"])
ENDED = st.sampled_from(["A1", "A1", "A1", SANS_REPONSE])
BOX = st.sampled_from([COCHE, NON_COCHE, SANS_REPONSE, NON_POSEE])
NAME = st.sampled_from(
    [SANS_REPONSE, "Ville de Brest", "VILLE DE BREST ", "ville-de-brést", "Œuilly", "test", "???", "N"]
)
TERRITORY = st.sampled_from(["", "", "111111111", "222222222", "absent"])
RESPONSE = st.fixed_dictionaries(
    {
        "FIN": ENDED,
        "Q[a]": BOX,
        "Q[other]": CELL,
        "NOM": NAME,
        "CALCUL": CELL,
        "siren": TERRITORY,
        "sur": TERRITORY,
    }
)
RULES = st.fixed_dictionaries(
    {
        "une_reponse_par_structure": st.sampled_from([True, True, False]),
        "cle_structure": st.sampled_from(["nom", "territoire"]),
        "conserver_douteuses": st.booleans(),
    }
)


def computed(folder: Path, responses: list[dict[str, str]], rules: dict[str, object]) -> Lake:
    """Write the lake that the pipeline makes of these responses."""
    table = pd.DataFrame(responses).assign(fichier="r.csv")
    table.insert(0, "ligne", range(2, len(table) + 2))
    table.insert(0, "id_reponse", range(101, len(table) + 101))
    reviewed, matches = (
        table[["id_reponse", "siren"]],
        table[["id_reponse"]].assign(territoire_id=table["sur"]),
    )
    matches = matches.assign(statut=["certain" if t else "a_revoir" for t in table["sur"]])
    raw = table.drop(columns=["siren", "sur"])
    survey = {"question_cloture": "FIN", "question_nom": "NOM"}
    if rules["conserver_douteuses"]:
        rules = rules | {"motif_conserver_douteuses": "essai"}
    told = {"edition": EDITION, "titre": "Essai", "limesurvey": survey, "nettoyage": rules}
    (folder / EDITION).mkdir()
    (folder / EDITION / "edition.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    found = select_responses(
        raw, QUESTIONS, EditionConfig.model_validate(told), structure_keys(raw, reviewed, matches)
    )
    counts = found.set_aside["motif"].value_counts()
    words = {"vides": "vide", "incompletes": "incomplete", "douteuses": "douteuse", "doublons": "doublon"}
    context = {column: [int(counts.get(motif, 0))] for column, motif in words.items()}
    context |= {"reponses_recues": [len(raw)], "reponses_retenues": [len(found.kept)]}
    lake = Lake.at(folder / "lac")
    for name, frame in {
        "bronze/reponses_brutes": raw,
        "bronze/questions": QUESTIONS,
        "bronze/correspondances": reviewed,
        "silver/appariements": matches,
        "silver/reponses": raw.loc[found.kept, ["id_reponse", "ligne"]],
        "silver/reponses_ecartees": found.set_aside,
        "gold/contexte": pd.DataFrame(context),
    }.items():
        lake.write(name, frame, EDITION)
    return lake


def checks(lake: Lake, folder: Path) -> list[Check]:
    with Session(lake, "silver/reponses", EDITION) as session:
        return list(selection_checks(session, folder))


@given(st.lists(RESPONSE, min_size=1, max_size=12), RULES)
def test_both_paths_keep_the_same_responses(
    responses: list[dict[str, str]], rules: dict[str, object]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = checks(computed(Path(folder), responses, rules), Path(folder))
        assert len(found) == 6
        assert [c for c in found if not c.identical] == []


@given(st.lists(RESPONSE, min_size=1, max_size=6), RULES)
def test_a_response_taken_out_of_those_kept_is_noticed(
    responses: list[dict[str, str]], rules: dict[str, object]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lake = computed(Path(folder), responses, rules)
        kept = lake.read("silver/reponses", EDITION)
        assume(len(kept))
        lake.write("silver/reponses", kept.iloc[1:], EDITION)
        (wrong,) = [c for c in checks(lake, Path(folder)) if not c.identical]
        assert wrong.name == "réponses retenues"
        assert f"enregistrement {kept['ligne'].iloc[0]} à garder" in wrong.remedy
