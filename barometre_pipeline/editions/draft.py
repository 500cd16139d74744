"""A new edition proposed from its questionnaire and the previous edition: files to read, correct and confirm.

Finding and writing files belongs here, and what the YAML says; the comparison is ``matching``'s.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, read_codebook
from barometre_pipeline.editions.draft_codebook import codebook_of
from barometre_pipeline.editions.loader import (
    PACKAGE_EDITIONS,
    is_edition_key,
    load_edition,
    require_edition_key,
)
from barometre_pipeline.editions.model import EditionConfig, SourceOfData
from barometre_pipeline.editions.pairing import THRESHOLD, Pairing, pair_questionnaires
from barometre_pipeline.editions.pairing_items import State
from barometre_pipeline.editions.pairing_report import render
from barometre_pipeline.editions.pairing_wording import plain
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import quoted
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.personal_text import impersonal
from barometre_pipeline.sources.limesurvey.model import Question, Questionnaire
from barometre_pipeline.sources.limesurvey.structure import read_structure
from barometre_pipeline.yaml_files import written_yaml

EDITION_FILE, REPORT_FILE = "edition.yaml", "rapprochement_questionnaire.md"
_STRUCTURES = (".lss", ".lsa", ".txt")
# Keys whose values belong to one year and are never carried over.
_OF_ONE_YEAR = ("collecte", "structures", "remarques", "source_donnees")
# What a made-up edition says of itself, besides.
_MADE_UP = ("titre", "methode", "source_graphiques")
_NOT_REAL = re.compile(r"d[ée]mo|synth[ée]ti|fictif|invent[ée]", re.I)
_NAMED = 3  # questions that a note proposes
_QUESTION_KEYS = ("question_cloture", "question_nom", "question_siret")
_QUESTION_LISTS = ("questions_identite", "nombres_et_dates", "questions_attendues")


@dataclass(frozen=True)
class Draft:
    """What was written.

    Attributes:
        files: paths relative to the raw folder.
        previous: key of the edition compared with, None for a first edition.
        matching: the comparison, None for a first edition.
        notes: what the person should look at, in French.
    """

    files: tuple[str, ...]
    previous: str | None
    matching: Pairing | None
    notes: tuple[str, ...]


def draft_edition(
    raw: Path,
    edition: str,
    structure: Path,
    *,
    previous: str | None = None,
    threshold: float = THRESHOLD,
    replace: bool = False,
    data: SourceOfData = "reelles",
    announce: Callable[[str], None] = lambda _: None,
) -> Draft:
    """Write ``edition.yaml``, ``codebook.yaml`` and the report beside the extracts of a new edition.

    Args:
        raw: folder of the raw data.
        edition: key of the new edition, ``2026``.
        structure: its questionnaire (.lss, .lsa or .txt).
        previous: key of the edition to compare with; None = the latest before it that has a structure.
        threshold: confidence from which two things are taken as equal.
        replace: write over files of an earlier draft.
        data: whether the responses will be real.
        announce: told each stage of the work, in words, when it begins.

    Raises:
        InputError: a structure cannot be read, or files exist already.
        ConfigurationError: the name or the previous edition's YAML cannot be used.
    """
    require_edition_key(edition)
    folder = raw / edition
    targets = [folder / name for name in (EDITION_FILE, CODEBOOK_FILE, REPORT_FILE)]
    existing = [p.relative_to(raw).as_posix() for p in targets if p.exists()]
    if existing and not replace:
        raise InputError(
            fichier=", ".join(existing),
            lieu="",
            constat="existe déjà, et porte peut-être des corrections",
            attendu="une édition sans proposition",
            remede="relancez avec --remplacer pour l’écraser",
        )
    announce(f"Lecture des questionnaires de {edition} et de l’édition précédente")
    after = read_structure(structure, structure.name)
    previous, before = _previous_questionnaire(raw, edition, previous)
    notes: list[str] = []
    if before:
        announce(
            f"Rapprochement de {len(after.questions)} questions avec les {len(before.questions)} de {previous}"
        )
    matching = pair_questionnaires(before, after, threshold) if before else None
    announce("Écriture de la proposition")
    config = _config(raw, edition, previous, matching, after, data, notes)
    contents = {EDITION_FILE: _edition_yaml(config, previous, notes)}
    if matching and previous:
        contents[CODEBOOK_FILE] = _codebook_yaml(codebook_of(matching, previous, edition), previous, edition)
        contents[REPORT_FILE] = render(matching, previous, edition)
    written = [_keep_structure(folder, structure)]
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / name)
    load_edition(folder)  # a draft that the pipeline cannot read must fail here, not in a year
    if CODEBOOK_FILE in contents:
        read_codebook(f"{edition}/{CODEBOOK_FILE}", contents[CODEBOOK_FILE], edition)
    files = tuple(p.relative_to(raw).as_posix() for p in written)
    return Draft(files, previous, matching, tuple(notes))


def find_structure(raw: Path, edition: str) -> Path | None:
    """Return the structure of an edition: .lss before .lsa before .txt, the newest folder first.

    A file that is no structure (a .txt may be anything) is passed over.
    """
    for folder in (raw / edition / "limesurvey", PACKAGE_EDITIONS / edition):
        for suffix in _STRUCTURES:
            found = [p for p in folder.rglob(f"*{suffix}") if p.is_file()]
            for path in sorted(found, key=lambda p: (len(p.parts), p.as_posix()), reverse=True):
                try:
                    read_structure(path, path.name)
                except InputError:
                    continue
                return path
    return None


def _previous_questionnaire(
    raw: Path, edition: str, asked: str | None
) -> tuple[str | None, Questionnaire | None]:
    if asked is not None:
        require_edition_key(asked)
        candidates: Iterable[str] = (asked,)
    else:
        present = {p.name for p in raw.iterdir() if p.is_dir()} if raw.is_dir() else set()
        candidates = sorted((n for n in present if is_edition_key(n) and n < edition), reverse=True)
    for candidate in candidates:
        path = find_structure(raw, candidate)
        if path is not None:
            return candidate, read_structure(path, f"{candidate}/…/{path.name}")
    if asked is not None:
        raise InputError(
            fichier=f"{asked}/limesurvey/",
            lieu="",
            constat="aucun fichier de structure lisible",
            attendu="un .lss, un .lsa ou un .txt de structure de l’édition précédente",
            remede="déposez-le dans ce dossier, ou donnez une autre édition avec --from",
        )
    return None, None


def _config(
    raw: Path,
    edition: str,
    previous: str | None,
    matching: Pairing | None,
    questionnaire: Questionnaire,
    source: SourceOfData,
    notes: list[str],
) -> EditionConfig:
    data: dict[str, Any] = {}
    if previous and matching:
        known = load_edition(raw / previous).config
        data = known.model_dump(exclude_defaults=True, mode="json")
        for key in (*_OF_ONE_YEAR, *(_MADE_UP if known.source_donnees != source else ())):
            data.pop(key, None)
        cleaning = data.get("nettoyage", {})
        for key in ("conserver_douteuses", "motif_conserver_douteuses"):
            cleaning.pop(key, None)
        data.get("redressement", {}).pop("population", None)
        lime = data.setdefault("limesurvey", {})
        for key in ("extrait", "enquete"):
            lime.pop(key, None)
        _carry_questions(lime, matching, notes)
    lime = data.setdefault("limesurvey", {})
    for key, words in (("question_nom", "nom structure"), ("question_siret", "siren siret")):
        if key not in lime and not any(note.startswith(f"« {key} »") for note in notes):
            _propose(lime, key, words, questionnaire, notes)
    asked = "" if source == "reelles" and _NOT_REAL.search(questionnaire.title) else questionnaire.title
    data["titre"] = _title(data.get("titre"), previous, edition) or asked or f"Baromètre {edition}"
    notes.append(f"« source_donnees » vaut {source} : à corriger si ce n’est pas le cas.")
    return EditionConfig.model_validate({**data, "edition": edition, "source_donnees": source})


def _title(previous_title: str | None, previous: str | None, edition: str) -> str | None:
    """Move the year of a title given by a person; the default title is nobody's choice."""
    if not previous or not previous_title or previous_title == f"Édition {previous}":
        return None
    return previous_title.replace(previous, edition) if previous in previous_title else None


