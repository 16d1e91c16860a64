"""What the site looks like, as far as numbers can say: contrast of every colour, and the emblems of the chapters."""

import re
import sys
from itertools import combinations
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from lossbook.course import emblems
from tests.conftest import CHAPTERS, ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import chapter_face, glossary, typesetting

TOKENS = (ROOT / "book" / "_static" / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "shade")
# What is neither text nor a ground: borders of controls and axes need 3:1, hairlines are decoration.
LEAST = {"edge": 3.0, "hair": 1.0}


def colours(mode: str) -> dict[str, str]:
    block = TOKENS[TOKENS.index(f"color-scheme: {mode}") :]
    return dict(re.findall(r"--lb-([\w-]+):\s*(#[0-9a-f]{6})", block[: block.index("}")]))


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_can_be_read(mode):
    found = colours(mode)
    assert len(found) > 20
    low = {
        (name, ground): contrast(colour, found[ground])
        for name, colour in found.items() if name not in GROUNDS
        for ground in GROUNDS if contrast(colour, found[ground]) < LEAST.get(name, 4.5)
    }  # fmt: skip
    assert not low


def test_both_dark_lists_are_the_same():
    """One for readers who chose the dark, one for systems that did."""
    lists = re.findall(r"color-scheme: dark;(.*?)}", TOKENS, re.DOTALL)
    assert len(lists) == 2
    assert lists[0].split() == lists[1].split()
    assert set(colours("light")) == set(colours("dark"))


class TestEmblems:
    def test_every_chapter_has_one_and_no_two_are_alike(self):
        assert set(CHAPTERS) <= set(emblems.EMBLEMS)
        assert all(emblems.EMBLEMS[one] != emblems.EMBLEMS[other] for one, other in combinations(emblems.EMBLEMS, 2))

    @pytest.mark.parametrize("chapter", ["mse", "mae", "huber"])
    def test_losses_of_a_miss_have_the_same_ends(self, chapter):
        """At misses of -1 and 1 all are drawn equally high, so the eye compares what lies between."""
        assert "M6 9.2" in emblems.EMBLEMS[chapter]
        assert "42 9.2" in emblems.EMBLEMS[chapter]

    @pytest.mark.parametrize("chapter", emblems.EMBLEMS)
    def test_stays_on_its_grid_and_takes_its_colours_from_the_page(self, chapter):
        inside = emblems.EMBLEMS[chapter]
        numbers = [
            float(number) for path in re.findall(r' d="([^"]+)"', inside) for number in re.findall(r"[\d.]+", path)
        ]
        assert all(0 <= number <= 52 for number in numbers)  # the handle of a curve may lie below the grid
        assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', inside)) <= {"var(--lb-guess,#b84300)", "currentColor"}
        assert emblems.symbol(chapter).startswith(f'<symbol id="e-{chapter}" ')


class TestChapterFace:
    def test_first_lines_become_sentences_with_their_links(self):
        words = nodes.emphasis("", "", nodes.Text("About 12 minutes to read. You need "), nodes.reference("", "lists"),
                               nodes.Text("."), nodes.Text("\n"), nodes.Text("You need no calculus."))  # fmt: skip
        found = chapter_face.sentences(nodes.paragraph("", "", words))
        assert ["".join(node.astext() for node in sentence) for sentence in found] == [
            "About 12 minutes to read", "You need lists", "You need no calculus",
        ]  # fmt: skip
        assert isinstance(found[0][1], nodes.strong)
        assert found[0][1].astext() == "12 minutes"

    def test_only_dropdowns_are_folded(self):
        def callout(title, **classes):
            return nodes.admonition("", nodes.title("", title), nodes.paragraph("", "words"), **classes)

        section = nodes.section("", callout("Go deeper: a < b", classes=["dropdown"]), callout("Remember"))
        document = new_document("a page")
        document += section
        chapter_face.fold(document)
        assert section.children[0].astext() == (
            '<details class="admonition-go-deeper admonition"><summary class="admonition-title">'
            "Go deeper <b>a &lt; b</b></summary>"
        )
        assert section.children[0]["classes"] == []  # a raw node with a class is written into a box of its own
        assert section.children[2].astext() == "</details>"
        assert isinstance(section.children[3], nodes.admonition)

    def test_a_word_leads_to_the_glossary_where_it_is_met_first_and_nothing_is_folded(self):
        folded = nodes.admonition("", nodes.paragraph("", "a kink"), classes=["dropdown"])
        seen = nodes.paragraph("", "the kink, the bad error, and a bad kink")
        app = SimpleNamespace(builder=SimpleNamespace(get_relative_uri=lambda *_: "glossary.html"))
        lines = [
            glossary.Entry((word,), meaning, f"term-{word}", frozenset({"intro"}))
            for word, meaning in {
                "kink": "Where a slope jumps.",
                "bad error": "A large one.",
                "error": "A miss.",
            }.items()
        ]
        known, linked = {entry.words[0]: entry for entry in lines}, {"term-bad error"}
        for part in (folded, seen):
            for text in list(part.findall(nodes.Text)):
                if not glossary.closed(text):
                    glossary.link_first_use(app, "a page", text, glossary.pattern(list(known)), known, linked)
        assert not list(folded.findall(nodes.reference))
        assert seen.astext() == "the kink, the bad error, and a bad kink"
        assert [link["reftitle"] for link in seen.findall(nodes.reference)] == ["Where a slope jumps."]


def test_numbers_are_set_as_print_sets_them_and_code_is_left_as_it_is():
    said = nodes.paragraph("", "", nodes.Text("from -1.5 to (-.5), 10 % of 3, 1-2, cp-1252, f(x)-1 and scikit-learn; "))
    said += [nodes.literal("", "x = -1  # 10 %"), nodes.math("", "-1"), nodes.strong("", "-3")]
    document = nodes.paragraph("", "", said)
    typesetting.set_numbers(document)
    assert said.children[0].astext() == "from −1.5 to (−.5), 10\xa0% of 3, 1-2, cp-1252, f(x)-1 and scikit-learn; "
    assert [part.astext() for part in said.children[1:]] == ["x = -1  # 10 %", "-1", "−3"]
