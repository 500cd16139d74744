"""The configuration of an edition is compared with the one it was computed with, which may have been none."""

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from barometre_pipeline.audit.card import Card
from barometre_pipeline.audit.second_path.files import file_checks
from barometre_pipeline.lake import Lake

YAML = "titre: Une édition\n"


@pytest.mark.parametrize(
    ("then", "now", "identical"),
    [
        ("", None, True),
        ("", YAML, False),
        (YAML, YAML, True),
        (YAML, None, False),
        (YAML, "titre: x\n", False),
    ],
)
def test_an_edition_without_configuration_is_identical_as_long_as_it_has_none(
    tmp_path: Path, then: str, now: str | None, identical: bool
) -> None:
    digest = hashlib.sha256(then.encode()).hexdigest()
    versions = {"configuration": "2031/edition.yaml", "configuration_sha256": digest}
    (tmp_path / "raw" / "2031").mkdir(parents=True)
    if now is not None:
        (tmp_path / "raw" / "2031" / "edition.yaml").write_text(now, encoding="utf-8")
    card = cast(Card, SimpleNamespace(files=[], versions=versions))
    (check,) = file_checks(Lake.at(tmp_path / "lac"), card, tmp_path / "raw", "2031")
    assert check.identical is identical
    assert bool(check.remedy) is not identical
