"""data/record/mail.toml: the mail server, and what it lets through."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from iro_pipeline.delivery import Undeliverable
from iro_pipeline.delivery.lines import is_one_line
from iro_pipeline.delivery.private import readable_by_owner
from iro_pipeline.delivery.recipients import ADDRESS

FILE = "mail.toml"
MOST_BYTES = 100_000
PASSWORD_VARIABLE = "IRO_MAIL_PASSWORD"  # noqa: S105
CREDENTIAL = "iro-mail-password"
PORTS = {"starttls": 587, "tls": 465, "none": 25}  # RFC 6409, RFC 8314, RFC 5321
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Mail:
    """
    Where letters are handed in, and from whom they are.

    `security`: "starttls" or "tls", and "none" for a server on this machine only. `ca_file` names
    whom to trust in place of the system's certificates. A letter has at most `most_megabytes`.
    """

    host: str
    sender: str
    security: str = "starttls"
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    most_megabytes: int = 20

    @property
    def most_bytes(self) -> int:
        """Of a whole letter, as it is sent."""
        return self.most_megabytes * 1_000_000

    @property
    def domain(self) -> str:
        """The sender's."""
        return self.sender.rpartition("@")[2]


def load(record: Path, environment: Mapping[str, str] = os.environ) -> Mail:
    """
    The settings, with the password from wherever it is kept.

    Raises Undeliverable for what is missing, unknown or would send in the clear; no value is told.
    """
    said = _said(readable_by_owner(record / FILE, MOST_BYTES))
    if kept := _password(environment):
        said["password"] = kept
    said.setdefault("security", Mail.security)
    said["port"] = said.get("port") or PORTS.get(said["security"], 0)
    mail = Mail(**said)
    for holds, expected in _faults(mail):
        if holds:
            raise Undeliverable(f"data/record/{FILE}: {expected}")
    return mail


def _said(data: bytes) -> dict[str, Any]:
    """The keys that there are, each of its type."""
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Undeliverable(f"data/record/{FILE} is no TOML: put texts in quotes.") from None
    types = {each.name: each.type for each in fields(Mail)}
    if unknown := sorted(said.keys() - types.keys()):
        known = ", ".join(types)
        raise Undeliverable(f"data/record/{FILE}: {len(unknown)} unknown; expected {known}.")
    for name, value in said.items():
        if type(value) is not types[name]:
            kind = "a whole number" if types[name] is int else "a text in quotes"
            raise Undeliverable(f"data/record/{FILE}: {name}: expected {kind}.")
    if missing := sorted({"host", "sender"} - said.keys()):
        raise Undeliverable(f"data/record/{FILE}: missing: {', '.join(missing)}.")
    return said


def _password(environment: Mapping[str, str]) -> str:
    """From the environment, or from what systemd was told to hand over (LoadCredential)."""
    if stated := environment.get(PASSWORD_VARIABLE):
        return stated
    folder = environment.get("CREDENTIALS_DIRECTORY")
    place = Path(folder, CREDENTIAL) if folder else None
    return place.read_text(encoding="utf-8").rstrip("\r\n") if place and place.is_file() else ""


def _faults(mail: Mail) -> list[tuple[bool, str]]:
    return [
        (mail.security not in PORTS, f"security: expected one of {', '.join(PORTS)}."),
        (not ADDRESS.fullmatch(mail.sender), "sender: expected one address and no more."),
        (not mail.host or not is_one_line(mail.host), "host: expected the mail server's name."),
        (not 1 <= mail.port <= 65535, "port: expected a number from 1 to 65535."),
        (not 1 <= mail.most_megabytes <= 100, "most_megabytes: expected a number from 1 to 100."),
        (
            mail.security == "none" and mail.host not in THIS_MACHINE,
            "security: none is for a server on this machine (localhost). Expected starttls or tls.",
        ),
        (bool(mail.password) and not mail.user, "user: expected whose the password is."),
        (
            mail.security == "none" and bool(mail.user),
            "a password is not sent in the clear. Expected security starttls or tls.",
        ),
    ]
