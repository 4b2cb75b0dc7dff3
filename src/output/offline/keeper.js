// Keeps what a reader needs without a network: the shell of the site and the last pages that were read.
// Pages come from the network first, so that nobody reads old news; files whose name holds a fingerprint never change
// and come from what is kept.
const KEPT = `chaoyin ${SITE.base} `;           // caches of other sites at the same origin are not ours
const SHELL = `${KEPT}shell ${SITE.version}`;
const PAGES = `${KEPT}pages`;
const FILES = `${KEPT}files`;
const PATIENCE = 3000;                          // milliseconds that the network may take where the page is kept
const FILES_MAX = 150;
const FILE_BYTES_MAX = 1 << 20;
const PRINT = /\.[0-9a-f]{8}\./;

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const shell = await caches.open(SHELL);
  await shell.addAll(SITE.shell.map((path) => new Request(path, { cache: "reload" })));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(KEPT) && ![SHELL, PAGES, FILES].includes(name)).map((name) => caches.delete(name)));
  await self.clients.claim();
  // Whoever has a page open that is another now is told so.
  const open = await self.clients.matchAll({ type: "window" });
  await Promise.all(open.map((client) => renew(client).catch(() => {})));
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(SITE.base) || request.headers.has("range")) return;
  const path = pathname.slice(SITE.base.length);
  if (path.startsWith("api/") || ["audio", "video", "track"].includes(request.destination)) return;
  if (request.mode === "navigate") event.respondWith(read(event));
  else if (PRINT.test(path) || (path.startsWith("search/index/") && search)) event.respondWith(file(request));
  else if (path === "" || path.endsWith("/") || path === "search/index/catalogue.json") event.respondWith(fresh(event));
});

/** A page: from the network, or where that fails or takes too long, as it was read last. */
async function read(event) {
  const path = new URL(event.request.url).pathname;
  const kept = await known(path);
  const old = kept?.clone();
  let late = false;
  const answer = fetch(event.request).then(async (response) => {
    if (response.ok && isPage(response) && !response.redirected) {
      event.waitUntil(keep(path, response.clone(), old, event.resultingClientId, late));
    }
    return response;
  });
  if (!kept) return answer.catch(() => caches.match(SITE.page, { cacheName: SHELL })).then((response) => response ?? Response.error());
  event.waitUntil(answer.catch(() => {}));
  const tired = new Promise((done) => setTimeout(done, PATIENCE));
  const first = await Promise.race([answer.catch(() => {}), tired]);
  if (first) return first;
  late = true;
  return kept;
}

/** A page as it is kept: as it was read last, else as a part of the shell. */
async function known(path) {
  return await caches.match(path, { cacheName: PAGES }) ?? caches.match(path, { cacheName: SHELL });
}

const isPage = (response) => (response.headers.get("content-type") ?? "").startsWith("text/html");

/** Keeps a page; where the reader was given the last one meanwhile and it differs, the reader is told. */
async function keep(path, response, old, client, wasLate) {
  const text = await response.clone().text();
  await put(PAGES, path, response, SITE.pages);
  if (old && wasLate && await old.text() !== text) (await self.clients.get(client))?.postMessage("chaoyin:changed");
}

/** Asks anew for the page that a window shows, and tells the window where it is another. */
async function renew(client) {
  const { pathname } = new URL(client.url);
  if (!pathname.startsWith(SITE.base)) return;
  const old = await caches.match(pathname, { cacheName: PAGES });
  const response = await fetch(pathname, { cache: "no-cache" });
  if (!response.ok || !isPage(response) || response.redirected) return;
  const text = await response.clone().text();
  await put(PAGES, pathname, response, SITE.pages);
  if (old && await old.text() !== text) client.postMessage("chaoyin:changed");
}

/** Keeps a response as the newest of a cache, and as many of the others as there is room for. */
async function put(name, key, response, most) {
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((old) => cache.delete(old)));
}

/** A file whose name holds a fingerprint. A kept page may want the style sheet of its day, which is gone: today's does. */
async function file(request) {
  const kept = await caches.match(request, { cacheName: SHELL }) ?? await caches.match(request, { cacheName: FILES });
  if (kept) return kept;
  try {
    const response = await fetch(request);
    const bytes = Number(response.headers.get("content-length") ?? 0);
    if (response.status === 200 && response.type === "basic" && bytes <= FILE_BYTES_MAX) await put(FILES, request.url, response.clone(), FILES_MAX).catch(() => {});
    return response;
  } catch (error) {
    const plain = (path) => path.replace(PRINT, ".");
    const like = SITE.shell.find((path) => PRINT.test(path) && plain(path) === plain(new URL(request.url).pathname));
    const other = like && await caches.match(like, { cacheName: SHELL });
    if (other) return other;
    throw error;
  }
}

/** What scripts ask for: from the network, else as it is kept. */
async function fresh(event) {
  const { pathname } = new URL(event.request.url);
  try {
    const response = await fetch(event.request);
    if (response.ok && pathname.endsWith(".json")) event.waitUntil(put(FILES, pathname, response.clone(), FILES_MAX).catch(() => {}));
    return response;
  } catch (error) {
    const kept = await caches.match(pathname, { cacheName: FILES }) ?? await known(pathname);
    if (kept) return kept;
    throw error;
  }
}
