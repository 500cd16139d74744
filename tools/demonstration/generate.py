"""Generates every synthetic edition under a raw folder; the same call writes the same bytes.

Later editions come first: a printed evolution says what the earlier one must have been.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.populations import load_populations, load_samples
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.printed.deduction import Knowledge, deduce_samples
from barometre_pipeline.sources.territories.loader import load_reference_list
from barometre_pipeline.vocabulary import STRATES
from tools.demonstration.calibration import TRIFLE
from tools.demonstration.fieldwork import Collected, Period
from tools.demonstration.figures import Later, share_target, targets
from tools.demonstration.limesurvey_csv import administration_csv, remote_control_csv
from tools.demonstration.limesurvey_structure import structure_lss, structure_txt
from tools.demonstration.local import local_cells, questions, respond
from tools.demonstration.measure import share
from tools.demonstration.notices import edition_yaml, notice
from tools.demonstration.poll import Opinion, interview, poll_files
from tools.demonstration.questionnaire import build_survey, load_frames
from tools.demonstration.sample import Sample, answer
from tools.demonstration.structures import official_units
from tools.demonstration.targets import Target

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


def generate(raw: Path) -> list[Generated]:
    """Write all synthetic editions under ``raw`` (official lists are read from there, or as shipped).

    Raises:
        InputError: the official lists of a year are missing.
        RuntimeError: a computed share is not what was solved, which would be a fault of this program.
    """
    done = []
    for make, editions in ((poll_edition, POLL_EDITIONS), (local_edition, LOCAL_EDITIONS)):
        later = Later({})
        for edition in editions:
            made, later = make(raw, edition, later)
            for name, content in made.files.items():
                path = raw / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            done.append(made)
    return done


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
    sizes = deduced_samples(figures, edition)
    by_group = sizes.set_index("groupe")["effectif"]
    cells = local_cells({s: int(by_group[s]) for s in STRATES})
    aims = targets(catalogue, figures, edition, "collectivites", cells, later)
    asked = questions(catalogue.codebook, edition)
    sample = answer(asked, frozenset(), cells, aims, f"{SEED}-{edition}-reponses")
    _verify(aims, sample)
    files = _local_files(raw, catalogue, edition, sample)
    files[f"{edition}/LISEZMOI.md"] = notice(edition, sizes, len(aims), _obtained(aims, sample))
    made = Generated(edition, "collectivites", files, len(aims), tuple(sample.given_up))
    return made, _extended(later, catalogue, figures, made, sample)


def poll_edition(_raw: Path, edition: str, later: Later) -> tuple[Generated, Later]:
    """Make the poll of an edition; see ``local_edition``."""
    catalogue, figures = load_catalogue(), load_figures()
    opinion = Opinion.sample(catalogue.codebook, edition, f"{SEED}-{edition}-sondage")
    aims = targets(catalogue, figures, edition, "francais", opinion.cells, later)
    sample = interview(opinion, aims)
    _verify(aims, sample)
    files = {f"{edition}/ipsos/{name}": data for name, data in poll_files(opinion, sample).items()}
    files[f"{edition}/ipsos/LISEZMOI.md"] = notice(edition, None, len(aims), _obtained(aims, sample))
    made = Generated(edition, "francais", files, len(aims), tuple(sample.given_up))
    return made, _extended(later, catalogue, figures, made, sample)


def deduced_samples(figures: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return the sample of an edition by group: printed in official tables, or deduced from percentages."""
    samples = load_samples()
    if edition in samples.connus:
        sizes = samples.connus[edition]
        rows = [(group, size, "effectif des tableaux officiels") for group, size in sizes.items()]
        return pd.DataFrame(rows, columns=["groupe", "effectif", "justification"])
    printed = figures[(figures["edition"] == edition) & (figures["statistique"] == "part")]
    totals = figures[(figures["edition"] == edition) & (figures["indicateur"] == "effectif_repondants")]
    total = int(totals.loc[totals["population"] == "ensemble", "valeur"].iloc[0])
    known = Knowledge(samples.mean_shares(), samples.maximum, samples.taux_de_reponse)
    return deduce_samples(printed, total, load_populations().strata_groups(), known)


def _local_files(raw: Path, catalogue: Catalogue, edition: str, sample: Sample) -> dict[str, bytes]:
    frame = load_frames()[edition]
    survey = build_survey(catalogue.codebook, edition, frame)
    official = official_units(load_reference_list(raw, int(edition)).territoires)
    period = Period(frame["debut_collecte"], frame["fin_collecte"])
    collected = respond(survey, sample, official, period, f"{SEED}-{edition}-collecte")
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
