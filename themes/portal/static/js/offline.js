// The page that stands in for one that is not kept: lists those that are, the last one first.
(async () => {
  "use strict";
  const box = document.querySelector("[data-kept]");
  if (!box || !window.caches) return;
  document.querySelector("[data-again]").addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
  const cache = await caches.open(box.dataset.kept);
  for (const request of (await cache.keys()).reverse()) {
    const kept = await cache.match(request);
    const page = new DOMParser().parseFromString(await kept.text(), "text/html");
    const day = new Date(kept.headers.get("date") ?? NaN);
    const line = document.createElement("li");
    const time = document.createElement("time");
    if (!Number.isNaN(day.valueOf())) time.textContent = day.toLocaleDateString(document.documentElement.lang, { month: "2-digit", day: "2-digit" });
    line.append(time, Object.assign(document.createElement("a"), { href: request.url, textContent: page.querySelector("h1")?.textContent.trim() || page.title }));
    box.querySelector("ul").append(line);
    box.hidden = false;
  }
})();
