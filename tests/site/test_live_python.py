"""Cells run where they are read: Python in the page, in Chromium and in Firefox."""

import contextlib
import json
import re
import shutil
import time

import pytest

from tests.conftest import BUILD, NOTEBOOKS, missing, serve
from tests.site import browsers
from tests.site.hosts import serving
from tests.site.test_site import ready_for_axe, violations

PAGE = "book/mse.html"
FIRST, SECOND, LATER = 3, 5, 8  # cells of that page whose code can be read; the first is preceded by hidden ones
STATE = "document.documentElement.dataset.python"
LOOPS = {
    "nothing": "while True:\n    pass",
    "counting": "n = 0\nwhile True:\n    n += 1",
    "numpy": "import numpy as np\nx = np.ones(1000)\nwhile True:\n    x = np.sqrt(x + 1)",
    "except Exception": "while True:\n    try:\n        int('a')\n    except Exception:\n        pass",
    "bare except": "while True:\n    try:\n        pass\n    except:\n        pass",
    "finally": "while True:\n    try:\n        x = 1\n    finally:\n        y = 2",
    "printing": "while True:\n    print('flood')",
    "sleep": "import time\ntime.sleep(30)",
    "short sleeps": "import time\nwhile True:\n    time.sleep(0.01)",
    "await": "import asyncio\nawait asyncio.sleep(30)",
    "short awaits": "import asyncio\nwhile True:\n    await asyncio.sleep(0)",
    "function": "def f(n):\n    while True:\n        n += 1\n\nf(1)",
    "iterator": "sum(1 for _ in iter(int, 1))",
    "input": "name = input('Your name? ')",
    "lossbook": "import numpy as np\nfrom lossbook import LOSSES\nfrom lossbook.learning import Linear, train\n"
    "while True:\n    train(Linear(1), LOSSES['squared_error'], np.ones((5, 1)), np.ones(5), learning_rate=0.1, epochs=10)",
}


@pytest.fixture(scope="module", autouse=True)
def has_python(html):
    if "data-python-folder" not in (html / PAGE).read_text(encoding="utf-8"):
        missing("Python for the page", "LOSSBOOK_PYTHON_FILES can name a folder that has it; then run: make book")


class Live:
    """A page whose cells can be run, in any browser: `js` runs the body of an asynchronous function there."""

    def __init__(self, js):
        self.js = js

    def on(self, cell, what, then=""):
        """Find something in a cell, and do something with it."""
        return self.js(
            f"""const found = document.querySelector('[data-cell="{cell}"] {what}'); {then or "return Boolean(found);"}"""
        )

    def click(self, cell, what):
        self.on(cell, f"[data-do={what}]", "found.click();")

    def write(self, cell, code):
        if not self.on(cell, "textarea"):
            self.click(cell, "edit")
            self.until(lambda: self.on(cell, "textarea"))
        self.on(
            cell,
            "textarea",
            f"found.value = {json.dumps(code)}; found.dispatchEvent(new Event('input', {{ bubbles: true }}));",
        )

    def until(self, true, seconds=60):
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"waited too long; Python is {self.state()}"
            time.sleep(0.02)

    def state(self):
        return self.js(f"return {STATE};")

    def ready(self, seconds=60):
        self.until(lambda: self.state() in ("ready", "off"), seconds)
        assert self.state() == "ready"

    def run(self, cell, code=None):
        """Run a cell to its end, and return what it shows."""
        if code is not None:
            self.write(cell, code)
        assert self.on(cell, "[data-do=run]", f"found.click(); return {STATE};") != "ready"
        self.ready()
        return self.shown(cell)

    def shown(self, cell):
        return self.on(cell, "[data-role=output]", "return found?.textContent.trim() ?? '';")

    def said(self, cell):
        return self.on(cell, ".lb-state", "return found.textContent;")


def live(page):
    return Live(lambda body: page.evaluate(f"async () => {{ {body} }}"))


