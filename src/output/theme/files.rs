//! A theme's files from the sources: templates checked one by one, words, files with fingerprints in their names.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{ErrorKind, Tera};

use super::bare::bare;
use super::closure::{
    Closure, Closures, Defined, Part, Texts, closures, components, defined, named, without,
};
use super::manifest::Manifest;
use super::marks::marked;
use super::words::chinese;
use super::{builtin, manifest, minify};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::base::text::nearest::nearest;
use crate::input::source::decode::decode;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::{CONFIGURATION, SourceFile, SourceTree};
use crate::input::yaml;
use crate::input::yaml::form::as_text;
use crate::input::yaml::node::{Key, Node};
use crate::output::query::shown::Spoken;
use crate::output::query::theme_files::{
    AllMakings, Makings, MakingsByName, StaticFile, Template, ThemeFiles,
};

/// A template that cannot be read.
pub static SYNTAX: Code = Code {
    name: "TPL001",
    severity: Severity::Error,
    message: Words { zh: "模板写法有误：{why}", en: "the template cannot be read: {why_en}" },
    help: Words {
        zh: "检查这一行的 {{ }}、{% %} 是否成对、名称是否拼对",
        en: "check the braces and names on this line",
    },
    example: "{% if page.title %}\n（没有 endif）",
};

/// A template that names another which is not there.
pub static MISSING_TEMPLATE: Code = Code {
    name: "TPL003",
    severity: Severity::Error,
    message: Words { zh: "模板 `{name}` 不存在", en: "there is no template `{name}`" },
    help: Words {
        zh: "检查文件名；模板放在 themes/<主题>/templates/ 里",
        en: "check the name; templates stand in themes/<theme>/templates/",
    },
    example: "{% extends \"bsae.html\" %}",
};

/// A theme of which there is no folder.
pub static NO_THEME: Code = Code {
    name: "TPL005",
    severity: Severity::Error,
    message: Words { zh: "没有名为 `{name}` 的主题", en: "there is no theme `{name}`" },
    help: Words {
        zh: "把主题放在 themes/{name}/，或在 site.yaml 里写 theme: portal",
        en: "put it in themes/{name}/, or write `theme: portal` in site.yaml",
    },
    example: "theme: protal",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&SYNTAX, &MISSING_TEMPLATE, &NO_THEME];

/// A theme, read: its files, and the engine with all its templates in it.
#[derive(Default)]
pub struct Theme {
    /// Files by name.
    pub files: Arc<ThemeFiles>,
    /// All templates, compiled; `None` where there are none but those of the compiled-in theme, in which there is no
    /// fault: of these are compiled what a site wants.
    pub engine: Option<Arc<Tera>>,
    /// Whether its templates can be read.
    pub is_whole: bool,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Templates that are not of the compiled-in theme.
    pub own_templates: Vec<Own>,
    /// Words that are not of the compiled-in theme.
    pub own_words: Vec<Own>,
    /// Templates that others extend or include.
    pub named: BTreeSet<String>,
}

