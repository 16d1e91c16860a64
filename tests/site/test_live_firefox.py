"""Every cell of every page once more, in Firefox: what is run shows what the page shows."""

import pytest

from tests.conftest import NOTEBOOKS, missing
from tests.site import browsers
from tests.site.test_live_python import FORGET, SHOWN, Live, has_python  # noqa: F401 (a fixture)

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def firefox():
    path = browsers.firefox_path() or missing(
        "Firefox", "Install it, for example with: sudo apt-get install firefox-esr"
    )
    with browsers.firefox(path) as found:
        yield found


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_cell_shows_what_the_page_shows(firefox, site, name):
    firefox.open(f"{site}/book/{name}.html" if name != "index" else f"{site}/")
    page = Live(firefox.run)
    built = page.js(SHOWN)
    if not built:
        pytest.skip("no code is to be seen")
    page.js(FORGET)  # so that only what has run can be found
    page.js("document.querySelector('[data-do=all]').click();")
    page.ready(240)
    assert page.js(SHOWN) == built
