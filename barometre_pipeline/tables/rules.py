"""What must hold between the columns of a table, named as an analyst reads it when it does not.

One rule per statement; which table it holds for is said in ``declarations``.
"""

from typing import TYPE_CHECKING, Final

from barometre_pipeline.tables.model import Rule
from barometre_pipeline.vocabulary import (
    ABSENCES,
    BASE_MINIMALE,
    INTERVALLES_DE,
    LIBELLES_MANQUANTS,
    NON_POSEE,
)

if TYPE_CHECKING:
    import pandas as pd

_ADDS_UP: Final = 1e-9
ROUNDING_NOISE: Final = 9  # decimals of a point: beyond, a difference is none
_NOT_ANSWERS: Final = ("id_reponse", "ligne", "fichier")


def _only_codes_numbers_and_dates(frame: "pd.DataFrame") -> bool:
    return all(_is_closed(frame[c]) for c in frame.columns if c not in _NOT_ANSWERS)


def _is_closed(values: "pd.Series") -> bool:
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype):
        return set(LIBELLES_MANQUANTS) <= set(values.cat.categories)
    if pd.api.types.is_float_dtype(values):
        return True
    return bool(values.dropna().astype("str").str.fullmatch(r"\d{4}-\d{2}-\d{2}").all())


def _every_cell_has_a_code(frame: "pd.DataFrame") -> bool:
    return not any(bool(frame[c].isna().any()) for c in frame.select_dtypes("category").columns)


def _only_codes(frame: "pd.DataFrame") -> bool:
    import pandas as pd

    others = frame.drop(columns=["id_repondant", "poids"], errors="ignore")
    return all(isinstance(others[c].dtype, pd.CategoricalDtype) for c in others.columns)


def _n_within_asked(frame: "pd.DataFrame") -> bool:
    not_asked = frame["absence"] == ABSENCES[NON_POSEE]
    left = frame["effectif"] - frame["concernees"]
    counted = (frame["n"] <= frame["concernees"]).where(~not_asked, frame["n"] == left)
    inside = (frame["n"] <= frame["base"]) | ~frame["dans_base"].astype(bool)
    nested = (frame[["repondants", "base"]].max(axis=1) <= frame["concernees"]) & (left >= 0)
    return bool((counted & inside & nested).all())


def _n_within_base(frame: "pd.DataFrame") -> bool:
    return bool((frame["n"] <= frame["base"]).all())


def _effects_add_up(frame: "pd.DataFrame") -> bool:
    known = frame[frame["effet_composition"].notna()]
    total = known["ecart_composition_egale"] + known["effet_composition"]
    return bool(((total - known["ecart_serie_points"]).abs() < _ADDS_UP).all())


def _interval_holds_gap(frame: "pd.DataFrame") -> bool:
    known = frame[frame["ic_bas"].notna()]
    gap = known["ecart_composition_egale"]
    return bool(((known["ic_bas"] <= gap + _ADDS_UP) & (gap <= known["ic_haut"] + _ADDS_UP)).all())


def _interval_holds_its_share(frame: "pd.DataFrame") -> bool:
    import pandas as pd

    bounded = frame["ic_bas"].notna()
    held = pd.Series(~bounded, index=frame.index)
    for share in filter(None, INTERVALLES_DE):
        named = bounded & (frame["ic_de"] == share)
        value = frame[share]
        within = (frame["ic_bas"] <= value + _ADDS_UP) & (value <= frame["ic_haut"] + _ADDS_UP)
        held |= named & within
    return bool((held & (bounded == (frame["ic_de"] != ""))).all())


def _correction_never_helps(frame: "pd.DataFrame") -> bool:
    known = frame[frame["p_valeur"].notna()]
    raw, bh, holm = (known[c].to_numpy(float) for c in ("p_valeur", "p_valeur_bh", "p_valeur_holm"))
    return bool((raw <= bh + _ADDS_UP).all() and (bh <= holm + _ADDS_UP).all())


