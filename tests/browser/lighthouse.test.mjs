// Lighthouse's marks for a phone on a slow network: 100 of 100 for access, practices and search engines, and for speed as
// nearly as a machine that does other work meanwhile can tell.
import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { flags, servedPortal } from "./support.mjs";

const PAGES = { "the home page": "/", "a column": "/mingshi/", "an entry": "/mingshi/wang-yangming/", "the progress of the plan": "/progress/", "a task": "/progress/4-4/" };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const BAR = 100;
// On an idle machine speed has 100 everywhere too, with all of its parts far inside their bounds. Where other programs
// run at the same time, the main thread seems blocked for some tens of milliseconds, which costs a mark or two.
const SPEED_BAR = 97;

// Lighthouse slows the processor down four times, which makes a usual phone of a machine whose benchmark index is 1500 or
// more; a slower machine is nearer to a phone by itself (its guide to throttling).
const [SLOWDOWN, SLOWED_FROM] = [4, 1500];

let portal, chrome, cpuSlowdownMultiplier = SLOWDOWN;
before(async () => {
  portal = await servedPortal((folder) => appendFile(join(folder, "site.yaml"), "\ncompress: [gzip, brotli]\n"));
  chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: ["--headless=new", ...flags] });
  await run("/", ["performance"]);
});
after(async () => { chrome?.kill(); await portal?.close(); });

/** One run, with the throttling of a slow phone worked out and not waited for: Lighthouse's own default. */
async function run(path, onlyCategories) {
  const { lhr } = await lighthouse(portal.address + path, { port: chrome.port, logLevel: "error", onlyCategories, throttling: { cpuSlowdownMultiplier } });
  assert.equal(lhr.runtimeError, undefined);
  // The next run finds the machine most nearly as this one did.
  cpuSlowdownMultiplier = Math.min(SLOWDOWN, Math.max(1, (SLOWDOWN * lhr.environment.benchmarkIndex) / SLOWED_FROM));
  return lhr;
}

const mark = (lhr, category) => Math.round(lhr.categories[category].score * 100);

/** What cost marks, in Lighthouse's words. */
function losses(lhr) {
  return Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
    .map((ref) => ({ ...ref, audit: lhr.audits[ref.id] }))
    .filter(({ weight, audit }) => weight > 0 && audit.score !== null && audit.score < 1)
    .map(({ audit }) => `${id}: ${audit.title} ${audit.displayValue ?? ""} ${JSON.stringify(audit.details?.items?.slice(0, 3) ?? [])}`));
}

for (const [what, path] of Object.entries(PAGES)) {
  test(`${what} has the marks that it should have`, async (t) => {
    // Speed is the median of three runs. Two that have all marks settle it, so the third is run where one has not.
    const runs = [await run(path, CATEGORIES), await run(path, ["performance"])];
    if (runs.some((lhr) => mark(lhr, "performance") < BAR)) runs.push(await run(path, ["performance"]));
    const speeds = runs.map((lhr) => mark(lhr, "performance")).sort((a, b) => a - b);
    const slowdowns = runs.map((lhr) => lhr.configSettings.throttling.cpuSlowdownMultiplier.toFixed(1));
    t.diagnostic(`speed: ${speeds.join(", ")}; the processor slowed down: ${slowdowns.join(", ")}`);
    const marks = CATEGORIES.map((category) => [category, category === "performance" ? speeds[1] : mark(runs[0], category)]);
    const low = marks.filter(([category, value]) => value < (category === "performance" ? SPEED_BAR : BAR));
    assert.deepEqual(low, [], `speed: ${speeds.join(", ")}\n${runs.flatMap(losses).join("\n")}`);
  });
}