@pytest.fixture(scope="module")
def chromium_page(browser, site):
    """One page with a Python that several tests use: each has its own cell or brings it back to what it was."""
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })")
    page, complaints, asked = context.new_page(), [], []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/{PAGE}")
    page.asked = asked
    yield page
    assert complaints == []
    assert all(url.startswith((site, "data:", "blob:")) for url in asked)
    context.close()


class TestInChromium:
    """One visit, in order."""

    def test_nothing_is_asked_for_before_the_first_press(self, chromium_page):
        page = chromium_page
        assert page.evaluate(STATE) == "off"
        assert not [url for url in page.asked if "/live." in url or "/python." in url]
        cells = page.locator("[data-cell]:has(.cell_input)")
        for cell in cells.all():
            for what in ("run", "edit", "reset", "copy"):
                assert cell.locator(f"[data-do={what}]").is_visible()
            assert not cell.locator("[data-do=stop]").is_visible()
        assert page.locator("[data-do=all]").count() == 1

    def test_a_cell_shows_what_the_page_showed(self, chromium_page):
        page = live(chromium_page)
        built = page.shown(FIRST)
        page.on(FIRST, "[data-role=output]", "found.textContent = 'what was there';")
        assert built == page.run(FIRST) == "52.0"
        assert page.said(FIRST).startswith("done")
        assert page.js("return document.querySelector('.vh[role=status]').textContent;").startswith(
            f"Cell {FIRST}: done"
        )

    def test_edits_are_marked_kept_and_taken_back(self, chromium_page, site):
        page = live(chromium_page)
        built = page.shown(SECOND)
        page.write(SECOND, "6 * 7")
        assert page.said(SECOND) == "edited, not run"
        assert page.run(SECOND) == "42"
        assert page.said(SECOND).endswith(", changed")
        page.click(SECOND, "reset")
        assert page.shown(SECOND) == built
        assert page.said(SECOND) == ""
        page.click(SECOND, "reset")
        assert page.shown(SECOND) == "42"
        chromium_page.goto(f"{site}/{PAGE}")
        page.until(lambda: page.said(SECOND) == "edited, not run")
        assert page.on(SECOND, "pre", "return found.textContent.trim();") == "6 * 7"
        assert page.state() == "off", "what was kept is shown, not run"
        page.click(SECOND, "reset")
        assert not page.js("return Object.keys(localStorage).some((name) => name.includes(':edit:'));")

    def test_an_edit_of_an_older_version_is_offered(self, chromium_page, site):
        page = live(chromium_page)
        path = chromium_page.url.split("/book/")[0].removeprefix(site) + "/"
        page.js(f"localStorage.setItem('lossbook:{path}:edit:mse:{SECOND}:0123456789abcdef', '1 + 2');")
        chromium_page.reload()
        page.until(lambda: page.on(SECOND, ".lb-offer"))
        page.on(SECOND, ".lb-offer button", "found.click();")
        assert page.on(SECOND, "pre", "return found.textContent.trim();") == "1 + 2"
        chromium_page.reload()
        page.until(lambda: page.said(SECOND) == "edited, not run")
        assert not page.on(SECOND, ".lb-offer"), "it is the edit of this version now"
        page.click(SECOND, "reset")

    def test_errors_mark_the_line(self, chromium_page):
        page = live(chromium_page)
        shown = page.run(SECOND, "a = 1\nb = 0\na / b\n")
        assert "ZeroDivisionError" in shown
        assert page.on(SECOND, ".lb-editor .lb-here", "return found.textContent.trim();") == "a / b"
        assert page.said(SECOND).startswith("stopped at an error")

    def test_a_loop_stops_and_variables_stay(self, chromium_page):
        page = live(chromium_page)
        page.run(SECOND, "kept = 41")
        page.write(SECOND, LOOPS["bare except"])
        page.click(SECOND, "run")
        page.until(lambda: page.said(SECOND).startswith("running"))
        start = time.monotonic()
        page.click(SECOND, "stop")
        page.ready()
        assert time.monotonic() - start < 2  # half a second, on a machine that does nothing else
        assert page.said(SECOND).startswith("stopped")
        assert page.run(SECOND, "kept + 1") == "42"

    def test_a_flood_is_cut(self, chromium_page):
        shown = live(chromium_page).run(SECOND, "for n in range(100_000):\n    print(n)")
        assert len(shown) < 21_000
        assert shown.endswith("a cell shows 20,000 letters.")

    def test_cells_that_are_needed_are_offered_or_run(self, chromium_page):
        page = live(chromium_page)
        page.click(SECOND, "reset")
        page.run(LATER, "street.guess")  # of a cell that shows no code
        assert page.shown(LATER) == "222.0"
        chromium_page.reload()
        page.until(lambda: page.said(LATER) == "edited, not run")
        page.write(FIRST, "of_cell_3 = 5")
        page.write(LATER, "of_cell_3 + 1")
        page.click(LATER, "run")
        page.until(lambda: page.on(LATER, ".lb-offer"))
        page.ready()
        assert "of_cell_3" in page.on(LATER, ".lb-offer", "return found.textContent;")
        page.on(LATER, ".lb-offer button", "found.click();")
        page.until(lambda: page.shown(LATER) == "6")
        page.ready()

    def test_the_network_is_gone(self, chromium_page):
        page = live(chromium_page)
        names = [
            "fetch",
            "XMLHttpRequest",
            "WebSocket",
            "EventSource",
            "WebTransport",
            "importScripts",
            "Worker",
            "caches",
        ]
        code = f"import js\n[name for name in {names} if hasattr(js, name)]"
        assert page.run(LATER, code) == "[]"
        for way in (
            "from pyodide.code import run_js\nrun_js('globalThis.fetch')",
            "import js\njs.Object.constructor.new('return 1')()",
            "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')",
            "from pyodide.http import pyfetch\nawait pyfetch('/')",
        ):
            page.run(LATER, way)
            assert page.on(LATER, ".lb-error") or page.shown(LATER) in ("", "None"), way

    def test_answers_are_asked_for_in_the_page(self, chromium_page):
        page = live(chromium_page)
        page.write(LATER, "name = input('Your name? ')\nprint('Hello', name)")
        page.click(LATER, "run")
        page.until(lambda: page.on(LATER, "[data-role=answer]"))
        page.on(LATER, "[data-role=answer]", "found.value = 'Ada'; found.form.requestSubmit();")
        page.ready()
        assert page.shown(LATER) == "Your name? Ada\nHello Ada"

    def test_the_editor_lets_the_keyboard_go(self, chromium_page):
        page = live(chromium_page)
        page.write(LATER, "if True:")
        area = chromium_page.locator(f"[data-cell='{LATER}'] textarea")
        area.focus()
        chromium_page.keyboard.press("End")
        chromium_page.keyboard.press("Enter")
        assert area.input_value() == "if True:\n    "
        chromium_page.keyboard.press("Control+m")
        chromium_page.keyboard.press("Tab")
        assert area.input_value() == "if True:\n        "
        chromium_page.keyboard.press("Escape")
        chromium_page.keyboard.press("Tab")
        assert chromium_page.evaluate("document.activeElement.tagName") != "TEXTAREA"
        area.fill("'by keys'")
        chromium_page.keyboard.press("Control+Enter")
        page.until(lambda: page.shown(LATER) == "'by keys'")
        page.ready()

    def test_a_figure_is_no_wider_than_a_phone(self, chromium_page):
        page = live(chromium_page)
        page.run(LATER, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
        chromium_page.set_viewport_size({"width": 390, "height": 800})
        wide = "const { left, right } = found.getBoundingClientRect(); return right - left;"
        assert 200 < page.on(LATER, "[data-role=output] svg", wide) < 390
        chromium_page.set_viewport_size({"width": 1280, "height": 800})

    def test_much_code_is_edited_as_quickly(self, chromium_page):
        page, area = live(chromium_page), chromium_page.locator(f"[data-cell='{LATER}'] textarea")
        for code in ("x = [i ** 2 for i in range(9)]  # note\n" * 2000, f"x = [{'1,' * 50_000}]"):
            page.write(LATER, code)
            area.focus()
            start = time.monotonic()
            chromium_page.keyboard.type("abc")
            chromium_page.evaluate("() => new Promise((go) => requestAnimationFrame(() => setTimeout(go)))")
            assert time.monotonic() - start < 5, "colours would take a minute"
        page.click(LATER, "reset")

    def test_what_is_pressed_is_done_before_what_is_typed_next(self, chromium_page):
        page = live(chromium_page)
        page.write(LATER, "'before'")
        page.on(
            LATER,
            "textarea",
            f"""document.querySelector('[data-cell="{LATER}"] [data-do=reset]').click();
              found.value = "'after'";
              found.dispatchEvent(new Event('input', {{ bubbles: true }}));
              await new Promise((go) => setTimeout(go, 100));""",
        )
        assert page.on(LATER, "textarea", "return found.value;") == "'after'"
        page.click(LATER, "reset")

    def test_a_try_is_kept_with_the_thought_and_its_code(self, chromium_page):
        page, key = live(chromium_page), "lossbook:/"
        tries = f"return JSON.parse(localStorage.getItem('{key}'))?.tries?.['mse.mse'];"
        cell = page.js("return document.querySelector('[data-task=\"mse.mse\"]').closest('[data-cell]').dataset.cell;")
        code = "from lossbook.exercises import check\n\ndef mse(predictions, actuals):\n    return {}\n\ncheck('mse.mse', mse)"
        total = code.format("sum((p - a) ** 2 for p, a in zip(predictions, actuals))")
        assert "which is the sum of the squares" in page.run(cell, total)
        page.run(cell, code.format("'none'"))
        found = page.js(tries)
        assert found["count"] == 2
        assert found["thoughts"][-1]["code"] == total
        assert "which is the sum of the squares" in found["thoughts"][-1]["message"]
        page.run(cell, code.format("sum((p - a) ** 2 for p, a in zip(predictions, actuals)) / len(actuals)"))
        assert page.js(f"return JSON.parse(localStorage.getItem('{key}')).done['exercise:mse.mse'];") is True
        page.run(cell, total)  # none is counted once it is solved
        assert page.js(tries)["count"] == 3
        page.click(cell, "reset")

    def test_numbers_in_the_lines_of_an_answer_are_seen_by_the_python_of_the_page(self, chromium_page):
        page = live(chromium_page)
        said = page.run(
            LATER,
            "import numpy as np\nfrom lossbook.exercises import EXERCISES, judge\n\n"
            "def bell_loss(p, a, s):\n"
            "    return 0.5 * min(abs(p - a) / s, 30) ** 2 + np.log(s) + 0.5 * np.log(2 * np.pi)\n\n"
            "print(judge(EXERCISES['likelihood.bell_loss'], bell_loss).message)",
        )
        assert "where the 30 in your lines makes a difference" in said
        page.click(LATER, "reset")

    def test_the_notebook_has_the_edits(self, chromium_page):
        page = live(chromium_page)
        page.write(LATER, "'mine'")
        with chromium_page.expect_download() as download:
            chromium_page.locator("[data-do=notebook]").click()
        notebook = json.loads(download.value.path().read_text(encoding="utf-8"))
        assert ["'mine'"] in [cell["source"] for cell in notebook["cells"]]
        page.click(LATER, "reset")
        page.click(FIRST, "reset")


@contextlib.contextmanager
def visit(browser, address, *, workers=False, before=None, **options):
    context = browser.new_context(**options)
    if not workers:
        context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })")
    page = context.new_page()
    if before:
        before(page)
    page.goto(address)
    yield page
    context.close()


