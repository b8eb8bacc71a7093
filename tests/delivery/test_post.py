"""Encryption and login, at a mail server on this machine that asks for both."""

import ssl
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from iro_pipeline.delivery.post import Closed, OutOfReach, Post, Rejected
from iro_pipeline.delivery.settings import Mail
from tests.delivery.server import Server, serving

SECRET = "CANARY-pass-7731"
LEAD = "nw@council.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine's own, with its key, that no system trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "of a test")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def server(certificate: tuple[Path, Path]) -> Generator[Server]:
    """It takes letters over TLS only, and from who knows the password only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def known(*asked: Any) -> AuthResult:
        return AuthResult(success=asked[-1].password == SECRET.encode(), handled=False)

    with serving(
        Server(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=known,
    ) as listening:
        yield listening


def mail(server: Server, certificate: tuple[Path, Path], **said: Any) -> Mail:
    usual = Mail(
        *("127.0.0.1", "iro@sender.example"),
        port=server.port,
        user="iro",
        password=SECRET,
        ca_file=str(certificate[0]),
    )
    return replace(usual, **said)


def handed_in(settings: Mail) -> None:
    with Post(settings, patience=10) as post:
        post.open()
        post.hand_in(b"Subject: a letter\r\n\r\n.\r\nits text\r\n", LEAD)


def test_a_letter_goes_in_over_starttls_with_the_password(
    server: Server, certificate: tuple[Path, Path]
):
    handed_in(mail(server, certificate))
    (letter,) = server.took(LEAD)
    assert letter.get_content() == ".\r\nits text\r\n"


def test_several_letters_go_in_over_one_connection(server: Server, certificate: tuple[Path, Path]):
    with Post(mail(server, certificate), patience=10) as post:
        for _ in range(3):
            post.open()
            post.hand_in(b"Subject: a letter\r\n\r\nits text\r\n", LEAD)
    assert (len(server.took(LEAD)), server.connections) == (3, 1)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"ca_file": ""}, "certificate or encryption is not to be trusted"),
        ({"host": "localhost"}, "certificate or encryption is not to be trusted"),
        ({"password": ""}, "a user is named, and nothing gives the password"),
        ({"password": "another"}, r"lets nobody in with these settings \(535 5.7.8\)"),
        ({"ca_file": "/nowhere.pem"}, "no file of the name in ca_file"),
    ],
)
def test_a_server_that_is_not_the_right_one_or_does_not_know_us_gets_nothing(
    server: Server, certificate: tuple[Path, Path], said: dict[str, str], told: str
):
    with pytest.raises(Closed, match=told):
        handed_in(mail(server, certificate, **said))
    assert server.taken == []


def test_a_password_is_never_said_to_a_server_without_encryption(certificate: tuple[Path, Path]):
    asked: list[object] = []
    plain = serving(Server(), auth_require_tls=False, authenticator=lambda *_: asked.append(_))
    with plain as server, pytest.raises(Closed, match="offers no STARTTLS"):
        handed_in(mail(server, certificate))
    assert (server.taken, asked) == ([], [])


def test_a_server_that_talks_no_tls_is_told_apart_from_one_that_is_not_there(
    certificate: tuple[Path, Path],
):
    with serving(Server()) as plain, pytest.raises(Closed, match="not to be trusted"):
        handed_in(mail(plain, certificate, security="tls"))
    with pytest.raises(OutOfReach, match="cannot be reached"):
        handed_in(mail(plain, certificate))


def test_a_letter_larger_than_the_server_takes_is_refused_before_it_is_sent(
    certificate: tuple[Path, Path],
):
    with serving(Server(), data_size_limit=10) as small:
        settings = mail(small, certificate, security="none", user="", password="")
        with pytest.raises(Rejected, match="answer: 552"):
            handed_in(settings)
    assert small.taken == []
