"""Trend charts: one per indicator known for at least two years, from ``indicateurs`` to specifications.

Which rows, which panels and which words; the drawing is ``trend_vega``'s.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isclose
from typing import Any, Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.french.numbers import noun, number, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.french.words import enumeration, uncapitalised
from barometre_pipeline.publication.charts.model import ChartSpec
from barometre_pipeline.publication.charts.sheet import NARROW, WIDE, Caption
from barometre_pipeline.publication.charts.trend_vega import Facet, Point, Trend, trend_specification
from barometre_pipeline.tables.declarations.indicators import INDICATOR_KEY
from barometre_pipeline.vocabulary import BASE_MINIMALE, REGLE_SERIES, REGLES_BASE, SOURCES_DONNEES

MOST_PANELS: Final = 6
DATA_COLUMNS: Final = (
    "edition", "indicateur", "indicateur_libelle", "categorie", "categorie_libelle", "population", "regle_base", "n",
    "base", "part_publiable", "pourcentage", "part", "part_ponderee", "base_ponderee", "effectif_efficace", "ic_bas",
    "ic_haut", "ic_de", "base_faible", "dessine", "source_donnees", "trace_id",
)  # fmt: skip

_YEAR = re.compile(r"\d{4}")
UNITS: Final = {"collectivites": ("structure", "structures"), "francais": ("personne", "personnes")}
SURVEYS: Final = {
    "collectivites": "Baromètre de l’Observatoire Data Publica, enquête auprès des collectivités",
    "francais": "Baromètre de l’Observatoire Data Publica, sondage auprès des Français",
}


@dataclass(frozen=True)
class _Subject:
    """An indicator, its rows for its own population (one per year and category), and the words it needs.

    ``rows`` are those of all its categories, ``shown`` those of the categories drawn, in the order drawn.
    """

    definition: Indicator
    rows: pd.DataFrame
    drawn: tuple[str, ...]
    shown: pd.DataFrame
    labels: dict[str, str]
    population: str
    note: str
    caution: frozenset[tuple[int, int]]  # consecutive years that are not strictly comparable

    @property
    def broken(self) -> frozenset[tuple[str, int]]:
        """Categories and years whose base is not that of the series."""
        apart = self.shown[self.shown["regle_base"] != REGLE_SERIES]
        return frozenset(zip(apart["categorie"], apart["annee"], strict=True))

    @property
    def units(self) -> tuple[str, str]:
        """Singular and plural of what the base counts."""
        if self.definition.mesure == "mentions":
            return "réponse citée", "réponses citées"
        return UNITS.get(self.definition.public, UNITS["collectivites"])


def build_trends(indicateurs: pd.DataFrame, catalogue: Catalogue) -> Iterator[ChartSpec]:
    """Build the trend chart of every indicator that has a category known in at least two years.

    The population is the one the catalogue gives the indicator. A panel shows one category: those with the
    largest share in the last year they are known, at most ``MOST_PANELS``; the data (CSV) hold all of them.

    All years have one base, empty answers left out. A year that only exists with them in the base is drawn as it
    was printed, and no line joins it to the others.

    A point is the publishable share (``part_publiable``) on that base. The interval of ``indicateurs`` is that of the
    weighted share, or of the unweighted one where a year has no weights. It is drawn through the point only
    when it is the point's own; otherwise it is drawn beside it, on a mark of its own that shows the weighted
    share: an interval through a share it does not estimate would mislead. A weighted share of a small effective
    size is not drawn.

    Args:
        indicateurs: gold ``indicateurs``, all editions together; editions that are not a year are left out.
        catalogue: wording, populations and notes on comparability.

    Yields:
        One specification per indicator, in the order of the catalogue; ``question`` is its name.
    """
    rows = one_base(indicateurs[indicateurs["part_publiable"].notna()])
    own = {i.nom: i.population for i in catalogue.indicateurs.values()}
    # The population as a whole, not its breakdown by sex or by type (which keeps the name of the population).
    whole = (rows["modalite"] == "") | (rows["modalite"] == rows["population"])
    rows = rows[whole & (rows["population"] == rows["indicateur"].map(own))]
    rows = rows[rows["edition"].str.fullmatch(_YEAR)]
    groups = dict(iter(rows.groupby("indicateur", sort=False)))
    for name, definition in catalogue.indicateurs.items():
        if name in groups and groups[name].groupby("categorie")["edition"].nunique().max() > 1:
            yield _chart(_subject(definition, groups[name], catalogue))


def one_base(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per value: that of series, else the printed one."""
    ordered = rows.sort_values("regle_base", key=lambda rules: rules != REGLE_SERIES, kind="stable")
    return ordered.drop_duplicates(["edition", *INDICATOR_KEY]).sort_index()


