// The search in real Chromium: what people type is found, the page is used by anyone, and little is loaded for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { judged, mean, ours, queries } from "../search/measure.mjs";
import { browser, repository, servedPortal, servedSite } from "./support.mjs";

let portal, chrome, page;
before(async () => { portal = await servedPortal(); chrome = await browser(); page = await chrome.newPage(); });
after(async () => { await chrome?.close(); await portal?.close(); });

async function open(query = "", on = page) {
  await on.goto(`${portal.address}/search/${query && `?q=${encodeURIComponent(query)}`}`);
  if (query) await settled(on);
}
const settled = (on = page) => on.waitForFunction(() => document.querySelector("[data-search-count]").textContent && !document.querySelector("[data-search-results]").hasAttribute("aria-busy"));
const titles = () => page.locator(".hit h2").allTextContents();

/** The first result of what is typed. */
async function check(query, title, mark) {
  await open(query);
  assert.equal((await titles())[0], title, query);
  if (mark) assert.equal(await page.locator(".hit mark").first().textContent(), mark, query);
}

test("the page cuts and mixes letters as the index does", async () => {
  await open();
  // The same numbers stand in src/base/text/segment.rs.
  assert.equal(await page.evaluate(() => window.chaoyinSearch.key(["潮", "音"], 0)), 1976463515);
  assert.equal(await page.evaluate(() => window.chaoyinSearch.key(["m", "s"], 2)), 3761359984);
});

test("words, parts of words, names, pinyin, initials, Latin and digits are found, best first", async () => {
  await check("王阳明", "王阳明：把道理放到事情里去试", "王阳明");
  await check("阳明", "王阳明：把道理放到事情里去试", "阳明");
  await check("薯汤", "冬至：一碗番薯汤果，把旧年翻过去", "薯汤");
  await check("mingshi", "名师名生", "名师");
  await check("mingsh", "名师名生", "名师名生"); // 名师 and 名生 both begin so
  await check("msms", "名师名生", "名师名生");
  await check("ＭＳＭＳ", "名师名生", "名师名生");
  await check("4-4", "4-4 “名师名生”专栏与先进典型事迹宣传", "4-4");
  await check("堰", "守堰人", "堰");
});

test("the judged queries are answered: recall and precision hold their bars", async () => {
  await open();
  const results = [];
  for (const query of queries) results.push({ ...query, ...judged(query, await ours(page, query.q)) });
  const short = results.filter((r) => r.recall < 1).map((r) => `${r.q} ${r.recall}`);
  assert.ok(mean(results.map((r) => r.recall)) >= 0.97, short.join(", "));
  assert.ok(mean(results.map((r) => r.precision)) >= 0.95);
  assert.ok(mean(results.map((r) => r.first ? 1 / r.first : 0)) >= 0.95);
});

test("results come as one types, their number is announced, and none is said in words", async () => {
  await open();
  await page.locator("#search-q").pressSequentially("诈骗", { delay: 30 });
  await settled();
  assert.match(await page.locator("[role=status]").textContent(), /^找到 \d+ 条“诈骗”$/);
  assert.match(page.url(), /q=%E8%AF%88%E9%AA%97/);
  await page.locator("#search-q").fill("鑫淼焱垚");
  await page.waitForFunction(() => document.querySelector("[data-search-count]").textContent.startsWith("没有找到"));
  assert.equal(await page.locator(".hit").count(), 0);
  await page.locator("#search-q").fill("");
  await page.locator("[data-search-start]").waitFor({ state: "visible" });
});

test("a hit leads to the heading that holds it", async () => {
  await open("五个人 链条");
  await open("两步验证");
  const anchored = await page.locator(".hit h2 a[href*='#']").evaluateAll((links) => links.map((a) => a.href));
  assert.ok(anchored.length > 0);
  await page.goto(anchored[0]);
  const id = decodeURIComponent(new URL(anchored[0]).hash.slice(1));
  assert.equal(await page.evaluate((id) => Boolean(document.getElementById(id)), id), true, id);
});

test("facets narrow the results and count what they would leave", async () => {
  await open("网络");
  const column = page.locator("select[name=column]");
  const option = await column.locator("option").nth(1).textContent();
  const [, name, count] = option.match(/^(.*)（(\d+)）$/);
  await column.selectOption({ index: 1 });
  await settled();
  await page.waitForFunction((n) => document.querySelector("[data-search-count]").textContent.includes(` ${n} 条`), count);
  const shown = await page.locator(".hit .meta-line").allTextContents();
  assert.ok(shown.length > 0 && shown.every((line) => line.includes(name)), `${name}: ${shown}`);
});