@pytest.mark.whole
class TestWhatGoesWrong:
    @pytest.fixture
    def chromium(self, browser, site):
        with visit(browser, f"{site}/{PAGE}") as chromium:
            yield chromium

    def test_lines_are_written_over(self, chromium):
        page = live(chromium)
        assert page.run(FIRST, "print('abc\\r\\ndef')") == "abc\ndef"
        assert page.run(FIRST, "print('50%', end='\\r')\nprint()\nprint('after')") == "50%\nafter"
        steps = "import time\nfor step in range(4):\n    print('step', step, end='\\r')\n    time.sleep(0.1)"
        assert page.run(FIRST, steps) == "step 3"
        assert page.run(FIRST, "print('longer', end='')\nprint('\\rab')") == "abnger"

    def test_without_the_editor_there_is_a_text_area(self, chromium):
        chromium.route("**/prism/**", lambda route: route.abort())
        page = live(chromium)
        assert page.run(SECOND, "a = 6\na * 7") == "42"
        assert page.on(SECOND, "textarea", "return found.rows;") == 2
        page.click(SECOND, "edit")
        assert page.on(SECOND, ".cell_input pre", "return found.textContent;") == "a = 6\na * 7\n"

    def test_an_observer_that_fails_ends_nothing(self, chromium):
        page = live(chromium)
        made = "from lossbook.explorables import DeltaDial\nkept, mine = 5, DeltaDial()\n"
        page.run(SECOND, f"{made}mine.observe(lambda change: 1 / 0, names='delta')\nmine")
        picture = chromium.locator(f"[data-cell='{SECOND}'] [data-role=output]")
        picture.get_by_role("button", name="Skip").click()
        picture.get_by_role("slider").first.press("ArrowLeft")
        assert page.run(LATER, "kept") == "5"

    def test_a_change_right_after_it_is_shown_reaches_the_picture(self, chromium):
        page = live(chromium)
        made = "from lossbook.explorables import DeltaDial\nmine = DeltaDial(delta=30)\n"
        page.run(SECOND, f"{made}display(mine)\nmine.delta = 7")
        page.until(lambda: "7.0 million" in page.shown(SECOND))

    def test_a_cell_that_did_not_make_a_name_is_not_asked_for_again(self, chromium):
        page = live(chromium)
        page.run(SECOND, "for _ in []:\n    never = 1")
        assert page.run(LATER, "if False:\n    print(never)\n'ran'") == "'ran'"
        page.run(LATER, "kept + tpyo")
        assert "NameError" in page.shown(LATER)

    def test_a_typo_is_not_said_to_come_from_a_cell_above(self, chromium):
        page = live(chromium)
        page.write(SECOND, "needed = 1")
        page.write(LATER, "needed + tpyo")
        page.click(LATER, "run")
        page.until(lambda: page.on(LATER, ".lb-offer"))
        assert "tpyo" not in page.on(LATER, ".lb-offer", "return found.textContent;")

    @pytest.mark.parametrize("code", ["-" * 20_000 + "1", "eval('-' * 20_000 + '1')"])
    def test_code_too_deep_for_python_ends_in_a_word(self, chromium, code):
        page = live(chromium)
        assert "This line holds more inside itself" in page.run(SECOND, code)
        assert page.run(SECOND, "6 * 7") == "42"

    def test_a_recursion_to_a_raised_limit_ends(self, chromium):
        page = live(chromium)
        page.run(SECOND, "import sys\nsys.setrecursionlimit(10**6)\ndef f(n):\n    return f(n + 1)\nf(0)")
        assert page.said(SECOND).startswith(("stopped at an error", "Python came to an end"))
        assert page.run(SECOND, "6 * 7") == "42"

    def test_python_that_comes_to_an_end_is_started_anew(self, chromium):
        page = live(chromium)
        page.run(SECOND, "kept = 41")
        assert page.said(SECOND).startswith("done")
        page.run(LATER, "import os\nos._exit(1)")
        assert page.said(LATER).startswith("Python came to an end")
        assert page.said(SECOND) == "edited, not run", "its variables are gone"
        assert page.run(LATER, "6 * 7") == "42"

    def test_the_cell_that_was_pressed_says_that_python_is_not_to_be_had(self, browser, site):
        with visit(browser, f"{site}/{PAGE}") as chromium:
            chromium.route("**/worker.js", lambda route: route.abort())
            page = live(chromium)
            page.click(LATER, "run")
            page.until(lambda: page.said(LATER).startswith("Python could not be loaded"))
            assert page.state() == "off"


