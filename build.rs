//! Fingerprints the sources, so that a cache written by one build of the program is never read by another.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// What decides the bytes of an output, besides the site itself.
const SOURCES: [&str; 4] = ["src", "themes", "Cargo.toml", "Cargo.lock"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for name in SOURCES {
        // A missing path would make every build run this again.
        if Path::new(name).exists() {
            println!("cargo:rerun-if-changed={name}");
        }
        add(Path::new(name), &mut hasher);
    }
    println!("cargo:rustc-env=CHAOYIN_SOURCES={:016x}", hasher.finish());
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
