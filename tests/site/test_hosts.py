"""The site on every kind of host and in every kind of browser: hosts that fail, browsers that keep nothing, notebooks alone."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Error as PageError

from tests.conftest import ROOT, chromium_path, missing
from tests.site.hosts import serving

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import notebooks

AT_WORK = "navigator.serviceWorker.controller?.state == 'activated'"
# Of the browser's own storage, behind the one that pages get.
KEYS = """(() => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  return Object.keys(frame.contentWindow.localStorage).filter((key) => key.startsWith("lossbook"));
})()"""
SITE_SCRIPT = re.compile(r"_static/site\.[0-9a-f]{12}\.js")

pytestmark = pytest.mark.whole


@contextlib.contextmanager
def context_of(browser, **options):
    context = browser.new_context(**options)
    yield context
    context.close()


def wait_until(page, expression, argument=None, seconds=30):
    """Wait for an expression to be true. Playwright's own way would need an exception in the pages' policy."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(PageError):  # the page is on its way to another one
            if page.evaluate(expression, argument):
                return
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def read_offline(page, address):
    """Open a page and do what starts the offline copy; wait until it is there."""
    page.goto(address)
    page.mouse.move(500, 400)
    page.mouse.wheel(0, 300)
    wait_until(page, AT_WORK)


def heading(page):
    return page.locator("main h1, article h1").first.inner_text().strip("#\n ")


KINDS = {"at the top": ("/", False), "in a folder": ("/lossbook/", False), "without .html": ("/lossbook/", True)}
WHOLE = pytest.mark.whole


@pytest.fixture(
    scope="module",
    params=["without .html", *(pytest.param(kind, marks=WHOLE) for kind in ("at the top", "in a folder"))],
)
def visit(request, browser, html):
    """A host of each kind, and a page of it that has been read once."""
    prefix, clean = KINDS[request.param]
    with serving({prefix: html}, clean=clean) as host, context_of(browser) as context:
        page = context.new_page()
        read_offline(page, f"{host.origin}{prefix}book/intro.html")
        yield host, page, host.origin + prefix


@pytest.fixture
def trouble(visit):
    """The same, and everything in order again afterwards."""
    host, page, root = visit
    yield host, page, root
    host.fault = None
    host.gone.clear()
    page.context.set_offline(False)


class TestTheCopy:
    """After one visit, the course reads whatever happens to network and host."""

    def test_without_a_network(self, trouble):
        _, page, root = trouble
        page.context.set_offline(True)
        for address in ("book/huber.html", "book/huber", "book/huber.html?from=mail#exercises"):
            assert page.goto(root + address).ok
            assert heading(page).startswith("Huber")
        page.goto(root)  # the address that people share
        assert page.locator(".lb-map a").count() >= 14
        page.goto(f"{root}search.html?q=outlier")
        assert page.locator("h1, h2").filter(has_text="Search").count() >= 1

        response = page.goto(f"{root}book/no_such_page.html")
        assert response.status == 404
        assert heading(page) == "Nothing here"
        page.locator(f"li a[href='{root}book/huber.html']").click()
        assert heading(page).startswith("Huber")

    def test_of_a_host_that_keeps_silent(self, trouble):
        host, page, root = trouble
        host.fault = "hang"
        began = time.monotonic()
        page.goto(f"{root}book/mae.html", wait_until="domcontentloaded")
        assert 2.9 < time.monotonic() - began < 8
        assert heading(page).startswith("Mean absolute")
        page.wait_for_load_state("load")
        # What the page needs besides does not wait once more, and a picture of which there is no copy gives up.
        settled = """new Promise(resolve => {
          const picture = document.body.appendChild(new Image());
          picture.onerror = resolve;
          picture.src = "no_copy.png";
        }).then(() => "gave up")"""
        assert page.evaluate(settled) == "gave up"
        assert time.monotonic() - began < 12
        host.released.set()
        host.released.clear()

    @pytest.mark.parametrize("status", [500, 503, 429])
    def test_of_a_host_that_fails(self, trouble, status):
        host, page, root = trouble
        host.fault = status
        assert page.goto(f"{root}book/mae.html").ok
        assert heading(page).startswith("Mean absolute")

    def test_a_page_that_was_taken_away_stays_away(self, trouble):
        host, page, root = trouble
        host.gone |= {f"/{root.split('/', 3)[3]}book/mae{ending}" for ending in (".html", "")}
        assert page.goto(f"{root}book/mae.html").status == 404
        assert heading(page) == "Nothing here"


