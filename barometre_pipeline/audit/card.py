"""The card of a figure, whatever its kind: what a reader is shown, the same as data, and how it is verified.

The model only: what a card says of a tabulated answer or of an indicator is decided by the ``explain_*`` modules.
"""

from dataclasses import dataclass, field
from typing import Any

from barometre_pipeline.french.spaces import NBSP

NamedText = tuple[str, str]
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
class Verification:
    """What the query gave when it was run again."""

    n: int
    base: int
    identical: bool


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
        records: record numbers of the responses counted in ``n``.
        versions: ``paquet, code, configuration, configuration_sha256``, and for indicators ``catalogue``.
        query: DuckDB, run from the folder of the lake.
        details: the same as ``sections``, as data.
        up_to_date: False where the lake is older than the definitions shown; None where nobody asked.
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
    versions: dict[str, Any]
    query: str
    details: dict[str, Any]
    up_to_date: bool | None = None
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
            "versions": self.versions | ({} if self.up_to_date is None else {"a_jour": self.up_to_date}),
            "requete": self.query,
        }
        if self.run:
            data["execution"] = self.run
        if self.verification:
            n, base, same = self.verification.n, self.verification.base, self.verification.identical
            data["verification"] = {"n": n, "base": base, "identique": same}
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
        if self.up_to_date is False:
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
