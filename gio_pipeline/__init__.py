"""Loads GrowingIO reports into Postgres on a schedule.

`gio_pipeline.core.report.parse_report` and `gio_pipeline.core.unpivot.unpivot` turn an answer into a long pandas frame.
"""
