// Validators over all that the shipped portal and the manual publish: every page, style sheet, drawing, feed and map.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFile, cp, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { repository, servedPortal } from "./support.mjs";

// The Nu HTML checker, which brings Jing, a validator of RELAX NG, along.
const checker = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
const JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver";
const schema = (name) => join(repository, "tests/browser/schemas", name);

// What the checker does not know yet, each with the standard that says otherwise.
const UNKNOWN_TO_CHECKER = [
  "CSS: “display”: “math” is not a “display” value", // MathML Core 4.1
  "CSS: “container”: Property “container” doesn't exist", // CSS Conditional Rules 5
  "CSS: Unrecognized at-rule “@container”", // CSS Conditional Rules 5
];

const SITES = {
  "the portal": (folder) => appendFile(join(folder, "site.yaml"), "\noffline: true\n"),
  "the manual": async (folder) => {
    await cp(join(repository, "docs"), join(folder, "content"), { recursive: true });
    await writeFile(join(folder, "site.yaml"), "title: 潮音使用手册\nbase_url: https://docs.example.com\n");
  },
};

function java(...options) {
  const ran = spawnSync("java", ["-Xss2m", "-cp", checker, ...options], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.error) throw ran.error;
  return { status: ran.status, said: `${ran.stdout}${ran.stderr}`.split("\n").filter(Boolean) };
}

/** What the Nu checker finds in files: errors alone, one a line. */
function checked(files, ...options) {
  const { said } = java("nu.validator.client.SimpleCommandLineValidator", "--errors-only", "--format", "gnu", ...options, ...files);
  return said.filter((line) => !UNKNOWN_TO_CHECKER.some((known) => line.includes(known)));
}

for (const [what, prepare] of Object.entries(SITES)) {
  describe(what, () => {
    let site, files;
    const ending = (end) => files.filter((file) => file.endsWith(end)).map((file) => join(site.base, file));
    before(async () => {
      site = await servedPortal(prepare, what === "the portal" ? undefined : []);
      files = (await readdir(site.base, { recursive: true })).sort();
    });
    after(async () => { await site?.close(); });

    test("the Nu checker finds no error in any page, style sheet or drawing", () => {
      assert.ok(ending(".html").length > 10);
      assert.deepEqual(checked(ending(".html"), "--skip-non-html"), []);
      assert.deepEqual(checked(ending(".css"), "--skip-non-css"), []);
      const drawings = ending(".svg");
      if (drawings.length) assert.deepEqual(checked(drawings, "--skip-non-svg"), []);
    });

    test("Atom feeds and sitemaps are what their standards ask", () => {
      const feeds = ending("feed.xml");
      if (feeds.length) assert.deepEqual(java(JING, "-c", schema("atom.rnc"), ...feeds), { status: 0, said: [] });
      const maps = files.filter((file) => /^sitemap[^/]*\.xml$/.test(file)).map((file) => join(site.base, file));
      assert.ok(maps.length > 0);
      assert.deepEqual(java(JING, "-c", schema("sitemap.rnc"), ...maps), { status: 0, said: [] });
    });

    test("JSON feeds and the files of the interface are what their schemas ask", async () => {
      const json = async (file) => JSON.parse(await readFile(file, "utf8"));
      const faults = [];
      const check = (validate, file, value) => { if (!validate(value)) faults.push(`${file}: ${JSON.stringify(validate.errors)}`); };
      const ajv = new Ajv({ strict: false, allErrors: true, formats: { date: /^\d{4}-\d\d-\d\d$/, uri: /^https?:\/\/[^\s]+$/ } });
      const feed = ajv.compile(await json(schema("json-feed.json")));
      for (const file of ending("feed.json")) check(feed, file, await json(file));
      for (const file of ending(".schema.json")) check(ajv.compile(await json(file)), file, await json(file.replace(".schema", "")));
      assert.deepEqual(faults, []);
    });

    test("every feed, sitemap and manifest names addresses of the site that are there", async () => {
      const faults = [];
      const root = /Sitemap: (.*)sitemap\.xml/.exec(await readFile(join(site.base, "robots.txt"), "utf8"))[1];
      const there = new Set(files.flatMap((file) => [file, file.replace(/(^|\/)index\.html$/, "$1")]));
      for (const file of files.filter((name) => /(feed|sitemap[^/]*)\.(xml|json)$/.test(name))) {
        const text = await readFile(join(site.base, file), "utf8");
        const named = [...text.matchAll(/<(?:loc|id)>([^<]*)<|<link [^>]*href="([^"]*)"|"(?:url|home_page_url|feed_url)":"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? match[3]);
        assert.ok(named.length > 0, file);
        for (const address of named) {
          if (address.startsWith(root) && !there.has(decodeURIComponent(address.slice(root.length)))) faults.push(`${file}: ${address}`);
        }
      }
      assert.deepEqual(faults, []);
    });

    test("robots.txt has groups of rules and the sitemap's address, and nothing else (RFC 9309)", async () => {
      const lines = (await readFile(join(site.base, "robots.txt"), "utf8")).split("\n").filter(Boolean);
      let agent = false;
      for (const line of lines) {
        assert.match(line, /^(User-agent: (\*|[A-Za-z_-]+)|(Allow|Disallow): (\/\S*)?|Sitemap: https?:\/\/\S+)$/);
        agent ||= line.startsWith("User-agent");
        assert.ok(agent || line.startsWith("Sitemap"), `${line} belongs to no group`);
      }
      assert.equal(lines.filter((line) => line.startsWith("Sitemap")).length, 1);
    });
  });
}

test("the validators see faults", async () => {
  const portal = await servedPortal();
  const fault = async (name, text) => { await writeFile(join(portal.base, name), text); return join(portal.base, name); };
  try {
    assert.equal(checked([await fault("bad.html", "<!DOCTYPE html><html lang=zh><title>坏</title><p id=a><p id=a>")], "--skip-non-html").length, 1, "an id twice");
    const atom = await readFile(join(portal.base, "feed.xml"), "utf8");
    assert.equal(java(JING, "-c", schema("atom.rnc"), await fault("bad.xml", atom.replace(/<updated>[^<]*/, "<updated>2026-05-06"))).status, 1, "a day without a time");
    const map = await readFile(join(portal.base, "sitemap.xml"), "utf8");
    assert.equal(java(JING, "-c", schema("sitemap.rnc"), await fault("bad.xml", map.replace("<lastmod>2026", "<lastmod>26"))).status, 1, "a short year");
  } finally { await portal.close(); }
});
