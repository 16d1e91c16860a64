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
from playwright.sync_api import expect

from lossbook import LOSSES
from lossbook.course.bugs import BUGS
from lossbook.course.display import minus
from tests.conftest import BUILD, CHAPTERS, EXPLORABLES, serve
from tests.site.browsers import CONTROLS, DRAWN, SHOWN_BESIDES

PAGES = sorted(path.relative_to(BUILD / "html").as_posix() for path in (BUILD / "html").glob("book/*.html"))
EXPLORABLE_PAGES = [f"book/{name}.html" for name in EXPLORABLES]
CHAPTER_PAGES = [f"book/{chapter}.html" for chapter in CHAPTERS]
ONE_OF_EACH_KIND = ["book/mse.html", "book/at_a_glance.html", "book/loss_lab.html", "book/glossary.html"]
# Between them they have every kind of handle.
DRAGGED = ["book/mse.html", "book/triplet.html", "book/hinge.html", "book/loss_lab.html", "book/preferences.html"]
KEY = "e => e.tagName == 'BUTTON' ? 'Enter' : e.type == 'checkbox' ? 'Space' : 'ArrowUp'"
GRIP = ".lb-explorable .lb-handle, .lb-explorable input[type=checkbox]"  # in every live explorable, and in no static picture
VISIBLE = ", ".join(f"{control}:visible" for control in CONTROLS.split(", "))
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOK = "e => e.innerHTML"  # words, drawing, and what screen readers hear; not the values of inputs, which change by themselves


def whole_but(addresses, *chosen):
    """All addresses, of which `make test` takes the chosen ones and `make check` the others."""
    assert set(chosen) <= set(addresses)
    return [address if address in chosen else pytest.param(address, marks=pytest.mark.whole) for address in addresses]


def drawn(page):
    """Wait until the page has drawn what was asked of it: explorables draw in the frame after a change."""
    page.evaluate(DRAWN)


def test_there_are_pages_to_test():
    assert set(CHAPTER_PAGES) <= set(PAGES)


def check_for_unwanted(page):
    assert page.locator(".MathJax, script[src*=mathjax], script[src*=thebe], script[src*=require]").count() == 0
    # Buttons are called what they say: voice control finds them by their visible words.
    assert page.get_by_role("button", name="Colours: automatic", exact=True).count() == 1
    assert page.get_by_role("searchbox", name="Search", exact=True).count() == 1


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
    drawn(page)


def ready_for_axe(page):
    page.evaluate(Axe().axe_script)
    # Colours fade, and would be measured halfway; what is out of sight would be left out.
    page.add_style_tag(content="* { transition: none !important; content-visibility: visible !important; }")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")


@pytest.mark.parametrize("address", whole_but(PAGES, *ONE_OF_EACH_KIND))
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


@pytest.mark.parametrize("address", ONE_OF_EACH_KIND)
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


# One row a line, nothing to scroll; or, where the screen is narrow, a shadow that says there is more.
BROKEN_CODE = """narrow => {
  for (const hidden of document.querySelectorAll('article details')) hidden.open = true;
  return [...document.querySelectorAll('article pre')].flatMap(pre => {
    const style = getComputedStyle(pre), lines = pre.textContent.replace(/\\n$/, '').split('\\n');
    const height = pre.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    const wraps = height > (lines.length + 0.5) * parseFloat(style.lineHeight);
    const scrolls = pre.scrollWidth > pre.clientWidth;
    const fine = narrow ? !scrolls || style.backgroundImage.includes('gradient') : !wraps && !scrolls;
    return fine ? [] : [lines.reduce((a, b) => a.length < b.length ? b : a)];
  });
}"""


@pytest.mark.whole
@pytest.mark.parametrize("address", PAGES)
def test_code_fits_its_column(open_page, address):
    page = open_page(address)
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    for width in (1280, 390):
        show(page, width)
        assert page.evaluate(BROKEN_CODE, width == 390) == []


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


