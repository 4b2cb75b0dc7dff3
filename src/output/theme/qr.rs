//! Addresses as QR codes: small SVGs made while a page is rendered.

use qrcodegen::{DataTooLong, Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::base::text::escape;

/// Quiet zone around a code, in modules (ISO/IEC 18004 asks for four).
const QUIET: i32 = 4;

/// A text as an SVG that says `label`; `None` where it is too long for a code.
#[must_use]
pub fn svg(text: &str, label: &str) -> Option<String> {
    let code = code(text).ok()?;
    let side = code.size() + 2 * QUIET;
    let path = strokes(&code);
    let label = escape::html(label);
    Some(format!(
        "<svg class=\"qr-code\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// The dark modules, a line along the middle of each row: half as long as a rectangle for each run, and every entry has
/// a code in it.
fn strokes(code: &QrCode) -> String {
    let mut path = String::with_capacity(2048);
    for y in 0..code.size() {
        // Where the pen is; each row begins outside the code.
        let mut pen = None;
        let mut x = 0;
        while x < code.size() {
            let end = (x..code.size()).find(|end| !code.get_module(*end, y)).unwrap_or(code.size());
            if end > x {
                match pen {
                    None => {
                        path.push('M');
                        decimal(&mut path, x + QUIET);
                        path.push(' ');
                        decimal(&mut path, y + QUIET);
                        path.push_str(".5h");
                    }
                    Some(pen) => {
                        path.push('m');
                        decimal(&mut path, x - pen);
                        path.push_str(" 0h");
                    }
                }
                decimal(&mut path, end - x);
                pen = Some(end);
            }
            x = end + 1;
        }
    }
    path
}

/// A number below a thousand: the machinery of formatting would take longer than the code.
fn decimal(text: &mut String, number: i32) {
    for unit in [100, 10, 1] {
        if number >= unit || unit == 1 {
            text.push(char::from(b'0' + u8::try_from(number / unit % 10).unwrap_or(0)));
        }
    }
}

// A fixed mask: trying all eight and weighing each would take eight times as long on every page, and readers of codes
// read any mask. Mask 0, a chequerboard, leaves no large plain areas in an address.
fn code(text: &str) -> Result<QrCode, DataTooLong> {
    let segments = QrSegment::make_segments(text);
    QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        Version::MIN,
        Version::MAX,
        Some(Mask::new(0)),
        false,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_with_a_quiet_zone_and_says_what_it_is() {
        let svg = svg("https://example.edu.cn/", "网址<").unwrap();
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        assert!(svg.contains("aria-label=\"网址&lt;\""), "{svg}");
        // The finder pattern at the upper left: seven dark modules.
        assert!(svg.contains("M4 4.5h7m"), "{svg}");
    }

    /// The dark modules that strokes draw, by row and column from the outer edge.
    fn drawn(svg: &str) -> (usize, Vec<bool>) {
        let number = |text: &str| text.parse::<usize>().unwrap();
        let side = number(svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap());
        let mut modules = vec![false; side * side];
        let path = svg.split("stroke=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for row in path.split('M').skip(1) {
            let (start, runs) = row.split_once(".5h").unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (mut x, y) = (number(x), number(y));
            for run in runs.split('m') {
                let (skip, length) = run.split_once(" 0h").unwrap_or(("0", run));
                x += number(skip);
                modules[y * side + x..][..number(length)].fill(true);
                x += number(length);
            }
        }
        (side, modules)
    }

    #[test]
    fn a_reader_of_codes_reads_what_was_written() {
        for text in [
            "https://example.edu.cn/",
            "https://example.edu.cn/mingshi/shu-shi-de-er-shi-si-jie-qi/",
            "https://example.edu.cn/1/?a=1&b=二维码",
            &format!("https://example.edu.cn/{}/", "a-long-name-".repeat(60)),
        ] {
            let (side, modules) = drawn(&svg(text, "").unwrap());
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * 4, side * 4, |x, y| {
                if modules[y / 4 * side + x / 4] { 0 } else { 255 }
            });
            let grids = image.detect_grids();
            assert_eq!(grids.len(), 1, "{text}");
            assert_eq!(grids[0].decode().unwrap().1, text);
        }
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert_eq!(svg(&"长".repeat(3000), ""), None);
    }
}
