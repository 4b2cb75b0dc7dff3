//! Text files packed once at build time, so that servers need not pack them for each reader: `a.html.gz`, `a.html.br`.

use std::io::{self, Write as _};

use flate2::{Compression, GzBuilder};

use super::family::Made;
use super::plan::Plan;
use super::recipe::{OutputPath, Recipe, Subject};
use super::theme::engine::Worker;
use crate::input::config::settings::Packing;

/// Name of the family in recipes: it plans nothing by itself, its outputs follow from others.
pub const FAMILY: &str = "packed";

/// Brotli's quality: the highest takes ten times as long for some hundredths.
const BROTLI_QUALITY: i32 = 9;

/// Brotli's window, as a power of two: more than a page has.
const BROTLI_WINDOW: i32 = 22;

/// Adds the packed forms of all text files to a plan.
pub fn add(plan: &mut Plan, packings: &[Packing]) {
    let texts: Vec<OutputPath> = plan.outputs.keys().filter(|path| is_text(path)).cloned().collect();
    for (path, packing) in texts.iter().flat_map(|path| packings.iter().map(move |packing| (path, *packing)))
    {
        let subject = Subject::Packed(path.clone(), packing);
        plan.outputs.insert(
            at(path, packing),
            Recipe { family: FAMILY.to_owned(), subject, language: String::new() },
        );
    }
}

/// The packed forms of an output that a plan has.
#[must_use]
pub fn of<'p>(plan: &'p Plan, path: &OutputPath) -> Vec<(&'p OutputPath, &'p Recipe)> {
    let packed = [Packing::Gzip, Packing::Brotli].map(|packing| at(path, packing));
    let is_its = |recipe: &Recipe| matches!(&recipe.subject, Subject::Packed(of, _) if of == path);
    packed.iter().filter_map(|path| plan.outputs.get_key_value(path)).filter(|(_, r)| is_its(r)).collect()
}

/// Whether files of this name are worth packing: pictures and films are packed already.
fn is_text(path: &OutputPath) -> bool {
    const TEXTS: [&str; 13] =
        ["html", "css", "js", "mjs", "json", "xml", "svg", "txt", "csv", "ics", "md", "webmanifest", "map"];
    path.as_str().rsplit_once('.').is_some_and(|(_, extension)| TEXTS.contains(&extension))
}

fn at(path: &OutputPath, packing: Packing) -> OutputPath {
    let extension = match packing {
        Packing::Gzip => "gz",
        Packing::Brotli => "br",
    };
    path.beside(extension)
}

/// What was made, as bytes.
///
/// # Errors
/// What the operating system says.
pub fn bytes(worker: &Worker, made: &Made) -> io::Result<Vec<u8>> {
    match made {
        Made::Bytes(bytes) => Ok(bytes.clone()),
        Made::Copy(source, _) => worker.darkroom.source(source).map(|bytes| bytes.to_vec()),
        Made::Rendition(rendition) => worker.darkroom.develop(rendition),
    }
}

/// Packs bytes: the same ones always give the same.
///
/// # Errors
/// None, since it writes to memory; the packers say so by a `Result`.
pub fn pack(bytes: &[u8], packing: Packing) -> io::Result<Vec<u8>> {
    match packing {
        Packing::Gzip => {
            // Without a time, which would differ from build to build.
            let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
            gzip.write_all(bytes)?;
            gzip.finish()
        }
        Packing::Brotli => {
            let mut packed = Vec::new();
            let parameters = brotli::enc::BrotliEncoderParams {
                quality: BROTLI_QUALITY,
                lgwin: BROTLI_WINDOW,
                size_hint: bytes.len(),
                ..Default::default()
            };
            brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
            Ok(packed)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let text = "潮起东海，音传四方。".repeat(500);
        let gzip = pack(text.as_bytes(), Packing::Gzip).expect("it is packed");
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&*gzip).read_to_string(&mut unpacked).expect("it unpacks");
        assert_eq!(unpacked, text);
        let packed = pack(text.as_bytes(), Packing::Brotli).expect("it is packed");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut unpacked).expect("it unpacks");
        assert_eq!(unpacked, text.as_bytes());
        assert!(packed.len() < text.len() / 10 && gzip.len() < text.len() / 10);
        assert_eq!(pack(text.as_bytes(), Packing::Gzip).ok(), Some(gzip));
    }
}
