"""Loading reports: everything the entrances need, free of Dagster."""
