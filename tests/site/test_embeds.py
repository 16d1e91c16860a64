"""Each explorable on a page of its own: small, alone, at home in any frame, and in the state that its address says."""

import gzip
import json
import random
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lossbook import explorables
from tests.conftest import BUILD, serve
from tests.site.test_site import KEY, TOO_WIDE, controls, drawn, ready_for_axe, violations, whole_but

NAMES = sorted(path.stem for path in (BUILD / "html" / "embed").glob("*.html"))
SEVERAL = whole_but(NAMES, "mse", "preferences")
PLACE = "document.querySelector('[data-explorable]')"
STATE = f"(() => {{ const {{ model }} = {PLACE}; return Object.fromEntries(Object.keys(rules).map(name => [name, inAddress(model.get(name))])) }})()"
HASH = f"toAddress({PLACE}.model.changed, rules)"
# The page's policy lets no tool evaluate text again and again, so the page looks itself.
WRITTEN = f"async () => {{ for (let i = 0; i < 300 && location.hash.slice(1) !== {HASH}; i += 1) await new Promise(requestAnimationFrame); }}"
NO_NUMBER = re.compile(r"\b(?:NaN|undefined|Infinity|null)\b")


@pytest.fixture
def opened(open_page, site):
    """Open the page of an explorable with something behind its #, and wait for the picture."""

    def look(name, said="", **options):
        page = open_page(f"{site}/embed/{name}.html{said and '#'}{said}", **options)
        expect(page.locator("[data-live]")).to_be_visible()
        drawn(page)
        return page

    return look


def rules_of(page):
    return json.loads(page.locator("[data-explorable]").get_attribute("data-rules"))


def test_every_explorable_has_one():
    modules = {getattr(explorables, name).module.removesuffix(".js") for name in explorables.__all__} - {"frames"}
    assert modules <= set(NAMES)
    assert len(set(NAMES) - modules) == 2, "Frames, named by their titles"


@pytest.mark.parametrize("name", NAMES)
def test_takes_60_kib_at_most(html, name):
    assert len(gzip.compress((html / "embed" / f"{name}.html").read_bytes())) <= 60 * 1024


@pytest.mark.parametrize("name", SEVERAL)
def test_needs_and_keeps_nothing(opened, name):
    page = opened(name)
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(each => each.name).filter(each => !each.startsWith('data:'))"
    )
    assert loaded == []
    for control, _ in controls(page):
        control.focus()
        page.keyboard.press(control.evaluate(KEY))
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    assert kept == [0, 0, "", 0, 0]


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_view(opened, name, mode):
    for width in (390, 1280):
        page = opened(name, width=width, mode=mode)
        assert page.evaluate(TOO_WIDE) <= 0
        ready_for_axe(page)
        assert violations(page) == []


@pytest.mark.parametrize("name", SEVERAL)
def test_a_link_brings_the_picture_back(opened, name):
    """Work every control; then another reader opens the address that is there."""
    page = opened(name)
    for control, _ in controls(page):
        control.focus()
        page.keyboard.press(control.evaluate(KEY))
    changed = page.evaluate(f"Object.keys({PLACE}.model.changed)")
    assert changed
    assert set(changed) <= set(rules_of(page)), "all that readers change is in the address"
    page.evaluate(WRITTEN)
    link, state = page.evaluate("location.hash.slice(1)"), page.evaluate(STATE)
    drawn(page)
    other = opened(name, link)
    assert other.evaluate(STATE) == state
    assert other.locator(".lb-explorable").inner_text() == page.locator(".lb-explorable").inner_text()


def allowed(value, rule):
    """Whether a rule allows a value: the same as in the page, written another way."""
    if "among" in rule:
        return value in rule["among"]
    if "each" in rule:
        least, most = rule["count"]
        return least <= len(value) <= most and all(allowed(each, rule["each"]) for each in value)
    low, high = rule["span"]
    return low <= value <= high and (value == int(value) or not rule.get("whole"))


HOSTILE = [
    "", "NaN", "nan", "Infinity", "-Infinity", "1e999", "-1e999", "1e18", "-1e18", "999999999999999999999", "0x10", "1_0", "+1", " 1", "1 ",
    "1.5.2", "1,", ",1", "1;2", "٣", "true", "1n", "null", "undefined", "[object Object]", "constructor", "__proto__", "toString",
    "<script>self.hacked=1</script>", "<img src=x onerror=self.hacked=1>", "javascript:self.hacked=1", "\"><svg/onload=self.hacked=1>", "%", "%zz",
    "%00", "%ff%fe", "\ud800", ",".join("1" * 1000), "1" * 3900, "1e5" * 900, ";".join(["1,1"] * 500), ";" * 300, "," * 300,
]  # fmt: skip


