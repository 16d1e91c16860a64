"""A chapter in a real JupyterLab: it runs, its explorable is live, and Python reads and sets its values."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.conftest import BUILD

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab with a copy of the course's notebooks, on this machine, without a password."""
    home = tmp_path_factory.mktemp("jupyter")
    course = tmp_path_factory.mktemp("course")
    for notebook in (BUILD / "html" / "book").glob("*.ipynb"):
        shutil.copy(notebook, course)
    log = home / "log"
    # All cells stay in the page, so that the test finds them without scrolling.
    settings = home / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(home),
        "JUPYTERLAB_WORKSPACES_DIR": str(home),
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={course}",
    ]
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=course, env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            for _ in range(120):
                if address := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
                    urllib.request.urlopen(address[0] + "/api").close()
                    yield address[0]
                    break
                time.sleep(0.5)
            else:
                pytest.fail(log.read_text())
        finally:
            server.terminate()


def run_new_cell(page, code):
    """Add a cell below the last one, run it, and return what it shows."""
    number = page.locator(".jp-Notebook .jp-CodeCell").count()
    page.locator(".jp-Notebook .jp-Cell").last.click()
    for key in ("Escape", "b", "Enter"):
        page.keyboard.press(key)
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-Notebook .jp-CodeCell").nth(number).locator(".jp-OutputArea-output").first
    output.wait_for(timeout=20_000)
    return output.inner_text()


def test_a_chapter_runs_and_its_explorable_is_live(browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.goto(f"{lab}/lab/tree/mse.ipynb")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text(re.compile(r"\| Idle")).wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run").click()
    page.get_by_text("Run All Cells", exact=True).click()
    street = page.locator(".jp-OutputArea .lb-explorable", has_text="Squares on a line").first
    street.wait_for(timeout=60_000)
    page.get_by_text(re.compile(r"\| Idle")).wait_for(timeout=60_000)
    errors = page.locator("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type$='jupyter.stderr']")
    assert errors.count() == 0

    grip = street.get_by_role("slider", name="Your guess", exact=True)
    grip.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('.lb-explorable [role=slider]').getAttribute('aria-valuenow') == '217.5'"
    )
    for _ in range(20):  # ipywidgets sends one change at a time and keeps the next until the kernel is idle
        page.wait_for_timeout(250)
        said = run_new_cell(page, "print(street.guess, street.mse)").strip()
        if said == "217.5 131.25":
            break
    assert said == "217.5 131.25"
    run_new_cell(page, "street.guess = 205; print('set')")
    page.wait_for_function(
        "document.querySelector('.lb-explorable [role=slider]').getAttribute('aria-valuenow') == '205'"
    )
    assert "MSE) 225" in street.inner_text()

    wrong = (
        "from lossbook.exercises import check\ncheck('mse.mse', lambda p, a: sum((x - y) ** 2 for x, y in zip(p, a)))"
    )
    assert "divide by how many?" in run_new_cell(page, wrong)
    assert "ZeroDivisionError" in run_new_cell(page, "1 / 0")
    assert errors.count() == 1  # or the test for none could not fail
    context.close()
