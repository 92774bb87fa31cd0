"""What can be said of docker-compose.yml, the Dockerfile and the Helm values without an engine that runs them."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._config import process_config
from dagster._core.instance.config import dagster_instance_config_schema
from dagster_k8s import K8sRunLauncher
from dagster_k8s.job import UserDefinedDagsterK8sConfig
from dagster_k8s.models import k8s_model_from_dict, k8s_snake_case_dict
from dotenv import dotenv_values
from kubernetes import client as kubernetes

from gio_pipeline_tests.deploy.chart import Values
from gio_pipeline_tests.deploy.compose import COMPOSE, DEPLOY, PASSWORDS, ROOT, MissingVariable, read_compose

PROGRAMS = Path(sys.executable).parent
SHIPPED = ROOT / "gio_pipeline" / "defs" / "dagster.yaml"
ENVIRONMENT = ROOT / ".env.example"


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text())
    return found


def test_the_compose_file_is_valid_by_the_compose_specification() -> None:
    command = [str(PROGRAMS / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_dockerfile_has_nothing_a_linter_objects_to() -> None:
    done = subprocess.run([str(PROGRAMS / "hadolint"), str(DEPLOY / "Dockerfile")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_dockerfile_copies_exists_and_is_let_into_the_build() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    wanted = {name for names in copied for name in names.split()}
    allowed = re.findall(r"^!(.+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    assert wanted == set(allowed)
    assert not [name for name in wanted if not (ROOT / name).exists()]


def test_the_image_is_built_from_arguments_and_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("FROM ")] == [
        "FROM ${PYTHON_IMAGE} AS build",
        "FROM ${PYTHON_IMAGE}",
    ]
    assert "USER 10001:10001" in lines
    arguments = set(re.findall(r"^ARG (\w+)", "\n".join(lines), re.MULTILINE))
    proxies = {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}
    given = read_compose(PASSWORDS)["services"]["code"]["build"]["args"]
    assert set(given) == arguments | proxies == {"PYTHON_IMAGE", "PIP_INDEX_URL"} | proxies


@pytest.mark.parametrize("password", sorted(PASSWORDS))
def test_without_a_password_nothing_starts(password: str) -> None:
    others = {name: value for name, value in PASSWORDS.items() if name != password}
    for given in (others, dotenv_values(ENVIRONMENT) | others):
        with pytest.raises(MissingVariable, match=rf"^set {password} in \.env$"):
            read_compose(given)


def test_a_copy_of_the_example_environment_with_its_passwords_filled_in_is_all_that_compose_needs() -> None:
    services = read_compose({**dotenv_values(ENVIRONMENT), **PASSWORDS})["services"]
    mounted = [volume for service in services.values() for volume in service.get("volumes", [])]
    ours = {volume["source"] if isinstance(volume, dict) else volume.partition(":")[0] for volume in mounted}
    files = {name for name in ours if name.startswith(".")}
    assert [name for name in files if not (ROOT / name).exists()] in ([], ["./reports.yaml"])
    assert {name for service in services.values() for name in service.get("env_file", [])} == {".env"}


def test_example_environment_docs_and_compose_file_name_the_same_variables() -> None:
    compose = COMPOSE.read_text()
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", compose)) | {"COMPOSE_PROFILES"}
    _, own = ENVIRONMENT.read_text().split("# --- docker compose only")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", own, re.MULTILINE)) == used - {"GIO_DATABASE_URL"}
    docs = (ROOT / "docs" / "deployment.md").read_text()
    assert [name for name in sorted(used) if not re.search(rf"\b{name}\b", docs)] == []
    needed = set(re.findall(r"\$\{(\w+):\?", compose))
    assert needed == set(re.findall(r"^([A-Z_]+)=", own, re.MULTILINE)) == set(PASSWORDS)
    assert needed == set(re.findall(r"^([A-Z_]+_PASSWORD)= ", docs, re.MULTILINE))


def test_no_password_stands_in_a_file_that_is_shipped() -> None:
    given = re.compile(r"(?i)(password|secret|token)\s*[:=]\s*['\"]?(?!false)\w")
    for path in (COMPOSE, *DEPLOY.iterdir()):
        if path.suffix != ".lock":
            text = re.sub(r"\$\{[^}]*\}|:'\w+'", "", path.read_text())
            assert [line for line in text.splitlines() if given.search(line) and not line.startswith("#")] == [], path


def test_ports_are_open_to_this_machine_alone() -> None:
    services = read_compose(PASSWORDS)["services"]
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert sorted(published) == ["127.0.0.1:3000:3000", "127.0.0.1:5432:5432"]


def test_every_service_that_stays_is_restarted_and_watched() -> None:
    services = read_compose(PASSWORDS)["services"]
    staying = {name: service for name, service in services.items() if service["restart"] != "no"}
    assert set(staying) == {"postgres", "code", "webserver", "daemon", "redis", "worker"}
    assert all(service["restart"] == "unless-stopped" and service["healthcheck"] for service in staying.values())


def test_the_container_s_dagster_yaml_differs_from_the_shipped_one_only_where_a_container_does() -> None:
    shipped, here, celery = load(SHIPPED), load(DEPLOY / "dagster.yaml"), load(DEPLOY / "dagster.celery.yaml")
    assert differences(shipped, here) == {"storage"}
    assert differences(here, celery) == {
        "run_launcher.module",
        "run_launcher.class",
        "run_launcher.config",
        "concurrency.runs.max_concurrent_runs",
        "concurrency.runs.tag_concurrency_limits",
        "concurrency.pools.default_limit",
        "run_monitoring.start_timeout_seconds",
    }


@pytest.mark.parametrize("path", [SHIPPED, *sorted(DEPLOY.glob("dagster*.yaml")), DEPLOY / "helm-values.yaml"])
def test_a_backfill_leaves_a_place_to_its_project_and_a_project_one_to_the_others(path: Path) -> None:
    found = load(path)
    concurrency = found.get("additionalInstanceConfig", found)["concurrency"]
    (limit,) = concurrency["runs"]["tag_concurrency_limits"]
    assert limit["key"] == "dagster/backfill"
    assert limit["limit"] < concurrency["pools"]["default_limit"] < concurrency["runs"]["max_concurrent_runs"]


def differences(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    found = set()
    for name in {*one, *other}:
        mine, theirs = one.get(name), other.get(name)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            found |= {f"{name}.{each}" for each in differences(mine, theirs)}
        elif mine != theirs:
            found.add(name)
    return found


@pytest.mark.parametrize("name", ["dagster.yaml", "dagster.celery.yaml"])
def test_dagster_accepts_the_container_s_settings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in read_compose(PASSWORDS)["services"]["daemon"]["environment"].items():
        monkeypatch.setenv(variable, value)
    accepted_by_dagster(load(DEPLOY / name))


def accepted_by_dagster(settings: dict[str, Any]) -> None:
    result = process_config(dagster_instance_config_schema(), settings)
    assert result.success, result.errors


def test_the_helm_values_hold_what_the_chart_knows() -> None:
    Values.model_validate(load(DEPLOY / "helm-values.yaml"))


def test_dagster_accepts_the_settings_that_the_helm_values_add() -> None:
    added = load(DEPLOY / "helm-values.yaml")["additionalInstanceConfig"]
    accepted_by_dagster(added)
    assert differences({name: load(DEPLOY / "dagster.yaml")[name] for name in added}, added) == {
        "concurrency.runs.max_concurrent_runs",
        "concurrency.runs.tag_concurrency_limits",
        "concurrency.pools.default_limit",
        "run_monitoring.start_timeout_seconds",
        "run_monitoring.max_resume_run_attempts",
    }


def test_the_run_launcher_accepts_the_pods_that_the_helm_values_describe() -> None:
    launched = load(DEPLOY / "helm-values.yaml")["runLauncher"]["config"]["k8sRunLauncher"]["runK8sConfig"]
    snake = {
        "container_config": k8s_snake_case_dict(kubernetes.V1Container, launched["containerConfig"]),
        "job_spec_config": k8s_snake_case_dict(kubernetes.V1JobSpec, launched["jobSpecConfig"]),
    }
    UserDefinedDagsterK8sConfig.from_dict(snake)  # type: ignore[no-untyped-call]
    config = {"service_account_name": "x", "instance_config_map": "x", "dagster_home": "/x", "run_k8s_config": snake}
    schema = K8sRunLauncher.config_type()  # type: ignore[no-untyped-call]
    result = process_config(schema, config | {"postgres_password_secret": "x"})
    assert result.success, result.errors


def test_kubernetes_knows_every_field_of_the_code_server_s_pod() -> None:
    (deployment,) = load(DEPLOY / "helm-values.yaml")["dagster-user-deployments"]["deployments"]
    container = {"name": "code", "env": deployment["env"], "volumeMounts": deployment["volumeMounts"]}
    container |= {"securityContext": deployment["securityContext"], "resources": deployment["resources"]}
    pod = {"containers": [container], "volumes": deployment["volumes"]}
    k8s_model_from_dict(kubernetes.V1PodSpec, k8s_snake_case_dict(kubernetes.V1PodSpec, pod))
