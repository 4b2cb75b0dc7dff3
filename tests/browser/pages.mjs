// Every sort of page of the shipped portal, told from what it publishes: a sort that is added is tested without a word here.
import { spawnSync } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { program, servedPortal } from "./support.mjs";

/** The portal with what it can do besides, so that those pages are there too. */
export const wholePortal = () => servedPortal((folder) => appendFile(join(folder, "site.yaml"), "\noffline: { pages: 4 }\n"));

/** What `chaoyin list` knows of a site. */
function list(portal, what) {
  const listed = spawnSync(program, ["list", what, "--root", portal.folder, "--date", "2026-11-23", "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (listed.status !== 0) throw new Error(`list ${what} failed (${listed.status}):\n${listed.stderr}`);
  return JSON.parse(listed.stdout);
}

/** Pages that look different by what was asked of them. */
const STATES = [
  "/progress/4-4/",   "/progress/table-4/?status=running#tasks", "/progress/tasks/?state=overdue", "/progress/tasks/?text=%E6%97%A0%E6%AD%A4%E4%BA%8B", "/units/?text=%E5%AD%A6%E9%99%A2",
  "/units/xuanchuanbu/?status=done#leads", "/matrix/?review=overdue#accounts", "/search/?q=%E7%BD%91%E7%BB%9C", "/search/?q=%E9%91%AB%E6%B7%BC%E7%84%B1%E5%9E%9A", "/en/search/?q=reverse+image",
];

/** The addresses of one page of each sort: of each family of pages, each kind of entry and column, and each of them in English; some in traditional characters; and the states of `STATES`. */
export function everyPage(portal) {
  const kinds = new Map([...list(portal, "entries"), ...list(portal, "columns")].map((one) => [one.url, one.kind]));
  const chosen = new Map();
  for (const { path, url, family } of list(portal, "outputs")) {
    if (!path.endsWith(".html") || family === "redirect") continue;
    const [, language = "", rest] = /^\/(en|zh-hant)?(?:\/|$)?(.*)$/.exec(url);
    // A translation is of the same kind as what it translates; a lesson of a course looks different from one on a shelf.
    const kind = kinds.get(`/${rest}`) ?? "";
    const depth = ["lesson", "work"].includes(kind) ? rest.split("/").length : "";
    const sort = family === "plan_view" || family === "taxonomy" || family === "term" ? `${family} ${rest.split("/").slice(0, family === "term" ? 1 : 2)}` : family;
    // Traditional characters come of the same templates: three pages stand for all.
    if (language === "zh-hant" && !["home", "entry", "plan_view"].includes(family)) continue;
    const key = language === "zh-hant" ? `${language} ${family}` : [language, sort, kind, depth].join(" ");
    if (!chosen.has(key)) chosen.set(key, url);
  }
  return [...new Set([...chosen.values(), ...STATES])].sort();
}

/** Calls `visit(page, path)` for each page, two at a time, each in a window of its own that is kept. What it throws is told with the address. */
export async function visitAll(portal, chrome, paths, options, visit) {
  const left = [...paths];
  const worker = async () => {
    const context = await chrome.newContext({ serviceWorkers: "block", reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    for (let path = left.shift(); path; path = left.shift()) {
      try { await visit(page, path); } catch (error) { error.message = `${path}: ${error.message}`; throw error; }
    }
    await context.close();
  };
  await Promise.all([worker(), worker()]);
}

/** Opens a page and waits until a search that it was opened with has been answered. */
export async function open(portal, page, path) {
  await page.goto(portal.address + path);
  if (path.includes("search/?q=")) await page.waitForFunction(() => document.querySelector("[data-search-count]").textContent && !document.querySelector("[data-search-results]").hasAttribute("aria-busy"));
}

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What can differ by colours alone; all else is told once. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it is now, each in a line. */
export async function axeFinds(page, runOnly = TAGS) {
  if (!await page.evaluate(() => Boolean(window.axe))) await page.addScriptTag({ path: axe });
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`));
  }, runOnly);
}

/** How many pixels a page is wider than its window. */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