/// A file or word of a theme's own, and where it stands.
#[derive(Clone, Debug)]
pub struct Own {
    /// Name of the template, key of the word.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

impl Theme {
    /// Reads the theme `name`: what it lacks is taken from the one that is compiled in.
    #[must_use]
    pub fn read(tree: &SourceTree, name: &str) -> Outcome<Self> {
        let mut findings = Findings::default();
        if name != builtin::NAME && tree.below(&format!("themes/{name}")).next().is_none() {
            findings.push(no_theme(tree, name));
        }
        let mut reading = Reading::default();
        // The compiled-in theme first: a file of the same path in the chosen one takes its place.
        let chosen = Some(name).filter(|name| *name != builtin::NAME);
        let (mut others, mut is_own) = (Vec::new(), false);
        for theme in std::iter::once(builtin::NAME).chain(chosen) {
            let folder = format!("themes/{theme}");
            for (path, file) in tree.below(&folder) {
                let inner = path.as_str().get(folder.len() + 1..).unwrap_or_default();
                if let Some(template) = inner.strip_prefix("templates/") {
                    if theme != builtin::NAME || !builtin::is_original(inner, file.fingerprint) {
                        is_own = true;
                        reading.own.insert(template.to_owned());
                    }
                    findings.extend(reading.file(path, file, inner, theme == builtin::NAME));
                } else {
                    others.push((path, file, inner, theme == builtin::NAME));
                }
            }
        }
        let named = reading.originals();
        reading.replace_components();
        let texts = std::mem::take(&mut reading.texts);
        // Templates take as long to compile as all the rest to read.
        let is_broken = findings.has_errors();
        let engine = || (is_own || is_broken).then(|| engine(&texts, &named));
        let (engine, found) = rayon::join(engine, || reading.others(&others));
        let engine = engine.map(|engine| findings.keep(engine));
        let is_whole = engine.as_ref().is_none_or(|engine| engine.get_template_names().next().is_some());
        findings.extend(found);
        let Reading { mut files, manifest, own_templates, own_words, .. } = reading;
        files.templates =
            texts.into_iter().map(|(name, (path, text))| (name, template(&path, &text))).collect();
        let texts: Vec<_> =
            files.templates.iter().map(|(name, t)| (name.clone(), Arc::clone(&t.text))).collect();
        // What a template of one's own does with a value is not told by names alone: it may print it whole.
        files.makings = AllMakings::later(move || makings(&texts, !is_own));
        let theme = Self {
            files: Arc::new(files),
            engine: engine.map(Arc::new),
            is_whole,
            manifest,
            own_templates,
            own_words,
            named,
        };
        Outcome::new(theme, findings)
    }
}

fn no_theme(tree: &SourceTree, name: &str) -> Finding {
    let folders = tree.below("themes").filter_map(|(path, _)| path.as_str().split('/').nth(1));
    let finding = Finding::new(&NO_THEME, written_theme(tree)).with("name", name);
    finding.suggesting(nearest(name, folders.collect::<BTreeSet<_>>()))
}

/// Where `site.yaml` names the theme.
fn written_theme(tree: &SourceTree) -> Place {
    let path = SourcePath::new(CONFIGURATION);
    let span = tree.get(CONFIGURATION).and_then(|file| {
        let text = decode(&path, file.bytes.as_deref()?).ok()?;
        let key = text.find("\ntheme:").map(|n| n + 1).or_else(|| text.starts_with("theme:").then_some(0))?;
        let line = text.get(key..)?.lines().next()?;
        Some(Span::new(key, key + line.trim_end().len()))
    });
    Place { file: path.shared(), span }
}

/// Files of a theme so far.
#[derive(Default)]
struct Reading {
    files: ThemeFiles,
    texts: BTreeMap<String, (SourcePath, String)>,
    manifest: Manifest,
    own_templates: Vec<Own>,
    own_words: Vec<Own>,
    /// Names of templates that are not as they were compiled in.
    own: BTreeSet<String>,
    /// Keys of the compiled-in theme's words.
    spoken: BTreeSet<String>,
}

impl Reading {
    /// Reads all that is no template.
    fn others(&mut self, files: &[(&SourcePath, &SourceFile, &str, bool)]) -> Findings {
        let mut findings = Findings::default();
        for (path, file, inner, is_builtin) in files {
            findings.extend(self.file(path, file, inner, *is_builtin));
        }
        findings
    }

