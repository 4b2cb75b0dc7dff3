// The search, in the reader's browser: fetches the parts of the index that a query needs, ranks, and shows where the
// words stand in the pages themselves. How the index is made: docs/reference/search.md.
(() => {
  "use strict";
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const box = form.querySelector("input[name=q]");
  const list = document.querySelector("[data-search-results]");
  const told = document.querySelector("[data-search-count]");
  const facetBox = document.querySelector("[data-search-facets]");
  const start = document.querySelector("[data-search-start]");
  const more = document.querySelector("[data-search-more]");
  const base = form.dataset.search;
  const words = JSON.parse(form.dataset.words);
  const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const FACETS = ["column", "unit", "year", "kind"];
  const SHOWN = 10;       // results on one screen, and pages fetched for them
  const GRAMS = 8;        // grams looked up for one run of characters
  const NAME = 60;        // longest line that is found by its pinyin
  const FIRST = 20;       // hits that are weighed again once their titles are known
  const CHECKED = 200;    // candidates whose text is checked at most, when only a check can tell

  // ---------- text, cut as the index is ----------
  const MARKS = [0, 0x5A3C1, 0xA5E2F];
  const WRITTEN = 0, PINYIN = 1, INITIALS = 2;
  const key = (gram, source) => {
    let h = 0x811C9DC5;
    for (const c of gram) h = Math.imul(h ^ c.codePointAt(0), 0x01000193);
    h ^= h >>> 16; h = Math.imul(h, 0x85EBCA6B); h ^= h >>> 13; h = Math.imul(h, 0xC2B2AE35);
    return ((h ^ (h >>> 16)) ^ MARKS[source]) >>> 0;
  };
  const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/;
  const ALONE = /[\u3005\u3007\u3021-\u3029\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u31F0-\u31FF\uFF66-\uFF9F\u{1B000}-\u{1B16F}]/u;
  const LETTER = /[\p{Alphabetic}\p{N}]/u;
  const MARK = /\p{M}/u;
  const foldOne = (c) => {
    if (c < "\x80") return c.toLowerCase();
    if (UNSEEN.test(c)) return "";
    return [...c.normalize("NFKD")].filter((d) => !MARK.test(d)).map((d) => d.toLowerCase()).join("");
  };
  /** Folded characters of a text, and for each where it stands there. */
  const fold = (text) => {
    const chars = [], at = [];
    let n = 0;
    for (const c of text) {
      for (const d of foldOne(c)) { chars.push(d); at.push(n); }
      n += c.length;
    }
    at.push(n);
    return { chars, at };
  };
  /** Runs of a text: Han characters, or a word of letters and digits. */
  const runs = (text) => {
    const { chars } = fold(text);
    const found = [];
    let run = null;
    chars.forEach((c, n) => {
      const alone = ALONE.test(c);
      if (alone || LETTER.test(c)) {
        if (!run || run.alone !== alone) found.push(run = { alone, chars: [] });
        run.chars.push(c);
      } else if (run && !run.alone && /[-._]/.test(c) && chars[n + 1] && LETTER.test(chars[n + 1]) && !ALONE.test(chars[n + 1])) {
        run.chars.push(c);
      } else run = null;
    });
    return found;
  };
  /** Windows of a run that together cover it, first and last always. */
  const windows = (chars, width, every) => {
    const last = chars.length - width;
    const places = new Set([0, last]);
    for (let n = 0; n <= last; n += every) places.add(n);
    return [...places].sort((a, b) => a - b).map((n) => chars.slice(n, n + width));
  };
  const gramsOf = ({ alone, chars }) => {
    const width = alone ? 2 : 3;
    if (chars.length <= width) return [chars];
    return windows(chars, width, chars.length - width < GRAMS ? 1 : width);
  };

  // ---------- parts of the index ----------
  const fetched = new Map();
  const get = (path, read, options) => {
    if (!fetched.has(path)) {
      const promise = fetch(base + path, options).then((answer) => { if (!answer.ok) throw new Error(`${path}: ${answer.status}`); return read(answer); });
      promise.catch(() => fetched.delete(path));
      fetched.set(path, promise);
    }
    return fetched.get(path);
  };
  let catalogue;
  const open = () => catalogue ??= get("catalogue.json", (a) => a.json(), { cache: "no-cache" }).then((all) => {
    for (const name of FACETS) all.facets[name] = all.facets[name].flatMap((run) => Array.isArray(run) ? Array(run[0]).fill(run[1]) : [run]);
    all.sounds = new Map();
    return all;
  }).catch((error) => { catalogue = null; throw error; });
  const shard = async (index, n) => get(`terms/${n}.bin?v=${index.version}`, async (a) => new Uint8Array(await a.arrayBuffer()));
  const record = async (index, page) => (await get(`pages/${Math.floor(page / index.record)}.json?v=${index.version}`, (a) => a.json()))[page % index.record];
  const sounds = async (index) => {
    if (!index.sounds.size) {
      const table = await get(`pinyin.json?v=${index.version}`, (a) => a.json());
      for (const [sound, chars] of Object.entries(table)) for (const c of chars) index.sounds.set(c, [...(index.sounds.get(c) ?? []), sound]);
    }
    return index.sounds;
  };
  /** A text in simplified characters. */
  const simplified = async (index, text) => {
    const pairs = [...await get(`simplified.json?v=${index.version}`, (a) => a.json())];
    const table = new Map();
    for (let n = 0; n < pairs.length; n += 2) table.set(pairs[n], pairs[n + 1]);
    return [...text].map((c) => table.get(c) ?? c).join("");
  };
  /** The postings of a term: page → weight. */
  const lookUp = async (index, wanted) => {
    const bits = Math.log2(index.shards);
    const n = bits ? wanted >>> (32 - bits) : 0;
    const bytes = await shard(index, n);
    let at = 0;
    const take = () => { let value = 0, factor = 1, b; do { b = bytes[at++]; value += (b & 127) * factor; factor *= 128; } while (b & 128); return value; };
    let term = bits ? n * 2 ** (32 - bits) : 0;
    const found = new Map();
    while (at < bytes.length) {
      term += take();
      const count = take(), length = take();
      if (term > wanted) break;
      if (term < wanted) { at += length; continue; }
      let page = 0;
      for (let k = 0; k < count; k++) {
        const step = take();
        page += step >>> 1;
        found.set(page, step & 1 ? bytes[at++] : 1);
      }
    }
    return found;
  };

  // ---------- finding ----------
  const PARTS = (weight) => (weight >> 2 & 1 ? 8 : 0) + (weight >> 3 & 1 ? 3 : 0) + (weight >> 4 & 1 ? 3 : 0) + [0, 1, 1.5, 2][weight & 3];
  const rarity = (index, found) => Math.log(1 + index.pages / (1 + found.size));
  /** Pages that hold every gram: page → [score, parts that all grams stand in]. */
  const together = (index, lists) => {
    const [first, ...others] = [...lists].sort((a, b) => a.size - b.size);
    const found = new Map();
    for (const page of first?.keys() ?? []) {
      if (!others.every((list) => list.has(page))) continue;
      let score = 0, parts = 7, body = 3;
      for (const list of lists) {
        const weight = list.get(page);
        score += rarity(index, list) * PARTS(weight) / lists.length;
        parts &= weight >> 2;
        body = Math.min(body, weight & 3);
      }
      found.set(page, { score: score * (parts & 1 ? 2 : 1), parts, body });
    }
    return found;
  };
  const ways = async (index, run) => {
    const of = async (grams, source) => together(index, await Promise.all(grams.map((gram) => lookUp(index, key(gram, source)))));
    const found = [await of(gramsOf(run), WRITTEN)];
    const letters = !run.alone && run.chars.every((c) => c >= "a" && c <= "z");
    if (index.pinyin && letters && run.chars.length > 1) {
      if (run.chars.length > 2) found.push(await of(gramsOf(run), PINYIN));
      found.push(await of(run.chars.length > 3 ? windows(run.chars, 3, 1) : [run.chars], INITIALS));
    }
    return found;
  };
  /** Pages with a run, written or spoken. What is only spoken must be checked against the title. */
  const pagesOf = async (index, run) => {
    const all = new Map();
    for (const [n, found] of (await ways(index, run)).entries()) {
      for (const [page, hit] of found) {
        const known = all.get(page);
        const score = n ? hit.score * 0.6 : hit.score;
        if (!known || known.score < score) all.set(page, { ...hit, score, spoken: n > 0 && (!known || known.spoken) });
        else if (!n) known.spoken = false;
      }
    }
    return all;
  };
  const search = async (index, query) => {
    const wanted = runs(query);
    if (!wanted.length) return { hits: [], wanted, whole: true };
    const found = await Promise.all(wanted.map((run) => pagesOf(index, run)));
    const [first, ...others] = found;
    const hits = [];
    for (const [page, hit] of first) {
      if (!others.every((list) => list.has(page))) continue;
      const all = [hit, ...others.map((list) => list.get(page))];
      hits.push({ page, score: all.reduce((sum, h) => sum + h.score, 0), parts: all.reduce((parts, h) => parts & h.parts, 7), spoken: all.some((h) => h.spoken) });
    }
    if (hits.length) return { hits: ranked(index, hits), wanted, whole: true };
    return { hits: ranked(index, await partly(index, wanted)), wanted, whole: false };
  };
  const ranked = (index, hits) => hits.sort((a, b) => (b.score + b.page / index.pages * 0.5) - (a.score + a.page / index.pages * 0.5) || b.page - a.page);
  /** Where no page has all: pages that have at least half of the grams, by weight. */
  const partly = async (index, wanted) => {
    const lists = await Promise.all(wanted.flatMap((run) => gramsOf(run)).slice(0, 12).map((gram) => lookUp(index, key(gram, WRITTEN))));
    const known = lists.filter((list) => list.size);
    if (!known.length) return [];
    const whole = known.reduce((sum, list) => sum + rarity(index, list), 0);
    const sums = new Map();
    for (const list of known) {
      for (const [page, weight] of list) {
        const at = sums.get(page) ?? sums.set(page, { page, score: 0, share: 0, parts: 0, partly: true }).get(page);
        at.score += rarity(index, list) * PARTS(weight);
        at.share += rarity(index, list) / whole;
      }
    }
    return [...sums.values()].filter((hit) => hit.share >= 0.5);
  };

  // ---------- where it stands in a page ----------
  const INLINE = new Set("A ABBR B BDI CITE CODE DEL DFN EM I INS KBD MARK Q RUBY S SAMP SMALL SPAN STRONG SUB SUP U WBR".split(" "));
  const SKIPPED = "nav, script, style, svg, template, [data-search-skip], .around, .related, .actions";
  /** Lines of a page's text, each with the id of the heading above it. */
  const linesOf = (html) => {
    const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    const lines = [];
    let text = "", anchor = "", title = false;
    const end = () => { const plain = text.replace(/\s+/g, " ").trim(); if (plain && !title) lines.push({ text: plain, anchor }); text = ""; };
    const walk = (node) => {
      if (node.nodeType === 3) { text += node.data; return; }
      if (node.nodeType !== 1 || node.matches(SKIPPED)) return;
      const block = !INLINE.has(node.tagName);
      if (block) end();
      const head = /^H[1-6]$/.test(node.tagName);
      if (head && node.id) anchor = node.id;
      if (block) title = node.tagName === "H1";
      node.childNodes.forEach(walk);
      if (block) end();
      if (block) title = false;
    };
    if (main) walk(main);
    return lines;
  };
  const page = (url) => {
    const path = `page ${url}`;
    if (!fetched.has(path)) {
      const promise = fetch(url).then((a) => a.ok ? a.text() : "").then(linesOf);
      promise.catch(() => fetched.delete(path));
      fetched.set(path, promise);
    }
    return fetched.get(path);
  };
  /** Ranges of a text that a run stands at. */
  const placesOf = (text, run, table) => {
    const { chars, at } = fold(text);
    const places = [];
    const fits = (n) => run.chars.every((c, k) => chars[n + k] === c);
    const starts = (n) => run.alone || run.chars.length > 2 || !chars[n - 1] || !LETTER.test(chars[n - 1]) || ALONE.test(chars[n - 1]);
    for (let n = 0; n + run.chars.length <= chars.length; n++) if (fits(n) && starts(n)) { places.push([at[n], at[n + run.chars.length - 1] + 1]); n += run.chars.length - 1; }
    if (!places.length && table && !run.alone && text.length <= NAME) {
      const typed = run.chars.join("");
      for (let n = 0; n < chars.length; n++) {
        const to = spoken(chars, n, typed, table) || initials(chars, n, typed, table);
        if (to) { places.push([at[n], at[to - 1] + 1]); n = to - 1; }
      }
    }
    return places;
  };
  /** Up to where a text from `n` on sounds like what was typed, whose last syllable may be only begun; else 0. */
  const spoken = (chars, n, typed, table) => {
    if (!typed) return n;
    for (const sound of table.get(chars[n]) ?? []) {
      if (sound.startsWith(typed)) return n + 1;
      const to = typed.startsWith(sound) ? spoken(chars, n + 1, typed.slice(sound.length), table) : 0;
      if (to) return to;
    }
    return 0;
  };
  const initials = (chars, n, typed, table) => typed.length > 1 && [...typed].every((letter, k) => (table.get(chars[n + k]) ?? []).some((sound) => sound[0] === letter)) ? n + typed.length : 0;
  const merged = (places) => {
    const out = [];
    for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
      const last = out[out.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to); else out.push([from, to]);
    }
    return out;
  };
  const marked = (text, places) => {
    const out = document.createDocumentFragment();
    let at = 0;
    for (const [from, to] of merged(places)) {
      out.append(text.slice(at, from));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      out.append(mark);
      at = to;
    }
    out.append(text.slice(at));
    return out;
  };
  /** The line that has most of what was typed, cut to a length around it. */
  const snippet = (lines, wanted, table) => {
    let best = null;
    for (const [n, line] of lines.entries()) {
      const places = wanted.map((run) => placesOf(line.text, run, table));
      const has = places.filter((p) => p.length).length;
      if (has && (!best || has > best.has)) best = { has, line, places: places.flat(), n };
      if (best?.has === wanted.length) break;
    }
    if (!best) return { whole: false };
    const { text } = best.line;
    const first = Math.min(...best.places.map(([from]) => from));
    const from = first > 40 ? first - 24 : 0;
    const to = Math.min(text.length, from + 110);
    const places = best.places.filter(([a, b]) => a >= from && b <= to).map(([a, b]) => [a - from, b - from]);
    const out = marked(text.slice(from, to), places);
    if (from) out.prepend("…");
    if (to < text.length) out.append("…");
    const seen = wanted.every((run) => lines.some((line) => placesOf(line.text, run, table).length));
    return { whole: seen, anchor: best.line.anchor, out };
  };

  // ---------- the page ----------
  let turn = 0, now = { hits: [] }, shown = 0;
  const chosen = () => Object.fromEntries(FACETS.map((name) => [name, facetBox.querySelector(`select[name=${name}]`)?.value ?? ""]));
  const fits = (index, hit, choice, but) => FACETS.every((name) => name === but || !choice[name] || String(index.facets[name][hit.page]) === choice[name]);
  const facets = (index) => {
    const choice = chosen();
    for (const name of FACETS) {
      const select = facetBox.querySelector(`select[name=${name}]`);
      if (!select) continue;
      const counts = new Map();
      for (const hit of now.hits) if (fits(index, hit, choice, name)) { const value = index.facets[name][hit.page]; counts.set(value, (counts.get(value) ?? 0) + 1); }
      const label = (value) => name === "year" ? (value ? String(value) : "") : index.names[name][value];
      const options = [...counts].filter(([value]) => label(value));
      options.sort((a, b) => name === "year" ? b[0] - a[0] : b[1] - a[1] || a[0] - b[0]);
      select.replaceChildren(new Option(say("all"), ""), ...options.map(([value, count]) => new Option(say("choice", { name: label(value), n: count }), value)));
      select.value = choice[name];
      if (select.selectedIndex < 0) select.value = "";
      select.closest("label").hidden = options.length < 2 && !choice[name];
    }
    facetBox.hidden = !now.hits.length;
  };
  const row = (index, hit, [title, url, date], table) => {
    const entry = document.createElement("li");
    entry.className = "hit";
    const head = document.createElement("h2");
    const link = document.createElement("a");
    link.href = url;
    link.append(marked(title, now.wanted.flatMap((run) => placesOf(title, run, table))));
    head.append(link);
    const text = document.createElement("p");
    const about = document.createElement("ul");
    about.className = "meta-line";
    for (const word of [index.names.column[index.facets.column[hit.page]], index.names.kind[index.facets.kind[hit.page]], index.names.unit[index.facets.unit[hit.page]], date]) {
      if (word && ![...about.children].some((other) => other.textContent === word)) about.append(Object.assign(document.createElement("li"), { textContent: word }));
    }
    entry.append(head, text, about);
    return { entry, link, text };
  };
  /** Fills in where the words stand; false where the page has them not. */
  const fill = async (hit, view, [title, url], table) => {
    let lines = [];
    try { lines = await page(url); } catch { /* offline: the title stays */ }
    const here = snippet(lines, now.wanted, table);
    if (here.out) {
      view.text.replaceChildren(here.out);
      if (here.anchor) view.link.href = `${url}#${encodeURIComponent(here.anchor)}`;
    } else view.text.textContent = (lines.find((line) => line.text.length > 30) ?? lines[0])?.text.slice(0, 100) ?? "";
    if (hit.partly || !lines.length) return true;
    const all = [title, ...lines.map((line) => line.text)];
    return now.wanted.every((run) => all.some((text) => placesOf(text, run, table).length)) || (!hit.spoken && hit.parts > 0);
  };
  const tableFor = async (index) => index.pinyin && now.wanted.some((run) => !run.alone) ? sounds(index).catch(() => null) : null;
  /** The more of a title was typed, the more likely that page is meant. */
  const weighTitles = async (index) => {
    const table = await tableFor(index);
    const first = now.hits.slice(0, FIRST);
    await Promise.all(first.filter((hit) => hit.parts & 1 || hit.partly).map(async (hit) => {
      const [title] = await record(index, hit.page);
      const places = merged(now.wanted.flatMap((run) => placesOf(title, run, table)));
      const share = places.reduce((sum, [from, to]) => sum + to - from, 0) / title.length;
      // 黄宗羲：… is about him, 黄宗羲与… is about something else too.
      const alone = places.some(([from, to]) => !LETTER.test(title[from - 1] ?? " ") && !LETTER.test(title[to] ?? " "));
      hit.score *= 1 + 2 * share + (places[0]?.[0] === 0 ? 0.5 : 0) + (alone ? 0.75 : 0);
    }));
    now.hits.splice(0, FIRST, ...ranked(index, first));
  };
  const showMore = async (index, mine) => {
    const choice = chosen();
    const table = await tableFor(index);
    const left = now.hits.filter((hit) => !hit.shown && fits(index, hit, choice)).slice(0, SHOWN);
    const rows = await Promise.all(left.map((hit) => record(index, hit.page)));
    if (mine !== turn) return;
    let dropped = 0;
    await Promise.all(left.map(async (hit, n) => {
      hit.shown = true;
      const view = row(index, hit, rows[n], table);
      list.append(view.entry);
      shown++;
      if (!await fill(hit, view, rows[n], table) && mine === turn) { view.entry.remove(); now.hits.splice(now.hits.indexOf(hit), 1); shown--; dropped++; }
    }));
    if (mine !== turn) return;
    if (dropped) { facets(index); if (shown < SHOWN && now.hits.some((hit) => !hit.shown && fits(index, hit, choice)) && (now.checked = (now.checked ?? 0) + left.length) < CHECKED) return showMore(index, mine); }
    tell(index);
  };
  const tell = (index) => {
    const choice = chosen();
    const count = now.hits.filter((hit) => fits(index, hit, choice)).length;
    // Nothing found is no dead end: the site's columns and tags stand below.
    start.hidden = Boolean(now.hits.length);
    told.textContent = !count ? say("none", { q: now.query }) : say(now.whole ? "count" : "partly", { n: count, q: now.query });
    more.hidden = shown >= count;
    list.removeAttribute("aria-busy");
  };
  const show = async (index, mine) => {
    list.replaceChildren();
    shown = 0;
    now.hits.forEach((hit) => { hit.shown = false; });
    facets(index);
    await showMore(index, mine);
  };
  const run = async () => {
    const mine = ++turn;
    const query = box.value.trim();
    const address = new URL(location.href);
    query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
    history.replaceState(null, "", address);
    start.hidden = Boolean(query);
    if (!query) { list.replaceChildren(); told.textContent = ""; facetBox.hidden = more.hidden = true; return; }
    list.setAttribute("aria-busy", "true");
    try {
      const index = await open();
      let found = await search(index, query);
      // Texts in simplified characters are found by traditional ones too.
      if (index.simplified && !(found.whole && found.hits.length) && /\p{Script=Han}/u.test(query)) {
        const plain = await simplified(index, query).catch(() => query);
        const other = plain === query ? found : await search(index, plain);
        if (other.hits.length) found = other;
      }
      if (mine !== turn) return;
      now = { ...found, query };
      await weighTitles(index);
      if (mine !== turn) return;
      await show(index, mine);
    } catch (error) {
      if (mine !== turn) return;
      told.textContent = say("failed");
      start.hidden = false;
      list.removeAttribute("aria-busy");
      console.error(error);
    }
  };

  let waiting, composing = false;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(run, 180); };
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => { composing = false; soon(); });
  box.addEventListener("input", () => { if (!composing) soon(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); run(); });
  facetBox.addEventListener("change", async () => show(await open(), ++turn));
  more.addEventListener("click", async () => {
    const index = await open(), from = list.children.length;
    await showMore(index, turn);
    list.children[from]?.querySelector("a")?.focus();
  });
  // Arrow keys go from the box to the results and between them, as well as Tab.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); box.focus(); return; }
    const links = [...list.querySelectorAll("h2 a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && at >= 0) { box.focus(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || (at < 0 && document.activeElement !== box) || !links.length) return;
    if (at < 0 && step < 0) return;
    event.preventDefault();
    (links[at + step] ?? (step < 0 ? box : links[at])).focus();
  });
  window.chaoyinSearch = { key, open, search, run };
  const asked = new URL(location.href).searchParams.get("q");
  if (asked) { box.value = asked; run(); }
})();
