"""Builds the synthetic poll of one edition from the codebook, its figures and a seed."""

import random
from collections.abc import Mapping, Sequence

import pandas as pd
import yaml

from barometre_pipeline.catalogue.model import Codebook, VariableType
from barometre_pipeline.demonstration.calibration import solve
from barometre_pipeline.demonstration.opinion import SIZE, people
from barometre_pipeline.demonstration.poll_files import REFUSAL, Poll, sav_bytes, xlsx_bytes
from barometre_pipeline.demonstration.respondents import Respondent, draw, settle_exclusives
from barometre_pipeline.demonstration.states import Asked, split
from barometre_pipeline.demonstration.targets import ABSENT, NOT_SHOWN, TICKED, Cell, Target
from barometre_pipeline.sources.ipsos.config import FILE_NAME, SondageConfig, Ventilation
from barometre_pipeline.sources.ipsos.model import Variable

_BOXES = {"1": "Cité", "0": "Non cité"}


def poll_cells(edition: str) -> list[Cell]:
    """Return the weighting cells of an edition's sample, as ``build_poll`` will draw them."""
    return people(random.Random(f"sondage-{edition}"))[0]


def build_poll(book: Codebook, edition: str, targets: Sequence[Target]) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of an edition's poll by name, and the figures given up."""
    rng = random.Random(f"sondage-{edition}")
    cells, profiles = people(rng)
    every = {v.nom: (v, c) for v, c in book.questionnaire(edition, "francais")}
    profile_names = frozenset(name for name, (v, _) in every.items() if v.profil)
    asked: Asked = {name: pair for name, pair in every.items() if name not in profile_names}
    answers: list[Respondent] = [{} for _ in range(SIZE)]
    given_up: list[str] = []
    for component in split(asked, targets, profile_names):
        counts = solve(component, {**asked, **every}, cells, profile_names)
        given_up += counts.given_up
        drawn = [person for cell in draw(component, counts, asked, cells, rng) for person in cell]
        for person, part in zip(answers, drawn, strict=True):
            person.update(part)
    for person in answers:
        settle_exclusives(person, asked, rng)
    poll = _poll(every, profile_names, edition, cells, profiles, answers)
    files = {
        f"sondage-{edition}-demonstration.sav": sav_bytes(poll),
        f"tableaux-{edition}-demonstration.xlsx": xlsx_bytes(poll),
        FILE_NAME: _yaml(poll.config),
    }
    return files, given_up


def _poll(
    every: Asked,
    profile_names: frozenset[str],
    edition: str,
    cells: Sequence[Cell],
    profiles: Sequence[Mapping[str, str]],
    answers: Sequence[Respondent],
) -> Poll:
    config = SondageConfig(
        fichiers=(f"sondage-{edition}-demonstration.sav", f"tableaux-{edition}-demonstration.xlsx"),
        effectif=SIZE,
        poids="POIDS",
        identifiant="NUMERO",
        banniere={
            name: Ventilation(
                variable=every[name][1].question, titre=every[name][0].libelle, modalites=every[name][0].modalites
            )
            for name in every
            if name in profile_names
        },
        remarques=("Données de démonstration (synthétiques) : aucune personne n’a été interrogée.",),
    )
    data: dict[str, object] = {
        "id_repondant": [str(i) for i in range(1, SIZE + 1)],
        "poids": [cell.weight for cell in cells for _ in range(cell.size)],
    }
    data |= {name: [p[name] for p in profiles] for name in config.banniere}
    variables = []
    for name, (variable, codage) in every.items():
        if name in profile_names:
            continue
        boxes = variable.type is VariableType.MULTIPLE
        codes = {o: codes[0] for o, codes in codage.modalites.items()} | {ABSENT: str(REFUSAL)}
        labels = {codes[0]: variable.modalites[m] for m, codes in codage.modalites.items()}
        for item, column in codage.colonnes.items():
            outcomes = [person.get((name, item), NOT_SHOWN) for person in answers]
            data[column] = [str(int(o == TICKED)) if boxes else codes[o] for o in outcomes]
            variables.append(
                Variable(column, variable.question, variable.items.get(item, ""), _BOXES if boxes else labels)
            )
    return Poll(config, variables, pd.DataFrame(data))


def _yaml(config: SondageConfig) -> bytes:
    data = config.model_dump(mode="json", exclude={"tolerance_poids"})
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    header = "# Données de démonstration (synthétiques) : comment lire ce sondage.\n"
    return (header + text).encode("utf-8")
