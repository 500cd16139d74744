"""The card of a figure, whatever its kind: what a reader is shown, the same as data, and how it is verified.

The model only: what a card says of a tabulated answer or of an indicator is decided by the ``explain_*`` modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from barometre_pipeline.errors import headings_counted
from barometre_pipeline.french.spaces import NBSP

NamedText = tuple[str, str]
REASON = "raison de ne pas calculer"  # what is verified of a figure that has no value
_HASH = 16  # digits shown of a hash


@dataclass(frozen=True)
class Section:
    """A titled part of a card: rows of name and text, in French; rows without text are left out."""

    title: str
    rows: tuple[NamedText, ...]

    @classmethod
    def of(cls, title: str, *rows: NamedText) -> "Section":
        """Return a section of the rows that have a text."""
        return cls(title, tuple(row for row in rows if row[1]))


@dataclass(frozen=True)
class Subject:
    """What a verification finds again: a row of gold, and the queries that count it.

    Attributes:
        edition, source: the partition and the table of silver that the queries read.
        measure: « part », « mentions », « effectif » or « tri ».
        row: the row of gold; ``stored_n`` and ``stored_base`` are its counts.
        query: gives n and base; ``rows_query`` the records counted in n, "" where there are none.
        members_query: strate, weight, numerator, denominator and how many alike; "" where there are no responses.
        strates: strates of the population, where local authorities answered.
        of_strates: the population is made of whole strates.
        sample: people of a poll.
        condition: who is in n, for an answer tabulated; ``mentions_query`` gives the ticks of all the boxes of its
            list, by strate, where it is a multiple choice (found when it is verified).
    """

    edition: str
    source: str
    measure: str
    row: Mapping[Any, Any]
    stored_n: int
    stored_base: int
    query: str
    rows_query: str = ""
    members_query: str = ""
    strates: tuple[str, ...] = ()
    of_strates: bool = False
    sample: int = 0
    condition: str = ""
    mentions_query: str = ""


@dataclass(frozen=True)
class Check:
    """One thing verified: what is stored, what is found again (``value``), and what to do where they differ."""

    name: str
    stored: str
    found: str
    identical: bool
    remedy: str = ""
    value: float | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Verification:
    """What was found again: the counts of the query, how the rest was read, and each thing verified."""

    n: int
    base: int
    path: str
    checks: tuple[Check, ...]

    @property
    def identical(self) -> bool:
        """Tell whether everything was found as stored."""
        return all(check.identical for check in self.checks)

    def as_data(self) -> dict[str, Any]:
        """Return the verification for ``--json``."""
        names = ("controle", "conserve", "recalcule", "identique", "remede")
        checks = [
            dict(
                zip(
                    names,
                    (c.name, c.stored, c.found, c.identical, "" if c.identical else c.remedy),
                    strict=True,
                )
            )
            for c in self.checks
        ]
        found = {"n": self.n, "base": self.base, "identique": self.identical}
        return {**found, "chemin": self.path, "controles": checks}


@dataclass(frozen=True)
class Card:
    """Where one figure comes from; the same on every machine until it is verified.

    Attributes:
        trace_id: the identifier of the figure.
        table: the gold table that holds it; ``partition``: its edition there, None where it holds them all.
        headline: the figure as a reader sees it, and what was counted on whom.
        notices: what must be said first.
        sections: what the figure means, in the order a reader needs it.
        n, base: what the query must give again.
        filters: how many responses each step left: ``etape, ecartees, restantes``.
        printed_rows: rows of published tables, where no microdata exist.
        files: files read: ``role, fichier, sha256, octets``; ``extract``: the one that ``records`` number, or "".
        records: record numbers of the responses counted in ``n``; ``headings``: whether the heading is the first.
        versions: ``paquet, code, configuration, configuration_sha256``, and for indicators ``catalogue``.
        query: DuckDB, run from the folder of the lake.
        details: the same as ``sections``, as data.
        subject: what a verification finds again.
        up_to_date: False where the lake is older than the definitions shown; None where nobody asked.
        stopped: where computing stopped before this figure was brought up to date, "" if it did not.
        run: the Dagster run that wrote the figure: ``run_id, note``; empty where nobody asked.
        verification: what the query gave, if it was run.
    """

    trace_id: str
    table: str
    partition: str | None
    headline: NamedText
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    n: int
    base: int
    filters: tuple[dict[str, Any], ...]
    printed_rows: tuple[dict[str, Any], ...]
    files: tuple[dict[str, Any], ...]
    extract: str
    records: tuple[int, ...]
    headings: bool
    versions: dict[str, Any]
    query: str
    details: dict[str, Any]
    subject: Subject = field(compare=False, repr=False)
    up_to_date: bool | None = None
    stopped: str = ""
    run: dict[str, str] = field(default_factory=dict)
    verification: Verification | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the card for ``--json``: plain data under French keys."""
        data = {
            "trace_id": self.trace_id,
            **self.details,
            "filtres": list(self.filters),
            "tableaux": list(self.printed_rows),
            "fichiers": list(self.files),
            "extrait": self.extract,
            "lignes": list(self.records),
            "numerotation": headings_counted(self.headings),
            "versions": self.versions | ({} if self.up_to_date is None else {"a_jour": self.up_to_date}),
            "requete": self.query,
        }
        if self.run:
            data["execution"] = self.run
        if self.verification:
            data["verification"] = self.verification.as_data()
        return data

    def versions_section(self) -> Section:
        """Return the versions in words."""
        versions, rows = self.versions, []
        rows.append(
            ("Code", f"barometre-pipeline {versions['paquet']}, empreinte {versions['code'] or 'inconnue'}")
        )
        rows.append(
            ("YAML", f"{versions['configuration']}, SHA-256 {_short(versions['configuration_sha256'])}")
        )
        for file in versions.get("catalogue", ()):
            rows.append(("Catalogue", f"{file['fichier']}, SHA-256 {_short(file['sha256'])}"))
        rows.append(("Exécution", " ".join(filter(None, self.run.values()))))
        if self.stopped:
            rows.append(
                (
                    "Attention",
                    f"calcul inachevé, arrêté en route{NBSP}: {self.stopped}. Relancez « barometre run ».",
                )
            )
        elif self.up_to_date is False:
            older = (
                f"le lac a été calculé avec une autre version du code ou des données{NBSP}; la définition montrée "
                "est celle de la version installée. Relancez « barometre run »."
            )
            rows.append(("Attention", older))
        return Section.of("Versions", *rows)


def step(label: str, before: int, after: int) -> dict[str, Any]:
    """Return one step of the filters."""
    return {"etape": label, "ecartees": before - after, "restantes": after}


def _short(digest: str) -> str:
    return f"{digest[:_HASH]}…" if digest else "inconnu"
