// Several languages in real Chromium: the switcher, what browsers and screen readers are told, and search in English
// and in traditional characters.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, servedPortal } from "./support.mjs";

let portal, chrome;
before(async () => { portal = await servedPortal(); chrome = await browser(); });
after(async () => { await chrome?.close(); await portal?.close(); });

async function open(path, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 360, height: 800 }, ...options });
  const page = await context.newPage();
  await page.goto(portal.address + path);
  return page;
}

test("the switcher leads to the same page in another language and back, without a script", async () => {
  const page = await open("/mingshi/wang-yangming/", { javaScriptEnabled: false });
  await page.locator(".menu-toggle").click();
  await page.getByRole("navigation", { name: "语言" }).getByRole("link", { name: "English" }).click();
  assert.equal(new URL(page.url()).pathname, "/en/mingshi/wang-yangming/");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.locator(".menu-toggle").click();
  await page.getByRole("navigation", { name: "Languages" }).getByRole("link", { name: "繁體中文" }).click();
  assert.equal(new URL(page.url()).pathname, "/zh-hant/mingshi/wang-yangming/");
  assert.match(await page.locator("h1").textContent(), /把道理放到事情裏去試/);
  await page.locator(".menu-toggle").click();
  await page.getByRole("link", { name: "简体中文" }).click();
  assert.equal(new URL(page.url()).pathname, "/mingshi/wang-yangming/");
  await page.context().close();
});

test("the switcher is reached by keyboard and says which language it leads to", async () => {
  const page = await open("/kecheng/", { viewport: { width: 1440, height: 900 } });
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement.closest(".languages") && ["hreflang", "lang", "href"].map((name) => document.activeElement.getAttribute(name)));
    if (at) { assert.deepEqual(at, ["en", "en", "/en/kecheng/"]); await page.context().close(); return; }
  }
  assert.fail("the switcher was not reached");
});

test("every switcher of every sort of page leads somewhere", async () => {
  const page = await open("/");
  for (const path of ["/", "/progress/4-4/", "/tags/", "/units/", "/search/", "/404.html", "/en/", "/en/about/", "/en/tags/reading/", "/zh-hant/progress/"]) {
    await page.goto(portal.address + path);
    for (const href of await page.locator(".languages a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
      const answer = await page.request.get(portal.address + href);
      assert.equal(answer.status(), 200, `${path} → ${href}`);
    }
  }
  await page.context().close();
});

test("pages in each language are marked, and what is in another language is too", async () => {
  const page = await open("/en/mingshi/wang-yangming/");
  const unmarked = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (/\p{Script=Han}/u.test(node.data) && !element.closest("script,style,dd,[lang]:not(html)")) found.push(node.data.trim());
    }
    return found;
  });
  assert.deepEqual(unmarked, []);
  await page.context().close();
});

test("English words find English pages, and only those", async () => {
  const page = await open("/en/search/?q=reverse+image");
  await page.locator("[data-search-results] li").first().waitFor();
  const hits = await page.locator("[data-search-results] a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(hits.length > 0 && hits.every((href) => href.startsWith("/en/")), hits.join(" "));
  assert.ok(hits[0].startsWith("/en/suyang/chazheng-wubu/"), hits[0]);
  assert.match(await page.locator("[data-search-count]").textContent(), /Results for/);
  await page.goto(`${portal.address}/search/?q=Yangming`);
  await page.waitForTimeout(500);
  const chinese = await page.locator("[data-search-results] a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(chinese.every((href) => !href.startsWith("/en/")), chinese.join(" "));
  await page.context().close();
});

test("traditional characters find traditional pages", async () => {
  const page = await open(`/zh-hant/search/?q=${encodeURIComponent("網絡素養")}`);
  await page.locator("[data-search-results] li").first().waitFor();
  const hits = await page.locator("[data-search-results] a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(hits.length > 0 && hits.every((href) => href.startsWith("/zh-hant/")), hits.join(" "));
  assert.match(await page.locator("[data-search-results] li").first().textContent(), /網絡素養/);
  await page.context().close();
});

test("traditional characters find pages in simplified ones", async () => {
  const page = await open(`/search/?q=${encodeURIComponent("網絡素養")}`);
  await page.locator("[data-search-results] li").first().waitFor();
  assert.match(await page.locator("[data-search-results] li").first().textContent(), /网络素养/);
  await page.context().close();
});
