"""Make Python's files for the page small and quick: leave out what no page can use, and compile what every start loads.

It runs inside Pyodide (`python_runner.mjs`), because bytecode is good for one Python alone, and what comes out is then the
same wherever the site is built. Where nothing at hand can run Pyodide, the Python of the build leaves out as much, and
readers' browsers compile.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import marshal
import sys
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

STDLIB, COURSE = "python_stdlib.zip", "lossbook.zip"
HOME = "/lib/python3.14/site-packages"  # where Pyodide unpacks wheels
FONTS = "matplotlib/mpl-data/fonts/ttf"
FONT_LIST = "matplotlib/fontlist.json"  # Pyodide's Matplotlib comes with it, so that it need not look for fonts
# The faces of text and of formulas.
KEPT_FONTS = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono", "DejaVuSansDisplay", "cmb10", "cmex10", "cmmi10",
    "cmr10", "cmss10", "cmsy10", "cmtt10",
)  # fmt: skip
# Every formula asks for these, and hardly one needs them: where they are missing, Matplotlib would complain eleven times.
LENT_FONTS = (
    "STIXGeneral",
    "STIXNonUnicode",
    *(f"STIXSize{size}Sym" for size in ("One", "Two", "Three", "Four", "Five")),
)
KEPT_BACKENDS = (
    "__init__",
    "_backend_agg",
    "backend_agg",
    "backend_mixed",
    "backend_svg",
    "backend_template",
    "registry",
)
KEPT_ENCODINGS = (
    "__init__", "aliases", "ascii", "charmap", "cp1252", "cp437", "idna", "latin_1", "punycode", "raw_unicode_escape",
    "unicode_escape", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_8", "utf_8_sig", "undefined",
)  # fmt: skip
# What needs processes, terminals or sockets, none of which a page has; what only people who compile need; tests.
LEFT_OUT = {
    STDLIB: """
        _py_abc.py _pydatetime.py _pyio.py _pyrepl/* antigravity.py asyncio/__main__.py asyncio/proactor_events.py asyncio/tools.py
        asyncio/windows_*.py bdb.py cProfile.py cmd.py code.py codeop.py compileall.py concurrent/futures/interpreter.py
        concurrent/futures/process.py concurrent/interpreters/* configparser.py ctypes/_aix.py ctypes/macholib/* ctypes/wintypes.py
        curses/* doctest.py email/_header_value_parser.py email/contentmanager.py email/headerregistry.py email/mime/* email/policy.py
        ensurepip/* filecmp.py fileinput.py ftplib.py getopt.py http/cookiejar.py http/cookies.py http/server.py idlelib/* imaplib.py logging/config.py logging/handlers.py mailbox.py modulefinder.py multiprocessing/* netrc.py nturl2path.py
        optparse.py pdb.py pickletools.py poplib.py profile.py pstats.py pty.py py_compile.py pyclbr.py pydoc_data/* pyodide/console.py rlcompleter.py sched.py
        shelve.py site-packages/* smtplib.py socketserver.py sqlite3/* sysconfig/__main__.py tabnanny.py tkinter/* trace.py tty.py turtle.py turtledemo/*
        unittest/mock.py urllib/robotparser.py venv/* wave.py webbrowser.py wsgiref/* xml/dom/* xml/sax/* xmlrpc/* zipapp.py *.ini
    """,
    "numpy": """
        */f2py/* */tests/* */testing/* numpy/_core/include/* */lib/*.a */conftest.py */_pyinstaller/* *_tests.*.so */_simd.*.so
        */lapack_lite.*.so */ma/mrecords.py */ma/testutils.py numpy/doc/* */mypy_plugin.py *.rst
    """,
    "matplotlib": """
        */sphinxext/* */testing/* */tests/* */sample_data/* */images/* */afm/* */pdfcorefonts/* */web_backend/*
        */axisartist/* */kpsewhich.lua */plot_directive/* */_qhull.*
    """,
    "pillow": "*/_imagingft.* */_webp.* */_avif.* */_imagingcms.* */_imagingtk.* */_imagingmorph.* */_imagingmath.* */*Plugin.py",
    "python_dateutil": "*/zoneinfo/*.tar.gz */tz/win.py */zoneinfo/rebuild.py",
    "pyparsing": "*/ai/* */diagram/* */tools/*",
    "packaging": "*/licenses/* */pylock.py */metadata.py */_manylinux.py */_musllinux.py",
}
# Types for editors, sources of C, and what installers note down. Licences stand in one file beside all packages.
NOBODY_LOADS = (
    "*.pyi *.pxd *.pyx *.h *.a *.c */py.typed *.dist-info/RECORD *.dist-info/licenses/* *.dist-info/LICENSE* *.dist-info/entry_points.txt "
    "*.dist-info/top_level.txt *.dist-info/zip-safe"
)  # fmt: skip
KEPT_PLUGINS = ("PngImagePlugin",)
# What the first figure loads besides what `import` does, and modules that cells and their errors often need.
WARM = (
    "ast", "asyncio", "csv", "difflib", "linecache", "statistics", "timeit", "tokenize", "tomllib", "traceback",
    "numpy.random", "numpy.linalg", "matplotlib.pyplot", "matplotlib.backends.backend_svg",
    "importlib.resources", "importlib.resources.readers", "symtable",
)  # fmt: skip
RUNS_CELLS = "lossbook/in_page/"  # the course's part whose sources and words nobody asks for
# Docstrings of NumPy stay, for help(np.mean). Elsewhere they would be a sixth of what a reader waits for.
DOCSTRINGS = ("numpy/_core/", "numpy/fft/", "numpy/lib/", "numpy/linalg/", "numpy/random/")


def package(archive: str) -> str:
    """Return whose archive it is.

    >>> package("numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"), package("python_stdlib.zip")
    ('numpy', 'python_stdlib.zip')
    """
    return archive.split("-")[0]


def kept(owner: str, name: str) -> bool:
    """Tell whether a page can use a file of a package.

    >>> kept("numpy", "numpy/_core/multiarray.py"), kept("numpy", "numpy/_core/multiarray.pyi")
    (True, False)
    >>> kept("matplotlib", f"{FONTS}/DejaVuSans.ttf"), kept("matplotlib", f"{FONTS}/DejaVuSerif.ttf")
    (True, False)
    """
    folder, _, file = name.rpartition("/")
    stem = file.split(".")[0]
    chosen = {FONTS: KEPT_FONTS, "matplotlib/backends": KEPT_BACKENDS, "encodings": KEPT_ENCODINGS}.get(folder)
    if chosen is not None:
        return stem in chosen
    if stem in KEPT_PLUGINS:
        return True
    patterns = f"{LEFT_OUT.get(owner, '')} {NOBODY_LOADS}".split()
    return not any(fnmatchcase(name, pattern) for pattern in patterns)


def module(name: str) -> str:
    """Return the module that a file holds.

    >>> module("numpy/linalg/__init__.py"), module("typing.py")
    ('numpy.linalg', 'typing')
    """
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def bytecode(source: bytes, name: str, home: str, level: int = 0, check: bytes = bytes(12)) -> bytes:
    """Return what Python would write beside a module."""
    code = compile(source, f"{home}/{name}", "exec", dont_inherit=True, optimize=level)
    return importlib.util.MAGIC_NUMBER + check + marshal.dumps(code)


def write_archive(path: Path, files: dict[str, bytes]) -> None:
    """Write an archive whose bytes depend on its files alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.compress_type, entry.create_system = 0o644 << 16, zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, files[name])


