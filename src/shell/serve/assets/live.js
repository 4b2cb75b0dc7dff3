// Live reload of `chaoyin serve`: fetches the page after a build and morphs the document, so that the scroll
// position, the focus and what stands in forms stay; shows what is wrong with the content in a panel.
(() => {
  'use strict'
  const own = '/__chaoyin/'
  let version = document.currentScript.dataset.version

  const events = new EventSource(own + 'events')
  events.addEventListener('built', async (event) => {
    const news = JSON.parse(event.data)
    const behind = news.version !== version
    const missed = !follows(version, news.version)
    version = news.version
    panel.show(news)
    if (news.errors > 0 && !document.title.startsWith('还没有生成成功')) return
    if (behind && (missed || news.all || concerns(news.changed))) await renew()
  })

  // What changed is told of the newest build alone: a page that missed one between cannot know, and looks again.
  function follows (last, next) {
    const [server, count] = last.split('-')
    return next === `${server}-${Number(count) + 1}`
  }
  addEventListener('pagehide', () => events.close())

  // After a break in the connection what was missed is not known; the first news then has another version.
  let broken = false
  events.onerror = () => { broken = true }
  events.onopen = () => { if (broken) { broken = false; renew() } }

  function concerns (changed) {
    if (document.title.startsWith('还没有生成成功')) return true
    const here = decodeURIComponent(location.pathname).replace(/index\.html$/, '')
    // A page that was not found may exist now.
    return changed.includes(here) || changed.includes('/404.html') || changed.some((url) => url === here + '/')
  }

  let renewing = false
  let again = false
  async function renew () {
    if (renewing) { again = true; return }
    renewing = true
    try {
      const response = await fetch(location.href, { cache: 'no-cache', headers: { accept: 'text/html' } })
      const type = response.headers.get('content-type') || ''
      if (!type.startsWith('text/html')) { location.reload(); return }
      const next = new DOMParser().parseFromString(await response.text(), 'text/html')
      if (scripts(document) !== scripts(next)) { location.reload(); return }
      await preload(next)
      morph(next)
    } catch {
      // The server is ending or starting; the connection's end is heard by itself.
    } finally {
      renewing = false
      if (again) { again = false; renew() }
    }
  }

  // A page's own scripts have run; another set of them needs another run.
  function scripts (of) {
    const own = (script) => (script.getAttribute('src') || '').startsWith('/__chaoyin/')
    return [...of.querySelectorAll('script')]
      .filter((script) => !own(script) && (!script.type || /module|javascript/.test(script.type)))
      .map((script) => script.getAttribute('src') || script.textContent).join('\n')
  }

  // New style sheets are loaded before the old ones go, so that nothing flashes.
  function preload (next) {
    const here = new Set([...document.querySelectorAll('link[rel~=stylesheet]')].map((link) => link.href))
    const loads = [...next.querySelectorAll('link[rel~=stylesheet]')]
      .map((link) => new URL(link.getAttribute('href'), location.href).href)
      .filter((href) => !here.has(href))
      .map((href) => new Promise((resolve) => {
        const link = document.createElement('link')
        link.rel = 'preload'
        link.as = 'style'
        link.href = href
        link.onload = link.onerror = resolve
        setTimeout(resolve, 1000)
        document.head.append(link)
      }))
    return Promise.all(loads)
  }

  function morph (next) {
    const restore = remembered()
    Idiomorph.morph(document.documentElement, next.documentElement, {
      head: { style: 'merge' },
      callbacks: {
        beforeNodeRemoved: (node) => node !== panel.host,
        // The root's marks are the reader's and the scripts': colours, larger type, "there are scripts".
        beforeAttributeUpdated: (name, node) => node !== document.documentElement || name === 'lang'
      }
    })
    restore()
    document.dispatchEvent(new CustomEvent('chaoyin:renewed'))
  }

  // What the reader did to the page and no page says: scroll, focus, forms, opened details.
  function remembered () {
    const [x, y] = [scrollX, scrollY]
    const active = document.activeElement
    const fields = [...document.querySelectorAll('input, textarea, select')].map((field) => {
      if (field.type === 'file') return () => {}
      const { value, checked } = field
      const dirty = field.tagName === 'SELECT'
        ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : value !== field.defaultValue || checked !== field.defaultChecked
      return () => {
        if (!dirty || !field.isConnected) return
        field.value = value
        if ('checked' in field) field.checked = checked
      }
    })
    const details = [...document.querySelectorAll('details')].map((each) => {
      const { open } = each
      return () => { if (each.isConnected) each.open = open }
    })
    return () => {
      for (const restore of [...fields, ...details]) restore()
      if (active && active !== document.body && active.isConnected && active !== document.activeElement) {
        active.focus({ preventScroll: true })
      }
      scrollTo({ left: x, top: y, behavior: 'instant' })
    }
  }

  // The panel of findings: beside the page, not in it, so that neither's styles touch the other's.
  const panel = (() => {
    const host = document.createElement('chaoyin-findings')
    const root = host.attachShadow({ mode: 'open' })
    const style = document.createElement('link')
    style.rel = 'stylesheet'
    style.href = own + 'live.css'
    const badge = element('button', 'badge')
    badge.type = 'button'
    badge.hidden = true
    badge.setAttribute('aria-haspopup', 'dialog')
    const box = element('section', 'panel')
    box.hidden = true
    box.dataset.chaoyinOverlay = ''
    box.setAttribute('role', 'dialog')
    box.setAttribute('aria-labelledby', 'title')
    const title = element('h2', 'title')
    title.id = 'title'
    title.setAttribute('aria-live', 'polite')
    const close = element('button', 'close', '关闭')
    close.type = 'button'
    const list = element('ol', 'list')
    const note = element('p', 'note', '改好并保存后，这里会自动更新。按 Esc 关闭。')
    const head = element('header', 'head')
    head.append(title, close)
    box.append(head, list, note)
    root.append(style, badge, box)

    const toggle = (open) => {
      box.hidden = !open
      badge.hidden = open || list.childElementCount === 0
      badge.setAttribute('aria-expanded', String(open))
    }
    // Opened by the editor, it stays while there is anything to read; come forward by itself, it goes by itself.
    let asked = false
    badge.onclick = () => { asked = true; toggle(true); close.focus() }
    close.onclick = () => { asked = false; toggle(false); badge.focus() }
    addEventListener('keydown', (event) => { if (event.key === 'Escape' && !box.hidden) { asked = false; toggle(false) } })

    function show (news) {
      if (!host.isConnected) document.documentElement.append(host)
      const counts = [[news.errors, '个错误'], [news.warnings, '个警告']].filter(([n]) => n > 0)
      const words = counts.map(([n, word]) => `${n} ${word}`).join('，') || `${news.diagnostics.length} 条提示`
      badge.textContent = words
      badge.dataset.severity = news.errors > 0 ? 'error' : 'warning'
      title.textContent = news.errors > 0 ? `${words}，网站保持上一次成功的样子` : words
      list.replaceChildren(...news.diagnostics.map(finding))
      // Errors come forward by themselves, warnings wait to be asked.
      toggle(news.errors > 0 || (asked && news.diagnostics.length > 0))
    }

    function finding (it) {
      const row = element('li', 'finding')
      row.dataset.severity = it.severity
      const message = element('p', 'message')
      const names = { error: '错误', warning: '警告', note: '提示' }
      message.append(element('span', 'code', `${names[it.severity]} ${it.code}`), ' ', it.message)
      row.append(message, element('p', 'place', it.excerpt ? `${it.path}:${it.line}:${it.column}` : it.path))
      if (it.excerpt) {
        const [before, meant, after] = it.excerpt
        const line = element('pre', 'line')
        line.append(element('span', 'number', String(it.line)), before, element('mark', 'meant', meant || ' '), after)
        row.append(line)
      }
      if (it.help) row.append(element('p', 'help', `改法：${it.help}`))
      return row
    }

    function element (name, className, text) {
      const made = document.createElement(name)
      made.className = className
      if (text !== undefined) made.textContent = text
      return made
    }

    return { host, show }
  })()
})()
