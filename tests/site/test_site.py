"""The built site in a real browser: on a desk and on a phone, in light and dark, by mouse and by keyboard."""

import functools
import gzip
import re
import shutil
from urllib.parse import urljoin

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter

from lossbook import LOSSES
from lossbook.course.bugs import BUGS
from lossbook.course.display import minus
from lossbook.exercises import EXERCISES
from lossbook.quizzes import load
from tests.conftest import BUILD, CHAPTERS, EXPLORABLES, serve
from tests.site.browsers import CONTROLS, DRAWN, SHOWN_BESIDES

PAGES = sorted(path.relative_to(BUILD / "html").as_posix() for path in (BUILD / "html").glob("book/*.html"))
EXPLORABLE_PAGES = [f"book/{name}.html" for name in EXPLORABLES]
CHAPTER_PAGES = [f"book/{chapter}.html" for chapter in CHAPTERS]
KEY = "e => e.tagName == 'BUTTON' ? 'Enter' : e.type == 'checkbox' ? 'Space' : 'ArrowUp'"
GRIP = ".lb-explorable .lb-handle, .lb-explorable input[type=checkbox]"  # in every live explorable, and in no static picture
VISIBLE = ", ".join(f"{control}:visible" for control in CONTROLS.split(", "))
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HERE = ("http://127.0.0.1:", "data:", "blob:", "file:", "about:")
LOOK = "e => e.innerHTML"  # words, drawing, and what screen readers hear; not the values of inputs, which change by themselves


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
        page.emulate_media(color_scheme=mode)
        page.goto(address if ":" in address else f"{site}/{address}")
        return page

    yield opened
    assert visitors.rest() == []


def drawn(page):
    """Wait until the page has drawn what was asked of it: explorables draw in the frame after a change."""
    page.evaluate(DRAWN)


def test_there_are_pages_to_test():
    assert set(CHAPTER_PAGES) <= set(PAGES)


def check_for_unwanted(page):
    assert page.locator(".MathJax, script[src*=mathjax], script[src*=thebe], script[src*=require]").count() == 0
    # Buttons are called what they say: voice control finds them by their visible words.
    assert page.get_by_role("button", name="Search", exact=True).count() == 1
    assert (
        page.locator(".search-button-field[aria-label], .theme-switch[title], .theme-switch-button title").count() == 0
    )
    assert page.locator("input[type=search]:visible, .search-button:visible, .search-button-field:visible").count() == 1


def violations(page, within=None, **options):
    """What axe, which must be on the page, finds: rules, and where they are broken."""
    found = page.evaluate(
        "([within, options]) => axe.run(within ?? document, options).then(found => found.violations)",
        [within, {"preload": False, "resultTypes": ["violations"], **options}],
    )
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]


# Formulas have the colour of their sentence, and drawings are painted with what axe does not look at.
COLOURS = {"within": {"exclude": [["math"], ["svg"]]}, "runOnly": ["color-contrast", "link-in-text-block"]}
ALL_BUT_COLOURS = {"rules": {rule: {"enabled": False} for rule in COLOURS["runOnly"]}}


def show(page, width, mode="light", height=900):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=mode)
    page.wait_for_selector(f"html[data-theme={mode}]")
    drawn(page)
    # After a change of width the theme looks, in its own time, for what scrolls, and lets the keyboard scroll it.
    page.wait_for_function(
        "() => [...document.querySelectorAll('pre')].every(e => e.scrollWidth <= e.clientWidth || e.tabIndex == 0)"
    )


def ready_for_axe(page):
    page.evaluate(Axe().axe_script)
    # Colours fade, and would be measured halfway; what is out of sight would be left out.
    page.add_style_tag(content="* { transition: none !important; content-visibility: visible !important; }")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")


@pytest.mark.parametrize("address", PAGES)
def test_every_view(open_page, address):
    """No accessibility violation, nothing wider than the screen, in any width and colour."""
    page = open_page(address)
    check_for_unwanted(page)
    ready_for_axe(page)
    assert violations(page, **COLOURS) == []
    assert violations(page, **ALL_BUT_COLOURS) == []
    for width in (1280, 390, 320):  # 320: the narrowest phones
        show(page, width)
        assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize(
    "address", ["book/mse.html", "book/at_a_glance.html", "book/loss_lab.html", "book/glossary.html"]
)
def test_colours_in_the_dark(open_page, address):
    """One page of each kind; `test_every_colour_in_every_width` has them all."""
    page = open_page(address)
    show(page, 1280, "dark")
    ready_for_axe(page)
    assert violations(page, **COLOURS) == []


