"""What an edition's YAML asks of its extract, checked before anything is written."""

from barometre_pipeline.editions.model import EVERY, EditionConfig
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.sources.limesurvey.model import Extract


def check_requirements(extract: Extract, config: EditionConfig, config_file: str) -> None:
    """Refuse an extract that lacks a question the YAML names.

    Raises:
        ConfigurationError: names the YAML key, the question, and where it is missing.
    """
    present = {extract.questionnaire.columns[c].question for c in extract.values.columns}
    ls = config.limesurvey
    asked = [
        ("limesurvey.question_cloture", ls.question_cloture),
        ("limesurvey.question_nom", ls.question_nom),
        ("limesurvey.question_siret", ls.question_siret),
        *(("limesurvey.questions_identite", q) for q in ls.questions_identite),
        *(("limesurvey.nombres_et_dates", q) for q in ls.nombres_et_dates if q != EVERY),
        *(("limesurvey.questions_attendues", q) for q in ls.questions_attendues),
    ]
    for key, question in asked:
        if question is None or question in present:
            continue
        known = question in extract.questionnaire.by_code
        raise ConfigurationError(
            fichier=config_file,
            lieu=f"clé « {key} »",
            constat=f"la question « {question} » est absente de "
            + (
                "l’extrait de réponses (elle existe dans la structure)"
                if known
                else "la structure de l’enquête"
            ),
            attendu=f"une question parmi : {', '.join(sorted(present)[:12])}…",
            remede="corrigez le code dans le YAML, ou refaites l’export avec toutes les colonnes",
        )
