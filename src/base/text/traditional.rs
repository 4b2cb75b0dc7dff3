//! Simplified Chinese in traditional characters, by the dictionaries of `OpenCC`.

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

use super::script::is_han;

/// The dictionaries packed by the build script: a quarter of a megabyte in place of two.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/traditional.deflate"));

/// Traditional characters each followed by its simplified one, packed.
static PACKED_PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/simplified.deflate"));

/// Writes simplified characters as traditional ones, as a region does. The dictionaries are unpacked when the first text
/// needs them.
pub struct Traditional {
    region: Region,
    dictionaries: OnceLock<Vec<Dictionary>>,
}

#[derive(Clone, Copy)]
enum Region {
    Standard,
    Taiwan,
    HongKong,
}

impl Traditional {
    /// The writing that a language tag stands for: of Taiwan (`zh-TW`), Hong Kong and Macau (`zh-HK`, `zh-MO`), else
    /// the one that `OpenCC` takes for standard.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let is_in = |region: &str| code.split('-').any(|part| part.eq_ignore_ascii_case(region));
        let region = if is_in("tw") {
            Region::Taiwan
        } else if is_in("hk") || is_in("mo") {
            Region::HongKong
        } else {
            Region::Standard
        };
        Self { region, dictionaries: OnceLock::new() }
    }

    /// A text in traditional characters. What has no Han characters is as it was.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        if !text.chars().any(is_han) {
            return text.to_owned();
        }
        self.dictionaries
            .get_or_init(|| read(self.region))
            .iter()
            .fold(text.to_owned(), |text, dictionary| dictionary.converted(&text))
    }
}

/// Every traditional character that has a simplified one, each followed by that: for readers who type the one and
/// search texts in the other.
#[must_use]
pub fn simplified_pairs() -> String {
    unpacked(PACKED_PAIRS)
}

/// The dictionaries that a text goes through, one after the other.
fn read(region: Region) -> Vec<Dictionary> {
    let all = unpacked(PACKED);
    let mut sections = all.split("\n\n").map(Dictionary::read);
    let standard = sections.next();
    let further = match region {
        Region::Standard => None,
        Region::Taiwan => sections.next(),
        Region::HongKong => sections.nth(1),
    };
    standard.into_iter().chain(further).collect()
}

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    // They were packed with the program; a text is better simplified than not there.
    let _ = DeflateDecoder::new(packed).read_to_string(&mut text);
    text
}

/// Words in the order of their bytes, and what stands for each.
struct Dictionary {
    text: String,
    words: Vec<Word>,
    /// Which words begin with a character.
    beginning: HashMap<char, Range<usize>, foldhash::fast::FixedState>,
}

/// A word's place in the text, and that of what stands for it: empty where its characters give that one by one.
struct Word {
    written: Range<u32>,
    writing: Range<u32>,
}

impl Dictionary {
    fn read(text: &str) -> Self {
        let mut words = Vec::new();
        let mut beginning: HashMap<char, Range<usize>, _> = HashMap::default();
        let mut at = 0u32;
        let long = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        for line in text.split('\n') {
            let end = at + long(line);
            if let Some(first) = line.chars().next() {
                let (word, writing) = line.split_once('\t').unwrap_or((line, ""));
                let of_first = beginning.entry(first).or_insert(words.len()..words.len());
                of_first.end += 1;
                words.push(Word { written: at..at + long(word), writing: end - long(writing)..end });
            }
            at = end + 1;
        }
        Self { text: text.to_owned(), words, beginning }
    }

    /// The longest word at each place is written anew, from the first place to the last.
    fn converted(&self, text: &str) -> String {
        let mut made = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let long = if let Some(word) = self.longest(first, rest) {
                self.write(word, &mut made);
                word.written.len()
            } else {
                made.push(first);
                first.len_utf8()
            };
            rest = rest.get(long..).unwrap_or_default();
        }
        made
    }

    /// The longest word that a text begins with.
    fn longest(&self, first: char, text: &str) -> Option<&Word> {
        let mut words = self.words.get(self.beginning.get(&first)?.clone())?;
        let mut text = text;
        loop {
            // Of the words that begin the text the longest is the last in order. Where another stands before the text, the
            // longest is no longer than what that one and the text have in common.
            let before = words.partition_point(|word| self.at(&word.written) <= text);
            words = words.get(..before)?;
            let last = words.last()?;
            let word = self.at(&last.written);
            let common = text.chars().zip(word.chars()).take_while(|(one, other)| one == other);
            let common: usize = common.map(|(c, _)| c.len_utf8()).sum();
            if common == word.len() {
                return Some(last);
            }
            text = text.get(..common)?;
        }
    }

    fn write(&self, word: &Word, made: &mut String) {
        if !word.writing.is_empty() {
            made.push_str(self.at(&word.writing));
            return;
        }
        for c in self.at(&word.written).chars() {
            match self.longest(c, c.encode_utf8(&mut [0; 4])) {
                Some(alone) if !alone.writing.is_empty() => made.push_str(self.at(&alone.writing)),
                _ => made.push(c),
            }
        }
    }

    fn at(&self, place: &Range<u32>) -> &str {
        self.text.get(place.start as usize..place.end as usize).unwrap_or_default()
    }
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
    fn all_is_converted_as_opencc_does() {
        use ferrous_opencc::OpenCC;
        use ferrous_opencc::config::BuiltinConfig;

        let phrases = include_str!("opencc/STPhrases.txt");
        // Words that overlap, cut short and run into each other, besides each in a line of its own.
        let run_together: String = phrases.lines().filter_map(|line| line.split('\t').next()).collect();
        let cut: String =
            run_together.chars().enumerate().filter(|(at, _)| at % 7 != 0).map(|(_, c)| c).collect();
        let every: String = ('\u{3400}'..='\u{9FFF}').collect();
        for (code, region) in
            [("zh-Hant", BuiltinConfig::S2t), ("zh-TW", BuiltinConfig::S2tw), ("zh-HK", BuiltinConfig::S2hk)]
        {
            let theirs = OpenCC::from_config(region).expect("it is built in");
            let ours = Traditional::of(code);
            for text in [phrases, &run_together, &cut, &every] {
                assert!(ours.text(text) == theirs.convert(text), "{code}");
            }
        }
        let theirs = OpenCC::from_config(BuiltinConfig::T2s).expect("it is built in");
        let pairs: String = every
            .chars()
            .filter(|c| *c >= '\u{4E00}')
            .map(|c| (c, theirs.convert(&c.to_string())))
            .filter(|(c, simple)| *simple != c.to_string() && simple.chars().count() == 1)
            .map(|(c, simple)| format!("{c}{simple}"))
            .collect();
        assert!(simplified_pairs() == pairs);
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
