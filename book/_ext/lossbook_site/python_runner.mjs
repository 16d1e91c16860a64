// Runs one function of python_trim.py in Pyodide: python_runner.mjs <function> <folder with Pyodide's files> <folder to write into>
// Deno and Node both know how. With a fixed seed, sets are stored in the same order every time.

import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { pathToFileURL } from "node:url";

const PACKAGES = { trim_all: ["numpy", "matplotlib"], compile_course: ["numpy"] };

const [name, folder, into] = argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/`, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
await python.loadPackage(PACKAGES[name], { messageCallback() {} });
python.mountNodeFS("/from", folder);
python.mountNodeFS("/into", into);
python.FS.writeFile("/home/pyodide/python_trim.py", readFileSync(new URL("python_trim.py", import.meta.url)));
python.runPython(`
import sys
from pathlib import Path
sys.path.insert(0, "/home/pyodide")
import python_trim
python_trim.${name}(Path("/from"), Path("/into"))
`);
exit(0);
