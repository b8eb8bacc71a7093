"""A person lets a release out: until then readers see the one before."""

from iro_pipeline import releases
from iro_pipeline.publications import verify
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace


class NotApprovable(Exception):
    """A release that cannot be let out: what was found and what to do."""


def approve(workspace: Workspace, ledger: Ledger, name: str, by: str, why: str) -> None:
    """
    Record who approved a release that waits, and move `latest` to it.

    Raises NotApprovable for one that is not known, not whole, out already, or older than what is.
    """
    order, seen = [each.id for each in ledger.releases.all()], workspace.latest()
    if name not in order:
        raise NotApprovable(f"There is no release {name}: `iro release` lists those that wait.")
    if seen is not None and seen.name == name:
        raise NotApprovable(f"Release {name} is out already.")
    if seen is not None and seen.name in order and order.index(name) < order.index(seen.name):
        raise NotApprovable(f"Release {name} is older than {seen.name}, which is out.")
    place = workspace.releases / name
    if not place.is_dir():
        number = name.partition("-")[0].lstrip("0")
        raise NotApprovable(
            f"The folder of release {name} is not there: `iro run --as-of {number}` makes it again."
        )
    if wrong := verify(place):
        raise NotApprovable(f"The release {name} is not whole: {'; '.join(wrong[:5])}.")
    ledger.approvals.approve(name, by, why)
    releases.point_latest(workspace, name)