@pytest.mark.whole
def test_all_of_it_can_be_read_by_everybody(browser, site):
    with visit(browser, f"{site}/{PAGE}") as chromium:
        page = live(chromium)
        page.run(SECOND, "print('before')\n1 / 0")
        page.write(LATER, "name = input('Your name? ')")
        page.click(LATER, "run")
        page.until(lambda: page.on(LATER, "[data-role=answer]"))
        ready_for_axe(chromium)
        for width in (1280, 320):
            for mode in ("light", "dark"):
                chromium.set_viewport_size({"width": width, "height": 900})
                chromium.emulate_media(color_scheme=mode)
                assert violations(chromium) == [], (width, mode)
                assert chromium.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_the_buttons_come(open_page, site, width):
    """The script that makes them is slow, as on a bad line."""
    page = open_page("about:blank", width=width, fresh=True)
    page.route("**/site.*.js", lambda route: (time.sleep(0.5), route.continue_()))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{site}/book/playground.html")
    page.wait_for_selector("[data-do=all]")
    page.evaluate(browsers.DRAWN)
    assert page.evaluate("window.moved") < 0.001


def test_a_file_says_why_there_is_no_run(open_page, html):
    page = open_page((html / PAGE).as_uri(), fresh=True)
    assert page.locator("[data-do=run]").count() == 0
    assert "browsers do not run Python from a file" in page.text_content("article")


