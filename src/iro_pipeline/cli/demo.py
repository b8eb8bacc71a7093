"""iro demo, iro sample: an invented nation, with and without a run over it."""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli.endings import DryRun, Json, result
from iro_pipeline.cli.headlines import headlines
from iro_pipeline.cli.messages import counted, opening, outcome_record, tally

if TYPE_CHECKING:
    from iro_pipeline.pipeline import Outcome

PERIODS = (2022, 2023, 2024)
NOTICE = "Everything here is invented: no child, officer, answer or council's figure is real."

Folder = Annotated[Path, typer.Argument(help="A new or empty folder to write into.")]
Seed = Annotated[int, typer.Option(help="The same seed invents the same nation.")]
Children = Annotated[
    float, typer.Option(min=0.001, max=10, help="How many children, as a share of England's.")
]


def sample(
    folder: Folder,
    children: Children = 0.25,
    seed: Seed = 2017,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Invent a nation's files in FOLDER, without a run."""
    from iro_pipeline.invention import invent

    with place(folder, dry_run=dry_run) as root:
        made = inventory(root, invent(root, seed=seed, periods=PERIODS, children=children))
    result(
        [said(made, folder, dry_run=dry_run), NOTICE],
        {"invented": True, "folder": None if dry_run else folder, **made},
        as_json=as_json,
    )


def demo(
    folder: Folder = Path("demo"),
    children: Children = 0.25,
    seed: Seed = 2017,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Invent a nation in FOLDER and run everything over it."""
    from iro_pipeline import pipeline
    from iro_pipeline.invention import invent
    from iro_pipeline.workspace import Workspace

    with place(folder, dry_run=dry_run) as root:
        made = inventory(root, invent(root, seed=seed, periods=PERIODS, children=children))
        outcome = pipeline.run(Workspace(root))
        lines = headlines(outcome.folder)
    if dry_run:
        outcome = replace(outcome, state="rehearsed", folder=None)
    result(
        [said(made, folder, dry_run=dry_run), *summary(outcome), *lines, NOTICE],
        {"invented": True, **made, **outcome_record(outcome), "headlines": lines},
        as_json=as_json,
    )
    raise typer.Exit(outcome.exit_code)


@contextmanager
def place(folder: Path, *, dry_run: bool) -> Generator[Path]:
    """The folder to write into: the one asked for if it is new, or one that is thrown away."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise typer.BadParameter(
            f"{folder} is there already and is not an empty folder; name a new one."
        )
    if dry_run:
        with TemporaryDirectory() as passing:
            yield Path(passing)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def inventory(root: Path, files: Sequence[Path]) -> dict[str, Any]:
    """How many files were invented, in all and by source, and their size in bytes."""
    sources = Counter(file.relative_to(root / "data/raw").parts[0] for file in files)
    size = sum(file.stat().st_size for file in files)
    return {"files": len(files), "bytes": size, "sources": dict(sorted(sources.items()))}


def summary(outcome: "Outcome") -> list[str]:
    """What became of the invented files, and where to look."""
    authorities = {each.authority for each in outcome.receipts if each.authority}
    look = [f"Look first at {outcome.folder / 'README.md'}"] if outcome.folder else []
    return [
        f"{counted(len(authorities), 'authority', 'authorities')} sent them.",
        *tally(outcome.receipts),
        opening(outcome),
        *outcome.reasons,
        *look,
    ]


def said(made: dict[str, Any], folder: Path, *, dry_run: bool) -> str:
    sources = ", ".join(f"{source} {count:,}" for source, count in made["sources"].items())
    kept = "rehearsed, nothing kept" if dry_run else f"in {folder}"
    size = f"{made['bytes'] / 1e6:,.1f} MB"
    return f"Invented {counted(made['files'], 'file')} ({sources}; {size}), {kept}."