@pytest.fixture
def copy_of_site(html, tmp_path):
    def copied(name):
        shutil.copytree(html, tmp_path / name)
        return tmp_path / name

    return copied


def new_build(folder, words="Changed since"):
    """Change one page and the script of a site, as a new build does, and return the old page and the old script's name."""
    page, worker = folder / "book" / "mae.html", folder / "sw.js"
    old = page.read_bytes()
    script = SITE_SCRIPT.search(old.decode())[0]
    changed = f"_static/site.{'0' * 12}.js"
    (folder / script).rename(folder / changed)
    for path in [*folder.rglob("*.html"), worker]:
        path.write_bytes(path.read_bytes().replace(script.encode(), changed.encode()))
    page.write_bytes(page.read_bytes().replace(b"Mean absolute error<", words.encode() + b"<"))
    worker.write_text(re.sub(r'VERSION = "\w+"', f'VERSION = "{len(words):012}"', worker.read_text("utf-8")), "utf-8")
    return old, script


class TestANewBuild:
    def test_with_a_copy_the_page_that_is_open_keeps_its_files(self, browser, copy_of_site):
        folder = copy_of_site("site")
        with serving({"/": folder}) as host, context_of(browser) as context:
            page = context.new_page()
            read_offline(page, f"{host.origin}/book/intro.html")
            _, script = new_build(folder)
            page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
            wait_until(page, "caches.keys().then(names => names.some(name => name.endsWith(' 000000000013')))")
            wait_until(page, "caches.match('/book/huber.html').then(found => found !== undefined)")
            wait_until(page, f"navigator.serviceWorker.getRegistration().then(found => !found.installing && {AT_WORK})")
            page.wait_for_timeout(500)
            assert page.evaluate(f"fetch('/{script}').then(answer => answer.status)") == 200
            assert page.evaluate("fetch('/_static/site.aaaaaaaaaaaa.js').then(answer => answer.status)") == 404
            # Of the old copy, the script alone stays.
            wait_until(
                page,
                """caches.keys().then(names => Promise.all(names.map(name => caches.open(name)
              .then(cache => cache.keys()).then(all => all.length)))).then(sizes => Math.min(...sizes) === 1)""",
            )
            page.goto(f"{host.origin}/book/mae.html")
            assert heading(page).startswith("Changed since")

    def test_without_a_copy_an_old_page_asks_for_the_new_one(self, browser, copy_of_site):
        folder = copy_of_site("site")
        with serving({"/": folder}) as host, context_of(browser, service_workers="block") as context:
            old, _ = new_build(folder)
            host.stale["/book/mae.html"] = old
            page = context.new_page()
            page.goto(f"{host.origin}/book/mae.html")
            wait_until(page, "document.querySelector('h1')?.textContent.startsWith('Changed since')", seconds=5)
            assert host.asked.count("/book/mae.html") == 2

            (folder / f"_static/site.{'0' * 12}.js").unlink()  # where it is nowhere, the page is left alone
            page.goto(f"{host.origin}/book/huber.html")
            page.wait_for_timeout(1000)
            assert host.asked.count("/book/huber.html") == 2


