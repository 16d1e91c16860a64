// The service worker, `sw.js` on the site. The build puts two values in front of it: self.VERSION, which tells the content
// of all files, so that a new build replaces every kept copy, and self.FILES, their names.

const CACHE = `lossbook-${self.VERSION}`, LOST = "404.html";
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.js$/;

addEventListener("install", (event) =>
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(self.FILES.map((file) => new Request(file, { cache: "no-cache" })));
    await self.skipWaiting();
  })()));

addEventListener("activate", (event) =>
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("lossbook-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })()));

// With a network, pages come from the network: nobody reads a stale chapter. Without, from the cache.
async function answer(request) {
  const cache = await caches.open(CACHE), start = request.url === self.registration.scope ? "index.html" : request;
  const kept = () => cache.match(start, { ignoreSearch: true });
  if (NAMED_BY_CONTENT.test(new URL(request.url).pathname)) return await kept() ?? fetch(request);
  try {
    return await fetch(request, { cache: "no-cache" }); // ask the host whether its copy has changed
  } catch (error) {
    const found = await kept() ?? (request.mode === "navigate" ? await cache.match(LOST) : undefined);
    if (found) return found;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(self.registration.scope)) event.respondWith(answer(request));
});
