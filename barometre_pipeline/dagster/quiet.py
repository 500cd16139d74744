"""Silences Dagster's warnings about features used knowingly; imported before any of them is used.

Partitioned asset checks and explicit data versions are pinned by the lock file.
"""

import warnings

import dagster as dg

warnings.filterwarnings("ignore", category=dg.PreviewWarning)
warnings.filterwarnings("ignore", category=dg.BetaWarning)
