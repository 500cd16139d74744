"""Polls are made by the helpers of the tests of polls."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "ipsos"))
