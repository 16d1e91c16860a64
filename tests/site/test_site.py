"""The built site in a real browser: on a desk and on a phone, in light and dark, by mouse and by keyboard."""

import gzip
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter

from lossbook import LOSSES
from lossbook.course.bugs import BUGS
from lossbook.course.display import minus
from lossbook.exercises import EXERCISES
from lossbook.quizzes import load
from tests.conftest import BUILD, CHAPTERS, EXPLORABLES, serve

PAGES = sorted(path.relative_to(BUILD / "html").as_posix() for path in (BUILD / "html").glob("book/*.html"))
VIEWS = [(width, mode) for width in (1280, 390) for mode in ("light", "dark")]
EXPLORABLE_PAGES = [f"book/{name}.html" for name in EXPLORABLES]
CHAPTER_PAGES = [f"book/{chapter}.html" for chapter in CHAPTERS]
# What a reader can see of an explorable: its words, its drawing, its controls.
KEY = "e => e.tagName == 'BUTTON' ? 'Enter' : e.type == 'checkbox' ? 'Space' : 'ArrowUp'"
GRIP = ".lb-explorable .lb-handle, .lb-explorable input[type=checkbox]"  # in every live explorable, and in no static picture
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOK = "e => e.innerText + e.innerHTML + [...e.querySelectorAll('input')].map(i => i.value).join()"


@pytest.fixture
def open_page(browser, site):
    """Open a page; at the end, fail if it complained or asked for anything outside the site."""
    contexts, complaints = [], []

    def guard(route):
        if route.request.url.startswith((site, "data:", "blob:", "file:")):
            route.continue_()
        else:
            complaints.append(f"leaves the site: {route.request.url}")
            route.abort()

    def opened(address, *, width=1280, mode="light", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=mode, **options)
        contexts.append(context)
        # The service worker has a test of its own; elsewhere it would only fetch the whole course each time.
        context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })")
        page = context.new_page()
        page.route("**", guard)
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
        page.on(
            "response",
            lambda response: response.status >= 400 and complaints.append(f"{response.status}: {response.url}"),
        )
        page.goto(address if "://" in address else f"{site}/{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


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


@pytest.mark.parametrize("address", PAGES)
def test_every_view(open_page, address):
    """No accessibility violation, nothing wider than the screen, in any width and colour."""
    page = open_page(address)
    check_for_unwanted(page)
    page.add_style_tag(
        content="* { transition: none !important; content-visibility: visible !important; }"
    )  # colours fade, and would be measured halfway
    for width, mode in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=mode)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_selector(f"html[data-theme={mode}]")
        page.wait_for_timeout(
            100 if mode == "dark" else 450
        )  # after a change of width the theme looks for what scrolls
        # In the dark nothing but colours is different, so only those are looked at a second time.
        options = {"preload": False, "resultTypes": ["violations"]}
        if mode == "dark":
            options["runOnly"] = ["color-contrast", "link-in-text-block"]
        violations = Axe().run(page, options=options).response["violations"]
        assert not [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in violations], (width, mode)
        assert page.evaluate(TOO_WIDE) <= 0
    page.set_viewport_size({"width": 320, "height": 640})  # the narrowest phones
    page.wait_for_timeout(50)
    assert page.evaluate(TOO_WIDE) <= 0


def controls(page):
    for explorable in page.locator(".lb-explorable").all():
        explorable.scroll_into_view_if_needed()
        if (skip := explorable.get_by_role("button", name="Skip")).count():
            skip.click()
        page.wait_for_timeout(40)
        for control in explorable.locator(
            "input[type=range]:visible, input[type=checkbox]:visible, .lb-handle:visible, button:visible"
        ).all():
            yield explorable, control


