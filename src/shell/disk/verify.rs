//! A sink that publishes nothing: it compares what a clean build makes with what is about to be published.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::reader::{Bytes, DiskReader};
use super::sink::{DiskSink, Reached};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::recipe::OutputPath;
use crate::output::sink::Sink;

/// An output that the cache made another.
pub static DIFFERS: Code = Code {
    name: "OUT035",
    severity: Severity::Error,
    message: Words {
        zh: "用缓存生成的和从头生成的不一样：{how}",
        en: "what the cache led to is not what a clean build makes: {how_en}",
    },
    help: Words {
        zh: "用 chaoyin build --no-cache 生成一次就正确了；缓存不该出错，请把这条提示告诉潮音的开发者（若是生成途中改了文件，再试一次即可）",
        en: "`chaoyin build --no-cache` builds it right; caches should not err, so please report this (where files were edited meanwhile, just try again)",
    },
    example: "chaoyin build --verify",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&DIFFERS];

/// So many differences are told one by one.
const TOLD_MAX: usize = 20;

/// How an output differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    /// From this byte on, counted from 1.
    At(u64),
    /// A clean build has it alone.
    Missing,
    /// A clean build has it not.
    Extra,
}

/// Compares one clean build.
pub struct Comparison {
    /// The folder as people wrote it.
    shown: String,
    reader: Arc<DiskReader>,
    /// Where the bytes of each output are that is about to be published; those that are compared are taken out.
    left: Mutex<BTreeMap<String, PathBuf>>,
    found: Mutex<BTreeMap<String, Difference>>,
}

impl Comparison {
    /// With what a build has staged; `reader` gives the sources of the clean one.
    #[must_use]
    pub fn with(sink: &DiskSink, reader: Arc<DiskReader>) -> Self {
        let staged = sink.staged();
        let left = staged.all().map(|(path, _, reached)| {
            let tree = if reached == Reached::Written { &sink.stage.path } else { &sink.folder.path };
            (path.to_string(), tree.join(&**path))
        });
        let left: BTreeMap<String, PathBuf> = left.collect();
        Self { shown: sink.folder.shown.clone(), reader, left: Mutex::new(left), found: Mutex::default() }
    }

    /// What differs, in path order, once the clean build is made.
    #[must_use]
    pub fn findings(self) -> Findings {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let extra = self.left.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.extend(extra.into_keys().map(|path| (path, Difference::Extra)));
        let mut findings = Findings::default();
        for (path, difference) in found.iter().take(TOLD_MAX) {
            let (zh, en) = match difference {
                Difference::At(byte) => {
                    (format!("从第 {byte} 个字节起不同"), format!("they differ from byte {byte} on"))
                }
                Difference::Missing => ("少了这个文件".to_owned(), "this file is missing".to_owned()),
                Difference::Extra => ("多了这个文件".to_owned(), "this file is one too many".to_owned()),
            };
            let finding = Finding::new(&DIFFERS, Place::whole(format!("{}/{path}", self.shown)));
            findings.push(finding.with("how", zh).with("how_en", en));
        }
        if let Some(more) = found.len().checked_sub(TOLD_MAX).filter(|more| *more > 0) {
            let finding = Finding::new(&DIFFERS, Place::whole(self.shown.as_str()));
            let (zh, en) = (format!("还有 {more} 个文件不同"), format!("{more} more files differ"));
            findings.push(finding.with("how", zh).with("how_en", en));
        }
        findings
    }

    fn compare(&self, path: &OutputPath, clean: impl BufRead) -> io::Result<()> {
        let staged = self.left.lock().unwrap_or_else(PoisonError::into_inner).remove(path.as_str());
        let difference = match staged.map(File::open) {
            None => Some(Difference::Missing),
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => Some(Difference::Missing),
            Some(file) => first_difference(BufReader::new(file?), clean)?.map(Difference::At),
        };
        if let Some(difference) = difference {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.insert(path.to_string(), difference);
        }
        Ok(())
    }
}

impl Sink for Comparison {
    fn write(&self, path: &OutputPath, bytes: &[u8], _: Fingerprint) -> io::Result<()> {
        self.compare(path, bytes)
    }

    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()> {
        match self.reader.known(source) {
            Some((Bytes::Disk(file), _)) => self.compare(path, BufReader::new(File::open(file)?)),
            Some((Bytes::Memory(bytes), _)) => self.compare(path, &*bytes),
            None => Err(io::Error::new(io::ErrorKind::NotFound, source.as_str())),
        }
    }

    fn keep(&self, _: &OutputPath, _: Fingerprint) -> io::Result<bool> {
        // A clean build takes nothing from an earlier one.
        Ok(false)
    }
}

/// The first byte, counted from 1, that is not the same in both, or that one of them has not.
fn first_difference(mut one: impl BufRead, mut other: impl BufRead) -> io::Result<Option<u64>> {
    let mut same = 0;
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        if left.is_empty() && right.is_empty() {
            return Ok(None);
        }
        let common = left.len().min(right.len());
        let equal = left.iter().zip(right).take_while(|(left, right)| left == right).count();
        if common == 0 || equal < common {
            return Ok(Some(same + equal as u64 + 1));
        }
        one.consume(common);
        other.consume(common);
        same += common as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_differs_is_told_however_the_bytes_come() {
        for (one, other, byte) in [
            ("", "", None),
            ("潮音", "潮音", None),
            ("abc", "abd", Some(3)),
            ("abc", "abcd", Some(4)),
            ("abcd", "abc", Some(4)),
            ("", "a", Some(1)),
        ] {
            for piece in 1..5 {
                let slow = BufReader::with_capacity(piece, one.as_bytes());
                assert_eq!(first_difference(slow, other.as_bytes()).unwrap(), byte, "{one} {other} {piece}");
            }
        }
    }
}
