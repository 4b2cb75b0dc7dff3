//! Due dates and milestones as an iCalendar file (RFC 5545): whole days, which every calendar shows.

use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::output::query::report::{ReportTask, ReportView};

/// Longest line in bytes without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// A report's due dates and milestones.
#[must_use]
pub fn calendar(report: &ReportView) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Chaoyin//Chaoyin//ZH");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    let name = if report.title == report.plan {
        report.title.clone()
    } else {
        format!("{}：{}", report.plan, report.title)
    };
    // NAME is RFC 7986; older programs read only the other.
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.add("URL", &report.url);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    lines.add("X-PUBLISHED-TTL", "P1D");
    for task in report.tasks() {
        due(&mut lines, report, task);
        milestones(&mut lines, report, task);
    }
    lines.add("END", "VCALENDAR");
    lines.0.into_bytes()
}

fn due(lines: &mut Lines, report: &ReportView, task: &ReportTask) {
    let row = &task.view.row;
    let Some(day) = Date::parse(&row.due) else { return };
    let mut description = format!("{}，进度 {}%", row.status, row.progress);
    if !row.reason.is_empty() {
        description = format!("{description}（{}）", row.reason);
    }
    event(
        lines,
        task,
        &Event {
            uid: format!("task-{}-due@{}", row.id, report.domain),
            day,
            summary: format!("截止：{} {}", row.id, row.title),
            description: format!("{description}\n责任单位：{}", super::columns::titles(&row.lead)),
        },
    );
}

fn milestones(lines: &mut Lines, report: &ReportView, task: &ReportTask) {
    let row = &task.view.row;
    let mut seen: Vec<&str> = Vec::new();
    for milestone in &task.view.milestones {
        // Its title tells a milestone from the others of its task, wherever it stands among them.
        let twins = seen.iter().filter(|title| **title == milestone.title).count();
        seen.push(&milestone.title);
        let Some(day) = Date::parse(&milestone.due) else { continue };
        let key = Fingerprint::of_bytes(format!("{}#{twins}", milestone.title).as_bytes()).short();
        event(
            lines,
            task,
            &Event {
                uid: format!("task-{}-milestone-{key:016x}@{}", row.id, report.domain),
                day,
                summary: format!("节点：{}（{}）", milestone.title, row.id),
                description: format!("{}\n{} {}", milestone.words, row.id, row.title),
            },
        );
    }
}

struct Event {
    uid: String,
    day: Date,
    summary: String,
    description: String,
}

fn event(lines: &mut Lines, task: &ReportTask, event: &Event) {
    let row = &task.view.row;
    // The data's own last day, not the clock: the same plan gives the same file.
    let stamp = [&row.last_activity, &row.start, &row.due].into_iter().find_map(|day| Date::parse(day));
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &event.uid);
    lines.add("DTSTAMP", &format!("{}T000000Z", basic(stamp.unwrap_or(event.day))));
    lines.add("DTSTART;VALUE=DATE", &basic(event.day));
    lines.add("DTEND;VALUE=DATE", &basic(event.day.plus_days(1)));
    lines.text("SUMMARY", &event.summary);
    lines.text("DESCRIPTION", &event.description);
    lines.text("CATEGORIES", &task.work.replace(',', "，"));
    lines.add("URL", &task.address);
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("END", "VEVENT");
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Content lines, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line whose value needs no escaping; what could end the line is left out.
    fn add(&mut self, name: &str, value: &str) {
        let line: String = format!("{name}:{value}").chars().filter(|c| !c.is_control()).collect();
        let mut room = LINE_BYTES_MAX;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The space counts too.
                room = LINE_BYTES_MAX - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }

    /// A line of text (RFC 5545, 3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\\' | ';' | ',' => {
                    escaped.push('\\');
                    escaped.push(c);
                }
                '\n' => escaped.push_str("\\n"),
                c => escaped.push(c),
            }
        }
        self.add(name, &escaped);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Unfolded and unescaped, as a calendar reads it.
    fn read_back(lines: &str) -> String {
        let whole = lines.replace("\r\n ", "");
        let value = whole.trim_end_matches("\r\n").split_once(':').expect("a name").1;
        let mut text = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => text.push(chars.next().map_or('\\', |c| if c == 'n' { '\n' } else { c })),
                (c, false) => text.push(c),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn lines_are_short_and_read_back(text in "[^\\p{Cc}]{0,90}|[;,\\\\\n名a]{0,80}") {
            let mut lines = Lines::default();
            lines.text("SUMMARY", &text);
            for line in lines.0.split("\r\n") {
                prop_assert!(line.len() <= LINE_BYTES_MAX, "{line}");
            }
            prop_assert_eq!(read_back(&lines.0), text);
        }
    }
}
