"""Pages for teachers and worksheets: they say what the chapters and pictures say, and paper is enough for the sheets."""

import re
import sys
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.conftest import CHAPTERS, ROOT
from tests.site.test_site import TOO_WIDE, printed_pages, ready_for_axe, show, violations, whole_but

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import lessons, paper_numbers

PAPERS = {"a4": "A4", "letter": "Letter"}
SCRIPTS = lessons.read_scripts(ROOT / lessons.NAME, CHAPTERS)
PAGES = [f"teach/{name}.html" for name in CHAPTERS] + [
    f"worksheets/{paper}/{name}.html" for paper in PAPERS for name in CHAPTERS
]
LOOKED_AT = ["teach/mse.html", "worksheets/a4/mse.html"]
# What only somebody at a computer can do. Questions may name a library, so they are left out.
AT_A_COMPUTER = re.compile(
    r"\bdef \w+\(|\bnp\.|\bmath\.|Python|PyTorch|\bprint\(|[Ww]rite \w+\(|\bcode\b|\brun (it|the|this)\b|“None”"
    r"|\byour function\b|\bargument\b|\b[Rr]eturn|\babs\b|\*|>=|[Tt]ry every\b"
)
# Numbers of which there are so few that one stands in any example: kinds, signs and places.
STANDS_ABOVE = {("hinge", "The slope."), ("training_loop", "Stop in time.")}


def soup(html, address):
    return BeautifulSoup((html / address).read_text(encoding="utf-8"), "html.parser")


def words(part):
    return re.sub(r"\s+", " ", part.get_text()).strip()


def sheet(html, name, paper="a4"):
    tasks, answers = soup(html, f"worksheets/{paper}/{name}.html").select("section.page")
    return tasks, answers


@pytest.mark.parametrize("address", ["book/teaching.html", *PAGES])
def test_every_link_leads_somewhere(html, address):
    for link in soup(html, address).select("main a[href], header a[href]"):
        path, anchor = urldefrag(link["href"])
        if path.startswith("https:") or not path:
            continue
        target = ((html / address).parent / path).resolve()
        assert target.is_relative_to(html.resolve()), link["href"]
        assert target.exists(), link["href"]
        if anchor and target.parent.name != "embed":  # there, it is the state of the picture
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), link["href"]


def test_the_entry_leads_to_every_chapter(html):
    links = {link["href"] for link in soup(html, "book/teaching.html").select("article a[href]")}
    assert {f"../{address}" for address in PAGES} <= links
    assert {"../class_report.html", "../my_progress.html"} <= links


def test_searching_finds_the_entry_and_no_sheets(html):
    index = (html / "search_index.js").read_text(encoding="utf-8")
    assert '"address":"book/teaching.html"' in index
    assert '"address":"teach/' not in index
    assert '"address":"worksheets/' not in index


