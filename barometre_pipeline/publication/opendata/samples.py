"""Open tables that say what the samples are, and what unequal response would do to the shares that documents print.

Who answered is counts of structures by group, published already; a share that is small, or few, is left out.
"""

from collections.abc import Set as AbstractSet
from typing import Final

import pandas as pd

from barometre_pipeline.publication.opendata.model import OpenField, OpenTable, open_field
from barometre_pipeline.statistics.sensitivity import RATIOS, share_if_answering
from barometre_pipeline.tables.declarations.quality import QUALITE, SENSIBILITE, TERRAIN
from barometre_pipeline.tables.model import Table

_ALWAYS: Final = frozenset(
    {"edition", "public", "retenues", "avec_poids", "part_echantillon", "enonce", "source_donnees"}
    | {"indicateur", "categorie", "population", "part_publiable", *RATIOS}
)
_ROUNDED: Final = ", à 0,01 près"
_PUBLICS: Final = {"collectivites": "collectivités", "francais": "Français"}


def open_samples(statements: pd.DataFrame) -> OpenTable:
    """Turn gold ``terrain`` into an open table: the sample of each edition and public, and its statement."""
    names = [c for c in TERRAIN.columns if c != "resume"]
    return OpenTable(
        name="echantillons",
        title="Ce qu’est l’échantillon de chaque édition",
        description="Une ligne par édition et par public : dates, mode, sollicitation, quotas, réponses écartées, "
        "poids, et l’énoncé qui le dit. Ce que l’Observatoire n’a pas renseigné est vide.",
        frame=statements.assign(enonce=statements["enonce"].str.replace("\n", " ")),
        fields=_fields(TERRAIN, names),
        key=("edition", "public"),
    )


def open_groups(groups: pd.DataFrame) -> OpenTable:
    """Turn gold ``qualite`` into an open table: who answered, group by group."""
    return OpenTable(
        name="qui_a_repondu",
        title="Qui a répondu, par groupe",
        description="Une ligne par édition, public et groupe (type, taille, critère du sondage) ; le taux de réponse "
        "là où l’on sait combien de structures existent.",
        frame=groups,
        fields=_fields(QUALITE, QUALITE.columns),
        key=("edition", "public", "ventilation", "modalite"),
    )


def open_sensitivity(moved: pd.DataFrame, printed: pd.DataFrame, told: AbstractSet[str]) -> OpenTable:
    """Turn rows of gold ``sensibilite`` into an open table: those of shares that documents print.

    Args:
        moved: gold ``sensibilite``.
        printed: gold ``rapprochement``, which says the shares that documents print.
        told: identifiers of the shares that may be told.
    """
    shown = set(printed["trace_id"]) & told
    kept = moved[moved["trace_id"].isin(shown)].reset_index(drop=True)
    shares = ["part_publiable", *RATIOS]
    # From the rounded share, as a reader of the document would: five rounded values of the exact one would tell it.
    printed_share = kept["part_publiable"].to_numpy(dtype=float).round(2)
    moved_shares = {name: share_if_answering(printed_share, ratio) for name, ratio in RATIOS.items()}
    names = ["edition", "indicateur", "categorie", "population", "ventilation", "modalite"]
    return OpenTable(
        name="sensibilite",
        title="Les parts imprimées, si tous n’ont pas répondu aussi souvent",
        description="Une ligne par part imprimée et retrouvée : ce qu’elle serait si ceux qu’elle compte avaient "
        "répondu plus, ou moins, souvent que les autres. Ce sont des hypothèses. Les parts qui ne sont pas "
        "publiées n’y sont pas.",
        frame=kept.assign(part_publiable=printed_share, **{n: s.round(2) for n, s in moved_shares.items()}),
        fields=(
            *_fields(SENSIBILITE, names),
            *(open_field(SENSIBILITE, name, rounded=_ROUNDED) for name in shares),
            open_field(SENSIBILITE, "source_donnees"),
        ),
        key=tuple(names),
    )


def samples_in_words(statements: pd.DataFrame) -> str:
    """Return the paragraph of the package's description that says what the samples are."""
    told = (
        f"{row['edition']}, {_PUBLICS[str(row['public'])]} : {row['resume']}"
        for row in statements.to_dict("records")
    )
    return (
        "Les structures répondent si elles le veulent et le sondage est fait par quotas : un intervalle ne dit rien de "
        f"l’écart entre ceux qui ont répondu et les autres. Échantillons. {' '.join(told)}"
    )


def _fields(table: Table, names: list[str]) -> tuple[OpenField, ...]:
    return tuple(
        open_field(table, name, "" if name in _ALWAYS else "si inconnu, non renseigné ou sans objet")
        for name in names
    )