@pytest.mark.whole
@pytest.mark.parametrize("address", PAGES)
def test_every_colour_in_every_width(open_page, address):
    page = open_page(address)
    ready_for_axe(page)
    for width, mode in ((390, "light"), (390, "dark"), (1280, "dark")):
        show(page, width, mode)
        assert violations(page, **COLOURS) == []
        assert page.evaluate(TOO_WIDE) <= 0
    show(page, 390)
    assert violations(page, **ALL_BUT_COLOURS) == []


def look_besides(page, explorable, control):
    drawn(page)
    return explorable.evaluate(SHOWN_BESIDES, control)


def controls(page):
    """Each control of each explorable, with a look at what the explorable shows besides."""
    for explorable in page.locator(".lb-explorable").all():
        explorable.scroll_into_view_if_needed()
        if (skip := explorable.get_by_role("button", name="Skip")).count():
            skip.click()
        drawn(page)
        for control in explorable.locator(VISIBLE).all():
            yield control, functools.partial(look_besides, page, explorable, control.element_handle())


@pytest.mark.parametrize("address", EXPLORABLE_PAGES)
class TestExplorables:
    """Each control of each explorable changes what is shown, whichever way it is worked."""

    def test_by_keyboard(self, open_page, address):
        """From a file and without a server, as some readers have it."""
        page = open_page((BUILD / "html" / address).as_uri())
        worked = 0
        for control, look in controls(page):
            before = look()
            control.focus()
            page.keyboard.press(control.evaluate(KEY))
            assert look() != before, control.evaluate("e => e.outerHTML")
            worked += 1
        assert worked >= 2
        assert page.locator(GRIP).count() >= 1
        for explorable in page.locator(".lb-explorable").all():
            wanted = explorable.locator(
                "input:visible:enabled, select:visible, .lb-handle:visible, button:visible:enabled, summary"
            ).count()
            explorable.evaluate("e => { e.tabIndex = -1; e.focus(); }")
            reached = 0
            for _ in range(wanted):
                page.keyboard.press("Tab")
                reached += explorable.evaluate("e => e.contains(document.activeElement)")
            assert reached == wanted, "Tab does not reach everything"

    @pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.whole)])
    def test_by_pointer(self, open_page, address, width):
        """By mouse on a desk; on a phone every target is large enough for a finger, and buttons are tapped."""
        page = open_page(address, width=width, has_touch=width == 390)
        worked = 0
        for control, look in controls(page):
            before = look()
            control.scroll_into_view_if_needed()
            box = control.bounding_box()
            if width == 390:
                target = control.evaluate_handle("e => e.closest('label') ?? e").bounding_box()  # its label counts, too
                assert min(target["width"], target["height"]) >= 40, control.evaluate("e => e.outerHTML")
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            if control.evaluate("e => e.tagName == 'BUTTON' || e.type == 'checkbox'"):
                page.touchscreen.tap(x, y) if width == 390 else page.mouse.click(x, y)
            elif control.evaluate("e => e.tagName") == "INPUT":
                page.mouse.click(box["x"] + 0.8 * box["width"], y)
            else:
                page.mouse.move(x, y)
                page.mouse.down()
                page.mouse.move(x + 30, y - 12, steps=4)
                page.mouse.up()
            assert look() != before, control.evaluate("e => e.outerHTML")
            worked += 1
        assert worked >= 2


def test_prediction_comes_first(open_page):
    page = open_page("book/intro.html")
    dials = page.locator(".lb-explorable").first
    assert dials.get_by_role("button", name="Which way?").is_hidden()
    assert dials.locator(".lb-places").count() == 0
    dials.get_by_role("button", name="In two places").click()
    drawn(page)
    assert "You chose two places" in dials.inner_text()
    assert dials.locator(".lb-places").count() == 1
    dials.get_by_role("button", name="Which way?").press("Enter")
    drawn(page)
    assert dials.locator(".lb-arrow").count() == 1
    assert "it takes 2.4 cm right and 1.8 cm down" in dials.inner_text()


