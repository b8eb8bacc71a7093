"""Handing a letter in over SMTP, and what the server's answer means."""

import re
import smtplib
import ssl
from contextlib import suppress
from typing import Self

from iro_pipeline.delivery.settings import Mail

PATIENCE = 60.0  # seconds for each answer
# RFC 5321 4.5.3.2.6: a server may take this long over a letter that it has. Hanging up earlier
# leaves open whether it was taken.
PATIENCE_AT_THE_END = 600.0


class Later(Exception):
    """Not taken this time, and surely not delivered."""


class OutOfReach(Exception):
    """The server does not answer, or is busy: no letter can be handed in now."""


class Rejected(Exception):
    """Refused for good: the same letter would be refused again."""


class Closed(Exception):
    """The server lets us hand in nothing: a matter of the settings, and of no recipient."""


class Unclear(Exception):
    """The connection ended after the letter had left and before the answer came."""


class Post:
    """
    A mail server, connected to when first needed and anew after a failure.

    What it answers is told as its numbers alone: servers quote addresses.
    """

    def __init__(self, mail: Mail, patience: float = PATIENCE) -> None:
        self._mail, self._patience = mail, patience
        self._server: smtplib.SMTP | None = None

    @property
    def sender(self) -> str:
        """Whom its letters are from."""
        return self._mail.sender

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._drop()

    def open(self) -> None:
        """Connected and logged in. Raises OutOfReach or Closed."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._server.rset()[0] == 250:
                    return
            self._drop()
        if self._mail.user and not self._mail.password:
            raise Closed("a user is named, and nothing gives the password")
        try:
            self._server = self._connected()
            self._enter(self._server)
        except (OSError, smtplib.SMTPException) as failure:
            self._drop()
            raise _shut(failure) from None

    def hand_in(self, letter: bytes, to: str) -> None:
        """Raises Later, Rejected or Unclear; of an open connection."""
        server = self._server
        if server is None:
            raise Later("no connection to the mail server")
        try:
            size = [f"size={len(letter)}"] if server.has_extn("size") else []
            _taken(*server.mail(self.sender, size))
            _taken(*server.rcpt(to))
        except (OSError, smtplib.SMTPException):
            self._drop()
            raise Later("the connection ended") from None
        self._send(server, letter)

    def _send(self, server: smtplib.SMTP, letter: bytes) -> None:
        """Whatever is not an answer leaves open what became of it."""
        try:
            self._be_patient(server, PATIENCE_AT_THE_END)
            code, said = server.data(letter)
            self._be_patient(server, self._patience)
        except smtplib.SMTPDataError as refused:
            code, said = refused.smtp_code, refused.smtp_error
        except (OSError, smtplib.SMTPException):
            code, said = -1, b""
        if not 200 <= code < 600:
            self._drop()
            raise Unclear("the connection ended before the server said that it took it")
        _taken(code, said)

    @staticmethod
    def _be_patient(server: smtplib.SMTP, seconds: float) -> None:
        if server.sock is not None:
            server.sock.settimeout(seconds)

    def _connected(self) -> smtplib.SMTP:
        mail = self._mail
        # Named by the sender's domain: the machine's own name is nobody's business.
        server = (mail.host, mail.port, mail.domain)
        if mail.security == "tls":
            context = self._trust()
            return smtplib.SMTP_SSL(*server, timeout=self._patience, context=context)
        return smtplib.SMTP(*server, timeout=self._patience)

    def _enter(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._mail.security == "starttls":
            server.starttls(context=self._trust())
            server.ehlo_or_helo_if_needed()
        if self._mail.user:
            server.login(self._mail.user, self._mail.password)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._mail.ca_file or None)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _taken(code: int, said: bytes | str) -> None:
    """Nothing where the server agrees (2xx)."""
    if 200 <= code < 300:
        return
    told = _numbers(code, said)
    answer = f"the mail server's answer: {told}"
    raise Rejected(answer) if code >= 500 else Later(answer)


def _numbers(code: int, said: bytes | str) -> str:
    """The reply code, and the enhanced one (RFC 3463) where there is one."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    more = re.match(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", text)
    return f"{code} {more[0]}" if more else f"{code}"


def _shut(failure: Exception) -> Exception:
    """Whether to come again later, or to look at the settings first."""
    if isinstance(failure, ssl.SSLError):
        return Closed("the mail server's certificate or encryption is not to be trusted")
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return Closed("the mail server offers no STARTTLS, or no login")
    if isinstance(failure, smtplib.SMTPResponseException):
        told = _numbers(failure.smtp_code, failure.smtp_error)
        if failure.smtp_code >= 500:
            return Closed(f"the mail server lets nobody in with these settings ({told})")
        return OutOfReach(f"the mail server is busy ({told})")
    if type(failure) is smtplib.SMTPException:
        return Closed("the mail server knows none of the ways to log in")
    if isinstance(failure, FileNotFoundError):
        return Closed("there is no file of the name in ca_file")
    return OutOfReach("the mail server cannot be reached")
