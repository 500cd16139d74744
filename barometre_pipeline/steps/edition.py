"""The steps of one edition as plain functions: frames in, frames out.

Each is what one Dagster asset does; no Dagster here, and no rule or formula either: they are in the packages
these functions call.
"""

import pandas as pd

from barometre_pipeline import __version__
from barometre_pipeline.audit.cards import build_cards
from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.cleaning.identification import (
    identify,
    population_counts,
    reviewed_or_matched,
    structure_keys,
)
from barometre_pipeline.cleaning.requirements import check_requirements
from barometre_pipeline.cleaning.selection import matchable, select_responses
from barometre_pipeline.cleaning.silver import (
    closed_columns,
    silver_responses,
    silver_structures,
    without_identity,
)
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.sources.files import describe_file
from barometre_pipeline.sources.limesurvey import read_folder
from barometre_pipeline.sources.reviewed import read_reviewed
from barometre_pipeline.statistics.estimations import estimations
from barometre_pipeline.statistics.tabulation import tabulate
from barometre_pipeline.statistics.weights import sample_sizes, strate_weights, weights_by_strate
from barometre_pipeline.tables.declarations.bronze import CORRESPONDANCES
from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.schema import empty_frame
from barometre_pipeline.vocabulary import MOTIFS, STRATES

Frames = dict[str, pd.DataFrame]


def bronze_step(edition: Edition) -> Frames:
    """Read the edition's files, refuse what cannot be used, and return the bronze tables."""
    config = edition.config
    folder = edition.folder / "limesurvey"
    extract = read_folder(folder, edition.folder.parent, config.limesurvey.extrait)
    check_requirements(extract, config, edition.config_file)
    tables = {f"bronze/{name}": frame for name, frame in bronze_tables(extract, edition.key).items()}
    reviewed = empty_frame(CORRESPONDANCES)
    if config.structures.correspondances:
        path = folder / config.structures.correspondances
        shown = f"{edition.key}/limesurvey/{config.structures.correspondances}"
        reviewed = read_reviewed(path, shown)
        described = describe_file(path, edition.folder.parent, "correspondances")
        row = {"edition": edition.key, "fichier": described.path, "sha256": described.sha256,
               "octets": described.size, "role": described.role}  # fmt: skip
        tables["bronze/extraits"] = pd.concat(
            [tables["bronze/extraits"], pd.DataFrame([row])], ignore_index=True
        )
    tables["bronze/correspondances"] = reviewed
    notes = [*extract.warnings, *(f"Non pris en charge : {u}" for u in extract.unsupported)]
    if config.limesurvey.question_nom is None and not config.structures.correspondances:
        notes.append(
            "Aucune question ne donne le nom de la structure (limesurvey.question_nom) : ni test ni doublon n’a été "
            "cherché, et les groupes par type ne sont pas distingués ; « barometre new-edition » la propose."
        )
    tables["bronze/avertissements"] = pd.DataFrame(
        {"edition": edition.key, "message": pd.Series(notes, dtype="str")}
    )
    return tables


def silver_step(edition: Edition, bronze: Frames) -> Frames:
    """Keep, recode and weight the responses."""
    config = edition.config
    raw, questions = bronze["bronze/reponses_brutes"], bronze["bronze/questions"]
    reviewed = bronze["bronze/correspondances"]
    to_match = matchable(raw, questions, config) & ~raw["id_reponse"].isin(reviewed["id_reponse"])
    if config.nettoyage.cle_structure == "nom":
        # Territories play no part in the choice: only what is kept needs one.
        kept = raw.index.isin(select_responses(raw, questions, config).kept)
        to_match &= kept
    found = identify(raw, to_match, edition)
    keys = structure_keys(raw, reviewed, found.matches)
    selection = select_responses(raw, questions, config, keys)
    responses = silver_responses(
        raw, without_identity(questions, config), bronze["bronze/modalites"], pd.Index(selection.kept)
    )
    structures = silver_structures(responses, reviewed_or_matched(reviewed, found.matches), edition.key)
    weights = strate_weights(
        sample_sizes(structures["strate"]),
        config.redressement.historique,
        config.redressement.historique_total,
        population_counts(edition, found.referentiel),
    )
    index = structures["strate"].map({s: i for i, s in enumerate(STRATES)}).to_numpy()
    structures["poids_historique"], structures["poids"] = weights.historique[index], weights.pondere[index]
    return {
        "silver/reponses": responses,
        "silver/structures": structures,
        "silver/reponses_ecartees": selection.set_aside,
        "silver/appariements": found.matches.assign(
            liste=str(found.referentiel.year) if found.referentiel else ""
        ),
        "silver/decisions_sans_objet": found.unused,
    }


def tris_step(edition: Edition, tables: Frames) -> Frames:
    """Tabulate every closed question, estimate how sure each share is, and write each figure's audit trail."""
    config = edition.config
    questions = closed_columns(tables["bronze/questions"], tables["silver/reponses"])
    answers = tables["bronze/modalites"]
    structures = tables["silver/structures"]
    weights = weights_by_strate(structures)
    labels = dict(zip(zip(answers["colonne"], answers["code"], strict=True), answers["libelle"], strict=True))
    tabulated = tabulate(tables["silver/reponses"], structures["strate"], questions, labels, weights)
    cards = build_cards(tabulated, questions, edition.key)
    tris = tabulated.assign(edition=edition.key, source_donnees=config.source_donnees)[TRIS.columns]
    try:
        estimated = estimations(tabulated, tables["silver/reponses"], structures)
    except ValueError as error:
        raise ConfigurationError(
            fichier=edition.config_file,
            lieu="clé « redressement.population »",
            constat=str(error),
            attendu="pour chaque strate, au moins autant de structures dans le pays que dans l’échantillon",
            remede="corrigez ces effectifs, ou l’année du référentiel",
        ) from error
    estimated = estimated.assign(edition=edition.key, source_donnees=config.source_donnees)
    return {"gold/tris": tris, "gold/fiches": cards, "gold/estimations": estimated}


def context_step(edition: Edition, tables: Frames, code_fingerprint: str) -> Frames:
    """Record what holds for the whole edition, for audit cards and the run summary."""
    raw, aside = tables["bronze/reponses_brutes"], tables["silver/reponses_ecartees"]
    files = tables["bronze/extraits"]
    counts = aside["motif"].value_counts()
    row = {
        "edition": edition.key,
        "source_donnees": edition.config.source_donnees,
        "reponses_recues": len(raw),
        **{c: int(counts.get(m, 0)) for m, c in zip(MOTIFS, _REASON_COLUMNS, strict=True)},
        "reponses_retenues": len(tables["silver/reponses"]),
        "extrait": str(files.loc[files["role"] == "reponses", "fichier"].iloc[0]),
        "configuration": edition.config_file,
        "configuration_sha256": edition.config_sha256,
        "version_code": __version__,
        "empreinte_code": code_fingerprint,
        "avertissements": "\n".join(tables["bronze/avertissements"]["message"]),
    }
    return {"gold/contexte": pd.DataFrame([row])}


_REASON_COLUMNS = ("vides", "incompletes", "douteuses", "doublons")
