"""
Pictures of everything that people receive with a release, to be looked at: one PNG a surface.

`python -m benchmarks.looking RELEASE OUT [FOLDER …]`, where a FOLDER is one of the release's, such
as `regions/north-west` or `authorities/E08000012`; without any, all of regions, partnerships and
England. Needs the dependency group `browser`, a chromium, and pdftoppm for prints; LibreOffice
draws the workbooks where it is installed.
"""

import importlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (1100, 390)
THEMES = ("light", "dark")
PACKS = ("regions/*", "partnerships/*", "england")


def main(release: Path, out: Path, folders: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    chosen = [release / name for name in folders] or [
        folder for pattern in PACKS for folder in sorted(release.glob(pattern))
    ]
    # A machine that only checks types has no such group.
    with importlib.import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for folder in chosen:
            name = "-".join(folder.relative_to(release).parts)
            for picture in (
                *of_page(browser, folder / "page.html", out, name),
                *of_print(folder / "print.pdf", out / f"{name}-print"),
                *of_workbook(folder / "workbook.xlsx", out / f"{name}-workbook"),
            ):
                print(picture)
        browser.close()


def chromium() -> str:
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        raise SystemExit(f"None of {', '.join(CHROMIUMS)} is installed: pages cannot be drawn")
    return found


def of_page(browser: Any, page: Path, out: Path, name: str) -> Iterator[Path]:
    """The whole page at each width and in each theme, and as it prints."""
    if not page.exists():
        return
    for theme in THEMES:
        for width in WIDTHS:
            size = {"width": width, "height": 900}
            tab = browser.new_page(viewport=size, color_scheme=theme)
            tab.goto(page.resolve().as_uri())
            picture = out / f"{name}-page-{width}-{theme}.png"
            tab.screenshot(path=picture, full_page=True)
            tab.close()
            yield picture
    tab = browser.new_page()
    tab.goto(page.resolve().as_uri())
    printed = out / f"{name}-page.pdf"
    tab.pdf(path=printed, prefer_css_page_size=True)
    tab.close()
    yield from of_print(printed, out / f"{name}-page-printed")


def of_print(pdf: Path, stem: Path) -> Iterator[Path]:
    """Each leaf of a PDF."""
    if pdf.exists() and shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, stem], check=True)
        yield from sorted(stem.parent.glob(f"{stem.name}-*.png"))


def of_workbook(workbook: Path, stem: Path) -> Iterator[Path]:
    """Each printed leaf of a workbook, where LibreOffice is installed."""
    office = shutil.which("soffice")
    if office is None or not workbook.exists():
        return
    with tempfile.TemporaryDirectory() as place:
        as_pdf = ["--headless", "--convert-to", "pdf", "--outdir", place]
        subprocess.run([office, *as_pdf, workbook], check=True, capture_output=True)
        yield from of_print(Path(place) / "workbook.pdf", stem)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
