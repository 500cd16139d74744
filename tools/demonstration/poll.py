"""Builds the synthetic poll of one edition from the codebook, its figures and a seed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import yaml

from barometre_pipeline.catalogue.model import Codebook, VariableType
from barometre_pipeline.sources.ipsos.config import FILE_NAME, Breakdown, PollConfig, PollMethod
from barometre_pipeline.sources.ipsos.model import PollVariable
from tools.demonstration.latents import Latents
from tools.demonstration.opinion import SIZE, people
from tools.demonstration.plan import Plan
from tools.demonstration.poll_files import REFUSAL, Poll, sav_bytes, xlsx_bytes
from tools.demonstration.respondents import Respondent
from tools.demonstration.sample import Sample, answer
from tools.demonstration.states import Asked
from tools.demonstration.targets import ABSENT, NOT_SHOWN, TICKED, Cell, Target

# What the printed notices say of the real polls; the documents of 2022 have none.
_PRINTED = {
    "population": "échantillon national par quotas de la population française âgée de 18 ans et plus",
    "quotas": (
        "sexe", "âge", "profession de la personne de référence du foyer", "catégorie d’agglomération", "département",
    ),
}  # fmt: skip
_METHODS = {
    edition: PollMethod.model_validate({"institut": institute, "debut": start, "fin": end, **_PRINTED})
    for edition, institute, start, end in (
        ("2024", "Ipsos", "2024-07-17", "2024-07-22"),
        ("2025", "Ipsos BVA", "2025-07-17", "2025-07-23"),
    )
}
_BOXES = {"1": "Cité", "0": "Non cité"}


@dataclass(frozen=True)
class Opinion:
    """Who is asked and what, before any answer.

    Attributes:
        edition: key.
        every: variables asked, those of the profile included.
        profile_names: variables known of each person beforehand.
        cells: cells of the weighting.
        profiles: profile of each person, cell by cell.
        seed: prefix of the names of those asked, which their leanings come from.
    """

    edition: str
    every: Asked
    profile_names: frozenset[str]
    cells: list[Cell]
    profiles: list[dict[str, str]]
    seed: str

    @classmethod
    def sample(cls, book: Codebook, edition: str, seed: str) -> "Opinion":
        """Draw the sample of an edition."""
        every = {v.nom: (v, c) for v, c in book.questionnaire(edition, "francais")}
        names = frozenset(name for name, (v, _) in every.items() if v.profil)
        cells, profiles = people(random.Random(f"{seed}-personnes"))
        return cls(edition, every, names, cells, profiles, seed)


def interview(opinion: Opinion, targets: Sequence[Target], plan: Plan) -> Sample:
    """Draw every answer of a poll."""
    who = [[f"{opinion.seed}-{i}-{n}" for n in range(cell.size)] for i, cell in enumerate(opinion.cells)]
    latents = Latents(opinion.edition)
    return answer(opinion.every, opinion.profile_names, opinion.cells, targets, plan, who, latents)


def poll_files(opinion: Opinion, sample: Sample) -> dict[str, bytes]:
    """Return the deliveries of a poll and its description, by file name."""
    answers = [person for of_cell in sample.people for person in of_cell]
    poll = _poll(
        opinion.every, opinion.profile_names, opinion.edition, opinion.cells, opinion.profiles, answers
    )
    return {
        f"sondage-{opinion.edition}-demonstration.sav": sav_bytes(poll),
        f"tableaux-{opinion.edition}-demonstration.xlsx": xlsx_bytes(poll),
        FILE_NAME: _yaml(poll.config),
    }


def _poll(
    every: Asked,
    profile_names: frozenset[str],
    edition: str,
    cells: Sequence[Cell],
    profiles: Sequence[Mapping[str, str]],
    answers: Sequence[Respondent],
) -> Poll:
    config = PollConfig(
        source_donnees="demonstration",
        fichiers=(f"sondage-{edition}-demonstration.sav", f"tableaux-{edition}-demonstration.xlsx"),
        effectif=SIZE,
        poids="POIDS",
        identifiant="NUMERO",
        banniere={
            name: Breakdown(
                variable=every[name][1].question,
                titre=every[name][0].libelle,
                modalites=every[name][0].modalites,
            )
            for name in every
            if name in profile_names
        },
        methode=_METHODS.get(edition, PollMethod()),
        remarques=("Données de démonstration (synthétiques) : aucune personne n’a été interrogée.",),
    )
    data: dict[str, object] = {
        "id_repondant": [str(i) for i in range(1, SIZE + 1)],
        "poids": [cell.weight for cell in cells for _ in range(cell.size)],
    }
    data |= {name: [p[name] for p in profiles] for name in config.banniere}
    variables = []
    for name, (variable, coding) in every.items():
        if name in profile_names:
            continue
        boxes = variable.type is VariableType.MULTIPLE
        codes = {o: codes[0] for o, codes in coding.modalites.items()} | {ABSENT: str(REFUSAL)}
        words = variable.wording(edition)
        labels = {codes[0]: words.modalites[m] for m, codes in coding.modalites.items()}
        for item, column in coding.colonnes.items():
            outcomes = [person.get((name, item), NOT_SHOWN) for person in answers]
            data[column] = [str(int(o == TICKED)) if boxes else codes[o] for o in outcomes]
            variables.append(
                PollVariable(column, words.question, words.items.get(item, ""), _BOXES if boxes else labels)
            )
    return Poll(config, variables, pd.DataFrame(data))


def _yaml(config: PollConfig) -> bytes:
    data = config.model_dump(mode="json", exclude_unset=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    header = "# Données de démonstration (synthétiques) : comment lire ce sondage.\n"
    return (header + text).encode("utf-8")
