"""Tying printed figures to computed values."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.printed.reconciliation import reconcile, reproduced, round_half_even
from barometre_pipeline.tables.declarations.printed import RAPPROCHEMENT
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import SOURCES_DONNEES

FIGURE_COLUMNS = [
    "chiffre",
    "document",
    "rubrique",
    "indicateur",
    "categorie",
    "population",
    "edition",
    "statistique",
    "valeur",
    "edition_reference",
]


def _figures(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    """Build figures of one indicator: identifier, kind, value, edition, reference."""
    return pd.DataFrame(
        [(i, "doc", "p. 1", "ind", "oui", "ensemble", e, kind, v, ref) for i, kind, v, e, ref in rows],
        columns=FIGURE_COLUMNS,
    )


def _computed(n: int = 1, base: int = 8, edition: str = "2025", source: str = "reelles") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "indicateur": "ind",
                "categorie": "oui",
                "population": "ensemble",
                "modalite": "",
                "imprime": True,
                "edition": edition,
                "n": n,
                "base": base,
                "part_publiable": n / base,
                "source_donnees": source,
                "trace_id": f"trace-{edition}",
            }
        ]
    )


NO_REASON = pd.DataFrame(columns=["edition", "indicateur", "categorie", "population", "raison"])


def test_a_half_percent_is_reproduced_by_the_even_percent() -> None:
    table = reconcile(
        _figures(("f1", "part", 12, "2025", ""), ("f2", "part", 13, "2025", "")), _computed(), NO_REASON
    )
    assert table["statut"].tolist() == ["reproduit", "ecart"]
    assert table["valeur_calculee"].tolist() == [12.5, 12.5]
    assert table["raison"].tolist() == ["", "calculé 12, imprimé 13"]
    validate(RAPPROCHEMENT, table, "à l’écriture")


def test_a_printed_decimal_asks_for_one_decimal() -> None:
    figures = _figures(("f1", "part", 32.2, "2025", ""))
    assert reconcile(figures, _computed(94, 292), NO_REASON)["statut"].tolist() == ["reproduit"]


@pytest.mark.parametrize(
    ("kind", "printed", "value", "expected"),
    [
        ("part_environ", 75, 77.4, True),
        ("part_environ", 75, 77.6, False),
        ("part_plus_de", 50, 50.3, True),
        ("part_plus_de", 50, 50.0, False),
        ("part", 50, 50.3, True),
    ],
)
def test_each_kind_of_printing_has_its_own_precision(
    kind: str, printed: float, value: float, expected: bool
) -> None:
    assert reproduced(kind, printed, value, round_half_even(value)) is expected


def test_a_change_is_faithful_whether_levels_or_the_difference_were_rounded() -> None:
    both = pd.concat([_computed(505, 1000, "2025"), _computed(396, 1000, "2024", "agregats")])
    # 50,5 - 39,6 = 10,9 -> 11; 50 (half to even) - 40 = 10
    figures = _figures(
        ("f1", "ecart_points", 11, "2025", "2024"),
        ("f2", "ecart_points", 10, "2025", "2024"),
        ("f3", "ecart_points", 12, "2025", "2024"),
    )
    table = reconcile(figures, both, NO_REASON)
    assert table["statut"].tolist() == ["reproduit", "reproduit", "ecart"]
    assert set(table["donnees"]) == {"reelles; agregats"}


def test_a_count_is_compared_as_a_count() -> None:
    figures = _figures(("f1", "effectif", 8, "2025", ""))
    table = reconcile(figures, _computed(8, 8), NO_REASON)
    assert (table.loc[0, "statut"], table.loc[0, "valeur_calculee"]) == ("reproduit", 8.0)


def test_what_is_missing_takes_the_most_precise_reason_known() -> None:
    reasons = pd.DataFrame(
        [("2022", "ind", "oui", "", "jamais dépouillé"), ("2022", "", "", "ensemble", "pas de tableau")],
        columns=["edition", "indicateur", "categorie", "population", "raison"],
    )
    table = reconcile(
        _figures(("f1", "part", 40, "2022", ""), ("f2", "part", 40, "2021", "")), _computed(), reasons
    )
    assert table["statut"].tolist() == ["non_calculable", "non_calculable"]
    assert table["raison"].tolist() == ["jamais dépouillé", "aucune donnée de 2021 pour cette population"]


def test_a_difference_is_a_contradiction_only_if_another_figure_opposes_it() -> None:
    figures = _figures(("f1", "part", 20, "2025", ""), ("f2", "part", 12, "2025", ""))
    names = ["regle", "chiffre_a", "chiffre_b", "constat"]
    opposed = pd.DataFrame(
        [("valeurs_differentes", "f1", "f2", "20 et 12 disent autre chose")], columns=names
    )
    table = reconcile(figures, _computed(), NO_REASON, opposed)
    assert table["statut"].tolist() == ["contradiction", "reproduit"]
    said = opposed.assign(regle="rang", chiffre_a="une affirmation", chiffre_b="f1")
    assert reconcile(figures, _computed(), NO_REASON, said)["statut"].tolist() == ["ecart", "reproduit"]
    assert table.loc[0, "raison"].startswith("20 et 12")


def test_a_figure_that_demonstration_data_give_is_fitted_and_never_reproduced() -> None:
    figures = _figures(("f1", "part", 12, "2025", ""), ("f2", "part", 20, "2025", ""))
    of = {
        source: reconcile(figures, _computed(source=source), NO_REASON)["statut"].tolist()
        for source in SOURCES_DONNEES
    }
    assert of == {
        "reelles": ["reproduit", "ecart"], "agregats": ["reproduit", "ecart"], "demonstration": ["cale", "ecart"],
    }  # fmt: skip


def test_in_one_lake_each_figure_follows_the_data_of_the_rows_it_uses() -> None:
    mixed = pd.concat(
        [_computed(1, 8, "2025", "demonstration"), _computed(1, 8, "2024"), _computed(1, 4, "2023")]
    )
    figures = _figures(
        ("demonstration", "part", 12, "2025", ""),
        ("reel", "part", 12, "2024", ""),
        ("reel_et_demonstration", "ecart_points", 0, "2025", "2024"),
        ("deux_reels", "ecart_points", -13, "2024", "2023"),
    )
    table = reconcile(figures, mixed, NO_REASON).set_index("chiffre")["statut"]
    assert table.to_dict() == {
        "demonstration": "cale", "reel": "reproduit", "reel_et_demonstration": "cale", "deux_reels": "reproduit",
    }  # fmt: skip


def test_an_explanation_holds_for_the_data_that_it_was_found_in_and_for_no_others() -> None:
    explained = {("f1", "reelles"): "autre sélection"}
    for source, told in (("reelles", "autre sélection"), ("demonstration", "")):
        table = reconcile(
            _figures(("f1", "part", 20, "2025", "")),
            _computed(source=source),
            NO_REASON,
            explications=explained,
        )
        assert table.loc[0, ["raison", "explication"]].tolist() == ["calculé 12, imprimé 20", told]


def test_a_figure_found_again_needs_no_explanation() -> None:
    table = reconcile(
        _figures(("f1", "part", 12, "2025", "")),
        _computed(),
        NO_REASON,
        explications={("f1", "reelles"): "x"},
    )
    assert table.loc[0, "explication"] == ""


@given(count=st.integers(0, 500), base=st.integers(1, 500))
def test_every_share_reproduces_its_own_printing(count: int, base: int) -> None:
    value = 100 * min(count, base) / base
    printed = round_half_even(value)
    assert reproduced("part", printed, value, round_half_even(value))
    assert abs(printed - value) <= 0.5 + 1e-9
