# SPDX-License-Identifier: EUPL-1.2
"""``prefect.yaml``: what it names exists, and its parameters are those of the flows."""

import importlib
import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow

from flows.prefect_environment import ALWAYS
from flows.reconcile import PUBLISH_DEPLOYMENT
from flows.submitting import PREPARE_DEPLOYMENT

ROOT = Path(__file__).resolve().parents[2]
FILE: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS: list[dict[str, Any]] = FILE["deployments"]


def _flow(deployment: dict[str, Any]) -> Flow[Any, Any]:
    path, name = deployment["entrypoint"].split(":")
    assert (ROOT / path).is_file()
    found = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
    assert isinstance(found, Flow)
    return found


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_the_entrypoint_is_a_flow_that_takes_the_parameters(deployment: dict[str, Any]) -> None:
    found = _flow(deployment)
    signature = inspect.signature(found.fn)
    signature.bind(**deployment["parameters"])
    assert found.validate_parameters({**deployment["parameters"]}) is not None
    assert not found.persist_result
    assert not found.log_prints


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_no_parameter_could_hold_personal_data(deployment: dict[str, Any]) -> None:
    assert set(inspect.signature(_flow(deployment).fn).parameters) <= {"batch"}


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_work_runs_without_telemetry_results_and_prints(deployment: dict[str, Any]) -> None:
    given = deployment["work_pool"]["job_variables"]["env"]
    for name in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_RESULTS_PERSIST_BY_DEFAULT"):
        assert given[name] == ALWAYS[name]


def test_the_program_starts_deployments_that_are_in_the_file() -> None:
    names = {f"{_flow(deployment).name}/{deployment['name']}" for deployment in DEPLOYMENTS}
    assert {PREPARE_DEPLOYMENT, PUBLISH_DEPLOYMENT} <= names


def test_schedules_name_their_time_zone() -> None:
    schedules = [schedule for deployment in DEPLOYMENTS for schedule in deployment["schedules"]]
    assert schedules
    assert {schedule["timezone"] for schedule in schedules} == {"Europe/Amsterdam"}


def test_the_file_is_for_the_version_that_is_installed() -> None:
    assert FILE["prefect-version"] == version("prefect")
