//! Fingerprints the sources, so that a cache written by one build of the program is never read by another; and packs the
//! dictionaries of `OpenCC`.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources")]

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::Hasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// What decides the bytes of an output, besides the site itself.
const SOURCES: [&str; 4] = ["src", "themes", "Cargo.toml", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for name in SOURCES {
        // A missing path would make every build run this again.
        if Path::new(name).exists() {
            println!("cargo:rerun-if-changed={name}");
        }
        add(Path::new(name), &mut hasher);
    }
    println!("cargo:rustc-env=CHAOYIN_SOURCES={:016x}", hasher.finish());
    let packed = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(packed.join("traditional.deflate"), deflated(&traditional()?)?)?;
    fs::write(packed.join("simplified.deflate"), deflated(&simplified()?)?)
}

fn add(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        let mut below: Vec<PathBuf> =
            fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        below.sort();
        for path in below {
            add(&path, hasher);
        }
    } else if let Ok(bytes) = fs::read(path) {
        hasher.write(path.to_string_lossy().as_bytes());
        hasher.write(&bytes);
    }
}

/// Words and what stands for each: the first of its writings, as `OpenCC` takes it.
fn dictionary(names: &[&str]) -> io::Result<BTreeMap<String, String>> {
    let mut words = BTreeMap::new();
    for name in names {
        let text = fs::read_to_string(format!("src/base/text/opencc/{name}.txt"))?;
        for (word, writings) in text.lines().filter_map(|line| line.split_once('\t')) {
            if !word.starts_with('#')
                && let Some(first) = writings.split(' ').next()
            {
                words.insert(word.to_owned(), first.to_owned());
            }
        }
    }
    Ok(words)
}

/// Three dictionaries, an empty line between two: to the standard, from there to Taiwan's and to Hong Kong's. What a word
/// gives is left out where its characters give the same one by one.
fn traditional() -> io::Result<String> {
    let words = dictionary(&["STCharacters", "STPhrases"])?;
    let one_by_one = |word: &str| -> String {
        let one = |c: char| words.get(c.encode_utf8(&mut [0; 4]) as &str).cloned().unwrap_or(c.to_string());
        word.chars().map(one).collect()
    };
    let standard: String = words
        .iter()
        .map(|(word, writing)| {
            let is_plain = word.chars().count() > 1 && one_by_one(word) == *writing;
            if is_plain { format!("{word}\n") } else { format!("{word}\t{writing}\n") }
        })
        .collect();
    let region = |name: &str| -> io::Result<String> {
        let words = dictionary(&[name])?;
        let lines: Vec<String> = words.iter().map(|(word, writing)| format!("{word}\t{writing}\n")).collect();
        Ok(lines.concat())
    };
    Ok(format!("{standard}\n{}\n{}", region("TWVariants")?, region("HKVariants")?))
}

/// Every traditional character that has one simplified one, each followed by that.
fn simplified() -> io::Result<String> {
    let words = dictionary(&["TSCharacters", "TSPhrases"])?;
    let pair = |c: char| {
        let mut simple = words.get(c.encode_utf8(&mut [0; 4]) as &str)?.chars();
        let only = simple.next().filter(|simple_one| *simple_one != c && simple.next().is_none())?;
        Some([c, only])
    };
    Ok(('\u{4E00}'..='\u{9FFF}').filter_map(pair).flatten().collect())
}

fn deflated(text: &str) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}
