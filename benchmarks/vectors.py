"""
Whether our statistics agree with worked cases of the reference implementations.

    python benchmarks/vectors.py FOLDER

FOLDER holds MANIFEST.jsonl, one case a line, and `<family>/<case>__<part>.csv`. Prints a line a
case with the worst difference and the tolerance that the manifest gives it; exits 1 if one
fails or cannot be run.
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.worked import CASES


@dataclass(frozen=True)
class Tolerance:
    """Absolute or relative; `first` is that of the first row, which may be looser."""

    relative: bool
    first: float
    others: float

    @classmethod
    def told(cls, words: str) -> "Tolerance":
        """From words such as `abs 1e-9` or `rel 1e-4 at 1 event, else 1e-6`; others allow none."""
        loose = re.match(r"(abs|rel) ([\d.e-]+)", words)
        if loose is None:
            return cls(False, 0.0, 0.0)
        kind, first = loose.groups()
        otherwise = re.search(r"else ([\d.e-]+)", words)
        return cls(kind == "rel", float(first), float((otherwise or loose)[1 if otherwise else 2]))

    def differences(self, ours: ArrayLike, theirs: ArrayLike) -> tuple[float, float]:
        """The worst of the first row and of the others; infinite where only one has a figure."""
        one, other = (np.atleast_2d(np.asarray(each, float).T).T for each in (ours, theirs))
        if one.shape != other.shape:
            return np.inf, np.inf
        off = abs(one - other)
        if self.relative:
            off = off / np.where(other == 0, 1, abs(other))
        off = np.where(np.isnan(one) & np.isnan(other), 0, np.nan_to_num(off, nan=np.inf))
        return off[0].max(), off[1:].max(initial=0)


def judged(folder: Path, case: dict[str, str]) -> dict[str, object]:
    """One line of the table."""
    name = f"{case['family']}/{case['case']}"
    line: dict[str, object] = {"case": name, "tolerance": case["tolerance"][:8]}
    if name not in CASES:
        return line | {"n": 0, "worst": None, "agrees": False}

    def part(of: str) -> pl.DataFrame:
        return read(folder / (f"{case['family']}/{of}.csv" if "__" in of else f"{name}__{of}.csv"))

    ours, theirs = CASES[name](part)
    tolerance = Tolerance.told(case["tolerance"])
    first, others = tolerance.differences(ours, theirs)
    agrees = first <= tolerance.first and others <= tolerance.others
    return line | {
        "n": len(np.asarray(ours)),
        "worst": float(max(first, others)),
        "agrees": bool(agrees),
    }


def read(file: Path) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema_length=None, null_values=["NA", ""])


def main() -> None:
    folder = Path(sys.argv[1])
    cases = map(json.loads, (folder / "MANIFEST.jsonl").read_text().splitlines())
    table = pl.DataFrame(
        [judged(folder, case) for case in cases],
        infer_schema_length=None,
    ).select("case", "n", "worst", "tolerance", "agrees")
    with pl.Config(tbl_rows=-1, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        print(table)
    sys.exit(0 if table["agrees"].all() else 1)


if __name__ == "__main__":
    main()
