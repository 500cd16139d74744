"""All of Dagster: assets, checks, IO manager, partitions, jobs, schedule, sensors. No rule and no formula."""
