//! What the YAML parser refuses, told in an editor's words and at the place where the slip is.

use serde_saphyr::granit_parser::ErrorKind;
use serde_saphyr::{Error, ExternalMessageSource, Location};

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::base::limits::{YAML_DEPTH_MAX, YAML_NODES_MAX};
use crate::input::source::path::SourcePath;

/// Not YAML.
pub static SYNTAX: Code = Code {
    name: "FM002",
    severity: Severity::Error,
    message: Words { zh: "这里的写法读不懂：{why}", en: "this is not valid YAML: {why_en}" },
    help: Words { zh: "{mend}", en: "{mend_en}" },
    example: "---\ntitle：名师名生\n---",
};

/// Too deep, too large, or aliases that multiply.
pub static BOUND: Code = Code {
    name: "FM003",
    severity: Severity::Error,
    message: Words {
        zh: "数据太深或太大（最多 {depth} 层、{nodes} 个值）",
        en: "the data is too deep or too large (at most {depth} levels, {nodes} values)",
    },
    help: Words {
        zh: "检查有没有成倍展开的引用（*名字）或层层嵌套的方括号，改成直接写出内容",
        en: "look for aliases that multiply or nested brackets, and write the values out",
    },
    example: "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&SYNTAX, &BOUND];

/// The finding for an error of the parser in `text`, which stands at byte `offset` of `path`.
#[must_use]
pub fn finding(error: &Error, text: &str, offset: u32, path: &SourcePath) -> Finding {
    let error = inner(error);
    let at = error.location().map_or(0, |location| byte_of(&location, text));
    if is_bound(error) {
        return Finding::new(&BOUND, Place::new(path.shared(), one_character(text, at).shifted(offset)))
            .with("depth", YAML_DEPTH_MAX)
            .with("nodes", YAML_NODES_MAX);
    }
    told(&slip(error, text, at), text, offset, path)
}

/// Whether a text that YAML takes for words alone is meant as keys and values: its first line has a colon of the
/// wrong sort, or none of the space after it.
#[must_use]
pub fn is_mapping_meant(text: &str) -> bool {
    colon(text, &first_line(text)).is_some()
}

/// The finding for such a text.
#[must_use]
pub fn not_a_mapping(text: &str, offset: u32, path: &SourcePath) -> Finding {
    let slip = colon(text, &first_line(text))
        .unwrap_or_else(|| colon_or_indent(&ErrorKind::SimpleKeyExpected, text, first_line(text).start));
    told(&slip, text, offset, path)
}

/// The first line that says something.
fn first_line(text: &str) -> std::ops::Range<usize> {
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let start: usize = text.split_inclusive('\n').take_while(|line| blank(line)).map(str::len).sum();
    line_at(text, start)
}

fn told(slip: &Slip, text: &str, offset: u32, path: &SourcePath) -> Finding {
    Finding::new(&SYNTAX, Place::new(path.shared(), one_character(text, slip.at).shifted(offset)))
        .with("why", slip.why.zh)
        .with("why_en", slip.why.en)
        .with("mend", slip.mend.zh)
        .with("mend_en", slip.mend.en)
}

fn inner(error: &Error) -> &Error {
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => inner(error),
        error => error,
    }
}

/// The byte that a location means. The scanner gives its errors' places in characters alone.
fn byte_of(location: &Location, text: &str) -> usize {
    let span = location.span();
    if let Some(byte) = span.byte_offset() {
        return usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    }
    let characters = usize::try_from(span.offset()).unwrap_or(usize::MAX);
    text.char_indices().nth(characters).map_or(text.len(), |(byte, _)| byte)
}

/// The span of the character at or before `at`, so that the caret stands on something; at a line's end on its last
/// character.
fn one_character(text: &str, at: usize) -> Span {
    let at = (0..=at.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' => Span::new(at, at + c.len_utf8()),
        _ => {
            let before = text.get(..at).unwrap_or_default();
            let last = before.chars().next_back().filter(|c| *c != '\n').map_or(0, char::len_utf8);
            Span::new(at - last, at)
        }
    }
}

fn is_bound(error: &Error) -> bool {
    match error {
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => true,
        error => {
            matches!(kind(error), Some(ErrorKind::RecursionLimitExceeded | ErrorKind::AnchorCountOverflow))
        }
    }
}

fn kind(error: &Error) -> Option<&ErrorKind> {
    match error {
        Error::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(error) => Some(error.kind()),
            _ => None,
        },
        _ => None,
    }
}

