"""
A national year of SSDA903, or several, for the benchmarks: real authorities, invented children.

    python benchmarks/nation.py FOLDER [--years 1] [--rows 860000] [--seed 2017]
"""

import argparse
from pathlib import Path

from iro_pipeline.invention import care
from iro_pipeline.invention.nation import Nation

LAST = 2025
ROWS_OF_ENGLAND = 511_500  # in header, episodes and reviews of a year with as many children


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=int, default=1, help="years, the last of them 2025")
    parser.add_argument("--rows", type=int, default=860_000, help="about so many rows a year")
    parser.add_argument("--seed", type=int, default=2017)
    asked = parser.parse_args()
    files = generate(asked.folder, asked.years, asked.rows, asked.seed)
    rows = sum(file.read_bytes().count(b"\n") - 1 for file in files)
    print(f"{rows:,} rows in {len(files):,} files")


def generate(folder: Path, years: int, rows: int, seed: int) -> list[Path]:
    """Write header, episodes and reviews of each authority and year; return the files."""
    periods = range(LAST - years + 1, LAST + 1)
    nation = Nation.draw(folder / "data/raw", seed, periods, children=rows / ROWS_OF_ENGLAND)
    return list(care.arrivals(nation))


if __name__ == "__main__":
    main()