def test_the_mansion_moves_the_best_guess(open_page):
    page = open_page("book/mse.html")
    street = page.locator(".lb-explorable").first
    assert street.get_by_role("button", name="Mansion on the street").is_hidden()
    street.locator("input[type=number]").fill("300")
    street.get_by_role("button", name="Lock in").click()
    drawn(page)
    assert "you said 300" in street.text_content()
    street.get_by_role("button", name="Go to the best guess").click()
    drawn(page)
    assert "You predicted 300. The best guess is 372" in street.inner_text()
    grip = street.get_by_role("slider", name="Your guess", exact=True)
    assert grip.get_attribute("aria-valuenow") == "372"
    assert "MSE 98,696" in grip.get_attribute("aria-valuetext")


@pytest.mark.parametrize("kind", range(6))
def test_every_kind_of_the_lab(open_page, kind):
    page = open_page("book/loss_lab.html")
    lab, kinds = page.locator(".lb-explorable"), page.get_by_label("What is predicted?")
    kinds.select_option(index=(kind + 1) % 6)
    drawn(page)
    before = lab.evaluate(LOOK)
    kinds.select_option(index=kind)
    drawn(page)
    assert lab.evaluate(LOOK) != before
    worked = 0
    for control, look in controls(page):
        if control.evaluate("e => e.type == 'checkbox'"):
            continue
        before = look()
        control.focus()
        page.keyboard.press(control.evaluate(KEY))
        if look() == before:  # a point that is up already goes down
            page.keyboard.press("ArrowDown")
        assert look() != before, control.evaluate("e => e.outerHTML")
        worked += 1
    assert worked >= 1


def test_the_chooser_by_its_lists(open_page):
    page = open_page("book/choosing.html")
    chooser = page.locator(".lb-explorable")
    chooser.get_by_role("button", name="The border").click()
    assert "You said: the border" in chooser.inner_text()
    for place in (2, 3, 4, 5, 0, 1):
        before = chooser.evaluate(LOOK)
        chooser.get_by_label("What comes out of the model?").select_option(index=place)
        drawn(page)
        assert chooser.evaluate(LOOK) != before
    task = chooser.get_by_label("Or start from a task")
    task.select_option("Does this scan show the disease?")
    drawn(page)
    assert chooser.get_by_label("What comes out of the model?").input_value() == "yes or no"
    assert chooser.get_by_label("Is one kind of mistake much dearer?").is_checked()
    assert "and a border from the costs" in chooser.locator(".lb-readout").inner_text()
    chooser.get_by_label("Will somebody use the probability itself?").check()
    drawn(page)
    assert task.input_value() == ""
    assert "without weights" in chooser.locator(".lb-readout").inner_text()


def test_every_case_of_the_clinic(open_page):
    page = open_page("book/bug_clinic.html")
    clinic = page.locator(".lb-explorable")
    clinic.get_by_role("button", name="Skip").click()
    drawn(page)
    assert clinic.get_by_role("button", name="Run it mended").is_hidden()
    for case, bug in enumerate(BUGS):
        assert clinic.get_by_label("Which run?").input_value() == str(case)
        assert minus(bug.shows) in clinic.inner_text()
        for cause, feedback in bug.causes:
            button = clinic.get_by_role("button", name=cause, exact=True)
            button.press("Enter")
            drawn(page)
            assert feedback in clinic.inner_text()
            assert button.evaluate("e => e == document.activeElement")
            assert ("✓" in clinic.locator(".lb-feedback").inner_text()) == (cause == bug.causes[0][0])
        assert clinic.locator("mark").inner_text() == bug.broken
        clinic.get_by_role("button", name="Run it mended").press("Enter")
        drawn(page)
        assert clinic.locator("ins").inner_text() == bug.mended
        clinic.get_by_role("button", name="Next case").click()
        drawn(page)
    assert clinic.get_by_label("Which run?").input_value() == "0"


def test_the_lab_follows_another_loss(open_page):
    page = open_page("book/loss_lab.html")
    lab = page.locator(".lb-explorable")
    follow = lab.get_by_label("Tangent and ball follow")
    follow.focus()
    page.keyboard.press("ArrowUp")
    drawn(page)
    assert follow.input_value() == "absolute_error"
    assert "changes Absolute error (MAE) by about −1.000" in lab.inner_text()
    lab.get_by_role("button", name="Add an outlier").click()
    drawn(page)
    assert "Squared error (MSE) 6.00; Absolute error (MAE) 5.00" in lab.inner_text()