@pytest.mark.parametrize("name", SEVERAL)
def test_nothing_gets_in_that_no_rule_allows(opened, name):
    page = opened(name)
    rules = rules_of(page)
    texts = [f"{key}={text}" for key in rules for text in HOSTILE]
    texts += [f"{key}={text}&{key}={text}" for key in rules for text in ("1", "")]
    texts += [f"{key}[]=1&{key}.length=2&{key.upper()}=1" for key in rules]
    found = page.evaluate("texts => texts.map(text => fromAddress(text, rules))", texts)
    for text, values in zip(texts, found, strict=True):
        assert set(values) <= set(rules), text
        for key, value in values.items():
            assert allowed(value, rules[key]), (text, value)
    for text in (
        "&".join(
            f"{key}={key}" for key in ("__proto__", "constructor", "toString", "hasOwnProperty", "words", "model")
        ),
        "&=&&=1&",
        "%",
        "?",
    ):
        assert page.evaluate("text => Object.keys(fromAddress(text, rules)).length", text) == 0
    assert page.evaluate("({}).polluted === undefined && self.hacked === undefined")


@pytest.mark.parametrize(
    "said",
    [
        "guess=9999", "guess=-1", "guess=NaN", "guess=Infinity", "guess=1e999", "guess=300&guess=400", "guess=300%", "guess=%zz",
        "guess=<script>self.hacked=1</script>", "guess=300;mansion", "price=5", "values=1,2", "words=x", "__proto__=1", "constructor=1",
        "mansion=constructor", "mansion=yes", "show_best=__proto__", "guess=300&x=" + "1" * 4000, "javascript:self.hacked=1", "#guess=300",
    ],
)  # fmt: skip
def test_what_does_not_fit_is_ignored(opened, said):
    page = opened("mse", said)
    assert page.evaluate(f"Object.keys({PLACE}.model.changed)") == []
    assert page.evaluate("self.hacked") is None
    assert page.evaluate(STATE)["guess"] == "222"


def test_what_fits_is_taken_beside_what_does_not(opened):
    page = opened("mse", "guess=300&mansion&show_best=maybe&prediction=2000&price=1")
    assert page.evaluate(f"{PLACE}.model.changed") == {"guess": 300, "mansion": True}


def some(rule, pick):
    """A value that a rule allows; `pick` takes one of several."""
    if "among" in rule:
        return pick(rule["among"])
    if "each" in rule:
        return [some(rule["each"], pick) for _ in range(pick(rule["count"]))]
    low, high = rule["span"]
    value = pick([low, low + 0.37 * (high - low), high])
    return round(value) if rule.get("whole") else value


@pytest.mark.parametrize("name", SEVERAL)
def test_all_that_an_address_may_say_can_be_drawn(opened, name):
    """Ends of every rule, and a mixture of them that no reader gets by the controls: nothing fails, and no NaN is shown."""
    page = opened(name)
    rules, chance = rules_of(page), random.Random(0)
    picks = [lambda values: values[0], lambda values: values[-1], *[chance.choice] * 6]
    for said in [
        page.evaluate("state => toAddress(state, rules)", {key: some(rule, pick) for key, rule in rules.items()})
        for pick in picks
    ]:
        picture = opened(name, said).locator(".lb-explorable")
        expect(picture).to_have_count(1)
        assert not NO_NUMBER.search(picture.inner_html()), said


def test_another_address_is_another_picture(opened):
    """Typed into the same page, or set by the page around a frame: nothing stays of the state before."""
    page = opened("mse", "guess=300&mansion")
    page.evaluate("location.hash = 'guess=200'")
    expect(page.locator(".lb-readout")).to_contain_text("200")
    assert page.evaluate(f"{PLACE}.model.changed") == {"guess": 200}


def test_works_from_a_file(open_page):
    page = open_page((BUILD / "html" / "embed" / "mse.html").as_uri() + "#guess=300&mansion")
    expect(page.locator(".lb-readout")).to_contain_text("300")
    page.get_by_role("button", name="Skip").click()
    page.evaluate(WRITTEN)
    assert "prediction=-1" in page.evaluate("location.hash")


