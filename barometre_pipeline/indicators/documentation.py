"""Writes the documentation page of the catalogue, in French, from the catalogue itself.

``python -m barometre_pipeline.indicators.documentation`` writes docs/catalogue.md; no sentence about an
indicator is written here.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.model import Variable
from barometre_pipeline.catalogue.printed_figures import load_charts, load_figures
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.catalogue.words import rewording_in_words
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import spaced

TARGET = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"
STATES = {
    "reel": "questionnaire réel",
    "agregats": "tableaux publiés",
    "demonstration": "codes de démonstration",
}
PUBLICS = {"collectivites": "collectivités", "francais": "Français", "tous": "collectivités et Français"}


def page(catalogue: Catalogue, figures: pd.DataFrame, charts: pd.DataFrame) -> str:
    """Return the whole page in Markdown."""
    lines = [
        "# Catalogue des indicateurs",
        "",
        "Page produite par `python -m barometre_pipeline.indicators.documentation` à partir des fichiers",
        "YAML de `barometre_pipeline/catalogue`. Pour ajouter ou corriger un indicateur, modifiez le YAML.",
        "",
        f"{count(len(catalogue.indicateurs), 'indicateur')}, {_printed(figures, charts, ' et ')}.",
        "",
        *_how_to_write(),
        "## Questionnaires connus",
        "",
        "| Édition | Public | État | Sans réponse | Remarque |",
        "|---|---|---|---|---|",
    ]
    for state in catalogue.codebook.questionnaires:
        empty = "comprises dans la base" if state.sans_reponse == "incluses" else "hors de la base"
        lines.append(
            f"| {state.edition} | {PUBLICS[state.public]} | {STATES[state.statut]} | {empty} | {state.note} |"
        )
    lines += ["", *_populations(catalogue)]
    for theme in catalogue.themes:
        lines += [f"## {theme.libelle}", ""]
        for indicator in theme.indicateurs:
            lines += list(_indicator(catalogue, indicator, figures, charts))
    return "\n".join([*lines, *_crossings(catalogue)]).rstrip() + "\n"


def _how_to_write() -> Iterator[str]:
    yield "## Écrire une condition"
    yield ""
    yield "Numérateurs, populations et conditions d’affichage disent qui est compté, avec ces mots\u00a0:"
    yield ""
    for form, meaning in (
        ("{variable: v, dans: [a, b]}", "la réponse est a ou b"),
        ("{variable: v, item: i, dans: [a]}", "la même chose pour une ligne d’un tableau"),
        ("{variable: v, un_item: true, dans: [a]}", "pour au moins une ligne du tableau"),
        ("{variable: v, un_item: [i, j], dans: [a]}", "pour au moins une de ces lignes"),
        ("{variable: v, coche: i}", "la case est cochée"),
        ("{variable: v, item: i, rang_max: 3}", "la réponse est classée au rang 1, 2 ou 3"),
        ("{un_de: […]}, {tous: […]}, {non: …}", "au moins une, toutes, pas celle-ci"),
    ):
        yield f"- `{form}`\u00a0: {meaning}"
    yield ""


def _populations(catalogue: Catalogue) -> Iterator[str]:
    yield "## Populations"
    yield ""
    yield "| Nom | Population |"
    yield "|---|---|"
    for population in catalogue.populations.by_name.values():
        notes = [
            f"{n.edition}\u00a0: {n.note}"
            for n in catalogue.populations.notes
            if n.population == population.nom
        ]
        yield f"| `{population.nom}` | {'. '.join([population.libelle, *notes])} |"
    yield ""


def _indicator(
    catalogue: Catalogue, indicator: Indicator, figures: pd.DataFrame, charts: pd.DataFrame
) -> Iterator[str]:
    printed = figures[figures["indicateur"] == indicator.nom]
    drawn = charts[charts["indicateur"] == indicator.nom]
    yield f"### {indicator.libelle}"
    yield ""
    yield f"`{indicator.nom}`, {PUBLICS[indicator.public]}. {indicator.definition}"
    yield ""
    yield f"- Numérateur\u00a0: {indicator.numerateur}"
    yield f"- Base\u00a0: {indicator.base}"
    others = "".join(f", `{p}`" for p in indicator.autres_populations)
    places = ", et par région" if indicator.ventilations else ""
    yield f"- Population\u00a0: `{indicator.population}`{others}{places}"
    if indicator.variable:
        variable = catalogue.codebook.variables[indicator.variable]
        yield f"- Question\u00a0: « {variable.question} » (`{variable.nom}`)"
        yield from _wordings(variable)
    computed, reasons = availability(catalogue, indicator)
    if computed:
        yield f"- Éditions\u00a0: {', '.join(computed)}"
    for edition, reason in reasons.items():
        yield f"- Non calculable en {edition}\u00a0: {reason}"
    names = catalogue.categories[indicator.nom]
    if names:
        shown = [f"{c.libelle} (`{c.nom}`)" for c in names.values() if "." not in c.nom]
        detail = len(names) - len(shown)
        crossed = count(detail, "croisement ligne × réponse", "croisements ligne × réponse")
        extra = f"\u00a0; et {crossed}" if detail else ""
        yield f"- Catégories\u00a0: {', '.join(shown) or 'aucune simple'}{extra}"
    if indicator.compose_de:
        yield f"- Reprend\u00a0: {', '.join(f'`{i}` ({c}, {p})' for i, c, p in indicator.compose_de)}"
    if len(printed) or len(drawn):
        years = ", ".join(sorted(printed["edition"].unique()))
        about = f" ({years})" if years else ""
        yield f"- Imprimé\u00a0: {_printed(printed, drawn, f'{about}, ')}"
        for title, charts_of in drawn.groupby("titre", sort=False)["graphique"]:
            yield f"- Titre imprimé\u00a0: «\u00a0{title}\u00a0» ({', '.join(charts_of)})"
    for edition, limit in indicator.comparabilite.items():
        yield f"- Comparabilité, {edition}\u00a0: {limit}"
    if indicator.remarque:
        yield f"- Imprimé autrement\u00a0: {indicator.remarque}"
    for edition, note in _edition_notes(catalogue, indicator):
        yield f"- {edition}\u00a0: {note}"
    yield ""


def _printed(figures: pd.DataFrame, charts: pd.DataFrame, between: str) -> str:
    return f"{count(len(figures), 'chiffre')}{between}{count(len(charts), 'graphique')}"


def _wordings(variable: Variable) -> Iterator[str]:
    for edition, asked in variable.editions.items():
        own = asked.formulation
        if own.question:
            yield f"- Question en {edition}\u00a0: « {own.question} »"
        if reworded := variable.rewordings(edition):
            yield f"- {rewording_in_words(edition, reworded)}"
    if variable.definitions:
        labels = variable.modalites | variable.items
        said = [f"{labels[name]}, {text}" for name, text in variable.definitions.items()]
        yield "- Définitions\u00a0: " + "\u00a0; ".join(said)


def availability(catalogue: Catalogue, indicator: Indicator) -> tuple[list[str], dict[str, str]]:
    """Return the editions whose questionnaire allows the indicator, and why the others do not."""
    if indicator.mesure in ("effectif", "compose"):
        return [s.edition for s in catalogue.codebook.questionnaires if s.public == "collectivites"], {}
    computed: list[str] = []
    reasons: dict[str, str] = {}
    for state in catalogue.codebook.questionnaires:
        if state.public != indicator.public:
            continue
        why = []
        for category in catalogue.categories[indicator.nom].values():
            reason = indicator.reason(state.edition, category.nom)
            try:
                if reason:
                    raise NotComputableError(reason)
                Resolver(catalogue.codebook, state.edition).leaves(category.expression(state.edition))
            except NotComputableError as error:
                why.append(str(error))
        if len(why) < len(catalogue.categories[indicator.nom]):
            computed.append(state.edition)
        else:
            reasons[state.edition] = why[0]
    return sorted(computed), dict(sorted(reasons.items()))


def _edition_notes(catalogue: Catalogue, indicator: Indicator) -> Iterator[tuple[str, str]]:
    names = dict.fromkeys(
        v
        for c in catalogue.categories[indicator.nom].values()
        for e in (c.si, *c.editions.values())
        for v in e.variables()
    )
    for name in names:
        for edition, asked in catalogue.codebook.variables[name].editions.items():
            yield from ((edition, note) for note in (asked.note, *asked.notes.values()) if note)


def _crossings(catalogue: Catalogue) -> Iterator[str]:
    yield "## Pratiques et attentes"
    yield ""
    for crossing in catalogue.croisements:
        yield f"### {crossing.libelle}"
        yield ""
        yield spaced(crossing.mise_en_garde)
        yield ""
        sides = (("Collectivités", crossing.pratique), ("Français", crossing.attente))
        named = (f"{who}\u00a0: population `{side.population}`" for who, side in sides)
        yield "\u00a0; ".join(named) + "."
        yield ""
        yield f"| Domaine | `{crossing.pratique.indicateur}` | `{crossing.attente.indicateur}` | Remarque |"
        yield "|---|---|---|---|"
        for pair in crossing.paires:
            yield f"| {pair.libelle} | `{pair.pratique}` | `{pair.attente}` | {pair.note} |"
        yield ""


if __name__ == "__main__":
    TARGET.write_text(page(load_catalogue(), load_figures(), load_charts()), encoding="utf-8")
