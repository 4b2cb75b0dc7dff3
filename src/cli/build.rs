//! `chaoyin build`.

use std::path::Path;
use std::time::Duration;

use super::args::{Build, Making};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::progress::Bar;
use super::terminal::Terminal;
use super::timings::timings;
use crate::base::diagnostic::code::Language;
use crate::base::diagnostic::outcome::Findings;
use crate::input::source::tree::SourceTree;
use crate::shell::disk::commit::Committed;
use crate::shell::disk::kept::replace;
use crate::shell::machine;
use crate::shell::open::Request;
use crate::shell::publish::{Failure, Published, Target, publish};

/// Builds the site.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(build: &Build, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    workers(build.making.jobs);
    let target = Target {
        out: build.out.clone().unwrap_or_else(|| root.join("public")),
        cached: !build.no_cache,
        verified: build.verify,
    };
    let request = request(&build.making, root);
    let bar = Bar::new(terminal);
    let waiting = || {
        let (zh, en) = ("另一个潮音正在生成这个站点，等它完成……", "waiting for another build of this site …");
        terminal.note(terminal.pick(zh, en));
    };
    let published = publish(&request, &target, &bar, waiting);
    bar.clear();
    match published {
        Ok(published) => {
            if let Some(Some(file)) = &build.timings {
                replace(file, published.timings.trace(machine::peak_bytes()).as_bytes())
                    .map_err(|error| Trouble::at(file, error))?;
            }
            let ending = tell(&published, build, &target, given, terminal);
            // As where it was made: the process ends soon.
            std::mem::forget(published);
            Ok(ending)
        }
        Err(Failure::Machine(path, error)) => Err(Trouble::at(&path, error)),
        Err(Failure::Refused(finding)) => {
            let mut refused = Findings::default();
            refused.push(*finding);
            findings::tell(terminal, &refused, &SourceTree::default());
            let zh = "输出文件夹不能用，什么也没有写入";
            Err(Trouble::usage(zh, "the output folder is refused, nothing was written"))
        }
    }
}

/// What was typed, as meant.
#[must_use]
pub fn request(making: &Making, root: std::path::PathBuf) -> Request {
    Request {
        root,
        base_url: making.base_url.clone(),
        theme: making.theme.clone(),
        date: making.date,
        drafts: making.drafts,
        strict: making.strict,
    }
}

/// Bounds the workers of the parallel stages.
pub fn workers(jobs: Option<u16>) {
    if let Some(jobs) = jobs {
        // It fails where the workers exist already, and then there is nothing to bound.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
}

fn tell(
    published: &Published,
    build: &Build,
    target: &Target,
    given: Option<&Path>,
    terminal: Terminal,
) -> Ending {
    findings::tell(terminal, &published.findings, &published.tree);
    let counted = findings::counted(terminal.language, &published.findings);
    if build.timings.is_some() {
        terminal.tell(&timings(&published.timings, terminal.language));
    }
    let Some(committed) = &published.committed else {
        terminal.tell(&match terminal.language {
            Language::Chinese => format!("没有生成：{counted}。原来的网站没有改动；改好后再试。"),
            Language::English => format!("not built: {counted}; the old site is as it was"),
        });
        return Ending::Errors;
    };
    let out = short(&target.out);
    terminal.note(&summary(committed, published.timings.total(), &out, &counted, terminal.language));
    if target.verified {
        let (zh, en) =
            ("核对完毕：和从头生成的逐字节相同。", "verified: a clean build comes to the same bytes");
        terminal.note(terminal.pick(zh, en));
    }
    let site = given.map(|root| format!(" --root {}", root.display())).unwrap_or_default();
    terminal.note(&match terminal.language {
        Language::Chinese => format!("看一看：chaoyin serve --open{site}"),
        Language::English => format!("look at it: chaoyin serve --open{site}"),
    });
    Ending::Done
}

fn summary(committed: &Committed, took: Duration, out: &str, counted: &str, language: Language) -> String {
    let Committed { written, kept, removed } = committed;
    let seconds = took.as_secs_f64();
    match language {
        Language::Chinese => {
            let counted = if counted.is_empty() { String::new() } else { format!("；{counted}") };
            format!(
                "生成完毕 → {out}：写入 {written} 个文件，{kept} 个不变，删除 {removed} 个，用时 {seconds:.2} 秒{counted}"
            )
        }
        Language::English => {
            let counted = if counted.is_empty() { String::new() } else { format!("; {counted}") };
            format!(
                "built → {out}: {written} written, {kept} unchanged, {removed} removed in {seconds:.2} s{counted}"
            )
        }
    }
}

/// A path as people would write it from here.
fn short(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
