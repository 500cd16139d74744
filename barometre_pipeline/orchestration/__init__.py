"""All of Dagster: assets, checks, IO manager, partitions, jobs, schedule, sensors. No rule and no formula."""

import warnings

import dagster as dg

# Partitioned asset checks and explicit data versions are used knowingly; their status is pinned by the lock.
warnings.filterwarnings("ignore", category=dg.PreviewWarning)
warnings.filterwarnings("ignore", category=dg.BetaWarning)
