"""Dagster's side: assets, partitions, schedules, resources. It translates and decides nothing."""
