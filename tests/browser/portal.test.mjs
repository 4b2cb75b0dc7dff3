// Every sort of page of the shipped portal in real Chromium: it is whole, fits, and can be used by anyone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { browser, servedPortal } from "./support.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// One page of each sort. Add a line here when a sort of page is added.
const PAGES = [
  "/", "/mingshi/", "/mingshi/wang-yangming/", "/chaoyin/", "/kecheng/", "/weike/", "/anli/", "/jieri/", "/wenhuajie/",
  "/wenhuajie/2026/", "/gongzuoshi/", "/matrix/", "/suyang/", "/fuwu/", "/chengguo/", "/tongzhi/", "/huodong/",
  "/progress/", "/progress/table-4/", "/progress/4-4/", "/units/", "/tags/", "/years/2026/", "/sitemap/", "/about/",
  "/404.html",
];
const WIDTHS = [360, 768, 1440];

let portal, chrome;
before(async () => { portal = await servedPortal(); chrome = await browser(); });
after(async () => { await chrome?.close(); await portal?.close(); });

/** The first page below a column: an entry of its kind. A year folder is no page of its own, so it is looked into. */
async function firstEntry(column) {
  const names = await readdir(join(portal.base, column), { withFileTypes: true });
  const folders = names.filter((n) => n.isDirectory() && n.name !== "page").map((n) => n.name).sort();
  for (const name of folders) {
    if (existsSync(join(portal.base, column, name, "index.html"))) return `/${column}/${name}/`;
    return firstEntry(`${column}/${name}`);
  }
  throw new Error(`no page below /${column}/`);
}

async function everyPage() {
  const entries = await Promise.all(["chaoyin", "weike", "anli", "gongzuoshi", "suyang", "fuwu", "tongzhi", "huodong", "wenhuajie/2026", "chengguo", "units"].map(firstEntry));
  const course = await firstEntry("kecheng");
  return [...PAGES, ...entries, course, await firstEntry(course.slice(1, -1))];
}

