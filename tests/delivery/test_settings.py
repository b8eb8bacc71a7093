"""data/record/mail.toml: what is read of it, and that no password is ever told."""

from pathlib import Path

import pytest

from iro_pipeline.delivery import Undeliverable, settings
from iro_pipeline.delivery.settings import CREDENTIAL, PASSWORD_VARIABLE
from tests.delivery.drawn import private

SECRET = "CANARY-pass-7731"
PLAIN = 'host = "mail.example"\nsender = "iro@sender.example"\n'


def loaded(record: Path, text: str, environment: dict[str, str] | None = None) -> settings.Mail:
    private(record / "mail.toml", text)
    return settings.load(record, environment or {})


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_the_port_follows_from_how_it_is_secured(tmp_path: Path, security: str, port: int):
    assert loaded(tmp_path, PLAIN).security == "starttls"
    assert loaded(tmp_path, f'{PLAIN}security = "{security}"').port == port
    assert loaded(tmp_path, f'{PLAIN}security = "{security}"\nport = 2525').port == 2525


def test_the_password_comes_from_the_environment_systemd_or_the_file(tmp_path: Path):
    text = f'{PLAIN}user = "iro"\npassword = "of the file"'
    (tmp_path / CREDENTIAL).write_text("of systemd\n")
    handed = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    stated = {**handed, PASSWORD_VARIABLE: "of the environment"}
    assert loaded(tmp_path, text).password == "of the file"
    assert loaded(tmp_path, text, handed).password == "of systemd"
    assert loaded(tmp_path, text, stated).password == "of the environment"
    assert loaded(tmp_path, text, {"CREDENTIALS_DIRECTORY": "/nowhere"}).password == "of the file"


def test_a_password_is_not_shown_with_the_settings(tmp_path: Path):
    mail = loaded(tmp_path, f'{PLAIN}user = "iro"\npassword = "{SECRET}"')
    assert SECRET not in repr(mail)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('host = "mail.example"', "missing: sender."),
        (f'{PLAIN}security = "ssl"', "security: expected one of starttls, tls, none."),
        (f'{PLAIN}security = "none"', "none is for a server on this machine"),
        (f'{PLAIN}port = "587"', "port: expected a whole number."),
        (f"{PLAIN}port = true", "port: expected a whole number."),
        (f"{PLAIN}port = 70000", "port: expected a number from 1 to 65535."),
        (f"{PLAIN}most_megabytes = 0", "most_megabytes: expected a number from 1 to 100."),
        (f'{PLAIN}password = "{SECRET}"', "user: expected whose the password is."),
        (f'{PLAIN}passwort = "{SECRET}"', "1 unknown; expected host, sender, security"),
        (f"{PLAIN}password = {SECRET}", "is no TOML: put texts in quotes."),
        ('host = "mail.example"\nsender = "a@b, c@d"', "sender: expected one address"),
        ('host = "a\\nb"\nsender = "a@b"', "host: expected the mail server's name."),
        (
            f'{PLAIN.replace("mail.example", "localhost")}security = "none"\n'
            f'user = "iro"\npassword = "{SECRET}"',
            "a password is not sent in the clear.",
        ),
    ],
)
def test_what_cannot_be_used_is_told_and_never_the_password(tmp_path: Path, text: str, said: str):
    with pytest.raises(Undeliverable) as found:
        loaded(tmp_path, text)
    assert said in str(found.value)
    assert SECRET not in str(found.value)


def test_settings_that_others_may_read_are_refused(tmp_path: Path):
    private(tmp_path / "mail.toml", PLAIN).chmod(0o644)
    with pytest.raises(Undeliverable, match="open to other users: `chmod 600` closes it"):
        settings.load(tmp_path, {})