@pytest.mark.parametrize("address", EXPLORABLE_PAGES)
@pytest.mark.parametrize("width", [1280, 390])
class TestExplorables:
    """Each control of each explorable changes what is shown, whichever way it is worked."""

    def test_by_keyboard(self, open_page, address, width):
        page = open_page(address, width=width)
        worked = 0
        for explorable, control in controls(page):
            before = explorable.evaluate(LOOK)
            control.focus()
            page.keyboard.press(control.evaluate(KEY))
            page.wait_for_timeout(40)
            assert explorable.evaluate(LOOK) != before, control.evaluate("e => e.outerHTML")
            worked += 1
        assert worked >= 2

    def test_by_pointer(self, open_page, address, width):
        """By mouse on a desk; on a phone every target is large enough for a finger, and buttons are tapped."""
        page = open_page(address, width=width, has_touch=width == 390)
        for explorable, control in controls(page):
            before = explorable.evaluate(LOOK)
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
            page.wait_for_timeout(40)
            assert explorable.evaluate(LOOK) != before, control.evaluate("e => e.outerHTML")


@pytest.mark.parametrize("address", EXPLORABLE_PAGES)
def test_tab_reaches_everything_in_order(open_page, address):
    page = open_page(address, width=1280)
    list(controls(page))
    for explorable in page.locator(".lb-explorable").all():
        wanted = explorable.locator(
            "input:visible:enabled, select:visible, .lb-handle:visible, button:visible:enabled, summary"
        ).count()
        explorable.evaluate("e => { e.tabIndex = -1; e.focus(); }")
        reached = 0
        for _ in range(wanted):
            page.keyboard.press("Tab")
            reached += explorable.evaluate("e => e.contains(document.activeElement)")
        assert reached == wanted


def test_prediction_comes_first(open_page):
    page = open_page("book/intro.html")
    dials = page.locator(".lb-explorable").first
    assert dials.get_by_role("button", name="Which way?").is_hidden()
    assert dials.locator(".lb-places").count() == 0
    dials.get_by_role("button", name="In two places").click()
    page.wait_for_timeout(40)
    assert "You chose two places" in dials.inner_text()
    assert dials.locator(".lb-places").count() == 1
    dials.get_by_role("button", name="Which way?").press("Enter")
    page.wait_for_timeout(40)
    assert dials.locator(".lb-arrow").count() == 1
    assert "it takes 2.4 cm right and 1.8 cm down" in dials.inner_text()


def test_the_mansion_moves_the_best_guess(open_page):
    page = open_page("book/mse.html")
    street = page.locator(".lb-explorable").first
    assert street.get_by_role("button", name="Mansion on the street").is_hidden()
    street.locator("input[type=number]").fill("300")
    street.get_by_role("button", name="Lock in").click()
    page.wait_for_timeout(40)
    assert "you said 300" in street.text_content()
    street.get_by_role("button", name="Go to the best guess").click()
    page.wait_for_timeout(40)
    assert "You predicted 300. The best guess is 372" in street.inner_text()
    grip = street.get_by_role("slider", name="Your guess", exact=True)
    assert grip.get_attribute("aria-valuenow") == "372"
    assert "MSE 98,696" in grip.get_attribute("aria-valuetext")


@pytest.mark.parametrize("kind", range(6))
def test_every_kind_of_the_lab(open_page, kind):
    page = open_page("book/loss_lab.html")
    lab = page.locator(".lb-explorable")
    before = lab.evaluate(LOOK)
    lab.get_by_label("What is predicted?").select_option(index=(kind + 1) % 6)
    page.wait_for_timeout(40)
    lab.get_by_label("What is predicted?").select_option(index=kind)
    page.wait_for_timeout(40)
    if kind:
        assert lab.evaluate(LOOK) != before
    for control in lab.locator("input[type=range]:visible, .lb-handle:visible, button:visible").all():
        before = lab.evaluate(LOOK)
        control.focus()
        page.keyboard.press(control.evaluate(KEY))
        page.wait_for_timeout(40)
        if lab.evaluate(LOOK) == before:  # a point that is up already goes down
            page.keyboard.press("ArrowDown")
            page.wait_for_timeout(40)
        assert lab.evaluate(LOOK) != before, control.evaluate("e => e.outerHTML")


