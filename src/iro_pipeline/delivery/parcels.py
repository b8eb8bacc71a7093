"""The packs of a release, as they can be handed over."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iro_pipeline.delivery import Undeliverable
from iro_pipeline.delivery.audiences import ENGLAND, PARTNERSHIP, Audience
from iro_pipeline.delivery.lines import is_one_line
from iro_pipeline.publications import verify

# Nothing else leaves a pack's folder, whatever lies there.
SURFACES = ("print.pdf", "workbook.xlsx", "page.html")
FOLDERS = ("regions/*", "partnerships/*", "authorities/*", "england")
LONGEST = 100  # letters of a file's name: with its folders it is to fit what Windows allows
TEXTS = ("edition", "kind", "area", "name", "period")


@dataclass(frozen=True)
class Parcel:
    """A pack of a release: for whom, of which `edition` (a digest of its content), which files."""

    audience: Audience
    edition: str
    name: str
    period: str
    invented: bool
    release: str
    folder: Path

    @property
    def surfaces(self) -> list[str]:
        """Those that the pack has: an authority's has no workbook."""
        return [name for name in SURFACES if (self.folder / name).is_file()]

    @property
    def label(self) -> str:
        """Whose it is, as a file's name may say it; a partnership may be called as a region is."""
        named = slug(self.name) or slug(self.folder.name)
        return f"partnership-{named}" if self.audience.kind == "partnership" else named

    @property
    def stem(self) -> str:
        """How its files are called once they have left the folder that says what they are."""
        said = slug(f"iro {self.label} {self.period}")[:LONGEST].rstrip("-")
        return f"INVENTED-{said}" if self.invented else said

    def named(self, surface: str) -> str:
        """A surface's name outside of the release."""
        return f"{self.stem}{Path(surface).suffix}"

    def contents(self, surface: str) -> bytes:
        """Its bytes. Raises OSError for a link: it may lead into another's pack."""
        descriptor = os.open(self.folder / surface, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()


def parcels(release: Path) -> dict[Audience, Parcel]:
    """
    Every pack of a release, by whom it is for.

    Raises Undeliverable where the release is not whole, or a pack does not say whose it is.
    """
    if wrong := verify(release):
        told = "; ".join(wrong[:3])
        raise Undeliverable(
            f"Release {release.name} is not whole, and nothing of it is sent: {told}. "
            "Make it again, or deliver another."
        )
    found: dict[Audience, Parcel] = {}
    for pattern in FOLDERS:
        for folder in sorted(release.glob(pattern)):
            if (folder / "pack.json").exists():
                parcel = _parcel(release, folder)
                if parcel.audience in found:
                    raise _unclear(folder, "a pack of which there is another")
                found[parcel.audience] = parcel
    return found


def _parcel(release: Path, folder: Path) -> Parcel:
    if any(each.is_symlink() for each in (folder.parent, folder, *folder.iterdir())):
        raise _unclear(folder, "a link")
    said = _said(folder)
    audience = _audience(folder, said)
    if audience is None:
        raise _unclear(folder, "another's pack than its folder is for")
    told = (said["edition"], said["name"], said["period"], said["invented"])
    return Parcel(audience, *told, release.name, folder)


def _said(folder: Path) -> dict[str, Any]:
    """What pack.json says, of the types that it should be."""
    try:
        said = json.loads((folder / "pack.json").read_bytes())
    except ValueError:
        raise _unclear(folder, "no JSON in pack.json") from None
    if not isinstance(said, dict) or not isinstance(said.get("invented"), bool):
        raise _unclear(folder, "a pack.json that does not say whether it is invented")
    for name in TEXTS:
        if not isinstance(told := said.get(name), str) or not is_one_line(told):
            raise _unclear(folder, f"a pack.json without {name} on one line")
    if not re.fullmatch("[0-9a-f]{12}", said["edition"]):
        raise _unclear(folder, "an edition that is not of 12 hexadecimal digits")
    return said


def _audience(folder: Path, said: dict[str, Any]) -> Audience | None:
    """
    Whose the pack is, where the folder says the same.

    A partnership's folder may be called otherwise than it: what is in it is public.
    """
    match said["kind"], folder.parent.name:
        case "region", "regions" if folder.name == slug(said["name"]):
            kind, name = "region", said["name"]
        case "authority", "authorities" if folder.name == said["area"]:
            kind, name = "authority", said["area"]
        case "partnership", "partnerships":
            kind, name = "partnership", f"{PARTNERSHIP} {said['name']}"
        case "england", _ if folder.name == ENGLAND:
            kind, name = "england", ENGLAND
        case _:
            return None
    try:
        found = Audience.parse(name)
    except ValueError:
        return None
    return found if found.kind == kind else None


def slug(text: str) -> str:
    """Small letters, digits and hyphens: safe as a name in a path, a header and a zip."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _unclear(folder: Path, found: str) -> Undeliverable:
    place = f"{folder.parent.name}/{folder.name}"
    return Undeliverable(f"The pack in {place} has {found}: nothing is sent. Make it again.")