class TestExplorables:
    """Each control of each explorable changes what is shown, whichever way it is worked."""

    @pytest.mark.parametrize("address", whole_but(EXPLORABLE_PAGES, "book/mse.html", "book/triplet.html"))
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

    @pytest.mark.parametrize("address", whole_but(EXPLORABLE_PAGES, *DRAGGED))
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


def test_other_votes_and_a_new_start_add_nothing_to_the_scores(open_page):
    page = open_page("book/preferences.html")
    soups = page.locator(".lb-explorable").first
    soups.get_by_role("button", name="Skip").click()
    added, votes = soups.get_by_role("slider", name="Add to all scores"), soups.get_by_label("Votes to begin with")
    for begin in (
        lambda: votes.select_option("one wins all"),
        soups.get_by_role("button", name="Start again").click,
    ):
        added.press("End")
        drawn(page)
        assert added.input_value() == "3"
        begin()
        drawn(page)
        assert added.input_value() == "0"


@pytest.mark.parametrize("kind", whole_but(range(6), 5))
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
    chooser.get_by_role("button", name="The threshold").click()
    drawn(page)
    assert "You said: the threshold" in chooser.inner_text()
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
    assert "and a threshold from the costs" in chooser.locator(".lb-readout").inner_text()
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
            assert clinic.locator(".lb-feedback").inner_text().startswith("Yes.") == (cause == bug.causes[0][0])
        assert clinic.locator("mark").inner_text() == bug.broken
        clinic.get_by_role("button", name="Run it mended").press("Enter")
        drawn(page)
        assert clinic.locator("ins").inner_text() == bug.mended
        clinic.get_by_role("button", name="Next case").click()
        drawn(page)
    assert clinic.get_by_label("Which run?").input_value() == "0"


# What pictures say at their far ends: the address, and what stands there.
FAR_ENDS = [
    ("loss_lab#kind=score&labels=1,1,1,1,1,1", "No single answer is best"),
    ("loss_lab#path=-2.67", "← outside, at −2.67"),
    ("training_loop#prediction=-1&path=0,-16.6", "The ball is outside this picture."),
    ("training_loop#prediction=-1&path=0,90000", "The curve of the losses goes on beyond its picture"),
    ("training_loop#prediction=-1&path=" + ",".join(["1"] * 200), "The picture holds no more steps"),
    ("categorical_cross_entropy#prediction=-1&again", "may push a wrong animal up"),
    ("contrastive#prediction=-1&leave_out", "knowing nothing costs 1.242"),
    ("custom#prediction=-1&late=4&early=1&show_best", "every promise from 36 to 41 minutes costs least"),
    ("loss_vs_accuracy#prediction=-1&border=0.5&asked", "none, it jumps here"),
    ("loss_vs_accuracy#prediction=-1&border=0.5", "5 of 5 right"),
    ("huber#prediction=-1&delta=500", "All 24 years lie within delta."),
    ("likelihood#prediction=-1&kind=coin", "Now change the share"),
]


@pytest.mark.parametrize(("address", "said"), FAR_ENDS)
def test_pictures_are_true_at_their_far_ends(open_page, address, said):
    page = open_page(f"embed/{address.replace('#', '.html#')}")
    expect(page.locator(".lb-explorable")).to_contain_text(said)


def test_a_bet_stands_once_the_letter_is_turned_over(open_page):
    page = open_page("embed/next_token.html#prediction=-1&letter=e&coins=40")
    page.get_by_role("button", name="Turn over the next letter").click()
    words = page.locator(".lb-readout")
    expect(words).to_contain_text("You pay")
    before = words.inner_text()
    page.locator(".lb-explorable select").first.select_option("z")
    page.locator(".lb-explorable input[type=range]").first.fill("90")
    drawn(page)
    assert words.inner_text() == before


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
        expect(form.locator("output")).to_contain_text(words)


