// The portal without a mouse, in large type and on a small screen: every sort of page walked by Tab, every thing that opens
// opened and closed again, and nothing too small to be hit or too wide to be read.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeFinds, everyPage, open, tooWide, visitAll, wholePortal } from "./pages.mjs";
import { browser } from "./support.mjs";

let portal, chrome, paths;
before(async () => { portal = await wholePortal(); paths = everyPage(portal); chrome = await browser(); });
after(async () => { await chrome?.close(); await portal?.close(); });

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

/** In the page: notes where the focus is whenever Tab is about to move it on, when it has been scrolled to and drawn. */
function listen() {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const name = (element) => element.outerHTML.slice(0, 100);
  const stops = [];
  window.walk = { stops, done: false, faults: [] };
  const { faults } = window.walk;
  const wanted = new Set([...document.querySelectorAll("a[href], button, input, select, textarea, summary, iframe, [tabindex]")].filter((element) => element.tabIndex >= 0 && !element.disabled && shown(element)));
  const look = (element) => {
    const last = stops.at(-1);
    if (!last && !element.matches(".skip")) faults.push(`the first stop is ${name(element)}`);
    if (last && !(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push(`out of order: ${name(element)} after ${name(last)}`);
    stops.push(element);
    wanted.delete(element);
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push(`unseen: ${name(element)}`);
    const box = element.getClientRects()[0];
    const [left, right, top, bottom] = [Math.max(box?.left ?? 0, 0), Math.min(box?.right ?? 0, innerWidth), Math.max(box?.top ?? 0, 0), Math.min(box?.bottom ?? 0, innerHeight)];
    if (right - left < 1 || bottom - top < 1) { faults.push(`outside of the window: ${name(element)}`); return; }
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (hit && !element.contains(hit) && !hit.contains(element)) faults.push(`${name(element)} is covered by ${name(hit)}`);
  };
  document.addEventListener("keydown", (event) => {
    const { activeElement } = document;
    if (event.key !== "Tab" || window.walk.done) return;
    if (activeElement === document.body || activeElement === stops[0]) {
      if (!stops.length) return;
      window.walk.done = true;
      faults.push(...[...wanted].map((element) => `never reached: ${name(element)}`));
    } else look(activeElement);
  }, true);
}

/** Presses Tab until the focus has been everywhere. The presses are sent without waiting for each: a page has up to some hundred stops. */
async function walk(page) {
  const session = await page.context().newCDPSession(page);
  const tab = () => session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 });
  await page.evaluate(listen);
  let done = false;
  for (let sent = 0; !done && sent < 3000; sent += 30) {
    await Promise.all(Array.from({ length: 30 }, tab));
    done = await page.evaluate(() => window.walk.done);
  }
  await session.detach();
  const { stops, faults } = await page.evaluate(() => ({ stops: window.walk.stops.length, faults: window.walk.faults }));
  return { stops, faults: done ? faults : [...faults, `no end after ${stops} stops`] };
}

