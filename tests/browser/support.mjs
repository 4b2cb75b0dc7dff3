// What the browser tests share: a build of the shipped portal, a plain file server and a browser.
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { readFile, mkdtemp, rm, cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repository = resolve(fileURLToPath(import.meta.url), "../../..");
export const program = process.env.CHAOYIN ?? join(repository, "target/debug/chaoyin");

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif", ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
};

/** A copy of the shipped portal's sources in a new folder, for tests that change them. */
export async function copyOfPortal(names = ["site.yaml", "content", "content.en"]) {
  const folder = await mkdtemp(join(tmpdir(), "chaoyin-"));
  for (const name of names) await cp(join(repository, name), join(folder, name), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Builds the shipped portal, or what `names` leaves of it, into a new folder and serves it from there; `prepare` may change its sources first. */
export async function servedPortal(prepare = async () => {}, names = undefined) {
  const copy = await copyOfPortal(names);
  await prepare(copy.folder);
  return servedSite(copy);
}

/** Builds a site that may have been built before. */
export function build(copy, date = "2026-11-23") {
  const built = spawnSync(program, ["build", "--root", copy.folder, "--date", date], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`build failed (${built.status}):\n${built.stderr}`);
}

/** Builds a site and serves it, as a server does that is set up as the manual says: packed forms, and what never changes kept. */
export async function servedSite(copy) {
  build(copy);
  const base = join(copy.folder, "public");
  const portal = { ...copy, base, slow: 0, gone: false };
  const server = createServer(async (request, response) => {
    if (portal.gone) { request.socket.destroy(); return; }
    // Milliseconds that pages take, for tests of bad networks.
    if (portal.slow && request.url.endsWith("/")) await new Promise((done) => setTimeout(done, portal.slow));
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = join(base, path.endsWith("/") ? `${path}index.html` : path);
    const headers = { "content-type": types[extname(file)] ?? "application/octet-stream", "cache-control": path.startsWith("/static/") ? "max-age=31536000, immutable" : "no-cache", vary: "accept-encoding" };
    for (const [extension, coding] of [[".br", "br"], [".gz", "gzip"], ["", ""]]) {
      if (!(request.headers["accept-encoding"] ?? "").includes(coding)) continue;
      try {
        const bytes = await readFile(file + extension);
        response.writeHead(200, coding ? { ...headers, "content-encoding": coding } : headers);
        response.end(bytes);
        return;
      } catch { /* not in this form */ }
    }
    response.writeHead(404, { "content-type": types[".html"] });
    response.end(await readFile(join(base, "404.html")));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(portal, {
    address: `http://127.0.0.1:${server.address().port}`,
    close: async () => { server.close(); server.closeAllConnections(); await copy.remove(); },
  });
}

/** What Chromium is started with, so that it runs anywhere and asks nothing of the network. */
export const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Chromium as the distribution packages it. */
export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
  });
}
