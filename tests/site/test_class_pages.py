"""A reader's progress as a file, and what a class's files say together: in a browser, and with files that mean harm."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from lossbook.handed_in.results import Result, write_html
from tests.site.test_site import TOO_WIDE, printed_pages, ready_for_axe, show, violations

PAGES = ["my_progress.html", "class_report.html"]
SUM = {"message": "You got 10, which is the sum.", "code": "def mse(p, a):\n    return 10", "times": 2}
EVIL = "<img src=x onerror='window.stranger=1'><script>window.stranger=1</script>"


def progress(done=None, tries=None, **others):
    """A progress file, as a page would save it."""
    file = {"format": "lossbook progress", "version": 1, "saved": "2026-11-20T10:00:00.000Z"}
    return json.dumps({**file, "done": done or {}, "tries": tries or {}, **others})


def upload(name, content):
    return {"name": name, "mimeType": "", "buffer": content if isinstance(content, bytes) else content.encode()}


def opened(page, content, name="lossbook-progress.json"):
    page.locator("#open").set_input_files(upload(name, content))
    expect(page.locator("#said")).to_contain_text(name)
    return page.locator("#said").inner_text()


def reported(page, *files):
    """Give files to the report (or paths of such), wait until they are read, and return what it says of files."""
    page.locator("#files").set_input_files([file if isinstance(file, Path) else upload(*file) for file in files])
    expect(page.locator("#said")).to_contain_text("in this report")
    return dict(page.get_by_role("region", name="Files to look at").locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
    ))  # fmt: skip


def saved(page, button):
    with page.expect_download() as download:
        page.locator(button).click()
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8")


def spreadsheet(report):
    """Save the table for spreadsheets, and return its rows, each a dict."""
    _, content = saved(report, "#csv")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


def kept(page):
    return page.evaluate("() => JSON.parse(localStorage.getItem('lossbook:/'))")


class TestMyProgress:
    def test_goes_to_another_browser_with_all_that_was_done(self, open_page):
        page = open_page("book/mse.html")
        street = page.locator(".lb-explorable").first
        street.locator("input[type=number]").fill("300")
        street.get_by_role("button", name="Lock in").click()
        question = page.locator("[data-question='Q02-1'] details")
        for place in (2, 0):
            question.nth(place).locator("summary").click()
            expect(question.nth(place)).to_have_attribute("open", "")
        form = page.locator("form[data-exercise='mse.mse']")
        for number in ("10", "77", "5", "10"):
            form.locator("input").fill(number)
            form.get_by_role("button").click()
        page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").check()
        page.goto(page.url.replace("book/mse.html", "my_progress.html"))
        file, content = saved(page, "#save")
        assert file == "lossbook-progress.json"
        found = json.loads(content)
        assert "name" not in found
        tries = found["tries"]["mse.mse"]
        assert tries["count"] == 3  # none is counted once it is solved
        assert [thought["code"] for thought in tries["thoughts"]] == ["mse([4, 6], [5, 3]) = 10  # by hand"]

        other = open_page("my_progress.html", fresh=True)
        assert "Nothing is kept yet" in other.locator("#evidence").inner_text()
        assert "nothing that was here is lost" in opened(other, content)
        rows = other.get_by_role("region", name="Mean squared error").locator("tbody tr")
        assert rows.first.inner_text().startswith("1. The MSE\tsolved\t3\t")
        assert rows.nth(1).inner_text().split("\t")[1] == "ticked by you"
        assert "1 of 60 exercises solved, 1 ticked by you." in other.locator("#evidence").inner_text()
        assert "C, then A" in rows.nth(2).inner_text()
        assert rows.last.inner_text().split("\t")[0].startswith("Prediction: You have looked for the best guess")
        assert rows.last.inner_text().split("\t")[1:3] == ["made", "300"]
        other.goto(other.url.replace("my_progress.html", "book/mse.html"))
        assert other.locator("[data-task='mse.mse']").get_by_label("I have solved it").is_checked()
        assert other.locator("[data-task='mse.rmse']").get_by_label("I have solved it").is_checked()
        assert other.locator("[data-question='Q02-1'] details[open]").count() == 2
        assert "you said 300" in other.locator(".lb-explorable").first.text_content()
        expect(other.locator("[data-question='Q02-1'] details").first).to_have_attribute("open", "")
        assert kept(other)["done"]["question:Q02-1"] == [2, 0]  # the first answer stays the first

    def test_adds_to_what_is_here_and_loses_nothing(self, open_page):
        page = open_page("my_progress.html")
        mine = {
            "exercise:mse.mse": True,
            "question:Q02-1": [1],
            "prediction:SquaresOnALine": {"prediction": 300, "mansion": True},
        }
        tries = {"mse.mse": {"count": 2, "thoughts": [SUM]}}
        page.evaluate(
            "all => localStorage.setItem('lossbook:/', all)",
            json.dumps({"done": mine, "tries": tries, "place": {"page": "mse.html"}}),
        )
        theirs = {
            "exercise:mae.mae": True,
            "question:Q02-1": [0, 1],
            "question:Q02-2": [2],
            "prediction:SquaresOnALine": {"prediction": 900},
        }
        root = {"message": "You took the root.", "code": "…", "times": 1}
        others = {
            "mse.mse": {"count": 5, "thoughts": [root, {**SUM, "times": 1}]},
            "mae.mae": {"count": 1, "thoughts": []},
        }
        for _ in range(2):  # a second time changes nothing
            opened(page, progress(theirs, others))
            assert kept(page) == {
                "done": {**theirs, **mine, "question:Q02-1": [1, 0]},
                "tries": {"mse.mse": {"count": 5, "thoughts": [SUM, root]}, "mae.mae": {"count": 1, "thoughts": []}},
                "place": {"page": "mse.html"},
            }
        assert "It added 0 things" in page.locator("#said").inner_text()

    def test_says_what_was_predicted(self, open_page):
        page = open_page("my_progress.html")
        right, other, number, skipped, strange = "StreetWidth", "TugOfWar", "Dimmer", "DeltaDial", "TwoDials"
        made = {right: 2, other: 1, number: 2.5, skipped: -1, strange: 9}
        opened(page, progress({f"prediction:{name}": {"prediction": value} for name, value in made.items()}))
        rows = page.locator("#evidence tbody tr")
        assert [row.split("\t")[1:3] for row in rows.all_inner_texts()] == [
            ["not right", ""],
            ["not right", "A fifth of the way to the mansion"],
            ["right", "Nothing"],
            ["made", "2.5"],
        ]
        assert rows.nth(2).inner_text().startswith("Prediction: Suppose that the street is the best one")

    def test_what_was_found_right_counts_more_than_what_was_ticked(self, open_page):
        page = open_page("book/mse.html")
        box, item = page.locator("[data-task='mse.mse']").get_by_label("I have solved it"), "exercise:mse.mse"
        form = page.locator("form[data-exercise='mse.mse']")
        box.check()
        assert kept(page)["done"][item] == "ticked"
        for number in ("10", "5", "10"):
            form.locator("input").fill(number)
            form.get_by_role("button").click()
        assert kept(page)["done"][item] is True
        assert kept(page)["tries"]["mse.mse"]["count"] == 2  # ticked is not found right, so tries are counted
        box.uncheck()
        assert item not in kept(page)["done"]
        page.goto(page.url.replace("book/mse.html", "my_progress.html"))
        for first, then, kept_now in (("ticked", True, True), (True, "ticked", True), ("ticked", "ticked", "ticked")):
            page.evaluate("() => localStorage.clear()")
            opened(page, progress({item: first}), "first.json")
            opened(page, progress({item: then}), "then.json")
            assert kept(page)["done"] == {item: kept_now}

    def test_forgets_and_undoes_it(self, open_page):
        page = open_page("my_progress.html")
        forget, undo = (page.get_by_role("button", name=name) for name in ("Forget what I did", "Undo"))
        expect(forget).to_be_hidden()
        opened(page, progress({"exercise:mse.mse": True}))
        page.evaluate("() => localStorage.setItem('lossbook:/:edit:mse:1', '1 + 2')")
        before = page.evaluate("() => ({ ...localStorage })")
        forget.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#evidence")).to_contain_text("Nothing is kept yet")
        assert page.evaluate("() => localStorage.length") == 0
        expect(undo).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#evidence")).to_contain_text("1 of 60 exercises solved")
        assert page.evaluate("() => ({ ...localStorage })") == before
        expect(undo).to_be_hidden()
        expect(forget).to_be_focused()
        forget.click()
        expect(undo).to_be_visible()
        page.evaluate(
            "() => dispatchEvent(new Event('pagehide'))"
        )  # whoever comes back to the page brings nothing back
        expect(undo).to_be_hidden()
        assert page.evaluate("() => localStorage.length") == 0

    def test_a_name_is_in_the_file_only_if_it_is_typed(self, open_page):
        page = open_page("my_progress.html")
        page.locator("#name").fill("  Noor A. ")
        assert page.locator("#whose").inner_text() == "Noor A."
        file, content = saved(page, "#save")
        assert file == "lossbook-progress-Noor-A.json"
        assert json.loads(content)["name"] == "Noor A."

    @pytest.mark.parametrize(("content", "answer"), [
        ("", "is empty"),
        (b"\x89PNG\r\n" + bytes(50), "is not a progress file of this course"),
        ("[]", "is not a progress file of this course"),
        ('{"format": "lossbook progress", "version', "is damaged: it breaks off, or was changed"),
    ])  # fmt: skip
    def test_a_file_that_is_none_changes_nothing(self, open_page, content, answer):
        page = open_page("my_progress.html")
        before = json.dumps({"done": {"exercise:mse.mse": True}})
        page.evaluate("all => localStorage.setItem('lossbook:/', all)", before)
        assert opened(page, content, "x.json") == f"x.json {answer}. Nothing was changed."
        assert kept(page) == json.loads(before)

    def test_what_no_page_writes_does_not_come_in(self, open_page):
        """Whatever is in a file, the course reads afterwards as before."""
        page = open_page("my_progress.html")
        bad = {
            "__proto__": True,
            "exercise:__proto__": EVIL,
            "question:Q02-1": ["0", -1, 1e9],
            "question:Q02-2": {"length": 9},
            "prediction:SquaresOnALine": {"prediction": 1e300},
            "prediction:TugOfWar": {"prediction": "300", "guess": EVIL},
            "prediction:WeatherBettor": {"prediction": 1, "days": EVIL},
            EVIL: True,
        }
        tries = {
            "__proto__": {"count": 1, "thoughts": []},
            "mse.mse": {"count": "9", "thoughts": [{"message": EVIL, "code": EVIL, "times": -1}]},
        }
        # Python has no trouble with this key; in JavaScript's own notation it would be the prototype.
        opened(page, progress(bad, tries, name=EVIL))
        assert kept(page) == {
            "done": {"prediction:WeatherBettor": {"prediction": 1}},
            "tries": {"mse.mse": {"count": 0, "thoughts": []}},
        }
        assert page.evaluate("() => window.stranger ?? ({}).count ?? null") is None
        assert page.locator("main img").count() == 0
        page.goto(page.url.replace("my_progress.html", "book/mse.html"))
        assert page.locator(".lb-explorable").first.get_by_role("button", name="Skip").is_visible()

    @pytest.mark.parametrize(
        ("delta", "shown"), [(5, "Delta 5.0 million"), (1e9, "Delta 50 million"), (EVIL, "Delta 50 million")]
    )
    def test_settings_come_back_if_the_picture_allows_them(self, open_page, delta, shown):
        page = open_page("my_progress.html")
        opened(
            page, progress({"prediction:DeltaDial": {"prediction": 0, "delta": delta, "years": [1, 2], "last": 212}})
        )
        page.goto(page.url.replace("my_progress.html", "book/huber.html"))
        picture = page.locator(".lb-explorable").first
        expect(picture.get_by_role("button", name="Skip")).to_be_hidden()
        expect(picture.locator(".lb-readout")).to_contain_text(shown)
        assert page.evaluate("document.querySelector('[data-prediction=DeltaDial]').model.get('years').length") == 24

    def test_without_storage_it_says_so_and_works_for_the_visit(self, open_page, site):
        page = open_page("about:blank", fresh=True)
        page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
        page.goto(f"{site}/my_progress.html")
        page.locator("#open").set_input_files(upload("x.json", progress({"exercise:mse.mse": True})))
        expect(page.locator("#said")).to_contain_text("lasts as long as your visit")
        assert json.loads(saved(page, "#save")[1])["done"] == {"exercise:mse.mse": True}

    @pytest.mark.parametrize("paper", ["A4", "Letter"])
    def test_prints_without_buttons(self, open_page, paper):
        page = open_page("my_progress.html", fresh=True)  # a page that prints is not lent to other tests
        opened(page, progress({"exercise:mse.mse": True}, {"mse.rmse": {"count": 3, "thoughts": [SUM]}}, name="Ana"))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 900})  # what is left of A4 between its margins
        assert page.locator("button:visible, input:visible, header:visible").count() == 0
        assert page.locator("#whose").inner_text() == "Ana"
        assert page.evaluate(TOO_WIDE) <= 0
        assert page.locator(".wide").evaluate_all("all => all.every(e => e.scrollWidth <= e.clientWidth)")
        assert printed_pages(page, paper) == 1


@pytest.mark.parametrize(
    ("address", "stops"),
    [
        ("my_progress.html", ["lossbook", "name", "save", "open", "print"]),
        ("class_report.html", ["lossbook", "Save my progress", "files", "folder"]),
    ],
)
def test_everything_is_reached_by_keyboard(open_page, address, stops):
    page = open_page(address)
    page.locator("header a").focus()
    found = []
    for _ in stops:
        found.append(page.evaluate("() => document.activeElement.id || document.activeElement.textContent"))
        page.keyboard.press("Tab")
    assert found == stops


class TestClassReport:
    def test_a_file_with_a_strange_name_stops_no_other(self, open_page):
        page = open_page("class_report.html")
        reported(page, *((f"{name}.json", progress({}, name=name)) for name in ("Ana", "Bo\u2028", "Cem")))
        expect(page.get_by_text("3 students in this report.")).to_be_visible()

    @pytest.fixture
    def report(self, open_page):
        return open_page("class_report.html")

    def test_says_what_to_take_up_again(self, report):
        right, first_wrong, later_wrong = [2], [0, 2], [2, 0]
        reported(
            report,
            ("a.json", progress({"exercise:mse.mse": True, "question:Q02-1": right}, {"mse.mse": {"count": 2, "thoughts": [SUM]}}, name="Ana")),
            ("b.json", progress({"question:Q02-1": first_wrong}, {"mse.mse": {"count": 4, "thoughts": [SUM]}}, name="Bo")),
            ("c.json", progress({"question:Q02-1": later_wrong}, {"mse.mse": {"count": 3, "thoughts": []}})),
        )  # fmt: skip
        expect(report.locator("#said")).to_have_text("3 students in this report.")
        assert report.locator("#report h2").first.inner_text() == "Take up again tomorrow"
        lines = report.locator("#report > ul > li")
        assert lines.first.inner_text().startswith(
            "1. The MSE (Mean squared error): 2 students are stuck, 1 solved it."
        )
        assert f"2 students heard: “{SUM['message']}”" in lines.first.inner_text()
        assert SUM["code"] in lines.first.inner_text()
        exercise = report.get_by_role("region", name="Exercises, those").locator("tbody tr")
        assert exercise.first.inner_text().split() == [
            "1.",
            "The",
            "MSE",
            "Mean",
            "squared",
            "error",
            "3",
            "1",
            "0",
            "3.0",
            "2",
        ]
        exercise.first.locator("summary").click()
        assert exercise.first.locator("details").inner_text().endswith("Bo, c")
        assert report.locator("#report > details summary").inner_text().startswith("2 students, 1. The MSE")

    def test_keeps_apart_what_was_found_right_and_what_was_ticked(self, report):
        item, tries = "exercise:mse.mse", {"mse.mse": {"count": 2, "thoughts": []}}
        reported(
            report,
            ("a.json", progress({item: True}, name="Ana")),
            ("b.json", progress({item: "ticked"}, tries, name="Bo")),
            ("c.json", progress({item: "done"}, tries, name="Cy")),
        )
        cells = report.get_by_role("region", name="Exercises, those").locator("tbody tr td").all_inner_texts()
        assert cells[1:6] == ["2", "1", "1", "2.0", "1"]
        assert "1 student is stuck, 1 solved it, 1 ticked it by hand." in report.locator("#report > ul").inner_text()
        names = [f"Mean squared error: mse.mse {name}" for name in ("solved", "ticked", "tries")]
        rows = spreadsheet(report)
        assert list(rows[0]) == ["student", "file", "saved", *names]  # and no column of what nobody touched
        assert [[row[name] for name in names] for row in rows] == [["1", "0", "0"], ["0", "1", "2"], ["0", "0", "2"]]

    def test_says_what_the_class_predicted(self, report):
        made = [(2, 300), (0, 250.5), (2, 900), (-1, 310), (7, -1), (1, 1e9)]
        reported(report, *(
            (f"{n}.json", progress({"prediction:StreetWidth": {"prediction": choice}, "prediction:SquaresOnALine": {"prediction": number}}, name=str(n)))
            for n, (choice, number) in enumerate(made)
        ))  # fmt: skip
        table = report.get_by_role("region", name="What the class predicted").locator("tbody tr")
        assert table.locator("td:nth-child(2)").all_inner_texts() == ["Mean squared error", "Hinge loss"]
        assert table.nth(0).locator("li").all_inner_texts() == [
            "4 × a number: smallest 250.5, middle 305, largest 900",
            "Right: 372 thousand: the mean of all five",
            "1 × skipped",
        ]
        assert table.nth(1).locator("li").all_inner_texts() == [
            "1 × It follows the point",
            "1 × It gets wider",
            "2 × Nothing (right)",
            "1 × skipped",
        ]
        rows = spreadsheet(report)
        said = [row["Hinge loss: Street width, predicted"] for row in rows]
        assert said == ["Nothing", "It follows the point", "Nothing", "skipped", "", "It gets wider"]
        said = [row["Mean squared error: Squares on a line, predicted"] for row in rows]
        assert said == ["300", "250.5", "900", "310", "skipped", ""]
        assert len(rows[0]) == 5

    def test_questions_lead_to_their_chapter(self, report, html):
        course = report.evaluate("() => COURSE")
        for chapter in course:
            page = BeautifulSoup((html / chapter["page"]).read_text(encoding="utf-8"), "html.parser")
            for question in chapter["questions"]:
                assert page.find(id=question["section"]).select_one(f"[data-question='{question['id']}']")
        question = next(each for each in course[1]["questions"] if each["id"] == "Q02-1")
        wrong = [option["right"] for option in question["options"]].index(False)
        reported(report, ("a.json", progress({"question:Q02-1": [wrong]})))
        for place in ("#report > ul", "#report tbody"):
            link = report.locator(place).get_by_role("link", name=question["stem"])
            assert link.get_attribute("href") == "book/mse.html#check-yourself"
        assert list(spreadsheet(report)[0].items())[3:] == [
            ("Mean squared error: Q02-1 first answer", "ABC"[wrong]),
            ("Mean squared error: Q02-1 right", "0"),
        ]

    def test_tells_files_of_one_name_apart(self, report):
        alike = "lossbook-progress.json"
        texts = [progress(saved=f"2026-11-2{n}T10:00:00.000Z") for n in range(3)]
        reported(report, *((alike, text) for text in texts[:2]))
        said = reported(report, (alike, texts[2]), ("lossbook-progress (4).json", progress(name="Ana")), (alike, texts[0]), (alike, "x"))  # fmt: skip
        assert said == {
            "lossbook-progress (5).json": "Left out: it says the same as lossbook-progress.json.",
            "lossbook-progress (6).json": "Left out: it is not a progress file of this course.",
        }
        assert [(row["student"], row["file"]) for row in spreadsheet(report)] == [
            ("Ana", "lossbook-progress (4).json"),
            ("lossbook-progress", "lossbook-progress.json"),
            ("lossbook-progress (2)", "lossbook-progress (2).json"),
            ("lossbook-progress (3)", "lossbook-progress (3).json"),
        ]

    def test_counts_the_first_answer_to_a_question(self, report):
        course = report.evaluate("() => COURSE")
        [question] = [each for chapter in course for each in chapter["questions"] if each["id"] == "Q02-1"]
        right = [option["right"] for option in question["options"]].index(True)
        wrong = (right + 1) % 3
        reported(report, *((f"{n}.json", progress({"question:Q02-1": order}, name=str(n))) for n, order in enumerate(
            ([right], [wrong, right], [wrong], [right, wrong])
        )))  # fmt: skip
        row = report.get_by_role("region", name="Questions, those").locator("tbody tr")
        assert row.locator("td").nth(1).inner_text() == "2 of 4"
        said = row.locator("li").all_inner_texts()
        assert f"2 × {question['options'][right]['text']} (right)" in said
        assert f"2 × {question['options'][wrong]['text']}" in said

    def test_names_what_it_leaves_out_and_reads_the_rest(self, report, tmp_path):
        good = progress({"exercise:mse.mse": True}, name="Ana")
        newer = good.replace("11-20", "11-21")
        many = {f"exercise:a.b{number}": True for number in range(20_000)}
        odd = "Read, without {} that no page of this course writes."
        not_one = "Left out: it is not a progress file of this course."
        files = [
            ("ana.json", good, "Left out: it has the name Ana as well, and ana2.json was saved later."),
            ("copy.json", good, "Left out: it says the same as ana.json."),
            ("ana2.json", newer, None),
            ("older.json", good.replace("11-20", "11-19"), "Left out: it has the name Ana as well, and ana2.json was saved later."),
            ("empty.json", " \n", "Left out: it is empty."),
            ("photo.png", b"\x89PNG\r\n" + bytes(range(256)), not_one),
            ("notes.txt", "Dear teacher, my dog", not_one),
            ("broken.json", good[:-9], "Left out: it is damaged: it breaks off, or was changed."),
            ("foreign.json", '{"name": "x", "grades": [1]}', not_one),
            ("list.json", f"[{good}]", not_one),
            ("null.json", "null", not_one),
            ("deep.json", "[" * 400_000, not_one),
            ("deeper.json", '{"a":' * 150_000, "Left out: it is damaged: it breaks off, or was changed."),
            ("tomorrow.json", progress(version=2), "Left out: it was saved by another edition of this course."),
            ("words.json", progress(version="1"), "Left out: it was saved by another edition of this course."),
            ("hollow.json", progress(done=None, tries=None).replace('"done": {}', '"done": 7'), "Left out: it is damaged: what was done is not in it."),
            ("huge.json", b" " * 50_000_000, "Left out: it is too large to be a progress file."),
            ("many.json", progress(many), None),
            ("evil.json", progress({EVIL: True, "exercise:mse.mse": EVIL}, {"mse.mse": {"count": 1, "thoughts": [{"message": EVIL, "code": EVIL, "times": 1}]}}, name=EVIL), odd.format("2 entries")),
            ("proto.json", progress().replace('"done": {}', '"done": {"__proto__": {"done": 1}, "constructor": true}').replace('"tries": {}', '"tries": {"__proto__": {"count": 9, "thoughts": []}, "toString": 1}'), odd.format("4 entries")),
            ("numbers.json", progress({"question:Q02-1": ["0"], "question:Q02-2": [-1], "question:Q02-3": [1e30]}, {"mse.mse": {"count": "5", "thoughts": []}, "mse.rmse": {"count": -3, "thoughts": []}, "mae.mae": {"count": 1e300, "thoughts": []}}), odd.format("3 entries")),
            (f"{EVIL.replace('/', '')}.json", progress(name="\u202egnp.eX\r\n"), None),
        ]  # fmt: skip
        for name, content, _ in files:
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        said = reported(report, *(tmp_path / name for name, *_ in files))
        assert said == {name: answer for name, _, answer in files if answer}
        left = [answer for _, _, answer in files if answer and answer.startswith("Left out")]
        expect(report.locator("#said")).to_contain_text(
            f"{len(files) - len(left)} students in this report. {len(left)} files left out"
        )
        report.locator("#report summary").evaluate_all("all => all.forEach(each => each.parentElement.open = true)")
        assert report.locator("main").locator("img, script, iframe, style").count() == 0
        assert report.evaluate("() => window.stranger ?? ({}).count ?? null") is None
        words = report.locator("#report").inner_text()
        assert EVIL in words
        assert "\u202e" not in words

    def test_the_table_for_spreadsheets_runs_nothing(self, report):
        names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '" & "', "Ana, B", "＝1"]
        reported(
            report,
            *(
                (
                    f"={place}.json",
                    progress({"exercise:mse.mse": True}, {"mse.mse": {"count": 3, "thoughts": []}}, name=name),
                )
                for place, name in enumerate(names)
            ),
        )
        file, content = saved(report, "#csv")
        assert file == "class_report.csv"
        assert content.startswith("\ufeff")
        head, *rows = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
        assert len(rows) == len(names)
        assert all(len(row) == len(head) for row in rows)
        assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@＝]", cell)]
        assert {row[0] for row in rows} >= {"'=1+1", "'+1", "'-1", "'@SUM(A1)", '" & "', "Ana, B"}
        solved, tries = (head.index(f"Mean squared error: mse.mse {name}") for name in ("solved", "tries"))
        assert {(row[solved], row[tries]) for row in rows} == {("1", "3")}

    def test_reads_a_folder_with_folders_in_it(self, report, tmp_path):
        for name in ("ana", "bo"):
            (tmp_path / "class" / name).mkdir(parents=True)
            (tmp_path / "class" / name / "lossbook-progress.json").write_text(
                progress({"exercise:mse.mse": True}, saved=f"{name}")
            )
        report.locator("#folder").set_input_files(tmp_path / "class")
        expect(report.locator("#said")).to_have_text("2 students in this report.")
        assert [row["student"] for row in spreadsheet(report)] == [
            "class/ana/lossbook-progress",
            "class/bo/lossbook-progress",
        ]

    @pytest.mark.parametrize("folder", [False, True])
    def test_takes_what_is_dropped(self, report, tmp_path, folder):
        (tmp_path / "class").mkdir()
        paths = [tmp_path / "class" / f"{name}.json" for name in ("ana", "bo")]
        for path in paths:
            path.write_text(progress(name=path.stem))
        client = report.context.new_cdp_session(report)
        data = {
            "items": [],
            "files": [str(tmp_path / "class")] if folder else [str(path) for path in paths],
            "dragOperationsMask": 1,
        }
        for kind in ("dragEnter", "dragOver", "drop"):
            client.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": data})
        expect(report.locator("#said")).to_have_text("2 students in this report.")

    def test_starts_again(self, report):
        reported(report, ("a.json", progress(name="Ana")), ("b.json", ""))
        report.get_by_role("button", name="Start again").click()
        assert report.locator("#report").inner_text() == ""
        assert report.locator("#after").is_hidden()
        assert reported(report, ("a.json", progress(name="Ana"))) == {}


@pytest.mark.parametrize("address", PAGES)
def test_can_ask_for_nothing(browser, site, address):
    page = browser.new_page()  # without the guard: the refusal is wanted, and shows in the console
    page.goto(f"{site}/{address}")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in re.search(r"script-src ([^;]*)", policy)[1]
    assert (
        page.evaluate("address => fetch(address).then(() => 'sent', () => 'refused')", f"{site}/index.html")
        == "refused"
    )
    page.close()


@pytest.mark.parametrize("address", PAGES)
def test_every_view(open_page, address):
    page = open_page(address)
    course = page.evaluate("() => COURSE.slice(0, 3)")
    tries = {each["name"]: {"count": 3, "thoughts": [SUM]} for chapter in course for each in chapter["exercises"]}
    done = {f"question:{each['id']}": [0, 1] for chapter in course for each in chapter["questions"]}
    done |= {f"prediction:{each['name']}": {"prediction": 1} for chapter in course for each in chapter["predictions"]}
    done["exercise:mse.mse"] = "ticked"
    content = progress(done, tries, name="N" * 80)
    if address == PAGES[0]:
        opened(page, content)
    else:
        reported(page, ("a.json", content), ("b.json", "x"))
    ready_for_axe(page)
    for width, mode in ((1280, "light"), (390, "dark")):
        show(page, width, mode)
        assert violations(page) == []
    for width in (1280, 390, 320):
        show(page, width)
        assert page.evaluate(TOO_WIDE) <= 0
    small = page.locator("button:visible, .button:visible").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)"
    )
    assert small == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_page_of_handed_in_notebooks_can_be_read_by_everybody(open_page, tmp_path, mode):
    tried = [
        Result(f"student {n}", "mse.mse", kind, SUM["message"] * 9, "mse.ipynb", "x = 1\n" * 99 + "y" * 999)
        for n, kind in enumerate(["right", "recognised", "unknown", "stopped", "not yet"])
    ]
    write_html(tried, [("a" * 200 + ".ipynb", "is damaged")], tmp_path / "results.html")
    page = open_page((tmp_path / "results.html").as_uri())
    ready_for_axe(page)
    for width in (1280, 390):
        show(page, width, mode)
        assert violations(page) == []
        assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("address", PAGES)
def test_opens_from_the_disk(open_page, html, address):
    page = open_page((html / address).as_uri())
    if address == PAGES[0]:
        opened(page, progress({"exercise:mse.mse": True}))
        assert "1 of 60 exercises solved" in page.locator("#evidence").inner_text()
        page.evaluate("() => localStorage.clear()")
    else:
        reported(page, ("a.json", progress({"exercise:mse.mse": True}, name="Ana")))