for (const [where, viewport] of Object.entries({ "a phone": PHONE, "a desk": DESK })) {
  test(`every page is walked by Tab on ${where}: in order, all of it, seen, without a trap`, async () => {
    const faults = [];
    let all = 0;
    await visitAll(portal, chrome, paths, { viewport }, async (page, path) => {
      // An address with a place starts there: here each page is walked from its top.
      await open(portal, page, path.replace(/#.*/, ""));
      const walked = await walk(page);
      all += walked.stops;
      faults.push(...walked.faults.map((fault) => `${path}: ${fault}`));
    });
    assert.deepEqual(faults, []);
    assert.ok(all > 20 * paths.length, `${all} stops`);
  });
}

/** In the page: what is hit by pointers and smaller than WCAG 2.5.8 wants: 24 by 24 pixels, or so far from others that a circle of that size fits, or a word in a sentence. */
function smallTargets() {
  const SIDE = 24;
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, dt, td, th, figcaption, h1, h2, h3, h4, h5, h6, div, span, label");
    return block && [...block.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.data));
  };
  const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button]")].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".skip, [tabindex='-1']"));
  const boxes = targets.map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ box }) => box.width > 1);
  const small = boxes.filter(({ element, box }) => (box.width < SIDE - 0.5 || box.height < SIDE - 0.5) && !inSentence(element));
  const near = ({ box: a }, { element, box: b }) => {
    const [x, y] = [(a.left + a.right) / 2, (a.top + a.bottom) / 2];
    const isSmall = small.some((other) => other.element === element);
    const [toX, toY] = isSmall ? [(b.left + b.right) / 2, (b.top + b.bottom) / 2] : [Math.min(Math.max(x, b.left), b.right), Math.min(Math.max(y, b.top), b.bottom)];
    return Math.hypot(x - toX, y - toY) < (isSmall ? SIDE : SIDE / 2) - 0.5;
  };
  return small.filter((one) => boxes.some((other) => other.element !== one.element && !one.element.contains(other.element) && !other.element.contains(one.element) && near(one, other)))
    .map(({ element, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${element.outerHTML.slice(0, 90)}`);
}

test("at 320 pixels, in text of 200 % and in the larger type no page scrolls sideways, and what is pressed is large enough", async () => {
  const faults = [];
  await visitAll(portal, chrome, paths, { viewport: { width: 320, height: 740 } }, async (page, path) => {
    await open(portal, page, path);
    const check = async (what) => { const over = await tooWide(page); if (over > 0) faults.push(`${path} ${what}: ${over} px too wide`); };
    await check("at 320 px");
    faults.push(...(await page.evaluate(smallTargets)).map((target) => `${path} on a phone: ${target}`));
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await check("at 200 %");
    const head = await page.evaluate(() => [...document.querySelectorAll(".brand, .search-link, .menu-toggle")].map((element) => element.getBoundingClientRect()).filter((box) => box.width).map((box) => [box.top, box.bottom]));
    const [top, bottom] = [Math.max(...head.map((box) => box[0])), Math.min(...head.map((box) => box[1]))];
    if (!(top < bottom)) faults.push(`${path}: the head is in more than one line`);
    await page.evaluate(() => { document.documentElement.style.fontSize = ""; document.documentElement.setAttribute("data-care", ""); });
    await check("in the larger type");
    await page.evaluate(() => document.documentElement.removeAttribute("data-care"));
    await page.setViewportSize(DESK);
    faults.push(...(await page.evaluate(smallTargets)).map((target) => `${path} on a desk: ${target}`));
    await page.setViewportSize({ width: 320, height: 740 });
  });
  assert.deepEqual(faults, []);
});

describe("what opens is closed again, and the focus comes back", () => {
  let page;
  before(async () => { page = await chrome.newPage({ viewport: PHONE, reducedMotion: "reduce" }); });
  after(async () => { await page.close(); });
  const focused = (selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
  const go = async (path, viewport = PHONE) => { await page.setViewportSize(viewport); await open(portal, page, path); };

  test("the menu of a phone", async () => {
    for (const path of ["/", "/en/"]) {
      await go(path);
      const items = page.locator("#menu a");
      assert.ok(!(await items.first().isVisible()));
      await page.locator(".menu-toggle").focus();
      await page.keyboard.press("Enter");
      assert.ok(await items.last().isVisible());
      assert.ok(await focused(".menu-close"), "the focus goes into the menu");
      assert.deepEqual(await axeFinds(page), []);
      assert.equal(await tooWide(page), 0);
      for (let stops = await page.locator("#site-panel :is(a, button):visible").count(); stops > 1; stops -= 1) {
        await page.keyboard.press("Tab");
        assert.ok(await focused("#site-panel *"), "all of the menu is walked through");
      }
      await page.keyboard.press("Escape");
      assert.ok(!(await items.first().isVisible()));
      assert.ok(await focused(".menu-toggle"));
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      assert.ok(!(await items.first().isVisible()), "its own button closes it");
      assert.ok(await focused(".menu-toggle"));
      await page.keyboard.press("Enter");
      await page.locator("#site-panel :is(a, button):visible").last().focus();
      await page.keyboard.press("Tab");
      assert.ok(!(await items.first().isVisible()), "who walks out of it leaves it closed, so that it covers nothing");
    }
  });

  test("the menu of a browser that knows no popovers", async () => {
    const context = await chrome.newContext({ viewport: PHONE });
    await context.addInitScript(() => { delete HTMLElement.prototype.hidePopover; });
    const old = await context.newPage();
    // The markup's own attribute still works in this browser: without it the page is what an old one makes of it.
    await old.route(`${portal.address}/mingshi/`, async (route) => { const answer = await route.fetch(); await route.fulfill({ response: answer, body: (await answer.text()).replace(" popover>", ">").replaceAll(/ popovertarget\w*="[^"]*"/g, "") }); });
    await old.goto(`${portal.address}/mingshi/`);
    const button = old.locator(".menu-toggle");
    assert.ok(!(await old.locator("#menu a").first().isVisible()));
    await button.press("Enter");
    assert.equal(await button.getAttribute("aria-expanded"), "true");
    assert.ok(await old.locator("#menu a").first().isVisible());
    await old.locator("#menu a").first().press("Escape");
    assert.equal(await button.getAttribute("aria-expanded"), "false");
    await context.close();
  });

  test("what a menu on a desk unfolds", async () => {
    await go("/", DESK);
    const top = page.locator("#menu > ul > li:has(.sub) > a").first();
    const sub = page.locator("#menu .sub a").first();
    await top.focus();
    assert.ok(await sub.isVisible());
    await page.keyboard.press("Tab");
    assert.ok(await focused("#menu .sub a"));
    await page.keyboard.press("Escape");
    assert.ok(!(await sub.isVisible()));
    assert.equal(await page.evaluate(() => document.activeElement.textContent), await top.textContent());
    await page.keyboard.press("Tab");
    assert.ok(await focused("#menu > ul > li > a"), "what is folded is passed over");
  });

  test("contents, codes and figures of charts", async () => {
    for (const [path, selector] of [["/mingshi/wang-yangming/", ".toc-fold"], ["/mingshi/wang-yangming/", ".qr"], ["/progress/", ".chart details"]]) {
      await go(path);
      const box = page.locator(selector).first();
      await box.locator("summary").focus();
      await page.keyboard.press("Enter");
      assert.equal(await box.evaluate((details) => details.open), true, selector);
      await page.keyboard.press("Enter");
      assert.equal(await box.evaluate((details) => details.open), false, selector);
      assert.ok(await focused(`${selector} summary`));
    }
    await go("/mingshi/wang-yangming/");
    await page.locator(".toc-fold summary").press("Enter");
    await page.locator(".toc-fold a").last().press("Enter");
    assert.ok(await page.evaluate(() => { const box = document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }), "a line of the contents leads to its place");
  });

  test("a picture seen large", async () => {
    await go("/mingshi/", DESK);
    const picture = page.locator("[role=button][tabindex='0']:is(img)").first();
    await picture.focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("dialog.lightbox").isVisible());
    for (let presses = 0; presses < 4; presses += 1) {
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog")), "the focus stays with the picture");
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(await axeFinds(page), []);
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("dialog.lightbox").isVisible()));
    assert.ok(await picture.evaluate((element) => element === document.activeElement));
    await page.keyboard.press("Space");
    await page.locator("dialog.lightbox button").focus();
    await page.keyboard.press("Enter");
    assert.ok(!(await page.locator("dialog.lightbox").isVisible()), "its own button closes it");
    assert.ok(await picture.evaluate((element) => element === document.activeElement));
  });

  test("a filter keeps the focus, says when nothing fits, and is cleared", async () => {
    for (const [path, rows] of [["/units/", ".units tbody tr"], ["/progress/tasks/", "#tasks-table tbody tr"], ["/matrix/", ".account"], ["/fuwu/", "#services > li"]]) {
      await go(path);
      const all = await page.locator(rows).filter({ visible: true }).count();
      const box = page.locator(".filters input[name=text]");
      await box.focus();
      await page.keyboard.type("无此事");
      assert.ok(await focused(".filters input[name=text]"));
      assert.equal(await page.locator(rows).filter({ visible: true }).count(), 0);
      assert.ok(await page.getByText("没有符合这些条件的内容").isVisible(), path);
      assert.equal(await page.locator(".filters output").textContent(), "0 项");
      assert.match(page.url(), /text=/);
      await page.reload();
      assert.equal(await page.locator(rows).filter({ visible: true }).count(), 0, "the address keeps what was asked");
      await page.getByRole("button", { name: "清除筛选" }).press("Enter");
      assert.ok(await focused(".filters input[name=text]"), "the focus goes to the filter");
      assert.equal(await page.locator(rows).filter({ visible: true }).count(), all, path);
      assert.ok(!(await page.getByText("没有符合这些条件的内容").isVisible()));
      assert.equal(new URL(page.url()).search, "");
    }
  });

  test("a search without a result offers the index of the site", async () => {
    await go("/search/?q=%E9%91%AB%E6%B7%BC%E7%84%B1%E5%9E%9A");
    assert.ok(await page.locator("[data-search-start] a").first().isVisible());
    await page.locator("#search-q").fill("王阳明");
    await page.locator(".hit").first().waitFor();
    assert.ok(!(await page.locator("[data-search-start]").isVisible()));
  });

  test("the neighbours of a lesson are under the thumb from the first line to the last", async () => {
    await go("/kecheng/wangluo-suyang/suanfa-yu-wo/");
    for (const at of [0, 0.3, 0.6]) {
      await page.evaluate((at) => scrollTo(0, (document.querySelector("article").getBoundingClientRect().bottom + scrollY) * at), at);
      for (const rel of ["prev", "next"]) {
        const box = await page.locator(`.lesson-bar a[rel=${rel}]`).boundingBox();
        assert.ok(box.y > PHONE.height / 2 && box.y + box.height <= PHONE.height + 1, `${rel} at ${at}: ${JSON.stringify(box)}`);
        assert.ok(box.height >= 44 && box.width >= 44);
      }
    }
  });
});
