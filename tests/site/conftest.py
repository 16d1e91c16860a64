"""Pages of the built site in a browser, for all tests that look at them."""

import os
from pathlib import Path

import pytest

HERE = ("http://127.0.0.1:", "data:", "blob:", "file:", "about:")


def pytest_collection_modifyitems(items):
    """Let continuous integration, whose machine is shared, look twice before it calls the site broken."""
    if os.environ.get("CI"):
        for item in items:
            if item.path.is_relative_to(Path(__file__).parent):
                item.add_marker(pytest.mark.flaky(reruns=2))


def is_complaint(message):
    # Where a page names no icon, a browser asks for one on its own.
    return message.type in ("error", "warning") and not message.location["url"].endswith("/favicon.ico")


class Visitors:
    """Pages in a browser, kept from test to test: a new one takes a second, one that has been used a quarter."""

    def __init__(self, browser):
        self.browser, self.resting, self.visiting, self.complaints = browser, {}, [], []

    def page(self, fresh, **options):
        kind = tuple(sorted(options.items()))
        page = None if fresh else self.resting.setdefault(kind, []) and self.resting[kind].pop()
        page = page or self.arrive(**options)
        self.visiting.append((page, None if fresh else kind))
        return page

    def arrive(self, **options):
        context = self.browser.new_context(**options)
        # The service worker has a test of its own; elsewhere it would only fetch the whole course each time.
        context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })")
        page, complain = context.new_page(), self.complaints.append
        page.on("pageerror", lambda error: complain(f"page error: {error}"))
        page.on("console", lambda message: is_complaint(message) and complain(message.text))
        page.on("request", lambda request: request.url.startswith(HERE) or complain(f"leaves the site: {request.url}"))
        page.on("response", lambda answer: answer.status >= 400 and complain(f"{answer.status}: {answer.url}"))
        return page

    def rest(self):
        """Forget what the test did, and return what its pages complained of."""
        for page, kind in self.visiting:
            if kind is None:
                page.context.close()
            else:
                if page.url.startswith("http"):
                    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
                page.goto("about:blank")
                self.resting[kind].append(page)
        said, self.visiting = list(self.complaints), []
        self.complaints.clear()
        return said


@pytest.fixture(scope="module")
def visitors(browser):
    visitors = Visitors(browser)
    yield visitors
    for pages in visitors.resting.values():
        for page in pages:
            page.context.close()


@pytest.fixture
def open_page(visitors, site):
    """Open a page; at the end, fail if it complained or asked for anything outside the site."""

    def opened(address, *, width=1280, mode="light", fresh=False, **options):
        page = visitors.page(fresh, **options)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme=mode)  # an earlier test may have looked at the print
        page.goto(address if ":" in address else f"{site}/{address}")
        return page

    yield opened
    assert visitors.rest() == []
