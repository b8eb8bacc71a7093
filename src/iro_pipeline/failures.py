"""A failure as it may be told: its kind and its place, never its message."""

import traceback
from pathlib import Path


def where(failure: BaseException) -> str:
    """The kind of a failure and the line of ours that met it; never its message: it may quote."""
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [frame for frame in frames if "iro_pipeline" in Path(frame.filename).parts] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    # The system's words for an errno ("No space left on device") hold no name and no value.
    system = f" ({failure.strerror})" if isinstance(failure, OSError) and failure.strerror else ""
    return f"{type(failure).__name__}{system}{place}"
