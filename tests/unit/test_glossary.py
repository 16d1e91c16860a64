"""The glossary is in order, and each word is on the page that its line points to."""

from itertools import pairwise

from markdown_it import MarkdownIt

from tests.conftest import ROOT


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
