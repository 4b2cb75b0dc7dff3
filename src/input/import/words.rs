//! What the words of a cell mean: numbers, days, states, units.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::base::text::script::is_han;
use crate::base::time::date::Date;
use crate::input::document::tasks::STATUS_WORDS;

/// A text without differences of width, and without white space.
#[must_use]
pub fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// A whole number at the start of a text, in digits of any width or in Chinese: `４、`, `（四）`, `十二`.
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    let text = folded(text);
    let text = text.trim_start_matches(['(', '[', '第', '表', '附', '续', 'N', 'o', '.']);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return digits.parse().ok().filter(|n| *n > 0);
    }
    let han: String = text.chars().take_while(|c| HAN_DIGITS.contains(*c) || *c == '十').collect();
    from_han(&han)
}

const HAN_DIGITS: &str = "〇一二三四五六七八九";

/// 1 to 99 in Chinese.
fn from_han(text: &str) -> Option<u32> {
    let digit = |c: char| HAN_DIGITS.chars().position(|d| d == c).and_then(|n| u32::try_from(n).ok());
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        [one] => digit(*one).filter(|n| *n > 0),
        ['十', one] => digit(*one).map(|n| 10 + n),
        [ten, '十'] => digit(*ten).map(|n| n * 10),
        [ten, '十', one] => Some(digit(*ten)? * 10 + digit(*one)?),
        _ => None,
    }
}

/// A task's number; of `4-4` the second.
#[must_use]
pub fn task_number(text: &str) -> Option<u32> {
    let text = folded(text);
    match text.split_once(['-', '—', '–']) {
        Some((table, no)) if table.chars().all(|c| c.is_ascii_digit()) => number(no),
        _ => number(&text),
    }
}

/// A day: `2026-05-06`, `2026/5/6`, `2026年5月6日`, with a time or without.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let text = text.nfkc().collect::<String>();
    let text = text.trim();
    let plain = text.replace(['年', '月'], "-").replace('日', "");
    let first = plain.split([' ', 'T']).next().unwrap_or_default();
    Date::parse(first.trim_end_matches('-'))
}

/// A percentage: `60`, `60%`, `0.6` as spreadsheets store it.
#[must_use]
pub fn percent(text: &str) -> Option<u8> {
    let text = folded(text);
    let bare = text.trim_end_matches('%');
    let number: f64 = bare.parse().ok()?;
    let is_share = bare.len() == text.len() && (bare.contains('.') || bare == "1") && number <= 1.0;
    let percent = if is_share { number * 100.0 } else { number };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 100")]
    (0.0..=100.0).contains(&percent).then(|| percent.round() as u8)
}

/// A status as editors write it, for the words that plans on paper use; `None` where there is no such.
#[must_use]
pub fn status(text: &str) -> Option<&'static str> {
    let word = folded(text);
    if let Some(known) = STATUS_WORDS.iter().find(|known| **known == word) {
        return Some(known);
    }
    Some(match word.as_str() {
        "未开始" | "待启动" | "尚未启动" | "计划中" => "未启动",
        "正在进行" | "推进中" | "在推进" | "正在推进" | "持续推进" => "进行中",
        "完成" | "已办结" | "办结" | "已结束" => "已完成",
        "长期" | "长期坚持" | "持续" | "常态" | "长期推进" => "常态化",
        "已暂停" | "中止" | "搁置" => "暂停",
        _ => return None,
    })
}

/// A recurrence as editors write it.
#[must_use]
pub fn recurs(text: &str) -> Option<&'static str> {
    Some(match folded(text).as_str() {
        "每年" | "年度" | "yearly" => "yearly",
        "每学年" | "学年" | "school_yearly" => "school_yearly",
        "每学期" | "学期" | "termly" => "termly",
        "每月" | "月度" | "monthly" => "monthly",
        "定期" | "periodic" => "periodic",
        _ => return None,
    })
}

