"""What docs/delivering.md shows to be copied can be used as it stands."""

import re
from pathlib import Path

import pytest

from iro_pipeline.delivery import recipients, settings
from tests.delivery.drawn import private

PAGE = Path(__file__).parents[2] / "docs/delivering.md"


def shown(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return found


def test_its_recipients_can_be_read_and_are_cleared(tmp_path: Path):
    found = recipients.read(private(tmp_path / "recipients.csv", shown("csv")))
    assert [each.audience.kind for each in found] == ["region", "england", "region", "authority"]
    assert all(each.is_cleared for each in found)


def test_its_settings_can_be_read(tmp_path: Path):
    private(tmp_path / "mail.toml", shown("toml"))
    mail = settings.load(tmp_path, {})
    assert (mail.security, mail.port, mail.user) == ("starttls", 587, "iro-benchmarks")


@pytest.mark.parametrize("name", ["port", "ca_file", "most_megabytes", "IRO_MAIL_PASSWORD"])
def test_every_setting_is_told(name: str):
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")
