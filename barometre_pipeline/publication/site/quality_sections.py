"""What the report says of samples: who answered each edition, and what unequal response would do to printed shares.

Sentences come ready from gold; here only what is shown, and under which heading.
"""

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.indicators.quality_wording import UNEQUAL
from barometre_pipeline.publication.site.model import ReportSection
from barometre_pipeline.vocabulary import GROUPES

_TITLES = {"collectivites": "Qui a répondu", "francais": "Qui a répondu au sondage"}
_PUBLICS = {"collectivites": "Collectivités", "francais": "Français"}
# Headline populations; what unequal response does to the others is in gold/sensibilite and on each card.
_WHOLE = ("ensemble", "hors_moins_3500", "francais")


def who_answered(statement: pd.Series, groups: pd.DataFrame, catalogue: Catalogue) -> ReportSection:
    """Return the statement of an edition and public, over who answered in each group.

    Args:
        statement: a row of ``gold/terrain``.
        groups: rows of ``gold/qualite`` of the same edition and public.
        catalogue: words of the answers by which a poll is divided.
    """
    public = str(statement["public"])
    opinion = public == "francais"
    named = [_group(v, m, catalogue) for v, m in zip(groups["ventilation"], groups["modalite"], strict=True)]
    answered = {"groupe": "Groupe", "retenues": "Réponses retenues"}
    shares = {"part_echantillon": "Part de l’échantillon"}
    if opinion:
        columns = {**answered, **shares, "part_population": "Part une fois redressé"}
    else:
        rates = {"effectif_national": "Structures qui existent", "taux_de_reponse": "Taux de réponse"}
        columns = {**answered, **rates, **shares, "part_population": "Part dans le pays", "poids": "Poids"}
    known = groups.assign(groupe=named, poids=groups["poids"].round(2))
    return ReportSection(
        ancre="qui-a-repondu-au-sondage" if opinion else "qui-a-repondu",
        titre=_TITLES[public],
        chapo="",
        phrases=tuple(str(statement["enonce"]).splitlines()),
        table=known[[c for c in columns if known[c].notna().any()]],
        colonnes=columns,
        fines=frozenset({"taux_de_reponse", "part_echantillon", "part_population"}),
    )


def _group(ventilation: str, answer: str, catalogue: Catalogue) -> str:
    if not answer:
        return GROUPES["ensemble"]
    variable = catalogue.codebook.variables.get(ventilation)
    if variable is not None and answer in variable.modalites:
        return f"{variable.libelle} : {variable.modalites[answer]}"
    return GROUPES.get(answer, answer)


def every_sample(table: pd.DataFrame, _catalogue: Catalogue) -> ReportSection:
    """Return the sample of every edition and public in a line each: some editions have no page."""
    return ReportSection(
        ancre="echantillons",
        titre="Qui a répondu à chaque édition",
        chapo="Les structures répondent si elles le veulent, et le sondage est fait par quotas : chaque intervalle est "
        "conditionnel, il ne dit rien de l’écart entre ceux qui ont répondu et les autres.",
        table=table.assign(public=table["public"].map(_PUBLICS)),
        colonnes={
            "edition": "Édition", "public": "Public", "retenues": "Réponses retenues",
            "taux_de_reponse": "Taux de réponse", "part_sans_poids": "Part sans poids", "resume": "En clair",
        },
        fines=frozenset({"taux_de_reponse"}),
        parts=frozenset({"part_sans_poids"}),
    )  # fmt: skip


def unequal_response(moved: pd.DataFrame, printed: pd.DataFrame) -> ReportSection:
    """Return what printed shares of an edition would be had those they count answered more, or less, often.

    Args:
        moved: rows of ``gold/sensibilite`` of the edition, names of indicators replaced by their words, with the
            name of the population in ``nom_population``.
        printed: rows of ``gold/rapprochement``.
    """
    shown = moved[moved["trace_id"].isin(printed["trace_id"]) & moved["nom_population"].isin(_WHOLE)]
    return ReportSection(
        ancre="reponse-inegale",
        titre="Si tous n’ont pas répondu aussi souvent",
        chapo="Ce que seraient les parts imprimées de cette édition si ceux qu’elles comptent avaient répondu plus, ou "
        "moins, souvent que les autres. Ce sont des hypothèses : rien dans les réponses ne dit laquelle est vraie.",
        table=shown,
        colonnes={
            "indicateur": "Indicateur", "categorie": "Réponse", "population": "Population",
            "part_publiable": "Part publiée", **{name: words.capitalize() for name, words in UNEQUAL.items()},
        },
        parts=frozenset({"part_publiable", *UNEQUAL}),
    )  # fmt: skip
