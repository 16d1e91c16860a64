"""What every chapter promises: short cells that run alone, computed numbers, plain words, the same order."""

import ast
import re

import jupytext
import nbformat
import pytest

from lossbook.exercises import EXERCISES
from lossbook.quizzes import load
from tests.conftest import BUILD, CHAPTERS, NOTEBOOKS, ROOT

CALLOUTS = {
    "Predict", "Try it", "Answers to Try it", "Worked by hand", "Often said, not quite true", "Bug trap", "In the libraries", "Go deeper", "Remember",
}  # fmt: skip
FOLDED = {"Answers to Try it", "Go deeper"}  # a reader who leaves them closed misses nothing
COLUMNS = 76  # what a page of 1280 px shows of a line of code without scrolling
UNKIND = re.compile(r"\b(simply|just|obviously|of course|trivial|easy to see|as you know)\b", re.IGNORECASE)
MARKUP = re.compile(r"\{[\w:-]+\}`|^\s*:{3,}|^\s*`{3,}\{|^\([\w-]+\)=", re.MULTILINE)


def cells(chapter, kind):
    return [
        cell
        for cell in jupytext.read(ROOT / "book" / f"{chapter}.md").cells
        if cell.cell_type == kind and "remove-cell" not in cell.metadata.get("tags", ())
    ]


def prose(chapter, *, folded=True):
    """The text a reader reads: no code, no tables, no markup; what is folded only if asked for."""
    text = "\n\n".join(cell.source for cell in cells(chapter, "markdown"))
    if not folded:
        text = re.sub(r"(?ms)^:::\{admonition\}[^\n]*\n:class: dropdown$.*?^:::$", "", text)
    text = re.sub(r"(?s)\$\$.*?\$\$", "", text)
    text = re.sub(r"(?m)^    .*$|^\|.*$|^:::.*$", "", text)
    text = re.sub(r"\{glue:text\}`[^`]*`", "7", re.sub(r"\{cite:t\}`([a-z]+)\d*`", r"\1", text))
    text = re.sub(r"`[^`]*`|\$[^$]*\$", "it", text)
    return re.sub(r"[*_#>]|\]\([^)]*\)|\[", "", text)


