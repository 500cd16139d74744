"""Assembles the card of one row of ``gold/indicateurs``, from what the lake recorded and the catalogue.

What the card says in words is ``sections``', the query ``compile``'s, showing the card the command line's.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from barometre_pipeline import __version__
from barometre_pipeline.audit import sections
from barometre_pipeline.audit.card import Card, Subject, step
from barometre_pipeline.audit.compile import IndicatorKey, compile_row, key_of, source_of, strates_of
from barometre_pipeline.audit.counting import AggregateCounting, Counting, MinimumCounting
from barometre_pipeline.audit.read import Row, measured, rows
from barometre_pipeline.audit.recorded import cleaning_steps, files_read, opens_with_headings, represented
from barometre_pipeline.audit.sample import (
    recorded_sensitivity,
    sample_behind,
    sample_section,
    sensitivity_section,
)
from barometre_pipeline.audit.verify import fetch, recount
from barometre_pipeline.audit.words import BASES, codebook_labels, questions_asked, sentence
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import TABLE as CODEBOOKS
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.catalogue.loader import FOLDER
from barometre_pipeline.french.numbers import whole_percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.declarations.indicators import EVALUATION, GATHERING
from barometre_pipeline.tables.raw_inputs import CONFIGURATION
from barometre_pipeline.tables.records import StepRecord, records
from barometre_pipeline.vocabulary import SOURCES_DONNEES

_FILES = {
    "silver/reponses": "bronze/extraits",
    "silver/sondes": "bronze/sondage_extraits",
    "silver/agregats": "bronze/agregats_extraits",
}
_ROLES = {"silver/sondes": "sondage", "silver/agregats": "agregats"}
_SHARES = ("part", "part_ponderee", "part_publiable", "ic_bas", "ic_haut")
_INTERVALS = {
    "silver/reponses": "plan stratifié, correction de population finie, échelle logit",
    "silver/sondes": "poids de l’institut, effet de plan des poids, échelle logit",
    "silver/agregats": "binomial exact (Clopper-Pearson)",
}


@dataclass(frozen=True)
class _Counted:
    """How one row was counted: the silver table, the counting itself, and for « in each of these » its members."""

    source: str
    query: str
    counting: Counting | AggregateCounting
    member: str = ""
    members: tuple[dict[str, Any], ...] = ()


def explain_indicator(lake: Lake, catalogue: Catalogue, row: Row) -> Card:
    """Return the card of one row of ``gold/indicateurs``."""
    key = key_of(row)
    counted = _counted(lake, catalogue, row)
    counting, source = counted.counting, counted.source
    silent = represented(lake, key.edition) if source == "silver/reponses" else []
    details: dict[str, Any] = {
        "chiffre": _figure(catalogue, key, row),
        "definition": _definition(catalogue, key),
        "membres": list(counted.members),
        "membre": counted.member,
        "questions": _questions(lake, catalogue, key, counting, source),
        "comparabilite": _notes(catalogue, key),
        "intervalle": " ; ".join([_INTERVALS[source], *silent]),
        "microdonnees": isinstance(counting, Counting),
        **_reliance(lake, catalogue, key, row),
    }
    return Card(
        trace_id=str(row["trace_id"]),
        table="gold/indicateurs",
        partition=None,
        headline=sections.headline(details["chiffre"]),
        notices=sections.notices(details),
        sections=(
            *sections.of_indicator(details),
            *([sensitivity_section(details["sensibilite"])] if details["sensibilite"] else []),
            *([sample_section(details["echantillon"])] if details["echantillon"] else []),
        ),
        n=int(row["n"]),
        base=int(row["base"]),
        filters=tuple(_filters(lake, row, counting, source)),
        printed_rows=_quoted_rows(lake, catalogue, counting)
        if isinstance(counting, AggregateCounting)
        else (),
        files=files_read(lake, _FILES[source], key.edition, _ROLES.get(source, "")),
        extract=_extract(lake, key.edition, source),
        records=_records(lake, counting),
        headings=source == "silver/reponses" and opens_with_headings(lake, key.edition),
        versions=_versions(lake, catalogue, key),
        query=counted.query,
        details=details,
        subject=_subject(lake, catalogue, row, counted),
    )


def _subject(lake: Lake, catalogue: Catalogue, row: Row, counted: _Counted) -> Subject:
    key, counting, source = key_of(row), counted.counting, counted.source
    queries, people = ("", ""), 0
    if isinstance(counting, Counting):
        queries = counting.rows_query(), counting.members_query()
        people = int(fetch(lake, f"SELECT count(*) {counting.source}")[0][0])
    return Subject(
        edition=key.edition,
        source=source,
        measure=catalogue.indicateurs[key.indicateur].mesure,
        row=dict(row),
        stored_n=int(row["n"]),
        stored_base=int(row["base"]),
        query=counted.query,
        rows_query=queries[0],
        members_query=queries[1],
        strates=strates_of(catalogue, counted.member or key.population)
        if source == "silver/reponses"
        else (),
        of_strates=key.population in catalogue.populations.strata_groups(),
        sample=people,
    )


def _reliance(lake: Lake, catalogue: Catalogue, key: IndicatorKey, row: Row) -> dict[str, Any]:
    """Return who answered, and how far the share would move under unequal response."""
    public = catalogue.populations.by_name[key.population].public
    group = key.modalite if key.is_cut else "" if public == "francais" else key.population
    weighted = public == "collectivites" and not bool(row["redressement_faible"])
    return {
        "echantillon": sample_behind(lake, key.edition, public, group),
        "sensibilite": recorded_sensitivity(lake, str(row["trace_id"]), weighted=weighted),
    }


def _records(lake: Lake, counting: Counting | AggregateCounting) -> tuple[int, ...]:
    return (
        tuple(int(r[0]) for r in fetch(lake, counting.rows_query())) if isinstance(counting, Counting) else ()
    )


def _counted(lake: Lake, catalogue: Catalogue, row: Row) -> _Counted:
    source = source_of(catalogue, row)
    counting = compile_row(lake, catalogue, row)
    if not isinstance(counting, MinimumCounting):
        return _Counted(source, counting.count_query(), counting)
    counts = {name: recount(lake, member.count_query()) for name, member in counting.members}
    least = min((n / base, i) for i, (n, base) in enumerate(counts.values()) if base)[1]
    name, member = counting.members[least]
    labels = catalogue.populations.by_name
    members = (
        {"population": m, "libelle": labels[m].libelle, "n": n, "base": base}
        for m, (n, base) in counts.items()
    )
    return _Counted(source, counting.count_query(), member, name, tuple(members))


def _figure(catalogue: Catalogue, key: IndicatorKey, row: Row) -> dict[str, Any]:
    indicator = catalogue.indicateurs[key.indicateur]
    category = catalogue.categories[key.indicateur].get(key.categorie)
    cut = catalogue.codebook.variables[key.ventilation] if key.is_cut else None
    source, published = str(row["source_donnees"]), measured(row["part_publiable"])
    return {
        **asdict(key),
        "libelle": indicator.libelle,
        "categorie_libelle": category.libelle if category else "Nombre de répondants",
        "population_libelle": catalogue.populations.by_name[key.population].libelle,
        "ventilation_libelle": cut.libelle if cut else "",
        "modalite_libelle": cut.modalites[key.modalite] if cut else "",
        "mesure": indicator.mesure,
        "n": int(row["n"]),
        "base": int(row["base"]),
        **{c: measured(row[c]) for c in _SHARES},
        "ic_de": str(row["ic_de"]),
        "part_publiee_pourcent": None if published is None else whole_percent(published),
        "base_ponderee": int(row["base_ponderee"]),
        "effectif_efficace": measured(row["effectif_efficace"]),
        **{c: bool(row[c]) for c in ("base_faible", "redressement_faible", "imprime")},
        "source_donnees": source,
        "source_donnees_libelle": SOURCES_DONNEES[source],
    }


def _definition(catalogue: Catalogue, key: IndicatorKey) -> dict[str, str]:
    indicator, book = catalogue.indicateurs[key.indicateur], catalogue.codebook
    category = catalogue.categories[key.indicateur].get(key.categorie)
    population = catalogue.populations.by_name[key.population]
    excluded = [
        label
        for name in dict.fromkeys(category.expression(key.edition).variables() if category else ())
        for answer, label in book.variables[name].modalites.items()
        if answer in indicator.exclure
    ]
    return {
        "definition": indicator.definition,
        "numerateur": indicator.numerateur,
        "remarque": indicator.remarque,
        "condition": sentence(category.expression(key.edition), book) if category else "",
        "base": indicator.base,
        "exclusions": f"{NBSP}; ".join(dict.fromkeys(excluded)),
        "sans_reponse": BASES[key.regle_base] if indicator.mesure == "part" else "",
        "population": sentence(population.condition, book) if population.condition else "",
    }


def _questions(
    lake: Lake, catalogue: Catalogue, key: IndicatorKey, counting: Counting | AggregateCounting, source: str
) -> list[dict[str, Any]]:
    found = questions_asked(lake, catalogue, key.edition, counting.numerator, "numérateur", source)
    if isinstance(counting, Counting):
        found += questions_asked(lake, catalogue, key.edition, counting.people, "population", source)
    return found


def _notes(catalogue: Catalogue, key: IndicatorKey) -> list[str]:
    """Return what limits the comparison with other years, and what is known of the questionnaire."""
    book, populations = catalogue.codebook, catalogue.populations
    state = book.status(key.edition, populations.by_name[key.population].public)
    notes = [
        *catalogue.notes(key.indicateur, (key.edition,), key.categorie),
        populations.note(key.population, (key.edition,)),
        state.note if state else "",
    ]
    return list(dict.fromkeys(n for n in notes if n))


def _filters(
    lake: Lake, row: Row, counting: Counting | AggregateCounting, source: str
) -> Iterator[dict[str, Any]]:
    edition, base = str(row["edition"]), int(row["base"])
    if isinstance(counting, AggregateCounting):
        whole = replace(counting, answers=None, left_out=(), among=None)
        _, left = recount(lake, whole.count_query())
        yield step("Structures des tableaux publiés, dans la population", left, left)
        if left != base:
            yield step("Hors de la base (réponses qui en sortent, ou sous-population)", left, base)
        return
    counts = [int(c) for c in fetch(lake, counting.steps_query())[0]]
    if source == "silver/reponses":
        yield from cleaning_steps(rows(lake, "gold/contexte", edition)[0])
    else:
        yield step("Personnes interrogées", counts[0], counts[0])
    left = counts[0]
    labels = [f"Population{NBSP}: {s.libelle}" for s in counting.steps]
    if counting.exclusion:
        labels.append("Réponses qui sortent de la base")
    for label, after in zip(labels, counts[1:], strict=False):
        yield step(label, left, after)
        left = after
    if "mentions" not in counting.values:
        yield step("Réponse connue (base du chiffre)", left, base)


def _quoted_rows(lake: Lake, catalogue: Catalogue, counting: AggregateCounting) -> tuple[dict[str, Any], ...]:
    names = (
        "question",
        "modalite",
        "groupe",
        "effectif",
        "taille_groupe",
        "pourcentage_imprime",
        "correction",
    )
    labels = {
        (codes.question, code): label
        for variable, codes in catalogue.codebook.questionnaire(counting.edition, "collectivites")
        for code, label in codebook_labels(variable, codes).items()
    }
    rows = (dict(zip(names, r, strict=True)) for r in fetch(lake, counting.quote_query()))
    return tuple({**r, "libelle": labels.get((r["question"], r["modalite"]), "")} for r in rows)


def _extract(lake: Lake, edition: str, source: str) -> str:
    if source == "silver/reponses":
        return str(rows(lake, "gold/contexte", edition)[0]["extrait"])
    return "" if source == "silver/agregats" else "silver/sondes (dans l’ordre du fichier de l’institut)"


def _versions(lake: Lake, catalogue: Catalogue, key: IndicatorKey) -> dict[str, Any]:
    """Return the versions recorded when the lake was computed, and those of the definitions shown here."""
    themes_of = [t.theme for t in catalogue.themes for i in t.indicateurs if i.nom == key.indicateur]
    steps = records(lake, key.edition)
    gathered = records(lake, None).get(GATHERING.name)
    computed = next((steps[n] for t in themes_of if (n := f"{EVALUATION.name}_{t}") in steps), None)
    category = catalogue.categories[key.indicateur].get(key.categorie)
    variables = category.expression(key.edition).variables() if category and key.categorie != TOTAL else ()
    books = {catalogue.codebook.theme_of[v].theme for v in variables}
    files = [f"indicateurs/{t}.yaml" for t in sorted(set(themes_of))] + [
        f"codebook/{t}.yaml" for t in sorted(books)
    ]
    return {
        "paquet": __version__,
        "code": gathered.code if gathered else "",
        "code_edition": computed.code if computed else "",
        "configuration": f"{key.edition}/edition.yaml",
        "configuration_sha256": _configuration(steps.values()),
        "catalogue": [*_definitions((*files, "populations.yaml")), *_own_definitions(lake, key.edition)],
    }


def _definitions(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield the files of the package; a theme that an edition adds is in none."""
    for name in names:
        if (FOLDER / name).exists():
            yield {"fichier": name, "sha256": hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}


def _own_definitions(lake: Lake, edition: str) -> Iterator[dict[str, str]]:
    """Yield the codebook of the edition, as it was read."""
    for row in rows(lake, CODEBOOKS, edition=edition) if lake.exists(CODEBOOKS) else ():
        yield {"fichier": str(row["fichier"]), "sha256": str(row["sha256"])}


def _configuration(steps: Iterable[StepRecord]) -> str:
    """Return the SHA-256 of the YAML that the steps of an edition have read, "" if none has."""
    read = (step.raw.get(CONFIGURATION.name, {}) for step in steps)
    return next((digest for files in read for digest in files.values()), "")
