"""The pages in a real browser: the editor works under the policy, and no other host is asked for anything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from server_fixtures import Server

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as driver:
        window = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield window
        window.close()


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page that records what it asks for and what goes wrong."""
    tab = browser.new_page(base_url=server.url)
    tab.hosts = set()
    tab.faults = []
    tab.on("request", lambda request: tab.hosts.add(urlsplit(request.url).netloc))
    tab.on("console", lambda message: tab.faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    yield tab
    tab.close()


def quiet(page: Any, server: Server) -> None:
    assert {host for host in page.hosts if host} == {f"127.0.0.1:{server.port}"}
    assert page.faults == []


def test_a_query_is_asked_and_its_rows_are_shown(page: Any, server: Server) -> None:
    page.goto("/query")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table tbody tr")
    assert page.locator(".yasr table tbody tr").count() > 0
    quiet(page, server)


def test_a_stored_question_is_opened(page: Any, server: Server) -> None:
    page.goto("/query")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.select_option("#example", "reports")
    page.wait_for_selector(".CodeMirror-code >> text=claimCount")
    quiet(page, server)


def test_home_leads_to_a_question_with_rows(page: Any, server: Server) -> None:
    page.goto("/")
    page.click("a[href^='/q/reports']")
    page.fill("#p-limit", "1")
    page.fill("#p-outlet", "")
    page.click("main button")
    page.wait_for_selector("tbody tr")
    assert page.locator("tbody tr").count() == 1
    quiet(page, server)
