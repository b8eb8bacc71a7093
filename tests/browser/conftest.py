"""Pages in a real browser: skipped, with the reason, where there is none."""

import importlib
import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from iro_pipeline.publications import page
from tests.publications import drawn

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PACKS = {
    "region": drawn.region,
    "partnership": drawn.partnership,
    "england": drawn.england,
    "authority": drawn.authority,
    "silent": drawn.silent_authority,
}

IS_THERE = importlib.util.find_spec("playwright") is not None


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not IS_THERE:
        pytest.skip("It needs the dependency group `browser`")
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.skip(f"None of {', '.join(CHROMIUMS)} is installed")
    with importlib.import_module("playwright.sync_api").sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where each drawn pack's page stands."""
    folder: Path = tmp_path_factory.mktemp("pages")
    for name, pack in PACKS.items():
        (folder / f"{name}.html").write_text(page.render(pack()), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in PACKS}


@pytest.fixture
def opened(browser, addresses) -> Iterator[Callable[..., Any]]:
    """Opens a pack's page; whatever it would ask of another address is refused and kept."""
    tabs = []

    def open_(name: str, *, width: int = 1100, theme: str = "light", anchor: str = "", **more):
        tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, **more)
        tabs.append(tab)
        tab.asked = []
        tab.route("**/*", lambda route: _only_itself(route, addresses[name], tab.asked))
        tab.goto(addresses[name] + anchor)
        return tab

    yield open_
    for tab in tabs:
        tab.close()


def _only_itself(route: Any, address: str, asked: list[str]) -> None:
    if route.request.url.split("#")[0] == address:
        route.continue_()
    else:
        asked.append(route.request.url)
        route.abort()
