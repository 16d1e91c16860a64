"""What a lesson is made of: the entry page's plans, the votes, and what is read from a chapter."""

import re
import sys
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.errors import ExtensionError

from tests.conftest import CHAPTERS, ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import course, lessons, teaching
from lossbook_site.course import Page

ENTRY = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
PLANS = {"One lesson": 45, "One week": 45, "One term": 90}
PAGE = Page("book/probe", "Probe", "", "", 18, 1, "How far?")
CHAPTER = """<article><h1>Probe</h1><ul class="lb-goals"><li>add up</li></ul>
<div data-explorable="x" data-name="probe"><p class="lb-title">A line</p></div>
<div class="admonition-try-it"><p class="admonition-title">Try it</p><ol><li>Drag.</li></ol></div>
<div class="admonition-answers-to-try-it"><details><summary>Answers</summary><ol><li>Far.</li></ol></details></div>
<p>Two errors.</p>
<div class="admonition-worked-by-hand"><p class="admonition-title">Worked by hand</p>
<table><tr><td>2</td><td><span class="pasted-text">4.25</span></td></tr></table>
<p>The mean is <span class="pasted-text">7</span>.</p></div>
<section id="the-same-in-code"></section>
<section id="now-the-formula"><math display="block"></math></section>
<div class="admonition-often-said-not-quite-true"><p class="admonition-title">Often said</p>
<p><em>“It is far.”</em> It is near.</p><p>And small.</p><p><em>“It is red.”</em> It is blue.</p></div>
<div class="admonition-bug-trap"><p class="admonition-title">Bug trap</p><p>It prints:</p></div>
<div class="cell"><pre>print(1)</pre><pre>1</pre></div>
<section id="check-yourself"></section></article>"""


def script(**changes):
    entry = {"vote": "How far?", "against": "It is far", "do": "Drag.", "state": "guess=2", "says": "2"}
    return lessons.Script(**{**entry, "choices": ["Far", "Near"], "right": 1, **changes})


def read(tmp_path, entry=None, html=CHAPTER):
    (tmp_path / "probe.html").write_text(html, encoding="utf-8")
    return lessons.lesson(PAGE, tmp_path / "probe.html", entry)


