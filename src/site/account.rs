//! Sites and accounts of the media matrix.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::id::{AccountId, UnitId};
use super::unit::{UNKNOWN_UNIT, Units};
use super::url;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::document::accounts::{PLATFORMS, WrittenAccount, WrittenAccounts};
use crate::input::source::path::SourcePath;

/// Whether an account's yearly review is in order on the day of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Nothing due within the near days.
    InOrder,
    /// Due in this many days.
    Near(u32),
    /// Overdue by this many days.
    Overdue(u32),
    /// No review date is recorded.
    Unknown,
    /// Closed or moved: none needed.
    NotNeeded,
}

/// A site or account, its unit resolved.
#[derive(Clone, Debug)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// File it stands in and position there.
    pub file: Arc<WrittenAccounts>,
    /// Position in the file.
    pub position: usize,
    /// Owner.
    pub unit: UnitId,
    /// The QR picture, resolved.
    pub qr: Option<SourcePath>,
    /// State of its yearly review.
    pub review: ReviewState,
    /// Fingerprint of its line in the registry.
    pub print: Fingerprint,
    /// Last part of its anchor on the registry page.
    pub slug: String,
}

impl Account {
    /// What the file says of it.
    #[must_use]
    pub fn written(&self) -> Option<&WrittenAccount> {
        self.file.accounts.get(self.position)
    }
}

/// One account registered twice.
pub static SAME_ACCOUNT: Code = Code {
    name: "ACC010",
    severity: Severity::Error,
    message: Words {
        zh: "{platform}账号“{name}”登记了两次",
        en: "the account `{name}` on {platform} is registered twice",
    },
    help: Words {
        zh: "删去其中一条；若是两个账号，写出各自的名称",
        en: "remove one, or give each its own name",
    },
    example: "accounts: [{ platform: 微博, name: 甲 }, { platform: 微博, name: 甲 }]",
};

/// A unit with two running accounts on one platform.
pub static SECOND_ON_PLATFORM: Code = Code {
    name: "ACC011",
    severity: Severity::Note,
    message: Words {
        zh: "“{unit}”在{platform}上已有账号“{other}”，这是又一个",
        en: "`{unit}` already has the account `{other}` on {platform}; this is another",
    },
    help: Words {
        zh: "原则上一个单位在一个平台只设一个账号；确有需要可以保留",
        en: "in principle a unit keeps one account on a platform; keep both where there is a reason",
    },
    example: "accounts: [{ platform: 微博, name: 甲, unit: 宣传部 }, { platform: 微博, name: 乙, unit: 宣传部 }]",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&SAME_ACCOUNT, &SECOND_ON_PLATFORM];

/// Days from one yearly review to the next where no due date is written.
const REVIEW_DAYS: i64 = 365;

/// Reads the registry: units resolved (pictures are resolved with the other references), in platform and name
/// order.
#[must_use]
pub fn register(
    files: &[Arc<WrittenAccounts>],
    units: &Units,
    today: Date,
    near_days: u32,
) -> Outcome<Vec<Account>> {
    let mut findings = Findings::default();
    let mut seen: BTreeMap<AccountId, Place> = BTreeMap::new();
    let mut accounts: Vec<((usize, String), Account)> = Vec::new();
    for file in files {
        for (position, written) in file.accounts.iter().enumerate() {
            let path = file.path.as_str();
            let (platform, name) = (written.platform.value.trim(), written.name.value.trim());
            let id = AccountId::of(&format!("{platform}/{name}"));
            let place = Place::new(file.path.shared(), written.name.span);
            if let Some(first) = seen.get(&id) {
                let finding =
                    Finding::new(&SAME_ACCOUNT, place).with("platform", platform).with("name", name);
                findings.push(finding.related(first.clone()));
                continue;
            }
            seen.insert(id, place);
            let unit = match units.resolve(&written.unit, path, &UNKNOWN_UNIT) {
                Ok(unit) => unit.id,
                Err(finding) => {
                    findings.push(finding);
                    UnitId::of(written.unit.value.trim())
                }
            };
            let review = review_state(written, today, near_days);
            let slug = url::from_name(&format!("{platform}-{name}"));
            let rank = PLATFORMS.iter().position(|p| *p == platform).unwrap_or(PLATFORMS.len());
            let file = Arc::clone(file);
            let print = Fingerprint::default();
            let account = Account { id, file, position, unit, qr: None, review, print, slug };
            accounts.push(((rank, name.to_owned()), account));
        }
    }
    accounts.sort_by(|a, b| a.0.cmp(&b.0));
    let mut accounts: Vec<Account> = accounts.into_iter().map(|(_, a)| a).collect();
    part_slugs(&mut accounts);
    findings.extend(second_accounts(&accounts, units));
    Outcome::new(accounts, findings)
}

/// Gives accounts that sound alike anchors of their own.
fn part_slugs(accounts: &mut [Account]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for account in accounts {
        if !taken.insert(account.slug.clone()) {
            account.slug = format!("{}-{:04x}", account.slug, account.id.0 >> 48);
            taken.insert(account.slug.clone());
        }
    }
}

/// Platforms on which several accounts of one unit are ordinary.
const SEVERAL_ORDINARY: [&str; 4] = ["网站", "APP", "小程序", "其他"];

fn second_accounts(accounts: &[Account], units: &Units) -> Vec<Finding> {
    let mut first: BTreeMap<(UnitId, &str), &str> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut written_order: Vec<&Account> = accounts.iter().collect();
    written_order.sort_by_key(|account| (&account.file.path, account.position));
    for account in written_order {
        let Some(written) = account.written() else { continue };
        let platform = written.platform.value.trim();
        let Some(unit) = units.get(account.unit) else { continue };
        if written.status.value != "运行" || SEVERAL_ORDINARY.contains(&platform) {
            continue;
        }
        match first.get(&(account.unit, platform)) {
            None => {
                first.insert((account.unit, platform), &written.name.value);
            }
            Some(other) => findings.push(
                Finding::new(&SECOND_ON_PLATFORM, Place::new(account.file.path.shared(), written.name.span))
                    .with("unit", &unit.name)
                    .with("platform", platform)
                    .with("other", other),
            ),
        }
    }
    findings
}

/// The state of the yearly review: by its due date, or a year after the last one.
fn review_state(written: &WrittenAccount, today: Date, near_days: u32) -> ReviewState {
    if matches!(written.status.value.as_str(), "注销" | "迁移") {
        return ReviewState::NotNeeded;
    }
    let after_last = written.reviewed_on.map(|d| d.value.plus_days(REVIEW_DAYS));
    let Some(due) = written.review_due.map(|d| d.value).or(after_last) else { return ReviewState::Unknown };
    let days = due.days_since(today);
    let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
    match days {
        ..0 => ReviewState::Overdue(count),
        _ if count <= near_days => ReviewState::Near(count),
        _ => ReviewState::InOrder,
    }
}
