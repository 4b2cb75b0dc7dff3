// A photograph as phones take it, in real Chromium: upright, in several widths, without its place.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { browser, servedPortal } from "./support.mjs";

const PLACE = "GPS 29.8683N 121.5440E";

let portal, chrome;
before(async () => {
  chrome = await browser();
  const photograph = await taken();
  portal = await servedPortal(async (folder) => {
    await writeFile(join(folder, "content/chaoyin/men.jpg"), photograph);
    await writeFile(
      join(folder, "content/chaoyin/men.md"),
      "---\ntitle: 校门\ndate: 2026-11-20\ncover: men.jpg\ncover_alt: 校门\n---\n\n看一看校门。\n\n![校门](men.jpg)\n\n![校门又一次](men.jpg)\n",
    );
  });
});
after(async () => { await chrome?.close(); await portal?.close(); });

/** A JPEG of 1800 by 1200 pixels, red on the left, blue on the right, to be turned by a quarter, that tells its place. */
async function taken() {
  const page = await chrome.newPage();
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1800, height: 1200 });
    const context = canvas.getContext("2d");
    context.fillStyle = "#b02010"; context.fillRect(0, 0, 900, 1200);
    context.fillStyle = "#1030b0"; context.fillRect(900, 0, 900, 1200);
    for (let n = 0; n < 30000; n++) {
      context.fillStyle = `hsl(${(n * 47) % 360} 60% ${30 + (n * 13) % 40}% / 35%)`;
      context.fillRect((n * 7919) % 1800, (n * 104729) % 1200, 9, 5);
    }
    return canvas.toDataURL("image/jpeg", 0.9);
  });
  await page.close();
  const plain = Buffer.from(data.split(",")[1], "base64");
  const exif = Buffer.concat([Buffer.from("457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000", "hex"), Buffer.from(PLACE)]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}

test("every width that is offered loads, upright and in fewer bytes than the photograph", async () => {
  const page = await chrome.newPage({ viewport: { width: 360, height: 800 } });
  await page.goto(`${portal.address}/chaoyin/men/`);
  const pictures = page.locator("#main img[srcset*='men.jpg']");
  assert.ok((await pictures.count()) >= 2);
  const offered = (await pictures.first().getAttribute("srcset")).split(", ").map((one) => one.split(" "));
  assert.deepEqual(offered.map(([, width]) => width), ["480w", "800w", "1200w"]);
  const whole = (await (await page.request.get(`${portal.address}/chaoyin/men.jpg`)).body()).length;
  for (const [url, width] of offered) {
    const answer = await page.request.get(portal.address + url);
    assert.equal(answer.status(), 200, url);
    assert.ok((await answer.body()).length < whole, `${url} is larger than the photograph`);
    const shown = await page.evaluate(async (source) => {
      const image = Object.assign(new Image(), { src: source });
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 3, height: 3 });
      canvas.getContext("2d").drawImage(image, 0, 0, 3, 3);
      const colour = (y) => [...canvas.getContext("2d").getImageData(1, y, 1, 1).data];
      return { width: image.naturalWidth, tall: image.naturalHeight > image.naturalWidth, above: colour(0), below: colour(2) };
    }, url);
    assert.equal(`${shown.width}w`, width);
    assert.ok(shown.tall && shown.above[0] > shown.above[2] && shown.below[2] > shown.below[0], JSON.stringify(shown));
  }
  const last = pictures.last();
  assert.equal(await last.getAttribute("loading"), "lazy");
  await last.scrollIntoViewIfNeeded();
  await last.evaluate((image) => image.complete || new Promise((done) => image.addEventListener("load", done)));
  const chosen = await last.evaluate((image) => ({ source: image.currentSrc, colour: getComputedStyle(image).backgroundImage }));
  assert.ok(chosen.source.endsWith(".webp"), chosen.source);
  assert.ok(chosen.colour.includes("gradient"), chosen.colour);
  const [width, height] = await last.evaluate((image) => [image.clientWidth, image.clientHeight]);
  assert.ok(Math.abs(height / width - 1.5) < 0.02, `${width} by ${height}`);
  await page.close();
});

test("no published file tells where the photograph was taken", async () => {
  for (const name of await readdir(portal.base, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const bytes = await readFile(join(name.parentPath, name.name));
    assert.ok(!bytes.includes(PLACE), name.name);
  }
});
