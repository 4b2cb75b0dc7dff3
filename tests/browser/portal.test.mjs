// Every sort of page of the shipped portal in real Chromium: it is whole, fits, and can be used by anyone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { COLOUR_RULES, axeFinds, everyPage, open, tooWide, visitAll, wholePortal } from "./pages.mjs";
import { browser } from "./support.mjs";

let portal, chrome, paths;
before(async () => { portal = await wholePortal(); paths = everyPage(portal); chrome = await browser(); });
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

/** The file of a page. */
const fileOf = (path) => { const { pathname } = new URL(path, "http://portal"); return join(portal.base, pathname.endsWith("/") ? `${pathname}index.html` : pathname); };

test("the list of pages holds every sort", () => {
  for (const path of ["/", "/offline/", "/feeds/", "/progress/report/", "/404.html", "/en/", "/en/404.html", "/zh-hant/", "/units/", "/progress/units/"]) assert.ok(paths.includes(path), path);
  assert.ok(paths.length > 75, `${paths.length} pages`);
});

// What depends on the window alone is looked at in one visit: loading a page costs more than looking at it.
test("each page loads without an error, is as wide as its window, and has its headings and landmarks", async () => {
  const faults = [];
  await visitAll(portal, chrome, paths, { viewport: { width: 1440, height: 900 } }, async (page, path) => {
    const fault = (what) => faults.push(`${path}: ${what}`);
    const listeners = {
      console: (message) => { if (["error", "warning"].includes(message.type()) && !/404|service worker/i.test(message.text())) fault(message.text()); },
      pageerror: fault,
      // A picture that was still under way when the test went on to the next page is no fault of the page.
      requestfailed: (request) => { if (request.failure()?.errorText !== "net::ERR_ABORTED") fault(`${request.url()} failed`); },
      response: (response) => { if (response.status() >= 400 && !response.url().endsWith("/404.html")) fault(`${response.url()} ${response.status()}`); },
      request: (request) => { if (!request.url().startsWith(portal.address) && !request.url().startsWith("data:")) fault(`asks ${request.url()}`); },
    };
    for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
    await open(portal, page, path);
    const titles = await page.locator("h1").count();
    if (titles !== 1) fault(`${titles} h1`);
    const levels = await page.locator(":is(h1, h2, h3, h4, h5, h6):not([hidden] *)").evaluateAll((headings) => headings.map((heading) => Number(heading.tagName[1])));
    levels.forEach((level, n) => { if (level > (levels[n - 1] ?? 0) + 1) fault(`h${level} after h${levels[n - 1] ?? 0}`); });
    for (const landmark of ["header", "main", "footer", "nav"]) if (await page.locator(landmark).count() === 0) fault(`no ${landmark}`);
    for (const width of [768, 360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await tooWide(page);
      if (over > 0) fault(`${over} px too wide at ${width}`);
    }
    for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
  });
  assert.deepEqual(faults, []);
});

// Colours are looked at in each look; structure is the same in all of them and is looked at once, and once more in the
// larger type, where other things are shown.
const LOOKS = {
  dark: { colorScheme: "dark" },
  "high contrast": { colorScheme: "light", contrast: "more" },
  "high contrast in the dark": { colorScheme: "dark", contrast: "more" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
};
test("axe finds nothing: light, dark, high contrast, forced colours, larger type", async () => {
  const found = [];
  await visitAll(portal, chrome, paths, { viewport: { width: 1024, height: 900 } }, async (page, path) => {
    const note = (look, lines) => found.push(...lines.map((line) => `${path} in ${look}: ${line}`));
    await page.emulateMedia({ colorScheme: "light", contrast: "no-preference", forcedColors: "none" });
    await open(portal, page, path);
    note("light", await axeFinds(page));
    for (const [look, media] of Object.entries(LOOKS)) {
      await page.emulateMedia({ contrast: "no-preference", forcedColors: "none", ...media });
      note(look, await axeFinds(page, COLOUR_RULES));
    }
    await page.emulateMedia({ colorScheme: "light", contrast: "no-preference", forcedColors: "none" });
    await page.evaluate(() => document.documentElement.setAttribute("data-care", ""));
    note("the larger type", await axeFinds(page));
  });
  assert.deepEqual(found, []);
});

test("the markup of every page is valid", async () => {
  const validate = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: {
      "long-title": "off", "no-inline-style": "off", "no-trailing-whitespace": "off", "void-style": "off",
      "doctype-style": "off", "attribute-boolean-style": "off", "attribute-empty-style": "off", "no-raw-characters": "off",
      "wcag/h30": "off", "aria-label-misuse": ["error", { allowAnyNamable: true }], "require-sri": "off", "prefer-native-element": "off", "no-redundant-role": "off",
      "svg-focusable": "off", "valid-id": ["error", { relaxed: true }], "tel-non-breaking": "off", "unrecognized-char-ref": "error",
    },
  });
  const faults = [];
  for (const path of paths.filter((path) => !path.includes("?"))) {
    const report = await validate.validateString(await readFile(fileOf(path), "utf8"));
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
  assert.equal(await page.locator("#tasks-table tbody tr").count(), 7, "all tasks of table 4");
  const menu = page.locator(".menu-toggle");
  assert.ok(!(await page.locator("#menu a").first().isVisible()), "the menu is folded");
  await menu.press("Enter");
  assert.ok(await page.locator("#menu a").first().isVisible(), "the menu opens without a script");
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#menu a").first().isVisible()), "and closes");
  assert.ok(!(await page.locator(".filters").first().isVisible()), "no dead filter is shown");
  await context.close();
});

describe("with JavaScript", () => {
  let page;
  before(async () => { page = await chrome.newPage({ viewport: { width: 360, height: 800 } }); });
  after(async () => { await page.close(); });

  test("the larger type and the colour scheme are kept on the next page", async () => {
    await page.goto(portal.address);
    await page.locator(".menu-toggle").click();
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

test("on a phone a table of tasks is sorted by a list, which says what it sorted by", async () => {
  const page = await chrome.newPage({ viewport: { width: 360, height: 800 } });
  await page.goto(`${portal.address}/progress/table-4/`);
  const numbers = () => page.locator("#tasks-table .task-table .id").allTextContents();
  const written = await numbers();
  const chooser = page.getByLabel("排序");
  await chooser.focus();
  assert.ok(await chooser.isVisible());
  const offered = await chooser.locator("option").allTextContents();
  assert.ok(offered.includes("进度 · 从大到小") && !offered.some((words) => words.startsWith("近一年")), `${offered}`);
  await chooser.selectOption({ label: "进度 · 从大到小" });
  const shares = (await page.locator("td.progress-cell .num").allTextContents()).map((text) => Number.parseInt(text, 10));
  assert.deepEqual(shares, [...shares].sort((a, b) => b - a));
  assert.equal(await page.locator("th[aria-sort]").getAttribute("aria-sort"), "descending");
  await chooser.selectOption({ index: 0 });
  assert.deepEqual(await numbers(), written);
  assert.equal(await page.locator("th[aria-sort]").count(), 0);
  await page.setViewportSize({ width: 1200, height: 800 });
  assert.ok(!(await chooser.isVisible()), "where the heads are shown, they do");
  await page.close();
});

test("a figure of a table or a unit leads to the tasks that it counts", async () => {
  const page = await chrome.newPage({ viewport: { width: 1200, height: 800 } });
  let followed = 0;
  for (const path of ["/progress/table-2/", "/progress/table-4/", "/units/xuanchuanbu/"]) {
    await page.goto(portal.address + path);
    const links = await page.locator(".figures a[href^='?']").evaluateAll((all) => all.map((link) => [link.href, Number(link.textContent)]));
    for (const [href, count] of links) {
      await page.goto(href);
      assert.equal(await page.locator(".filters ~ div .task-table tbody tr:visible").count(), count, href);
      assert.equal(await page.locator(".filters output").textContent(), `${count} 项`, href);
      followed += 1;
    }
  }
  assert.ok(followed > 5, `${followed} figures`);
  await page.close();
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

// Sizes are of what travels: compressed as servers do.
test("pages, styles and scripts stay within their budgets", async () => {
  const KIB = 1024;
  const travels = (bytes) => gzipSync(bytes, { level: 9 }).length;
  const faults = [];
  const statics = async (folder) => {
    let sum = 0;
    for (const name of await readdir(join(portal.base, "static", folder))) sum += travels(await readFile(join(portal.base, "static", folder, name)));
    return sum;
  };
  const [css, js] = [await statics("css"), travels(await readFile(join(portal.base, "static/js", (await readdir(join(portal.base, "static/js"))).find((name) => /^site\.[0-9a-f]{8}\.js$/.test(name)))))];
  if (css > 15 * KIB) faults.push(`style sheets: ${css}`);
  if (js > 15 * KIB) faults.push(`script of every page: ${js}`);
  for (const path of paths) {
    const html = travels(await readFile(fileOf(path)));
    if (html > 30 * KIB) faults.push(`${path}: ${html}`);
  }
  assert.deepEqual(faults, []);
});

test("a printed article is text on paper: no menus, no buttons, its address to come back by", async () => {
  const page = await chrome.newPage({ viewport: { width: 800, height: 1000 } });
  await page.goto(portal.address + await firstEntry("mingshi"));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const gone of ["#menu", ".tools", ".side", ".around", "[data-print]", ".related", ".site-foot nav"]) {
    assert.equal(await page.locator(gone).filter({ visible: true }).count(), 0, `${gone} is printed`);
  }
  assert.ok(await page.locator("h1").isVisible());
  assert.ok(await page.locator(".qr svg").isVisible(), "the code of the address is printed");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".prose p")).color), "rgb(0, 0, 0)");
  assert.ok((await page.pdf({ format: "A4" })).length > 1000);
  await page.close();
});

// What an A4 sheet leaves between its margins, at 96 pixels an inch.
const SHEET = { width: 658, height: 1000 };
test("progress, tasks, units and the report are printed whole: no menus, no buttons, no table that is cut off", async () => {
  const faults = [];
  await visitAll(portal, chrome, paths.filter((path) => /^\/(en\/)?(progress|units|kecheng|huodong|matrix)/.test(path)), { viewport: SHEET }, async (page, path) => {
    await open(portal, page, path);
    await page.emulateMedia({ media: "print" });
    faults.push(...await page.evaluate(() => {
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length);
      const controls = shown("button:not(thead *), input, select, nav:not(.report nav), .site-panel > *").map((element) => `printed: ${element.outerHTML.slice(0, 80)}`);
      const wide = shown("main table, main svg, main img").filter((element) => element.getBoundingClientRect().right > innerWidth + 1).map((element) => `cut off at ${Math.round(element.getBoundingClientRect().right)}: ${element.outerHTML.slice(0, 80)}`);
      const heads = shown("main table").filter((table) => table.tHead && table.tHead.getClientRects().length === 0).map((table) => `no heads of columns: ${table.outerHTML.slice(0, 80)}`);
      return [...controls, ...wide, ...heads];
    }).then((lines) => lines.map((line) => `${path} ${line}`)));
  });
  assert.deepEqual(faults, []);
  const page = await chrome.newPage();
  await page.goto(`${portal.address}/progress/report/`);
  assert.ok((await page.pdf({ format: "A4", preferCSSPageSize: true })).length > 10_000);
  await page.close();
});

test("heads say what institutional sites must say", async () => {
  const page = await chrome.newPage();
  const names = async (path, wanted) => {
    await page.goto(portal.address + path);
    for (const name of wanted) {
      const content = await page.locator(`meta[name="${name}"], meta[property="${name}"]`).first().getAttribute("content").catch(() => null);
      assert.ok(content, `${path}: ${name}`);
    }
    const graph = JSON.parse(await page.locator("script[type='application/ld+json']").first().textContent());
    assert.equal(graph["@context"], "https://schema.org", path);
    return JSON.stringify(graph);
  };
  const article = await firstEntry("mingshi");
  assert.match(await names(article, ["SiteName", "SiteDomain", "ColumnName", "ArticleTitle", "PubDate", "ContentSource", "Author", "Description", "Url", "og:title", "og:url", "og:type", "og:site_name", "og:locale"]), /"Person".*BreadcrumbList/);
  assert.match(await page.locator("meta[name=PubDate]").getAttribute("content"), /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  assert.ok(await page.locator("link[rel=canonical]").getAttribute("href"));
  assert.ok(await page.locator("link[rel=prev], link[rel=next]").count() > 0, "neighbours in the head");
  assert.match(await names("/mingshi/", ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]), /CollectionPage.*BreadcrumbList/);
  assert.match(await names(await firstEntry("kecheng"), ["ColumnName"]), /"Course"/);
  assert.match(await names(await firstEntry("huodong"), ["ArticleTitle"]), /"Event"/);
  await page.close();
});

test("a learner's progress in a course is kept in the browser", async () => {
  const page = await chrome.newPage();
  const course = await firstEntry("kecheng");
  await page.goto(portal.address + course);
  assert.ok(!(await page.locator("[data-learnt-count]").isVisible()), "nothing is told before anything is learnt");
  const lessons = await page.locator("[data-lessons] > li").count();
  await page.locator("[data-lessons] h3 a").first().click();
  const mark = page.locator("[data-learnt]");
  await mark.click();
  assert.equal(await mark.getAttribute("aria-pressed"), "true");
  await page.goto(portal.address + course);
  assert.match(await page.locator("[data-learnt-count]").innerText(), new RegExp(`1 / ${lessons}`));
  assert.equal(await page.locator("[data-lessons] > .is-learnt").count(), 1);
  await page.close();
});

test("a reader can link to a heading, follow the contents and take the address along", async () => {
  const page = await chrome.newPage({ viewport: { width: 1280, height: 700 } });
  await page.goto(portal.address + "/mingshi/wang-yangming/");
  const last = page.locator(".prose h2[id]").last();
  assert.equal(await last.locator("a.anchor").getAttribute("href"), `#${encodeURIComponent(await last.getAttribute("id"))}`);
  await last.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, document.querySelector(".prose h2:last-of-type").offsetTop));
  await page.locator(".side .toc a[aria-current]").waitFor({ timeout: 2000 });
  await page.locator(".qr summary").click();
  assert.match(await page.locator(".qr svg").getAttribute("aria-label"), /网址二维码/);
  await page.close();
});
