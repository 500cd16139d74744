"""``python -m tools.demonstration [RAW]``: write the synthetic editions."""

import sys
from pathlib import Path

from tools.demonstration.generate import generate


def main() -> None:
    """Write under the folder given, ``data_raw`` by default, and list what was given up."""
    raw = Path(sys.argv[1] if len(sys.argv) > 1 else "data_raw")
    for done in generate(raw):
        print(
            f"{done.edition} {done.public} : {done.targets} chiffres visés, {len(done.given_up)} abandonnés"
        )
        for key in done.given_up:
            print(f"  {key}")


if __name__ == "__main__":
    main()