def test_fills_the_screen_and_comes_back(opened):
    page = opened("mse", fresh=True)  # a page that has filled the screen may not rest
    page.get_by_role("button", name="Full screen", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Leave full screen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_a_whole_screen_has_the_whole_picture_and_it_can_be_dragged(opened, size):
    page = opened("mse", "guess=300", fresh=True)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.get_by_role("button", name="Full screen", exact=True).click()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    for answered in (False, True):
        if answered:
            page.get_by_role("button", name="Skip").click()
            expect(page.get_by_role("button", name="Skip")).to_be_hidden()
        drawn(page)
        page.wait_for_function(
            "() => { const { top, bottom, left, right } = document.body.getBoundingClientRect();"
            " return Math.max(bottom - top - innerHeight, right - left - innerWidth) <= 1"
            " && Math.min(Math.abs(bottom - top - innerHeight), Math.abs(right - left - innerWidth)) <= 45; }"
        )
    drawn(page)
    box = page.locator(".lb-handle:visible").first.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 100, middle[1])
    page.mouse.up()
    expect(page.locator(".lb-readout")).not_to_contain_text("Guess 300")
    moved = page.locator(".lb-handle:visible").first.bounding_box()
    assert moved["x"] - box["x"] == pytest.approx(100, abs=12), "the handle follows the hand"


def test_where_it_would_become_small_a_whole_screen_scrolls(opened):
    page = opened("mse", fresh=True, width=390)
    page.get_by_role("button", name="Full screen", exact=True).click()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    drawn(page)
    assert page.evaluate("document.body.style.transform") == ""
    assert page.evaluate("getComputedStyle(document.documentElement).overflowY") == "visible"


def test_starts_again_for_the_next_class(opened):
    page = opened("mse", "guess=300&mansion&prediction=-1", fresh=True)
    expect(page.locator(".lb-readout")).to_contain_text("300")
    page.get_by_role("button", name="Full screen", exact=True).click()
    again = page.get_by_role("button", name="Start again")
    again.click()
    expect(page.get_by_role("button", name="Skip")).to_be_visible()
    page.wait_for_function("() => location.hash === ''")
    assert page.evaluate(f"Object.keys({PLACE}.model.changed)") == []
    assert page.evaluate(STATE) == opened("mse").evaluate(STATE)
    expect(again).to_be_focused()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "focal", "huber", "loss_lab", "mae", "mse"])
def test_home_and_end_lead_to_the_ends(opened, name):
    page = opened(name, "prediction=-1")
    sliders = page.locator("g[role=slider]:visible").all()
    assert sliders
    for slider in sliders:
        slider.focus()
        for key, end in (("End", "aria-valuemax"), ("Home", "aria-valuemin")):
            page.keyboard.press(key)
            expect(slider).to_have_attribute("aria-valuenow", slider.get_attribute(end))


def test_shows_the_picture_without_a_script(open_page):
    page = open_page("embed/mse.html", fresh=True, java_script_enabled=False)
    expect(page.locator(".lb-explorable svg")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link")).to_have_attribute("href", "../book/mse.html")


def test_prints_without_buttons(opened):
    page = opened("mse")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Full screen")).to_be_hidden()


@pytest.fixture
def elsewhere(tmp_path, site):
    """The address of another site that shows two pictures in frames, one of which is allowed scripts and nothing else."""
    host = (
        f'<!DOCTYPE html><html lang="en"><title>Slides</title><link rel="icon" href="data:,">'
        f'<iframe title="one" src="{site}/embed/mse.html#guess=300&amp;mansion" allow="fullscreen" width="390" height="700"></iframe>'
        f'<iframe title="two" src="{site}/embed/triplet.html#margin=2" sandbox="allow-scripts" width="390" height="700"></iframe>'
    )
    (tmp_path / "slides.html").write_text(host, encoding="utf-8")
    with serve(tmp_path) as address:
        assert urlsplit(address).port != urlsplit(site).port
        yield f"{address}/slides.html"


def test_lives_in_frames_of_other_sites(open_page, elsewhere):
    page = open_page(elsewhere)
    one, two = (page.frame_locator(f"iframe[title={title}]") for title in ("one", "two"))
    expect(one.locator(".lb-readout")).to_contain_text("300")
    expect(one.get_by_role("button", name="Full screen")).to_be_visible()
    expect(two.locator("[data-live]")).to_contain_text("the margin is 2.0")
    assert two.locator("[data-explorable]").evaluate("place => place.model.get('margin')") == 2
    expect(two.locator("[data-whole]")).to_be_hidden()  # this frame may not
    for frame in (one, two):
        skip = frame.get_by_role("button", name="Skip")
        skip.click()
        expect(skip).to_be_hidden()
        frame.locator("[data-explorable]").evaluate(WRITTEN)
        assert "prediction=-1" in frame.locator("[data-explorable]").evaluate("() => location.hash")


REFUSED = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => ({ writeText: () => Promise.reject(new Error()) }) })"
TAKEN = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => ({ writeText: async text => { self.taken = text; } }) })"