def test_the_chooser_by_its_lists(open_page):
    page = open_page("book/choosing.html")
    chooser = page.locator(".lb-explorable")
    chooser.get_by_role("button", name="The border").click()
    assert "You said: the border" in chooser.inner_text()
    for place in (2, 3, 4, 5, 0, 1):
        before = chooser.evaluate(LOOK)
        chooser.get_by_label("What comes out of the model?").select_option(index=place)
        page.wait_for_timeout(40)
        assert chooser.evaluate(LOOK) != before
    task = chooser.get_by_label("Or start from a task")
    task.select_option("Does this scan show the disease?")
    page.wait_for_timeout(40)
    assert chooser.get_by_label("What comes out of the model?").input_value() == "yes or no"
    assert chooser.get_by_label("Is one kind of mistake much dearer?").is_checked()
    assert "and a border from the costs" in chooser.locator(".lb-readout").inner_text()
    chooser.get_by_label("Will somebody use the probability itself?").check()
    page.wait_for_timeout(40)
    assert task.input_value() == ""
    assert "without weights" in chooser.locator(".lb-readout").inner_text()


def test_every_case_of_the_clinic(open_page):
    page = open_page("book/bug_clinic.html")
    clinic = page.locator(".lb-explorable")
    clinic.get_by_role("button", name="Skip").click()
    page.wait_for_timeout(40)
    assert clinic.get_by_role("button", name="Run it mended").is_hidden()
    for case, bug in enumerate(BUGS):
        assert clinic.get_by_label("Which run?").input_value() == str(case)
        assert minus(bug.shows) in clinic.inner_text()
        for cause, feedback in bug.causes:
            button = clinic.get_by_role("button", name=cause, exact=True)
            button.press("Enter")
            page.wait_for_timeout(40)
            assert feedback in clinic.inner_text()
            assert button.evaluate("e => e == document.activeElement")
            assert ("✓" in clinic.locator(".lb-feedback").inner_text()) == (cause == bug.causes[0][0])
        assert clinic.locator("mark").inner_text() == bug.broken
        clinic.get_by_role("button", name="Run it mended").press("Enter")
        page.wait_for_timeout(40)
        assert clinic.locator("ins").inner_text() == bug.mended
        clinic.get_by_role("button", name="Next case").click()
        page.wait_for_timeout(40)
    assert clinic.get_by_label("Which run?").input_value() == "0"


def test_the_lab_follows_another_loss(open_page):
    page = open_page("book/loss_lab.html")
    lab = page.locator(".lb-explorable")
    follow = lab.get_by_label("Tangent and ball follow")
    follow.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(40)
    assert follow.input_value() == "absolute_error"
    assert "changes Absolute error (MAE) by about −1.000" in lab.inner_text()
    lab.get_by_role("button", name="Add an outlier").click()
    page.wait_for_timeout(40)
    assert "Squared error (MSE) 6.00; Absolute error (MAE) 5.00" in lab.inner_text()


def test_the_median_stays_when_the_mansion_moves(open_page):
    page = open_page("book/mae.html")
    rope = page.locator(".lb-explorable").first
    rope.get_by_role("button", name="Still at 220").click()
    mansion = rope.get_by_role("slider", name="The mansion")
    for _ in range(12):
        mansion.press("PageUp")
    rope.get_by_role("button", name="Let go").click()
    page.wait_for_timeout(40)
    assert mansion.get_attribute("aria-valuenow") == "10000"
    assert rope.get_by_role("slider", name="Your guess").get_attribute("aria-valuenow") == "2172"
    rope.get_by_role("button", name="Pull as MAE does").click()
    rope.get_by_role("button", name="Let go").click()
    page.wait_for_timeout(40)
    assert rope.get_by_role("slider", name="Your guess").get_attribute("aria-valuenow") == "220"
    assert "Nothing moves" in rope.inner_text()


@pytest.mark.parametrize("address", CHAPTER_PAGES)
def test_works_from_a_file_without_a_server(open_page, address):
    page = open_page((BUILD / "html" / address).as_uri())
    page.wait_for_timeout(200)
    explorable = page.locator(".lb-explorable").first
    explorable.get_by_role("button", name="Skip").click()
    before = explorable.evaluate(LOOK)
    control = page.locator(GRIP).locator("visible=true").first
    control.focus()
    page.keyboard.press("Space" if control.evaluate("e => e.type == 'checkbox'") else "ArrowRight")
    page.wait_for_timeout(40)
    assert explorable.evaluate(LOOK) != before


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
    page.wait_for_timeout(300)
    assert page.evaluate(loaded)
    assert page.locator("div.math math[display=block]").count() >= 1


