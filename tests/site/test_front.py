"""The first page: a picture that moves at once, a map that follows the course, and the way back to where one was."""

import gzip
import json
import re

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lossbook.exercises import EXERCISES
from lossbook.explorables import OnePrice
from lossbook.quizzes import load
from tests.conftest import CHAPTERS, ROOT

PARTS = {
    part["caption"]: [chapter["file"].removeprefix("book/") for chapter in part["chapters"]]
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
}
PARTS = {part: [name for name in names if name in CHAPTERS] for part, names in PARTS.items()}
ORDER = [name for names in PARTS.values() for name in names]


def lanes():
    """The parts of the course, and after them the lanes that chapters name in their first lines."""
    usual, own = {}, {}
    for part, names in PARTS.items():
        for name in names:
            named = re.match(
                "---\n(?:.*\n)*?on_map: (.*)\n", (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
            )
            (own if named else usual).setdefault(named[1] if named else part, []).append(name)
    return usual | own


LANES = lanes()
ON_MAP = [name for names in LANES.values() for name in names]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DOTS = ".lb-canvas .lb-trail:not(.lb-rest)"


def minutes(chapter):
    return re.search(r"About (\d+) minutes", (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8"))[1]


def stops(page):
    return page.locator(".lb-map .lb-stop")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def front(request, open_page):
    return open_page("", java_script_enabled=request.param)


class TestMap:
    """What there is to read, computed from the chapters, with or without a script."""

    def test_has_every_chapter_in_order(self, front):
        assert front.locator(".lb-lane > h3").all_inner_texts() == list(LANES)
        assert [stop.get_attribute("id") for stop in stops(front).all()] == [f"map-{name}" for name in ON_MAP]
        assert [stop.get_attribute("data-number") for stop in stops(front).all()] == [
            str(ORDER.index(name) + 1) for name in ON_MAP
        ]
        for name, stop in zip(ON_MAP, stops(front).all(), strict=True):
            source = (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
            assert stop.locator("a").get_attribute("href") == f"book/{name}.html"
            assert stop.locator("b").inner_text() == re.search(r"^# (.*)", source, re.MULTILINE)[1]
            assert stop.locator("small").inner_text() == f"chapter {ORDER.index(name) + 1}, {minutes(name)} min"
            assert f"\n## {stop.locator('.lb-asks').inner_text()}\n" in source
            assert "first" not in stop.locator(".lb-asks").inner_text()  # not the questions on earlier chapters
        total = sum(int(minutes(name)) for name in ORDER)
        assert front.locator("[data-sum]").inner_text().startswith(f"{len(ORDER)} chapters, about {total} minutes")

    def test_draws_each_emblem(self, front):
        for name, stop in zip(ON_MAP, stops(front).all(), strict=True):
            box = stop.locator("svg").bounding_box()
            assert box["width"] == box["height"] == 48
            assert stop.locator("use").get_attribute("href") == f"#e-{name}"
            assert front.locator(f"symbol#e-{name} > *").count() >= 2

    def test_lines_are_to_scale(self, front):
        widths = [
            stop.bounding_box()["width"] / int(minutes(name))
            for name, stop in zip(ON_MAP, stops(front).all(), strict=True)
        ]
        assert max(widths) - min(widths) < 0.05

    def test_counts_all_there_is_to_do(self, front):
        items = [item for stop in stops(front).all() for item in stop.get_attribute("data-items").split()]
        exercises = [f"exercise:{name}" for chapter in ON_MAP for name in EXERCISES if name.split(".")[0] == chapter]
        assert [item for item in items if item.startswith("exercise")] == exercises
        now = [f"question:{question.id}" for name in ORDER for question in load(name) if not question.later]
        assert set(now) <= set(items)

    def test_leads_to_pages_that_exist(self, front, html):
        links = [link.get_attribute("href") for link in front.locator("a").all()]
        assert {"whole_course.html", "book/loss_lab.html", "book/glossary.html", "#map"} <= set(links)
        for link in links:
            if link.startswith("https:"):  # the repository, where one is known
                continue
            path, _, anchor = link.partition("#")
            assert (html / path).exists() or not path, link
            assert not anchor or path or front.locator(f"[id='{anchor}']").count() == 1, link
        assert front.get_by_role("link", name="Start the course").get_attribute("href") == f"book/{ORDER[0]}.html"


class TestPicture:
    """One guess for four houses."""

    def test_moves_by_keyboard_and_leaves_dots(self, open_page):
        page = open_page("")
        handle = page.get_by_role("slider", name="Your guess for every house, in thousands")
        expect(page.locator(DOTS)).to_have_count(1)
        sizes = page.locator(".lb-sq").evaluate_all("all => all.map(e => +e.getAttribute('width'))")
        handle.focus()
        for _ in range(11):
            page.keyboard.press("ArrowLeft")
        expect(page.locator(".lb-readout")).to_contain_text("Guess 215.")
        said = page.locator(".lb-readout").inner_text()
        assert "Mean squared error: 125" in said
        assert "(225 + 25 + 25 + 225) / 4 = 125." in said
        assert "No guess does better: 215 is the mean of the prices." in said
        assert handle.get_attribute("aria-valuetext") == "215 thousand, mean squared error 125"
        expect(page.locator(DOTS)).to_have_count(12)
        assert (
            page.locator(".lb-sq").evaluate_all("all => all.map(e => +e.getAttribute('width'))")
            == [150, 50, 50, 150]
            != sizes
        )
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".lb-readout")).to_contain_text("You have drawn a loss curve")
        assert page.locator(".lb-explorable td").all_text_contents()[:2] == ["+14", "196"]

    @pytest.mark.parametrize("from_handle", [True, False], ids=["the handle", "the picture"])
    def test_moves_by_pointer(self, open_page, from_handle):
        page = open_page("")
        box = page.locator(".lb-canvas svg").bounding_box()

        def at(price):
            return box["x"] + box["width"] * (150 + (price - 200) * 10) / 600

        street = box["y"] + box["height"] * 0.61
        page.mouse.move(at(226 if from_handle else 222), street if from_handle else street - box["height"] * 0.2)
        page.mouse.down()
        page.mouse.move(at(212), street, steps=8)
        page.mouse.up()
        expect(page.locator(".lb-readout")).to_contain_text("Guess 212.")
        assert page.locator(".lb-street").input_value() == "212"
        assert page.locator(DOTS).count() >= 4
        page.mouse.move(at(205), street - 60)  # not pressed any more
        assert page.locator(".lb-street").input_value() == "212"

    def test_handle_lies_on_the_street(self, open_page):
        for width in (1280, 390, 280):
            page = open_page("", width=width)
            handle, ball = (
                page.locator(".lb-street").bounding_box(),
                page.locator("circle.lb-guess").first.bounding_box(),
            )
            assert abs(handle["y"] + handle["height"] / 2 - ball["y"] - ball["height"] / 2) < 1.5

    def test_is_complete_without_a_script(self, open_page):
        page = open_page("", java_script_enabled=False)
        assert page.locator(".lb-sq").count() == 4
        assert page.locator(".lb-rest").evaluate_all("all => all.filter(e => e.checkVisibility()).length") == 31
        assert "Mean squared error: 246" in page.locator(".lb-readout").inner_text()
        assert page.get_by_text("Drag the orange guess").is_hidden()
        page.locator(".lb-explorable summary").click()
        assert page.locator(".lb-explorable td").all_inner_texts()[:2] == ["+26", "676"]

    def test_script_draws_what_python_draws(self, open_page):
        """Nothing jumps when the script takes over."""
        look = """e => ["rect", "circle", "text"].map(tag => [...e.querySelectorAll(tag)].map(part =>
            ["x", "y", "cx", "cy", "width"].map(name => Math.round(part.getAttribute(name) ?? 0)).join() + part.textContent).sort())"""
        boxes = []
        for script in (True, False):
            page = open_page("", java_script_enabled=script)
            boxes.append((page.locator(".lb-canvas svg").evaluate(look), page.locator(".lb-explorable").bounding_box()))
        assert boxes[0] == boxes[1]

    def test_is_a_widget_as_well(self):
        street = OnePrice(guess=220, tried=[200, 230])
        assert street.rows()[0] == ("200 thousand", "+20", "400")
        assert street.picture().count('class="lb-trail"') == 3
        assert ".lb-canvas" in street._css
        for values in ([200], [200, 200]):
            assert "NaN" not in OnePrice(values=values, guess=200).picture().replace("nan", "NaN")


class TestProgress:
    """What a reader has done is kept in the browser, shown on the map, and forgotten on request."""

    def test_what_was_forgotten_does_not_come_back_on_leaving(self, open_page):
        page = open_page("book/intro.html")
        page.locator("[data-task='intro.error']").get_by_label("I have solved it").check()
        page.get_by_role("button", name="Forget what I did").click()
        expect(page.get_by_text("Forgotten. You can undo this")).to_be_visible()
        page.goto(page.url.replace("book/intro.html", "index.html"))
        expect(page.get_by_role("link", name="Start the course")).to_be_visible()
        assert page.evaluate("localStorage.getItem('lossbook:/')") is None

    def test_is_kept_and_shown_and_forgotten(self, open_page):
        page = open_page("book/mse.html")
        start = page.url.replace("book/mse.html", "")
        street = page.locator(".lb-explorable").first
        street.locator("input[type=number]").fill("300")
        street.get_by_role("button", name="Lock in").click()
        first = page.locator("[data-question='Q02-1'] details").nth(1)
        first.locator("summary").click()
        form = page.locator("form[data-exercise='mse.mse']")
        form.locator("input").fill("5")
        form.get_by_role("button").click()
        page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").check()
        page.evaluate("document.querySelector('#exercises').scrollIntoView()")

        page.goto(start)
        stop = page.locator("#map-mse")
        assert stop.get_attribute("data-state") == "part"
        assert "18 min, 4 of 10 done" in stop.inner_text()
        line = stop.locator("i").evaluate("e => [getComputedStyle(e, '::before').width, e.clientWidth].map(parseFloat)")
        assert line[0] / line[1] == pytest.approx(0.4, abs=0.01)
        assert page.locator("#map-mae").get_attribute("data-state") == ""
        assert f"0 of {len(ORDER)} chapters done" in page.locator("[data-sum]").inner_text()
        assert "You stopped at “Exercises”" in page.locator("[data-sum]").inner_text()
        page.get_by_role("link", name="Go on: Mean squared error").click()
        page.wait_for_url("**/mse.html#exercises")  # and until it is loaded
        expect(page.locator("[data-question='Q02-1'] details[open]")).to_have_count(1)
        assert first.get_attribute("open") is not None
        assert page.locator("[data-task='mse.mse']").get_by_label("I have solved it").is_checked()
        assert "you said 300" in page.locator(".lb-explorable").first.text_content()

        page.go_back()
        forget, undo = (page.get_by_role("button", name=name) for name in ("Forget what I did", "Undo"))
        forget.click()
        expect(forget).to_be_hidden()
        undo.click()
        expect(stop).to_contain_text("18 min, 4 of 10 done")
        expect(undo).to_be_hidden()
        forget.click()
        expect(undo).to_be_visible()
        assert "18 min" in stop.inner_text()
        assert "done" not in stop.inner_text()
        expect(page.get_by_role("link", name="Start the course")).to_be_visible()
        expect(page.locator("article")).to_contain_text("Forgotten. You can undo this until you leave the page.")
        assert page.evaluate("localStorage.getItem('lossbook:/')") is None
        page.goto(f"{start}book/mse.html")
        expect(page.locator(".lb-option[open]")).to_have_count(0)
        assert page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").is_checked() is False

    @pytest.mark.parametrize(
        ("finished", "place", "goal"),
        [
            ([], "glossary", None),
            (["intro"], "intro", "mse"),
            (["intro", "mse", "mae"], "mae", "huber"),
            (["mae"], "mae", "huber"),
            (
                ["categorical_cross_entropy"],
                "categorical_cross_entropy",
                ORDER[ORDER.index("categorical_cross_entropy") + 1],
            ),
            (ORDER[1:], ORDER[-1], "intro"),  # what was left out
            (ORDER, ORDER[-1], None),
        ],
    )
    def test_goes_on_after_what_is_done(self, open_page, finished, place, goal):
        page = open_page("")
        items = [page.locator(f"#map-{name}").get_attribute("data-items").split() for name in finished]
        place = {"page": f"{place}.html", "anchor": "", "title": place, "section": ""}
        kept = json.dumps({"done": {item: True for some in items for item in some}, "place": place})
        page.evaluate("kept => localStorage.setItem('lossbook:/', kept)", kept)
        page.reload()
        begin = page.locator("[data-begin]")
        assert begin.inner_text().startswith("Go on: " if goal else "Start the course")
        assert begin.get_attribute("href").endswith(f"book/{goal or ORDER[0]}.html")
        expect(page.locator("[data-state=done]")).to_have_count(len(finished))

    def test_the_first_chapter_forgets_as_well(self, open_page):
        page = open_page("book/intro.html")
        button = page.get_by_role("button", name="Forget what I did")
        assert button.is_hidden()  # there is nothing yet
        box = page.get_by_label("I have solved it").first
        box.check()
        button.click()
        assert page.evaluate("localStorage.getItem('lossbook:/')") is None
        page.locator("[data-question] summary").first.click()
        page.get_by_role("button", name="Undo").click()
        done = page.evaluate("JSON.parse(localStorage.getItem('lossbook:/')).done")
        assert sorted(item.split(":")[0] for item in done) == ["exercise", "question"]  # what was done since stays
        links = page.locator(".lb-kept a").evaluate_all("all => all.map(link => link.getAttribute('href'))")
        assert links == ["../index.html#map", "../my_progress.html"]

    @pytest.mark.parametrize("storage", ["throws", "nonsense", "other"])
    def test_without_storage_the_course_reads_as_before(self, open_page, storage):
        page = open_page("", fresh=True)
        if storage == "throws":
            broken = """for (const name of ["getItem", "setItem", "removeItem"]) {
              const works = Storage.prototype[name];
              Storage.prototype[name] = function (key, ...more) {
                if (key.startsWith("lossbook")) throw new Error("off");
                return works.call(this, key, ...more);
              };
            }"""
            page.add_init_script(broken)
        else:
            value = {"nonsense": "[3", "other": '{"done": {}, "place": {"page": "gone.html"}}'}[storage]
            page.evaluate("value => localStorage.setItem('lossbook:/', value)", value)
        page.reload()
        expect(stops(page)).to_have_count(len(ORDER))
        assert page.locator("[data-begin]").get_attribute("href").endswith("book/intro.html")


class TestPage:
    """What the first page owes to those who find it, and to those who read it in their own way."""

    def test_stands_at_the_root(self, open_page, site, html):
        page = open_page("")
        assert page.url == f"{site}/"
        assert 'http-equiv="refresh"' not in (html / "index.html").read_text(encoding="utf-8")
        assert page.title() == "lossbook: a course on loss functions"
        assert "course on loss functions" in page.locator("meta[name=description]").get_attribute("content")
        assert page.locator("h1").count() == 1

    def test_is_light(self, open_page, site, html):
        page = open_page("404.html")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}/")
        page.wait_for_timeout(300)
        paths = [html / (url.removeprefix(f"{site}/") or "index.html") for url in asked]
        assert len(paths) <= 4, paths
        assert sum(len(gzip.compress(path.read_bytes())) for path in paths) <= 110 * 1024

    @pytest.mark.parametrize("widths", [(1280, 390), pytest.param((1000, 700), marks=pytest.mark.whole)])
    def test_every_view(self, open_page, widths):
        page = open_page("")
        for width in widths:
            for mode in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=mode)
                violations = Axe().run(page, options={"preload": False}).response["violations"]
                assert not [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in violations], (
                    width,
                    mode,
                )
                assert page.evaluate(TOO_WIDE) <= 0
        for width in (320, 280):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate(TOO_WIDE) <= 0, width

    @pytest.mark.parametrize("paper", [(720, 1050), (740, 980)], ids=["A4", "Letter"])
    def test_prints_on_two_sheets(self, open_page, paper):
        page = open_page("", width=paper[0], fresh=True)
        sheets = page.pdf(format="A4" if paper[0] == 720 else "Letter").count(b"/Type /Page\n")
        assert sheets == 2
        page.emulate_media(media="print")
        assert (
            page.locator(".lb-street, .lb-begin .lb-row, .lb-search").evaluate_all(
                "all => all.some(e => e.checkVisibility())"
            )
            is False
        )
        assert stops(page).last.is_visible()

    def test_first_button_reads_in_forced_colours(self, open_page):
        page = open_page("", forced_colors="active", mode="dark")
        ink, ground = page.locator(".lb-first").evaluate(
            "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        )
        assert ink != ground == page.evaluate("getComputedStyle(document.body).backgroundColor")

    def test_control_k_leads_to_the_words_to_look_for(self, open_page):
        page = open_page("")
        page.keyboard.press("Control+k")
        page.keyboard.type("outlier")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=outlier")
