"""Each correction says something, and its number is the one that the package computes."""

import re
from itertools import pairwise

from markdown_it import MarkdownIt

from lossbook import hinge, huber
from lossbook.course.claims import claims, corrections
from tests.conftest import ROOT


def test_every_claim_has_its_truth_and_a_number():
    for claim, truth, number in claims():
        assert claim.endswith(".")
        assert truth.endswith(".")
        assert re.search(r"\d", number), claim
    assert len({claim for claim, _, _ in claims()}) == len(claims())
    assert corrections().html.count("<dt>") == len(claims())


def test_numbers_are_right():
    numbers = {claim: number for claim, _, number in claims()}
    assert f"{float(huber(1000, 0, delta=3)):,.0f} at 1,000" in numbers["Huber caps the loss of large errors."]
    assert f"loss {float(hinge(0.8, 1)):.1f}" == numbers["A hinge score of 0.8 means 80 %."]
    losses = ", ".join(f"{10 / 4**step:.3g}" for step in range(4))  # each step halves the distance to the lowest point
    assert numbers["A curve flattens because the easy patterns are learned."] == f"losses {losses}"


def glossary_lines():
    """The word and the linked files of each line of the glossary's table."""
    tokens = MarkdownIt("commonmark").enable("table").parse((ROOT / "book" / "glossary.md").read_text(encoding="utf-8"))
    cells = [inline for cell, inline in pairwise(tokens) if cell.type == "td_open"]
    for word, meaning in zip(cells[::2], cells[1::2], strict=True):
        text = "".join(part.content for part in word.children)
        yield text, [part.attrs["href"] for part in meaning.children if part.type == "link_open"]


def test_words_of_the_glossary_are_defined_where_it_says():
    lines = list(glossary_lines())
    assert len(lines) > 40
    assert [word.lower() for word, _ in lines] == sorted(word.lower() for word, _ in lines)
    for word, pages in lines:
        first = word.split(",")[0].lower()
        assert pages, word
        for page in pages:
            assert first.split()[0] in (ROOT / "book" / page).read_text(encoding="utf-8").lower(), (word, page)
