//! A report as a workbook: real numbers, days and percentages, fixed heads, filters; a sheet for each table.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet,
    XlsxError,
};

use super::columns::{Cell, Column, PART, TASK, WRITTEN};
use crate::base::time::date::Date;
use crate::output::query::answer_plan::FiguresView;
use crate::output::query::report::{ReportTask, ReportView};

/// What Excel allows in a cell, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;
/// Rows that Excel allows on a sheet.
const LINES_MAX: u32 = 1_048_576;
/// What Excel allows as a link's address.
const ADDRESS_BYTES_MAX: usize = 2_000;

/// A report's workbook. The same report gives the same bytes: the day of the build stands where a clock would.
///
/// # Errors
/// What the writer says; it is a mistake of ours, since all cells are cut to what a workbook can hold.
pub fn xlsx(report: &ReportView) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(&report.title)
        .set_author(&report.organiser)
        .set_company(&report.organisation);
    if let Some(day) = Date::parse(&report.today) {
        properties = properties.set_creation_datetime(&excel_day(day)?);
    }
    book.set_properties(&properties);
    let formats = Formats::new();
    overview(book.add_worksheet(), &formats, report)?;
    if report.is_of_unit {
        let columns: Vec<&Column> = std::iter::once(&PART).chain(TASK).collect();
        let tasks: Vec<&ReportTask> = report.tasks().collect();
        task_lines(book.add_worksheet(), &formats, "任务", &columns, &tasks)?;
    } else {
        tables(book.add_worksheet(), &formats, report)?;
        for table in &report.tables {
            let columns: Vec<&Column> = TASK.iter().chain(WRITTEN).collect();
            let tasks: Vec<&ReportTask> = table.tasks.iter().collect();
            task_lines(book.add_worksheet(), &formats, &format!("表{}", table.number), &columns, &tasks)?;
        }
    }
    if !report.units.is_empty() {
        units(book.add_worksheet(), &formats, report)?;
    }
    milestones(book.add_worksheet(), &formats, report)?;
    logs(book.add_worksheet(), &formats, report)?;
    evidence(book.add_worksheet(), &formats, report)?;
    book.save_to_buffer()
}

struct Formats {
    head: Format,
    text: Format,
    number: Format,
    percent: Format,
    day: Format,
    title: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00E3_EEF0))
                .set_font_color(Color::RGB(0x000A_3844))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            text: cell(),
            number: cell().set_num_format("0"),
            percent: cell().set_num_format("0%"),
            day: cell().set_num_format("yyyy-mm-dd"),
            title: Format::new().set_bold().set_font_size(14),
        }
    }
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: i8| u8::try_from(n).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

/// A cell's text cut to what a workbook holds, without the characters that XML cannot hold.
fn held(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take_while(|c| {
            units += c.len_utf16();
            units <= CELL_UNITS_MAX
        })
        .collect()
}

fn write(sheet: &mut Worksheet, formats: &Formats, at: (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    let (row, column) = at;
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &formats.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, held(text), &formats.text)?,
        Cell::Number(number) => sheet.write_number_with_format(row, column, *number, &formats.number)?,
        Cell::Percent(percent) => {
            sheet.write_number_with_format(row, column, f64::from(*percent) / 100.0, &formats.percent)?
        }
        Cell::Day(day) if day.year() < 1900 => {
            sheet.write_string_with_format(row, column, day.to_string(), &formats.text)?
        }
        Cell::Day(day) => sheet.write_datetime_with_format(row, column, &excel_day(*day)?, &formats.day)?,
        Cell::Address(address) if is_link(address) => sheet.write_url(row, column, Url::new(address))?,
        Cell::Address(address) => {
            sheet.write_string_with_format(row, column, held(address), &formats.text)?
        }
    };
    Ok(())
}

fn is_link(address: &str) -> bool {
    (address.starts_with("https://") || address.starts_with("http://")) && address.len() <= ADDRESS_BYTES_MAX
}