def _subject(definition: Indicator, rows: pd.DataFrame, catalogue: Catalogue) -> _Subject:
    weighted = rows["part_ponderee"].notna()
    unsafe = weighted & rows["redressement_faible"]
    rows = rows.assign(
        annee=rows["edition"].astype(int),
        ic_de=rows["ic_de"].where(~unsafe, ""),
        **{c: rows[c].where(~unsafe) for c in ("part_ponderee", "ic_bas", "ic_haut")},
    ).sort_values(["categorie", "annee"])
    drawn = _main_categories(rows)
    shown = rows[rows["categorie"].isin(drawn)]
    years = sorted(shown["edition"].unique())
    population = catalogue.populations.by_name[definition.population]

    def note(editions: tuple[str, ...]) -> str:
        found = (
            catalogue.note(definition.nom, editions),
            catalogue.populations.note(population.nom, editions),
        )
        return " ".join(filter(None, found))

    return _Subject(
        definition,
        rows,
        drawn,
        shown,
        {c.nom: spaced(c.libelle) for c in catalogue.categories[definition.nom].values()},
        spaced(population.libelle),
        note(tuple(years)),
        frozenset((int(a), int(b)) for a, b in pairwise(years) if note((a, b))),
    )


def _main_categories(rows: pd.DataFrame) -> tuple[str, ...]:
    """Choose the categories drawn, largest last share first; ``rows`` are in the order of years.

    « item.answer » details stay out where the indicator has categories of its own.
    """
    several = rows[rows["categorie"].duplicated(keep=False)]
    plain = several[~several["categorie"].str.contains(".", regex=False)]
    last = (plain if len(plain) else several).drop_duplicates("categorie", keep="last")
    order = last.sort_values(["part_publiable", "categorie"], ascending=[False, True])
    return tuple(str(c) for c in order["categorie"].head(MOST_PANELS))


def _chart(subject: _Subject) -> ChartSpec:
    panels = _panels(subject)
    first, last = (int(f(subject.shown["annee"])) for f in (min, max))
    trend = Trend(tuple(range(first, last + 1)), panels)
    title = spaced(subject.definition.libelle)
    description = _description(subject, title, panels)
    caption = Caption(
        title=title,
        subtitle=_subtitle(subject, trend.annees),
        warning=_warning(subject.shown),
        footer=tuple(_footer(subject, trend)),
        description=description,
    )
    name = subject.definition.nom
    wide, narrow = (trend_specification(trend, caption, fmt) for fmt in (WIDE, NARROW))
    return ChartSpec(name, name, title, description, _data(subject, title), wide, narrow)


def _panels(subject: _Subject) -> tuple[Facet, ...]:
    points: dict[str, list[Point]] = {category: [] for category in subject.drawn}
    for row in subject.shown.to_dict("records"):
        points[row["categorie"]].append(_point({str(k): v for k, v in row.items()}))
    dashed = frozenset(b for _, b in subject.caution)
    broken = subject.broken
    return tuple(
        Facet(subject.labels.get(c, c), tuple(p), dashed, frozenset(y for k, y in broken if k == c))
        for c, p in points.items()
    )


def _point(row: dict[str, Any]) -> Point:
    share = float(row["part_publiable"])
    texte = percent(share, exists=row["n"] > 0)
    point = Point(int(row["annee"]), share, texte, base_faible=bool(row["base_faible"]))
    if not row["ic_de"] or _of_another_share(row):
        return point  # one value a mark: the interval of another estimate would leave out the point that it stands at
    return replace(point, bas=float(row["ic_bas"]), haut=float(row["ic_haut"]))


def _of_another_share(row: Mapping[str, Any]) -> bool:
    """Tell whether the interval of a row is that of a weighted share, and the share drawn is not that one."""
    estimate, share = (float(row[c]) for c in (row["ic_de"], "part_publiable"))
    return not isclose(estimate, share, rel_tol=0, abs_tol=1e-9)


def _data(subject: _Subject, title: str) -> pd.DataFrame:
    """Return every category: those drawn first, in their order."""
    rank = {category: i for i, category in enumerate(subject.drawn)}
    rows = subject.rows.assign(
        indicateur_libelle=title,
        categorie_libelle=[subject.labels.get(c, c) for c in subject.rows["categorie"]],
        pourcentage=[whole_percent(float(p)) for p in subject.rows["part_publiable"]],
        dessine=subject.rows["categorie"].isin(subject.drawn),
        _rang=subject.rows["categorie"].map(rank).fillna(len(rank)),
    )
    rows = rows.sort_values(["_rang", "categorie", "annee"])
    return rows[list(DATA_COLUMNS)].reset_index(drop=True)


def _subtitle(subject: _Subject, years: Sequence[int]) -> str:
    unit = subject.units[1]
    words = f"{subject.population}, en{NBSP}% des {unit}, de {years[0]} à {years[-1]}"
    return f"{words}, résultats redressés" if subject.definition.public == "francais" else words


def _warning(rows: pd.DataFrame) -> str:
    """Say that data were made up, and for which years where some were not."""
    made_up = rows["source_donnees"] == "demonstration"
    if not made_up.any():
        return ""
    text = SOURCES_DONNEES["demonstration"]
    return text if made_up.all() else f"{text}{NBSP}: {enumeration(_years(rows[made_up]))}"


def _years(rows: pd.DataFrame) -> list[str]:
    return [str(y) for y in sorted(rows["annee"].unique())]


