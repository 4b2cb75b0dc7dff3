// `chaoyin serve` with a real browser: pages follow the files, keep their place, and say what is wrong.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { spawn } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { browser, copyOfPortal, program } from "./support.mjs";

let copy, server, address, chrome, page;
before(async () => {
  copy = await copyOfPortal();
  server = spawn(program, ["serve", "--root", copy.folder, "--port", "0", "--date", "2026-11-23", "--color", "never"]);
  address = await new Promise((found, failed) => {
    let said = "";
    const listen = (chunk) => {
      said += chunk;
      const match = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (match) found(match[0]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("exit", () => failed(new Error(`serve ended:\n${said}`)));
    setTimeout(() => failed(new Error(`no address:\n${said}`)), 30_000).unref();
  });
  chrome = await browser();
  page = await chrome.newPage({ viewport: { width: 800, height: 400 } });
});
after(async () => { await chrome?.close(); server?.kill("SIGINT"); await copy?.remove(); });

const entry = () => join(copy.folder, "content/mingshi/wang-yangming.md");

test("an edit appears without a reload and the page stays where it was", async () => {
  await page.goto(`${address}/mingshi/wang-yangming/`);
  await page.evaluate(() => { window.stillHere = true; window.scrollTo(0, 600); });
  const text = await readFile(entry(), "utf8");
  await writeFile(entry(), `${text}\n\n浪花刚刚写到这里。\n`);
  await page.getByText("浪花刚刚写到这里。").waitFor({ state: "attached", timeout: 10_000 });
  assert.equal(await page.evaluate(() => window.stillHere), true, "the page was not loaded anew");
  assert.ok((await page.evaluate(() => window.scrollY)) > 500, "the place was kept");
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains("js")), "what scripts made of the page is still there");
  assert.ok(await page.locator(".prose h2 > .anchor").count() > 0, "headings can still be linked to");
  await writeFile(entry(), text);
});

test("a mistake is shown over the page, and goes when it is mended", async () => {
  await page.goto(`${address}/mingshi/wang-yangming/`);
  const text = await readFile(entry(), "utf8");
  await writeFile(entry(), text.replace(/^title:/m, "titel:"));
  const overlay = page.locator("[data-chaoyin-overlay]");
  await overlay.waitFor({ state: "visible", timeout: 10_000 });
  assert.match(await overlay.innerText(), /wang-yangming\.md/);
  assert.match(await overlay.innerText(), /title/);
  await writeFile(entry(), text);
  await overlay.waitFor({ state: "hidden", timeout: 10_000 });
});

test("no broken state of the content ends the server", async () => {
  await page.goto(`${address}/mingshi/wang-yangming/`);
  const overlay = page.locator("[data-chaoyin-overlay]");
  const site = join(copy.folder, "site.yaml");
  const settings = await readFile(site, "utf8");
  const template = join(copy.folder, "themes/portal/templates/entry/profile.html");
  await mkdir(dirname(template), { recursive: true });
  const column = join(copy.folder, "content/mingshi");
  for (const [what, breakIt, mendIt, said] of [
    ["a lost site.yaml", () => rm(site), () => writeFile(site, settings), /site\.yaml/],
    ["a template that cannot be read", () => writeFile(template, "{% block main %}{{ page. }}"), () => rm(template), /profile\.html/],
    ["a template that fails", () => writeFile(template, '{% extends "base.html" %}{% block main %}{{ page.nosuch.field }}{% endblock %}'), () => rm(template), /nosuch/],
    ["a renamed folder", () => rename(column, `${column}-x`), () => rename(`${column}-x`, column), /mingshi/],
  ]) {
    await breakIt();
    await overlay.waitFor({ state: "visible", timeout: 10_000 }).catch(() => assert.fail(`${what} is not told`));
    assert.match(await overlay.innerText(), said, what);
    await mendIt();
    await overlay.waitFor({ state: "hidden", timeout: 10_000 }).catch(() => assert.fail(`${what}: mended, and still told`));
  }
  assert.ok(await page.locator("h1").isVisible());
});

test("a draft is shown and marked", async () => {
  await writeFile(join(copy.folder, "content/chaoyin/cao-gao.md"), "---\ntitle: 一篇草稿\ndate: 2026-11-22\ndraft: true\n---\n正文。\n");
  await page.goto(`${address}/chaoyin/`);
  await page.getByText("一篇草稿").first().waitFor({ timeout: 10_000 });
  await page.goto(`${address}/chaoyin/cao-gao/`);
  assert.match(await page.locator("h1").innerText(), /草稿/);
});

test("a page that missed a build looks again, whatever the newest one changed", async () => {
  const held = await chrome.newPage();
  let release;
  const released = new Promise((done) => { release = done; });
  await held.route("**/__chaoyin/events", async (route) => { await released; await route.continue(); });
  await held.goto(`${address}/chaoyin/`);
  const served = async (path, words) => {
    for (let n = 0; n < 200; n++) {
      if ((await (await fetch(address + path)).text()).includes(words)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.fail(`${path} never says ${words}`);
  };
  await writeFile(join(copy.folder, "content/chaoyin/di-er.md"), "---\ntitle: 第二篇草稿\ndate: 2026-11-22\ndraft: true\n---\n正文。\n");
  await served("/chaoyin/", "第二篇草稿");
  const text = await readFile(entry(), "utf8");
  await writeFile(entry(), `${text}\n\n后来又改了别处。\n`);
  await served("/mingshi/wang-yangming/", "后来又改了别处。");
  release();
  await held.getByText("第二篇草稿").first().waitFor({ timeout: 10_000 });
  await held.close();
});

test("nothing is kept for reading without a network while pages are being written", async () => {
  const site = join(copy.folder, "site.yaml");
  const text = await readFile(site, "utf8");
  await writeFile(site, `${text}\noffline: true\n`);
  await page.goto(`${address}/about/`);
  for (const end = Date.now() + 10_000; Date.now() < end && !(await page.evaluate(() => document.body.dataset.worker)); ) { await page.waitForTimeout(200); await page.goto(`${address}/about/`); }
  assert.equal(await page.evaluate(() => document.body.dataset.worker), "/offline-worker.js");
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  await writeFile(site, text);
});
