"""
Whether the pipeline and a peer come to the same numbers: run by measure.py.

    python benchmarks/agreement.py FOLDER PEER.csv
"""

import sys
from pathlib import Path

import polars as pl

OWNER = ["authority", "period"]
KINDS = ("first", "second", "later")
IN_SCOPE = [f"PN{number}" for number in range(1, 8)]
TAKING_PART = ["PN1", "PN2", "PN3", "PN5", "PN6"]


def of_the_pipeline(root: Path) -> pl.DataFrame:
    """The peers' table, from the facts of a run."""
    facts = {
        name: pl.scan_ipc(root / f"data/processed/restricted/facts/{name}.arrow")
        for name in ("looked_after", "review_due", "review")
    }
    in_time = (pl.col("held_on") <= pl.col("due_on")).fill_null(False)
    kinds = {kind: (pl.col("kind") == kind) & pl.col("determinable") for kind in KINDS}
    code = pl.col("participation")
    present = facts["looked_after"].filter(~pl.col("short_breaks")).group_by(OWNER)
    due = facts["review_due"].group_by(OWNER)
    held = facts["review"].group_by(OWNER)
    tables = [
        due.agg(
            **{f"{kind}_due": of_kind.sum() for kind, of_kind in kinds.items()},
            **{f"{kind}_on_time": (of_kind & in_time).sum() for kind, of_kind in kinds.items()},
            unknown=(~pl.col("determinable") & (pl.col("clock") != "short_breaks")).sum(),
        ),
        held.agg(in_scope=code.is_in(IN_SCOPE).sum(), took_part=code.is_in(TAKING_PART).sum()),
    ]
    table = present.agg(looked_after=pl.len())
    for other in tables:
        table = table.join(other, on=OWNER, how="full", coalesce=True)
    return table.collect().fill_null(0).sort(OWNER)


def differences(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """How many figures of one table are not the other's."""
    both = one.join(other.fill_null(0), on=OWNER, how="full", suffix=" of the other")
    figures = [name for name in one.columns if name not in OWNER]
    return both.select(
        pl.sum_horizontal(
            (pl.col(name).ne_missing(pl.col(f"{name} of the other"))).sum() for name in figures
        )
    ).item()


def main() -> None:
    mine, theirs = of_the_pipeline(Path(sys.argv[1])), pl.read_csv(sys.argv[2])
    print(f"{differences(mine, theirs)} of {mine.height * (mine.width - 2):,} figures differ")


if __name__ == "__main__":
    main()
