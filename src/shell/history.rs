//! When files were last changed, as a Git repository knows it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::time::date::Date;
use crate::input::source::path::SourcePath;

/// Git cannot say it, or not truly.
pub static NO_HISTORY: Code = Code {
    name: "CFG030",
    severity: Severity::Warning,
    message: Words {
        zh: "不能从 Git 得到文章的更新日期：{why}",
        en: "Git does not tell when entries were changed: {why_en}",
    },
    help: Words {
        zh: "自动发布时要取回完整的历史（如 fetch-depth: 0）；不需要更新日期就写 repository.dates: written",
        en: "fetch the whole history (such as `fetch-depth: 0`), or write `repository.dates: written`",
    },
    example: "repository: { dates: git }（站点文件夹不在 Git 仓库里）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&NO_HISTORY];

/// Begins a commit in what is read of Git: no path holds it.
const COMMIT: char = '\u{1}';

/// The day of the last commit that changed each file below the site's folder, in the site's time zone. Nothing where
/// Git cannot tell truly: in a shallow clone the oldest commit that is there seems to have changed every file.
#[must_use]
pub fn days(root: &Path, timezone: &str) -> Outcome<BTreeMap<SourcePath, Date>> {
    let zone = TimeZoneDatabase::bundled().get(timezone).unwrap_or(TimeZone::UTC);
    match log(root) {
        Ok(log) => Outcome::new(latest(&log, &zone), Findings::default()),
        Err((zh, en)) => {
            let finding = Finding::new(&NO_HISTORY, Place::whole("site.yaml"));
            let mut findings = Findings::default();
            findings.push(finding.with("why", zh).with("why_en", en));
            Outcome::new(BTreeMap::new(), findings)
        }
    }
}

/// What is wrong, in Chinese and in English.
type Why = (String, String);

fn log(root: &Path) -> Result<String, Why> {
    if git(root, &["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
        return Err(("这里只有最近的历史（浅克隆）".to_owned(), "the clone is shallow".to_owned()));
    }
    // Names come as they are, and only those below the site's folder; a merge changes nothing that its sides did not.
    let format = format!("--format={COMMIT}%ct");
    git(root, &["-c", "core.quotePath=false", "log", "--relative", "--name-only", "--no-renames", &format])
}

fn git(root: &Path, arguments: &[&str]) -> Result<String, Why> {
    let mut command = Command::new("git");
    // In a hook these name the repository of the hook.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let output = command.current_dir(root).env("LC_ALL", "C").args(arguments).output();
    match output {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(plain(said.lines().next().unwrap_or_default()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(("没有安装 git".to_owned(), "there is no git".to_owned()))
        }
        Err(error) => Err((error.to_string(), error.to_string())),
    }
}

/// What Git says, in plain words where they are known.
fn plain(said: &str) -> Why {
    let known = [
        ("not a git repository", "站点文件夹不在 Git 仓库里", "the site is in no repository"),
        ("does not have any commits", "仓库里还没有提交", "the repository has no commits"),
        ("dubious ownership", "仓库属于另一个用户，git 不肯读", "the repository belongs to another user"),
    ];
    known.iter().find(|(word, ..)| said.contains(word)).map_or_else(
        || (said.to_owned(), said.to_owned()),
        |(_, zh, en)| ((*zh).to_owned(), (*en).to_owned()),
    )
}

/// The newest day of each file: commits come newest first, but a clock may have been wrong.
fn latest(log: &str, zone: &TimeZone) -> BTreeMap<SourcePath, Date> {
    let mut days: BTreeMap<SourcePath, Date> = BTreeMap::new();
    for commit in log.split(COMMIT) {
        let mut lines = commit.lines();
        let seconds = lines.next().and_then(|line| line.trim().parse().ok());
        let Some(moment) = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()) else { continue };
        let day = zone.to_datetime(moment).date();
        let Some(day) = Date::new(day.year(), day.month(), day.day()) else { continue };
        for name in lines.filter(|name| !name.is_empty()) {
            days.entry(SourcePath::new(name)).and_modify(|known| *known = day.max(*known)).or_insert(day);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_the_day_of_its_newest_commit_where_the_site_is() {
        let check = |log: &str, expected: &[(&str, &str)]| {
            let zone = TimeZoneDatabase::bundled().get("Asia/Shanghai").unwrap();
            let days = latest(log, &zone);
            let found: Vec<_> =
                days.iter().map(|(path, day)| (path.as_str().to_owned(), day.to_string())).collect();
            let expected: Vec<_> = expected.iter().map(|(p, d)| ((*p).to_owned(), (*d).to_owned())).collect();
            assert_eq!(found, expected);
        };
        check("", &[]);
        // 2026-05-01 20:00 UTC is the next day in Shanghai.
        check("\u{1}1777665600\n\ncontent/甲 乙.md\n", &[("content/甲 乙.md", "2026-05-02")]);
        check(
            "\u{1}1777665600\n\na.md\n\u{1}1700000000\n\na.md\nb.md\n\u{1}1780000000\n\nb.md\n\u{1}x\n\nc.md\n",
            &[("a.md", "2026-05-02"), ("b.md", "2026-05-29")],
        );
    }
}
