//! Simplified Chinese in traditional characters, by the dictionaries of `OpenCC`.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::script::is_han;

/// Writes simplified characters as traditional ones, as a region does. The dictionaries are read when the first text
/// needs them.
pub struct Traditional {
    region: BuiltinConfig,
    dictionaries: OnceLock<Option<OpenCC>>,
}

impl Traditional {
    /// The writing that a language tag stands for: of Taiwan (`zh-TW`), Hong Kong and Macau (`zh-HK`, `zh-MO`), else
    /// the one that `OpenCC` takes for standard.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let is_in = |region: &str| code.split('-').any(|part| part.eq_ignore_ascii_case(region));
        let region = if is_in("tw") {
            BuiltinConfig::S2tw
        } else if is_in("hk") || is_in("mo") {
            BuiltinConfig::S2hk
        } else {
            BuiltinConfig::S2t
        };
        Self { region, dictionaries: OnceLock::new() }
    }

    /// A text in traditional characters. What has no Han characters is as it was.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        if !text.chars().any(is_han) {
            return text.to_owned();
        }
        // The dictionaries are compiled in, so they can be read; a text is better simplified than not there.
        let read = || OpenCC::from_config(self.region).ok();
        self.dictionaries.get_or_init(read).as_ref().map_or_else(|| text.to_owned(), |all| all.convert(text))
    }
}

/// Every traditional character that has a simplified one, each followed by that: for readers who type the one and
/// search texts in the other.
#[must_use]
pub fn simplified_pairs() -> String {
    let Ok(all) = OpenCC::from_config(BuiltinConfig::T2s) else { return String::new() };
    let pair = |c: char| {
        let simple = all.convert(c.encode_utf8(&mut [0; 4]));
        let mut chars = simple.chars();
        let only = chars.next().filter(|simple| *simple != c && chars.next().is_none())?;
        Some([c, only])
    };
    ('\u{4E00}'..='\u{9FFF}').filter_map(pair).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_know_their_simplified_ones() {
        let pairs = simplified_pairs();
        for pair in ["網网", "絡络", "髮发", "發发"] {
            assert!(pairs.contains(pair), "{pair}");
        }
        assert!(
            !pairs.contains("人人") && pairs.chars().count().is_multiple_of(2) && pairs.len() < 32 * 1024
        );
    }

    #[test]
    fn words_are_converted_by_their_sense() {
        for (code, simplified, traditional) in [
            ("zh-Hant", "网络素养", "網絡素養"),
            ("zh-Hant", "头发发展", "頭髮發展"),
            ("zh-Hant", "皇后以后", "皇后以後"),
            ("zh-Hant", "干净的树干，干涉", "乾淨的樹幹，干涉"),
            ("zh-Hant", "Chaoyin 2026", "Chaoyin 2026"),
            ("zh-TW", "里面", "裡面"),
            ("zh-HK", "里面", "裏面"),
        ] {
            assert_eq!(Traditional::of(code).text(simplified), traditional, "{code}");
        }
    }
}