    /// Reads the file at `inner` below the theme's folder.
    fn file(&mut self, path: &SourcePath, file: &SourceFile, inner: &str, is_builtin: bool) -> Findings {
        let bytes = file.bytes.clone().unwrap_or_else(|| Arc::from(Vec::new()));
        let mut findings = Findings::default();
        if inner == "theme.yaml" {
            self.manifest = findings.keep(manifest::read(path, &bytes));
        } else if let Some(name) = inner.strip_prefix("templates/").filter(|n| n.ends_with(".html")) {
            match decode(path, &bytes) {
                Ok(text) => self.template(path, name, text.into_owned(), is_builtin),
                Err(finding) => findings.push(finding),
            }
        } else if let Some(name) = inner.strip_prefix("static/") {
            // The fingerprint in the name is of what is published, so that a change of a comment alone changes no address.
            let (bytes, print) = match minify::file(name, &bytes) {
                Some(small) => (Arc::from(small.as_slice()), Fingerprint::of_bytes(&small)),
                None => (bytes, file.fingerprint),
            };
            let file = StaticFile { published: published(name, print), bytes, print };
            self.files.statics.insert(name.to_owned(), file);
        } else if let Some(language) = inner.strip_prefix("strings/").and_then(|n| n.strip_suffix(".yaml")) {
            let words = findings.keep(strings(path, &bytes));
            // A word that the default theme says in Chinese is no new one, whichever language it is in.
            let spoken = self.spoken.clone();
            if is_builtin {
                self.spoken.extend(words.iter().map(|(key, _, _)| key.clone()));
            }
            let known = self.files.strings.entry(language.to_owned()).or_default();
            for (key, place, word) in words {
                if known.insert(key.clone(), word).is_none() && !is_builtin && !spoken.contains(&key) {
                    self.own_words.push(Own { name: key, place });
                }
            }
        }
        findings
    }

    /// `portal/<name>` names the compiled-in theme's template also where nothing takes its place. The templates that
    /// others extend or include come back.
    fn originals(&mut self) -> BTreeSet<String> {
        let wanted: BTreeSet<String> =
            self.texts.values().flat_map(|(_, text)| named(text)).map(|(name, _)| name.to_owned()).collect();
        for name in &wanted {
            let inner = name.strip_prefix(builtin::NAME).and_then(|name| name.strip_prefix('/'));
            if let Some(original) = inner.and_then(|inner| self.texts.get(inner)).cloned() {
                self.texts.entry(name.clone()).or_insert(original);
            }
        }
        wanted
    }

    /// A component that a template of one's own defines takes the place of the compiled-in theme's of that name, whichever
    /// file either stands in.
    fn replace_components(&mut self) {
        let own = self.texts.iter().filter(|(name, _)| self.own.contains(*name));
        let names: BTreeSet<String> =
            own.flat_map(|(_, (_, text))| components(text)).map(str::to_owned).collect();
        if names.is_empty() {
            return;
        }
        for (_, (_, text)) in self.texts.iter_mut().filter(|(name, _)| !self.own.contains(*name)) {
            *text = without(text, &names);
        }
    }

    /// A template of the chosen theme takes the place of one of the same name, which it may still extend as
    /// `portal/<name>`.
    fn template(&mut self, path: &SourcePath, name: &str, text: String, is_builtin: bool) {
        if let Some(original) = self.texts.insert(name.to_owned(), (path.clone(), text)) {
            self.texts.insert(format!("{}/{name}", builtin::NAME), original);
        }
        if !is_builtin {
            self.own_templates.push(Own { name: name.to_owned(), place: Place::whole(path.shared()) });
        }
    }
}

/// Words of one language: key, where it stands, text.
fn strings(path: &SourcePath, bytes: &[u8]) -> Outcome<Vec<(String, Place, String)>> {
    let mut findings = Findings::default();
    let text = match decode(path, bytes) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(finding);
            return Outcome::new(Vec::new(), findings);
        }
    };
    let node = findings.keep(yaml::read::read(&text, 0, path));
    let pairs = node.iter().flat_map(Node::entries);
    let place = |key: &Key| Place::new(path.shared(), key.span);
    let words = pairs.filter_map(|(k, v)| Some((k.text.clone(), place(k), as_text(&v.value)?))).collect();
    Outcome::new(words, findings)
}

/// `css/site.css` with its fingerprint: `static/css/site.1a2b3c4d.css`.
fn published(name: &str, print: Fingerprint) -> String {
    let tag = print.short() & 0xffff_ffff;
    match name.rfind('.').filter(|dot| *dot > name.rfind('/').map_or(0, |n| n + 1)) {
        Some(dot) => format!("static/{}.{tag:08x}{}", &name[..dot], &name[dot..]),
        None => format!("static/{name}.{tag:08x}"),
    }
}