test("no page scrolls sideways, and each loads without an error", async () => {
  for (const width of WIDTHS) {
    const context = await chrome.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(`${page.url()}: ${error}`));
    // A picture that was still under way when the test went on to the next page is no fault of the page.
    page.on("requestfailed", (request) => { if (request.failure()?.errorText !== "net::ERR_ABORTED") faults.push(`${page.url()}: ${request.url()} failed`); });
    page.on("response", (response) => { if (response.status() >= 400 && !response.url().endsWith("/404.html")) faults.push(`${page.url()}: ${response.url()} ${response.status()}`); });
    page.on("request", (request) => { if (!request.url().startsWith(portal.address) && !request.url().startsWith("data:")) faults.push(`${page.url()}: asks ${request.url()}`); });
    for (const path of await everyPage()) {
      await page.goto(portal.address + path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`${path} at ${width}: ${over} px too wide`);
      const titles = await page.locator("h1").count();
      if (titles !== 1) faults.push(`${path}: ${titles} h1`);
    }
    await context.close();
    assert.deepEqual(faults, []);
  }
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing in ${scheme}`, async () => {
    const context = await chrome.newContext({ viewport: { width: 1024, height: 900 }, colorScheme: scheme });
    const page = await context.newPage();
    const found = [];
    for (const path of await everyPage()) {
      await page.goto(portal.address + path);
      await page.addScriptTag({ path: axe });
      const result = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const violation of result.violations) {
        for (const node of violation.nodes) found.push(`${path} ${violation.id}: ${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`);
      }
    }
    await context.close();
    assert.deepEqual(found, []);
  });
}

test("the markup of every page is valid", async () => {
  const validate = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: {
      "long-title": "off", "no-inline-style": "off", "no-trailing-whitespace": "off", "void-style": "off",
      "doctype-style": "off", "attribute-boolean-style": "off", "attribute-empty-style": "off", "no-raw-characters": "off",
      "wcag/h30": "off", "require-sri": "off", "prefer-native-element": "off", "no-redundant-role": "off",
      "svg-focusable": "off", "valid-id": ["error", { relaxed: true }], "tel-non-breaking": "off", "unrecognized-char-ref": "error",
    },
  });
  const faults = [];
  for (const path of await everyPage()) {
    const file = path.endsWith("/") ? `${path}index.html` : path;
    const report = await validate.validateString(await readFile(join(portal.base, file), "utf8"));
    for (const result of report.results) {
      for (const message of result.messages) if (message.severity === 2) faults.push(`${path}:${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(faults, []);
});

test("every page is readable and complete without JavaScript", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${portal.address}/progress/table-4/`);
  assert.equal(await page.locator(".task-table tbody tr").count(), 7, "all tasks of table 4");
  assert.ok(await page.locator("#menu a").first().isVisible(), "the menu is open");
  assert.ok(!(await page.locator(".filters").first().isVisible()), "no dead filter is shown");
  await context.close();
});

describe("with JavaScript", () => {
  let page;
  before(async () => { page = await chrome.newPage({ viewport: { width: 360, height: 800 } }); });
  after(async () => { await page.close(); });

  test("the menu opens and closes by keyboard", async () => {
    await page.goto(portal.address);
    const button = page.locator(".menu-toggle");
    await button.focus();
    await page.keyboard.press("Enter");
    assert.equal(await button.getAttribute("aria-expanded"), "true");
    assert.ok(await page.locator("#menu a").first().isVisible());
    await page.locator("#menu a").first().focus();
    await page.keyboard.press("Escape");
    assert.equal(await button.getAttribute("aria-expanded"), "false");
  });

  test("the first stop of the keyboard leads past the menu", async () => {
    await page.goto(portal.address);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
  });

  test("the larger type and the colour scheme are kept on the next page", async () => {
    await page.goto(portal.address);
    await page.locator("button[data-care]").click();
    await page.locator("[data-theme-switch]").click();
    await page.goto(`${portal.address}/mingshi/`);
    assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("data-care")), true);
    assert.equal(await page.evaluate(() => document.documentElement.getAttribute("data-theme")), "light");
  });

  test("tasks are narrowed by status and the count is told", async () => {
    await page.goto(`${portal.address}/progress/table-2/`);
    const all = await page.locator(".task-table tbody tr:visible").count();
    await page.locator("select[name=status]").selectOption("running");
    const shown = await page.locator(".task-table tbody tr:visible").count();
    assert.ok(shown > 0 && shown < all, `${shown} of ${all}`);
    assert.equal(await page.locator(".filters output").textContent(), `${shown} 项`);
    const offered = await page.locator("select[name=status] option:not([value=''])").evaluateAll((options) => options.map((option) => option.value));
    for (const status of offered) assert.ok(await page.locator(`.task-table tr[data-status=${status}]`).count() > 0, `${status} is offered and finds nothing`);
  });

  test("a table of tasks sorts by a column and says so", async () => {
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.goto(`${portal.address}/progress/table-4/`);
    await page.locator("th button", { hasText: "进度" }).first().click();
    const shares = await page.locator("td.progress-cell .num").allTextContents();
    const numbers = shares.map((text) => Number.parseInt(text, 10));
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
    assert.equal(await page.locator("th[aria-sort]").getAttribute("aria-sort"), "ascending");
  });
});

test("every link within the portal leads to a page that is there, with the place it names", async () => {
  const pages = (await readdir(portal.base, { recursive: true })).filter((name) => name.endsWith(".html")).map((name) => `/${name.replace(/index\.html$/, "")}`);
  const texts = new Map(await Promise.all(pages.map(async (path) => [path, await readFile(join(portal.base, path.endsWith("/") ? `${path}index.html` : path), "utf8")])));
  const places = new Map([...texts].map(([path, text]) => [path, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]))]));
  const faults = new Set();
  for (const [path, text] of texts) {
    for (const [, href] of text.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)) {
      const to = new URL(href.replaceAll("&amp;", "&"), `http://portal${path}`);
      if (to.host !== "portal") continue;
      const target = decodeURIComponent(to.pathname);
      const place = decodeURIComponent(to.hash.slice(1));
      if (texts.has(target) ? place && !places.get(target).has(place) : !existsSync(join(portal.base, target)) || target.endsWith("/")) faults.add(`${path} → ${href}`);
    }
  }
  assert.deepEqual([...faults], []);
});