def test_a_frame_that_is_shut_off_says_why_there_is_no_run(browser, site):
    """Such a frame has no origin, so that it may start no worker."""
    with visit(browser, f"{site}/404.html") as page:
        page.evaluate(
            "address => document.body.append(Object.assign(document.createElement('iframe'), { sandbox: 'allow-scripts', src: address }))",
            f"{site}/{PAGE}",
        )
        frame = page.frame_locator("iframe")
        frame.get_by_text("open this page in a tab of its own").wait_for()
        assert frame.locator("[data-do=run]").count() == 0


# What a cell with code shows: of an exercise, what is said of the answer, as there is more help for it once Python runs.
SHOWN = """return Object.fromEntries([...document.querySelectorAll("[data-cell]:has(.cell_input)")].map((cell) => {
  const output = cell.querySelector("[data-role=output]"), said = output?.querySelector("[data-task] p");
  output?.querySelectorAll("script, style").forEach((part) => part.remove());
  const lines = ((said ?? output)?.textContent ?? "").split("\\n").map((line) => line.trimEnd());
  const pictures = [...output?.querySelectorAll("svg[role=img]") ?? []].filter((svg) => !svg.closest("[data-explorable]"));
  lines.push(...pictures.map((svg) => `picture: ${svg.getAttribute("aria-label")}`));
  return [cell.dataset.cell, lines.filter(Boolean).join("\\n")];
}));"""
FORGET = "document.querySelectorAll('[data-cell]:has(.cell_input) [data-role=output]').forEach((box) => box.textContent = 'gone');"