class TestTwoEditions:
    """Editions on one host share its storage; neither touches what the other keeps."""

    @pytest.fixture
    def editions(self, browser, copy_of_site):
        spring, autumn = copy_of_site("spring"), copy_of_site("autumn")
        new_build(autumn)
        with serving({"/": spring, "/spring/": spring, "/autumn/": autumn}) as host, context_of(browser) as context:
            yield host, context.new_page()

    def test_each_keeps_its_copy(self, editions):
        host, page = editions
        page.goto(f"{host.origin}/404.html")
        page.evaluate(
            "caches.open('lossbook-0123456789ab').then(cache => cache.put('/spring/404.html', new Response('')))"
        )
        page.evaluate(
            "caches.open('lossbook-ba9876543210').then(cache => cache.put('/winter/404.html', new Response('')))"
        )
        for edition in ("spring", "autumn"):
            read_offline(page, f"{host.origin}/{edition}/book/intro.html")
        page.context.set_offline(True)
        for edition, words in [("spring", "Mean absolute"), ("autumn", "Changed since")]:
            page.goto(f"{host.origin}/{edition}/book/mae.html")
            assert heading(page).startswith(words)
        kept = page.evaluate("caches.keys()")
        assert [name.rsplit(" ", 1)[0] for name in kept if " " in name] == ["lossbook /spring/", "lossbook /autumn/"]
        assert [name for name in kept if " " not in name] == [
            "lossbook-ba9876543210"
        ]  # one of the first edition, elsewhere

    def test_each_keeps_its_progress(self, editions):
        host, page = editions
        first = {"done": {"exercise:mse.rmse": True}}
        page.goto(f"{host.origin}/404.html")
        page.evaluate("all => localStorage.setItem('lossbook', JSON.stringify(all))", first)
        box = page.locator("[data-task='mse.rmse'] input[type=checkbox]")
        for edition, solved in [("spring", True), ("autumn", False), ("spring", True)]:
            page.goto(f"{host.origin}/{edition}/book/mse.html")
            assert box.is_checked() == solved, edition
        page.goto(f"{host.origin}/autumn/book/mse.html")
        page.locator("[data-task='mse.mse'] input[type=checkbox]").check()

        page.goto(f"{host.origin}/spring/book/intro.html")
        page.get_by_role("button", name="Forget what I did").click()
        assert page.evaluate(KEYS) == ["lossbook:/autumn/"]
        page.goto(f"{host.origin}/spring/book/mse.html")
        assert not box.is_checked()
        page.goto(f"{host.origin}/autumn/book/mse.html")
        assert page.locator("[data-task='mse.mse'] input[type=checkbox]").is_checked()


def test_no_room_for_a_copy_is_said_once(browser, html):
    with serving({"/lossbook/": html}) as host, context_of(browser) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": host.origin, "quotaSize": 300_000})
        page.goto(f"{host.origin}/lossbook/book/mse.html")
        page.keyboard.press("Shift")
        line = page.get_by_role("status").filter(has_text="no room")
        line.wait_for(timeout=20000)
        assert page.evaluate("caches.keys()") == []
        page.goto(f"{host.origin}/lossbook/book/mae.html")
        assert heading(page).startswith("Mean absolute")
        asked = host.asked.count("/lossbook/sw.js")
        page.keyboard.press("Shift")
        page.wait_for_timeout(1500)
        assert line.count() == 0
        assert host.asked.count("/lossbook/sw.js") == asked


REFUSED = {
    "throws at a look": """Object.defineProperty(window, "localStorage", { configurable: true,
        get() { throw new DOMException("Access is denied", "SecurityError"); } });
      Object.defineProperty(window, "sessionStorage", Object.getOwnPropertyDescriptor(window, "localStorage"));""",
    "is not there": "Object.defineProperty(window, 'localStorage', { configurable: true, value: null });",
    "is full": """Storage.prototype.setItem = () => { throw new DOMException("No room", "QuotaExceededError"); };""",
}


def check_that_all_works(frame, address, complaints):
    """Read, search, copy, go dark, play and solve. `frame` is the page, or a frame in it."""
    frame.goto(f"{address}book/mse.html")
    frame.locator(".lb-explorable").first.get_by_role("button", name="Skip").click()
    frame.locator("[data-question='Q02-1'] summary").first.click()
    line = frame.get_by_role("status").filter(has_text="keeps nothing")
    line.wait_for(timeout=3000)
    form = frame.locator("form[data-exercise='mse.mse']")
    form.locator("input").fill("5")
    form.locator("input").press("Enter")
    assert "5 for the apples" in form.locator("output").inner_text()
    frame.locator("[data-task='mse.rmse']").get_by_label("I have solved it").check()
    assert line.count() == 1
    assert frame.locator("button[data-do=copy]").count() >= 5
    toggle = frame.locator(".theme-toggle").locator("visible=true").first
    dark = "[document.documentElement, document.body].some(e => e.dataset.theme == 'dark')"
    for _ in range(3):
        if not frame.evaluate(dark):
            toggle.click()
    assert frame.evaluate(dark)
    frame.goto(f"{address}search.html?q=outlier")
    frame.wait_for_selector("#search-results a", timeout=10000)
    assert frame.evaluate(dark), "dark mode was forgotten during the visit"
    assert complaints == []


