//! From arguments to an exit status.

use std::ffi::OsString;
use std::io;

use std::process::ExitCode;

use clap::FromArgMatches as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::{self, Typed, Verb};
use super::ending::{Ending, Trouble};
use super::terminal::{Terminal, language_of_environment};
use super::{
    build, check, completions, explain, import, init, list, new, report, schema, serve, tasks, theme,
};
use crate::base::diagnostic::code::Language;

/// Runs the program with these arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = args::command().try_get_matches_from(arguments);
    let typed = match matches.and_then(|matches| Typed::from_arg_matches(&matches)) {
        Ok(typed) => typed,
        Err(error) => return usage(&error),
    };
    let terminal = Terminal::new(&typed.common);
    match act(&typed, terminal) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Errors) => ExitCode::from(1),
        // Whoever read the results has read enough.
        Err(Trouble::Machine(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(trouble) => {
            let label = terminal.pick("出错", "error");
            terminal.tell(&format!("{label}：{}", trouble.words(terminal.language)));
            ExitCode::from(2)
        }
    }
}

fn act(typed: &Typed, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = typed.common.root.as_deref();
    match &typed.verb {
        Verb::Init(init) => init::run(init, terminal),
        Verb::New(new) => new::run(new, root, terminal),
        Verb::Build(build) => build::run(build, root, terminal),
        Verb::Serve(serve) => serve::run(serve, root, terminal),
        Verb::Check(check) => check::run(check, root, terminal),
        Verb::Report(report) => report::run(report, root, terminal),
        Verb::Tasks(verb) => tasks::run(verb, root, terminal),
        Verb::Import(import) => import::run(import, root, terminal),
        Verb::List(list) => list::run(list, root, terminal),
        Verb::Schema(schema) => schema::run(schema, root, terminal),
        Verb::Theme(theme) => theme::run(theme, root, terminal),
        Verb::Explain(explain) => explain::run(explain, terminal),
        Verb::Completions(completions) => completions::run(completions, terminal),
    }
}

/// Wrong usage: in Chinese where that is the language, since clap speaks English alone.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() || language_of_environment() == Language::English {
        // Help and version are results; where nobody reads them nothing is lost.
        let _ = error.print();
        return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(2);
    }
    let of = |kind| error.get(kind).map(shown).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let mut words = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个参数"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::ArgumentConflict => format!("{argument} 不能和 {} 一起用", of(ContextKind::PriorArg)),
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => {
            format!("{argument} 后面要写一个值")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!("：{why}")).unwrap_or_default();
            format!("{argument} 的值“{}”不对{why}", of(ContextKind::InvalidValue))
        }
        _ => "参数写得不对".to_owned(),
    };
    let choices = of(ContextKind::ValidValue);
    if !choices.is_empty() {
        words = format!("{words}，可以是：{choices}");
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        let suggested = of(kind);
        if !suggested.is_empty() {
            words = format!("{words}；是不是想写 {suggested}？");
        }
    }
    tell_usage(&words);
    ExitCode::from(2)
}

fn tell_usage(words: &str) {
    use std::io::Write as _;
    let _ = writeln!(
        anstream::stderr().lock(),
        "用法不对：{words}\n加 --help 看用法，例如：chaoyin build --help"
    );
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(_) | ContextValue::None => String::new(),
        other => other.to_string(),
    }
}