@pytest.mark.whole
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_cell_shows_what_the_page_shows(browser, site, name):
    with visit(browser, f"{site}/book/{name}.html" if name != "index" else f"{site}/") as chromium:
        page = live(chromium)
        built = page.js(SHOWN)
        if not built:
            pytest.skip("no code is to be seen")
        page.js(FORGET)  # so that only what has run can be found
        chromium.locator("[data-do=all]").click()
        page.ready(180)
        assert page.js(SHOWN) == built


@pytest.fixture(scope="module", params=["Chromium", "Firefox"])
def anywhere(request, browser, site):
    """A page with Python in each browser that is at hand."""
    if request.param == "Chromium":
        with visit(browser, f"{site}/{PAGE}") as page:
            yield live(page)
    else:
        path = browsers.firefox_path() or missing(
            "Firefox", "Install it, for example with: sudo apt-get install firefox-esr"
        )
        with browsers.firefox(path) as firefox:
            firefox.open(f"{site}/{PAGE}")
            yield Live(firefox.run)


@pytest.mark.whole
class TestAnywhere:
    def test_edit_run_and_reset(self, anywhere):
        built = anywhere.shown(SECOND)
        assert anywhere.run(SECOND, "print(6 * 7)") == "42"
        anywhere.click(SECOND, "reset")
        assert anywhere.shown(SECOND) == built
        assert anywhere.run(SECOND) == built

    @pytest.mark.parametrize("name", LOOPS)
    def test_stop(self, anywhere, name):
        anywhere.run(SECOND, "kept = 41")
        anywhere.write(SECOND, LOOPS[name])
        anywhere.click(SECOND, "run")
        anywhere.until(lambda: anywhere.said(SECOND).startswith("running"))
        time.sleep(0.4)
        start = time.monotonic()
        anywhere.click(SECOND, "stop")
        anywhere.ready()
        assert time.monotonic() - start < 2
        assert anywhere.said(SECOND).startswith("stopped")
        assert anywhere.run(SECOND, "kept + 1") == "42"

    def test_a_figure(self, anywhere):
        anywhere.run(SECOND, "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.title('Three numbers');")
        assert anywhere.on(SECOND, "[data-role=output] svg")
        assert "Three numbers" in anywhere.shown(SECOND)


