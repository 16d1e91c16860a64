"""The search answers what learners type, whatever else is missing: a network, storage, a server."""

import json
import re
import shutil
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import ROOT, serve

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import search_index

# What learners type, and the pages of which one must be among the first three.
QUERIES = [
    ("binary_crossentropy", "binary_cross_entropy"),
    ("categorical_crossentropy", "categorical_cross_entropy"),
    ("sparse_categorical_crossentropy", "categorical_cross_entropy"),
    ("BCEWithLogitsLoss", "binary_cross_entropy"),
    ("CrossEntropyLoss", "categorical_cross_entropy"),
    ("nn.L1Loss", "mae"),
    ("SmoothL1Loss", "huber"),
    ("MeanSquaredError", "mse"),
    ("log_loss", "binary_cross_entropy"),
    ("sigmoid_focal_loss", "focal"),
    ("TripletMarginLoss", "triplet"),
    ("ignore_index", "next_token"),
    ("perplexity", "next_token glossary"),
    ("llm loss", "next_token"),
    ("infonce", "contrastive"),
    ("in-batch negatives", "contrastive"),
    ("mse", "mse"),
    ("L1 loss", "mae"),
    ("logloss", "binary_cross_entropy"),
    ("multilabel", "choosing"),
    ("unbalanced", "focal"),
    ("imbalanced", "focal"),
    ("class imbalance", "focal"),
    ("corss entropy", "binary_cross_entropy categorical_cross_entropy"),
    ("hubber", "huber"),
    ("sofmax", "categorical_cross_entropy"),
    ("quantile regression", "custom"),
    ("pinball", "custom"),
    ("svm", "hinge"),
    ("softmax twice", "bug_clinic categorical_cross_entropy"),
    ("loss not decreasing", "bug_clinic"),
    ("accuracy not improving", "loss_vs_accuracy"),
    ("why is my loss nan", "bug_clinic"),
    ("negative loss", "bug_clinic"),
    ("loss explodes", "bug_clinic"),
    ("learning rate too high", "training_loop bug_clinic"),
    ("0.693", "bug_clinic binary_cross_entropy"),
    ("2.302", "bug_clinic"),
    ("overfitting", "training_loop"),
    ("validation loss lower than training loss", "bug_clinic"),
    ("difference between mse and mae", "mae mse"),
    ("what is a logit", "binary_cross_entropy glossary"),
    ("which loss should I use", "choosing"),
    ("outlier", "mae"),
    ("optimise the weights", "training_loop"),
    ("maximum likelihood", "likelihood"),
    ("GaussianNLLLoss", "likelihood"),
    ("predict the variance", "likelihood"),
    ("kl divergence", "likelihood binary_cross_entropy"),
    ("ridge regression", "penalties"),
    ("regularization", "penalties custom"),
    ("weight_decay", "penalties"),
    ("adamw", "penalties"),
    ("reward model", "preferences"),
    ("bradley terry", "preferences"),
    ("reward hacking", "preferences"),
    ("dpo", "preferences"),
    ("diffusion model", "denoising"),
    ("noise prediction", "denoising"),
]
RESULTS = "#search-results ol a"
ANSWERED = "() => document.querySelector('#search-status')?.textContent"  # while a page loads, there is nothing yet


