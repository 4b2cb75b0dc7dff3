//! `chaoyin serve`.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use super::args::Serve;
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::terminal::Terminal;
use super::timings::timings;
use crate::base::diagnostic::code::Language;
use crate::build::build::Built;
use crate::input::source::tree::SourceTree;
use crate::shell::open::Request;
use crate::shell::serve::server::{Address, Audience, Options, serve};

/// Serves until Ctrl-C.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(typed: &Serve, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    let request = Request { root, date: typed.date, drafts: !typed.no_drafts, ..Request::default() };
    let options = Options { host: typed.host.clone(), port: typed.port };
    let audience: Arc<dyn Audience> =
        Arc::new(Onlooker { terminal, opens: typed.open, times: typed.timings });
    serve(&request, &options, &audience)?;
    terminal.note(terminal.pick("预览结束。", "ended"));
    Ok(Ending::Done)
}

/// The terminal as the server's audience.
struct Onlooker {
    terminal: Terminal,
    opens: bool,
    times: bool,
}

impl Audience for Onlooker {
    fn listening(&self, address: &Address) {
        let terminal = self.terminal;
        if let Some(taken) = address.taken {
            terminal.note(&match terminal.language {
                Language::Chinese => format!("端口 {taken} 被占用，改用下一个。"),
                Language::English => format!("port {taken} is taken, the next one is used"),
            });
        }
        if address.exposed {
            terminal.tell(terminal.pick(
                "注意：同一网络里的其他人也能看到这个预览，包括草稿。",
                "beware: others in this network can see this preview, drafts included",
            ));
        }
        terminal.note(terminal.pick("正在生成……", "building …"));
    }

    fn ready(&self, address: &Address) {
        let terminal = self.terminal;
        // The address is the one result of this command: scripts wait for it.
        let _ = terminal.result(&format!("{}/\n", address.url));
        terminal.note(
            terminal.pick(
                "保存文件，页面就会更新；按 Ctrl-C 结束。",
                "save a file and pages follow; Ctrl-C ends",
            ),
        );
        if self.opens {
            browse(&address.url, terminal);
        }
    }

    fn built(&self, built: &Built, tree: &SourceTree, took: Duration) {
        let terminal = self.terminal;
        findings::tell(terminal, &built.findings, tree);
        if self.times {
            terminal.tell(&timings(&built.timings, terminal.language));
        }
        let counted = findings::counted(terminal.language, &built.findings);
        let milliseconds = took.as_millis();
        if !built.publishable() {
            terminal.tell(&match terminal.language {
                Language::Chinese => format!("{counted}；页面保持上一次成功的样子。"),
                Language::English => format!("{counted}; pages stay as they last were"),
            });
            return;
        }
        let (changed, total) = (built.changed.len(), built.changed.len() + built.unchanged);
        let counted = if counted.is_empty() { String::new() } else { format!("；{counted}") };
        terminal.note(&match terminal.language {
            Language::Chinese => {
                format!("已更新 {changed}/{total} 个文件，用时 {milliseconds} 毫秒{counted}")
            }
            Language::English => format!("{changed} of {total} files updated in {milliseconds} ms{counted}"),
        });
    }

    fn failed(&self, error: &io::Error) {
        let words = Trouble::Machine(None, io::Error::new(error.kind(), error.to_string()));
        self.terminal.tell(&words.words(self.terminal.language));
    }
}

fn browse(url: &str, terminal: Terminal) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/c", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    let started = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        terminal.note(terminal.pick("打不开浏览器，请自己打开上面的网址。", "no browser could be opened"));
    }
}
