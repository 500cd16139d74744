"""Generates every synthetic edition under a raw folder; the same call writes the same bytes.

Later editions come first: a printed evolution says what the earlier one must have been.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.printed.samples import samples
from barometre_pipeline.sources.territories.loader import load_reference_list
from barometre_pipeline.vocabulary import STRATES
from tools.demonstration.calibration import TRIFLE
from tools.demonstration.fieldwork import Collected, Period
from tools.demonstration.figures import Later, share_target, targets
from tools.demonstration.latents import Latents
from tools.demonstration.levels import Levels
from tools.demonstration.limesurvey_csv import administration_csv, remote_control_csv
from tools.demonstration.limesurvey_structure import structure_lss, structure_txt
from tools.demonstration.local import local_cells, questions, respond
from tools.demonstration.measure import share
from tools.demonstration.notices import edition_yaml, notice
from tools.demonstration.ownership import require_ours, write_ours
from tools.demonstration.poll import Opinion, interview, poll_files
from tools.demonstration.questionnaire import build_survey, load_frames
from tools.demonstration.real_2023 import EDITION as REAL
from tools.demonstration.real_2023 import UNIONS
from tools.demonstration.sample import Sample, answer
from tools.demonstration.structures import Unit, draw_units, official_units
from tools.demonstration.targets import Target, Window
from tools.demonstration.years import Year

LOCAL_EDITIONS = ("2025", "2024", "2023")
POLL_EDITIONS = ("2025", "2024", "2022")
SEED = "barometre-demonstration"
_MATCHES = ["id_reponse", "nom_saisi", "nom_retenu", "siren", "code_insee", "population", "type", "strate"]
_WRITERS = {"administration": administration_csv, "remote_control": remote_control_csv}
_STRUCTURES = {".txt": structure_txt, ".lss": structure_lss}


@dataclass(frozen=True)
class Generated:
    """One edition and public as made.

    Attributes:
        edition: key.
        public: ``collectivites`` or ``francais``.
        files: contents by path relative to the raw folder.
        targets: number of distinct printed figures aimed at.
        given_up: those no answers could satisfy together with the others.
    """

    edition: str
    public: str
    files: Mapping[str, bytes]
    targets: int
    given_up: tuple[str, ...]


def generate(raw: Path, told: Callable[[Generated], None]) -> None:
    """Write all synthetic editions under ``raw`` (official lists are read from there, or as shipped).

    Args:
        raw: folder of a demonstration, or empty.
        told: called with each edition as it is made; files are written once all are.

    Raises:
        InputError: the official lists of a year are missing, or the folder is not a demonstration's.
        RuntimeError: a computed share is not what was solved, which would be a fault of this program.
    """
    require_ours(raw)
    files: dict[str, bytes] = {}
    for make, editions in ((poll_edition, POLL_EDITIONS), (local_edition, LOCAL_EDITIONS)):
        later = Later({})
        for edition in editions:
            made, later = make(raw, edition, later)
            files |= made.files
            told(made)
    write_ours(raw, files)


def local_edition(raw: Path, edition: str, later: Later) -> tuple[Generated, Later]:
    """Make the survey of local authorities of an edition.

    Args:
        raw: folder of the official lists.
        edition: key.
        later: shares of the later editions that printed evolutions compare this one with.

    Returns:
        What was made, and ``later`` with this edition's own shares.
    """
    catalogue, figures = load_catalogue(), load_figures()
    years = local_years(catalogue, figures)
    year = aimed(catalogue, figures, years[edition], "collectivites", later)
    plan = Levels({**years, edition: year}).plan(edition)
    official = official_units(load_reference_list(raw, int(edition)).territoires)
    units = [draw_units(official, cell, edition) for cell in year.cells]
    who = [[unit.key for unit in of_cell] for of_cell in units]
    aims = [*year.targets, *year.wishes]
    sample = answer(year.asked, frozenset(), list(year.cells), aims, plan, who, Latents(edition))
    _verify(year.targets, sample)
    files = _local_files(catalogue, edition, sample, [unit for of_cell in units for unit in of_cell])
    lost = _obtained(year.targets, sample)
    sizes = deduced_samples(figures, edition)
    files[f"{edition}/LISEZMOI.md"] = notice(edition, sizes, len(year.targets), lost)
    made = Generated(edition, "collectivites", files, len(year.targets), tuple(sample.given_up))
    return made, _extended(later, catalogue, figures, made, sample)


def poll_edition(_raw: Path, edition: str, later: Later) -> tuple[Generated, Later]:
    """Make the poll of an edition; see ``local_edition``."""
    catalogue, figures = load_catalogue(), load_figures()
    years = poll_years(catalogue, figures)
    year = aimed(catalogue, figures, years[edition], "francais", later)
    plan = Levels({**years, edition: year}).plan(edition)
    opinion = poll_opinion(catalogue, edition)
    sample = interview(opinion, year.targets, plan)
    _verify(year.targets, sample)
    files = {f"{edition}/ipsos/{name}": data for name, data in poll_files(opinion, sample).items()}
    lost = _obtained(year.targets, sample)
    files[f"{edition}/ipsos/LISEZMOI.md"] = notice(edition, None, len(year.targets), lost)
    made = Generated(edition, "francais", files, len(year.targets), tuple(sample.given_up))
    return made, _extended(later, catalogue, figures, made, sample)


def local_years(catalogue: Catalogue, figures: pd.DataFrame) -> dict[str, Year]:
    """Return what each edition asked local authorities, with the figures that no other edition decides."""
    found = {}
    for edition in LOCAL_EDITIONS:
        by_group = deduced_samples(figures, edition).set_index("groupe")["effectif"]
        cells = local_cells({s: int(by_group[s]) for s in STRATES})
        closing = load_frames()[edition]["question_cloture"]
        year = Year(edition, questions(catalogue.codebook, edition), frozenset(), cells, (), closing)
        found[edition] = aimed(catalogue, figures, year, "collectivites", Later({}))
    return found


def poll_years(catalogue: Catalogue, figures: pd.DataFrame) -> dict[str, Year]:
    """Return what each poll asked, with the figures that no other edition decides."""
    found = {}
    for edition in POLL_EDITIONS:
        opinion = poll_opinion(catalogue, edition)
        year = Year(edition, opinion.every, opinion.profile_names, opinion.cells, ())
        found[edition] = aimed(catalogue, figures, year, "francais", Later({}))
    return found


def poll_opinion(catalogue: Catalogue, edition: str) -> Opinion:
    """Return the people of a poll."""
    return Opinion.sample(catalogue.codebook, edition, f"{SEED}-{edition}-sondage")


def aimed(catalogue: Catalogue, figures: pd.DataFrame, year: Year, public: str, later: Later) -> Year:
    """Return a year with its printed figures as targets; in 2023, the real « at least one » are wished for too."""
    wishes = []
    aims = targets(catalogue, figures, year.edition, public, year.cells, later)
    if (year.edition, public) == (REAL, "collectivites"):
        for row in pd.read_csv(UNIONS).itertuples(index=False):
            key = (str(row.indicateur), str(row.categorie), str(row.population))
            wish = share_target(catalogue, key, REAL, public, year.cells)
            if wish is not None:
                window = Window.rounded(float(str(row.part)))
                wishes.append(replace(wish, key=" ".join(key), window=window, weight=TRIFLE))
    return replace(year, targets=aims, wishes=wishes)


def deduced_samples(figures: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return the sample of an edition by group: printed in official tables, or deduced from percentages."""
    known = load_samples()
    if edition in known.connus:
        sizes = known.connus[edition]
        rows = [(group, size, "effectif des tableaux officiels") for group, size in sizes.items()]
        return pd.DataFrame(rows, columns=["groupe", "effectif", "justification"])
    table = samples(load_catalogue(), figures, known)
    return table[table["edition"] == edition]


