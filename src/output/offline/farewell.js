// Takes the place of a worker that a site no longer wants: throws away what was kept and leaves.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(`chaoyin ${SITE.base} `)).map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