class TestShare:
    """Below each explorable of a chapter."""

    @pytest.fixture
    def chapter(self, open_page, site):
        """A chapter whose clipboard is ours, and the line below its first explorable."""

        def look(clipboard, address="book/mse.html", **options):
            page = open_page("about:blank", fresh=True, **options)
            page.add_init_script(clipboard)
            page.goto(f"{site}/{address}")
            row = page.locator(".lb-share").first
            row.scroll_into_view_if_needed()
            return page, row

        return look

    def test_the_link_says_what_was_changed(self, chapter, opened, site):
        page, row = chapter(TAKEN)
        copy = row.get_by_role("button", name="Copy link to this picture")
        copy.focus()
        page.keyboard.press("Enter")
        expect(row.get_by_role("status")).to_have_text("The link is copied.")
        assert page.evaluate("taken") == f"{site}/embed/mse.html"
        page.get_by_role("spinbutton", name="Your prediction").fill("400")
        page.get_by_role("button", name="Lock in my prediction").click()
        expect(page.get_by_role("button", name="Lock in my prediction")).to_be_hidden()
        copy.click()
        page.evaluate(
            "async () => { for (let i = 0; i < 300 && !taken.includes('#'); i += 1) await new Promise(requestAnimationFrame); }"
        )
        link = page.evaluate("taken")
        assert link == f"{site}/embed/mse.html#mansion&prediction=400&show_best=false"
        expect(row.locator("textarea")).to_be_hidden()
        expect(opened("mse", urlsplit(link).fragment).locator(".lb-explorable")).to_contain_text("400")

    def test_the_frame_can_be_put_into_a_page(self, chapter, open_page, site, tmp_path):
        page, row = chapter(TAKEN, "book/preferences.html")
        page.get_by_role("button", name="Skip").first.click()
        row.get_by_role("button", name="Embed").click()
        expect(row.get_by_role("status")).to_have_text("The HTML for your own page is copied.")
        line = page.evaluate("taken")
        (tmp_path / "page.html").write_text(f'<!DOCTYPE html><link rel="icon" href="data:,">{line}', encoding="utf-8")
        with serve(tmp_path) as address:
            other = open_page(f"{address}/page.html")
            frame = other.locator("iframe")
            expect(frame).to_have_attribute("title", "Four soups")
            assert frame.get_attribute("src") == f"{site}/embed/preferences.html#prediction=-1"
            picture = other.frame_locator("iframe").locator("html")
            assert picture.locator(".lb-readout").count() == 1
            assert picture.evaluate("e => e.clientHeight / e.scrollHeight") > 0.85, (
                "the frame is about as high as the picture"
            )

    def test_where_copying_is_refused_the_text_is_selected(self, chapter, site):
        _, row = chapter(REFUSED)
        row.get_by_role("button", name="Copy link to this picture").click()
        expect(row.get_by_role("status")).to_contain_text("Copy the text below")
        text = row.get_by_role("textbox", name="To be copied")
        expect(text).to_have_value(f"{site}/embed/mse.html")
        expect(text).to_be_focused()
        assert text.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd) === box.value")

    def test_is_out_of_the_way_on_a_phone_and_on_paper(self, chapter):
        page, row = chapter(TAKEN, viewport={"width": 390, "height": 900}, has_touch=True)
        page.set_viewport_size({"width": 390, "height": 900})
        for button in row.get_by_role("button").all():
            assert button.bounding_box()["height"] >= 44
        assert row.bounding_box()["height"] <= 100
        assert page.evaluate(TOO_WIDE) <= 0
        page.emulate_media(media="print")
        expect(row).to_be_hidden()
