"""What moved since a version: every figure with what it was and is, every place that shows it, the erratum to write."""

from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.errata import load_errata
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.releases import Gaps, freeze, gaps_since, write_gaps
from barometre_pipeline.publication.releases.figures import (
    COUNTED,
    FIGURES,
    GONE,
    KEY,
    NEW,
    SHOWN,
    figures_csv,
    figures_of_csv,
    moved_figures,
    published_figures,
)
from tests.unit.publication.invented_rows import COMMUNES, EPCI, row
from tests.unit.publication.release_lake import (
    ANSWER,
    CHART,
    EDITION,
    OTHER_PAGE,
    PAGE,
    QUESTION,
    release_lake,
    share,
)


def gaps(
    root: Path, *now: dict[str, object], trace: str = "a" * 16, before: tuple[dict[str, object], ...] = ()
) -> Gaps:
    frozen = freeze(release_lake(root, *before), EDITION, "1.0", "Baromètre 2031")
    return gaps_since(release_lake(root, *now, trace=trace), frozen.release)


def of_communes(n: int = 30) -> dict[str, object]:
    return row(QUESTION, ANSWER, COMMUNES, n, 60, trace_id="b" * 16)


def test_nothing_moved_where_only_the_extract_has_another_name(tmp_path: Path) -> None:
    found = gaps(
        tmp_path, share() | {"trace_id": "c" * 16}, of_communes() | {"trace_id": "d" * 16}, trace="c" * 16
    )
    assert found.figures.empty and found.places == ()


def test_each_figure_that_moved_is_told_with_what_it_was_and_what_it_is(tmp_path: Path) -> None:
    (moved,) = gaps(tmp_path, share(42), of_communes()).figures.to_dict("records")
    assert (moved["population"], moved["etat"]) == ("ensemble", SHOWN)
    assert (moved["avant"], moved["apres"]) == ("41\u00a0% (41 sur 100)", "42\u00a0% (42 sur 100)")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (share(410, 1000), COUNTED),
        (share(41, ic_haut=0.9), COUNTED),
        (share(publiable=False, raison_retenue="ventilation", ponderee_publiable=False), GONE),
    ],
)
def test_a_figure_may_move_without_its_printed_value_or_be_told_no_more(
    tmp_path: Path, now: dict[str, object], state: str
) -> None:
    (moved,) = gaps(tmp_path, now, of_communes()).figures.to_dict("records")
    assert (moved["population"], moved["etat"]) == ("ensemble", state)


def test_a_figure_that_was_not_told_is_new_and_an_edition_that_came_is_no_change(tmp_path: Path) -> None:
    epci, later = (
        row(QUESTION, ANSWER, EPCI, 9, 30, trace_id="e" * 16),
        share(50, edition="2032") | {"trace_id": "f" * 16},
    )
    (moved,) = gaps(tmp_path, share(), of_communes(), epci, later).figures.to_dict("records")
    assert (moved["population"], moved["etat"], moved["avant"]) == ("epci", NEW, "")


def test_every_chart_page_slide_sheet_and_table_that_shows_it_is_named_and_no_other(tmp_path: Path) -> None:
    places = {(p.genre, p.fichier, p.lieu) for p in gaps(tmp_path, share(42), of_communes()).places}
    assert places == {
        ("graphique", f"{CHART}.csv", ""),
        ("page", PAGE, ""),
        ("diapositive", "2031/document/barometre_2031.pptx", "diapositive et page 2"),
        ("feuille", "2031/tableaux_2031.xlsx", "Gouvernance"),
        ("données", "donnees_ouvertes/indicateurs.csv", ""),
    }


def test_the_page_of_an_indicator_that_only_gained_an_edition_is_not_named(tmp_path: Path) -> None:
    frozen = freeze(release_lake(tmp_path), EDITION, "1.0", "Baromètre 2031")
    later = share(50, edition="2032") | {"trace_id": "f" * 16}
    lake = release_lake(tmp_path, share(42), of_communes(), later, more="En 2032, 50 %.")
    named = {p.fichier for p in gaps_since(lake, frozen.release).places}
    assert PAGE in named and "site/index.html" in named and OTHER_PAGE not in named


def test_a_published_file_that_is_gone_is_touched(tmp_path: Path) -> None:
    frozen = freeze(release_lake(tmp_path), EDITION, "1.0", "Baromètre 2031")
    lake = release_lake(tmp_path, share(42), of_communes())
    (tmp_path / "publication" / PAGE).unlink()
    (tmp_path / "publication/2031/document/barometre_2031.pptx").unlink()
    touched = [p.fichier for p in gaps_since(lake, frozen.release).places]
    assert touched.count(PAGE) == 1 and touched.count("2031/document/barometre_2031.pptx") == 2


