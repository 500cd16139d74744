"""Writes a CycloneDX bill of materials of the lock: ``python -m tools.supply_chain.bill PROGRAM TARGET``.

The kept library ``cyclonedx-py`` (PROGRAM) reads the lock with its hashes; a lock says no licence: each is added here.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from barometre_pipeline import __version__
from tools.supply_chain.lock import LOCK, ROOT, licence


def bill(program: str) -> dict[str, Any]:
    """Return the bill: every package of the lock, with its hashes and licence; the same for the same lock."""
    asked = ["requirements", str(LOCK), "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible"]
    made = subprocess.run([program, *asked, "--of", "JSON"], check=True, capture_output=True, text=True)
    content: dict[str, Any] = json.loads(made.stdout)
    content["metadata"]["component"]["version"] = __version__
    for component in content["components"]:
        component["licenses"] = [{"license": {"name": licence(component["name"])}}]
        component.pop("description", None)  # the line of the lock again
        for reference in component.get("externalReferences", ()):
            # Hashes are those of the lock; where it was downloaded from is the installer's business.
            reference["url"] = component["purl"]
    return content


if __name__ == "__main__":
    target = Path(sys.argv[2])
    found = bill(sys.argv[1])
    target.write_text(
        f"{json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)}\n", encoding="utf-8"
    )
    print(f"{len(found['components'])} packages: {target.name}")