@pytest.mark.whole
def test_cells_run_and_stop_in_the_engine_of_safari(html):
    path = browsers.webkit_path() or missing("WebKit", "Install it with: sudo apt-get install webkit2gtk-driver xvfb")
    with serve(html, head=browsers.WATCHER) as address, browsers.webkit(path) as webkit:
        webkit.open(f"{address}/{PAGE}")
        page = Live(webkit.run)
        assert page.run(SECOND, "import numpy as np\nkept = 41\nnp.mean([1, 3])") == "np.float64(2.0)"
        page.write(SECOND, LOOPS["nothing"])
        page.click(SECOND, "run")
        page.until(lambda: page.said(SECOND).startswith("running"))
        page.click(SECOND, "stop")
        page.ready()
        started_anew = page.js("return typeof WebAssembly.Suspending === 'undefined';")
        assert page.said(SECOND).startswith("stopped")
        assert ("variables are gone" in page.said(SECOND)) == started_anew
        assert page.run(SECOND, "'kept' in globals()") == str(not started_anew)
        assert webkit.complaints() == []


@pytest.mark.whole
def test_without_a_way_to_wait_stop_starts_python_anew(browser, site):
    def old(page):
        def older(route):
            code = "delete WebAssembly.Suspending; delete WebAssembly.promising;\n" + route.fetch().text()
            route.fulfill(body=code, content_type="text/javascript")

        page.context.route("**/worker.js", older)

    with visit(browser, f"{site}/{PAGE}", before=old) as chromium:
        page = live(chromium)
        assert page.run(SECOND, "kept = 41\nkept") == "41"
        assert "cannot wait for an answer" in page.run(SECOND, "input('Name? ')")
        page.write(SECOND, LOOPS["nothing"])
        page.click(SECOND, "run")
        page.until(lambda: page.said(SECOND).startswith("running"))
        page.click(SECOND, "stop")
        page.ready()
        assert "variables are gone" in page.said(SECOND)
        assert "NameError" in page.run(SECOND, "kept")


@pytest.mark.whole
def test_a_time_limit_keeps_variables(browser, site):
    with visit(browser, f"{site}/{PAGE}") as chromium:
        page = live(chromium)
        page.run(SECOND, "kept = 41")
        ending = page.js(f"""
          const {{ run }} = await import(new URL(document.documentElement.dataset.liveFolder + "session.js", location));
          const done = await new Promise((done) =>
            run({{ cell: 4, source: {json.dumps(LOOPS["nothing"])}, limit: 1, show() {{}}, done }}));
          return [done.ending, done.seconds];
        """)
        assert ending[0] == "limit"
        assert 0.9 < ending[1] < 3
        assert page.run(SECOND, "kept + 1") == "42"


