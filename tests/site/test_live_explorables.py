"""Explorables and exercises with Python in the page: pictures and objects stay together, and verdicts lead on."""

import json

import pytest
from playwright.sync_api import expect

from lossbook import explorables
from lossbook.exercises import EXERCISES
from tests.conftest import missing
from tests.site.browsers import DRAWN

WAIT = 120_000  # milliseconds; the first run loads Python, and a machine may be slow


class Cells:
    """The cells of a page, to run code in."""

    def __init__(self, page):
        self.page = page
        if page.locator("html[data-python]").count() == 0:
            missing("Python for the page", "The build says how to get it.")
        self.numbers = page.locator("[data-cell]:has(.cell_input)").evaluate_all("all => all.map(e => e.dataset.cell)")

    def at(self, place):
        """A cell with visible code, from 0."""
        return self.page.locator(f'[data-cell="{self.numbers[place]}"]')

    def output(self, place=0):
        return self.at(place).locator("[data-role=output]")

    def run(self, code, place=0):
        """Write code into a cell, run it, and return the output in words."""
        cell = self.at(place)
        if not cell.locator("textarea").count():
            cell.locator("[data-do=edit]").click()
        cell.locator("textarea").fill(code)
        cell.locator("[data-do=run]").click()
        self.page.locator("html[data-python=ready]").wait_for(state="attached", timeout=WAIT)
        return self.output(place).inner_text()


@pytest.fixture
def huber(open_page):
    return Cells(open_page("book/huber.html", fresh=True))


@pytest.fixture
def dial(huber):
    """The picture that came with the page, after its question."""
    dial = huber.page.locator("[data-cell] [data-explorable]").first
    dial.get_by_role("button", name="Skip").click()
    return dial


def press(place, key, times):
    place.focus()
    for _ in range(times):
        place.press(key)
    place.evaluate(DRAWN)


def test_the_picture_of_the_page_and_python_are_one(huber, dial):
    delta = dial.get_by_role("slider").first
    press(delta, "ArrowLeft", 6)  # before there is any Python
    assert huber.run("print(dial.delta, dial.prediction)") == "3.8 -1\n"
    press(delta, "ArrowLeft", 3)
    shown = dial.locator("output").first.inner_text()
    assert huber.run("print(dial.delta, 'million')\ndial.delta = 7") == f"{shown}\n"
    expect(dial.locator("output").first).to_have_text("7.0 million")
    expect(dial.locator(".lb-readout").first).to_contain_text("says 43.2 for 1973")


@pytest.mark.whole
def test_a_prediction_of_an_earlier_visit_is_known_to_python(huber, dial):
    huber.page.reload()
    assert huber.run("print(dial.prediction)") == "-1\n"
    expect(dial.get_by_role("button", name="Skip")).to_have_count(0)


def test_an_explorable_of_a_cell_is_alive(huber):
    page = huber.page
    code = "from lossbook.explorables import DeltaDial\nheard = []\nmine = DeltaDial(delta=30)\n"
    huber.run(f"{code}mine.observe(lambda change: heard.append(change.new), names='delta')\nmine")
    picture = huber.output()
    picture.get_by_role("button", name="Skip").click()
    press(picture.get_by_role("slider").first, "ArrowLeft", 1)
    delta, heard = huber.run("print(mine.delta, heard[-1])", place=1).split()
    assert delta == heard != "30.0"
    expect(picture.locator("output").first).to_have_text(f"{delta} million")
    huber.run("mine.delta = 3", place=1)
    expect(picture.locator("output").first).to_have_text("3.0 million")
    huber.run("mine", place=1)  # a second view of the same object
    press(huber.output(1).get_by_role("slider").first, "ArrowRight", 1)
    expect(picture.locator("output").first).to_have_text(huber.output(1).locator("output").first.inner_text())
    expect(page.locator(".lb-explorable")).to_have_count(3)


