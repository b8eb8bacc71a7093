"""A workspace that files are dropped on, night after night."""

from pathlib import Path

from iro_pipeline import intake
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.workspace import Workspace

LIVERPOOL, KNOWSLEY = "E08000012", "E08000011"


class Desk:
    """A workspace that reviews are dropped on, night after night."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.workspace.prepare()
        self.ledger = Ledger(self.workspace.record)

    def drop(
        self,
        text: str,
        period: int = 2024,
        authority: str = LIVERPOOL,
        *,
        source: str = "ssda903",
        name: str = "reviews",
    ) -> None:
        place = self.workspace.raw / f"{source}/{period}/{authority}/{name}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def night(self) -> list[Receipt]:
        intake.receive(self.workspace, self.ledger)
        return intake.inspect(self.workspace, self.ledger)

    def states(self) -> list[str]:
        return [each.state for each in self.ledger.receipts(intake.reading_of(self.ledger))]

    def release(self) -> None:
        """What stands is published, as a run does at its end."""
        reading, last = intake.reading_of(self.ledger), self.ledger.last()
        loaded = [each for each in self.ledger.receipts(reading) if each.state == "loaded"]
        name = f"{last:06d}-{reading}"
        self.ledger.releases.note(name, last, reading, [each.arrival for each in loaded])


def reviews(children: range, year: int = 2023, code: str = "PN1") -> str:
    """A review of each child, a day apart from May of the year on, all born on one day."""
    rows = [
        f"{child},01/02/{year - 10},{1 + child % 28:02}/{5 + child // 28 % 7:02}/{year},{code}"
        for child in children
    ]
    return "\n".join(["CHILD,DOB,REVIEW,REVIEW_CODE", *rows, ""])