def forbidden_verdicts(frame: "pd.DataFrame") -> dict[str, int]:
    """Count, by reason, the established changes of ``gold/evolutions`` that must not be, and unfounded refusals."""
    import numpy as np

    verdict, unfounded = frame["verdict"].to_numpy(), (frame["raison"] != "").to_numpy()
    sign = np.where(verdict == "hausse_etablie", 1, np.where(verdict == "baisse_etablie", -1, 0))
    said = sign != 0
    differences = frame[[c for c in map(str, frame.columns) if "ecart_" in c]].fillna(0).to_numpy(float)
    differences = np.round(differences, ROUNDING_NOISE)
    bases, sizes = (
        frame[[name, f"{name}_reference"]]
        .astype("Float64")
        .fillna(0)
        .to_numpy(float)
        .min(axis=1, initial=np.inf)
        for name in ("base", "effectif_juge")
    )
    excludes = (frame["ic_bas"] > 0).to_numpy() | (frame["ic_haut"] < 0).to_numpy()
    cases = {
        "établie contre une des différences": said & (np.sign(differences) == -sign[:, None]).any(axis=1),
        "établie alors que le panel ne bouge pas ou va dans l’autre sens": said
        & frame["panel_ecart_points"].notna().to_numpy()
        & (np.sign(np.round(frame["panel_ecart_points"].to_numpy(float), ROUNDING_NOISE)) != sign),
        "établie sans hausse ni baisse publiée": said & (frame["ecart_points"].to_numpy() * sign <= 0),
        "établie sur une série rompue": said
        & frame[["base", "base_reference"]].isna().any(axis=1).to_numpy(),
        "établie malgré une note de comparabilité": said & (frame["note"] != "").to_numpy(),
        "établie sur une base faible": said & (bases < BASE_MINIMALE),
        "établie sur un effectif efficace faible": said & (sizes < BASE_MINIMALE),
        "établie alors que l’intervalle contient zéro": said & ~excludes,
        "non établie alors que l’intervalle exclut zéro": (verdict == "non_etablie") & excludes,
        "sans verdict et sans raison": ~said & ~unfounded,
        "établie avec une raison de ne pas l’être": said & unfounded,
    }
    return {name: int(found.sum()) for name, found in cases.items()}


def _no_forbidden_verdict(frame: "pd.DataFrame") -> bool:
    return not any(forbidden_verdicts(frame).values())


def _seen_twice_within_identified(frame: "pd.DataFrame") -> bool:
    followed = frame["structures_communes"] <= frame["identifiees"]
    return bool((followed & (frame["identifiees"] <= frame["reponses"])).all())


def _no_test_has_a_reason(frame: "pd.DataFrame") -> bool:
    return bool((frame.loc[frame["p_valeur"].isna(), "avertissement"] != "").all())


def _gap_has_a_reason(frame: "pd.DataFrame") -> bool:
    return bool((frame.loc[~frame["statut"].isin(["reproduit", "cale"]), "raison"] != "").all())


NO_FREE_TEXT = Rule(
    "pas_de_texte_libre",
    "Chaque colonne de l’enquête est un code de réponse, un nombre ou une date, jamais un texte libre.",
    _only_codes_numbers_and_dates,
)
NO_NULL_ANSWER = Rule(
    "chaque_cellule_a_un_code",
    "Une colonne fermée dit pourquoi une réponse manque ; elle n’est jamais simplement vide.",
    _every_cell_has_a_code,
)
NO_FREE_TEXT_IN_POLL = Rule(
    "pas_de_texte_libre", "Chaque question est une liste de codes, sans texte libre.", _only_codes
)
N_WITHIN_ASKED = Rule(
    "n_au_plus_concernees",
    "Nul n’est compté à qui la question n’a pas été posée, ni dans une part qui n’est pas de la base ; « Non posée » "
    "compte toutes les autres.",
    _n_within_asked,
)
N_WITHIN_BASE = Rule("n_au_plus_base", "Nul n’est compté qui n’est pas dans la base.", _n_within_base)
EFFECTS_ADD_UP = Rule(
    "les_effets_font_l_ecart", "Les deux effets font ensemble l’écart publié.", _effects_add_up
)
INTERVAL_HOLDS_ITS_SHARE = Rule(
    "l_intervalle_contient_sa_part",
    "Un intervalle dit de quelle part il est, et la contient.",
    _interval_holds_its_share,
)
INTERVAL_HOLDS_GAP = Rule(
    "l_intervalle_contient_l_ecart",
    "Un intervalle contient la différence dont il est l’intervalle.",
    _interval_holds_gap,
)
NO_FORBIDDEN_VERDICT = Rule(
    "aucun_verdict_interdit",
    "Une évolution n’est établie que si toutes ses mesures vont dans le même sens, sur une même base, avec des bases "
    "et des effectifs efficaces suffisants et un intervalle qui exclut zéro.",
    _no_forbidden_verdict,
)
CORRECTION_NEVER_HELPS = Rule(
    "la_correction_n_aide_jamais",
    "Une p-valeur corrigée n’est jamais sous la brute, ni celle de Holm sous celle de Benjamini-Hochberg.",
    _correction_never_helps,
)
SEEN_TWICE_WITHIN_IDENTIFIED = Rule(
    "pas_plus_de_communes_que_d_identifiees",
    "On ne suit que des structures identifiées, et il n’y en a pas plus que de réponses.",
    _seen_twice_within_identified,
)
NO_TEST_HAS_A_REASON = Rule(
    "une_raison_a_chaque_absence", "Là où il n’y a pas de test, la raison est dite.", _no_test_has_a_reason
)
GAP_HAS_A_REASON = Rule(
    "raison_de_chaque_ecart", "Ce qui n’est pas reproduit dit pourquoi.", _gap_has_a_reason
)
