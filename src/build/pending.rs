//! Stand-ins for the wings that are not merged yet.
#![allow(missing_docs, clippy::all, clippy::pedantic)]

pub mod output {
    pub mod theme {
        pub mod builtin {
            use crate::input::source::tree::SourceTree;
            pub fn overlay(_tree: &mut SourceTree) {}
        }
        pub mod files {
            use crate::base::diagnostic::outcome::Outcome;
            use crate::input::source::tree::SourceTree;
            pub struct Theme {}
            impl Theme {
                pub fn read(_tree: &SourceTree, _name: &str) -> Outcome<Theme> {
                    Outcome::clean(Theme {})
                }
            }
        }
    }
    pub mod answers {
        use super::theme::files::Theme;
        use crate::input::source::tree::Reader;
        use crate::site::model::Site;
        pub struct Answers<'s> {
            pub site: &'s Site,
            pub theme: &'s Theme,
            pub reader: &'s dyn Reader,
        }
        impl<'s> Answers<'s> {
            pub fn new(site: &'s Site, theme: &'s Theme, reader: &'s dyn Reader) -> Self {
                Self { site, theme, reader }
            }
        }
    }
    pub mod plan {
        use std::collections::BTreeMap;

        use super::answers::Answers;
        use crate::base::diagnostic::outcome::Outcome;
        use crate::output::recipe::{OutputPath, Recipe, Subject};
        #[derive(Clone, Debug, Default)]
        pub struct Plan {
            pub outputs: BTreeMap<OutputPath, Recipe>,
        }
        pub fn plan(answers: &Answers) -> Outcome<Plan> {
            let mut outputs = BTreeMap::new();
            for e in answers.site.entries.iter() {
                if let Some(path) = OutputPath::of_url(&e.url) {
                    outputs.insert(path, Recipe { family: "entry".into(), subject: Subject::Entry(e.id) });
                }
            }
            for c in answers.site.columns.iter() {
                if let Some(path) = OutputPath::of_url(&c.url) {
                    outputs
                        .insert(path, Recipe { family: "column".into(), subject: Subject::Column(c.id, 1) });
                }
            }
            for path in answers.site.reached.iter() {
                if let Some(out) = OutputPath::of_url(path.as_str().trim_start_matches("content/")) {
                    outputs.insert(
                        out,
                        Recipe { family: "asset".into(), subject: Subject::Asset(path.clone()) },
                    );
                }
            }
            if let Some(path) = OutputPath::of_url("/404.html") {
                outputs.insert(path, Recipe { family: "missing".into(), subject: Subject::Site });
            }
            Outcome::clean(Plan { outputs })
        }
    }
    pub mod render {
        use std::collections::BTreeMap;
        use std::io;

        use serde::{Deserialize, Serialize};

        use super::answers::Answers;
        use super::plan::Plan;
        use crate::base::diagnostic::outcome::Outcome;
        use crate::base::hash::Fingerprint;
        use crate::input::markdown::body::Piece;
        use crate::output::query::question::Query;
        use crate::output::recipe::{OutputPath, Recipe, Subject};
        use crate::output::sink::Sink;
        use crate::output::trace::Trace;

        pub type Kept = BTreeMap<OutputPath, KeptOutput>;
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct KeptOutput {
            pub recipe: Recipe,
            pub trace: Trace,
            pub bytes: Fingerprint,
        }
        #[derive(Default)]
        pub struct Rendered {
            pub outputs: Kept,
            pub written: Vec<OutputPath>,
            pub kept: usize,
        }
        pub fn render(
            plan: &Plan,
            answers: &Answers,
            kept: &Kept,
            sink: &dyn Sink,
            progress: &(dyn Fn(usize) + Sync),
        ) -> io::Result<Outcome<Rendered>> {
            let mut out = Rendered::default();
            for (n, (path, recipe)) in plan.outputs.iter().enumerate() {
                progress(n + 1);
                let (trace, bytes) = match &recipe.subject {
                    Subject::Column(id, _) => {
                        let c = answers.site.columns.get(*id).unwrap();
                        let page = format!(
                            "<!doctype html><html><body>{}</body></html>",
                            c.document.front.title.value
                        );
                        (Trace(vec![(Query::Column(*id), c.body_print)]), page.into_bytes())
                    }
                    Subject::Entry(id) => {
                        let e = answers.site.entries.get(*id).unwrap();
                        let text: String = e
                            .document
                            .body
                            .pieces
                            .iter()
                            .map(|p| match p {
                                Piece::Html(t) => t.as_str(),
                                Piece::Hole(_) => "#",
                            })
                            .collect();
                        let page = format!(
                            "<!doctype html><html><head><title>x</title></head><body><pre>{text}</pre></body></html>"
                        );
                        (Trace(vec![(Query::Article(*id), e.article_print)]), page.into_bytes())
                    }
                    Subject::Asset(source) => {
                        let print = answers.site.assets[source].fingerprint;
                        let trace = Trace(vec![(Query::Asset(source.clone()), print)]);
                        (trace, vec![])
                    }
                    _ => (Trace::default(), b"<!doctype html><html><body>404</body></html>".to_vec()),
                };
                if let Some(k) = kept.get(path).filter(|k| k.recipe == *recipe && k.trace == trace) {
                    if sink.keep(path)? {
                        out.kept += 1;
                        out.outputs.insert(path.clone(), k.clone());
                        continue;
                    }
                }
                let bytes = if let Subject::Asset(source) = &recipe.subject {
                    sink.copy(path, source)?;
                    answers.site.assets[source].fingerprint
                } else {
                    sink.write(path, &bytes)?;
                    Fingerprint::of_bytes(&bytes)
                };
                if kept.get(path).is_none_or(|k| k.bytes != bytes) {
                    out.written.push(path.clone());
                }
                out.outputs.insert(path.clone(), KeptOutput { recipe: recipe.clone(), trace, bytes });
            }
            Ok(Outcome::clean(out))
        }
    }
}
