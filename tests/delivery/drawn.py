"""A release with packs, drawn by hand, and a record that knows it."""

import json
from collections.abc import Iterable
from pathlib import Path

from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.publications.checksums import seal
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace

FIRST, SECOND, THIRD = "000007-aaaaaaaaaaaa", "000009-bbbbbbbbbbbb", "000012-cccccccccccc"
EDITION, ANOTHER = "0123456789ab", "ba9876543210"
HEADER = "who,address,folder,audience,clearance,from,until"
PERIOD = "Year to 31 March 2024"
SURFACES = ("page.html", "workbook.xlsx", "print.pdf")
PACKS = {
    "regions/north-west": {"kind": "region", "area": "North West", "name": "North West"},
    "regions/london": {"kind": "region", "area": "London", "name": "London"},
    "partnerships/five-boroughs": {
        "kind": "partnership", "area": "Five Boroughs", "name": "Five Boroughs",
    },
    "authorities/E08000012": {"kind": "authority", "area": "E08000012", "name": "Liverpool"},
    "england": {"kind": "england", "area": "E92000001", "name": "England"},
}  # fmt: skip


def figures_of(folder: str, release: str) -> str:
    """What each surface of a pack says, in every pack and release otherwise."""
    return f"figures of {folder} in {release}"


def released(
    root: Path, name: str = FIRST, edition: str = EDITION, folders: Iterable[str] = PACKS
) -> Path:
    """A whole release of these packs, known to the ledger, and the latest."""
    workspace = Workspace(root)
    place = workspace.releases / name
    for folder in folders:
        pack(place, folder, edition=edition)
    seal(place)
    Ledger(workspace.record).releases.note(name, int(name[:6]), "build")
    (workspace.releases / "latest").unlink(missing_ok=True)
    (workspace.releases / "latest").symlink_to(name)
    return place


def pack(release: Path, within: str, **said: object) -> Path:
    """A pack's folder; `said` in place of what its pack.json should say."""
    folder = release / within
    folder.mkdir(parents=True, exist_ok=True)
    told = {"edition": EDITION, "period": PERIOD, "invented": True, **PACKS[within], **said}
    (folder / "pack.json").write_text(json.dumps(told))
    (folder / "README.md").write_text("what lies beside and is not sent")
    for surface in SURFACES:
        if (told["kind"], surface) != ("authority", "workbook.xlsx"):
            text = f"{surface}: {figures_of(within, release.name)}"
            (folder / surface).write_text(text)
    return folder


def redrawn(place: Path, within: str, **said: object) -> None:
    """The pack made again otherwise, in a release that is whole again."""
    pack(place, within, **said)
    seal(place)


def prepared(root: Path) -> Workspace:
    """A record with its key, and no release yet."""
    made = Workspace(root)
    made.prepare()
    key, _ = Pseudonyms.kept_in(made.record / "identifier.key")
    Ledger(made.record).remember_key(key.fingerprint)
    return made


def listed(root: Path, *rows: str, header: str = HEADER) -> Path:
    """The file of recipients, for its owner's eyes only."""
    return private(root / "data/record/recipients.csv", "\n".join([header, *rows]) + "\n")


def settings(root: Path, port: int, **said: object) -> Path:
    """A mail server on this machine."""
    usual = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "iro@sender.example"}
    lines = [f"{name} = {json.dumps(value)}" for name, value in {**usual, **said}.items()]
    return private(root / "data/record/mail.toml", "\n".join(lines) + "\n")


def private(place: Path, text: str) -> Path:
    place.write_text(text, encoding="utf-8")
    place.chmod(0o600)
    return place


def mailed(who: str, address: str, audience: str, clearance: str = "") -> str:
    return f'{who},{address},,"{audience}","{clearance or audience}",,'


def put(who: str, folder: Path, audience: str, clearance: str = "") -> str:
    return f'{who},,{folder},"{audience}","{clearance or audience}",,'