@pytest.mark.parametrize("how", ["throws at a look", "is full", pytest.param("is not there", marks=WHOLE)])
def test_where_storage_is_refused_all_works(browser, html, how):
    with serving({"/": html}) as host, context_of(browser, service_workers="block") as context:
        context.add_init_script(REFUSED[how])
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        check_that_all_works(page, f"{host.origin}/", complaints)
        page.goto(f"{host.origin}/book/mse.html")  # in a window, what was done lasts for the visit
        assert page.locator("[data-task='mse.rmse']").get_by_label("I have solved it").is_checked()
        page.evaluate("localStorage.clear()")
        assert page.evaluate("[localStorage.length, localStorage.key(0), name]") == [0, None, ""]


@pytest.mark.parametrize("sandbox", ["allow-scripts", pytest.param("allow-scripts allow-forms", marks=WHOLE)])
def test_in_a_frame_that_is_shut_off_all_works(browser, html, tmp_path, sandbox):
    (tmp_path / "404.html").write_text("")
    (tmp_path / "index.html").write_text(
        f'<iframe sandbox="{sandbox}" width="1200" height="800" src="about:blank"></iframe>'
    )
    with (
        serving({"/": tmp_path, "/lossbook/": html}) as host,
        context_of(browser, viewport={"width": 1280, "height": 900}) as context,
    ):
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{host.origin}/")
        check_that_all_works(page.frames[1], f"{host.origin}/lossbook/", complaints)
        assert "exercise" not in page.frames[1].evaluate("name")  # another site could read it there


