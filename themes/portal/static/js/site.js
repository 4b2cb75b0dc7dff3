// 潮音 portal: everything here only adds; each page is whole without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const words = (document.body.dataset.words || "").split("|");
  const [COPY, COPIED, CLOSE, ENLARGE, ANCHOR, AUTO, LIGHT, DARK, COUNT, COLON = "：", OPEN, RENEWED, SORT, WRITTEN, UP, DOWN, CLEAR, NONE] = words;
  const keep = (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* private mode */ } };

  // `chaoyin serve` changes pages in place: what is new then gets its behaviour too, what has it keeps it.
  const done = new WeakSet();
  const fresh = (selector) => all(selector).filter((element) => !done.has(element) && done.add(element));
  const states = [];
  const always = (show) => { states.push(show); };
  const renew = () => { enhance(); for (const show of states) show(); };
  document.addEventListener("chaoyin:renewed", renew);
  renew();
  offline();

  // Reading without a network, where the site wants it. `chaoyin serve` shows what changes all the time: nothing is kept.
  function offline() {
    const home = navigator.serviceWorker;
    if (!home) return;
    if (document.querySelector("script[src^='/__chaoyin/']")) {
      if (home.controller) home.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
      return;
    }
    const { worker } = document.body.dataset;
    if (!worker) return;
    const notice = Object.assign(document.createElement("div"), { className: "renewed" });
    notice.setAttribute("role", "status");
    document.querySelector("main").before(notice);
    home.addEventListener("message", ({ data }) => {
      if (data !== "chaoyin:changed" || notice.firstChild) return;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: RENEWED });
      button.addEventListener("click", () => location.reload());
      notice.append(button);
    });
    addEventListener("load", async () => {
      try {
        const registered = await home.register(worker, { updateViaCache: "none" });
        document.addEventListener("visibilitychange", () => { if (!document.hidden) registered.update().catch(() => {}); });
      } catch { /* private mode, or no secure connection */ }
    });
  }

  function playerOf(address) {
    const bilibili = /bilibili\.com\/video\/(?:(BV\w+)|av(\d+))/i.exec(address);
    if (bilibili) return `https://player.bilibili.com/player.html?${bilibili[1] ? `bvid=${bilibili[1]}` : `aid=${bilibili[2]}`}&autoplay=1&danmaku=0`;
    const tencent = /v\.qq\.com\/x\/(?:page\/|cover\/(?:\w+\/)?)(\w+)\.html/i.exec(address);
    return tencent ? `https://v.qq.com/txp/iframe/player.html?vid=${tencent[1]}` : "";
  }

  function enhance() {
    for (const care of fresh("button[data-care]")) {
      const show = () => care.setAttribute("aria-pressed", String(root.hasAttribute("data-care")));
      care.addEventListener("click", () => { const on = root.toggleAttribute("data-care"); keep("care", on ? "1" : null); show(); });
      always(show);
    }

    for (const themeButton of fresh("[data-theme-switch]")) {
      const names = { "": AUTO, light: LIGHT, dark: DARK };
      const order = ["", "light", "dark"];
      const now = () => root.getAttribute("data-theme") || "";
      const show = () => themeButton.setAttribute("aria-label", `${themeButton.textContent}${COLON}${names[now()]}`);
      themeButton.addEventListener("click", () => {
        const next = order[(order.indexOf(now()) + 1) % order.length];
        next ? root.setAttribute("data-theme", next) : root.removeAttribute("data-theme");
        keep("theme", next || null);
        show();
      });
      always(show);
    }

    const menu = document.getElementById("menu");
    if (menu && fresh("#menu").length) {
      const panel = menu.closest(".site-panel");
      const toggle = document.querySelector(".menu-toggle");
      // The menu of a phone is a popover and works alone. Here: browsers that know none, and what a popover leaves open.
      if (panel && toggle && panel.hidePopover) {
        panel.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && relatedTarget !== toggle && !panel.contains(relatedTarget) && panel.matches(":popover-open")) panel.hidePopover(); });
        matchMedia("(min-width: 62rem)").addEventListener("change", () => { if (panel.matches(":popover-open")) panel.hidePopover(); });
      } else if (panel && toggle) {
        root.classList.add("no-popover");
        const set = (open) => { toggle.setAttribute("aria-expanded", String(open)); panel.classList.toggle("is-open", open); };
        set(false);
        toggle.addEventListener("click", () => set(!panel.classList.contains("is-open")));
        panel.addEventListener("keydown", (event) => { if (event.key === "Escape") { set(false); toggle.focus(); } });
      }
      // What opens below the pointer or the focus is put away by Escape, until one comes to it anew.
      document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        const inside = document.activeElement?.closest("#menu .sub");
        menu.classList.add("is-shut");
        inside?.parentElement.querySelector("a").focus();
      });
      for (const item of menu.querySelectorAll(":scope > ul > li")) {
        item.addEventListener("pointerenter", () => menu.classList.remove("is-shut"));
        item.addEventListener("focusin", (event) => { if (!item.contains(event.relatedTarget)) menu.classList.remove("is-shut"); });
      }
    }

    for (const form of fresh("[data-filter]")) {
      const lists = all(form.dataset.filter);
      if (!lists.length) continue;
      const out = form.querySelector("output");
      const fields = all("[name]", form);
      const clear = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: CLEAR, hidden: true });
      const none = Object.assign(document.createElement("p"), { className: "empty", textContent: NONE, hidden: true });
      (out ?? form.lastElementChild).after(clear);
      form.after(none);
      const apply = () => {
        let shown = 0;
        for (const list of lists) {
          let here = 0;
          for (const child of list.children) {
            let fits = true;
            for (const { name, value } of fields) {
              if (!value) continue;
              fits &&= name === "text" ? child.textContent.toLowerCase().includes(value.trim().toLowerCase()) : (child.dataset[name] ?? "").split(" ").includes(value);
            }
            child.hidden = !fits;
            here += fits;
          }
          // With a list that has nothing left go its heading and the heads of its columns.
          const whole = (lists.length > 1 && list.closest("section")) || list.closest("table") || list;
          whole.hidden = !here;
          shown += here;
        }
        none.hidden = shown > 0;
        clear.hidden = !fields.some((field) => field.value);
        if (out) out.textContent = clear.hidden ? "" : COUNT.replace("{n}", shown);
      };
      // The address says how the list was narrowed, so that one comes back to the same list.
      const note = () => {
        const address = new URL(location.href);
        for (const { name, value } of fields) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
        try { history.replaceState(history.state, "", address); } catch { /* too often for the browser */ }
      };
      form.addEventListener("input", () => { apply(); note(); });
      clear.addEventListener("click", () => {
        for (const field of fields) field.value = "";
        apply();
        note();
        fields[0].focus();
      });
      // A figure leads here with what it counts: `?status=running#tasks`.
      const asked = new URLSearchParams(location.search);
      const named = fields.filter((field) => asked.has(field.name));
      for (const field of named) field.value = asked.get(field.name);
      if (named.some((field) => field.value)) apply();
    }

    for (const table of all("table[data-sortable]")) {
      const body = table.tBodies[0];
      const heads = all("thead th", table);
      if (body.rows.length < 2 || heads.some((head) => head.querySelector(".sort"))) continue;
      const written = [...body.rows];
      const choices = [];
      const sort = (column, up) => {
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        heads[column]?.setAttribute("aria-sort", up ? "ascending" : "descending");
        const text = (row) => row.cells[column].textContent;
        const rows = column < 0 ? written : [...body.rows].sort((a, b) => text(a).localeCompare(text(b), "zh-CN", { numeric: true }));
        body.append(...(up ? rows : rows.reverse()));
        chooser.value = `${column} ${up}`;
      };
      heads.forEach((head, column) => {
        if (body.rows[0].cells[column].classList.contains("spark")) return;
        const name = head.textContent;
        for (const up of [true, false]) choices.push(new Option(`${name} · ${up ? UP : DOWN}`, `${column} ${up}`));
        const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") !== "ascending"));
      });
      // On a phone the heads of the columns are not shown: there one chooses from a list.
      const label = Object.assign(document.createElement("label"), { className: "sort-by", textContent: SORT });
      const chooser = document.createElement("select");
      chooser.append(new Option(WRITTEN, "-1 true"), ...choices);
      chooser.addEventListener("change", () => { const [column, up] = chooser.value.split(" "); sort(Number(column), up === "true"); });
      label.append(chooser);
      table.before(label);
    }

    // Nothing of a film is loaded until it is wanted: then the file, or the platform's own player.
    const aside = (event) => event.ctrlKey || event.metaKey || event.shiftKey;
    for (const facade of fresh("a[data-video]")) {
      facade.addEventListener("click", (event) => {
        const address = facade.dataset.video;
        const own = /\.(mp4|webm|m4v|mov)(\?|$)/i.test(address);
        const player = own ? "" : playerOf(address);
        if (aside(event) || !(own || player)) return;
        event.preventDefault();
        const film = document.createElement(own ? "video" : "iframe");
        film.title = facade.dataset.title || facade.textContent.trim();
        if (own) {
          Object.assign(film, { src: address, controls: true, playsInline: true, poster: facade.querySelector("img")?.currentSrc ?? "" });
          if (facade.dataset.captions) film.append(Object.assign(document.createElement("track"), { kind: "captions", src: facade.dataset.captions, srclang: root.lang, default: true }));
          film.play().catch(() => {});
        } else {
          Object.assign(film, { src: player, allow: "autoplay; fullscreen", allowFullscreen: true, tabIndex: 0 });
        }
        facade.replaceWith(film);
        if (!own) film.after(Object.assign(document.createElement("a"), { className: "video-source", href: facade.href, rel: facade.rel, textContent: OPEN }));
        film.focus();
      });
    }

    // A picture that moves stands still until it is pressed, and again when it is pressed once more.
    for (const moving of fresh("a[data-moving]")) {
      const still = moving.querySelector("picture, img");
      const stop = () => { moving.setAttribute("aria-pressed", "false"); moving.querySelector(".moves")?.remove(); still.hidden = false; };
      const toggle = async (event) => {
        if (aside(event)) return;
        event.preventDefault();
        if (moving.getAttribute("aria-pressed") === "true") return stop();
        moving.setAttribute("aria-pressed", "true");
        const picture = moving.querySelector("img");
        const moves = Object.assign(document.createElement("img"), { className: "moves", src: moving.dataset.moving, alt: picture.alt });
        for (const name of ["width", "height", "style"]) if (picture.hasAttribute(name)) moves.setAttribute(name, picture.getAttribute(name));
        try { await moves.decode(); } catch { return stop(); }
        if (moving.getAttribute("aria-pressed") !== "true" || moving.querySelector(".moves")) return;
        still.before(moves);
        still.hidden = true;
      };
      moving.setAttribute("role", "button");
      moving.addEventListener("click", toggle);
      moving.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
      stop();
    }

    for (const figure of all(".prose pre")) {
      if (!navigator.clipboard) break;
      if (figure.closest("figure.code")?.querySelector(".copy")) continue;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "tool copy", textContent: COPY });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText((figure.querySelector("code") ?? figure).textContent);
        button.textContent = COPIED;
        setTimeout(() => { button.textContent = COPY; }, 2000);
      });
      const holder = figure.closest("figure.code") ?? figure.parentElement;
      if (holder.matches("figure.code")) holder.append(button);
    }

    const pictures = fresh(".prose figure img:not(a img), .gallery img:not(a img)");
    if (pictures.length && window.HTMLDialogElement) {
      const box = Object.assign(document.createElement("dialog"), { className: "lightbox" });
      box.addEventListener("click", () => box.close());
      for (const picture of pictures) {
        picture.tabIndex = 0;
        picture.setAttribute("role", "button");
        picture.setAttribute("aria-label", `${ENLARGE}${COLON}${picture.alt}`);
        const open = () => {
          const shown = (picture.closest("picture") ?? picture).cloneNode(true);
          const large = shown.matches("img") ? shown : shown.querySelector("img");
          for (const name of ["role", "tabindex", "aria-label", "loading", "width", "height"]) large.removeAttribute(name);
          for (const one of [large, ...all("source", shown)]) if (one.srcset) one.sizes = "100vw";
          const close = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: CLOSE });
          const caption = picture.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
          box.replaceChildren(...[shown, caption, close].filter(Boolean));
          document.body.append(box);
          box.showModal();
        };
        picture.addEventListener("click", open);
        picture.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } });
      }
    }

    // Each heading can be linked to; the link's name is the heading's, so that lists of links stay readable.
    for (const heading of all(".prose :is(h2, h3, h4)[id]")) {
      if (heading.querySelector(".anchor")) continue;
      const link = Object.assign(document.createElement("a"), { className: "anchor", href: `#${encodeURIComponent(heading.id)}`, textContent: "#" });
      link.setAttribute("aria-label", `${ANCHOR}${COLON}${heading.textContent}`);
      heading.append(link);
    }

    // The table of contents follows: the last heading above the upper third of the window is where the reader is.
    const toc = document.querySelector(".side .toc");
    if (toc) {
      let waiting = false;
      const follow = () => {
        waiting = false;
        const places = all("a[href^='#']", toc).map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]).filter(([heading]) => heading);
        const passed = places.filter(([heading]) => heading.getBoundingClientRect().top < innerHeight / 3);
        const here = passed.at(-1)?.[1];
        for (const [, link] of places) link === here ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current");
        // Only the box beside the text is moved: `scrollIntoView` would move the page under the reader too.
        const [box, at] = [toc.parentElement.getBoundingClientRect(), here?.getBoundingClientRect()];
        if (at) toc.parentElement.scrollTop += Math.min(at.top - box.top, 0) || Math.max(at.bottom - box.bottom, 0);
      };
      if (fresh(".side .toc").length) addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
      follow();
    }

    // What a learner has finished stays on this device: nothing is sent anywhere.
    const learnt = new Set((() => { try { return JSON.parse(localStorage.getItem("learnt") || "[]"); } catch { return []; } })());
    const showLearnt = () => {
      for (const list of all("[data-lessons]")) {
        for (const lesson of list.children) lesson.classList.toggle("is-learnt", learnt.has(lesson.querySelector("a").getAttribute("href")));
      }
      for (const note of all("[data-learnt-count]")) {
        const lessons = all("[data-lessons] > li :is(h2, h3) a");
        const done = lessons.filter((link) => learnt.has(link.getAttribute("href")));
        const next = lessons.find((link) => !learnt.has(link.getAttribute("href")));
        note.hidden = done.length === 0;
        note.textContent = note.dataset.words.replace("{n}", done.length).replace("{all}", lessons.length);
        if (next) note.append(" · ", note.dataset.next, Object.assign(document.createElement("a"), { href: next.href, textContent: next.textContent }));
      }
    };
    for (const button of fresh("[data-learnt]")) {
      const mark = button.textContent;
      const show = () => {
        const done = learnt.has(button.dataset.learnt);
        button.setAttribute("aria-pressed", String(done));
        button.textContent = done ? `✓ ${button.dataset.done}` : mark;
      };
      button.addEventListener("click", () => {
        learnt.delete(button.dataset.learnt) || learnt.add(button.dataset.learnt);
        keep("learnt", JSON.stringify([...learnt]));
        show();
        showLearnt();
      });
      always(show);
    }
    showLearnt();

    for (const button of fresh("[data-print]")) button.addEventListener("click", () => print());
    for (const share of fresh("[data-share]")) share.addEventListener("click", async () => {
      const what = { title: document.title, url: document.querySelector("link[rel=canonical]")?.href ?? location.href };
      try {
        if (navigator.share) await navigator.share(what);
        else { await navigator.clipboard.writeText(what.url); share.textContent = share.dataset.done; }
      } catch { /* closed by the reader */ }
    });
  }
})();
