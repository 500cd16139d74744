"""Every kind of fault of the public cases has its page here, with other instances than the case itself."""

from pathlib import Path

import pytest
from support import SHARED

PAGES = {p.stem.removeprefix("test_").replace("_", "-") for p in Path(__file__).parent.glob("test_*.py")}


def test_every_kind_has_its_page_and_its_line() -> None:
    kinds = {p.parent.name.lower() for p in (SHARED / "cas_publics").glob("*/attendu.json")}
    if not kinds:
        pytest.skip("cas publics absents : pas de dossier ../shared/cas_publics à côté du dépôt")
    assert kinds == PAGES - {"every-kind"}
    table = (Path(__file__).parent / "README.md").read_text(encoding="utf-8").lower()
    assert all(f"| `{kind}` |" in table for kind in kinds)