/// What went wrong, where, and how to mend it.
struct Slip {
    at: usize,
    why: Words,
    mend: Words,
}

impl Slip {
    const fn new(
        at: usize,
        (why, why_en): (&'static str, &'static str),
        (mend, mend_en): (&'static str, &'static str),
    ) -> Self {
        Self { at, why: Words { zh: why, en: why_en }, mend: Words { zh: mend, en: mend_en } }
    }
}

fn slip(error: &Error, text: &str, at: usize) -> Slip {
    match error {
        Error::MultipleDocuments { .. } => Slip::new(
            at,
            ("一个文件里写了两份数据", "two documents in one file"),
            ("删去中间的 ---，或者拆成两个文件", "remove the `---` between them, or use two files"),
        ),
        Error::UnknownAnchor { .. } => Slip::new(
            at,
            ("以星号 * 开头的内容有特殊意思", "`*` at the start of a value means an alias"),
            ("用双引号把内容括起来，如 \"*必读\"", "put the value between double quotes"),
        ),
        _ => match kind(error) {
            Some(kind) => scanned(kind, text, at),
            None => Slip::new(
                at,
                ("这个值的标记用得不对", "this value does not fit its tag"),
                (
                    "用双引号把内容括起来；开头的 ! 和 & 有特殊意思",
                    "put the value between double quotes; a leading `!` or `&` is special",
                ),
            ),
        },
    }
}

/// The slip behind a scanner's error: first what shows in the lines, then what the scanner says.
fn scanned(kind: &ErrorKind, text: &str, at: usize) -> Slip {
    if let Some(slip) = tab(kind, text, at) {
        return slip;
    }
    match kind {
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::DocumentIndicatorInQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent => Slip::new(
            at,
            ("引号没有成对", "the quotation mark is not closed"),
            (
                "在这一行补上另一个引号；内容里有引号时，换另一种引号把整句括起来",
                "close it; where the text itself has quotation marks, use the other sort around all of it",
            ),
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            Slip::new(
                at,
                ("引号结束后还有文字", "text follows the closing quotation mark"),
                (
                    "用另一种引号把整句括起来，如 '\"名师\"专栏'；或者改用中文引号“”",
                    "put all of the value between the other sort of quotation marks",
                ),
            )
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => Slip::new(
            at,
            ("双引号里的反斜杠 \\ 有特殊意思", "a backslash between double quotes is special"),
            ("把双引号换成单引号，或者把 \\ 写成 \\\\", "use single quotes, or write `\\\\`"),
        ),
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => Slip::new(
            at,
            ("有看不见的控制字符", "there is an invisible control character"),
            ("把这一行删掉，重新输入", "delete this line and type it again"),
        ),
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            Slip::new(
                at,
                ("内容不能以这个符号开头", "a value cannot begin with this character"),
                ("用双引号把内容括起来，如 \"@校团委\"", "put the value between double quotes"),
            )
        }
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::CommentInterceptedScalar => Slip::new(
            at,
            (
                "符号 |、> 或 # 后面的写法不对",
                "`|`, `>` or `#` is followed by something it cannot be followed by",
            ),
            (
                "| 和 > 后面要换行；内容里有这些符号时，用双引号括起来",
                "break the line after `|` and `>`; put a value that holds them between double quotes",
            ),
        ),
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => Slip::new(
            at,
            ("减号列表要另起一行", "a list with hyphens begins on its own line"),
            (
                "每一项单独一行，写成“  - 内容”；或者写在方括号里，如 [甲, 乙]",
                "one line each, `  - value`, or all in brackets: [a, b]",
            ),
        ),
        kind if brackets(kind) => bracket(text, at),
        _ => colon_or_indent(kind, text, at),
    }
}

fn brackets(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::MisplacedFlowCollectionEnd
            | ErrorKind::FlowMappingValueAdjacentCollection
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::InvalidColonPlacement
    )
}