/// All templates together; where that fails each alone, since the engine stops at the first that it cannot read. `named`
/// are those that others extend or include.
fn engine(texts: &BTreeMap<String, (SourcePath, String)>, named: &BTreeSet<String>) -> Outcome<Tera> {
    let mut findings = Findings::default();
    if named.iter().any(|name| !texts.contains_key(name)) {
        findings.extend(texts.values().flat_map(|(path, text)| missing(path, text, texts)));
    }
    findings.extend(defined_twice(texts));
    let mut tera = bare();
    let added = if findings.has_errors() {
        None
    } else {
        if tera.add_raw_templates(texts.iter().map(|(name, (_, text))| (name, marked(text)))).is_ok() {
            return Outcome::new(tera, findings);
        }
        // What is wrong is told of the texts as they were written.
        tera = bare();
        Some(tera.add_raw_templates(texts.iter().map(|(name, (_, text))| (name, text))))
    };
    for (name, (path, text)) in texts {
        findings.extend(lone(name, text).map_err(|error| finding(&error, path, text)).err());
    }
    if findings.has_errors() {
        return Outcome::new(tera, findings);
    }
    if let Some(Err(error)) = added {
        let several = reports(&error.to_string(), texts);
        if !several.is_empty() {
            findings.extend(several);
            return Outcome::new(tera, findings);
        }
        let at = place_of(&error).and_then(|name| texts.get(name));
        let (path, text) = at.map_or_else(
            || (SourcePath::new("themes"), String::new()),
            |(path, text)| (path.clone(), text.clone()),
        );
        findings.push(finding(&error, &path, &text));
    }
    Outcome::new(tera, findings)
}

/// Components that are defined in two places: the engine tells one of them, seldom the same.
fn defined_twice(texts: &BTreeMap<String, (SourcePath, String)>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &SourcePath> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, text) in texts.values() {
        for Defined { name, at, .. } in defined(text) {
            match first.entry(name) {
                Entry::Vacant(place) => drop(place.insert(path)),
                Entry::Occupied(first) => {
                    let first = first.get();
                    let finding = Finding::new(&SYNTAX, Place::new(path.shared(), at));
                    findings.push(
                        finding
                            .with("why", format!("组件 `{name}` 在 {first} 里已经定义过"))
                            .with("why_en", format!("the component `{name}` is defined in {first} already")),
                    );
                }
            }
        }
    }
    findings
}

/// The findings of one text of reports, as the engine gives them for several templates: `error: words`, then
/// `--> name:line:column`.
fn reports(text: &str, texts: &BTreeMap<String, (SourcePath, String)>) -> Vec<Finding> {
    let place = |line: &str| -> Option<Place> {
        let (_, place) = line.split_once("--> ")?;
        let mut parts = place.trim().trim_end_matches(']').rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
        let (path, text) = texts.get(parts.next()?.trim_start_matches('['))?;
        let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let at = start
            + text.get(start..)?.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
        let end = at + text.get(at..)?.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0);
        Some(Place::new(path.shared(), Span::new(at, end)))
    };
    let mut why = "";
    let mut findings = Vec::new();
    for line in text.lines() {
        why = line.strip_prefix("error: ").unwrap_or(why);
        findings.extend(place(line).map(|place| unread(place, why)));
    }
    findings
}

/// Whether one template can be read at all; what it names in others does not matter yet.
fn lone(name: &str, text: &str) -> Result<(), tera::Error> {
    match bare().add_raw_template(name, text) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) && !names_another(&error) => {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Whether an error is only about what other templates bring: components, parents, includes.
fn names_another(error: &tera::Error) -> bool {
    let ErrorKind::SyntaxError(report) = error.kind() else { return false };
    let words = report.message().to_lowercase();
    words.contains("component") || words.contains("template") || words.contains("include")
}

fn place_of(error: &tera::Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report.filename()),
        ErrorKind::MissingParent { current, .. } => Some(current),
        _ => None,
    }
}

fn finding(error: &tera::Error, path: &SourcePath, text: &str) -> Finding {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let place = Place::new(
                path.shared(),
                Span::new(span.range.start.min(text.len()), span.range.end.min(text.len())),
            );
            unread(place, report.message())
        }
        other => unread(Place::whole(path.shared()), &first_line(&other.to_string())),
    }
}

fn unread(place: Place, why: &str) -> Finding {
    Finding::new(&SYNTAX, place).with("why", chinese(why)).with("why_en", why)
}

