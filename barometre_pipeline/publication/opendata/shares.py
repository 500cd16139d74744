"""Open tables of indicators and of polls: the rows of ``gold/indicateurs`` that are told, in words as well as in codes.

Which rows may be told is said by each (``publication.told``); here is how they are laid out. The same table for both
publics, in two files: who is counted is not the same.
"""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.catalogue.words import category_in_words, indicator_in_words, population_in_words
from barometre_pipeline.publication.opendata.comparability import COMPARABLE, NO_EARLIER, UNKNOWN
from barometre_pipeline.publication.opendata.model import (
    PUBLISHED,
    STATUS,
    WITHHELD,
    OpenField,
    OpenTable,
    open_field,
)
from barometre_pipeline.publication.told import reliable_indicators, told_indicators
from barometre_pipeline.tables.declarations.indicators import INDICATEURS, INDICATOR_KEY
from barometre_pipeline.vocabulary import BASE_MINIMALE, RAISONS_EVOLUTION, RAISONS_RETENUE

SHARES_KEY: Final = ("edition", *INDICATOR_KEY)
_SECRET: Final = "si la ligne est secrète"
_COUNT: Final = f"{_SECRET}, ou pour un effectif, qui n’est la part de rien"
_FEW: Final = f"si la part redressée repose sur trop peu de réponses (effectif efficace sous {BASE_MINIMALE})"
_ROUNDED: Final = ", à 0,01 près"
_PUBLISHED_BUT: Final = ("publiable", "raison_retenue", "ponderee_publiable")
_NAMES: Final[Mapping[Public, tuple[str, str]]] = {
    "collectivites": ("indicateurs", "Indicateurs des collectivités, par population"),
    "francais": ("sondages", "Sondages auprès des Français, par profil"),
}
_STATES: Final = {
    NO_EARLIER: "aucune édition antérieure n’a cette part",
    COMPARABLE: "même question, même population et même base que dans l’édition de « comparee_a »",
    "serie_rompue": RAISONS_EVOLUTION["serie_rompue"],
    "non_comparable": RAISONS_EVOLUTION["non_comparable"],
    UNKNOWN: "une des deux parts n’est pas publiée, ou la comparaison n’a pas été calculée",
}


def _of(name: str, empty: str = "", rounded: str = "") -> OpenField:
    return open_field(INDICATEURS, name, empty, rounded)


def _words(name: str, title: str) -> OpenField:
    return OpenField(name, "string", title, f"{title}, dans les mots du questionnaire ou du catalogue.")


SHARES_FIELDS: Final = (
    *map(_of, ("edition", "indicateur")),
    _words("indicateur_libelle", "Ce que mesure l’indicateur"),
    OpenField("theme", "string", "Thème", "Thème du catalogue.", required=True),
    _of("categorie"),
    _words("categorie_libelle", "La réponse, ou ce qui est compté"),
    _of("population"),
    _words("population_libelle", "Qui est dans la base"),
    _of("ventilation", "pour l’ensemble"),
    _of("modalite", "pour l’ensemble"),
    _words("modalite_libelle", "Le groupe ou le profil"),
    _of("n", _SECRET),
    _of("base", _COUNT),
    _of("base_faible"),
    _of("regle_base"),
    _of("part_publiable", _COUNT),
    _of("part_ponderee", f"{_SECRET}, si elle trahirait une réponse rare, ou {_FEW}", _ROUNDED),
    _of("base_ponderee", "si la part redressée est vide"),
    _of("ic_bas", "s’il n’y a pas d’intervalle publié", _ROUNDED),
    _of("ic_haut", "s’il n’y a pas d’intervalle publié", _ROUNDED),
    _of("ic_de", "s’il n’y a pas d’intervalle publié"),
    OpenField(
        "comparee_a", "string", "Édition antérieure la plus proche qui a la même part",
        "Édition à laquelle « comparabilite » compare. Vide s’il n’y en a pas.",
    ),
    OpenField(
        "comparabilite", "string", "Comparabilité avec l’édition antérieure",
        " ; ".join(f"« {code} » : {words}" for code, words in _STATES.items()) + ".", tuple(_STATES), True,
    ),
    STATUS,
    OpenField("raison", "string", "Raison", "Pourquoi la ligne est secrète. Vide si elle est publiée."),
    _of("source_donnees"),
)  # fmt: skip


