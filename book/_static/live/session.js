// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// The page's one Python: starts the worker, keeps runs in a queue, stops them, and says how it stands in
// `data-python` of the page: off, loading, running or ready.
import { course, sizes } from "./built.js";

const root = document.documentElement;
const PATIENCE = 1500, WITHOUT = 300; // milliseconds until a loop that does not stop loses its worker

const listeners = new Map(), queue = [];
let worker = null, ready = null, stops = false, current = null, timer, runs = 0;

/** Call `hear(message)` for each message of a kind: "status", "state", "solved" and so on. */
export function listen(type, hear) {
  listeners.set(type, [...listeners.get(type) ?? [], hear]);
}

const tell = (message) => (listeners.get(message.type) ?? []).forEach((hear) => hear(message));
const status = (word, more = {}) => tell({ type: "status", word, ...more });

/** Send a message to Python, if it is there. */
export const send = (message) => worker?.postMessage(message);

function heard({ data }) {
  if (data.type === "status") {
    if (data.word === "ready") {
      stops = data.stops;
      ready.go();
      keepForLater(data.files);
    } else if (data.word === "failed") fail(data.message);
    else tell(data);
  } else if (data.type === "lost") restart("lost");
  else if (data.type === "done") {
    if (data.run === current?.run) settle(data);
  } else {
    if (data.run === current?.run) current.show(data);
    tell(data);
  }
}

// Where Run is the first thing a reader does, Python is asked for before the copy for reading without a network is in
// charge. Once that is, its files are asked for again: the browser has them, and on their way they are kept.
let keeper;
try {
  keeper = navigator.serviceWorker;
} catch { /* a frame that is shut off may not even ask */ }
const inCharge = Boolean(keeper?.controller); // when this file came, and Python had not been asked for

function keepForLater(files) {
  if (!keeper || inCharge) return;
  const again = async () => {
    const own = new URL("./", import.meta.url).href;
    const modules = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) =>
      name.startsWith(own)
    );
    for (const name of new Set([...files, ...modules])) await fetch(name).catch(() => {}); // then the next Run brings it
  };
  if (keeper.controller) again();
  else keeper.addEventListener("controllerchange", again, { once: true });
}

function settle(done) {
  clearTimeout(timer);
  const job = current;
  current = null;
  job.done(done);
  pump();
}

function fail(message) {
  const all = [current, ...queue.splice(0)].filter(Boolean);
  end();
  for (const job of all) job.done({ ok: false, ending: "failed" });
  status("failed", { message });
}

function end() {
  worker?.terminate();
  clearTimeout(timer);
  worker = ready = current = null;
  root.dataset.python = "off";
}

/** Start Python, unless it has been started. The promise is kept when it is ready. */
export function start() {
  if (ready) return ready.promise;
  let go;
  const promise = new Promise((resolve) => go = resolve);
  ready = { promise, go };
  root.dataset.python = "loading";
  status("loading", { loaded: 0, total: 0 });
  try {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  } catch (error) {
    queueMicrotask(() => fail(String(error))); // a frame that is shut off may have no worker
    return promise;
  }
  worker.addEventListener("message", heard);
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.message || "The worker could not be started.");
  });
  const folder = new URL(root.dataset.pythonFolder, location).href;
  send({ type: "start", folder, course: new URL(course, import.meta.url).href, sizes });
  return promise;
}

function restart(ending) {
  const job = current;
  end();
  start().then(pump);
  job?.done({ ok: false, ending });
}

/** Run code when its turn comes. `job` has cell, source, above, perhaps limit, and show(message), done(message). */
export function run(job) {
  queue.push({ ...job, run: ++runs });
  if (root.dataset.python !== "loading") root.dataset.python = "running";
  start().then(pump);
}

function pump() {
  if (current || !ready) return;
  if (!queue.length) {
    root.dataset.python = "ready";
    status("ready");
    return;
  }
  current = queue.shift();
  root.dataset.python = "running";
  const { run, cell, source, above = [], drawn, limit } = current;
  status("running", { cell });
  send({ type: "run", run, cell, source, above, drawn, limit });
}

/** Forget the runs that wait. */
export function clear() {
  for (const job of queue.splice(0)) job.done({ ok: false, ending: "cleared" });
}

/** Stop what runs, and forget what waits. Where Python cannot be stopped, it is started anew, without its variables. */
export function stop() {
  clear();
  if (!current) return;
  send({ type: "stop" });
  clearTimeout(timer);
  timer = setTimeout(() => restart("restarted"), stops ? PATIENCE : WITHOUT);
}

export const answer = (text) => send({ type: "answer", text });

addEventListener("pagehide", () => {
  const all = [current, ...queue.splice(0)].filter(Boolean);
  end();
  for (const job of all) job.done({ ok: false, ending: "left" });
});