/// Brackets that are not paired: the opening one is what to look at, and it may stand lines above.
fn bracket(text: &str, at: usize) -> Slip {
    let mut open = Vec::new();
    for (n, c) in text.char_indices().take_while(|(n, _)| *n < at) {
        match c {
            '[' | '{' => open.push(n),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    let line = line_at(text, at);
    let own_line = open.last().is_none_or(|n| line.contains(n));
    let (why, at) = if own_line {
        (("括号里的逗号、冒号或右括号不对", "a comma, a colon or the closing bracket is missing"), at)
    } else {
        (("括号没有成对", "the bracket is not closed"), open.last().copied().unwrap_or(at))
    };
    Slip::new(
        at,
        why,
        (
            "括号和逗号都用英文的，如 [甲, 乙]、{ 名称: 值 }；内容里有冒号、逗号时，用双引号括起来",
            "close it, separate by commas, and put values that hold commas or colons between double quotes",
        ),
    )
}

fn tab(kind: &ErrorKind, text: &str, at: usize) -> Option<Slip> {
    let told = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
    );
    let here = line_at(text, at);
    // The scanner may stop at the end of the line before.
    let tab = tab_in(text, &here).or_else(|| tab_in(text, &line_at(text, here.end + 1)).filter(|_| told));
    (told || tab.is_some()).then(|| {
        Slip::new(
            tab.unwrap_or(at),
            ("行首用了制表符（Tab）", "a tab is used for indentation"),
            ("把行首的 Tab 换成空格，每一级两个", "indent with spaces, two for each level"),
        )
    })
}

/// The first tab among the blanks that a line begins with.
fn tab_in(text: &str, line: &std::ops::Range<usize>) -> Option<usize> {
    let written = text.get(line.clone())?;
    let blank = written.len() - written.trim_start_matches([' ', '\t']).len();
    written.get(..blank)?.find('\t').map(|n| line.start + n)
}

/// What is left: a line that has no colon which counts, one with a colon too many, or indentation that does not fit.
fn colon_or_indent(kind: &ErrorKind, text: &str, at: usize) -> Slip {
    let here = line_at(text, at);
    let above = line_at(text, here.start.saturating_sub(1));
    // A line without a colon that counts is often found out only on the next line.
    for line in [&here, &above] {
        if let Some(slip) =
            wide_blank(text, line).or_else(|| hyphen(text, line)).or_else(|| colon(text, line))
        {
            return slip;
        }
    }
    let line = text.get(here.clone()).unwrap_or_default();
    if matches!(kind, ErrorKind::MappingValueNotAllowed) && line.matches(": ").count() > 1 {
        return Slip::new(
            at,
            ("内容里又有一个冒号和空格", "the value holds another colon with a space"),
            ("用双引号把内容括起来，如 title: \"问: 答\"", "put the value between double quotes"),
        );
    }
    if matches!(kind, ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey) {
        return Slip::new(
            at,
            ("这一行不是“名称: 值”", "this line is not `key: value`"),
            (
                "补上英文冒号和空格；如果是上一行的继续，就接到上一行后面",
                "add a colon and a space, or join it to the line above",
            ),
        );
    }
    Slip::new(
        at,
        ("缩进或标点不合规则", "the indentation or punctuation does not fit"),
        (
            "检查这一行和上一行的缩进、冒号和引号；同一级的字段左边要对齐",
            "check indentation, colons and quotation marks on this line and the one above",
        ),
    )
}

/// A full-width or unbreakable blank among those that a line begins with: YAML takes it for a letter.
fn wide_blank(text: &str, line: &std::ops::Range<usize>) -> Option<Slip> {
    let words = text.get(line.clone())?;
    let blank = words.len() - words.trim_start().len();
    let wide = words.get(..blank)?.find(['\u{3000}', '\u{a0}'])?;
    Some(Slip::new(
        line.start + wide,
        ("行首用了全角空格", "a full-width blank is used for indentation"),
        ("把行首的全角空格换成英文空格，每一级两个", "indent with ASCII blanks, two for each level"),
    ))
}

/// A hyphen of a list without its blank.
fn hyphen(text: &str, line: &std::ops::Range<usize>) -> Option<Slip> {
    let words = text.get(line.clone())?;
    let start = words.len() - words.trim_start_matches(' ').len();
    let after = words.get(start..)?.strip_prefix('-')?;
    (!after.is_empty() && !after.starts_with([' ', '-'])).then(|| {
        Slip::new(
            line.start + start,
            ("减号后面少一个空格", "the space after the hyphen is missing"),
            ("列表的每一项写成“- 内容”，减号后面加一个空格", "write each of a list as `- value`"),
        )
    })
}

/// A full-width colon after the key, or a colon without its space.
fn colon(text: &str, line: &std::ops::Range<usize>) -> Option<Slip> {
    let words = text.get(line.clone())?;
    let start = words.len() - words.trim_start_matches([' ', '-']).len();
    let rest = words.get(start..)?;
    if rest.starts_with(['#', '"', '\'', '[', '{']) {
        return None;
    }
    let end = rest.find([':', '：', ' '])?;
    let mark = rest.get(end..)?.chars().next()?;
    let after = rest.get(end + mark.len_utf8()..)?;
    let at = line.start + start + end;
    match mark {
        '：' => Some(Slip::new(
            at,
            ("冒号是中文的“：”", "the colon is the full-width one"),
            ("换成英文冒号，后面加一个空格，如 title: 标题", "write an ASCII colon and a space: `title: …`"),
        )),
        ':' if !after.is_empty() && !after.starts_with([' ', '/']) && end > 0 => Some(Slip::new(
            at,
            ("冒号后面少一个空格", "the space after the colon is missing"),
            ("在英文冒号后面加一个空格，如 title: 标题", "add a space after the colon: `title: …`"),
        )),
        _ => None,
    }
}

/// The line that byte `at` stands in, without its end.
fn line_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = (0..=at.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let end = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::code::Language;
    use crate::base::diagnostic::span::Position;
    use crate::input::yaml::read::read;

    #[test]
    fn mistakes_are_told_in_plain_words_where_they_are() {
        for (text, at, why) in [
            ("title：甲\ndate: 2026-01-01\n", (1, 6), "冒号是中文的"),
            ("date: 2026-01-01\ntitle：甲\ntags: [a]\n", (2, 6), "冒号是中文的"),
            ("a: 1\n标题：甲\n", (2, 3), "冒号是中文的"),
            ("# 说明\n\n  title：甲\n", (3, 8), "冒号是中文的"),
            ("title:甲\n", (1, 6), "少一个空格"),
            ("title:甲\ndate: 2026-01-01\n", (1, 6), "少一个空格"),
            ("a: 1\ntitle:甲\nb: 1\n", (2, 6), "少一个空格"),
            ("x: 1\ntitle: \"甲\nb: 1\n", (2, 8), "引号没有成对"),
            ("x: 1\ntitle: '甲\n", (2, 8), "引号没有成对"),
            ("a: 1\nb: \"名师\"专栏\nc: 1\n", (2, 8), "引号结束后还有文字"),
            ("标题: 甲\na:\n\tb: 1\n", (3, 1), "制表符"),
            ("a: 1\nb: 标题: 副标题\n", (2, 6), "又有一个冒号"),
            ("a: 1\nb: *强调* 甲\n", (2, 4), "星号"),
            ("标题: 甲\nb: [甲, 乙\nc: 2\n", (2, 4), "括号没有成对"),
            ("a: 1\nb: {no: 1, title: 甲: 乙}\n", (2, 20), "括号里的逗号"),
            ("a: 1\nb: @甲\n", (2, 4), "不能以这个符号开头"),
            ("a: \"C:\\path\"\n", (1, 4), "反斜杠"),
            ("a: 1\nb: - 甲\n", (2, 4), "减号列表"),
            ("a: 1\n甲乙\nb: 1\n", (2, 1), "不是“名称: 值”"),
            ("a:\n-门户\n-公告\n", (2, 1), "减号后面少一个空格"),
            ("a:\n  - no: 1\n　　b: 2\n    c: 3\n", (3, 1), "全角空格"),
            ("a:\n  b: 1\n c: 2\n", (3, 2), "缩进"),
            ("a: 1\n---\nb: 2\n", (3, 1), "两份数据"),
            ("a: 1\nb: >x\n  d\n", (2, 4), "换行"),
            ("a: !!int 甲\n", (1, 10), "标记"),
            ("a: 1\n\u{7}b: 1\n", (2, 1), "控制字符"),
        ] {
            let outcome = read(text, 0, &SourcePath::new("content/a.yaml"));
            let finding = outcome.findings.iter().next().expect(text);
            let words = format!("{} {}", finding.message(Language::Chinese), finding.help(Language::Chinese));
            let position = Position::of(text, finding.place.span.expect("a place").start);
            assert_eq!(finding.code.name, "FM002", "{text}");
            assert!(words.contains(why), "{text}: {words}");
            assert_eq!((position.line, position.column), at, "{text}: {words}");
            assert!(!finding.message(Language::English).contains('{'), "{text}");
        }
    }
}