/// A sheet of lines under a head that stays in sight, each column with its filter.
fn lines(
    sheet: &mut Worksheet,
    formats: &Formats,
    name: &str,
    head: &[(&str, u8)],
    lines: &[Vec<Cell>],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (column, (heading, width)) in (0u16..).zip(head) {
        sheet.write_string_with_format(0, column, *heading, &formats.head)?;
        sheet.set_column_width(column, *width)?;
    }
    for (row, line) in (1u32..LINES_MAX).zip(lines) {
        for (column, cell) in (0u16..).zip(line) {
            write(sheet, formats, (row, column), cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last_column = u16::try_from(head.len()).unwrap_or(1).saturating_sub(1);
    sheet.autofilter(
        0,
        0,
        u32::try_from(lines.len()).unwrap_or(LINES_MAX).clamp(1, LINES_MAX - 1),
        last_column,
    )?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn task_lines(
    sheet: &mut Worksheet,
    formats: &Formats,
    name: &str,
    columns: &[&Column],
    tasks: &[&ReportTask],
) -> Result<(), XlsxError> {
    let head: Vec<(&str, u8)> = columns.iter().map(|column| (column.heading, column.width)).collect();
    let rows: Vec<Vec<Cell>> =
        tasks.iter().map(|task| columns.iter().map(|column| (column.cell)(task)).collect()).collect();
    lines(sheet, formats, name, &head, &rows)
}

/// Figures as label and cell, in the order that every summary has them.
fn figure_cells(figures: &FiguresView) -> Vec<(&str, Cell)> {
    let mut cells = vec![("任务", Cell::Number(figures.total)), ("总进度", Cell::Percent(figures.progress))];
    cells.extend(figures.by_status.iter().map(|status| (status.word.as_str(), Cell::Number(status.count))));
    cells.extend([
        ("超期", Cell::Number(figures.overdue)),
        ("滞后", Cell::Number(figures.at_risk)),
        ("停滞", Cell::Number(figures.stalled)),
        ("临期", Cell::Number(figures.near)),
        ("佐证", Cell::Number(figures.evidence)),
    ]);
    cells
}

fn overview(sheet: &mut Worksheet, formats: &Formats, report: &ReportView) -> Result<(), XlsxError> {
    sheet.set_name("总览")?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 48)?;
    sheet.write_string_with_format(0, 0, held(&report.title), &formats.title)?;
    let mut facts = vec![
        ("计划", Cell::text(&report.plan)),
        ("学校", Cell::text(&report.organisation)),
        ("主管部门", Cell::text(&report.organiser)),
        ("统计日期", Cell::day(&report.today)),
        ("页面", Cell::Address(report.url.clone())),
    ];
    if report.sample {
        facts.push(("说明", Cell::text("任务状态为演示数据")));
    }
    facts.extend(figure_cells(&report.figures));
    for (row, (label, cell)) in (2u32..).zip(&facts) {
        sheet.write_string_with_format(row, 0, *label, &formats.head)?;
        write(sheet, formats, (row, 1), cell)?;
    }
    Ok(())
}

/// Labels and widths of the figures' columns.
fn figure_head(figures: &FiguresView) -> Vec<(&str, u8)> {
    figure_cells(figures).into_iter().map(|(label, _)| (label, 8)).collect()
}

fn figure_line(figures: &FiguresView) -> impl Iterator<Item = Cell> {
    figure_cells(figures).into_iter().map(|(_, cell)| cell)
}

fn tables(sheet: &mut Worksheet, formats: &Formats, report: &ReportView) -> Result<(), XlsxError> {
    let mut head = vec![("表号", 6), ("工作", 36), ("举措", 36)];
    head.extend(figure_head(&report.figures));
    let rows: Vec<Vec<Cell>> = report
        .tables
        .iter()
        .map(|table| {
            let own = [Cell::Number(table.number), Cell::text(&table.title), Cell::text(&table.measure)];
            own.into_iter().chain(figure_line(&table.figures)).collect()
        })
        .collect();
    lines(sheet, formats, "分表", &head, &rows)
}

fn units(sheet: &mut Worksheet, formats: &Formats, report: &ReportView) -> Result<(), XlsxError> {
    let mut head = vec![("单位", 24), ("类别", 10), ("牵头", 8), ("配合", 8), ("配合（群组）", 12)];
    head.extend(figure_head(&report.figures).into_iter().skip(1));
    let count = |n: usize| Cell::Number(u32::try_from(n).unwrap_or(u32::MAX));
    let rows: Vec<Vec<Cell>> = report
        .units
        .iter()
        .map(|unit| {
            let own = [
                Cell::text(&unit.row.title),
                Cell::text(&unit.row.sort),
                count(unit.leads.len()),
                count(unit.supports.len()),
                count(unit.supports_through_groups.len()),
            ];
            own.into_iter().chain(figure_line(&unit.figures).skip(1)).collect()
        })
        .collect();
    lines(sheet, formats, "单位汇总", &head, &rows)
}

/// The head of a sheet whose lines belong to tasks.
const OF_TASK: [(&str, u8); 3] = [("表号", 6), ("序号", 6), ("实施内容", 40)];

fn of_task(task: &ReportTask) -> [Cell; 3] {
    [Cell::Number(task.table), Cell::Number(task.no), Cell::text(&task.view.row.title)]
}

fn milestones(sheet: &mut Worksheet, formats: &Formats, report: &ReportView) -> Result<(), XlsxError> {
    let head = [&OF_TASK[..], &[("节点", 36), ("计划", 12), ("完成", 12), ("情况", 16)]].concat();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for task in report.tasks() {
        rows.extend(task.view.milestones.iter().map(|m| {
            let own = [Cell::text(&m.title), Cell::day(&m.due), Cell::day(&m.done), Cell::text(&m.words)];
            of_task(task).into_iter().chain(own).collect()
        }));
    }
    lines(sheet, formats, "节点", &head, &rows)
}

fn logs(sheet: &mut Worksheet, formats: &Formats, report: &ReportView) -> Result<(), XlsxError> {
    let head = [&OF_TASK[..], &[("日期", 12), ("工作记录", 60), ("进度", 8)]].concat();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for task in report.tasks() {
        // Pages show the newest first; a table reads as a diary does.
        rows.extend(task.view.log.iter().rev().map(|line| {
            let progress = u8::try_from(line.progress).map_or(Cell::Empty, Cell::Percent);
            of_task(task)
                .into_iter()
                .chain([Cell::day(&line.date), Cell::text(&line.note), progress])
                .collect()
        }));
    }
    lines(sheet, formats, "工作记录", &head, &rows)
}

fn evidence(sheet: &mut Worksheet, formats: &Formats, report: &ReportView) -> Result<(), XlsxError> {
    let head = [&OF_TASK[..], &[("佐证", 40), ("日期", 12), ("单位", 18), ("出处", 40)]].concat();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for task in report.tasks() {
        rows.extend(task.view.evidence.iter().map(|piece| {
            let unit = piece.unit.as_ref().map_or(Cell::Empty, |unit| Cell::text(&unit.title));
            let own =
                [Cell::text(&piece.title), Cell::day(&piece.date), unit, Cell::Address(piece.url.clone())];
            of_task(task).into_iter().chain(own).collect()
        }));
    }
    lines(sheet, formats, "佐证", &head, &rows)
}
