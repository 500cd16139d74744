"""The weights of an edition found again: structures that exist over those that answered, neighbours included."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.read import rows
from barometre_pipeline.audit.second_path.estimates import Member, Stratum
from barometre_pipeline.audit.second_path.files import configuration_file
from barometre_pipeline.audit.second_path.session import Session
from barometre_pipeline.french.numbers import NONE, number

_REMEDY = "silver/plan_de_sondage a été modifié, ou vient d’un autre calcul : relancez « barometre run »"
_TOLERANCE = 1e-9


class Plan:
    """Who answered, how many exist, and who speaks for whom, from silver; weights are computed here."""

    def __init__(self, session: Session, raw: Path) -> None:
        self.lines = {
            str(r["strate"]): r for r in rows(session.lake, "silver/plan_de_sondage", session.edition)
        }
        structures = session.file("silver/structures", session.edition)
        counted = session.rows(f"SELECT CAST(strate AS VARCHAR), count(*) FROM {structures} GROUP BY ALL")
        self.sample = {str(strate): int(n) for strate, n in counted}
        self.declared = _declared(configuration_file(raw, session.edition))

    def represented(self, strates: tuple[str, ...] | None = None) -> dict[str, int]:
        """Return how many structures the respondents of each strate stand for, among these strates."""
        found: dict[str, int] = {}
        for strate, line in self.lines.items():
            host = str(line["strate_representante"] or "")
            if host and line["effectif_national"] is not None and (strates is None or strate in strates):
                found[host] = found.get(host, 0) + int(line["effectif_national"])
        return found

    def strata(self, members: list[tuple[Any, ...]], strates: tuple[str, ...]) -> list[Stratum]:
        """Return the sample as it counts in a domain made of these strates.

        Args:
            members: rows of a query of members: strate, weight (unused), y, x, count.
            strates: strates of the domain.
        """
        whole, inside = self.represented(), self.represented(strates)
        # Where no strate has a national count, everybody weighs the same.
        weighted = bool(whole)
        kept = [s for s in self.sample if not weighted or s in whole]
        found = []
        for strate in kept:
            size, n = self.sample[strate], inside.get(strate) or whole.get(strate)
            weight = Fraction(n, size) if n is not None else Fraction(1)
            mine = tuple(Member(weight, int(y), int(x), int(c)) for s, _, y, x, c in members if s == strate)
            found.append(Stratum(size, n if weighted else None, mine))
        return found

    def check(self) -> Check:
        """Compare the plan with what it is made of."""
        whole = self.represented()
        wrong = []
        for strate, line in self.lines.items():
            answered, exist = self.sample.get(strate, 0), whole.get(strate)
            weight = exist / answered if exist is not None and answered else None
            pairs = (
                ("répondants", line["repondants"], answered),
                (
                    "effectif national",
                    line["effectif_national"],
                    self.declared.get(strate, line["effectif_national"]),
                ),
                ("effectif représenté", line["effectif_represente"], exist),
                ("poids", line["poids"], weight),
            )
            wrong += [
                f"{strate}, {name} : {_shown(kept)} au lieu de {_shown(found)}"
                for name, kept, found in pairs
                if not _same(kept, found)
            ]
        strates = f"{len(self.lines)} strates"
        return Check(
            "plan de sondage et poids",
            strates,
            f"{len(wrong)} valeurs diffèrent"
            if len(wrong) > 1
            else "une valeur diffère"
            if wrong
            else strates,
            not wrong,
            f"{' ; '.join(wrong[:5])} : {_REMEDY}" if wrong else "",
        )

    def historical(self, strate: str) -> Fraction:
        """Return the weight by the rule of 2023, as the plan keeps it; 0 where a strate has none."""
        value = self.lines.get(strate, {}).get("poids_historique")
        return Fraction(value) if value is not None and value == value else Fraction(0)  # noqa: PLR0124 - NaN


def _declared(path: Path) -> dict[str, int]:
    if not path.is_file():
        return {}
    read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    counts = (read.get("redressement") or {}).get("population") or {}
    return {str(s): n for s, n in counts.items() if isinstance(n, int)}


def _same(kept: Any, found: Any) -> bool:
    none = [v is None or v != v for v in (kept, found)]  # noqa: PLR0124 - NaN is not equal to itself
    return (
        all(none)
        if any(none)
        else abs(float(kept) - float(found)) <= _TOLERANCE * max(1.0, abs(float(found)))
    )


def _shown(value: Any) -> str:
    return NONE if value is None or value != value else number(float(value), 6)  # noqa: PLR0124