def test_explorables_answer_at_once(open_page):
    """From the reader's input to the end of the drawing, in the very next display frame. A guard against accidents."""
    page = open_page("book/mse.html")
    page.wait_for_timeout(300)
    script = """async () => {
      const dial = document.querySelector('.lb-explorable input[type=range]'), times = [];
      for (let i = 0; i < 15; i++) {
        const start = performance.now();
        dial.value = Number(dial.value) + (i % 2 ? 2 : -2);
        dial.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
        document.body.offsetHeight;
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[7];
    }"""
    assert page.evaluate(script) < 50


def printed_pages(page, size):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=size)))


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_cheat_sheet_is_one_page_of_paper(open_page, size):
    page = open_page("book/cheat_sheet.html")
    assert page.locator("#cheat-sheet math").count() >= 2 * len(LOSSES)
    page.wait_for_timeout(300)  # with the font of the formulas, none may reach into the next cell
    overflow = "[...document.querySelectorAll('#cheat-sheet td, #cheat-sheet li')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(overflow) == 0
    assert printed_pages(page, size) == 1
    assert printed_pages(open_page("book/glossary.html"), size) > 1  # or the test above could not fail


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
        drawn = page.evaluate(
            "[...document.querySelectorAll('svg *')].flatMap(e => [...e.attributes]).flatMap(a => a.value.match(/url\\(#[^)]+/g) ?? []).map(u => u.slice(5))"
        )
        assert set(drawn) <= set(ids)

    def test_explorables_are_pictures_and_tables(self, open_page):
        page = open_page("whole_course.html")
        assert page.locator(".lb-explorable svg[role=img]").count() >= len(EXPLORABLES)
        assert page.locator(".lb-explorable table:visible").count() >= len(EXPLORABLES)
        assert page.locator("input, button, select").count() == 0

    def test_has_no_accessibility_violation(self, open_page):
        page = open_page("whole_course.html", width=390)
        options = {"preload": False, "resultTypes": ["violations"]}
        violations = Axe().run(page, options=options).response["violations"]
        assert not [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in violations]
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


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
        context_page = open_page("404.html")
        requested = []
        context_page.on("request", lambda request: requested.append(request.url))
        context_page.goto(f"{site}/{address}")
        context_page.wait_for_timeout(150)  # the font of the formulas comes after the page
        if address == "index.html":
            assert context_page.url.endswith("/book/intro.html")
            return
        sizes = {
            url: len(gzip.compress((html / url.removeprefix(f"{site}/").split("?")[0]).read_bytes()))
            for url in requested
        }
        assert sum(sizes.values()) <= 200 * 1024, sizes
        assert len(requested) <= 7, requested
        said = context_page.locator("meta[name=description]").get_attribute("content")
        assert 20 <= len(said) <= 170
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
        page.wait_for_timeout(50)
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
        page.wait_for_timeout(400)  # it slides in
        skip = page.locator("#pst-skip-link a")
        assert skip.evaluate("e => e == document.activeElement && e.getBoundingClientRect().top >= 0")
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
        assert page.locator("li a").count() == len(PAGES)


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
            at_work = "navigator.serviceWorker.controller?.state == 'activated'"
            for _ in range(100):
                if page.evaluate(at_work):
                    break
                page.wait_for_timeout(100)
            assert page.evaluate(at_work)
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
        page = open_page("book/intro.html")
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
def test_notebook_can_be_downloaded(open_page, chapter, site):
    page = open_page(f"book/{chapter}.html")
    link = page.locator("a[href$='.ipynb']").first
    response = page.request.get(f"{site}/book/{link.get_attribute('href')}")
    assert [cell["cell_type"] for cell in response.json()["cells"]].count("code") >= 8


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nbconvert_shows_explorables(open_page, chapter, tmp_path):
    exporter = HTMLExporter(exclude_input=True, mathjax_url="", require_js_url="")  # its own, from elsewhere
    page = tmp_path / "page.html"
    page.write_text(exporter.from_filename(BUILD / "published" / "book" / f"{chapter}.ipynb")[0], encoding="utf-8")
    shown = open_page(page.as_uri())
    shown.wait_for_timeout(200)
    assert shown.locator(GRIP).count() >= 1
