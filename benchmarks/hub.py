"""JupyterHub on this machine with 2, 5, 10 and 20 students at once. Run `make bench-hub`; it takes about ten minutes.

All of them log in at the same moment, open a chapter by its nbgitpuller link, run it whole, solve an exercise, and save the
notebook. Then, while all of them are still there, memory is measured; shared pages are shared out among those who have them (PSS).
Pages are asked for as a browser does, and cells are run over a websocket, but nothing is drawn: the scripts of
JupyterLab, which a browser keeps, are not part of this. Only a hub that this script started on 127.0.0.1 is asked.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from lossbook.exercises import EXERCISES

ROOT = Path(__file__).parent.parent
CHAPTER, EXERCISE = "mse", "mse.mse"
PATH = f"lossbook/book/{CHAPTER}.ipynb"
PATIENCE = 300  # seconds for any one thing


@dataclass
class Visit:
    """What one student saw: seconds from the first request, and what went wrong."""

    usable: float = 0.0
    cells: float = 0.0
    handed_in: float = 0.0
    failures: list[str] = field(default_factory=list)


# ---------- the hub ----------


def three_free_ports() -> int:
    while True:
        with socket.socket() as tried:
            tried.bind(("127.0.0.1", 0))
            port = tried.getsockname()[1]
        with contextlib.suppress(OSError), socket.socket() as second, socket.socket() as third:
            second.bind(("127.0.0.1", port + 1))
            third.bind(("127.0.0.1", port + 2))
            return port


@contextlib.contextmanager
def hub(folder: Path) -> Iterator[tuple[str, str]]:
    """Start a hub with a class of its own; return its address and the students' password."""
    make = ROOT / "deploy" / "jupyterhub" / "notebooks-repository"
    subprocess.run(["sh", make, ROOT / "_build" / "notebooks", folder / "lossbook"], check=True)
    port, password = three_free_ports(), secrets.token_urlsafe(12)
    ours = {"LOSSBOOK_HUB": str(folder), "LOSSBOOK_HUB_PORT": str(port), "LOSSBOOK_HUB_PASSWORD": password}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", ROOT / "deploy/jupyterhub/on_this_machine.py"],
            cwd=ROOT, env=os.environ | ours, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{address}/hub/login").status_code == 200:
                    break
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError(f"JupyterHub did not start:\n{(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.2)
        yield address, password
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def memory(folder: Path, name: str = "") -> float:
    """Return the megabytes that the processes of a student have, or those of the hub itself."""
    home = f"HOME={folder}/students/{name}\0".encode()
    hubs = f"LOSSBOOK_HUB={folder}\0".encode()
    whole = 0.0
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            environment = (place / "environ").read_bytes()
            if (home if name else hubs) in environment and (name or b"/students/" not in environment):
                said = (place / "smaps_rollup").read_text()
                whole += sum(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pss:")) / 1024
    return whole


# ---------- a student ----------


class Student:
    def __init__(self, address: str, password: str, name: str, repository: Path) -> None:
        self.address, self.password, self.name, self.repository = address, password, name, repository
        self.home = f"/user/{name}"
        self.client = httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=PATIENCE)
        self.visit = Visit()

    def xsrf(self, path: str) -> str:
        return next(each.value or "" for each in self.client.cookies.jar if each.name == "_xsrf" and each.path == path)

    async def comes(self) -> None:
        """Log in, open the chapter by its link, run it, solve an exercise and save."""
        began = time.monotonic()
        try:
            await self.logs_in()
            await self.opens()
            notebook = (await self.ask("GET", f"api/contents/{PATH}")).json()
            kernel = await self.starts_a_kernel()
            await self.runs(kernel, "1 + 1")
            self.visit.usable = time.monotonic() - began
            code = [cell for cell in notebook["content"]["cells"] if cell["cell_type"] == "code"]
            for number, cell in enumerate(code, start=1):
                error = await self.runs(kernel, cell["source"])
                self.visit.failures += [f"cell {number}: {error}"] if error else []
            self.visit.cells = time.monotonic() - began - self.visit.usable
            exercise = next(cell for cell in code if f'check("{EXERCISE}"' in cell["source"])
            exercise["source"] = f"{dedent(EXERCISES[EXERCISE].solution)}\ncheck('{EXERCISE}', mse)"
            shown = await self.runs(kernel, f"from lossbook.exercises import check\n{exercise['source']}", shows=True)
            if EXERCISES[EXERCISE].right[:20] not in str(shown):
                self.visit.failures.append(f"the exercise: {shown}")
            await self.ask("PUT", f"api/contents/{PATH}", {"type": "notebook", "content": notebook["content"]})
            self.visit.handed_in = time.monotonic() - began - self.visit.usable - self.visit.cells
        except Exception as error:
            self.visit.failures.append(f"{type(error).__name__}: {error}")

    async def logs_in(self) -> None:
        await self.client.get("/hub/login")
        data = {"username": self.name, "password": self.password, "_xsrf": self.xsrf("/hub/")}
        (await self.client.post("/hub/login?next=/hub/spawn", data=data)).raise_for_status()

    async def opens(self) -> None:
        asked = f"repo={self.repository}&branch=main&urlpath=lab/tree/{PATH}"
        async with self.client.stream("GET", f"/hub/api/users/{self.name}/server/progress") as progress:
            lines = [line async for line in progress.aiter_lines() if line]
        if '"ready": true' not in lines[-1]:
            raise RuntimeError(f"no server: {progress.status_code} {lines[-1][:300]}")
        page = await self.client.get(f"/hub/user-redirect/git-pull?{asked}")
        if page.status_code != 200 or page.url.path != f"{self.home}/git-pull":
            raise RuntimeError(f"no page of nbgitpuller: {page.status_code} {page.url}")
        pulled = await self.client.get(f"{self.home}/git-pull/api?{asked}&_xsrf={self.xsrf(self.home + '/')}")
        if '"finished"' not in pulled.text:
            raise RuntimeError(f"git-pull: {pulled.status_code} {pulled.text[-300:]}")
        (await self.client.get(f"{self.home}/lab/tree/{PATH}")).raise_for_status()

    async def ask(self, method: str, place: str, content: object = None) -> httpx.Response:
        headers = {"X-XSRFToken": self.xsrf(self.home + "/")}
        answer = await self.client.request(method, f"{self.home}/{place}", json=content, headers=headers)
        return answer.raise_for_status()

    async def starts_a_kernel(self) -> WebSocketClientConnection:
        session = {"path": PATH, "type": "notebook", "name": CHAPTER, "kernel": {"name": "python3"}}
        kernel = (await self.ask("POST", "api/sessions", session)).json()["kernel"]["id"]
        place = f"{self.home}/api/kernels/{kernel}/channels"
        cookies = self.client.build_request("GET", place).headers["cookie"]
        address = self.address.replace("http", "ws") + place
        return await websocket_connect(HTTPRequest(address, headers={"Cookie": cookies, "Origin": self.address}))

    async def runs(self, kernel: WebSocketClientConnection, source: str, shows: bool = False) -> object:
        """Run a cell; return the error that it ended with, or what it showed."""
        asked = uuid.uuid4().hex
        header = {
            "msg_id": asked,
            "msg_type": "execute_request",
            "username": self.name,
            "session": self.name,
            "version": "5.3",
        }
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": False}
        message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
        await kernel.write_message(json.dumps(message))
        error, shown = None, []
        async with asyncio.timeout(PATIENCE):
            while True:
                said = await kernel.read_message()
                if said is None:
                    raise ConnectionError("the kernel is gone")
                told = json.loads(said) if isinstance(said, str) else {}
                if told.get("parent_header", {}).get("msg_id") != asked:
                    continue
                if told["msg_type"] == "error":
                    error = f"{told['content']['ename']}: {told['content']['evalue']}"
                elif told["msg_type"] in ("execute_result", "display_data"):
                    shown.append(told["content"]["data"].get("text/plain", ""))
                elif told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                    return shown if shows and not error else error

    async def leaves(self) -> None:
        with contextlib.suppress(httpx.HTTPError, StopIteration):
            await self.client.delete(f"/hub/api/users/{self.name}/server", headers={"X-XSRFToken": self.xsrf("/hub/")})
        await self.client.aclose()


# ---------- a class ----------


async def lesson(count: int, folder: Path, address: str, password: str) -> list[str]:
    """Return a row of the table: a class that does everything at once."""
    students = [Student(address, password, f"class{count}-{n}", folder / "lossbook") for n in range(count)]
    began = time.monotonic()
    await asyncio.gather(*(student.comes() for student in students))
    whole = time.monotonic() - began
    visits = [student.visit for student in students]
    each = [memory(folder, student.name) for student in students]
    failed = [failure for visit in visits for failure in visit.failures]
    for failure in dict.fromkeys(failed):
        print(f"  {failure}", file=sys.stderr)
    row = [
        str(count),
        f"{statistics.median(visit.usable for visit in visits):.1f}",
        f"{max(visit.usable for visit in visits):.1f}",
        f"{statistics.median(visit.cells for visit in visits):.1f}",
        f"{max(visit.handed_in for visit in visits):.1f}",
        f"{whole:.1f}",
        f"{statistics.mean(each):.0f}",
        f"{memory(folder):.0f}",
        str(len(failed)),
    ]
    await asyncio.gather(*(student.leaves() for student in students))
    return row


HEAD = (
    "students at once", "usable notebook, median s", "slowest s", "whole chapter, median s", "hand in, slowest s", "all done, s",
    "MB a student", "MB hub and proxy", "failures",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("students", nargs="*", type=int, default=[2, 5, 10, 20])
    counts = parser.parse_args().students
    if max(counts) > 50:
        parser.error("more than 50 students on one machine say nothing about a cluster")
    print(f"{os.cpu_count()} cores; load before: {os.getloadavg()[0]:.1f}")
    print("| " + " | ".join(HEAD) + " |\n|" + "---:|" * len(HEAD))
    with tempfile.TemporaryDirectory(prefix="lossbook-hub-") as name, hub(Path(name)) as (address, password):
        for count in counts:
            print("| " + " | ".join(asyncio.run(lesson(count, Path(name), address, password))) + " |", flush=True)


if __name__ == "__main__":
    main()