@pytest.mark.parametrize(("exercise", "typed", "words"), [
    ("categorical_cross_entropy.cce", "0,408", "0.408 if the first class is right"),
    ("categorical_cross_entropy.cce", ",41", "0.408 if the first class is right"),
    ("categorical_cross_entropy.cce", "4.08e-1", "0.408 if the first class is right"),
    ("categorical_cross_entropy.cce", "0,418", "You got 0.418."),  # three decimals were typed, and three count
    ("categorical_cross_entropy.cce", " \u22120,408 ", "You got -0.4"),
    ("intro.error", "\u22123", "three too low"),
    ("intro.error", "- 3,0", "three too low"),
    ("intro.error", "1,000.5", "cannot read “1,000.5”"),
    ("intro.error", "minus 3", "cannot read “minus 3”"),
    ("intro.error", "2 5", "cannot read “2 5”"),
    ("intro.error", "<b>3</b>", "cannot read “<b>3</b>”"),
])  # fmt: skip
def test_numbers_by_hand_are_read_as_people_write_them(open_page, exercise, typed, words):
    page = open_page(f"book/{exercise.split('.')[0]}.html")
    form = page.locator(f"form[data-exercise='{exercise}']")
    form.locator("input").fill(typed)
    form.locator("input").press("Enter")
    expect(form.locator("output")).to_contain_text(words)
    tried = page.evaluate("() => JSON.parse(localStorage.getItem('lossbook:/'))?.tries")
    assert bool(tried) is ("cannot read" not in words)  # what is not read is nobody's try


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


@pytest.mark.parametrize(("chapter", "meaning", "linked"), [
    ("penalties", "how much a second part of the loss counts", True),
    ("intro", "how much a second part of the loss counts", False),  # the dials of its board
    ("likelihood", "how far values usually lie from their mean", True),
    ("mae", "Prediction minus actual value", False),  # the “absolute error” of its own line
    ("mae", "A penalty on the", False),  # its “L1 loss”
    ("huber", "a move away from the reference model", False),  # beta, in PyTorch
    ("mse", "before softmax", False),  # temperatures of the air
])  # fmt: skip
def test_a_word_with_two_senses_leads_to_the_glossary_where_it_has_this_one(html, chapter, meaning, linked):
    text = (html / "book" / f"{chapter}.html").read_text(encoding="utf-8")
    titles = re.findall(r'<a class="lb-term[^"]*" href="[^"]+" title="([^"]+)"', text)
    assert any(meaning in title for title in titles) == linked


