//! The registry of sites and accounts.

use super::answer::Link;
use super::answer_plan::{AccountRow, MatrixView, PlatformGroup};
use super::context::Context;
use super::picture;
use crate::base::time::date::Date;
use crate::input::yaml::located::Located;
use crate::site::account::{Account, ReviewState};
use crate::site::id::AccountId;

/// One account.
#[must_use]
pub fn row(context: &Context<'_>, id: AccountId) -> Option<AccountRow> {
    let account = context.site.accounts.get(id)?;
    let written = account.written()?;
    let day = |d: Option<Located<Date>>| d.map_or_else(String::new, |d| d.value.to_string());
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let (review_name, review_words) = review(account.review);
    let unit = context.unit(account.unit);
    Some(AccountRow {
        name: written.name.value.clone(),
        anchor: account.slug.clone(),
        platform: written.platform.value.clone(),
        handle: text(&written.handle),
        level: text(&written.level),
        unit: unit.unwrap_or_else(|| Link { title: written.unit.value.clone(), url: String::new() }),
        purpose: text(&written.purpose),
        audience: text(&written.audience),
        url: written.url.as_ref().map_or_else(String::new, |u| u.value.clone()),
        qr: account
            .qr
            .as_ref()
            .map(|path| picture::picture(context, path, &format!("{}二维码", written.name.value))),
        opened: day(written.opened),
        registered_on: day(written.registered_on),
        registered_number: text(&written.registered_number),
        reviewed_on: day(written.reviewed_on),
        review_result: text(&written.review_result),
        review_due: day(written.review_due),
        review_name: review_name.to_owned(),
        review_words,
        status: written.status.value.clone(),
        status_name: status_name(&written.status.value).to_owned(),
        cadence: written.cadence.unwrap_or(0),
        columns: written.columns.clone(),
        followers: written.followers.unwrap_or(0),
        followers_on: written.followers_on.map_or_else(String::new, |d| d.to_string()),
    })
}

fn review(state: ReviewState) -> (&'static str, String) {
    match state {
        ReviewState::InOrder => ("in_order", "年审正常".to_owned()),
        ReviewState::Near(0) => ("near", "年审今天到期".to_owned()),
        ReviewState::Near(days) => ("near", format!("年审 {days} 天内到期")),
        ReviewState::Overdue(days) => ("overdue", format!("年审超期 {days} 天")),
        ReviewState::Unknown => ("unknown", "无年审记录".to_owned()),
        ReviewState::NotNeeded => ("not_needed", "无需年审".to_owned()),
    }
}

fn status_name(status: &str) -> &'static str {
    match status {
        "停更" => "paused",
        "注销" => "closed",
        "迁移" => "moved",
        _ => "on_track",
    }
}

/// The whole registry.
#[must_use]
pub fn view(context: &Context<'_>) -> MatrixView {
    let accounts = &context.site.accounts;
    let mut platforms: Vec<PlatformGroup> = Vec::new();
    for row in accounts.iter().filter_map(|a| row(context, a.id)) {
        match platforms.last_mut().filter(|group| group.platform == row.platform) {
            Some(group) => group.accounts.push(row),
            None => platforms.push(PlatformGroup { platform: row.platform.clone(), accounts: vec![row] }),
        }
    }
    let count = |test: &dyn Fn(&Account) -> bool| {
        u32::try_from(accounts.iter().filter(|a| test(a)).count()).unwrap_or(u32::MAX)
    };
    let units: std::collections::BTreeSet<_> = accounts.iter().map(|a| a.unit).collect();
    MatrixView {
        platforms,
        total: count(&|_| true),
        running: count(&|a| a.written().is_some_and(|w| w.status.value == "运行")),
        registered: count(&|a| a.written().is_some_and(|w| w.registered_on.is_some())),
        overdue: count(&|a| matches!(a.review, ReviewState::Overdue(_))),
        near: count(&|a| matches!(a.review, ReviewState::Near(_))),
        units: u32::try_from(units.len()).unwrap_or(u32::MAX),
    }
}