def font_list(listed: bytes) -> bytes:
    """Return Matplotlib's list of fonts with those that are kept, under the names of others too that formulas ask for."""
    fonts = json.loads(listed)
    faces = [face for face in fonts["ttflist"] if kept("matplotlib", f"matplotlib/mpl-data/{face['fname']}")]
    plain = next(face for face in faces if face["fname"].endswith("/DejaVuSans.ttf"))
    fonts |= {"ttflist": [*faces, *(plain | {"name": name} for name in LENT_FONTS)], "afmlist": []}
    return json.dumps(fonts).encode()


def trim(source: Path, target: Path, loaded: frozenset[str] = frozenset()) -> None:
    """Write an archive without what is left out; modules that are loaded come as bytecode instead of source."""
    owner = package(source.name)
    home = "/lib/python314.zip" if owner == STDLIB else HOME
    with zipfile.ZipFile(source) as archive:
        names = [name for name in archive.namelist() if name[-1] != "/"]
        files = {name: archive.read(name) for name in names if kept(owner, name) or module(name) in loaded}
    if FONT_LIST in files:
        files[FONT_LIST] = font_list(files[FONT_LIST])
    for name in [name for name in files if name.endswith(".py") and module(name) in loaded]:
        level = 0 if name.startswith(DOCSTRINGS) else 2
        files[f"{name}c"] = bytecode(files.pop(name), name, home, level)
    write_archive(target, files)


def warm_up() -> frozenset[str]:
    """Do what a first cell and a first figure do, and return the modules that this loads."""
    for name in WARM:
        importlib.import_module(name)
    from matplotlib import pyplot

    pyplot.switch_backend("svg")
    figure, axes = pyplot.subplots()
    axes.plot([1, 2], label="line")
    axes.set_title("$x^2$")
    axes.legend()
    figure.savefig("/tmp/figure.svg")
    return frozenset(sys.modules)


def trim_all(folder: Path, into: Path, *, compiled: bool = True) -> None:
    """Trim every archive of a folder into another."""
    loaded = warm_up() if compiled else frozenset()
    for source in sorted([*folder.glob("*.whl"), folder / STDLIB]):
        trim(source, into / source.name, loaded)


def compile_course(_python: Path, into: Path) -> None:
    """Put bytecode in the place of the part of the course that runs cells, in its archive in a folder."""
    with zipfile.ZipFile(into / COURSE) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in [name for name in files if name.startswith(RUNS_CELLS) and name.endswith(".py")]:
        files[f"{name}c"] = bytecode(files.pop(name), name, HOME, level=2)
    write_archive(into / COURSE, files)
