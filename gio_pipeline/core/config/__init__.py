"""The settings of `reports.yaml`, and the reports and credentials that the pipeline is given."""

from gio_pipeline.core.config.models import Config, ProjectConfig, ReportConfig, SettleConfig
from gio_pipeline.core.config.specs import Credentials, ReportSpec, find_report

__all__ = ["Config", "Credentials", "ProjectConfig", "ReportConfig", "ReportSpec", "SettleConfig", "find_report"]