def syllables(word):
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def grade(text):
    """Flesch-Kincaid grade level; syllables are counted as groups of vowels, a silent e aside."""
    sentences = [part for part in re.split(r"[.!?:]\s|\n\n|\n- |\n\d\. ", text) if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("chapter", NOTEBOOKS)
class TestEveryNotebook:
    def test_cells_are_short(self, chapter):
        for cell in cells(chapter, "code"):
            assert len(cell.source.splitlines()) <= 15, cell.source

    def test_code_fits_its_column(self, chapter):
        # The cells that only the build sees as well: one rule is easier to keep than two.
        source = jupytext.read(ROOT / "book" / f"{chapter}.md")
        for cell in source.cells:
            if cell.cell_type == "code":
                assert not [line for line in cell.source.splitlines() if len(line) > COLUMNS]

    @pytest.mark.whole
    def test_cells_run_alone(self, chapter):
        for cell in cells(chapter, "code"):
            exec(compile(cell.source, chapter, "exec"), {"__name__": "__main__"})

    def test_the_picture_keeps_its_name(self, chapter):
        """A reader may come back to it after running all cells."""
        codes = [ast.parse(cell.source) for cell in cells(chapter, "code")]
        bound = [
            {
                target.id
                for node in ast.walk(code)
                for target in getattr(node, "targets", ())
                if isinstance(target, ast.Name)
            }
            | {node.name for node in code.body if isinstance(node, ast.FunctionDef)}
            for code in codes
        ]
        for place, code in enumerate(codes):
            if "lossbook.explorables" not in ast.unparse(code) or not isinstance(code.body[-1], ast.Expr):
                continue
            assert not bound[place] & set().union(*bound[place + 1 :])

    def test_no_number_with_decimals_is_typed(self, chapter):
        # 0.1 and 4.5 are inputs the reader is given; results have more digits, and those come from code.
        typed = re.findall(r"(?<![\w.])\d+\.\d{2,}", re.sub(r"(?s)^```.*?^```", "", prose(chapter)))
        assert not typed

    def test_words_are_kind_and_plain(self, chapter):
        assert not UNKIND.findall(prose(chapter))
        assert grade(prose(chapter)) <= 9

    def test_notebook_reads_like_the_page(self, chapter):
        notebook = nbformat.read(BUILD / "html" / "book" / f"{chapter}.ipynb", as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                assert not MARKUP.search(cell.source), cell.source
                for page in re.findall(r"\]\(([\w-]+\.ipynb)", cell.source):
                    assert (BUILD / "html" / "book" / page).exists()
            else:
                assert not cell.outputs
        assert all("myst_nb" not in cell.source for cell in notebook.cells)

    def test_published_notebook_has_every_output(self, chapter):
        notebook = nbformat.read(BUILD / "published" / "book" / f"{chapter}.ipynb", as_version=4)
        shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
        assert len(shown) == sum(bool(ast.parse(cell.source).body) for cell in cells(chapter, "code"))


@pytest.mark.parametrize("chapter", CHAPTERS)
class TestEveryChapter:
    def test_callouts_are_the_known_ones(self, chapter):
        text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        callouts = re.findall(r"^:::\{admonition\} ([^:\n]*).*\n(:class: dropdown$)?", text, re.MULTILINE)
        titles = {title for title, _ in callouts}
        assert titles <= CALLOUTS
        assert all(bool(dropdown) == (title in FOLDED) for title, dropdown in callouts)
        assert {"Worked by hand", "Often said, not quite true", "Bug trap", "Remember"} <= titles

    def test_what_there_is_to_try_has_its_answers_below(self, chapter):
        text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        tasks = re.findall(r"(?ms)^:::\{admonition\} Try it$(.*?)^:::\n\n(.*?)^:::$", text)
        assert len(tasks) == text.count(":::{admonition} Try it\n") >= 1
        for task, below in tasks:
            assert below.startswith(":::{admonition} Answers to Try it\n:class: dropdown\n")
            assert len(re.findall(r"(?m)^\d\. ", below)) == len(re.findall(r"(?m)^\d\. ", task))

    def test_what_teachers_read_elsewhere_points_to_nothing_on_the_page(self, chapter):
        text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        for said in re.findall(r"(?ms)^:::\{admonition\} Often said.*?^:::$", text):
            assert not re.findall(
                r"(?i)\bsee below\b|\babove(?=[.,:;]| have\b)|\bbelow(?=[.:;])|\b(?:lines?|numbers?) above", said
            )

    def test_percent_has_its_space(self, chapter):
        text = re.sub(
            r"(?ms)^```\{?(?:code-cell|python).*?^```$",
            "",
            (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8"),
        )
        assert not re.findall(r"\S+%`|\d%", text)

    def test_takes_the_time_it_says(self, chapter):
        text = prose(chapter, folded=False)
        minutes = int(re.search(r"About (\d+) minutes", text)[1])
        words = len(text.split())
        assert 900 <= words <= 1700
        assert words / 200 + 3 <= minutes <= words / 200 + 14  # reading, and time to play and to try

    def test_has_its_parts_in_order(self, chapter):
        text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        parts = [
            "After this chapter you can",
            "lossbook.explorables",
            "Worked by hand",
            "The same in code",
            "Now the formula",
            "## Exercises",
            "## Check yourself",
            "{admonition} Remember",
            "**Further reading.**",
        ]
        places = [text.index(part) for part in parts]
        assert places == sorted(places)
        assert text.count("check(") == 3

    def test_a_solution_runs_in_the_cell_of_its_exercise(self, chapter):
        text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        for cell in re.findall(r"```\{code-cell\} ipython3\n(.*?)```", text, re.DOTALL):
            if found := re.search(r'check\("(.+?)"', cell):
                for shown in (EXERCISES[found[1]].solution, EXERCISES[found[1]].hints[-1]):
                    for name in set(re.findall(r"\b(np|math)\.", shown)):
                        assert re.search(rf"^import (numpy as np|{name})$", cell + shown, re.MULTILINE), found[1]


def test_the_two_questions_first_are_from_earlier_chapters_and_not_asked_again_soon():
    order = re.findall(r"file: book/(\w+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))[: len(CHAPTERS)]
    assert set(order) == set(CHAPTERS)
    homes = {question.id: name for name in CHAPTERS for question in load(name)}
    asked = {}
    for place, name in enumerate(order):
        text = (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
        for number in re.findall(r'"(Q[\d-]+)"', "".join(re.findall(r"(?m)^recall\(.*\)$", text))):
            assert order.index(homes[number]) < place
            assert place - asked.get(number, -3) >= 3, f"{number} was asked shortly before {name}"
            asked[number] = place
    assert len(asked) >= len(CHAPTERS)