class TestPages:
    """What every page owes to those who find it, load it on a cheap phone, or attack it."""

    @pytest.mark.parametrize("address", [*PAGES, "search.html", "index.html", "404.html"])
    def test_is_small_and_says_what_it_is(self, open_page, site, html, address):
        context_page = open_page("about:blank")
        requested = []
        context_page.on("request", lambda request: requested.append(request.url))
        context_page.goto(f"{site}/{address}")
        context_page.evaluate("() => document.fonts.ready.then(() => 0)")  # the formulas' font comes after the page
        sizes = {
            url: len(gzip.compress((html / url.removeprefix(f"{site}/").split("?")[0]).read_bytes()))
            for url in requested
        }
        most = 120 if address == "search.html" else 110  # the index has every chapter
        assert sum(sizes.values()) <= most * 1024, sizes
        assert len(requested) <= 4, requested
        said = context_page.locator("meta[name=description]").get_attribute("content")
        assert 20 <= len(said) <= 170
        if address in PAGES:
            title = context_page.locator("article h1").evaluate("e => e.firstChild.textContent")
            assert context_page.title() == f"{title} — lossbook"
        assert context_page.locator("html").get_attribute("lang") == "en"
        assert context_page.locator("html").get_attribute("dir") == "ltr"
        assert context_page.locator("meta[name=viewport]").count() == 1
        assert context_page.locator("link[rel~=icon]").count() == 1

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
        field = page.locator(".sidebar-search")
        assert field.evaluate("e => e == document.activeElement")
        field.fill(words)
        field.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        page.wait_for_selector("#search-results a")
        assert any(wanted in link.get_attribute("href") for link in page.locator("#search-results a").all())

    def test_shortcuts_leave_typing_alone(self, open_page):
        page = open_page("book/mse.html")
        form = page.locator("form[data-exercise='mse.mse'] input")
        form.focus()
        page.keyboard.type("/5k")
        assert form.evaluate("e => e == document.activeElement")
        assert page.url.endswith("mse.html")

    @pytest.mark.parametrize(("width", "name", "drawer"), [
        (390, "Show the list of chapters", ".sidebar-drawer"),
        (390, "Show what is on this page", ".toc-drawer"),
        (1100, "Show what is on this page", ".toc-drawer"),
    ])  # fmt: skip
    def test_drawers_open_by_keyboard(self, open_page, width, name, drawer):
        page = open_page("book/mse.html", width=width)
        switch, inside = page.get_by_role("checkbox", name=name), page.locator(f"{drawer} a").first
        assert inside.is_hidden()
        for _ in range(4):
            page.keyboard.press("Tab")
            if switch.evaluate("e => e == document.activeElement"):
                break
        page.keyboard.press("Space")
        assert switch.is_checked()
        assert page.locator(f"{drawer} a").nth(1).is_visible()
        page.keyboard.press("Escape")
        assert inside.is_hidden()
        assert switch.evaluate("e => e == document.activeElement")

    def test_on_a_wide_screen_nothing_is_hidden_in_drawers(self, open_page):
        page = open_page("book/mse.html", width=1280)
        assert page.get_by_role("navigation", name="Chapters").is_visible()
        assert page.locator(".toc-tree a:visible").count() > 5
        assert page.locator(".sidebar-toggle:visible").count() == 0

    def test_colours_go_round_and_are_remembered(self, open_page):
        page = open_page("book/mse.html")
        paper, seen = "getComputedStyle(document.body).backgroundColor", []
        for name in ("Colours: automatic", "Colours: dark", "Colours: light"):
            seen.append(page.evaluate(paper))
            page.get_by_role("button", name=name, exact=True).click()
        assert seen[0] == seen[2] != seen[1]
        page.get_by_role("button", name="Colours: automatic").click()
        page.reload()
        assert page.evaluate(paper) == seen[1]

    def test_the_keyboard_can_skip_to_the_text(self, open_page):
        page = open_page("book/mse.html")
        page.keyboard.press("Tab")
        skip = page.locator(".skip-to-content")
        assert skip.evaluate("e => e == document.activeElement && e.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        page.wait_for_url("**/mse.html#main-content")
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
        page.wait_for_selector("#search-results a")
        page.goto(f"{address}/")
        assert page.locator(".lb-map a").count() == len(CHAPTERS)
        page.goto(f"{address}/book/no_such_page.html")
        assert "was not kept" in page.inner_text("main")

    def test_pages_for_few_readers_stay_once_they_were_opened(self, first_visit):
        _, address, page = first_visit
        opened, never = f"{address}/embed/mse.html", f"{address}/teach/mse.html"
        page.goto(f"{opened}#guess=300")  # what stands behind # is for the page alone
        page.wait_for_function("async (address) => Boolean(await caches.match(address))", arg=opened)
        page.context.set_offline(True)
        page.goto(f"{opened}#guess=350")
        page.locator(f"{GRIP}").first.wait_for()
        page.goto(never)
        assert "was not kept in your browser. Open it once" in page.inner_text("main")

    def test_never_shows_an_old_page_with_a_network(self, first_visit):
        folder, address, page = first_visit
        chapter = folder / "book" / "mae.html"
        changed = chapter.read_text(encoding="utf-8").replace("Mean absolute error", "Changed since")
        chapter.write_text(changed, encoding="utf-8")
        page.goto(f"{address}/book/mae.html")
        assert page.locator("h1").last.inner_text().startswith("Changed since")


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
