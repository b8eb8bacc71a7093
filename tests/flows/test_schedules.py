import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from flows.nightly import EVERY_NIGHT, nightly, serve
from iro_pipeline.cli import app
from iro_pipeline.places import CHECKOUT

UNITS = CHECKOUT / "docs/systemd"


def unit(name: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.read(UNITS / name)
    return parsed


@pytest.fixture
def deployment() -> dict[str, Any]:
    return yaml.safe_load((CHECKOUT / "prefect.yaml").read_text())["deployments"][0]


def test_all_three_ways_start_at_the_same_time(deployment: dict[str, Any]) -> None:
    said = {"cron": EVERY_NIGHT.cron, "timezone": EVERY_NIGHT.timezone}
    assert deployment["schedules"] == [said]
    minute, hour = str(EVERY_NIGHT.cron).split()[:2]
    timer = unit("iro-run.timer")["Timer"]["OnCalendar"]
    assert timer == f"*-*-* {int(hour):02}:{int(minute):02}:00 {EVERY_NIGHT.timezone}"


def test_the_deployment_is_of_the_nightly_flow(deployment: dict[str, Any]) -> None:
    assert deployment["entrypoint"] == "flows/nightly.py:nightly"
    assert set(deployment["parameters"]) <= set(nightly.parameters.properties)


@pytest.mark.parametrize(
    "service", ["iro-run.service", "iro-status.service", "iro-deliver.service"]
)
def test_units_call_commands_that_there_are(service: str, tmp_path: Path) -> None:
    command = unit(service)["Service"]["ExecStart"].replace("/srv/iro/.venv/bin/iro ", "")
    asked = CliRunner().invoke(app, [*re.sub("/srv/iro", str(tmp_path), command).split(), "--help"])
    assert asked.exit_code == 0


def test_serving_without_a_server_is_refused_because_it_would_never_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.nightly.PREFECT_API_URL.value", lambda: None)
    with pytest.raises(SystemExit, match="prefect server start"):
        serve()
