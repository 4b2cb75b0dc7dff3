// Every sort of page of the shipped portal in real Chromium: it is whole, fits, and can be used by anyone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { browser, servedPortal } from "./support.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// One page of each sort. Add a line here when a sort of page is added.
const PAGES = [
  "/", "/mingshi/", "/mingshi/wang-yangming/", "/chaoyin/", "/kecheng/", "/weike/", "/anli/", "/jieri/", "/wenhuajie/",
  "/wenhuajie/2026/", "/gongzuoshi/", "/matrix/", "/suyang/", "/fuwu/", "/chengguo/", "/tongzhi/", "/huodong/",
  "/progress/", "/progress/table-4/", "/progress/4-4/", "/units/", "/tags/", "/years/2026/", "/sitemap/", "/search/", "/about/",
  "/feeds/", "/404.html", "/en/", "/en/mingshi/wang-yangming/", "/en/suyang/chazheng-wubu/", "/en/kecheng/", "/en/search/", "/en/404.html", "/zh-hant/",
];
const WIDTHS = [320, 360, 768, 1440];

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
    page.on("console", (message) => { if (["error", "warning"].includes(message.type()) && !message.text().includes("404")) faults.push(`${page.url()}: ${message.text()}`); });
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

const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "high contrast": { colorScheme: "light", contrast: "more" },
  "high contrast in the dark": { colorScheme: "dark", contrast: "more" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  "the larger type": { colorScheme: "light", care: true },
};
for (const [look, { care, ...media }] of Object.entries(LOOKS)) {
  test(`axe finds nothing in ${look}`, async () => {
    const context = await chrome.newContext({ viewport: { width: 1024, height: 900 }, reducedMotion: "reduce", ...media });
    if (care) await context.addInitScript(() => localStorage.setItem("care", "1"));
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
      "wcag/h30": "off", "aria-label-misuse": ["error", { allowAnyNamable: true }], "require-sri": "off", "prefer-native-element": "off", "no-redundant-role": "off",
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
  assert.equal(await page.locator("#tasks-table tbody tr").count(), 7, "all tasks of table 4");
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
      assert.equal(await page.locator(".filters + div .task-table tbody tr:visible").count(), count, href);
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

test("headings come in order, and every page has the landmarks that people jump by", async () => {
  const page = await chrome.newPage();
  const faults = [];
  for (const path of await everyPage()) {
    await page.goto(portal.address + path);
    const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((headings) => headings.map((heading) => Number(heading.tagName[1])));
    levels.forEach((level, n) => { if (level > (levels[n - 1] ?? 0) + 1) faults.push(`${path}: h${level} after h${levels[n - 1] ?? 0}`); });
    for (const landmark of ["header", "main", "footer", "nav"]) if (await page.locator(landmark).count() === 0) faults.push(`${path}: no ${landmark}`);
  }
  await page.close();
  assert.deepEqual(faults, []);
});

test("text at 200 % and in the larger type needs no sideways scrolling", async () => {
  const context = await chrome.newContext({ viewport: { width: 640, height: 900 } });
  const page = await context.newPage();
  const faults = [];
  for (const path of await everyPage()) {
    await page.goto(portal.address + path);
    for (const [what, size, care] of [["200 %", "200%", false], ["the larger type", "", true]]) {
      const over = await page.evaluate(([size, care]) => {
        document.documentElement.style.fontSize = size;
        document.documentElement.toggleAttribute("data-care", care);
        return document.documentElement.scrollWidth - document.documentElement.clientWidth;
      }, [size, care]);
      if (over > 0) faults.push(`${path} at ${what}: ${over} px too wide`);
    }
  }
  await context.close();
  assert.deepEqual(faults, []);
});

test("the stops of the keyboard are seen", async () => {
  const page = await chrome.newPage({ viewport: { width: 1280, height: 800 } });
  const faults = [];
  for (const path of ["/", await firstEntry("mingshi"), "/progress/table-2/", "/matrix/"]) {
    await page.goto(portal.address + path);
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press("Tab");
      const unseen = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return document.activeElement !== document.body && (outlineStyle === "none" || parseFloat(outlineWidth) < 2) ? document.activeElement.outerHTML.slice(0, 80) : "";
      });
      if (unseen) faults.push(`${path}: ${unseen}`);
    }
  }
  await page.close();
  assert.deepEqual(faults, []);
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
  for (const path of await everyPage()) {
    const html = travels(await readFile(join(portal.base, path.endsWith("/") ? `${path}index.html` : path)));
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
