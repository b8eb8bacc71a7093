"""
What a run costs in CPU seconds, wall seconds and peak memory, beside pandas and DuckDB.

    python benchmarks/measure.py [FOLDER] [--years 1] [--rows 860000] [--json]

Everything timed runs in a process of its own, one after the other. A FOLDER that nation.py has
written, and that no run has been over, is measured as it is.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--years", default="1")
    parser.add_argument("--rows", default="860000")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="iro-benchmark-") as passing:
        root = asked.folder or Path(passing) / "nation"
        written = [] if asked.folder else [nation(root, asked.years, asked.rows)]
        measured = [*written, *runs(root), *peers(root, Path(passing))]
    print(json.dumps(measured, indent=1) if asked.json else "\n".join(map(said, measured)))


def nation(root: Path, years: str, rows: str) -> dict[str, Any]:
    return timed("nation", "nation.py", str(root), "--years", years, "--rows", rows)


def runs(root: Path) -> Iterator[dict[str, Any]]:
    """A run over everything, stage by stage, and the next, which finds nothing new."""
    for what in ("iro run", "iro run again"):
        run = timed(what, "stages.py", str(root))
        told = json.loads(run.pop("told"))
        yield {**run, "told": told["state"]}
        yield from ({"what": f"  {stage}", **cost} for stage, cost in told["stages"].items())


def peers(root: Path, passing: Path) -> Iterator[dict[str, Any]]:
    """The peers, and in how many figures each differs from the run."""
    tables = {name: passing / f"{name}.csv" for name in ("pandas", "duckdb")}
    costs = [timed(name, f"peers_{name}.py", str(root), str(tables[name])) for name in tables]
    for cost in costs:
        yield {**cost, "told": differences(root, tables[cost["what"]])}


def differences(root: Path, table: Path) -> str:
    told = subprocess.run(
        [sys.executable, HERE / "agreement.py", root, table],
        capture_output=True,
        check=True,
        text=True,
    )
    return told.stdout.strip()


def timed(what: str, script: str, *args: str) -> dict[str, Any]:
    """What a script costs with all its children, and the last line that it wrote."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([sys.executable, HERE / script, *args], stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().splitlines()
    if process.returncode:
        raise SystemExit(f"{script} ended with {process.returncode}")
    return {
        "what": what,
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "wall_s": round(time.perf_counter() - began, 2),
        "peak_mb": usage.ru_maxrss // 1024,
        "told": lines[-1] if lines else "",
    }


def said(cost: dict[str, Any]) -> str:
    return (
        f"{cost['what']:24}{cost['cpu_s']:9.2f} CPU s{cost['wall_s']:9.2f} s"
        f"{cost['peak_mb']:8,} MB  {cost.get('told', '')}"
    )


if __name__ == "__main__":
    main()