def open_shares(
    indicators: pd.DataFrame,
    public: Public,
    catalogue: Catalogue,
    compared: Mapping[tuple[str, ...], tuple[str, str]],
) -> OpenTable:
    """Turn printed rows of gold ``indicateurs`` about one public into an open table.

    A group that an indicator is not told in has no row; a rare answer has one, empty, with the reason.

    Args:
        indicators: gold ``indicateurs``.
        public: whose answers.
        catalogue: words.
        compared: key of a row (``SHARES_KEY``) -> earlier edition it is compared with, and comparability.
    """
    french = {name for name, p in catalogue.populations.by_name.items() if p.public == "francais"}
    ours = indicators["population"].isin(french) == (public == "francais")
    shown = indicators["publiable"].astype(bool) | (indicators["raison_retenue"] == "reponse_rare")
    rows = indicators[ours & shown & indicators["imprime"].astype(bool)]
    rows = rows.sort_values(list(SHARES_KEY), kind="stable", ignore_index=True)
    told = reliable_indicators(told_indicators(rows)).reindex(rows.index)
    hidden = ~rows["publiable"].astype(bool)
    count = rows["part_publiable"].isna()
    keys = list(zip(*(rows[c].astype(str) for c in SHARES_KEY), strict=True))
    earlier = [compared.get(key, ("", NO_EARLIER)) for key in keys]
    names = _Words(catalogue)
    described = pd.DataFrame(
        [names.of(row) for row in rows.to_dict("records")], columns=_Words.COLUMNS, index=rows.index
    )
    frame = rows.drop(columns=list(_PUBLISHED_BUT)).assign(
        **described,
        n=rows["n"].astype("Int64").mask(hidden),
        base=rows["base"].astype("Int64").mask(hidden | count),
        part_publiable=rows["part_publiable"].mask(hidden),
        **{c: told[c] for c in ("part_ponderee", "ic_bas", "ic_haut")},
        base_ponderee=rows["base_ponderee"].astype("Int64").where(told["part_ponderee"].notna()),
        ic_de=told["ic_de"].where(told["ic_bas"].notna(), ""),
        comparee_a=[edition for edition, _ in earlier],
        comparabilite=[state for _, state in earlier],
        statut=hidden.map({True: WITHHELD, False: PUBLISHED}),
        raison=rows["raison_retenue"].map(RAISONS_RETENUE).where(hidden, ""),
    )
    name, title = _NAMES[public]
    return OpenTable(
        name,
        title,
        "Une ligne par édition, indicateur, catégorie et groupe : « n » comptés sur « base » (les répondants), la part "
        "publiée, la part redressée et l’intervalle là où ils sont publiés, et si l’édition antérieure se compare. La "
        "définition de chaque indicateur est dans « definitions ». Un groupe sans ligne n’est pas publié : une réponse "
        "y compterait trop peu de monde.",
        frame,
        SHARES_FIELDS,
        SHARES_KEY,
    )


class _Words:
    """The words of a row: of its indicator, answer, population, and of what its group is."""

    COLUMNS: Final = [
        "indicateur_libelle",
        "theme",
        "categorie_libelle",
        "population_libelle",
        "modalite_libelle",
    ]

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._theme = {i.nom: t.theme for t in catalogue.themes for i in t.indicateurs}
        variables = catalogue.codebook.variables.values()
        self._profile = {v.nom: v.modalites for v in variables if v.profil}

    def of(self, row: Mapping[Hashable, Any]) -> tuple[str, ...]:
        """Return the words of ``COLUMNS``."""
        indicator, group = str(row["indicateur"]), str(row["modalite"])
        profile = self._profile.get(str(row["ventilation"]), {})
        return (
            indicator_in_words(self._catalogue, indicator),
            self._theme.get(indicator, ""),
            category_in_words(self._catalogue, indicator, str(row["categorie"])),
            population_in_words(self._catalogue, str(row["population"])),
            profile[group] if group in profile else population_in_words(self._catalogue, group),
        )
