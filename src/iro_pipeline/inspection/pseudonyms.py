"""Keyed hashes in place of the identifiers that files bring."""

import os
import secrets
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import polars as pl

KEY_VARIABLE = "IRO_IDENTIFIER_KEY"
# Of these one value is one tag everywhere, whichever authority says it.
UNSCOPED = frozenset({"birth"})

_KNOWN = {"message": pl.String, "pseudonym": pl.String}
# The same child is in the header, the episodes and the reviews of several years. About 40 MB.
_REMEMBERED = 500_000


class Pseudonyms:
    """
    BLAKE2b keyed from the environment or an owner-only file (RFC 7693), 72 bits.

    The domain is BLAKE2's personalisation, the scope (an authority's la_code) part of the message:
    one number in two authorities is two children, and a child is never mistaken for an IRO.
    Text of up to twelve characters polars keeps within the column, so histories join faster; that
    any two of a million children share a tag has odds of one in ten thousand million.

    A date of birth (domain "birth") rests as a tag so that two tables can be asked whether they
    agree about it, and for nothing else. There are only some 6,600 days on which a child can have
    been born, so every tag is soon tried by whoever has the key: from them it hides nothing. To
    others it tells no date, age or order of ages, but that two children share a birthday, and how
    many do: known birthdays of a few children would give away those who share them. It is no
    anonymity, is for the restricted tables alone, and no fact takes it.
    """

    def __init__(self, key: bytes) -> None:
        if not 16 <= len(key) <= 64:
            raise ValueError("The identifier key is not of 16 to 64 bytes: restore it from a copy.")
        self._key = key
        self._known: dict[str, pl.DataFrame] = {}

    @classmethod
    def kept_in(cls, place: Path, *, make: bool = True) -> "tuple[Pseudonyms, bool]":
        """
        The key, and whether it had to be made; it appears whole, for its owner only.

        Raises FileNotFoundError where there is none and none may be made.
        """
        if stated := os.environ.get(KEY_VARIABLE):
            return cls(stated.encode()), False
        made = not place.exists()
        if made and not make:
            raise FileNotFoundError("data/record/identifier.key is gone: restore it from its copy.")
        if made:
            aside = place.with_suffix(f".{os.getpid()}")
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            aside.rename(place)
        return cls(place.read_bytes()), made

    @property
    def fingerprint(self) -> str:
        """Tells one key from another, and nothing else of it."""
        return blake2b(digest_size=8, key=self._key, person=b"fingerprint").hexdigest()

    @property
    def seed(self) -> int:
        """A number of 64 bits that nobody without the key knows."""
        return int.from_bytes(blake2b(digest_size=8, key=self._key, person=b"seed").digest())

    def numbers(self, domain: str, messages: Iterable[str]) -> list[int]:
        """A keyed number of 64 bits for each message."""
        return [int.from_bytes(tag[:8]) for tag in self._hashed(domain, messages)]

    def tag(self, domain: str, message: str) -> str:
        """A keyed hash of one message, in hexadecimal."""
        (hashed,) = self._hashed(domain, [message])
        return hashed.hex()

    def replace(self, rows: pl.DataFrame, column: str, domain: str, scope: str) -> pl.DataFrame:
        """`column` as 12 characters of base 64; null stays null."""
        # Of dates there are few: they are put into words once each, and not row by row.
        whose = pl.format("{}|{}", pl.col(scope).fill_null(""), column)
        said = rows.select(whose=column if domain in UNSCOPED else whose)
        distinct = said["whose"].unique().drop_nulls().to_frame()
        words = "|{}" if domain in UNSCOPED else "{}"
        messages = distinct.select(pl.format(words, "whose")).to_series()
        known = distinct.with_columns(self._pseudonyms(domain, messages).alias(column))
        found = said.join(known, on="whose", how="left", maintain_order="left")
        return rows.with_columns(found[column])

    def _pseudonyms(self, domain: str, messages: pl.Series) -> pl.Series:
        """A pseudonym for each message; those of the tables before are remembered."""
        asked = messages.to_frame("message")
        known = self._known.get(domain, pl.DataFrame(schema=_KNOWN))
        new = asked.join(known, on="message", how="anti")["message"]
        # Nothing in polars keys a hash: one pass in Python over the distinct identifiers.
        tags = pl.Series(self._hashed(domain, new), dtype=pl.Binary).bin.encode("base64")
        found = pl.DataFrame({"message": new, "pseudonym": tags}, schema=_KNOWN).with_columns(
            pl.col("pseudonym").str.replace_many(["+", "/"], ["-", "_"])
        )
        kept = known if known.height < _REMEMBERED else known.clear()
        self._known[domain] = pl.concat([kept, found])
        return asked.join(
            pl.concat([known, found]), on="message", how="left", maintain_order="left"
        )["pseudonym"]

    def _hashed(self, domain: str, messages: Iterable[str]) -> list[bytes]:
        """The key is worked in once and copied, which halves the cost of each."""
        keyed = blake2b(digest_size=9, key=self._key, person=domain.encode())
        hashed = []
        for message in messages:
            each = keyed.copy()
            each.update(message.encode())
            hashed.append(each.digest())
        return hashed