def test_the_median_stays_when_the_mansion_moves(open_page):
    page = open_page("book/mae.html")
    rope = page.locator(".lb-explorable").first
    rope.get_by_role("button", name="Still at 220").click()
    mansion = rope.get_by_role("slider", name="The mansion")
    for _ in range(12):
        mansion.press("PageUp")
    rope.get_by_role("button", name="Let go").click()
    drawn(page)
    assert mansion.get_attribute("aria-valuenow") == "10000"
    assert rope.get_by_role("slider", name="Your guess").get_attribute("aria-valuenow") == "2172"
    rope.get_by_role("button", name="Pull as MAE does").click()
    rope.get_by_role("button", name="Let go").click()
    drawn(page)
    assert rope.get_by_role("slider", name="Your guess").get_attribute("aria-valuenow") == "220"
    assert "Nothing moves" in rope.inner_text()


@pytest.mark.parametrize("address", CHAPTER_PAGES)
def test_without_javascript_everything_can_be_read(open_page, address):
    page = open_page(address, java_script_enabled=False)
    assert page.locator(".lb-explorable svg[role=img]").first.is_visible()
    assert page.locator(".lb-explorable table").count() >= 1
    assert page.locator("math").first.is_visible()
    option = page.locator(".lb-option.lb-wrong").first
    assert "✗" not in option.inner_text()
    option.locator("summary").click()
    assert "✗" in option.inner_text()
    assert page.locator("form.lb-answer:visible").count() == 0


def test_numbers_by_hand_are_recognised(open_page):
    page = open_page("book/mse.html")
    form = page.locator("form[data-exercise='mse.mse']")
    for number, words in [
        ("5", "5 for the apples"),
        ("10", "the sum of the squares"),
        ("2", "sizes of the errors"),
        ("2.236", "the root of the MSE"),
        ("77", "not it yet"),
    ]:
        form.locator("input").fill(number)
        form.locator("input").press("Enter")
        assert words in form.locator("output").inner_text()


def test_quiz_by_keyboard(open_page):
    page = open_page("book/mse.html")
    question = page.locator(".lb-question").last
    for option in question.locator("summary").all():
        option.focus()
        page.keyboard.press("Enter")
    assert question.locator("details[open]").count() == 3
    assert question.inner_text().count("✓") == 1


def test_formulas_use_the_web_font(open_page):
    page = open_page("book/mse.html")
    loaded = "[...document.fonts].some(font => font.family.includes('STIX') && font.status == 'loaded')"
    page.wait_for_function(f"() => {loaded}")
    assert page.locator("div.math math[display=block]").count() >= 1


def test_explorables_answer_at_once(open_page):
    """From the reader's input to the end of the drawing, in the very next display frame. A guard against accidents."""
    page = open_page("book/mse.html")
    page.locator(".lb-explorable input[type=range]").first.wait_for()
    script = """async () => {
      const dial = document.querySelector('.lb-explorable input[type=range]'), times = [];
      const readout = dial.closest('.lb-explorable').querySelector('.lb-readout');
      let said = readout.textContent;
      for (let i = 0; i < 15; i++) {
        const start = performance.now();
        dial.value = Number(dial.value) + (i % 2 ? 2 : -2);
        dial.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
        document.body.offsetHeight;
        times.push(performance.now() - start);
        if (readout.textContent === said) return Infinity;
        said = readout.textContent;
      }
      return times.sort((a, b) => a - b)[7];
    }"""
    assert page.evaluate(script) < 50


def printed_pages(page, size):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=size)))


def test_the_cheat_sheet_is_one_page_of_paper(open_page):
    page = open_page("book/cheat_sheet.html")
    assert page.locator("#cheat-sheet math").count() >= 2 * len(LOSSES)
    page.evaluate("() => document.fonts.ready.then(() => 0)")  # with it, no formula may reach into the next cell
    overflow = "[...document.querySelectorAll('#cheat-sheet td, #cheat-sheet li')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(overflow) == 0
    longer = open_page("book/glossary.html")
    for size in ("A4", "Letter"):
        assert printed_pages(page, size) == 1
        assert printed_pages(longer, size) > 1  # or the line above could not fail