def test_the_draft_is_an_entry_per_indicator_that_the_site_can_read_once_dated(tmp_path: Path) -> None:
    found = gaps(tmp_path / "lac", share(42), of_communes(33))
    (text,) = found.errata("2031-11-28").values()
    (tmp_path / EDITION).mkdir()
    (tmp_path / EDITION / "errata.yaml").write_text(text, encoding="utf-8")
    (erratum,) = load_errata(load_catalogue(), [tmp_path / EDITION])
    assert (erratum.indicateur, erratum.edition, erratum.version) == (QUESTION, EDITION, "1.0")
    assert "41\u00a0% (41 sur 100)" in erratum.publie and "42\u00a0% (42 sur 100)" in erratum.corrige
    assert "1\u00a0autre part" in erratum.corrige


def test_a_draft_that_nobody_dated_is_refused_by_the_site(tmp_path: Path) -> None:
    lake_gaps = gaps(tmp_path / "lac", share(42), of_communes())
    (tmp_path / EDITION).mkdir()
    (tmp_path / EDITION / "errata.yaml").write_text(lake_gaps.errata()[EDITION], encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"{EDITION}/errata.yaml"):
        load_errata(load_catalogue(), [tmp_path / EDITION])


def test_a_count_that_moves_under_the_same_printed_value_needs_no_erratum(tmp_path: Path) -> None:
    found = gaps(tmp_path, share(410, 1000), of_communes())
    assert len(found.figures) == 1 and found.errata() == {}


def test_what_moved_is_written_for_a_person_outside_of_what_is_published_and_goes_when_nothing_differs(
    tmp_path: Path,
) -> None:
    found = gaps(tmp_path, share(42), of_communes())
    lake = Lake.at(tmp_path)
    folder = tmp_path / write_gaps(lake, found)
    assert folder == tmp_path / "versions_touchees" / "2031-1.0"
    assert {p.name for p in folder.iterdir()} == {"chiffres.csv", "lieux.csv", "errata_2031.yaml"}
    assert (
        yaml.safe_load((folder / "errata_2031.yaml").read_text("utf-8"))["errata"][0]["date"] == "AAAA-MM-JJ"
    )
    assert len(pd.read_csv(folder / "lieux.csv")) == len(found.places)
    again = gaps_since(release_lake(tmp_path), found.release)
    assert again.figures.empty
    write_gaps(lake, again)
    assert not folder.exists()


def test_the_list_of_figures_reads_back_as_it_was_written(tmp_path: Path) -> None:
    figures = published_figures(release_lake(tmp_path, share(1, 3), of_communes()))
    pd.testing.assert_frame_equal(figures_of_csv(figures_csv(figures)), figures)


_COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 40), st.integers(40, 90)))


def listed(counts: dict[str, tuple[int, int]]) -> pd.DataFrame:
    lines = [
        dict.fromkeys(FIGURES, "") | {"edition": "2031", "categorie": c, "n": n, "base": b, "valeur": n / b}
        | dict.fromkeys(("part_redressee", "ic_bas", "ic_haut"), float("nan"))
        for c, (n, b) in counts.items()
    ]  # fmt: skip
    frame = pd.DataFrame(lines, columns=list(FIGURES))
    return frame.astype(
        {
            "n": "Int64",
            "base": "Int64",
            "valeur": float,
            "part_redressee": float,
            "ic_bas": float,
            "ic_haut": float,
        }
    )


@given(_COUNTS, _COUNTS)
def test_a_figure_is_told_if_and_only_if_its_counts_are_not_the_same(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]
) -> None:
    moved = moved_figures(listed(before), listed(now))
    changed = {c for c in {*before, *now} if before.get(c) != now.get(c)} if before else set()
    assert set(moved["categorie"]) == changed
    assert not moved.duplicated(list(KEY)).any()
    states = dict(zip(moved["categorie"], moved["etat"], strict=True))
    assert {c for c, s in states.items() if s == GONE} == {c for c in changed if c not in now}
    assert {c for c, s in states.items() if s == NEW} == {c for c in changed if c not in before}


@pytest.mark.parametrize(
    ("now", "few"),
    [((42, 101), 1), ((41, 102), 1), ((48, 104), 1), ((46, 100), 0), ((50, 118), 0), ((41, 100), 0)],
)
def test_two_versions_a_few_responses_apart_are_said_to_tell_what_these_answered(
    tmp_path: Path, now: tuple[int, int], few: int
) -> None:
    """41 of 100 before: 1 more of 101; 2 others more; 7 more, and 3 others fewer; enough, or nothing."""
    found = gaps(tmp_path, share(*now), of_communes())
    assert found.few == few
    assert any("en déduit ce qu’ont répondu" in line for line in found.lines()) is bool(few)
