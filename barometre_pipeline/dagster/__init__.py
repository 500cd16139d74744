"""All of Dagster: assets, checks, partitions, jobs, schedule, sensors. No rule and no formula."""
