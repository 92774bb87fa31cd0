"""Loads GrowingIO reports into Postgres on a schedule.

`gio_pipeline.core.answer.report.parse_report` and `gio_pipeline.core.answer.unpivot.unpivot` turn an answer into a long
pandas frame.
"""
