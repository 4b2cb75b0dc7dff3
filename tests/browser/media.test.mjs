// Pictures, films, sound and share cards in real Chromium, on the manual's page of all components.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { browser, repository, servedSite } from "./support.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGE = "/theme/components/";

let manual, chrome;
before(async () => {
  chrome = await browser();
  const folder = await mkdtemp(join(tmpdir(), "chaoyin-"));
  await cp(join(repository, "docs"), join(folder, "content"), { recursive: true });
  await cp(join(repository, "tests/fonts/squares.ttf"), join(folder, "content/squares.ttf"));
  await writeFile(join(folder, "content/theme/photo.jpg"), await photograph());
  await writeFile(join(folder, "content/theme/photos.md"), "---\ntitle: 照片\ncover: photo.jpg\n---\n\n![照片](photo.jpg)\n\n:::gallery\n![照片](photo.jpg)\n![又一张](photo.jpg)\n:::\n");
  await writeFile(join(folder, "site.yaml"), "title: 手册\nbase_url: https://docs.example.edu.cn\nimages: { widths: [160, 320], avif: true }\nshare_card: { font: squares.ttf }\n");
  manual = await servedSite({ folder, remove: () => rm(folder, { recursive: true, force: true }) });
});
after(async () => { await chrome?.close(); await manual?.close(); });

/** A JPEG of many colours. */
async function photograph() {
  const page = await chrome.newPage();
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 420 });
    const context = canvas.getContext("2d");
    for (let n = 0; n < 9000; n++) {
      context.fillStyle = `hsl(${(n * 47) % 360} 60% ${30 + (n * 13) % 40}% / 45%)`;
      context.fillRect((n * 7919) % 640, (n * 104729) % 420, 23, 15);
    }
    return canvas.toDataURL("image/jpeg", 0.9);
  });
  await page.close();
  return Buffer.from(data.split(",")[1], "base64");
}

