//! A site in a temporary folder, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use chaoyin::base::hash::Fingerprint;
use chaoyin::shell::disk::kept::{recall, remember};
use tempfile::TempDir;

/// The day of every build in tests.
pub const TODAY: &str = "2026-05-01";

/// A site that is made for one test and gone after it.
pub struct TestSite {
    folder: TempDir,
}

/// What a run of the program said.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl TestSite {
    /// A site with a configuration and one column of articles, `a`.
    pub fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        site.file("site.yaml", "title: 测试\nbase_url: https://example.com\n")
            .file("content/_index.md", "---\ntitle: 首页\n---\n")
            .file("content/a/_index.md", "---\ntitle: 栏目\nkind: article\n---\n");
        site
    }

    /// An empty folder that is in no site. A site is looked for upwards, and anybody may have left one in the
    /// folder for temporary files.
    pub fn empty() -> Self {
        let is_in_a_site = |folder: &Path| folder.ancestors().any(|above| above.join("site.yaml").exists());
        let places = [std::env::temp_dir(), "/var/tmp".into(), "/dev/shm".into()];
        let mut clear = places.iter().filter_map(|place| place.canonicalize().ok());
        let place = clear
            .find(|place| !is_in_a_site(place))
            .expect("a folder for temporary files that is in no site");
        Self { folder: TempDir::new_in(place).unwrap() }
    }

    /// The site's root.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the site.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file as editors do: a new one takes the old one's place.
    pub fn file(&self, path: &str, text: &str) -> &Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes bytes.
    pub fn bytes(&self, path: &str, bytes: &[u8]) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// An entry of the column `a`.
    pub fn entry(&self, name: &str, body: &str) -> &Self {
        self.file(
            &format!("content/a/{name}.md"),
            &format!("---\ntitle: {name}\ndate: 2026-04-01\n---\n\n{body}\n"),
        )
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// The program, ready to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chaoyin"));
        command.current_dir(self.root()).args(arguments).env("LANG", "zh_CN.UTF-8").env("NO_COLOR", "1");
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        Run {
            status: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Builds, which must succeed.
    pub fn build(&self) -> Run {
        let run = self.run(&["build", "--date", TODAY]);
        assert_eq!(run.status, 0, "{}", run.err);
        run
    }

    /// Makes an output and what the cache says of it wrong together, as a fault of the program would.
    pub fn poison(&self, output: &str, bytes: &[u8]) -> &Self {
        let mut memory = recall(self.root());
        let (_, kept) = memory.outputs.iter_mut().find(|(path, _)| path.as_str() == output).unwrap();
        kept.bytes = Fingerprint::of_bytes(bytes);
        remember(self.root(), &memory).unwrap();
        self.bytes(&format!("public/{output}"), bytes)
    }

    /// Starts the program and does not wait.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// One output as text.
    pub fn output(&self, path: &str) -> String {
        fs::read_to_string(self.path("public").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Every file of the output folder by its path.
    pub fn outputs(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }
}

impl Run {
    /// Asserts that standard error holds a text.
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.err.contains(text), "“{text}” is not in:\n{}", self.err);
        self
    }

    /// Asserts the exit status.
    pub fn ends(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        self
    }
}

/// Every file below a folder by its path; empty where there is none.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    files
}
