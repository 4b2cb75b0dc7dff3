//! What stands before anything is joined: columns, entries, terms, units, tasks' numbers, accounts.

use super::account::{self, Account};
use super::column::Column;
use super::entry::Entry;
use super::id::{ColumnId, EntryId};
use super::order::{self, Neighbours};
use super::shelf::Shelf;
use super::task::outline::{self, Outline};
use super::task::plan::PlanHead;
use super::taxonomy::{self, Gathered};
use super::tree::{self, Hidden};
use super::unit::{self, Units};
use super::value;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::time::date::Date;
use crate::input::config::settings::Config;
use crate::input::parse::Documents;

/// Everything with a name and a place, not yet joined.
#[derive(Debug)]
pub struct Ground {
    /// Units.
    pub units: Units,
    /// Columns that are shown.
    pub columns: Shelf<ColumnId, Column>,
    /// Entries that are shown.
    pub entries: Shelf<EntryId, Entry>,
    /// What is not.
    pub hidden: Vec<Hidden>,
    /// Positions of entries, newest first.
    pub newest: Vec<usize>,
    /// Tags, years and the rest.
    pub gathered: Gathered,
    /// Tables and tasks.
    pub outline: Outline,
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Name and address of the plan.
    pub plan: PlanHead,
    /// Address of the registry's page.
    pub matrix_url: String,
}

/// Lays the ground from the documents, on a day; with `drafts` what is not shown on it stands there too.
#[must_use]
pub fn lay(documents: &Documents, config: &Config, today: Date, drafts: bool) -> Outcome<Ground> {
    let mut findings = Findings::default();
    let units = findings.keep(unit::join(&documents.units, &format!("{}/units.yaml", config.tree)));
    let written = (documents.columns.as_slice(), documents.entries.as_slice());
    let tree = findings.keep(tree::grow(written, &documents.changed, &units, config, (today, drafts)));
    let (mut columns, mut entries) = (Shelf::new(tree.columns, |c| c.id), tree.entries);
    let newest = order::newest_first(&entries);
    // Neither needs the other, and both only look at the entries.
    let (neighbours, (gathered, terms)) = rayon::join(
        || order::arrange(&mut columns, &entries, &newest, &documents.kinds),
        || taxonomy::gather(&entries, &newest, config),
    );
    for Neighbours { of, previous, next } in neighbours {
        if let Some(entry) = entries.get_mut(of) {
            (entry.previous, entry.next) = (previous, next);
        }
    }
    for (of, term) in terms {
        if let Some(entry) = entries.get_mut(of) {
            entry.terms.push(term);
        }
    }
    let outline = findings.keep(outline::read(&documents.tables));
    let near_days = config.progress.near_days;
    let accounts = findings.keep(account::register(&documents.accounts, &units, today, near_days));
    let ground = Ground {
        plan: plan_head(&columns),
        matrix_url: of_kind(&columns, "accounts").map_or("/matrix/", |c| &c.url).to_owned(),
        units,
        columns,
        entries: Shelf::new(entries, |e| e.id),
        hidden: tree.hidden,
        newest,
        gathered,
        outline,
        accounts,
    };
    Outcome::new(ground, findings)
}

fn of_kind<'c>(columns: &'c Shelf<ColumnId, Column>, kind: &str) -> Option<&'c Column> {
    columns.iter().find(|c| c.document.kind == kind)
}

/// The plan is called what its column's `plan_name` says, else as the column.
fn plan_head(columns: &Shelf<ColumnId, Column>) -> PlanHead {
    let column = of_kind(columns, "tasks");
    let front = column.map(|c| &c.document.front);
    let own =
        front.and_then(|f| value::field(f, "plan_name")).and_then(|v| value::texts(v).into_iter().next());
    let title = || front.map_or_else(|| "重点任务".to_owned(), |f| f.title.value.clone());
    PlanHead {
        name: own.filter(|name| !name.is_empty()).unwrap_or_else(title),
        url: column.map_or_else(|| "/progress/".to_owned(), |c| c.url.clone()),
    }
}