/// The first line of a longer message.
#[must_use]
pub fn first_line(text: &str) -> String {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned()
}

/// Templates that are extended or included and are not there.
fn missing(path: &SourcePath, text: &str, texts: &BTreeMap<String, (SourcePath, String)>) -> Vec<Finding> {
    named(text)
        .into_iter()
        .filter(|(name, _)| !texts.contains_key(*name))
        .map(|(name, span)| {
            Finding::new(&MISSING_TEMPLATE, Place::new(path.shared(), span))
                .with("name", name)
                .suggesting(nearest(name, texts.keys().map(String::as_str)))
        })
        .collect()
}

fn template(path: &SourcePath, text: &str) -> Template {
    Template { path: path.shared(), text: text.into() }
}

/// What each template is made of; `with_fields`: with what it may use of answers.
fn makings(texts: &[(String, Arc<str>)], with_fields: bool) -> MakingsByName {
    let by_name: Texts<'_> = texts.iter().map(|(name, text)| (name.as_str(), &**text)).collect();
    let of_one = |(name, closure): (&str, Closure<'_>)| {
        let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
        let spoken = Spoken::of(with_fields.then_some(closure.speech));
        let is_drawn = |part: &(&Part<'_>, &Vec<&str>)| matches!(part.0, Part::Component(_));
        let (drawn, own): (Vec<_>, Vec<_>) = closure.parts.iter().partition(is_drawn);
        let (print, drawn_print) = (Fingerprint::of(&own), Fingerprint::of(&drawn));
        (name.to_owned(), Makings { print, drawn_print, frame: closure.frame.map(owned), spoken })
    };
    let Closures { templates, components } = closures(&by_name);
    let component = |(name, makings): (&str, _)| (name.to_owned(), Fingerprint::of(&makings));
    MakingsByName {
        templates: templates.into_iter().map(of_one).collect(),
        components: components.into_iter().map(component).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> Outcome<Theme> {
        let mut tree = SourceTree::default();
        for (path, text) in files {
            tree.insert_text(&format!("themes/portal/{path}"), text);
        }
        Theme::read(&tree, "portal")
    }

    #[test]
    fn every_broken_template_is_told_with_its_place() {
        let outcome = read(&[
            ("templates/a.html", "甲\n{% if x %}"),
            ("templates/b.html", "{% extends \"bsae.html\" %}"),
            ("templates/base.html", "{{ page. }}"),
        ]);
        let codes: Vec<_> =
            outcome.findings.iter().map(|f| (f.code.name, f.place.file.to_string())).collect();
        assert!(codes.contains(&("TPL001", "themes/portal/templates/a.html".to_owned())), "{codes:?}");
        assert!(codes.contains(&("TPL003", "themes/portal/templates/b.html".to_owned())), "{codes:?}");
        assert!(codes.contains(&("TPL001", "themes/portal/templates/base.html".to_owned())), "{codes:?}");
    }

    #[test]
    fn a_template_is_another_when_what_it_extends_is() {
        let print = |base: &str, other: &str| {
            let theme = read(&[
                ("templates/base.html", base),
                ("templates/a.html", "{% extends \"base.html\" %}"),
                ("templates/z.html", other),
            ]);
            theme.value.files.makings.of("a.html").unwrap().print
        };
        assert_ne!(print("1", "x"), print("2", "x"));
        assert_eq!(print("1", "x"), print("1", "y"));
    }

    #[test]
    fn the_compiled_in_theme_has_no_fault() {
        let mut tree = SourceTree::default();
        builtin::overlay(&mut tree);
        let outcome = Theme::read(&tree, builtin::NAME);
        assert!(outcome.findings.is_empty(), "{:#?}", outcome.findings);
        assert!(outcome.value.files.templates.contains_key("base.html"));
        let texts = outcome.value.files.templates.iter();
        let texts = texts.map(|(name, t)| (name.clone(), (SourcePath::new(&t.path), t.text.to_string())));
        let engine = engine(&texts.collect(), &outcome.value.named);
        assert!(engine.findings.is_empty(), "{:#?}", engine.findings);
    }
}