class TestWholeCourse:
    def test_every_page_is_there_and_every_link_leads_somewhere(self, open_page):
        page = open_page("whole_course.html")
        titles = [heading.inner_text() for heading in page.locator("h1").all()]
        assert len(titles) == len(PAGES) + 1
        assert page.locator("script").count() == 0
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        inside = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        )
        assert len(inside) > 100
        assert set(inside) <= set(ids)
        used = page.evaluate(
            "[...document.querySelectorAll('svg *')].flatMap(e => [...e.attributes]).flatMap(a => a.value.match(/url\\(#[^)]+/g) ?? []).map(u => u.slice(5))"
        )
        assert set(used) <= set(ids)
        # Explorables are pictures and tables here.
        assert page.locator(".lb-explorable svg[role=img]").count() >= len(EXPLORABLES)
        assert page.locator(".lb-explorable table:visible").count() >= len(EXPLORABLES)
        assert page.locator("input, button, select").count() == 0

    @pytest.mark.whole
    def test_has_no_accessibility_violation(self, open_page):
        page = open_page("whole_course.html", width=390)
        ready_for_axe(page)
        assert violations(page) == []
        assert page.evaluate(TOO_WIDE) <= 0


def test_first_uses_lead_to_the_glossary(html):
    lines = re.findall(r'<strong id="(term-[^"]+)"', (html / "book" / "glossary.html").read_text(encoding="utf-8"))
    assert len(lines) == len(set(lines)) > 45
    linked = set()
    for address in CHAPTER_PAGES:
        text = (html / address).read_text(encoding="utf-8")
        links = re.findall(r'<a class="lb-term[^"]*" href="glossary\.html#([^"]+)" title="([^"]+)"', text)
        anchors = [anchor for anchor, _ in links]
        assert len(anchors) == len(set(anchors)) == text.count('class="lb-term') >= 6
        assert all(len(title) > 10 for _, title in links)
        linked |= set(anchors)
    assert linked == set(lines)


class TestPages:
    """What every page owes to those who find it, load it on a cheap phone, or attack it."""

    @pytest.mark.parametrize("address", [*PAGES, "search.html", "index.html", "404.html"])
    def test_is_small_and_says_what_it_is(self, open_page, site, html, address):
        context_page = open_page("about:blank")
        requested = []
        context_page.on("request", lambda request: requested.append(request.url))
        context_page.goto(f"{site}/{address}")
        if address == "index.html":
            context_page.wait_for_url("**/book/intro.html")
            return
        context_page.evaluate("() => document.fonts.ready.then(() => 0)")  # the formulas' font comes after the page
        sizes = {
            url: len(gzip.compress((html / url.removeprefix(f"{site}/").split("?")[0]).read_bytes()))
            for url in requested
        }
        assert sum(sizes.values()) <= 200 * 1024, sizes
        assert len(requested) <= 7, requested
        said = context_page.locator("meta[name=description]").get_attribute("content")
        assert 20 <= len(said) <= 170
        if address in PAGES:
            title = context_page.locator("article h1").evaluate("e => e.firstChild.textContent")
            assert context_page.title() == f"{title} — lossbook"
        assert context_page.locator("html").get_attribute("lang") == "en"
        assert context_page.locator("html").get_attribute("dir") == "ltr"
        assert context_page.locator("meta[name=viewport]").count() == 1
        assert context_page.locator("link[rel~=icon]").count() == 1
        assert context_page.locator("i[class*=fa-], span[class*=fa-]").count() == 0

    def test_descriptions_differ(self, html):
        texts = [(html / address).read_text(encoding="utf-8") for address in PAGES]
        said = [re.search(r'<meta name="description" content="([^"]+)">', text)[1] for text in texts]
        assert len(set(said)) == len(said)

    @pytest.mark.parametrize("address", ["book/mse.html", "search.html", "404.html", "whole_course.html"])
    def test_runs_no_script_but_its_own(self, browser, site, address):
        page = browser.new_page()  # without the guard: the refusal is wanted, and shows in the console
        page.goto(f"{site}/{address}")
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in re.search(r"script-src ([^;]*)", policy)[1]
        page.evaluate(
            "addEventListener('securitypolicyviolation', event => { window.refused = event.violatedDirective; })"
        )
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.stranger = 1' }))"
        )
        drawn(page)
        assert page.evaluate("window.refused") == "script-src-elem"
        assert page.evaluate("window.stranger") is None
        page.close()

    @pytest.mark.parametrize(
        ("words", "wanted"), [("log loss", "binary_cross_entropy"), ("outlier", "mae"), ("softmax twice", "bug_clinic")]
    )
    def test_search_finds(self, open_page, words, wanted):
        page = open_page("book/intro.html")
        page.keyboard.press("Control+k")
        field = page.locator("#pst-search-dialog input")
        assert field.is_visible()
        field.fill(words)
        field.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        page.wait_for_selector(".search li")
        assert any(wanted in link.get_attribute("href") for link in page.locator(".search li a").all())

    def test_shortcuts_leave_typing_alone(self, open_page):
        page = open_page("book/mse.html")
        form = page.locator("form[data-exercise='mse.mse'] input")
        form.focus()
        page.keyboard.type("/5s")
        assert page.locator("#pst-search-dialog").is_hidden()
        assert page.url.endswith("mse.html")
        page.keyboard.press("Control+k")
        page.locator("#pst-search-dialog input").press_sequentially("a/k")
        assert page.locator("#pst-search-dialog input").input_value() == "a/k"
        page.keyboard.press("Escape")
        assert page.locator("#pst-search-dialog").is_hidden()

    def test_the_keyboard_can_skip_to_the_text(self, open_page):
        page = open_page("book/mse.html")
        page.keyboard.press("Tab")
        # It slides in.
        page.wait_for_function(
            "e => e == document.activeElement && e.getBoundingClientRect().top >= 0",
            arg=page.locator("#pst-skip-link a").element_handle(),
        )
        page.keyboard.press("Enter")
        assert page.url.endswith("#main-content")
        ring = "e => { e.focus(); return getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow; }"
        page.keyboard.press("Tab")
        assert page.locator("article summary").first.evaluate(ring) != "nonenone"

    def test_nothing_moves_for_those_who_want_it_still(self, open_page):
        moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) || getComputedStyle(e).animationName != 'none').length"
        counts = {
            motion: open_page("book/mae.html", reduced_motion=motion).evaluate(moving)
            for motion in ("no-preference", "reduce")
        }
        assert counts["reduce"] == 0 < counts["no-preference"]

    def test_lost_readers_find_the_way(self, open_page):
        page = open_page("404.html")
        links = page.evaluate(
            "[...document.querySelectorAll('li a')].map(link => new URL(link.href).pathname.slice(1))"
        )
        assert sorted(links) == PAGES