def _carry_questions(lime: dict[str, Any], matching: Pairing, notes: list[str]) -> None:
    """Turn the question codes of the previous edition into this one's; what has no equal is left out."""
    new_code = {m.before[0].code: m.after[0].code for m in matching.questions if m.equal}
    perhaps = {
        m.before[0].code: m.after[0].code
        for m in matching.questions
        if m.state is State.DOUBTFUL and m.resembles and m.before[0].type == m.after[0].type
    }
    for key in _QUESTION_KEYS:
        old = lime.pop(key, None)
        if old in new_code:
            lime[key] = new_code[old]
        elif old in perhaps:
            lime[key] = perhaps[old]
            notes.append(f"« {key} » : {perhaps[old]}, sans doute {old} autrement libellé, à vérifier.")
        elif old is not None:
            notes.append(
                f"« {key} » valait {old}, qui n’a pas d’équivalent certain : à compléter"
                f"{_candidates(matching, matching.before.by_code.get(old))}."
            )
    lime.setdefault("nombres_et_dates", [])  # of a new edition, none goes past bronze before a person says so
    for key in _QUESTION_LISTS:
        if key in lime:
            lost = [c for c in lime[key] if c not in new_code]
            lime[key] = [new_code[c] for c in lime[key] if c in new_code]
            if lost:
                notes.append(f"« {key} » : {', '.join(lost)} sans équivalent certain, à revoir.")