@pytest.mark.whole
def test_storage_that_is_refused_changes_nothing(browser, site):
    def refuse(page):
        page.add_init_script(
            "for (const area of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(globalThis, area, { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } });"
        )

    with visit(browser, f"{site}/{PAGE}", before=refuse) as chromium:
        page = live(chromium)
        assert page.run(SECOND, "6 * 7") == "42"
        chromium.reload()
        page.until(lambda: page.said(SECOND) == "edited, not run")  # window.name carries it


@pytest.mark.whole
def test_runs_without_a_network_and_by_a_policy_of_its_own(browser, html, tmp_path):
    folder = shutil.copytree(html, tmp_path / "site")
    with (
        serving({"/lossbook/": folder}) as host,
        visit(browser, f"{host.origin}/lossbook/{PAGE}", workers=True) as chromium,
    ):
        page = live(chromium)
        chromium.mouse.move(500, 400)
        chromium.mouse.wheel(0, 300)
        page.until(lambda: page.js("return navigator.serviceWorker.controller?.state === 'activated';"))
        assert page.run(SECOND, "6 * 7") == "42"
        policy = page.js("""
          const name = performance.getEntriesByType("resource").map(({ name }) => name).find((name) => name.endsWith("/page.js"));
          return (await fetch(name.replace("page.js", "worker.js"))).headers.get("content-security-policy");
        """)
        assert "connect-src 'self'" in policy
        host.fault = "hang up"
        chromium.goto(f"{host.origin}/lossbook/book/mae.html")  # another page, without a network
        assert page.run(FIRST, "import numpy as np\nnp.mean([1, 3])") == "np.float64(2.0)"
        # Python of a build that is gone is forgotten when the next build takes over.
        in_cache = "const cache = await caches.open((await caches.keys()).find((name) => name.endsWith(' python')));"
        kept = f"{in_cache} return (await cache.keys()).map(({{ url }}) => url.split('/_static/')[1]);"
        host.fault = None
        page.js(f"{in_cache} await cache.put('/lossbook/_static/python.{'0' * 12}/pyodide.mjs', new Response(''));")
        assert {"python", "live", "lossbook"} == {name.split(".")[0] for name in page.js(kept)}
        worker = folder / "sw.js"
        worker.write_text(re.sub(r'VERSION = "\w+"', f'VERSION = "{"1" * 12}"', worker.read_text("utf-8")), "utf-8")
        page.js("await (await navigator.serviceWorker.getRegistration()).update();")
        page.until(lambda: not any("0" * 12 in name for name in page.js(kept)))
        assert {"python", "live", "lossbook"} == {name.split(".")[0] for name in page.js(kept)}, (
            "of this build, all stays"
        )


@pytest.mark.whole
def test_run_as_the_first_thing_keeps_python_for_later(browser, html):
    with (
        serving({"/lossbook/": html}) as host,
        visit(browser, f"{host.origin}/lossbook/{PAGE}", workers=True) as chromium,
    ):
        page = live(chromium)
        button = chromium.locator(f'[data-cell="{SECOND}"] [data-do=run]')
        button.scroll_into_view_if_needed()
        button.click()  # nothing was in charge before
        page.ready()
        kept = """
          const name = (await caches.keys()).find((name) => name.endsWith(' python'));
          return name ? (await (await caches.open(name)).keys()).map(({ url }) => url.split("/").at(-1)) : [];
        """
        needed = {"pyodide.asm.wasm", "python_stdlib.zip", "worker.js"}
        page.until(lambda: needed <= set(page.js(kept)), 60)
        page.until(lambda: page.js("return (await caches.keys()).length;") >= 2)
        time.sleep(2)  # the last files
        host.fault = "hang up"
        chromium.goto(f"{host.origin}/lossbook/book/mae.html")
        assert page.run(FIRST, "import numpy as np\nnp.mean([1, 3])") == "np.float64(2.0)"


def test_the_build_that_is_looked_at_has_its_scripts(html):
    """Or the tests above would say nothing of the sources."""
    scripts = next((html / "_static").glob("live.*"))
    source = BUILD.parent / "book" / "_static" / "live" / "worker.js"
    assert (scripts / "worker.js").read_bytes() == source.read_bytes()
