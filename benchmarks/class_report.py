"""How long the class report takes for a class of 30, 300 and 3,000 in Chromium: run `make book` first, then this file.

The files are those of a class that has done the whole course: every exercise tried, most of them solved, every question
answered and every prediction made. Some of them are damaged.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import BUILD, chromium_path, serve

CLASSES = (30, 300, 3000)
CODE = "def answer(predictions, actuals):\n    total = 0\n    for one, other in zip(predictions, actuals):\n        total += {}\n    return total"
THOUGHTS = [f"You got {number}. What did you do with the size of each miss?" for number in range(40)]


def progress(course: list[dict], number: int, chance: random.Random) -> str:
    """Return the progress file of one student."""
    done, tries = {}, {}
    for chapter in course:
        for exercise in chapter["exercises"]:
            thoughts = [
                {"message": thought, "code": CODE.format(chance.random()), "times": chance.randint(1, 3)}
                for thought in chance.sample(THOUGHTS, chance.randint(0, 2))
            ]
            tries[exercise["name"]] = {"count": chance.randint(1, 9), "thoughts": thoughts}
            if chance.random() < 0.7:
                done[f"exercise:{exercise['name']}"] = True if chance.random() < 0.9 else "ticked"
        for question in chapter["questions"]:
            count = len(question["options"])
            done[f"question:{question['id']}"] = chance.sample(range(count), chance.randint(1, count))
        for asked in chapter["predictions"]:
            prediction = chance.randrange(-1, len(asked["choices"])) if asked["choices"] else chance.uniform(-1, 1000)
            done[f"prediction:{asked['name']}"] = {"prediction": prediction}
    saved = f"2026-11-20T10:00:00.{number % 1000:03}Z"
    file = {"format": "lossbook progress", "version": 1, "saved": saved, "name": f"Student {number}"}
    return json.dumps({**file, "done": done, "tries": tries}, indent=1)


def write_class(folder: Path, course: list[dict], size: int) -> list[Path]:
    """Write the files of a class; every fiftieth breaks off."""
    chance, paths = random.Random(size), []
    for number in range(size):
        text = progress(course, number, chance)
        path = folder / f"student-{number}.json"
        path.write_text(text[:-40] if number % 50 == 49 else text, encoding="utf-8")
        paths.append(path)
    return paths


def seconds(browser: Browser, address: str, paths: list[Path]) -> float:
    """Return the time from the choice of the files until the report is drawn."""
    page = browser.new_page()
    page.goto(address)
    page.evaluate(
        """() => addEventListener("change", () => {
          const start = performance.now(), said = document.getElementById("said");
          new MutationObserver(() => said.textContent.includes("in this report") &&
            requestAnimationFrame(() => setTimeout(() => globalThis.took ??= performance.now() - start)))
            .observe(said, { childList: true, characterData: true, subtree: true });
        }, true)"""
    )
    page.locator("#files").set_input_files(paths)
    page.wait_for_function("() => globalThis.took", timeout=120_000)
    took = page.evaluate("() => globalThis.took") / 1000
    page.close()
    return took


def main() -> int:
    if not (BUILD / "html" / "class_report.html").exists():
        print("The site is not built. Run: make book")
        return 1
    with serve(BUILD / "html") as site, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        address = f"{site}/class_report.html"
        page = browser.new_page()
        page.goto(address)
        course = page.evaluate("() => COURSE")
        page.close()
        print("files   megabytes   seconds, the best of five")
        for size in CLASSES:
            here = Path(folder) / str(size)
            here.mkdir()
            paths = write_class(here, course, size)
            megabytes = sum(path.stat().st_size for path in paths) / 1e6
            best = min(seconds(browser, address, paths) for _ in range(5))
            print(f"{size:5}   {megabytes:9.1f}   {best:7.2f}")
            time.sleep(1)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
