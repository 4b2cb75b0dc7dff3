// Reading without a network: what was read can be read again, news is told, and who gives it up is rid of it.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { browser, build, servedPortal } from "./support.mjs";

let portal, chrome, context, page, original;
const site = () => join(portal.folder, "site.yaml");
const entry = () => join(portal.folder, "content/mingshi/wang-yangming.md");
before(async () => {
  portal = await servedPortal(async (folder) => writeFile(join(folder, "site.yaml"), `${await readFile(join(folder, "site.yaml"), "utf8")}\noffline: { pages: 4 }\n`));
  original = { site: await readFile(site(), "utf8"), entry: await readFile(entry(), "utf8") };
  chrome = await browser();
});
after(async () => { await chrome?.close(); await portal?.close(); });
beforeEach(async () => { context = await chrome.newContext({ viewport: { width: 360, height: 800 } }); page = await context.newPage(); });
afterEach(async () => {
  await context.close();
  portal.slow = 0;
  portal.gone = false;
  await writeFile(site(), original.site);
  await writeFile(entry(), original.entry);
  build(portal);
});

/** Takes the network away, or gives it back. What the browser only plays does not reach its worker: the server is gone too. */
const cut = async (gone) => { portal.gone = gone; await context.setOffline(gone); };
const go = (path) => page.goto(portal.address + path);
/** Waits until a question to a page is answered by yes. */
async function until(page, question, argument) {
  for (const end = Date.now() + 15_000; Date.now() < end; await page.waitForTimeout(50)) if (await page.evaluate(question, argument).catch(() => false)) return;
  throw new Error(`not in 15 s: ${question}`);
}
/** Waits until the worker has the pages of this window in hand. */
const taken = () => until(page, () => navigator.serviceWorker.controller?.state === "activated");
const names = () => page.evaluate(() => caches.keys());
const kept = () => page.evaluate(async () => {
  const all = [];
  for (const name of (await caches.keys()).filter((n) => n.endsWith("pages"))) for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
  return all;
});
const isKept = (path, where = page) => until(where, async (wanted) => Boolean(await caches.match(wanted)), path);

test("what was read can be read without a network, and the rest says what can", async () => {
  await go("/mingshi/");
  await taken();
  await isKept("/mingshi/");
  await go("/mingshi/wang-yangming/");
  await isKept("/mingshi/wang-yangming/");
  await cut(true);
  await go("/mingshi/wang-yangming/");
  assert.match(await page.locator("h1").innerText(), /王阳明/);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), "", "with its looks");
  assert.ok(await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 100)));
  await go("/");
  assert.ok(await page.locator("h1").isVisible(), "the home page was never read and is there all the same");
  await go("/chengguo/");
  assert.match(await page.locator("h1").innerText(), /没有网络/);
  await page.locator("[data-kept] li").first().waitFor();
  assert.deepEqual(await page.locator("[data-kept] li a").evaluateAll((links) => links.map((link) => link.pathname)), ["/mingshi/wang-yangming/", "/mingshi/"]);
  await page.locator("[data-kept] li a").last().click();
  await page.waitForURL("**/mingshi/");
  assert.match(await page.locator("h1").innerText(), /名师名生/);
  await cut(false);
  await go("/chengguo/");
  assert.doesNotMatch(await page.locator("h1").innerText(), /没有网络/);
});

test("the last pages are kept and no more, and neither the interface nor parts of files", async () => {
  await go("/");
  await taken();
  for (const path of ["/mingshi/", "/chaoyin/", "/anli/", "/suyang/", "/mingshi/", "/fuwu/"]) { await go(path); await until(page, async (path) => (await (await caches.open("chaoyin / pages")).keys()).at(-1)?.url.endsWith(path), path); }
  assert.deepEqual(await kept(), ["/anli/", "/suyang/", "/mingshi/", "/fuwu/"]);
  await page.evaluate(() => Promise.all([fetch("/api/v1/tasks.json"), fetch("/images/x.png"), fetch("/", { headers: { range: "bytes=0-9" } })]));
  const all = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => request.url)))).flat());
  assert.ok(!all.some((url) => url.includes("/api/")), `${all}`);
});

test("a new edition takes the old one's place, and whoever reads a page that changed is told", async () => {
  await go("/mingshi/wang-yangming/");
  await taken();
  await isKept("/mingshi/wang-yangming/");
  const before = (await names()).filter((name) => name.includes("shell"));
  assert.equal(before.length, 1);
  const other = await context.newPage();
  await other.goto(`${portal.address}/fuwu/`);
  await isKept("/fuwu/", other);
  await writeFile(entry(), original.entry.replace(/^title: .*/m, "title: 潮头又见王阳明"));
  build(portal);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const notice = page.locator("[role=status].renewed button");
  await notice.waitFor({ timeout: 10_000 });
  assert.equal(await notice.innerText(), "有新内容，点此刷新");
  assert.equal(await other.locator(".renewed button").count(), 0, "a page that is as it was says nothing");
  const now = (await names()).filter((name) => name.includes("shell"));
  assert.equal(now.length, 1, `${now}`);
  assert.notDeepEqual(now, before);
  await notice.click();
  await until(page, () => document.querySelector("h1")?.textContent.includes("潮头又见"));
  assert.equal(await page.locator(".renewed button").count(), 0);
});

test("on a network that hardly moves the page comes as it is kept, and what is newer is told", async () => {
  await go("/mingshi/wang-yangming/");
  await taken();
  await isKept("/mingshi/wang-yangming/");
  await writeFile(entry(), `${original.entry}\n\n浪花刚刚写到这里。\n`);
  build(portal);
  portal.slow = 5000;
  const began = Date.now();
  await go("/mingshi/wang-yangming/");
  assert.ok(Date.now() - began < 5000, "it did not wait for the network");
  assert.equal(await page.getByText("浪花刚刚写到这里").count(), 0);
  await page.locator(".renewed button").waitFor({ timeout: 15_000 });
  portal.slow = 0;
  await page.locator(".renewed button").click();
  await page.getByText("浪花刚刚写到这里").waitFor();
});

test("a site that gives it up leaves nothing behind in browsers", async () => {
  await go("/mingshi/");
  await taken();
  await isKept("/mingshi/");
  await writeFile(site(), original.site.replace(/^offline:.*/m, "offline: false"));
  build(portal);
  await go("/mingshi/");
  await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0 && (await caches.keys()).length === 0);
  // It has the page that is open in hand to the end, and does nothing with it.
  await page.goto("about:blank");
  await go("/mingshi/");
  assert.equal(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)), false);
});
