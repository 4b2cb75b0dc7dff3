//! The few shapes of our charts, written as SVG.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::number::coordinate;
use super::table::{Chart, ChartTable, Heading};
use crate::base::text::escape::{attribute, xml};
use crate::base::text::width::{is_wide, truncate};

/// Width of a chart that fills a phone's column: at 360 px its text measures about 13 px.
pub const WIDTH: f64 = 360.0;

/// Size of text.
pub const FONT: f64 = 14.0;

/// Where a text stands to its point.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle.
#[derive(Clone, Copy)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// An SVG being drawn.
#[derive(Default)]
pub struct Drawing {
    body: String,
}

impl Drawing {
    /// A filled rectangle; `rest` is further attributes, ` fill-opacity="0.2"`.
    pub fn rectangle(&mut self, area: Area, class: &str, rest: &str, tip: &str) {
        let _ = write!(
            self.body,
            r#"<rect class="{}" x="{}" y="{}" width="{}" height="{}"{rest}"#,
            classes(class),
            coordinate(area.x),
            coordinate(area.y),
            coordinate(area.width.max(0.0)),
            coordinate(area.height.max(0.0)),
        );
        self.close("rect", tip);
    }

    /// A text on one line.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let _ = write!(
            self.body,
            r#"<text class="{}" x="{}" y="{}"{anchor}>{}</text>"#,
            classes(class),
            coordinate(x),
            coordinate(y),
            xml(text),
        );
    }

    /// A straight line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str, rest: &str) {
        let _ = write!(
            self.body,
            r#"<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor"{rest}/>"#,
            classes(class),
            coordinate(x1),
            coordinate(y1),
            coordinate(x2),
            coordinate(y2),
        );
    }

    /// A filled disc.
    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, class: &str, tip: &str) {
        let _ = write!(
            self.body,
            r#"<circle class="{}" cx="{}" cy="{}" r="{}""#,
            classes(class),
            coordinate(x),
            coordinate(y),
            coordinate(radius),
        );
        self.close("circle", tip);
    }

    /// A path through `d`; `rest` says how it is filled or stroked.
    pub fn path(&mut self, d: &str, class: &str, rest: &str) {
        let _ = write!(self.body, r#"<path class="{}" d="{d}"{rest}/>"#, classes(class));
    }

    /// The finished chart. `class` names its sort: `chart-bars`.
    pub fn finish(
        self,
        heading: &Heading,
        class: &str,
        (width, height): (f64, f64),
        table: ChartTable,
    ) -> Chart {
        // Without an id the title names the picture all the same: so a page may show many alike.
        let id = heading.safe_id();
        let (named, title_id, description_id) = if heading.id.is_empty() {
            Default::default()
        } else {
            (
                format!(r#" aria-labelledby="{id}-title {id}-desc""#),
                format!(r#" id="{id}-title""#),
                format!(r#" id="{id}-desc""#),
            )
        };
        let svg = format!(
            concat!(
                r#"<svg class="chart {class}" viewBox="0 0 {width} {height}" role="img"{named} "#,
                r#"fill="currentColor" font-size="{font}">"#,
                r#"<title{title_id}>{title}</title><desc{description_id}>{description}</desc>{body}</svg>"#
            ),
            named = named,
            title_id = title_id,
            description_id = description_id,
            class = class,
            width = coordinate(width),
            height = coordinate(height),
            font = coordinate(FONT),
            title = xml(&heading.title),
            description = xml(&heading.described(&table)),
            body = self.body,
        );
        Chart { svg, table }
    }

    fn close(&mut self, element: &str, tip: &str) {
        if tip.is_empty() {
            self.body.push_str("/>");
        } else {
            let _ = write!(self.body, "><title>{}</title></{element}>", xml(tip));
        }
    }
}

/// Class names as they came, fit for an attribute.
fn classes(class: &str) -> Cow<'_, str> {
    attribute(class.trim())
}

/// About how wide a text is drawn: fonts differ, so that it is rather too wide than too narrow.
pub fn drawn_width(text: &str) -> f64 {
    text.chars().map(|c| if is_wide(c) || "“”‘’—…".contains(c) { FONT } else { FONT * 0.6 }).sum()
}

/// As much of a text as fits.
pub fn fitting(text: &str, width: f64) -> Cow<'_, str> {
    if drawn_width(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut room = width - FONT;
    let mut chars = 1;
    for c in text.chars() {
        room -= drawn_width(c.encode_utf8(&mut [0; 4]));
        if room < 0.0 {
            break;
        }
        chars += 1;
    }
    truncate(text, chars)
}

/// A line through points: `M0 1L2 3`.
pub fn polyline(points: &[(f64, f64)]) -> String {
    let mut d = String::with_capacity(points.len() * 12);
    for (n, (x, y)) in points.iter().enumerate() {
        let _ = write!(d, "{}{} {}", if n == 0 { 'M' } else { 'L' }, coordinate(*x), coordinate(*y));
    }
    d
}

/// What holds of every chart.
#[cfg(test)]
pub mod check {
    use std::collections::BTreeSet;

    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::super::table::Chart;

    /// Fails unless the SVG is well-formed, named, free of colours and of numbers that are none, and the table is
    /// a rectangle.
    pub fn sound(chart: &Chart) {
        let svg = &chart.svg;
        let mut ids = BTreeSet::new();
        let mut reader = Reader::from_str(svg);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {svg}")) {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap_or_else(|error| panic!("{error}: {svg}"));
                        let value = attribute.value.to_string();
                        match attribute.key.as_ref() {
                            "id" => assert!(ids.insert(value), "an id stands twice: {svg}"),
                            "fill" | "stroke" => {
                                assert!(matches!(&*value, "none" | "currentColor"), "{value}");
                            }
                            "class" | "aria-labelledby" => {}
                            name => {
                                assert!(!value.contains("NaN") && !value.contains("inf"), "{name:?} {value}");
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let named = if svg.contains("aria-labelledby") { 2 } else { 0 };
        assert_eq!(ids.len(), named, "a title and a description: {svg}");
        assert!(svg.contains("<title") && svg.contains("<desc"), "{svg}");
        assert!(svg.starts_with("<svg ") && svg.contains(r#"role="img""#), "{svg}");
        assert!(!svg.contains("style="), "{svg}");
        for row in &chart.table.rows {
            assert_eq!(row.len(), chart.table.head.len(), "{:?}", chart.table);
        }
    }

    /// The SVG with a line for each element, and its table.
    pub fn readable(chart: &Chart) -> String {
        let rows: Vec<String> = chart.table.rows.iter().map(|row| row.join(" | ")).collect();
        format!(
            "{}\n\n{}\n{}\n{}",
            chart.svg.replace("><", ">\n<"),
            chart.table.caption,
            chart.table.head.join(" | "),
            rows.join("\n")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cut_to_their_room() {
        for (text, width, expected) in [
            ("宣传部", 42.0, "宣传部"),
            ("宣传部", 41.0, "宣…"),
            ("宣传部", 0.0, "…"),
            ("", 0.0, ""),
            ("Publicity", 60.0, "Publi…"),
        ] {
            assert_eq!(fitting(text, width), expected, "{text} in {width}");
            assert!(drawn_width(&fitting(text, width)) <= width.max(FONT));
        }
    }

    #[test]
    fn names_cannot_leave_their_attribute() {
        let heading = Heading { id: "a\"b 潮".into(), title: "<T>".into(), description: "]]>&".into() };
        let mut drawing = Drawing::default();
        let area = Area { x: 0.0, y: 0.0, width: f64::NAN, height: -1.0 };
        drawing.rectangle(area, "x\" onload=\"y", "", "<tip>");
        let chart = drawing.finish(&heading, "chart-test", (1.0, 1.0), ChartTable::default());
        check::sound(&chart);
        assert!(chart.svg.contains(r#"id="a-b---title""#), "{}", chart.svg);
        assert!(!chart.svg.contains("onload=\"y"), "{}", chart.svg);
    }

    #[test]
    fn a_missing_description_is_made_from_the_table() {
        let row = |n: usize| vec![format!("第{n}项"), n.to_string()];
        let table = |n: usize| ChartTable {
            head: vec!["项".into(), "数".into()],
            rows: (1..=n).map(row).collect(),
            ..ChartTable::default()
        };
        let heading = Heading::default();
        assert_eq!(heading.described(&table(2)), "第1项 1；第2项 2");
        assert!(heading.described(&table(1000)).ends_with("第12项 12；…"));
    }
}