for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { colorScheme: "light", contrast: "more" }, { colorScheme: "dark", forcedColors: "active" }]) {
  test(`axe finds nothing on the page of components in ${JSON.stringify(media)}`, async () => {
    const context = await chrome.newContext({ viewport: { width: 1024, height: 900 }, reducedMotion: "reduce", ...media });
    const page = await context.newPage();
    await page.goto(manual.address + PAGE);
    await page.addScriptTag({ path: axe });
    const result = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    await context.close();
    assert.deepEqual(result.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target}`)), []);
  });
}

test("the page of components is valid and nowhere wider than the window", async () => {
  const page = await chrome.newPage();
  const answer = await page.goto(manual.address + PAGE);
  const validate = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: {
      "long-title": "off", "no-inline-style": "off", "no-trailing-whitespace": "off", "void-style": "off", "doctype-style": "off",
      "attribute-boolean-style": "off", "attribute-empty-style": "off", "no-raw-characters": "off", "wcag/h30": "off", "require-sri": "off",
      "aria-label-misuse": ["error", { allowAnyNamable: true }], "prefer-native-element": "off", "no-redundant-role": "off", "svg-focusable": "off",
      "valid-id": ["error", { relaxed: true }], "tel-non-breaking": "off",
    },
  });
  const report = await validate.validateString(await answer.text());
  const faults = report.results.flatMap((r) => r.messages).filter((m) => m.severity === 2).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
  assert.deepEqual(faults, []);
  for (const width of [320, 360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `at ${width}`);
  }
  await page.close();
});

test("what moves stands still until a key is pressed, and again when it is pressed once more", async () => {
  const page = await chrome.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(manual.address + PAGE);
  const moving = page.locator(".moving");
  assert.equal(await moving.getAttribute("role"), "button");
  assert.equal(await moving.getAttribute("aria-pressed"), "false");
  assert.match(await moving.innerText(), /播放动图\s+2 秒，GIF，/);
  await moving.scrollIntoViewIfNeeded();
  const still = await moving.locator("img").boundingBox();
  assert.ok(!asked.some((url) => /\.gif$|moving\.webp$/.test(url)), asked.join(" "));
  await moving.focus();
  await page.keyboard.press(" ");
  await page.locator(".moving .moves").waitFor();
  assert.equal(await moving.getAttribute("aria-pressed"), "true");
  assert.ok(asked.some((url) => url.endsWith("moving.webp")), asked.join(" "));
  assert.deepEqual(await page.locator(".moving .moves").boundingBox(), still, "nothing jumps");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".moving .moves").count(), 0);
  assert.ok(await moving.locator("img").isVisible());
  await page.close();
});

test("without scripts the picture that moves is a link to it", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(manual.address + PAGE);
  const href = await page.locator(".moving").getAttribute("href");
  assert.equal(href, "/theme/lang.gif");
  assert.equal((await page.request.get(manual.address + href)).status(), 200);
  await context.close();
});

test("a film loads nothing until it is pressed, then the platform's player with a name", async () => {
  const page = await chrome.newPage();
  const asked = [];
  await page.route(/bilibili\.com/, (route) => { asked.push(route.request().url()); return route.fulfill({ contentType: "text/html", body: "<p>player" }); });
  await page.goto(manual.address + PAGE);
  const facade = page.locator(".video-facade");
  assert.match(await facade.innerText(), /播放视频：三分钟看懂核查\s+3:20\s+哔哩哔哩/);
  assert.deepEqual(asked, []);
  await facade.focus();
  await page.keyboard.press("Enter");
  const player = page.locator(".video iframe");
  await player.waitFor();
  assert.equal(await player.getAttribute("title"), "三分钟看懂核查");
  assert.match(asked[0], /player\.html\?bvid=BV1GJ411x7h7/);
  assert.ok(await player.evaluate((element) => element === document.activeElement));
  assert.equal(await page.locator(".video-source").getAttribute("href"), "https://www.bilibili.com/video/BV1GJ411x7h7");
  await page.close();
});

test("a browser that can takes AVIF, and pictures that are loaded late are measured first", async () => {
  const context = await chrome.newContext({ viewport: { width: 360, height: 800 }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const types = {};
  page.on("response", (response) => { types[new URL(response.url()).pathname] = response.headers()["content-type"]; });
  await page.goto(`${manual.address}/theme/photos/`);
  const last = page.locator(".gallery img").last();
  await last.scrollIntoViewIfNeeded();
  await last.evaluate((image) => image.complete || new Promise((done) => image.addEventListener("load", done)));
  const shown = await page.locator("#main img").evaluateAll((images) => images.map((image) => ({ source: image.currentSrc, wide: image.naturalWidth, ratio: image.clientWidth / image.clientHeight })));
  assert.equal(shown.length, 4);
  for (const { source, ratio } of shown.slice(1)) {
    assert.match(source, /\.avif$/);
    assert.ok(Math.abs(ratio - 640 / 420) < 0.02, `${source} is ${ratio}`);
  }
  assert.ok(Object.entries(types).some(([path, type]) => path.endsWith(".avif") && type === "image/avif"), JSON.stringify(types));
  assert.match(await last.getAttribute("sizes"), /^auto, /);
  // Enlarged, it is the same picture in the widest form.
  await last.click();
  const large = page.locator("dialog.lightbox img");
  await large.waitFor();
  assert.match(await large.evaluate(async (image) => { await image.decode(); return image.currentSrc; }), /320w\.avif$/);
  await page.keyboard.press("Escape");
  await context.close();
});

test("the share card of a page is a PNG of the size that chat programs want, at a whole address", async () => {
  const page = await chrome.newPage();
  await page.goto(manual.address + PAGE);
  const image = await page.locator("meta[property='og:image']").getAttribute("content");
  assert.equal(image, "https://docs.example.edu.cn/theme/components/share-card.png");
  assert.equal(await page.locator("meta[name='twitter:card']").getAttribute("content"), "summary_large_image");
  const answer = await page.request.get(manual.address + new URL(image).pathname);
  const bytes = await answer.body();
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1200, 630]);
  assert.ok(bytes.length < 120 * 1024, `${bytes.length} bytes`);
  assert.match(await page.locator(".share a[download$='.png']").innerText(), /分享图/);
  await page.close();
});
