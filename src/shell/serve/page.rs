//! Pages of the server's own: the script that is put into served HTML, and the page shown before any build succeeded.

/// Addresses below this are the server's own.
pub const OWN: &str = "/__chaoyin/";

/// The server's own files by the last part of their address: type and text.
pub const FILES: [(&str, &str, &str); 3] = [
    ("live.js", "text/javascript; charset=utf-8", include_str!("assets/live.js")),
    ("idiomorph.js", "text/javascript; charset=utf-8", include_str!("assets/idiomorph.js")),
    ("live.css", "text/css; charset=utf-8", include_str!("assets/live.css")),
];

/// HTML with the script of live reload before its end. Served pages only: what is built holds nothing of it.
#[must_use]
pub fn with_script(html: &[u8], version: &str) -> Vec<u8> {
    let script = format!(
        "<script src=\"{OWN}idiomorph.js\" defer></script><script src=\"{OWN}live.js\" data-version=\"{version}\" defer></script>"
    );
    let end = b"</body>";
    let at =
        html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    let (before, after) = html.split_at(at);
    [before, script.as_bytes(), after].concat()
}

/// Shown where no build has succeeded yet: the script opens the panel of findings over it.
pub const NOTHING_YET: &str = "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>还没有生成成功 · 潮音</title></head>\
<body><main style=\"max-width:40rem;margin:4rem auto;padding:0 1rem;font:1rem/1.8 system-ui,sans-serif\">\
<h1>还没有生成成功</h1><p>内容里有错误。改好并保存后，这个页面会自动变成您的网站。</p>\
<noscript><p>终端里列出了全部错误。</p></noscript></main></body></html>\n";

/// Shown for an address that leads nowhere, where the theme has no such page.
pub const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>找不到页面</title></head>\
<body><main style=\"max-width:40rem;margin:4rem auto;padding:0 1rem;font:1rem/1.8 system-ui,sans-serif\">\
<h1>找不到页面</h1><p><a href=\"/\">回首页</a></p></main></body></html>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_end_of_the_body() {
        let page = with_script("<body>正文</BODY></html>".as_bytes(), "1");
        let page = String::from_utf8_lossy(&page);
        assert!(page.starts_with("<body>正文<script") && page.ends_with("</script></BODY></html>"), "{page}");
    }

    #[test]
    fn a_page_without_an_end_gets_it_too() {
        assert!(String::from_utf8_lossy(&with_script(b"<p>x", "1")).starts_with("<p>x<script"));
    }
}