@pytest.fixture(scope="module")
def window(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    yield page
    context.close()
    assert said == []


def ask(page, site, query):
    """Search, and return where the results lead."""
    page.goto(f"{site}/search.html")
    page.get_by_role("searchbox", name="A word").fill(query)
    page.get_by_role("button", name="Find").click()
    page.wait_for_function(ANSWERED)
    return page.locator(RESULTS).evaluate_all("links => links.map(link => link.getAttribute('href'))")


def page_of(address):
    return re.fullmatch(r"book/(\w+)\.html(?:#.+)?", address)[1]


@pytest.fixture(scope="module")
def answers(window, site):
    """All queries asked on one page: what each of them finds, as pages and sections."""
    window.goto(f"{site}/search.html")
    return window.evaluate(
        "queries => { const searcher = new Searcher(SEARCH_INDEX); return Object.fromEntries(queries.map(query => "
        "[query, searcher.find(query).results.map(({ page, section }) => [page.address, section.anchor])])); }",
        [query for query, _ in QUERIES],
    )


@pytest.mark.parametrize(("query", "wanted"), QUERIES, ids=[query for query, _ in QUERIES])
def test_finds_what_learners_type(answers, html, query, wanted):
    pages = [page_of(address) for address, _ in answers[query]]
    assert set(wanted.split()) & set(pages[:3]), pages
    assert len(set(pages)) == len(pages), "each page once"
    for path, anchor in answers[query]:
        text = (html / path).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in text, (path, anchor)


def test_what_is_found_is_shown(window, site, answers):
    found = [path + (anchor and f"#{anchor}") for path, anchor in answers["loss explodes"]]
    assert ask(window, site, "loss explodes") == found
    assert window.locator("#search-status").inner_text() == f"{len(found)} pages for “loss explodes”."


def test_chapters_come_first_and_lists_of_references_last(window, site):
    pages = [page_of(address) for address in ask(window, site, "focal loss")]
    assert pages[0] == "focal"
    assert pages.index("focal") < pages.index("glossary")
    assert "references" not in pages[:5]


def test_the_best_section_is_linked_and_its_words_are_marked(window, site):
    assert ask(window, site, "square dollars")[0] == "book/mse.html#mind-the-unit"
    first = window.locator("#search-results li").first
    assert first.locator("a").inner_text() == "Mean squared error: Mind the unit"
    assert {word.lower() for word in first.locator("mark").all_inner_texts()} == {"square", "dollars"}


def test_says_how_a_misspelling_was_read(window, site):
    ask(window, site, "corss entropy")
    assert "“corss” was read as “cross”" in window.locator("#search-status").inner_text()


def test_nothing_found_leads_on(window, site):
    assert ask(window, site, "qqqq") == []
    assert window.locator("#search-status").inner_text() == "Nothing for “qqqq”."
    links = window.locator("#search-results a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links[-2:] == ["book/glossary.html", "book/at_a_glance.html"]
    assert ask(window, site, "kategorikle") == []
    assert window.get_by_text("Words that look like it").count() == 1
    assert window.locator("#search-results").get_by_role("link", name="categorical").count() == 1


def test_asked_nothing_it_says_nothing(window, site):
    for address in ("search.html", "search.html?q=", "search.html?q=%20%20", "search.html?other=1"):
        window.goto(f"{site}/{address}")
        assert window.locator("#search-status").inner_text() == ""
        assert window.locator("#search-results > *").count() == 0


def test_nothing_asked_becomes_an_element(window, site):
    for query in (
        "<img src=x onerror='window.stranger=1'>",
        '"><script>window.stranger=1</script>',
        "</template><b>mse",
    ):
        ask(window, site, query)
        assert window.evaluate("() => window.stranger") is None
        assert window.locator("#search img, #search b, #search-results script").count() == 0
        assert window.get_by_role("searchbox", name="A word").input_value() == query
        assert query in window.locator("#search-status").inner_text()


@pytest.mark.parametrize("query", ["a" * 5000, "loss " * 1000, "Aa_" * 1500, "0.1" * 900, "%F0%9F%98%80" * 200])
def test_long_questions_are_answered_soon(window, site, query):
    window.goto(f"{site}/search.html?q={query}")
    window.wait_for_function(ANSWERED)
    assert len(window.locator("#search-status").inner_text()) < 600
    assert window.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    took = "query => { const from = performance.now(); new Searcher(SEARCH_INDEX).find(query); return performance.now() - from; }"
    assert window.evaluate(took, query) < 3000


def test_by_keyboard(window, site):
    window.goto(f"{site}/search.html")
    window.get_by_role("searchbox", name="A word").focus()
    window.keyboard.type("huber")
    window.keyboard.press("Enter")
    window.wait_for_selector(RESULTS)
    window.get_by_role("searchbox", name="A word").focus()
    for _ in range(2):  # past the button
        window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.wait_for_url("**/book/huber.html")


def test_nothing_moves_when_results_come(browser, site):
    page = browser.new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{site}/search.html?q=loss")
    page.wait_for_selector(RESULTS)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("() => window.moved") < 0.01
    page.close()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "query", [*(pytest.param(q, marks=pytest.mark.whole) for q in ("loss", "corss entropy")), "kategorikle"]
)
def test_accessible(browser, site, query, mode):
    page = browser.new_page(color_scheme=mode)
    page.goto(f"{site}/search.html?q={query}")
    page.wait_for_selector("#search-results a")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    page.close()


def test_with_storage_blocked(browser, site):
    page = browser.new_page()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
        "{ get() { throw new DOMException('blocked', 'SecurityError'); } });"
    )
    page.goto(f"{site}/search.html?q=mse")
    assert page.locator(RESULTS).first.get_attribute("href") == "book/mse.html"
    page.close()