def _footer(subject: _Subject, trend: Trend) -> list[str]:
    points = [p for panel in trend.panneaux for p in panel.points]
    found = [_bases(subject)]
    if any(p.base_faible for p in points):
        found.append(f"Point creux{NBSP}: base de moins de {BASE_MINIMALE}, à lire avec prudence.")
    found += list(_intervals(subject, points))
    if subject.note:
        lead = " (ligne tiretée)" if any(_dashed(p) for p in trend.panneaux) else ""
        found.append(f"Comparaison entre années{lead}{NBSP}: {spaced(subject.note)}")
    apart = sorted({year for _, year in subject.broken})
    if apart:
        found.append(
            f"{enumeration([str(y) for y in apart])}{NBSP}: réponses vides comprises dans la base, faute de pouvoir "
            f"les en retirer{NBSP}; série rompue, points non reliés."
        )
    if any(len(panel.points) < len(trend.annees) for panel in trend.panneaux):
        found.append(f"Année sans point{NBSP}: pas de résultat.")
    others = subject.rows["categorie"].nunique() - len(trend.panneaux)
    if others:
        text = "Une autre réponse" if others == 1 else f"{number(others)} autres réponses"
        found.append(f"{text} dans le fichier CSV.")
    found.append(_source(subject))
    return found


def _dashed(panel: Facet) -> bool:
    years = [p.annee for p in panel.points]
    return any(b in panel.prudence for a, b in pairwise(years) if b == a + 1 and not {a, b} & panel.rompues)


def _bases(subject: _Subject) -> str:
    one, many = subject.units
    parts: list[str] = []
    varies = False
    for year, rows in subject.shown.groupby("annee"):
        varies |= rows["base"].nunique() > 1
        unit = "" if parts else f"{NBSP}{noun(int(rows['base'].max()), one, many)}"
        parts.append(f"{_span(rows['base'])}{unit} en {year}")
    rule = "" if subject.definition.mesure == "mentions" else f", {REGLES_BASE[REGLE_SERIES]}"
    return f"Base{NBSP}: {f'{NBSP}; '.join(parts)}{', selon la réponse' if varies else ''}{rule}."


def _span(sizes: pd.Series) -> str:
    low, high = int(sizes.min()), int(sizes.max())
    return number(high) if low == high else f"de {number(low)} à {number(high)}"


def _intervals(subject: _Subject, points: Collection[Point]) -> Iterator[str]:
    """Say whose interval each thin line is, and where the shares are that have none on the chart."""
    own = [p for p in points if p.bas is not None]
    known = subject.shown[subject.shown["ic_de"] != ""]
    apart = any(_of_another_share({str(k): v for k, v in row.items()}) for row in known.to_dict("records"))
    what = f"intervalle de confiance à 95{NBSP}%"
    if own:
        some = {p.annee for p in own} < {p.annee for p in points}
        years = f" ({enumeration(sorted({str(p.annee) for p in own}))})" if some else ""
        share = "redressée" if subject.definition.public == "francais" else "publiée"
        yield f"Trait fin{years}{NBSP}: {what} de la part {share}, celle du point."
    if apart:
        where = f"{_weighted_base(subject)} sont dans le fichier CSV."
        yield f"Les points ne sont pas redressés{NBSP}: la part redressée et son intervalle{where}"
    if subject.shown["redressement_faible"].any():
        yield (
            f"Part redressée non donnée là où quelques réponses portent presque tout le poids (effectif efficace de "
            f"moins de {BASE_MINIMALE})."
        )


def _weighted_base(subject: _Subject) -> str:
    """Say how many responses have a weight, in each year shown, where some have none."""
    rows = subject.shown[subject.shown["ic_de"] == "part_ponderee"]
    if (rows["base_ponderee"] == rows["base"]).all():
        return ""
    sizes = [f"{_span(each['base_ponderee'])} en {year}" for year, each in rows.groupby("annee")]
    return f", sur les seules réponses qui ont un poids ({enumeration(sizes)}),"


def _source(subject: _Subject) -> str:
    rows = subject.shown
    survey = SURVEYS.get(subject.definition.public, SURVEYS["collectivites"])
    kinds = [str(k) for k in rows.sort_values("annee")["source_donnees"].unique()]
    if len(kinds) == 1:
        return f"Source{NBSP}: {survey}. {SOURCES_DONNEES[kinds[0]]}."
    what = [
        f"{enumeration(_years(rows[rows['source_donnees'] == kind]))}{NBSP}: {uncapitalised(SOURCES_DONNEES[kind])}"
        for kind in kinds
    ]
    return f"Source{NBSP}: {survey}. {f'{NBSP}; '.join(what)}."


def _description(subject: _Subject, title: str, panels: Sequence[Facet]) -> str:
    """Describe the chart in words: each category with its share year by year."""
    warning = _warning(subject.shown)
    lines = [
        f"{panel.titre}, {', '.join(f'{p.texte} en {p.annee}' for p in panel.points)}" for panel in panels
    ]
    return f"{f'{warning}. ' if warning else ''}{title}{NBSP}: {f'{NBSP}; '.join(lines)}."
