from pathlib import Path

from barometre_pipeline.files import write_atomically
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import ensemble_is_fresh, remember_ensemble
from barometre_pipeline.vocabulary import ENSEMBLE


def _lake(folder: Path) -> Lake:
    lake = Lake.at(folder)
    write_atomically(lake.root / "empreintes" / "2031.json", b"{}")
    write_atomically(lake.root / "publication" / "rapport" / "index.html", b"page")
    remember_ensemble(lake)
    return lake


def test_what_looks_across_editions_is_fresh_until_an_edition_changes(tmp_path: Path) -> None:
    lake = _lake(tmp_path)
    assert ensemble_is_fresh(lake)
    write_atomically(lake.root / "empreintes" / "2031.json", b'{"entrees": 1}')
    assert not ensemble_is_fresh(lake)


def test_a_page_of_the_report_removed_or_altered_is_noticed(tmp_path: Path) -> None:
    lake = _lake(tmp_path)
    write_atomically(lake.root / "publication" / "rapport" / "index.html", b"autre")
    assert not ensemble_is_fresh(lake)


def test_a_record_of_an_older_shape_means_computing_again(tmp_path: Path) -> None:
    lake = _lake(tmp_path)
    write_atomically(lake.root / "empreintes" / f"{ENSEMBLE}.json", b'{"editions": {}, "code": "x"}')
    assert not ensemble_is_fresh(lake)