def _candidates(matching: Pairing, old: Question | None) -> str:
    """Name the new questions that may be a known one in quite other words: of its type, the nearest place first."""
    news = [
        m.after[0] for m in matching.questions if m.state is State.NEW and old and m.after[0].type == old.type
    ]
    news.sort(key=lambda q: abs(q.order - (old.order if old else 0)))
    named = [f"{q.code} ({quoted(q.text)})" for q in news[:_NAMED]]
    return f", peut-être avec {enumeration(named, 'ou')}" if named else ""


def _propose(
    lime: dict[str, Any], key: str, words: str, questionnaire: Questionnaire, notes: list[str]
) -> None:
    """Fill a key by the wording of a short text, if one only fits."""
    wanted = words.split()
    test = all if key == "question_nom" else any
    found = [
        q.code
        for q in questionnaire.questions
        if q.type == "S" and test(w in plain(q.text).split() for w in wanted)
    ]
    if len(found) == 1:
        lime[key] = found[0]
        notes.append(f"« {key} » : {found[0]}, proposé d’après son libellé, à vérifier.")
    else:
        notes.append(f"« {key} » : aucune question ne s’impose, à compléter.")


def _edition_yaml(config: EditionConfig, previous: str | None, notes: list[str]) -> str:
    data = {"edition": config.edition, **config.model_dump(exclude_defaults=True, mode="json")}
    data.setdefault("source_donnees", config.source_donnees)
    origin = f"d’après l’édition {previous}" if previous else "sans édition précédente"
    head = [
        f"# Édition {config.edition}, proposée {origin} : à relire avant le premier calcul.",
        "# Les dates de collecte et les effectifs nationaux de l’année (redressement, population) restent à "
        "donner.",
        *(f"# {impersonal(note)}" for note in notes),
    ]
    return "\n".join(head) + "\n" + written_yaml(data)


def _codebook_yaml(data: dict[str, Any], previous: str, edition: str) -> str:
    head = [
        f"# Correspondance proposée entre les questionnaires {previous} et {edition} : à relire et à "
        "corriger.",
        "# Le calcul lit ce fichier : il complète le livre de codes commun, et l’emporte sur lui.",
        f"# Le détail et les raisons sont dans {REPORT_FILE}.",
        "# variables : celles du livre de codes commun ; questions : les autres, par code de l’édition "
        "précédente.",
        "# note : les mots d’une question ont changé, et l’année ne se compare pas strictement : aucune évolution "
        "n’est conclue.",
        "# Retirez-la là où le sens est resté le même.",
    ]
    return "\n".join(head) + "\n" + written_yaml(data)


def _keep_structure(folder: Path, structure: Path) -> Path:
    """Copy the structure under ``limesurvey/`` unless it is there; never over another file."""
    home = folder / "limesurvey"
    if structure.resolve().is_relative_to(home.resolve()):
        return structure
    home.mkdir(parents=True, exist_ok=True)
    target = home / structure.name
    content = structure.read_bytes()
    if target.exists() and target.read_bytes() != content:
        raise InputError(
            fichier=f"{folder.name}/limesurvey/{structure.name}",
            lieu="",
            constat="un autre fichier porte déjà ce nom",
            attendu="le fichier donné à --structure",
            remede="renommez l’un des deux : les données brutes ne sont jamais remplacées",
        )
    if not target.exists():
        target.write_bytes(content)
    return target
