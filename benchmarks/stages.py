"""
What each stage of a run costs, as JSON on stdout: run by measure.py.

    python benchmarks/stages.py FOLDER
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iro_pipeline import pipeline
from iro_pipeline.workspace import Workspace


def main() -> None:
    costs: dict[str, dict[str, float]] = {}

    def timed(stage: Callable[..., Any], *args: Any) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        made = stage(*args)
        costs[getattr(stage, "__name__", "stage")] = {
            "cpu_s": round(time.process_time() - cpu, 2),
            "wall_s": round(time.perf_counter() - wall, 2),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        return made

    outcome = pipeline.run(Workspace(Path(sys.argv[1])), perform=timed)
    print(json.dumps({"state": outcome.state, "stages": costs}))


if __name__ == "__main__":
    main()
