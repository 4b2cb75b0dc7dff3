//! Reads a registry file.

use super::accounts::{
    ACCOUNT_LEVELS, ACCOUNT_STATUSES, PLATFORMS, REVIEW_RESULTS, WrittenAccount, WrittenAccounts,
};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;
use crate::input::yaml::located::Located;
use crate::input::yaml::node::Node;

/// Reads the accounts of a file.
#[must_use]
pub fn accounts(node: &Node, fingerprint: Fingerprint, path: &SourcePath) -> Outcome<WrittenAccounts> {
    let mut form = Form::new(path, "账号登记", node);
    let mut findings = Findings::default();
    if form.node("accounts").is_none() {
        form.missing("accounts");
    }
    let accounts = form.list("accounts").iter().map(|n| findings.keep(account(n, path))).collect();
    findings.extend(form.finish());
    Outcome::new(WrittenAccounts { path: path.clone(), fingerprint, accounts }, findings)
}

fn account(node: &Node, path: &SourcePath) -> Outcome<WrittenAccount> {
    let mut form = Form::new(path, "账号", node);
    let mut findings = Findings::default();
    let (registered_on, registered_number) = match form.node("registered") {
        Some(node) => {
            let mut inner = Form::new(path, "备案", node);
            let pair = (inner.date("on"), inner.plain("number"));
            findings.extend(inner.finish());
            pair
        }
        None => (None, None),
    };
    let (reviewed_on, review_result) = match form.node("reviewed") {
        Some(node) => {
            let mut inner = Form::new(path, "年审", node);
            let pair = (inner.date("on"), inner.choice("result", &REVIEW_RESULTS).map(|r| r.value));
            findings.extend(inner.finish());
            pair
        }
        None => (None, None),
    };
    let (followers, followers_on) = match form.node("followers") {
        Some(node) => {
            let mut inner = Form::new(path, "关注数", node);
            let count = inner.integer("count", 0, i64::MAX).and_then(|n| u64::try_from(n.value).ok());
            let on = inner.date("on").map(|d| d.value);
            findings.extend(inner.finish());
            (count, on)
        }
        None => (None, None),
    };
    let account = WrittenAccount {
        span: node.span,
        name: form.required_text("name", "（未命名）"),
        platform: required_choice(&mut form, "platform", &PLATFORMS, "其他"),
        handle: form.plain("handle"),
        level: form.choice("level", &ACCOUNT_LEVELS).map(|l| l.value),
        unit: form.required_text("unit", ""),
        purpose: form.plain("purpose"),
        audience: form.plain("audience"),
        url: form.text("url"),
        qr: form.text("qr"),
        opened: form.date("opened"),
        registered_on,
        registered_number,
        reviewed_on,
        review_result,
        review_due: form.date("review_due"),
        status: required_choice(&mut form, "status", &ACCOUNT_STATUSES, "运行"),
        cadence: form.count("cadence"),
        columns: form.texts("columns").into_iter().map(|c| c.value).collect(),
        followers,
        followers_on,
        feed: form.plain("feed"),
        changes: changes(&mut form, path, &mut findings),
    };
    findings.extend(form.finish());
    Outcome::new(account, findings)
}

fn required_choice(
    form: &mut Form<'_>,
    key: &'static str,
    choices: &[&str],
    fallback: &str,
) -> Located<String> {
    if form.node(key).is_none() {
        form.missing(key);
    }
    form.choice(key, choices).unwrap_or_else(|| Located::new(fallback.to_owned(), form.span()))
}

fn changes(form: &mut Form<'_>, path: &SourcePath, findings: &mut Findings) -> Vec<(Date, String)> {
    let mut changes = Vec::new();
    for node in form.list("changes") {
        let mut inner = Form::new(path, "变更记录", node);
        let what = inner.required_text("what", "").value;
        changes.extend(inner.date("date").map(|date| (date.value, what)));
        findings.extend(inner.finish());
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::yaml::read::read;

    #[test]
    fn what_one_registration_can_tell_is_told() {
        for (more, expected) in [
            (
                "status: 运行, handle: gh_1, registered: { on: 2026-01-05, number: 备1 }, reviewed: { on: 2026-06-01, result: 合格 }",
                &[][..],
            ),
            (
                "status: 运行, followers: { count: 1200, on: 2026-06-30 }, changes: [{ date: 2026-02-01, what: 改名 }], columns: [早安]",
                &[],
            ),
            ("", &["FM007"]),
            ("status: 运营", &["FM010"]),
            ("status: 运行, level: 班级", &["FM010"]),
            ("status: 运行, opened: 2026-13-01", &["FM008"]),
            ("status: 运行, reviewed: { on: 2026-06-01, result: 优 }", &["FM010"]),
            ("status: 运行, followers: 很多", &["FM006"]),
            ("status: 运行, phone: 1", &["FM005"]),
        ] {
            let path = SourcePath::new("content/matrix/a.yaml");
            let text =
                format!("accounts:\n  - {{ name: 宁财潮音, platform: 微信公众号, unit: 宣传部, {more} }}\n");
            let node = read(&text, 0, &path).value.expect("it is YAML");
            let outcome = accounts(&node, Fingerprint::default(), &path);
            assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), expected, "{more}");
        }
    }
}