class TestOffline:
    """After a first visit the course reads without a network; with one, nobody reads an old chapter."""

    @pytest.fixture
    def first_visit(self, browser, html, tmp_path):
        """A copy of the site, and a page of it whose service worker is at work."""
        folder = tmp_path / "site"
        shutil.copytree(html, folder)
        with serve(folder) as address:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{address}/book/intro.html")
            page.mouse.move(500, 400)
            page.mouse.wheel(0, 300)  # the first thing a reader does
            # A function, and not an expression: the pages' own rules forbid to evaluate texts.
            page.wait_for_function("() => navigator.serviceWorker.controller?.state == 'activated'")
            yield folder, address, page
            context.close()

    def test_reads_without_a_network(self, first_visit):
        _, address, page = first_visit
        page.context.set_offline(True)
        for chapter in ("triplet", "bug_clinic"):  # never opened before
            page.goto(f"{address}/book/{chapter}.html")
            page.locator(".lb-explorable").first.get_by_role("button", name="Skip").click()
            assert page.locator("math").count() > 0
        page.goto(f"{address}/search.html?q=outlier")
        page.wait_for_selector(".search li")
        page.goto(f"{address}/book/no_such_page.html")
        assert "does not exist" in page.inner_text("main")

    def test_never_shows_an_old_page_with_a_network(self, first_visit):
        folder, address, page = first_visit
        chapter = folder / "book" / "mae.html"
        changed = chapter.read_text(encoding="utf-8").replace("Mean absolute error", "Changed since")
        chapter.write_text(changed, encoding="utf-8")
        page.goto(f"{address}/book/mae.html")
        assert page.locator("h1").last.inner_text().startswith("Changed since")


