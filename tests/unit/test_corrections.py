"""Each correction says something, and its number is the one that the package computes."""

import re

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


def test_words_of_the_glossary_are_defined_where_it_says():
    text = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|.*?\((\[.*)\)\. \|$", text, re.MULTILINE)
    assert len(rows) > 40
    assert [word.lower() for word, _ in rows] == sorted(word.lower() for word, _ in rows)
    for word, links in rows:
        first = word.split(",")[0].lower()
        for page in re.findall(r"\((\w+\.md)\)", links):
            assert first.split()[0] in (ROOT / "book" / page).read_text(encoding="utf-8").lower(), (word, page)
