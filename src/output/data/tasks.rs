//! The tasks of the plan, of each table and of each unit as files: CSV, workbook, calendar.

use super::{calendar, csv, xlsx};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::query::question::Scope;
use crate::output::query::report::ReportView;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Tasks as CSV.
pub const CSV: Family = Family { name: "tasks_csv", plan: plan_csv, write: write_csv };

/// Tasks as workbooks.
pub const XLSX: Family = Family { name: "tasks_xlsx", plan: plan_xlsx, write: write_xlsx };

/// Due dates and milestones as calendars.
pub const CALENDAR: Family = Family { name: "tasks_calendar", plan: plan_calendar, write: write_calendar };

fn plan_csv(ask: &Ask, draft: &mut Draft) {
    files(ask, draft, "tasks.csv", true);
}

fn plan_xlsx(ask: &Ask, draft: &mut Draft) {
    files(ask, draft, "tasks.xlsx", true);
}

fn plan_calendar(ask: &Ask, draft: &mut Draft) {
    files(ask, draft, "tasks.ics", false);
}

fn files(ask: &Ask, draft: &mut Draft, name: &str, of_tables: bool) {
    let context = ask.answers().context();
    let Some(plan) = inventory::plan(&context) else { return };
    draft.add(&format!("{plan}{name}"), Subject::Site);
    for (number, url) in inventory::tables(&context) {
        if of_tables {
            draft.add(&format!("{url}{name}"), Subject::Table(number));
        }
    }
    for (id, url) in inventory::units_with_tasks(&context) {
        draft.add(&format!("{url}{name}"), Subject::Unit(id, 1));
    }
}

fn report(worker: &Worker, subject: &Subject) -> Option<ReportView> {
    let scope = match subject {
        Subject::Table(number) => Scope::Table(*number),
        Subject::Unit(id, _) => Scope::Unit(*id),
        _ => Scope::Plan,
    };
    worker.ask.report(scope)
}

fn write_csv(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    Ok(Made::Bytes(report(worker, subject).map(|report| csv::csv(&report)).unwrap_or_default()))
}

fn write_calendar(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    Ok(Made::Bytes(report(worker, subject).map(|report| calendar::calendar(&report)).unwrap_or_default()))
}

fn write_xlsx(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Some(report) = report(worker, subject) else { return Ok(Made::Bytes(Vec::new())) };
    // Cells, sheets and links are cut to what a workbook can hold, so that nothing is left to fail.
    Ok(Made::Bytes(xlsx::xlsx(&report).unwrap_or_default()))
}
