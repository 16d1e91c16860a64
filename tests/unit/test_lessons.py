"""What a lesson is made of: the entry page's plans, the votes, and what is read from a chapter."""

import re
import sys
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.errors import ExtensionError

from lossbook.exercises import EXERCISES
from tests.conftest import CHAPTERS, ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import course, lessons, paper_numbers, teaching
from lossbook_site.course import Page

ENTRY = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
PLANS = {"One lesson": 45, "One week": 45, "One term": 90}
WHOLE = '[mse]\nvote = "a"\nanswer = "b"\nagainst = "c"\ndo = "d"\nstate = "e"\nsays = "f"\n'
PAGE = Page("book/probe", "Probe", "", "", 18, 1, "How far?")
CHAPTER = """<article><h1>Probe</h1><ul class="lb-goals"><li>add up</li></ul>
<div class="cell_output"><div data-explorable="x" data-name="probe"><p class="lb-title">A line</p><svg role="img"></svg></div></div>
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
    longer = teaching.plan(minutes, read(tmp_path, script(by_hand=15)))
    assert sum(step.minutes for step in longer) == minutes
    assert [step.minutes for step in longer if step.name in ("By hand", "Code")] == [15, 5]


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
    other = lessons.Vote(vote="How near?", answer="7")
    found = read(tmp_path, script(vote="It was 4.25. How far?", on_paper=other))
    assert found.paper_vote is other
    assert found.script.vote == "It was 4.25. How far?"  # that of the picture stays


class TestNumbersForPaper:
    def take(self, worked, name="mae.mae"):
        return paper_numbers.prints_for_paper(EXERCISES[name], worked)[:2]

    def test_the_first_that_is_fit_for_a_pencil(self):
        assert self.take("") == ("mae([110, 80], [100, 120])", 25)
        assert self.take("", "loss_vs_accuracy.baseline")[0] == "baseline([1, 1, 0])"  # the first has twenty labels

    def test_not_what_stands_above_it(self):
        assert self.take("The mean is 25.")[0] == "mae([100], [120])"
        assert self.take("110 or 80, 100 or 120")[0] == "mae([4, 6, 9], [5, 3, 9])"

    def test_slips_are_those_of_the_number(self):
        exercise = EXERCISES["huber.huber"]
        call, right, wrong = paper_numbers.prints_for_paper(exercise, "25.5, 2, 4.5")
        assert (call, right) == ("huber(-7, 2)", 12)
        assert [value for value, _ in paper_numbers.slips(wrong)] == ["24.5", "49", "14"]

    def test_where_every_value_stands_above_it_the_first_is_taken(self):
        assert self.take("1, -1, 0", "hinge.hinge_slope") == ("hinge_slope(-0.5, 1)", -1)

    def test_a_sum_of_nothing_is_not_asked_for(self):
        assert self.take("15 and 5", "custom.late_loss") == ("late_loss(12.5, 20)", 22.5)  # (30, 30) costs 0


@pytest.mark.parametrize(
    ("answer", "on_paper"), [("It stays.", True), ("Two of them.", True), ("It is 0.313.", False), ("80 %.", False)]
)
def test_a_twin_that_speaks_of_other_numbers_stays_off_the_paper(answer, on_paper):
    html = f"<div><div class='lb-solution'><p><strong>A twin to try alone.</strong> What if?</p><details><p>{answer}</p></details></div></div>"
    task = BeautifulSoup(html, "html.parser").div
    asked = lessons.Number("", "", "", [], "2", [], as_on_page=False)
    assert lessons.twin(task, asked).on_paper == on_paper
    assert lessons.twin(task, asked._replace(as_on_page=True)).on_paper
    assert not lessons.twin(task, None).on_paper


def test_a_demonstration_against_what_nobody_said_fails_the_build(tmp_path):
    with pytest.raises(ExtensionError, match="no misconception of 'probe' begins with 'It is green'"):
        read(tmp_path, script(against="It is green"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[nowhere]\nvote = "a"', "'nowhere', which is no chapter. Chapters are mse"),
        ('[mse]\nvote = "a"\nquestion = "b"', "an entry has keys too many or too few"),
        ('[mse]\nvote = "a"', "an entry has keys too many or too few"),
        (f'{WHOLE}on_paper = {{ question = "a" }}', "an entry has keys too many or too few"),
        (f"{WHOLE}by_hand = 20", "'mse' plans 20 minutes for the example by hand. 10 to 15 fit a lesson."),
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
    for vote in filter(None, (entry, entry.on_paper)):
        assert (vote.right is None) == (not vote.choices) == bool(vote.answer)
        assert vote.outcome()
        assert vote.vote.endswith("?")
    assert entry.do.endswith(".")
    assert not (entry.paper and entry.on_paper), "another vote says all that it needs"
    for words in filter(None, (entry.paper, entry.needs, entry.legend)):
        assert words.endswith(".")


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
    texts = [
        (tmp_path / page).read_text(encoding="utf-8")
        for page in ("teach/probe.html", "worksheets/a4/probe.html", "worksheets/letter/probe.html")
    ]
    assert all("A &lt;course&gt;" in text for text in texts)
    assert "How far?" in texts[0]
    assert not any("Before you begin" in text for text in texts)  # there is no vote to begin with


def test_the_sheet_has_what_the_picture_shows(tmp_path, monkeypatch):
    written = {}
    monkeypatch.setattr(course, "pages", lambda _: [PAGE])
    monkeypatch.setattr(teaching.files, "write", lambda path, text: written.update({path.parent.name: text}))
    entry = script(paper="A dart flew.", still=True, needs="A half: divided by 2.", legend="d is far.")
    monkeypatch.setattr(teaching, "read_scripts", lambda *_: {"probe": entry})
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "probe.html").write_text(CHAPTER, encoding="utf-8")
    config = SimpleNamespace(html_title="A course", root_doc="index")
    teaching.write(SimpleNamespace(outdir=tmp_path, srcdir=tmp_path, config=config, env=SimpleNamespace(found_docs=())))
    tasks, answers = BeautifulSoup(written["a4"], "html.parser").select("section.page")
    assert tasks.select_one(".asked .still svg")
    assert tasks.select_one(".asked p").text == "A dart flew. How far?"
    assert tasks.select_one(".needs").text == "A half: divided by 2."
    assert "d is far." in tasks.text
    assert answers.select_one(".still, .needs") is None
