//! Addresses as QR codes: small SVGs made while a page is rendered.

use std::fmt::Write;

use qrcodegen::{DataTooLong, Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::base::text::escape;

/// Quiet zone around a code, in modules (ISO/IEC 18004 asks for four).
const QUIET: i32 = 4;

/// A text as an SVG that says `label`; `None` where it is too long for a code.
#[must_use]
pub fn svg(text: &str, label: &str) -> Option<String> {
    let code = code(text).ok()?;
    let side = code.size() + 2 * QUIET;
    let mut path = String::with_capacity(4096);
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let width = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let width = i32::try_from(width).unwrap_or(0);
            if width > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{width}v1h-{width}z", x + QUIET, y + QUIET);
            }
            x += width.max(1);
        }
    }
    let label = escape::html(label);
    Some(format!(
        "<svg class=\"qr-code\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
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
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert_eq!(svg(&"长".repeat(3000), ""), None);
    }
}