test("the keyboard alone goes from the box through the results and back", async () => {
  await open("王阳明");
  await page.locator("#search-q").focus();
  await page.keyboard.press("ArrowDown");
  const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
  assert.equal(await focused(), (await titles())[0]);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), (await titles())[1]);
  await page.keyboard.press("Escape");
  assert.equal(await focused(), "search-q");
  await page.locator("#main").focus();
  await page.keyboard.press("/");
  assert.equal(await focused(), "search-q");
});

test("the box in the head of every page leads to the results", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${portal.address}/mingshi/`);
  await page.locator("#site-q").fill("黄宗羲");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=/);
  await settled();
  assert.equal((await titles())[0], "黄宗羲：在天亮之前写书");
});

test("without JavaScript the page is the index of the site", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${portal.address}/search/?q=x`);
  assert.ok(await plain.locator(".index-columns a", { hasText: "名师名生" }).first().isVisible());
  assert.ok(await plain.locator(".tag").first().isVisible());
  assert.ok(await plain.locator("a[href='/sitemap/']").first().isVisible());
  assert.ok(!(await plain.locator("#search-q").isVisible()), "no dead box is shown");
  await context.close();
});

test("no other page loads the search", async () => {
  const asked = [];
  const other = await chrome.newPage();
  other.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await other.goto(portal.address, { waitUntil: "networkidle" });
  assert.deepEqual(asked.filter((path) => path.includes("search")), []);
  await other.close();
});

/** A site of 10,000 entries made of the portal's own sentences, with a name in each that no other has. */
async function largeSite(entries) {
  const folder = await mkdtemp(join(tmpdir(), "chaoyin-search-"));
  const files = (await readdir(join(repository, "content"), { recursive: true })).filter((name) => name.endsWith(".md")).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(repository, "content", name), "utf8")));
  const sentences = texts.flatMap((text) => text.split("---").slice(2).join("").match(/[\u4E00-\u9FFF，、“”]{12,80}[。！？]/g) ?? []);
  let seed = 7;
  const below = (n) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed % n; };
  const han = () => String.fromCodePoint(0x4E00 + below(3000));
  await writeFile(join(folder, "site.yaml"), "title: 大站\nbase_url: https://example.com\n");
  const columns = ["一", "二", "三", "四"];
  for (const [n, column] of columns.entries()) {
    await mkdir(join(folder, `content/c${n}`), { recursive: true });
    await writeFile(join(folder, `content/c${n}/_index.md`), `---\ntitle: 栏目${column}\n---\n`);
  }
  await writeFile(join(folder, "content/_index.md"), "---\ntitle: 首页\n---\n");
  for (let n = 0; n < entries; n++) {
    const some = (count) => Array.from({ length: count }, () => sentences[below(sentences.length)] + (below(3) ? "" : `${han()}${han()}${han()}在场。`)).join("");
    const day = `${2010 + below(16)}-${String(1 + below(12)).padStart(2, "0")}-${String(1 + below(28)).padStart(2, "0")}`;
    const title = sentences[below(sentences.length)].slice(0, 14).replace(/[“”，、。]/g, "");
    await writeFile(join(folder, `content/c${n % 4}/e${n}.md`), `---\ntitle: ${title}第${n}篇\ndate: ${day}\n---\n\n${some(10)}\n\n## ${title.slice(0, 6)}\n\n${some(12)}\n`);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

test("on a site of 10,000 entries a first query loads under 300 KiB, all told", async () => {
  const site = await servedSite(await largeSite(10_000));
  try {
    for (const query of ["消息", "转发", "网络素养", "信息核查", "mingshi", "宁波的春天与大海"]) {
      const context = await chrome.newContext();
      const first = await context.newPage();
      const bodies = [];
      first.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0)).then((body) => [new URL(response.url()).pathname, body])));
      await first.goto(`${site.address}/search/?q=${encodeURIComponent(query)}`);
      await settled(first);
      await first.waitForLoadState("networkidle");
      const sizes = (await Promise.all(bodies)).map(([path, body]) => [path, gzipSync(body).length]);
      const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
      if (process.env.SHOW) console.log(query, Math.round(bytes / 1024), "KiB", sizes.length, "files", await first.locator("[data-search-count]").textContent(), sizes.sort((a, b) => b[1] - a[1]).slice(0, 6));
      assert.ok(bytes < 300 * 1024, `${query}: ${bytes} bytes\n${sizes.map((s) => s.join(" ")).join("\n")}`);
      await context.close();
    }
    const script = await readdir(join(site.base, "static/js"));
    const sizes = await Promise.all(script.filter((name) => name.startsWith("search")).map(async (name) => gzipSync(await readFile(join(site.base, "static/js", name))).length));
    assert.ok(sizes.length === 1 && sizes[0] < 15 * 1024, `${sizes}`);
  } finally {
    await site.close();
  }
});
