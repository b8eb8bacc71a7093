"""The ledger's file: its tables, whose eyes it is for, and how it is opened."""

import contextlib
import os
import sqlite3
from collections.abc import Generator
from pathlib import Path

# Raised when the shape of the receipts changes: they are made again from the received bytes.
EDITION = 5

_TABLES = """
CREATE TABLE IF NOT EXISTS arrival (
    sequence INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    received_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    UNIQUE (run, path)
);
CREATE TABLE IF NOT EXISTS receipt (
    arrival INTEGER NOT NULL REFERENCES arrival (sequence),
    build TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('loaded', 'held', 'waiting', 'quarantined', 'ignored', 'duplicate')),
    source TEXT NOT NULL,
    table_name TEXT NOT NULL,
    period INTEGER,
    authority TEXT,
    contract TEXT NOT NULL,
    rows_in INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    faults TEXT NOT NULL,
    reason TEXT NOT NULL,
    holds TEXT NOT NULL,
    unchecked TEXT NOT NULL,
    new INTEGER,
    changed INTEGER,
    withdrawn INTEGER,
    takes_up TEXT NOT NULL,
    PRIMARY KEY (arrival, table_name, build),
    CHECK (rows_in = accepted + rejected)
);
CREATE TABLE IF NOT EXISTS decision (
    sequence INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL CHECK (verdict IN ('use', 'set aside', 'means')),
    decided_by TEXT NOT NULL,
    why TEXT NOT NULL,
    arrival INTEGER REFERENCES arrival (sequence),
    name TEXT,
    la_code TEXT,
    decided_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    CHECK ((arrival IS NULL) = (verdict = 'means'))
);
CREATE TABLE IF NOT EXISTS erasure (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'child', 'respondent')),
    scope TEXT NOT NULL,
    tags TEXT NOT NULL,
    found TEXT NOT NULL,
    erased_by TEXT NOT NULL,
    why TEXT NOT NULL,
    erased_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    finished_at TEXT
);
CREATE TABLE IF NOT EXISTS redaction (
    sha256 TEXT PRIMARY KEY,
    kept TEXT NOT NULL,
    left_out TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS forgotten (
    arrival INTEGER NOT NULL REFERENCES arrival (sequence),
    source TEXT NOT NULL,
    table_name TEXT NOT NULL,
    period INTEGER,
    authority TEXT,
    contract TEXT NOT NULL,
    rows_in INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    keeps_place INTEGER NOT NULL,
    takes_up TEXT NOT NULL,
    PRIMARY KEY (arrival, table_name)
);
CREATE TABLE IF NOT EXISTS judged (
    arrival INTEGER NOT NULL REFERENCES arrival (sequence),
    table_name TEXT NOT NULL,
    state TEXT NOT NULL,
    takes_up TEXT NOT NULL,
    PRIMARY KEY (arrival, table_name)
);
CREATE TABLE IF NOT EXISTS identifier_key (fingerprint TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS release (
    id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    build TEXT NOT NULL,
    released_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    confirmed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TABLE IF NOT EXISTS rested (
    release TEXT PRIMARY KEY REFERENCES release (id),
    arrivals TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS approval_asked (
    number INTEGER PRIMARY KEY,
    asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
    decided_by TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TABLE IF NOT EXISTS awaiting (release TEXT PRIMARY KEY REFERENCES release (id));
CREATE TABLE IF NOT EXISTS approval (
    release TEXT PRIMARY KEY REFERENCES release (id),
    approved_by TEXT NOT NULL,
    why TEXT NOT NULL,
    approved_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TABLE IF NOT EXISTS delivery (
    number INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    who TEXT NOT NULL,
    audience TEXT NOT NULL,
    edition TEXT NOT NULL,
    release TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'later', 'refused')),
    noted_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
CREATE TRIGGER IF NOT EXISTS delivery_stays BEFORE UPDATE ON delivery
    BEGIN SELECT RAISE(ABORT, 'what was delivered stays as it was noted'); END;
CREATE TRIGGER IF NOT EXISTS delivery_is_kept BEFORE DELETE ON delivery
    BEGIN SELECT RAISE(ABORT, 'what was delivered stays noted'); END;
"""
_MAKING = f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {EDITION}; COMMIT;"
RENEWING = _MAKING.replace("IMMEDIATE;", "IMMEDIATE; DROP TABLE IF EXISTS receipt;")
PATIENCE = 30  # seconds


def worked_on(folder: Path) -> sqlite3.Connection:
    """The ledger's file, made if there is none, for its owner's eyes only."""
    place = folder / "ledger.sqlite"
    with contextlib.suppress(FileExistsError):
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for file in folder.glob("ledger.sqlite*"):
        with contextlib.suppress(FileNotFoundError):
            file.chmod(0o600)
    db = sqlite3.connect(place, isolation_level=None, timeout=PATIENCE)
    if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        db.executescript(_MAKING)
    # Refused where another run opens the new file at the same moment; it sets the same.
    with contextlib.suppress(sqlite3.OperationalError):
        db.execute("PRAGMA journal_mode=WAL")
    for setting in ("synchronous=FULL", "secure_delete=ON"):
        db.execute(f"PRAGMA {setting}")
    return db


def looked_at(folder: Path) -> sqlite3.Connection:
    place = (folder / "ledger.sqlite").resolve().as_uri()
    db = sqlite3.connect(f"{place}?mode=rw", uri=True, isolation_level=None, timeout=PATIENCE)
    db.execute("PRAGMA query_only=ON")
    return db


def renewed_copy(db: sqlite3.Connection) -> sqlite3.Connection:
    """What an earlier edition still tells: everything but its receipts."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(db):
        db.backup(copy)
    copy.executescript(RENEWING)
    return copy


def edition(db: sqlite3.Connection) -> int:
    return db.execute("PRAGMA user_version").fetchone()[0]


def last(db: sqlite3.Connection) -> int:
    """The newest number of the one sequence that arrivals, decisions and erasures share."""
    (number,) = db.execute(
        "SELECT coalesce(max(sequence), 0) FROM (SELECT sequence FROM arrival"
        " UNION ALL SELECT sequence FROM decision UNION ALL SELECT sequence FROM erasure)"
    ).fetchone()
    return number


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Generator[None]:
    """All of it, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
