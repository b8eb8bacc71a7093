"""A mail server on this machine, which takes or refuses as a test wants."""

import asyncio
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 Ok"
HANG_UP = "421 hang up"


@dataclass
class Server:
    """
    `taken`: each letter that was taken, with the one address that it was for.

    `answers`: by address, what is said to its first RCPT, its second and so on, and then OK.
    `ends_with`: the same when a letter has come whole. HANG_UP takes it, and answers nothing.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    ends_with: dict[str, list[str]] = field(default_factory=dict)
    port: int = 0
    connections: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    when_taken: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: Any
    ) -> str:
        said = _next(self.answers, address)
        if said == HANG_UP:
            _hang_up(server)
        envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        (to,) = envelope.rcpt_tos
        said = _next(self.ends_with, to)
        if said in (OK, HANG_UP):
            assert isinstance(envelope.content, bytes)
            self.taken.append((to, message_from_bytes(envelope.content, policy=policy.default)))
            self.when_taken()
        if said == HANG_UP:
            _hang_up(server)
        return said

    def took(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.taken if to == address]


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def _next(answers: dict[str, list[str]], address: str) -> str:
    left = answers.get(address)
    return left.pop(0) if left else OK


@contextmanager
def serving(server: Server, **options: Any) -> Generator[Server]:
    """Until the block ends it listens, on a port of its own."""
    loop = asyncio.new_event_loop()

    def session() -> SMTP:
        server.connections += 1
        return SMTP(server, loop=loop, hostname="localhost", **options)

    listening = loop.run_until_complete(loop.create_server(session, "127.0.0.1", 0))
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listening.close()
        loop.run_until_complete(_ended())
        loop.close()


async def _ended() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