@pytest.mark.whole
def test_every_explorable_tells_python_what_was_done(huber):
    for name in set(explorables.__all__) - {"Frames"}:
        huber.run(f"from lossbook.explorables import {name}\nmine = {name}()\nbefore = mine.state()\nmine")
        picture = huber.output()
        expect(picture.locator(".lb-explorable")).to_be_visible()
        skip = picture.get_by_role("button", name="Skip")
        if skip.count():
            skip.click()
            expect(skip).to_have_count(0)
        for control in picture.get_by_role("slider").all()[:1] + picture.get_by_role("button").all()[:1]:
            press(control, "ArrowRight", 2)
            press(control, "Enter", 1)
        assert huber.run("print(mine.state() != before)", place=1) == "True\n", name


TASK = "from lossbook.exercises import check\n\n{}\n\ncheck('huber.huber', huber)"
RIGHT = "def huber(error, delta):\n    size = abs(error)\n    return 0.5 * size**2 if size <= delta else delta * (size - 0.5 * delta)"


@pytest.mark.whole
def test_cells_that_wait_for_others_say_so(huber):
    last = huber.page.locator(".lb-state").last
    huber.page.locator("[data-do=all]").click()
    expect(last).to_contain_text("is loading")
    expect(last).to_have_text("waiting", timeout=WAIT)


@pytest.mark.whole
def test_a_verdict_names_the_thought_and_helps_step_by_step(huber):
    place = next(
        place for place, _ in enumerate(huber.numbers) if huber.at(place).locator('[data-task="huber.huber"]').count()
    )
    panel = huber.output(place)
    hints, solution = panel.locator(".lb-hint"), panel.locator(".lb-solution")
    ask = panel.get_by_role("button", name="Show me a solution")

    said = huber.run(TASK.format("def huber(error, delta):\n    return 0.5 * error**2"), place)
    assert said.startswith("You got 50, the half-square.")
    assert "The smallest input that shows it: huber(10, 3). Yours gave 50." in said
    assert [hint.is_visible() for hint in hints.all()] == [True, False, False]
    expect(solution).to_be_hidden()
    hints.first.locator("summary").click()
    expect(hints.nth(1)).to_be_visible()

    said = huber.run(TASK.format("def huber(error, delta):\n    return error + 'x'"), place)
    assert "stopped in line 4 with TypeError" in said
    assert "Text and number cannot be combined." in said
    assert [hint.is_visible() for hint in hints.all()] == [True, True, False]
    assert not panel.get_by_role("checkbox").is_checked()
    ask.click()
    expect(solution).to_have_attribute("open", "")

    said = huber.run(TASK.format(RIGHT), place)
    assert said.startswith(EXERCISES["huber.huber"].right)
    expect(panel.get_by_role("checkbox")).to_be_checked()
    kept = json.loads(huber.page.evaluate("localStorage.getItem('lossbook:/')"))
    assert kept["done"]["exercise:huber.huber"] is True


@pytest.mark.whole
def test_after_three_tries_the_solution_is_there(huber):
    place = next(
        place for place, _ in enumerate(huber.numbers) if huber.at(place).locator('[data-task="huber.huber"]').count()
    )
    for times in (1, 2, 3):
        huber.run(TASK.format("def huber(error, delta):\n    return 12345"), place)
        assert huber.output(place).locator(".lb-solution").is_visible() == (times == 3)


EVERY = """
from lossbook.exercises import EXERCISES
from lossbook.exercises.engine import judge
for name, exercise in EXERCISES.items():
    if judge(exercise, exercise.answer).kind != "right":
        print("solution of", name)
    for number, mistake in enumerate(exercise.mistakes):
        if judge(exercise, mistake.wrong).kind != "recognised":
            print("mistake", number, "of", name)
print(len(EXERCISES))
"""


@pytest.mark.whole
def test_every_solution_is_right_and_every_mistake_known_in_the_page(huber):
    assert huber.run(EVERY) == f"{len(EXERCISES)}\n"
