//! Parts of addresses: from a slug or a name, safe below the root of the site.

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::hash::Fingerprint;
use crate::base::limits::URL_SEGMENT_BYTES_MAX;
use crate::base::text::slug::{is_safe_segment, slug};
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;

/// A slug that is no single, safe part of an address.
pub static UNSAFE_SLUG: Code = Code {
    name: "SRC030",
    severity: Severity::Error,
    message: Words {
        zh: "slug “{slug}”不能用作网址的一段：{reason}",
        en: "slug `{slug}` cannot be part of an address: {reason}",
    },
    help: Words {
        zh: "只写一段，用小写字母、数字和连字符，例如 wang-yangming",
        en: "write one part of small letters, digits and hyphens, such as wang-yangming",
    },
    example: "slug: ../x",
};

/// A former address that leads out of the site or is no path.
pub static UNSAFE_ALIAS: Code = Code {
    name: "SRC032",
    severity: Severity::Error,
    message: Words {
        zh: "旧网址“{alias}”不能用：{reason}",
        en: "former address `{alias}` cannot be used: {reason}",
    },
    help: Words {
        zh: "写本站内的路径，以 / 开头，例如 /old/page/",
        en: "write a path of this site that begins with /, such as /old/page/",
    },
    example: "aliases: [/../x/]",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNSAFE_SLUG, &UNSAFE_ALIAS];

/// The part of an address for something that may have a slug of its own; with an unsafe slug, the name's part
/// and a finding.
#[must_use]
pub fn part(own: Option<&Located<String>>, name: &str, file: &str) -> (String, Option<Finding>) {
    let Some(own) = own else { return (from_name(name), None) };
    let written = own.value.trim();
    match unsafe_reason(written) {
        None => (written.to_owned(), None),
        Some(reason) => {
            let place = Place::new(file, own.span);
            let finding = Finding::new(&UNSAFE_SLUG, place).with("slug", written).with("reason", reason);
            (from_name(name), Some(finding))
        }
    }
}

/// The part of an address for a name. A name without any letter or digit gets one from its fingerprint, since every
/// page must have an address.
#[must_use]
pub fn from_name(name: &str) -> String {
    let mut part = slug(name);
    if part.is_empty() || part.chars().all(|c| c == '.') {
        return format!("n{:08x}", Fingerprint::of_bytes(name.as_bytes()).short() >> 32);
    }
    if part.len() > URL_SEGMENT_BYTES_MAX {
        let mut end = URL_SEGMENT_BYTES_MAX;
        while !part.is_char_boundary(end) {
            end -= 1;
        }
        part.truncate(end);
        part.truncate(part.trim_end_matches('-').len());
    }
    part
}

/// Why a text is no single safe part of an address; `None` where it is one.
fn unsafe_reason(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        return Some("是空的");
    }
    if part.contains(['/', '\\']) {
        return Some("含有斜线");
    }
    if part.chars().all(|c| c == '.') {
        return Some("只有点");
    }
    if part.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Some("含有空格或控制字符");
    }
    if part.contains(['?', '#', '%', '"', '\'', '<', '>', '&', ':', '*', '|', '`', '{', '}']) {
        return Some("含有网址中另有含义的符号");
    }
    if part.len() > URL_SEGMENT_BYTES_MAX {
        return Some("太长");
    }
    // The rest has no sign in it that an editor would see: a device's name, a final dot, an invisible character.
    (!is_safe_segment(part)).then_some("在 Windows 上不能作文件名，或含有看不见的字符")
}

/// A former address as a site path: `/old/` for a page, `/old/x.html` for a file.
///
/// # Errors
/// A finding where it leads out of the tree or is no path.
pub fn alias(written: &Located<String>, file: &str) -> Result<String, Finding> {
    let text = written.value.trim();
    let refuse = |reason: &str| {
        Err(Finding::new(&UNSAFE_ALIAS, Place::new(file, written.span))
            .with("alias", text)
            .with("reason", reason))
    };
    if text.contains("://") || text.starts_with("//") {
        return refuse("是站外地址");
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split('/').filter(|p| !p.is_empty()) {
        match unsafe_reason(part) {
            Some("只有点") => return refuse("含有 . 或 .."),
            Some(reason) => return refuse(reason),
            None => parts.push(part),
        }
    }
    let Some(last) = parts.last() else { return refuse("是空的或首页") };
    let is_file = !text.ends_with('/') && (ends_with(last, ".html") || ends_with(last, ".htm"));
    let end = if is_file { "" } else { "/" };
    Ok(format!("/{}{end}", parts.join("/")))
}

/// The address of a picture or attachment from the root of the whole site: its path below `content/`; what lies in
/// the tree of a further language stands below that language's path.
#[must_use]
pub fn of_asset(path: &SourcePath) -> String {
    match path.root().strip_prefix("content.") {
        Some(code) => format!("/{}/{}", code.to_ascii_lowercase(), path.below_root()),
        None => format!("/{}", path.as_str().strip_prefix("content/").unwrap_or(path.as_str())),
    }
}

fn ends_with(name: &str, end: &str) -> bool {
    name.len() > end.len() && name.get(name.len() - end.len()..).is_some_and(|e| e.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::span::Span;

    fn located(text: &str) -> Located<String> {
        Located::new(text.to_owned(), Span::default())
    }

    #[test]
    fn a_slug_is_one_safe_part() {
        for (written, expected, refused) in [
            ("wang-yangming", "wang-yangming", false),
            ("../x", "ming", true),
            ("a/b", "ming", true),
            ("..", "ming", true),
            ("a b", "ming", true),
            ("", "ming", true),
            ("王阳明", "王阳明", false),
            ("con", "ming", true),
            ("a.", "ming", true),
            ("a\u{200b}b", "ming", true),
        ] {
            let (part, finding) = part(Some(&located(written)), "明", "content/a.md");
            assert_eq!((part.as_str(), finding.is_some()), (expected, refused), "{written}");
        }
    }

    #[test]
    fn a_name_without_letters_still_has_an_address() {
        assert!(from_name("！！").len() > 1);
        assert_ne!(from_name("！！"), from_name("？？"));
    }

    #[test]
    fn an_alias_stays_in_the_site() {
        for (written, expected) in [
            ("/old/x/", Some("/old/x/")),
            ("old/x", Some("/old/x/")),
            ("/old/x.html", Some("/old/x.html")),
            ("/../../x/", None),
            ("/a/./b/", None),
            ("https://example.edu.cn/x", None),
            ("//evil.example.com/x", None),
            ("/", None),
            ("/x?y=1", None),
        ] {
            assert_eq!(alias(&located(written), "content/a.md").ok().as_deref(), expected, "{written}");
        }
    }
}
