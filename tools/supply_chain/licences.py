"""Writes ``docs/licences.md``, the licences of all that a run installs: ``python -m tools.supply_chain.licences``."""

from typing import Final

from tools.supply_chain.lock import ROOT, licence, pinned

PAGE: Final = ROOT / "docs" / "licences.md"
_HEAD: Final = """# Licences of what is installed

Generated from `requirements.lock` and from what each package declares (`make docs`); what only serves to test is not
listed. None obliges this project to change its own licence (MIT): MPL 2.0 is about changes to the files under it.

| package | version | licence it declares |
| --- | --- | --- |
"""


def page() -> str:
    """Return the page."""
    rows = [f"| {name} | {version} | {licence(name)} |" for name, version in sorted(pinned().items())]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