def minutes_of(chapter):
    return int(re.search(r"About (\d+) minutes", (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8"))[1])


def rows(title):
    """The rows of the table below a heading of the entry page."""
    below = ENTRY.split(f"# {title}\n", 1)[1].split("\n#", 1)[0]
    cells = [re.split(r"\s*\|\s*", line.strip("| ")) for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip("*") for cell in row] for row in cells[2:]]


@pytest.mark.parametrize(("title", "in_class"), PLANS.items())
def test_minutes_of_a_course_plan_add_up(title, in_class):
    *lines, total = rows(title)
    chapters = [re.search(r"\((\w+)\.md\)", name)[1] for name, _, _ in lines]
    assert [int(home) for _, home, _ in lines] == [minutes_of(chapter) for chapter in chapters]
    assert {int(each) for *_, each in lines} == {in_class}
    assert in_class in teaching.LENGTHS
    sums = [sum(int(line[place]) for line in lines) for place in (1, 2)]
    assert total == ["together", *(f"{each:,}" for each in sums)]


@pytest.mark.parametrize("title", PLANS)
def test_a_course_plan_leaves_out_nothing_that_a_chapter_needs(title):
    taught = set()
    for name, *_ in rows(title)[:-1]:
        chapter = re.search(r"\((\w+)\.md\)", name)[1]
        first = re.search(
            r"(?s)\*About \d+ minutes.*?\*\n", (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        )
        assert set(re.findall(r"\((\w+)\.md\)", first[0])) <= taught, chapter
        taught.add(chapter)


def test_the_chapters_that_a_term_leaves_out_are_as_many_as_it_says():
    assert len(CHAPTERS) - len(rows("One term")[:-1]) == 8
    assert "The eight chapters" in ENTRY


def test_sunday_evening_takes_ten_minutes():
    *steps, total = rows("Sunday evening, in ten minutes")
    assert sum(int(minutes) for minutes, _ in steps) == int(total[0]) == 10


@pytest.mark.parametrize("minutes", teaching.LENGTHS)
def test_minutes_of_a_lesson_add_up(tmp_path, minutes):
    steps = teaching.plan(minutes, read(tmp_path))
    assert sum(step.minutes for step in steps) == minutes
    assert {step.anchor for step in steps} >= {"the-same-in-code", "check-yourself"}


def test_what_a_lesson_reads(tmp_path):
    found = read(tmp_path, script())
    assert found.pictures == {"probe": "A line"}
    assert [claim.said for claim in found.claims] == ["It is far.", "It is red."]
    assert found.claims[0].answer == "It is near. And small."
    assert found.shown == found.claims[0]
    assert found.script.outcome() == "Near"
    assert found.by_hand[0].startswith("<p>Two errors.</p>")
    assert found.traps == ["<p>It prints:</p><pre>print(1)</pre><pre>1</pre>"]


def test_a_trap_can_be_shown_as_well(tmp_path):
    found = read(tmp_path, script(against="It prints"))
    assert found.shown == ("", found.traps[0])


def test_a_chapter_without_a_vote_has_a_lesson(tmp_path):
    found = read(tmp_path)
    assert not found.paper_vote
    assert found.shown is None


def test_a_vote_that_gives_a_result_away_stays_off_the_paper(tmp_path):
    assert read(tmp_path, script()).paper_vote
    assert not read(tmp_path, script(vote="It was 4.25. How far?")).paper_vote
    assert read(tmp_path, script(vote="It was 7. How far?")).paper_vote  # any sheet has whole numbers


def test_a_demonstration_against_what_nobody_said_fails_the_build(tmp_path):
    with pytest.raises(ExtensionError, match="no misconception of 'probe' begins with 'It is green'"):
        read(tmp_path, script(against="It is green"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[nowhere]\nvote = "a"', "'nowhere', which is no chapter. Chapters are mse"),
        ('[mse]\nvote = "a"\nquestion = "b"', "an entry has keys too many or too few"),
        ('[mse]\nvote = "a"', "an entry has keys too many or too few"),
    ],
)
def test_an_entry_that_nobody_can_read_fails_the_build(tmp_path, text, said):
    (tmp_path / "teaching.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ExtensionError, match=said):
        lessons.read_scripts(tmp_path / "teaching.toml", ["mse"])


def test_no_votes_are_no_mistake(tmp_path):
    assert lessons.read_scripts(tmp_path / "teaching.toml", ["mse"]) == {}


@pytest.mark.parametrize("name", lessons.read_scripts(ROOT / lessons.NAME, CHAPTERS))
def test_a_vote_has_one_answer(name):
    entry = lessons.read_scripts(ROOT / lessons.NAME, CHAPTERS)[name]
    assert (entry.right is None) == (not entry.choices) == bool(entry.answer)
    assert entry.outcome()
    assert entry.vote.endswith("?")
    assert entry.do.endswith(".")


def test_gaps_are_what_was_computed():
    html = Markup(
        '<p>2 + 2 = <span class="pasted-text">4</span></p><td><span class="pasted-text">4</span></td><td>2</td>'
    )
    soup = BeautifulSoup(lessons.with_gaps(html), "html.parser")
    assert soup.p.text == f"2 + 2 = {lessons.GAP}"
    assert [cell.text for cell in soup.select("td")] == ["", "2"]


def test_pages_of_chapters_that_are_gone_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(course, "pages", lambda _: [PAGE])
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "probe.html").write_text(CHAPTER, encoding="utf-8")
    old = tmp_path / "worksheets" / "a4" / "gone.html"
    old.parent.mkdir(parents=True)
    old.write_text("old", encoding="utf-8")
    config = SimpleNamespace(html_title="A <course>", root_doc="index")
    app = SimpleNamespace(outdir=tmp_path, srcdir=tmp_path, config=config, env=SimpleNamespace(found_docs=set()))
    teaching.write(app)
    assert not old.exists()
    for page in ("teach/probe.html", "worksheets/a4/probe.html", "worksheets/letter/probe.html"):
        text = (tmp_path / page).read_text(encoding="utf-8")
        assert "A &lt;course&gt;" in text
        assert "How far?" in text