def test_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/search.html?q=mse")
    assert page.locator("#search noscript p").is_visible()
    for name in ("Glossary", "Losses at a glance"):
        page.locator("#search").get_by_role("link", name=name).click()
        assert page.locator("h1").last.inner_text().startswith(name)
        page.go_back()
    context.close()


def test_from_a_disk_and_under_a_path(browser, html, tmp_path):
    folder = tmp_path / "the course, répété"
    shutil.copytree(html, folder)
    with serve(tmp_path) as address:
        for place in (folder.as_uri(), f"{address}/{folder.name}"):
            page = browser.new_page()
            page.goto(f"{place}/search.html?q=mse")
            page.locator(RESULTS).first.click()
            page.wait_for_url("**/book/mse.html")
            page.close()


def test_the_index_is_small(html):
    import gzip

    assert len(gzip.compress((html / search_index.NAME).read_bytes())) < 90 * 1024  # with the scripts that search it
    kept = (html / "sw.js").read_text(encoding="utf-8")
    assert f'"{search_index.NAME}"' in kept, "without a network there is no search"
    assert not (html / "searchindex.js").exists(), "two indexes"


def test_every_term_leads_to_a_section(html):
    index = json.loads(
        (html / search_index.NAME)
        .read_text(encoding="utf-8")
        .removeprefix("globalThis.SEARCH_INDEX = ")
        .split(";\n")[0]
    )
    terms = search_index.read_terms(ROOT / search_index.TERMS)
    assert sum(len(page["answers"]) for page in index["pages"]) == sum(map(len, terms.answers.values()))
    words = [phrase for phrases in terms.same for phrase in phrases]
    assert sorted({word for word in words if words.count(word) > 1}) == [], "one word, two meanings"


def test_a_term_that_leads_nowhere_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(search_index.logger, "warning", lambda *message: told.append(message[0] % message[1:]))
    pages = {"book/a": '<section id="a"><h1>A</h1><section id="b"><h2>B</h2>c</section></section>'}
    places = {"book/a": ["one"], "book/a#b": ["two"], "book/a#c": ["three"], "book/d": ["four"]}
    index = search_index.make_index(pages, search_index.Terms([], [], places))
    assert index["pages"][0]["answers"] == [["one", ""], ["two", "b"]]
    assert [message.split("'")[1] for message in told] == ["book/a#c", "book/d"]


def test_no_phrase_comes_down_to_one_common_word(window, site):
    """Without words such as "not" and "a", "not a number" would be "number", and every number a NaN."""
    window.goto(f"{site}/search.html")
    lost = window.evaluate(
        "() => SEARCH_INDEX.same.flat().filter(phrase => wordsOf(phrase).length > 1 + wordsOf(phrase)"
        ".filter(({ word }) => !UNSAID.has(word)).length || wordsOf(phrase).every(({ word }) => UNSAID.has(word)))"
    )
    assert lost == []