class TestProgress:
    """What a reader has done is kept in the browser, shown on the start page, and forgotten on request."""

    def test_is_kept_and_shown_and_forgotten(self, open_page):
        page = open_page("book/mse.html")
        street = page.locator(".lb-explorable").first
        street.locator("input[type=number]").fill("300")
        street.get_by_role("button", name="Lock in").click()
        first = page.locator("[data-question='Q02-1'] details").nth(1)
        first.locator("summary").click()
        form = page.locator("form[data-exercise='mse.mse']")
        form.locator("input").fill("5")
        form.get_by_role("button").click()
        page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").check()
        page.locator("#exercises").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('#exercises').scrollIntoView()")

        page.goto(page.url.replace("mse", "intro"))
        line = page.locator(".lb-progress li").nth(1)
        assert "4 of 10 done" in line.inner_text()
        assert line.locator("progress").get_attribute("value") == "4"
        assert page.locator(".lb-progress li").nth(2).locator("progress").is_hidden()
        back = page.get_by_role("link", name="Mean squared error: Exercises")
        back.click()
        page.wait_for_url("**/mse.html#exercises")  # and until it is loaded
        assert page.locator("[data-question='Q02-1'] details[open]").count() == 1
        assert first.get_attribute("open") is not None
        assert page.locator("[data-task='mse.mse']").get_by_label("I have solved it").is_checked()
        assert "you said 300" in page.locator(".lb-explorable").first.text_content()

        page.go_back()
        page.get_by_role("button", name="Forget what I did").click()
        assert "3 exercises, 6 questions, 1 prediction" in line.inner_text()
        assert page.get_by_role("button", name="Forget what I did").is_hidden()
        assert "Nothing is kept" in page.locator("article").inner_text()
        assert page.evaluate("localStorage.getItem('lossbook')") is None
        page.goto(page.url.replace("intro", "mse"))
        assert page.locator(".lb-option[open]").count() == 0
        assert page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").is_checked() is False

    def test_everything_there_is_to_do_is_counted(self, open_page):
        page = open_page("book/intro.html")
        lines = page.locator(".lb-progress [data-items]")
        assert lines.count() == len(CHAPTERS)
        items = [item for line in lines.all() for item in line.get_attribute("data-items").split()]
        assert [item for item in items if item.startswith("exercise")] == [
            f"exercise:{name}" for link in page.locator(".lb-progress a").all() for name in EXERCISES
            if name.split(".")[0] == link.get_attribute("href").removesuffix(".html")
        ]  # fmt: skip
        assert all(
            f"question:{question.id}" in items
            for chapter in CHAPTERS
            for question in load(chapter)
            if not question.later
        )

    @pytest.mark.parametrize("storage", ["throws", "nonsense"])
    def test_without_storage_the_course_reads_as_before(self, open_page, storage):
        page = open_page("book/intro.html", fresh=True)
        if storage == "throws":
            broken = """for (const name of ["getItem", "setItem", "removeItem"]) {
              const works = Storage.prototype[name];
              Storage.prototype[name] = function (key, ...more) {
                if (key === "lossbook") throw new Error("off");
                return works.call(this, key, ...more);
              };
            }"""
            page.add_init_script(broken)
        else:
            page.evaluate("localStorage.setItem('lossbook', '[3')")
        page.goto(page.url.replace("intro", "mse"))
        page.locator(".lb-explorable").first.get_by_role("button", name="Skip").click()
        page.locator("[data-question='Q02-1'] summary").first.click()
        page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").check()
        page.goto(page.url.replace("mse", "intro"))
        assert page.locator(".lb-progress a").count() == len(CHAPTERS)

    def test_without_javascript_the_list_is_there(self, open_page):
        page = open_page("book/intro.html", java_script_enabled=False)
        assert "3 exercises" in page.locator(".lb-progress li").first.inner_text()
        assert page.get_by_role("button", name="Forget what I did").count() == 0


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_notebook_can_be_downloaded(html, chapter):
    page = (html / "book" / f"{chapter}.html").read_text(encoding="utf-8")
    link = re.search(r'<a\s[^>]*href="([^"]+\.ipynb)"', page)[1]
    notebook = nbformat.read(html / urljoin("book/", link), as_version=4)
    assert [cell.cell_type for cell in notebook.cells].count("code") >= 8


@pytest.mark.whole
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nbconvert_shows_explorables(open_page, chapter, tmp_path):
    exporter = HTMLExporter(exclude_input=True, mathjax_url="", require_js_url="")  # its own, from elsewhere
    page = tmp_path / "page.html"
    page.write_text(exporter.from_filename(BUILD / "published" / "book" / f"{chapter}.ipynb")[0], encoding="utf-8")
    shown = open_page(page.as_uri())
    shown.locator(GRIP).first.wait_for(state="attached")
