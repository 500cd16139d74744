"""What the card of an indicator says in words, from the same as data.

Words only: what is true of the figure is decided by ``explain_indicator``.
"""

from collections.abc import Iterator
from typing import Any

from barometre_pipeline.audit.card import NamedText, Section
from barometre_pipeline.french.numbers import NONE, number, percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.vocabulary import BASE_MINIMALE, INTERVALLES_DE

Data = dict[str, Any]
SERIES = (
    "Base commune à toutes les éditions, pour comparer les années ; ce n’est pas celle du chiffre imprimé."
)
CONCENTRATED = (
    f"La part redressée repose sur un effectif efficace de moins de {BASE_MINIMALE}{NBSP}: quelques réponses portent "
    "presque tout le poids, elle ne se publie pas."
)


def headline(figure: Data) -> NamedText:
    """Return the figure as a reader sees it, and what was counted on whom."""
    unit = {"mentions": " mentions", "effectif": " répondants"}.get(figure["mesure"], "")
    people = figure["modalite_libelle"] or figure["population_libelle"]
    counted = f"n = {figure['n']} sur {figure['base']}{unit} ({people}, édition {figure['edition']})"
    is_size = figure["mesure"] == "effectif"
    return number(figure["n"]) if is_size else _percent(figure["part_publiable"]), counted


def notices(details: Data) -> tuple[str, ...]:
    """Return what must be said before anything else."""
    figure = details["chiffre"]
    made_up = figure["source_donnees_libelle"] if figure["source_donnees"] != "reelles" else ""
    tables_only = (
        f"Aucune microdonnée n’existe pour cette édition{NBSP}: les comptes sont ceux des tableaux publiés."
    )
    return tuple(filter(None, (made_up, "" if details["microdonnees"] else tables_only)))


def of_indicator(details: Data) -> Iterator[Section]:
    """Yield what is counted, how it was asked, on whom, how sure it is, and what limits comparison."""
    yield _definition(details)
    yield from (_question(q) for q in details["questions"])
    yield _base(details)
    if details["chiffre"]["part"] is not None:
        yield _precision(details)
    if details["comparabilite"]:
        yield Section.of("La comparabilité", *(("Note", note) for note in details["comparabilite"]))


def _definition(details: Data) -> Section:
    figure, definition = details["chiffre"], details["definition"]
    return Section.of(
        "L’indicateur",
        ("Indicateur", f"{figure['indicateur']} — {figure['libelle']}"),
        ("Définition", definition["definition"]),
        ("Catégorie", f"{figure['categorie']} — {figure['categorie_libelle']}"),
        ("Numérateur", definition["numerateur"]),
        ("Condition", definition["condition"]),
        ("Imprimé autrement", definition["remarque"]),
        ("Données", figure["source_donnees_libelle"]),
    )


def _question(question: Data) -> Section:
    return Section.of(
        f"La question ({question['role']})",
        ("Question", f"{question['question']} — {question['libelle']}"),
        *(("Colonne", f"{c['colonne']} — {c['libelle']}") for c in question["colonnes"] if c["libelle"]),
        *(("Réponse", f"{r['code']} — {r['libelle']}") for r in question["reponses"]),
        ("Posée si", question["condition"]),
        ("Formulation", "celle du codebook commun" if question["formulation"] == "codebook" else ""),
    )


def _base(details: Data) -> Section:
    figure, definition = details["chiffre"], details["definition"]
    cut = f"{figure['ventilation_libelle']}{NBSP}: {figure['modalite_libelle']}"
    return Section.of(
        "La base",
        ("Population", f"{figure['population']} — {figure['population_libelle']}"),
        ("Condition", definition["population"]),
        ("Ventilation", cut if figure["modalite_libelle"] else ""),
        ("Définition", definition["base"]),
        ("Hors de la base", definition["exclusions"]),
        ("Sans réponse", definition["sans_reponse"]),
        ("Règle", "" if figure["imprime"] else SERIES),
        ("Base", number(figure["base"]) + (" mentions" if figure["mesure"] == "mentions" else "")),
        *(("Dont", _member(m, m["population"] == details["membre"])) for m in details["membres"]),
    )


def _member(member: Data, chosen: bool) -> str:
    mark = " (la plus petite part)" if chosen else ""
    return f"{member['libelle']}{NBSP}: {member['n']} sur {member['base']}{mark}"


def _precision(details: Data) -> Section:
    figure = details["chiffre"]
    weighted, low = figure["part_ponderee"], figure["ic_bas"]
    bounds = f"de {_percent(low)} à {_percent(figure['ic_haut'])}, {_whose(figure)} ({details['intervalle']})"
    few = f"base faible{NBSP}: {figure['base']}, à ne pas commenter seule"
    # What few responses carry is told by its effective size, not by its value.
    effective, unsafe = figure["effectif_efficace"], figure["redressement_faible"]
    worth = f"; elle vaut {number(effective or 0, 1)}{NBSP}réponses de même poids (effectif efficace de Kish)"
    return Section.of(
        "La précision",
        ("Part brute", _share(figure["part"])),
        ("Part redressée", "" if weighted is None or unsafe else _share(weighted)),
        ("Sa base", "" if effective is None else f"{number(figure['base_ponderee'])}{NBSP}{worth}"),
        ("Attention", CONCENTRATED if unsafe else ""),
        (f"Intervalle à 95{NBSP}%", "" if low is None or unsafe else bounds),
        ("Attention", few if figure["base_faible"] else ""),
    )


def _whose(figure: Data) -> str:
    """Say whose interval it is, and that the published share is another one where it falls outside."""
    published, whose = figure["part_publiable"], f"pour la {INTERVALLES_DE[figure['ic_de']]}"
    if figure["ic_bas"] is None or figure["ic_bas"] <= published <= figure["ic_haut"]:
        return whose
    return f"{whose}{NBSP}; la part publiée, non redressée, est en dehors{NBSP}: {_percent(published)}"


def _percent(share: float | None) -> str:
    return NONE if share is None else percent(share)


def _share(share: float) -> str:
    return f"{number(share, 6)} ({percent(share)})"
