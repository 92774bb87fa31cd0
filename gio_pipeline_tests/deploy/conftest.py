"""The Dagster bench of the tests of definitions."""

from gio_pipeline_tests.defs.conftest import bench, prepared_home

__all__ = ["bench", "prepared_home"]
