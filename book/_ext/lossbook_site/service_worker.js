// The service worker, `sw.js` on the site. The build puts three values in front of it: self.VERSION, which tells the content
// of all files, so that a new build replaces every kept copy; self.FILES, their names; and self.PYTHON, the folders and the
// file of Python, which are kept from the first Run on, and not before.

const ROOT = new URL("./", location.href).href, LOST = "404.html";
// All sites of one host share its storage, so the names of ours carry the path: what another edition keeps stays.
const OURS = `lossbook ${new URL(ROOT).pathname} `, CACHE = OURS + self.VERSION;
const PYTHON = `${OURS}python`;
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/, OF_PYTHON = /\/_static\/(?:python|live|lossbook)\.[0-9a-f]{12}[/.]/;
// Code that readers write runs in this worker. It may ask for files of the site, and talk to nobody else.
const ITS_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const PATIENCE = 3000, SILENCE = 30000; // milliseconds

// A host may redirect (browsers refuse a redirected answer for a page) or send headers that forbid keeping, so what is
// kept has the words alone. An answer from outside the course, such as a page to log in, is not ours.
async function keep(cache, file) {
  const response = await fetch(file, { cache: "no-cache" });
  const good = file === LOST || response.ok; // some hosts say 404 with the page itself
  if (!good || !response.url.startsWith(ROOT)) throw new Error(`${file}: ${response.status} from ${response.url}`);
  const headers = { "content-type": response.headers.get("content-type") ?? "" };
  await cache.put(ROOT + file, new Response(response.body, { status: file === LOST ? 404 : 200, headers }));
}

async function tell(word) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(word);
}

addEventListener("install", (event) =>
  event.waitUntil((async () => {
    try {
      const cache = await caches.open(CACHE);
      await Promise.all(self.FILES.map((file) => keep(cache, file)));
    } catch (error) {
      await caches.delete(CACHE); // half a copy is none, and takes up room
      if (error.name === "QuotaExceededError") await tell("lossbook: no room");
      throw error;
    }
    await self.skipWaiting();
  })()));

// Of the copy before this one, files named by content stay: a page that is open may still ask for them.
async function clear(name) {
  const old = await caches.open(name), whole = await old.match(ROOT + LOST) !== undefined;
  if (!name.startsWith(OURS)) return whole && await caches.delete(name); // the first edition's, and of this folder
  if (!whole) return await caches.delete(name);
  for (const request of await old.keys()) {
    if (!NAMED_BY_CONTENT.test(new URL(request.url).pathname)) await old.delete(request);
  }
}

async function forgetOldPython() {
  if (!await caches.has(PYTHON)) return; // nothing was ever run here
  const cache = await caches.open(PYTHON), now = self.PYTHON.map((place) => ROOT + place);
  for (const { url } of await cache.keys()) {
    if (!now.some((place) => url.startsWith(place))) await cache.delete(url);
  }
}

addEventListener("activate", (event) =>
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      // The first edition's names had no path.
      if (
        name !== CACHE && name !== PYTHON && (name.startsWith(OURS) || /^lossbook-[0-9a-f]{12}$/.test(name))
      ) await clear(name);
    }
    await forgetOldPython();
    await self.clients.claim();
  })()));

// Hosts differ in how they write the address of a page: with .html, without it, or the folder alone for its index.
async function kept(address) {
  const { origin, pathname } = new URL(address), place = origin + pathname;
  try {
    if (NAMED_BY_CONTENT.test(pathname)) return await caches.match(place);
    const cache = await caches.open(CACHE);
    return place.endsWith("/")
      ? await cache.match(`${place}index.html`)
      : await cache.match(place) ?? await cache.match(`${place}.html`);
  } catch {
    return undefined; // the browser has taken its storage back
  }
}

let silentUntil = 0;

// Ask the host whether its file has changed. Where there is a copy, not for long; nor for pictures and the like of a page
// that has just been taken from the copy.
async function ask(request, copy) {
  const part = request.mode !== "navigate" && Date.now() < silentUntil;
  if (copy && part) return copy;
  const giveUp = new AbortController();
  const timer = (copy || part) && setTimeout(() => {
    silentUntil = Date.now() + SILENCE;
    giveUp.abort();
  }, PATIENCE);
  try {
    return await fetch(request, { cache: "no-cache", signal: giveUp.signal });
  } finally {
    clearTimeout(timer);
  }
}

// Pages that few readers need (for teachers, on paper, a picture alone) are kept as they were when they were opened last.
const FOR_FEW = /^(?:teach|worksheets|embed)\//;
const isForFew = ({ mode, url }) => mode === "navigate" && FOR_FEW.test(url.slice(ROOT.length));
async function keepPage(response) {
  const { origin, pathname } = new URL(response.url),
    headers = { "content-type": response.headers.get("content-type") };
  if (response.redirected || !headers["content-type"]?.startsWith("text/html")) return;
  const cache = await caches.open(CACHE).catch(() => {});
  await cache?.put(origin + pathname, new Response(response.body, { headers })).catch(() => {}); // no room
}

// With a network, pages come from the network: nobody reads a stale chapter. A 404 is the host's word as well: that page
// was taken away, and an old copy would hide it. The copy is for a host that cannot be reached, keeps silent, or fails.
async function answer(event) {
  const { request } = event, copy = await kept(request.url);
  if (copy && NAMED_BY_CONTENT.test(new URL(request.url).pathname)) return copy;
  try {
    const response = await ask(request, copy);
    if (isForFew(request) && response.ok) event.waitUntil(keepPage(response.clone()));
    return copy && (response.status >= 500 || response.status === 429) ? copy : response;
  } catch (error) {
    const found = copy ?? (request.mode === "navigate" ? await kept(ROOT + LOST) : undefined);
    if (found) return found;
    throw error;
  }
}

// Files of Python never change, so a copy is as good as the host's. It is made on the way to the page.
async function pythonFile(event) {
  const { url } = event.request;
  let response = await caches.match(url).catch(() => undefined);
  if (!response) {
    response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok || !response.url.startsWith(ROOT)) return response;
    const headers = { "content-type": response.headers.get("content-type") ?? "" }, copy = response.clone().body;
    const keeping = caches.open(PYTHON).then((cache) => cache.put(url, new Response(copy, { headers })));
    event.waitUntil(keeping.catch(() => {})); // no room: next time it comes from the host again
  }
  if (!url.endsWith("/worker.js")) return response;
  const headers = new Headers(response.headers);
  headers.set("content-security-policy", ITS_POLICY);
  return new Response(response.body, { headers });
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT)) return;
  event.respondWith(OF_PYTHON.test(request.url) ? pythonFile(event) : answer(event));
});
