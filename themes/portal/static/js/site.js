// 潮音 portal: everything here only adds; each page is whole without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const keep = (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* private mode */ } };

  const care = document.querySelector("[data-care].tool, button[data-care]");
  if (care) {
    const show = () => care.setAttribute("aria-pressed", String(root.hasAttribute("data-care")));
    care.addEventListener("click", () => { const on = root.toggleAttribute("data-care"); keep("care", on ? "1" : null); show(); });
    show();
  }

  const themeButton = document.querySelector("[data-theme-switch]");
  if (themeButton) {
    const names = { "": "跟随系统", light: "浅色", dark: "深色" };
    const order = ["", "light", "dark"];
    const now = () => root.getAttribute("data-theme") || "";
    const show = () => themeButton.setAttribute("aria-label", `${themeButton.textContent}：${names[now()]}`);
    themeButton.addEventListener("click", () => {
      const next = order[(order.indexOf(now()) + 1) % order.length];
      next ? root.setAttribute("data-theme", next) : root.removeAttribute("data-theme");
      keep("theme", next || null);
      show();
    });
    show();
  }

  const toggle = document.querySelector(".menu-toggle");
  const menu = document.getElementById("menu");
  if (toggle && menu) {
    const set = (open) => { toggle.setAttribute("aria-expanded", String(open)); menu.toggleAttribute("data-open", open); };
    toggle.addEventListener("click", () => set(toggle.getAttribute("aria-expanded") !== "true"));
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { set(false); toggle.focus(); } });
  }

  for (const form of all("[data-filter]")) {
    const list = document.querySelector(form.dataset.filter);
    if (!list) continue;
    const out = form.querySelector("output");
    const apply = () => {
      const wanted = all("[name]", form).map((field) => [field.name, field.value]);
      let shown = 0;
      for (const child of list.children) {
        let fits = true;
        for (const [name, value] of wanted) {
          if (!value) continue;
          fits &&= name === "text" ? child.textContent.toLowerCase().includes(value.toLowerCase()) : child.dataset[name] === value;
        }
        child.hidden = !fits;
        shown += fits;
      }
      if (out) out.textContent = `${shown} 项`;
    };
    form.addEventListener("input", apply);
  }

  for (const table of all("table[data-sortable]")) {
    const body = table.tBodies[0];
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].sort((a, b) => a.cells[column].textContent.localeCompare(b.cells[column].textContent, "zh-CN", { numeric: true }));
        body.append(...(up ? rows : rows.reverse()));
      });
    });
  }

  for (const facade of all("a[data-video]")) {
    facade.addEventListener("click", (event) => {
      const address = facade.dataset.video;
      if (!/\.(mp4|webm|m4v)(\?|$)/i.test(address)) return;
      event.preventDefault();
      const video = Object.assign(document.createElement("video"), { src: address, controls: true, autoplay: true });
      facade.replaceWith(video);
      video.focus();
    });
  }

  for (const figure of all(".prose pre")) {
    if (!navigator.clipboard) break;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "tool copy", textContent: "复制" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(figure.querySelector("code")?.innerText ?? figure.innerText);
      button.textContent = "已复制";
      setTimeout(() => { button.textContent = "复制"; }, 2000);
    });
    const holder = figure.closest("figure.code") ?? figure.parentElement;
    if (holder.matches("figure.code")) holder.append(button);
  }

  const pictures = all(".prose figure img:not(a img), .gallery img:not(a img)");
  if (pictures.length && window.HTMLDialogElement) {
    const box = Object.assign(document.createElement("dialog"), { className: "lightbox" });
    box.addEventListener("click", () => box.close());
    document.body.append(box);
    for (const picture of pictures) {
      picture.tabIndex = 0;
      picture.setAttribute("role", "button");
      picture.setAttribute("aria-label", `${picture.alt || "图片"}（放大）`);
      const open = () => {
        const large = Object.assign(document.createElement("img"), { alt: picture.alt, sizes: "100vw", srcset: picture.srcset, src: picture.src });
        const close = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: "关闭" });
        box.replaceChildren(large, close);
        box.showModal();
      };
      picture.addEventListener("click", open);
      picture.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } });
    }
  }

  const toc = document.querySelector(".toc");
  if (toc && "IntersectionObserver" in window) {
    const links = new Map(all("a[href^='#']", toc).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(entry.target.id)?.setAttribute("aria-current", "location");
      }
    }, { rootMargin: "0px 0px -70% 0px" });
    links.forEach((_, id) => { const heading = document.getElementById(id); if (heading) seen.observe(heading); });
  }

  document.querySelector("[data-print]")?.addEventListener("click", () => print());
  const share = document.querySelector("[data-share]");
  share?.addEventListener("click", async () => {
    const what = { title: document.title, url: location.href };
    try {
      if (navigator.share) await navigator.share(what);
      else { await navigator.clipboard.writeText(what.url); share.textContent = "链接已复制"; }
    } catch { /* closed by the reader */ }
  });
})();