def test_in_a_browser_that_keeps_nothing_all_works(browser, html, tmp_path):
    """Chromium itself with "block all site data", where no test stands in for the refusal."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings), encoding="utf-8")
    path = chromium_path()
    with serving({"/": html}) as host:
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        check_that_all_works(page, f"{host.origin}/", complaints)
        context.close()


class TestLostReaders:
    """The page for them is shown at any address, and nobody told it where the site lies."""

    @pytest.mark.parametrize(
        ("built_for", "prefix"),
        [("/", "/lossbook/"), ("/lossbook/", "/")]
        + [pytest.param("/elsewhere/", prefix, marks=WHOLE) for prefix in ("/", "/lossbook/", "/group/course/")],
    )
    def test_find_the_way(self, browser, html, tmp_path, built_for, prefix):
        for path in html.iterdir():
            (tmp_path / path.name).symlink_to(path)
        (tmp_path / "404.html").unlink()
        text = re.sub(r'href="/[^"]*?(book/|_static/)', rf'href="{built_for}\1', (html / "404.html").read_text("utf-8"))
        (tmp_path / "404.html").write_text(text, "utf-8")
        with serving({prefix: tmp_path}) as host, context_of(browser, service_workers="block") as context:
            page = context.new_page()
            for address in ("nosuch", "book/nosuch.html", "book/a/b/c.html"):
                assert page.goto(f"{host.origin}{prefix}{address}").status == 404
                wait_until(
                    page,
                    "path => document.querySelector('li a').pathname.startsWith(path)",
                    f"{prefix}book/",
                    seconds=3,
                )
                page.wait_for_load_state("networkidle")
                assert (
                    page.locator("link[rel=icon]").evaluate("link => link.href")
                    == f"{host.origin}{prefix}_static/favicon.svg"
                )
                page.locator("li a").nth(1).click()
                assert heading(page).startswith("Mean squared")

    def test_have_a_hint_without_javascript(self, browser, html):
        with serving({"/lossbook/": html}) as host, context_of(browser, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(f"{host.origin}/lossbook/nosuch")
            assert page.get_by_text("cut the address of this page").is_visible()


def test_hosts_that_drop_folders_with_an_underscore_are_told_not_to(html):
    assert (html / ".nojekyll").exists()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A Python with everything but lossbook: the packages of this one, without those that are links to folders."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run(
        [python, "-m", "pip", "uninstall", "-qy", "setuptools"], check=True
    )  # an old one would hide this one's
    where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = Path(subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip())
    (site / "others.pth").write_text(sysconfig.get_paths()["purelib"])
    return python


@WHOLE
class TestANotebookAlone:
    """Downloaded, or opened on Colab: its first cell gets the package, or says how."""

    def run(self, python, folder, requirement, **environment):
        cells = [
            notebooks.setup_cell(requirement),
            nbformat.v4.new_code_cell(
                "from lossbook import mean_squared_error\nprint(mean_squared_error([28, 20], [30, 30]))"
            ),
        ]
        path = folder / "alone.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        command = [python, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", path]
        done = subprocess.run(
            command, cwd=folder, env=kept | environment, capture_output=True, encoding="utf-8", check=False
        )
        return done, nbformat.read(path, 4)

    def test_says_what_to_install(self, elsewhere, tmp_path):
        (tmp_path / "lossbook").mkdir()  # a folder that is only called so
        done, _ = self.run(elsewhere, tmp_path, "")
        assert done.returncode != 0
        last = [line for line in re.sub(r"\x1b\[[\d;]*m", "", done.stderr).splitlines() if line.strip()][-1]
        assert last.startswith(
            "ModuleNotFoundError: This notebook needs the package lossbook. In the folder of the course, run: "
        )

    @pytest.mark.skipif(not shutil.which("git"), reason="git is missing")
    def test_installs_it_from_its_repository(self, elsewhere, tmp_path):
        if not Path(sysconfig.get_paths()["purelib"], "setuptools").exists():
            missing("setuptools", "Run: make book")
        repository = tmp_path / "fork"
        repository.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, repository / name)
        shutil.copytree(ROOT / "lossbook", repository / "lossbook", ignore=shutil.ignore_patterns("__pycache__"))
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=own"]
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
            subprocess.run([*git, *arguments], cwd=repository, check=True)
        folder = tmp_path / "downloads"
        folder.mkdir()
        # Without a network: setuptools and all else come from the packages that are there.
        offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
        requirement = f"lossbook[notebooks] @ git+file://localhost{repository}@own"
        done, notebook = self.run(elsewhere, folder, requirement, **offline)
        assert done.returncode == 0, done.stderr
        assert "Installing it" in notebook.cells[0].outputs[0].text
        assert notebook.cells[1].outputs[0].text == "52.0\n"

        done, notebook = self.run(elsewhere, folder, requirement, **offline)
        assert notebook.cells[0].outputs == []  # the second time it is silent

    def test_says_so_if_the_repository_is_gone(self, elsewhere, tmp_path):
        subprocess.run([elsewhere, "-m", "pip", "uninstall", "-qy", "lossbook"], check=True)
        requirement = f"lossbook[notebooks] @ git+file://localhost{tmp_path}/nosuch@main"
        done, _ = self.run(elsewhere, tmp_path, requirement, PIP_NO_INDEX="1")
        assert "could not be installed. Run in a terminal: python -m pip install" in done.stderr


def test_no_page_shows_the_cell_that_installs(html):
    for path in (html / "book").glob("*.html"):
        assert "importlib.util" not in path.read_text("utf-8"), path
    notebook = nbformat.read(html / "book" / "mse.ipynb", 4)
    assert next(cell for cell in notebook.cells if cell.cell_type == "code").id == notebooks.SETUP


def test_every_page_has_a_way_to_report_a_mistake(html):
    """Where a repository is known; elsewhere there is no dead link."""
    known = "Run on Binder" in (html / "book" / "mse.html").read_text("utf-8") or "mybinder" in (
        html / "book" / "mse.html"
    ).read_text("utf-8")
    for path in (html / "book").glob("*.html"):
        assert ("Report a mistake on this page" in path.read_text("utf-8")) == known, path