@pytest.mark.parametrize("name", CHAPTERS)
class TestEveryLesson:
    def test_plans_add_up(self, html, name):
        plans = soup(html, f"teach/{name}.html").select(".plan")
        minutes = [sum(int(step.text.split()[0]) for step in plan.select(".minutes")) for plan in plans]
        assert minutes == [45, 90]

    def test_says_what_the_chapter_says(self, html, name):
        page, chapter = soup(html, f"teach/{name}.html"), soup(html, f"book/{name}.html").article
        read = words(chapter)
        for part in page.select(".lesson h2 + ul li, .box b"):  # goals and claims
            said = words(part).strip("“” .")[:40]
            assert said in read or said in ("Bug trap", "Show it"), said
        assert len(page.select("h3 + dl")) == 4
        assert all("✓" in question.get_text() for question in page.select("h3 + dl"))

    def test_paper_is_enough_and_nothing_is_given_away(self, html, name):
        tasks, answers = sheet(html, name)
        assert tasks.select_one(".pasted-text") is None
        assert lessons.GAP in tasks.get_text() or tasks.select_one(".lb-gap")
        assert lessons.GAP not in answers.get_text().replace("_" * 14, "")
        for part in tasks.select(".choose"):
            part.extract()
        assert not AT_A_COMPUTER.findall(tasks.get_text())
        assert not AT_A_COMPUTER.findall(" ".join(part.get_text() for part in answers.select(".numbers")))
        shown = tasks.get_text()
        for result in answers.select(".pasted-text"):
            if re.fullmatch(r"−?\d+\.\d{3,}", result.text):  # any sheet has shorter ones
                assert result.text not in shown

    def test_each_task_has_its_answer(self, html, name):
        tasks, answers = sheet(html, name)
        assert len(tasks.select(".numbers > li")) == len(answers.select(".numbers > li"))
        assert len(tasks.select(".choose > li")) == len(answers.select(".choose > li")) == 4
        for asked, told in zip(tasks.select(".choose > li"), answers.select(".choose > li"), strict=True):
            option = asked.select(".options li")["ABC".index(told.b.text)]
            assert words(told).startswith(f"{option.text.split(maxsplit=1)[1]}. ")  # a letter, and what it says
        chapter = soup(html, f"book/{name}.html")
        right = [option.summary.text[1:].strip() for option in chapter.select("#check-yourself .lb-option.lb-right")]
        assert all(text in answers.get_text() for text in right)

    def test_nothing_is_asked_that_was_worked_out_above(self, html, name):
        _, answers = sheet(html, name)
        worked = " ".join(words(part) for part in answers.select(".example"))
        assert answers.select(".numbers > li")
        for told in answers.select(".numbers > li"):
            value = float(told.b.text.replace("−", "-"))
            title = words(told.p).removesuffix(told.b.text).strip()
            assert paper_numbers.stands(value, worked) == ((name, title) in STANDS_ABOVE), title

    def test_every_sheet_begins_with_a_question_that_paper_can_ask(self, html, name):
        tasks, answers = sheet(html, name)
        script = SCRIPTS[name]
        asked, vote = tasks.select_one(".asked"), script.on_paper or script
        assert words(asked.p) == f"{script.paper} {vote.vote}".strip()
        assert bool(asked.select_one(".still svg")) == script.still
        assert [words(choice)[4:] for choice in asked.select(".options li")] == vote.choices
        assert f"{vote.outcome()}." in words(answers)

    def test_both_papers_have_the_same_sheet(self, html, name):
        a4, letter = (soup(html, f"worksheets/{paper}/{name}.html") for paper in PAPERS)
        assert a4.main == letter.main
        assert "size: A4" in a4.style.text
        assert "size: letter" in letter.style.text


def test_numbers_of_a_sheet(html):
    tasks, answers = sheet(html, "mse")
    assert [part.b.text for part in answers.select(".numbers > li")] == ["5", "2.236"]
    assert words(tasks.select_one(".given")) == "predictions: 4, 6 actuals: 5, 3"
    assert "10 which is the sum of the squares." in words(answers.select_one(".slips"))


@pytest.mark.parametrize("name", whole_but(list(SCRIPTS), "mse", "denoising"))
def test_vote_and_demonstration_are_those_of_the_picture(open_page, name):
    script = SCRIPTS[name]
    page = open_page(f"embed/{name}.html")
    box = page.locator(".lb-predict")
    expect(box.locator("p").first).to_have_text(f"Predict first. {script.vote}")
    skip = box.get_by_role("button", name="Skip", exact=True)
    expect(skip).to_be_visible()
    choices = [
        text for text in box.get_by_role("button").all_text_contents() if text not in ("Skip", "Lock in my prediction")
    ]
    assert choices == script.choices
    for state in ("prediction=-1", script.state):
        page.goto("about:blank")
        page = open_page(f"embed/{name}.html#{state}")
        picture = page.locator(".lb-explorable").first
        expect(picture.locator(".lb-readout").first).to_be_visible()
        expect(page.locator(".lb-predict")).to_be_hidden()  # the question would cover what is to be seen
        if state == script.state:
            expect(picture).to_contain_text(script.says)
        else:  # what is true before the demonstration, too, shows nothing
            expect(picture).not_to_contain_text(script.says)


@pytest.mark.parametrize("address", whole_but(PAGES, *LOOKED_AT))
def test_looks(open_page, address):
    """No accessibility violation and nothing wider than the screen, on a desk and on a phone, in the dark as well."""
    page = open_page(address)
    ready_for_axe(page)
    for width, mode in ((1280, "light"), (390, "light"), (390, "dark")):
        show(page, width, mode)
        assert page.evaluate(TOO_WIDE) <= 0
        assert violations(page) == []


@pytest.mark.parametrize("name", whole_but(CHAPTERS, "mse", "denoising"))
def test_a_sheet_fits_two_pages_and_its_answers_one(open_page, name):
    for paper, size in PAPERS.items():
        page = open_page(f"worksheets/{paper}/{name}.html")
        assert printed_pages(page, size) <= 3
        page.locator("section.answers").evaluate("part => part.remove()")
        assert printed_pages(page, size) <= 2


def test_make_prints_what_is_written(html):
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "_build/html/worksheets/*/*.html" in recipe
    assert {Path(address).parent.name for address in PAGES if address.startswith("worksheets")} == set(PAPERS)
    assert len(list((html / "worksheets").glob("*/*.html"))) == 2 * len(CHAPTERS)
