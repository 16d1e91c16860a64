// deno-lint-ignore-file no-undef -- the linter does not know what a worker has
// Python in a worker: one interpreter for a page. It is started by its address, so the page's policy stays as strict as it
// is, and where the service worker is in charge it adds a policy of the worker's own (service_worker.js).

const TICK = 150; // milliseconds between two looks for news

const say = postMessage.bind(globalThis), get = fetch.bind(globalThis);
const bell = new MessageChannel(); // a task that browsers do not slow down
const waiting = [];
bell.port1.onmessage = () => waiting.shift()();
let current = {}, held = 0, stopping = false, deadline = Infinity, next = Infinity, answer = null;
let python, browser, folder;

// What Python's loop reads to learn of signals. A plain object will do: 2 is SIGINT, as for Ctrl+C, and its handler is
// `_look` in browser.py. `look` arms it again, so the second below only counts if the signal gets lost.
const signals = {
  get 0() {
    const now = performance.now();
    if (now < next) return 0;
    next = now + 1000;
    return 2;
  },
  set 0(_) {
    // Python puts the signal out; it is out anyway, until the next look.
  },
};

const asked = () => stopping || performance.now() > deadline;
const host = {
  asked,
  object: Object.fromEntries,
  hold: (change) => held += change,
  breathe: () => new Promise((go) => (waiting.push(go), bell.port2.postMessage(0))),
  nap: (seconds) => new Promise((go) => setTimeout(go, seconds * 1000)),
  look() {
    const found = asked();
    next = performance.now() + (found ? 20 : TICK);
    return found;
  },
  post(message) {
    if (message.ending === "stopped" && !stopping) message.ending = "limit";
    say(message);
  },
  ask: (prompt) =>
    new Promise((go) => {
      answer = go;
      say({ type: "ask", run: current.run, prompt });
    }),
  lacks: (name) => packages.has(name) && !loaded.has(name),
  fetch: (names) => load([...names]),
};

// ---------- loading ----------

const packages = new Map(); // what is imported, and the package it is in
const loaded = new Set();

// Files as they come in, for "4 of 9 MB". Sizes are those of the files, packed as most hosts send them.
function tellProgress(sizes, wanted) {
  const total = wanted.reduce((sum, name) => sum + (sizes[name] ?? 0), 0), done = new Set();
  const tell = () => {
    const bytes = [...done].reduce((sum, name) => sum + (sizes[name] ?? 0), 0);
    say({ type: "status", word: "loading", loaded: bytes, total });
  };
  tell();
  const watch = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) {
      const file = name.split("/").at(-1);
      if (wanted.includes(file)) done.add(file);
    }
    tell();
  });
  watch.observe({ type: "resource" });
  return () => watch.disconnect();
}

// The one way to the network that is left while libraries are fetched: files of the folder Python came from.
function fromFolder(request, options) {
  const address = String(request?.url ?? request);
  if (!address.startsWith(folder) || /[?#]/.test(address)) {
    return Promise.reject(new TypeError("There is no network here."));
  }
  return get(address, { integrity: options?.integrity });
}

async function load(names) {
  const wanted = [...new Set(names.map((name) => packages.get(name)))];
  say({ type: "status", word: "fetching", names });
  globalThis.fetch = fromFolder;
  try {
    await python.loadPackage(wanted, { messageCallback: () => {}, errorCallback: console.error });
  } finally {
    delete globalThis.fetch;
    for (const name of names) if (packages.get(name) in python.loadedPackages) loaded.add(name);
    say({ type: "status", word: "running", cell: current.cell });
  }
}

const CLOSED =
  ("fetch XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport RTCPeerConnection sendBeacon " +
    "importScripts Worker SharedWorker serviceWorker BroadcastChannel postMessage caches indexedDB storage locks eval")
    .split(" ");

/** Take away what could reach the network or the page's storage, before any code of a reader runs. */
function close() {
  for (const start of [globalThis, navigator]) {
    for (let place = start; place && place !== Object.prototype; place = Object.getPrototypeOf(place)) {
      for (const name of CLOSED) delete place[name];
    }
  }
  // Nor is text to become a script. Pyodide only asks what is a function.
  const refuse = function Function() {
    throw new EvalError("Text is not run as a script here.");
  };
  refuse.prototype = Function.prototype;
  globalThis.Function = refuse;
  const makers = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const made of makers) {
    Object.defineProperty(Object.getPrototypeOf(made), "constructor", { value: refuse });
  }
}

async function start({ folder: address, course, sizes }) {
  folder = address;
  const files = ["pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", course.split("/").at(-1)];
  const archive = get(course).then((response) => response.arrayBuffer());
  const list = get(`${folder}pyodide-lock.json`).then((response) => response.json());
  const [lock, { loadPyodide }] = await Promise.all([list, import(`${folder}pyodide.mjs`)]);
  const quiet = tellProgress(sizes, [...files, lock.packages.numpy.file_name]);
  python = await loadPyodide({
    indexURL: folder,
    packageBaseUrl: folder,
    lockFileContents: lock,
    packages: ["numpy"],
    enableRunUntilComplete: false, // else browsers without JSPI hang
    jsglobals: { Object, Array, Promise, Map, Set, Math, JSON, Date, console, setTimeout, clearTimeout, performance },
    stdin: () => null,
  });
  for (const [name, { imports }] of Object.entries(lock.packages)) {
    for (const module of imports ?? []) packages.set(module, name);
  }
  for (const name of Object.keys(python.loadedPackages)) loaded.add(name);
  const site = python.runPython("import sys; next(path for path in sys.path if path.endswith('site-packages'))");
  python.unpackArchive(await archive, "zip", { extractDir: site });
  quiet();
  browser = python.pyimport("lossbook.in_page.browser");
  browser.begin(host);
  close();
  python.setInterruptBuffer(signals);
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  say({ type: "status", word: "ready", stops: await browser.can_stop(), files: fetched });
}

// ---------- messages from the page ----------

let chain = Promise.resolve();

async function run(message) {
  current = message;
  stopping = false;
  deadline = performance.now() + (message.limit ?? Infinity) * 1000;
  next = performance.now() + TICK;
  try {
    await browser.run(message);
  } catch (error) {
    say({ type: "lost", run: message.run, message: String(error) }); // Python itself has come to an end
  }
  next = deadline = Infinity;
}

const does = {
  start: (message) =>
    chain = start(message).catch((error) => say({ type: "status", word: "failed", message: String(error) })),
  run: (message) => chain = chain.then(() => run(message)),
  stop() {
    stopping = true;
    if (answer) does.answer({ text: null });
    else if (!held) browser?.cancel();
  },
  answer({ text }) {
    answer?.(text);
    answer = null;
  },
  state(message) {
    try {
      browser?.receive(message);
    } catch (error) {
      console.warn(error); // a reader's `observe` went wrong; Python goes on
    }
  },
};
// When Python comes to an end, the run that is under way never does.
addEventListener("unhandledrejection", ({ reason }) => {
  try {
    python.runPython("0");
  } catch {
    say({ type: "lost", run: current?.run, message: String(reason) });
  }
});
addEventListener("message", ({ data }) => does[data.type]?.(data));
