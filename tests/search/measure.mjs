// Asks every judged query in Chromium and reports recall and precision: of our search, and of Pagefind where it is named.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { browser, servedPortal } from "../browser/support.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const queries = JSON.parse(await readFile(join(here, "queries.json"), "utf8"));
const FIRST = 10;

/** Addresses of our results, best first. */
export async function ours(page, query) {
  await page.locator("#search-q").fill(query);
  await page.locator(".search-line button").click();
  await page.waitForFunction(() => !document.querySelector("[data-search-results]").hasAttribute("aria-busy"));
  const more = page.locator("[data-search-more]");
  for (let turn = 0; turn < 8 && await more.isVisible(); turn++) {
    const before = await page.locator(".hit").count();
    // It may be gone by now: results that turn out to be none are taken away.
    await more.click({ timeout: 1000 }).catch(() => {});
    await page.waitForFunction((n) => document.querySelectorAll(".hit").length > n || document.querySelector("[data-search-more]").hidden, before);
  }
  await page.waitForLoadState("networkidle");
  return page.locator(".hit h2 a").evaluateAll((links) => links.map((a) => new URL(a.href).pathname));
}

/** Addresses of Pagefind's results, best first. */
function pagefinds(page, query) {
  return page.evaluate(async (q) => {
    const engine = await (window.engine ??= import("/pagefind/pagefind.js"));
    const { results } = await engine.search(q);
    const all = await Promise.all(results.slice(0, 90).map((r) => r.data()));
    return all.map((r) => new URL(r.url, location.href).pathname);
  }, query);
}

export function judged({ must, may }, found) {
  const fits = (url) => must.includes(url) || may.includes(url);
  const first = found.slice(0, FIRST);
  return {
    recall: must.filter((url) => found.includes(url)).length / must.length,
    precision: first.length ? first.filter(fits).length / first.length : 0,
    first: found.findIndex((url) => must.includes(url)) + 1,
  };
}

export const mean = (numbers) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

async function main() {
  const portal = await servedPortal();
  const chrome = await browser();
  const engines = [["own", ours]];
  if (process.argv.includes("pagefind")) {
    const modules = process.env.PAGEFIND ?? resolve(here, "../browser/node_modules");
    const made = spawnSync(process.execPath, [join(modules, "pagefind/lib/runner/bin.cjs"), "--site", portal.base, "--root-selector", "main", "--force-language", "zh",
      "--exclude-selectors", "nav, .rows, .grid, .task-table, .related, .around, .actions"], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stdout + made.stderr);
    engines.push(["pagefind", pagefinds]);
  }
  const page = await chrome.newPage();
  await page.goto(`${portal.address}/search/`);
  const known = new Set();
  for (let n = 0; ; n++) {
    const answer = await fetch(`${portal.address}/search/index/pages/${n}.json`);
    if (!answer.ok) break;
    for (const [, url] of await answer.json()) known.add(url);
  }
  const sums = engines.map(() => []);
  const percent = (share) => `${Math.round(share * 100)}%`;
  console.log(`| 查询 | 应有 | ${engines.map(([name]) => `${name} 召回 | ${name} 准确 | ${name} 首位`).join(" | ")} |`);
  console.log(`| --- | --- | ${engines.map(() => "--- | --- | ---").join(" | ")} |`);
  for (const query of queries) {
    const cells = [];
    for (const [n, [, ask]] of engines.entries()) {
      // Lists that no judgement speaks of are neither right nor wrong.
      const found = (await ask(page, query.q)).filter((url) => known.has(url));
      const result = judged(query, found);
      sums[n].push(result);
      cells.push(`${percent(result.recall)} | ${percent(result.precision)} | ${result.first || "—"}`);
    }
    console.log(`| ${query.q} | ${query.must.length} | ${cells.join(" | ")} |`);
  }
  const totals = sums.map((all) => `${percent(mean(all.map((r) => r.recall)))} | ${percent(mean(all.map((r) => r.precision)))} | ${mean(all.map((r) => r.first ? 1 / r.first : 0)).toFixed(2)}（倒数均值）`);
  console.log(`| **平均** | | ${totals.join(" | ")} |`);
  await chrome.close();
  await portal.close();
}
if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