/// The units of a cell in order, each once. Between them stand `、`, commas, semicolons, line ends or spaces; white
/// space within a name that is known does not part it.
#[must_use]
pub fn units(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut add = |unit: String| {
        if !unit.is_empty() && !units.contains(&unit) {
            units.push(unit);
        }
    };
    for part in text.split(['、', '，', ',', '；', ';', '/', '。']) {
        let words: Vec<String> = part.split_whitespace().map(|w| trimmed(w).to_owned()).collect();
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            // The longest run of words that is one known name, else the first word alone.
            let joined = |n: usize| rest.iter().take(n).map(String::as_str).collect::<String>();
            let take = (2..=rest.len()).rev().find(|n| known.contains(&joined(*n))).unwrap_or(1);
            add(joined(take));
            rest = rest.get(take..).unwrap_or_default();
        }
    }
    units
}

/// A name without marks around it that say nothing: `-` and `无` for nobody.
fn trimmed(word: &str) -> &str {
    let word = word.trim_matches(['：', ':', '．', '.', '\u{3000}']);
    if matches!(word, "-" | "—" | "——" | "/" | "无") { "" } else { word }
}

/// Lines of a cell as one: nothing between Chinese characters or after a mark, else a space.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |whole, line| joined(&whole, line))
}

/// A text and its continuation.
#[must_use]
pub fn joined(before: &str, after: &str) -> String {
    let (last, first) = (before.chars().next_back(), after.chars().next());
    let is_tight = |c: char| is_han(c) || !c.is_alphanumeric();
    let tight = last.is_none_or(is_tight) || first.is_none_or(is_tight);
    format!("{before}{}{after}", if tight { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_writing() {
        for (text, expected) in [
            ("４", Some(4)),
            ("4.", Some(4)),
            ("（十二）", Some(12)),
            ("二十", Some(20)),
            ("三十一", Some(31)),
            ("表４ 推动", Some(4)),
            ("4.0", Some(4)),
            ("续表九", Some(9)),
            ("甲", None),
            ("", None),
            ("0", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!((task_number("4－12"), task_number("３")), (Some(12), Some(3)));
    }

    #[test]
    fn units_stand_between_any_marks() {
        let known: BTreeSet<String> = ["马克思主义学院", "学工部", "宣传部"].map(str::to_owned).into();
        for (text, expected) in [
            ("宣传部、学工部", &["宣传部", "学工部"][..]),
            ("宣传部，学工部,马克思主义学院", &["宣传部", "学工部", "马克思主义学院"]),
            ("宣传部 学工部\n宣传部", &["宣传部", "学工部"]),
            ("马克思主义\n学院 新单位", &["马克思主义学院", "新单位"]),
            ("—", &[]),
            ("", &[]),
        ] {
            assert_eq!(units(text, &known), expected, "{text}");
        }
    }

    #[test]
    fn days_and_shares_are_read_as_people_write_them() {
        let day_of = |text: &str| day(text).map(|d| d.to_string());
        for text in ["2026-05-06", "2026/5/6", "2026年5月6日", "２０２６．５．６", "2026-05-06T00:00:00"]
        {
            assert_eq!(day_of(text).as_deref(), Some("2026-05-06"), "{text}");
        }
        assert_eq!(day_of("2026年底"), None);
        for (text, expected) in [
            ("0.6", Some(60)),
            ("60%", Some(60)),
            ("６０", Some(60)),
            ("1", Some(100)),
            ("1%", Some(1)),
            ("120", None),
            ("多", None),
        ] {
            assert_eq!(percent(text), expected, "{text}");
        }
    }

    #[test]
    fn a_row_that_goes_on_is_joined_without_a_gap() {
        assert_eq!(one_line("建立校园\n全媒体矩阵"), "建立校园全媒体矩阵");
        assert_eq!(joined("use Rust", "and YAML"), "use Rust and YAML");
    }
}
