"""The built site in Firefox and in WebKit, the engine of Safari: it opens, is quiet, stays at home, and answers keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import BUILD, EXPLORABLES, missing, serve
from tests.site import browsers
from tests.site.hosts import serving

pytestmark = pytest.mark.whole

PAGES = sorted(path.relative_to(BUILD / "html").as_posix() for path in (BUILD / "html").glob("book/*.html"))
PAGES += ["index.html", "search.html", "404.html", "whole_course.html"]
VIEWS = [(390, "light"), (1280, "dark")]  # `test_site` has all four in Chromium
AXE = """
document.body.dataset.theme = "MODE";
document.head.append(Object.assign(document.createElement("style"), {
  textContent: "* { transition: none !important; content-visibility: visible !important; }" }));
const drawings = { exclude: [["math"], ["svg"]] };  // painted with what axe does not look at
const { violations } = await axe.run(drawings, { preload: false, resultTypes: ["violations"] });
return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(node => node.target)]);
"""
WALK = """
for (let y = 0; y < document.documentElement.scrollHeight; y += 800) {
  scrollTo(0, y);
  await new Promise(requestAnimationFrame);
}
return document.documentElement.scrollWidth - document.documentElement.clientWidth;
"""
# All controls that can be seen, once every question that hides the others has been skipped.
FIND = f"""
const drawn = {browsers.DRAWN}, explorables = [...document.querySelectorAll(".lb-explorable")];
for (const button of document.querySelectorAll(".lb-predict button")) if (button.textContent === "Skip") button.click();
await drawn();
window.controls = explorables.flatMap(e => [...e.querySelectorAll("{browsers.CONTROLS}")].map(control => [e, control]))
  .filter(([, control]) => control.checkVisibility());
return [explorables.length, controls.length];
"""
LOOK = f"""
await ({browsers.DRAWN})();
return ({browsers.SHOWN_BESIDES})(...controls[PLACE]);
"""
FOCUS = """
const [, control] = controls[PLACE];
if (!control.isConnected || !control.checkVisibility()) return null;
control.focus();
return control.tagName === "BUTTON" ? "Enter" : control.type === "checkbox" ? "Space" : "ArrowUp";
"""


@pytest.fixture(scope="module", params=["Firefox", "WebKit"])
def other(request):
    """One of the other browsers, with a window of its own for all pages."""
    name = request.param
    if name == "Firefox":
        path = browsers.firefox_path() or missing(
            name, "Install it, for example with: sudo apt-get install firefox-esr"
        )
        start = browsers.firefox(path)
    else:
        path = browsers.webkit_path() or missing(name, "Install it with: sudo apt-get install webkit2gtk-driver xvfb")
        start = browsers.webkit(path)
    with start as browser:
        yield browser


@pytest.fixture(scope="module")
def watched(html):
    """The address of the built site; every page notes its own complaints."""
    with serve(html, head=browsers.WATCHER) as address:
        yield address


@pytest.mark.parametrize("address", PAGES)
def test_every_page_works(other, watched, address):
    other.open(f"{watched}/{address}")
    assert other.run(WALK) <= 0, "wider than the screen"
    if address.removeprefix("book/").removesuffix(".html") in EXPLORABLES:
        explorables, controls = other.run(FIND)
        assert explorables >= 1, "no explorable has come alive"
        assert controls >= 2
        worked = 0
        for place in map(str, range(controls)):
            before = other.run(LOOK.replace("PLACE", place))
            if key := other.run(FOCUS.replace("PLACE", place)):
                other.press(key)
                worked += 1
                assert other.run(LOOK.replace("PLACE", place)) != before, other.run(
                    f"return controls[{place}][1].outerHTML"
                )
        assert worked >= 2
    assert other.complaints() == []


@pytest.mark.parametrize("address", [page for page in PAGES if page != "whole_course.html"])
def test_axe_finds_nothing_in_firefox(other, watched, address):
    if not hasattr(other, "resize"):
        pytest.skip("WebKit's driver has windows of one size")
    for width, mode in VIEWS:
        other.resize(width)
        other.open(f"{watched}/{address}")
        other.run(Axe().axe_script + "; return 0")
        assert other.run(AXE.replace("MODE", mode)) == [], (width, mode)
    other.resize(browsers.WIDTH)


def test_complaints_are_heard(other, watched):
    """Or the test above could not fail."""
    other.open(f"{watched}/book/mse.html")
    other.run("""
      console.error("said aloud");
      setTimeout(() => { throw new Error("thrown"); });
      document.body.append(Object.assign(new Image(), { src: "/nowhere.png" }));
      document.body.append(Object.assign(new Image(), { src: "http://127.0.0.1:9/elsewhere.png" }));
      await new Promise(go => setTimeout(go, 500));
    """)
    complaints = " ".join(other.complaints())
    for words in ("said aloud", "thrown", "nowhere.png", "elsewhere.png"):
        assert words in complaints


def test_reads_without_a_network_after_a_host_that_drops_html(other, html):
    with serving({"/lossbook/": html}, clean=True) as host:
        site = f"{host.origin}/lossbook/"
        other.open(f"{site}book/intro.html")
        other.run("dispatchEvent(new Event('scroll'));")  # the first thing a reader does
        at_work = "navigator.serviceWorker.controller?.state === 'activated'"
        other.run(f"while (!({at_work})) await new Promise(go => setTimeout(go, 100));")
        # The host hangs up, fails, keeps silent, and at last has no such page.
        title = "return document.querySelector('article h1, main h1').textContent;"
        for fault, address, words in [
            ("hang up", "book/huber", "Huber"),
            (503, "book/mae.html", "Mean absolute"),
            ("hang", "book/mse", "Mean squared"),
            ("hang up", "book/nosuch.html", "Nothing here"),
            (None, "book/nosuch.html", "Nothing here"),
        ]:
            host.fault = fault
            other.open(site + address)
            assert other.run(title).startswith(words), (fault, address)
