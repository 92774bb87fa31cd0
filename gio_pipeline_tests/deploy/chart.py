"""Those values of Dagster's Helm chart that we set, by the chart's published schema (1.13): names, types, no others.

The chart itself is in no package, so this is our reading of it; `test_files.py` has Dagster and Kubernetes' own
libraries check what the values become.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Mapping = dict[str, Any]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Image(Section):
    repository: str
    tag: str
    pullPolicy: Literal["Always", "IfNotPresent", "Never"]


class Service(Section):
    type: str = "ClusterIP"
    port: int


class Enabled(Section):
    enabled: bool


class PostgreSQL(Section):
    enabled: bool
    postgresqlScheme: str
    postgresqlHost: str
    postgresqlUsername: str
    postgresqlDatabase: str
    service: Service


class Deployment(Section):
    name: str
    image: Image
    port: int
    dagsterApiGrpcArgs: list[str]
    includeConfigInLaunchedRuns: Enabled
    env: list[Mapping]
    envSecrets: list[dict[Literal["name"], str]]
    volumes: list[Mapping]
    volumeMounts: list[Mapping]
    securityContext: Mapping
    resources: Mapping


class UserDeployments(Section):
    enabled: bool
    enableSubchart: bool
    deployments: list[Deployment]


class RunK8sConfig(Section):
    containerConfig: Mapping
    jobSpecConfig: Mapping


class K8sRunLauncher(Section):
    runK8sConfig: RunK8sConfig


class RunLauncherConfig(Section):
    k8sRunLauncher: K8sRunLauncher


class RunLauncher(Section):
    type: Literal["K8sRunLauncher"]
    config: RunLauncherConfig


class Webserver(Section):
    image: Image
    securityContext: Mapping
    service: Service


class Daemon(Section):
    image: Image
    securityContext: Mapping
    runCoordinator: Enabled
    runMonitoring: Enabled
    runRetries: Enabled


class TicksKept(Section):
    skipped: int
    success: int
    failure: int
    started: int


class TickRetention(Section):
    purgeAfterDays: TicksKept


class Retention(Section):
    enabled: bool
    schedule: TickRetention
    sensor: TickRetention


class PythonLogs(Section):
    pythonLogLevel: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
    managedPythonLoggers: list[str]


class Global(Section):
    postgresqlSecretName: str


class Values(Section):
    """The whole file."""

    global_: Global = Field(alias="global")
    generatePostgresqlPasswordSecret: bool
    postgresql: PostgreSQL
    user_deployments: UserDeployments = Field(alias="dagster-user-deployments")
    runLauncher: RunLauncher
    dagsterWebserver: Webserver
    dagsterDaemon: Daemon
    additionalInstanceConfig: Mapping
    retention: Retention
    pythonLogs: PythonLogs
    telemetry: Enabled