def _local_files(
    catalogue: Catalogue, edition: str, sample: Sample, units: Sequence[Unit]
) -> dict[str, bytes]:
    frame = load_frames()[edition]
    survey = build_survey(catalogue.codebook, edition, frame)
    period = Period(frame["debut_collecte"], frame["fin_collecte"])
    collected = respond(survey, sample, units, period, f"{SEED}-{edition}-collecte")
    folder = f"{edition}/limesurvey"
    structure = Path(frame["structure"])
    return {
        f"{folder}/{frame['reponses']}": _WRITERS[frame["forme"]](survey, collected.responses),
        f"{folder}/{structure}": _STRUCTURES[structure.suffix](survey),
        f"{folder}/correspondances.csv": _matches(collected),
        f"{edition}/edition.yaml": edition_yaml(edition, frame),
    }


def _matches(collected: Collected) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_MATCHES)
    for number, unit in sorted((collected.kept | collected.repeats).items()):
        strate = unit.strate if unit.type == "communes" else ""
        known = (unit.siren, unit.code_insee, unit.population or "", unit.type, strate)
        writer.writerow((number, collected.names[number].strip(), unit.name, *known))
    return buffer.getvalue().encode("utf-8")


def _verify(aims: Sequence[Target], sample: Sample) -> None:
    """Compute every target again on the answers themselves."""
    for target in aims:
        if target.weight <= TRIFLE or target.key in sample.given_up:
            continue
        found = share(target, sample.cells, sample.people)
        if not target.window.contains(found):
            raise RuntimeError(f"{target.key} : {percent(found / 100, 3)} dans les réponses tirées")


def _obtained(aims: Sequence[Target], sample: Sample) -> dict[str, float]:
    """Return what the answers show of each figure given up."""
    lost = [t for t in aims if t.key in sample.given_up]
    return {t.key: share(t, sample.cells, sample.people) for t in lost}


def _extended(
    later: Later, catalogue: Catalogue, figures: pd.DataFrame, made: Generated, sample: Sample
) -> Later:
    """Add the shares that printed evolutions compare an earlier edition with."""
    shares = dict(later.shares)
    rows = figures[(figures["statistique"] == "ecart_points") & (figures["edition"] == made.edition)]
    for row in rows.itertuples(index=False):
        key = (str(row.indicateur), str(row.categorie), str(row.population))
        target = share_target(catalogue, key, made.edition, made.public, sample.cells)
        if target is not None:
            shares[made.edition, key] = share(target, sample.cells, sample.people)
    return Later(shares)
