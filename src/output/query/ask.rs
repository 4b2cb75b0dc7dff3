//! The one door: gives answers, and writes down what was asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value as Json;
use tera::Value;

use super::answer_feed::{Address, FeedView, Redirection};
use super::answers::Answers;
use super::drawn::Drawn;
use super::names::Shows;
use super::offline::OfflineView;
use super::picture::{self, Published};
use super::question::{Query, Scope};
use super::report::ReportView;
use super::theme_files::StaticFile;
use super::{api, column, feed, inventory, offline, report, search, share_card};
use crate::base::hash::Fingerprint;
use crate::base::text::rewriting;
use crate::input::source::path::SourcePath;
use crate::site::id::{ColumnId, EntryId, TaskId, TermId, UnitId};

/// One worker's door. It records for one output at a time: [`Ask::begin`] to [`Ask::asked_since`].
pub struct Ask {
    answers: Arc<Answers>,
    /// Whether anything is written down.
    is_recording: bool,
    asked: Mutex<Record>,
}

/// How many questions a page mostly asks.
const ASKED_MOSTLY: usize = 24;

/// What one output asked so far.
#[derive(Default)]
struct Record {
    trace: Vec<(Query, Fingerprint)>,
    /// Answers of this output alone, which would have to be made again to look at what is shown of them.
    values: Vec<(Query, Value)>,
    /// The template that it is rendered with.
    template: Option<String>,
    /// Whether where the site stands, which a page asks for dozens of times, is written down already.
    base: bool,
    /// What is shown of the theme, which becomes two questions at the end.
    shows: Shows,
}

impl Ask {
    /// A door to the answers of a build.
    #[must_use]
    pub fn new(answers: Arc<Answers>) -> Self {
        Self { answers, is_recording: true, asked: Mutex::default() }
    }

    /// The same, where nobody will want to know what was asked.
    #[must_use]
    pub fn unrecorded(answers: Arc<Answers>) -> Self {
        Self { is_recording: false, ..Self::new(answers) }
    }

    /// Begins a new record.
    pub fn begin(&self) {
        if self.is_recording {
            *self.asked() = Record { trace: Vec::with_capacity(ASKED_MOSTLY), ..Record::default() };
        }
    }

    /// What was asked since the record began, and the fingerprint of what the template can show of the answers; `None`
    /// where there is no template, or its text does not tell.
    #[must_use]
    pub fn asked_since(&self) -> (Vec<(Query, Fingerprint)>, Option<Fingerprint>) {
        let Record { mut trace, values, template, shows, .. } = std::mem::take(&mut *self.asked());
        trace.extend(self.answers.of_theme(&shows));
        let fields = template.and_then(|template| self.answers.theme().fields(&template));
        let shown = fields.map(|fields| {
            let value = |query: &Query| values.iter().find(|(q, _)| q == query).map(|(_, value)| value);
            let all = trace.iter().map(|(query, print)| {
                if query.is_of_parts() { self.answers.shown(query, value(query), fields) } else { *print }
            });
            Fingerprint::of(&all.collect::<Vec<_>>())
        });
        (self.in_its_language(trace), shown)
    }

    /// Fingerprint of what a template can show of the answers to these questions now; `None` where its text does not
    /// tell.
    #[must_use]
    pub fn shown_now<'q>(
        &self,
        template: &str,
        asked: impl Iterator<Item = &'q Query>,
    ) -> Option<Fingerprint> {
        let fields = self.answers.theme().fields(template)?;
        let all = asked.map(|query| self.answers.shown(query.bare(), None, fields));
        Some(Fingerprint::of(&all.collect::<Vec<_>>()))
    }

    fn in_its_language(&self, trace: Vec<(Query, Fingerprint)>) -> Vec<(Query, Fingerprint)> {
        match self.answers.language_path() {
            "" => trace,
            path => {
                trace.into_iter().map(|(q, p)| (Query::Within(path.to_owned(), Box::new(q)), p)).collect()
            }
        }
    }

    /// Whether the site has several languages.
    #[must_use]
    pub fn speaks_several(&self) -> bool {
        self.note_base();
        !self.answers.context().languages.is_empty()
    }

    /// Whether these are the pages of a further language, whose pictures, data and theme are the main one's.
    #[must_use]
    pub fn is_further(&self) -> bool {
        !self.answers.language_path().is_empty()
    }

    fn asked(&self) -> MutexGuard<'_, Record> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a question down. A page asks some dozen different ones, so a list is searched fastest.
    pub fn note(&self, query: Query) {
        if !self.is_recording {
            return;
        }
        let mut asked = self.asked();
        if asked.trace.iter().any(|(q, _)| *q == query) {
            return;
        }
        let print = self.answers.print(&query);
        asked.trace.push((query, print));
    }

    fn note_base(&self) {
        if !std::mem::replace(&mut self.asked().base, true) {
            self.note(Query::Base);
        }
    }

    /// What a component came to with the arguments that this stands for, where it was drawn in this build already.
    #[must_use]
    pub fn drawn(&self, identity: Fingerprint) -> Option<Value> {
        let drawn = self.answers.drawings().get(identity)?;
        self.note_drawn(&drawn);
        Some(drawn.html)
    }

    /// Keeps a component that was drawn.
    #[must_use]
    pub fn keep_drawn(&self, identity: Fingerprint, drawn: Drawn) -> Value {
        self.note_drawn(&drawn);
        let html = drawn.html.clone();
        self.answers.drawings().keep(identity, drawn);
        html
    }

    /// Does something that asks, and tells what it asked, what it shows of the theme by itself: this output has not asked
    /// it by that.
    pub fn apart<T>(&self, work: impl FnOnce() -> T) -> (T, (Vec<(Query, Fingerprint)>, Shows)) {
        let own = std::mem::take(&mut *self.asked());
        let done = work();
        let apart = std::mem::replace(&mut *self.asked(), own);
        (done, (apart.trace, apart.shows))
    }

    fn note_drawn(&self, drawn: &Drawn) {
        let mut own = self.asked();
        own.shows.join(&drawn.shows);
        for (query, print) in &*drawn.asked {
            if !own.trace.iter().any(|(q, _)| q == query) {
                own.trace.push((query.clone(), *print));
            }
        }
    }

    /// Asks, and gives the answer as templates see it.
    #[must_use]
    pub fn value(&self, query: Query) -> Value {
        let value = self.answers.value(&query);
        if self.is_recording {
            self.note(query.clone());
            self.asked().values.push((query, value.clone()));
        }
        value
    }

    /// Tells with which template the output is rendered, and writes down what that shows of the theme and the frame.
    pub fn begin_template(&self, template: &str) {
        if self.is_recording {
            self.note(Query::Template(template.to_owned()));
            self.note(Query::FrameFor(template.to_owned()));
            self.asked().template = Some(template.to_owned());
        }
    }

    /// The frame, of which each output writes down by itself what it shows.
    #[must_use]
    pub fn frame(&self) -> Value {
        self.answers.value(&Query::Frame)
    }

    /// Whether the menu leads to an address as it stands in `href`.
    #[must_use]
    pub fn menu_leads_to(&self, address: &str) -> bool {
        self.note(Query::FramePart("menu".to_owned()));
        self.answers.menu_leads_to(address)
    }

    /// A text of the frame.
    #[must_use]
    pub fn frame_text(&self, key: &str) -> String {
        self.note(Query::FramePart(key.to_owned()));
        self.frame().get_from_path(key).and_then(Value::as_str).map(str::to_owned).unwrap_or_default()
    }

    /// A feed.
    #[must_use]
    pub fn feed(&self, column: Option<ColumnId>) -> Option<FeedView> {
        self.note(Query::Feed(column));
        let feed = feed::feed(&self.answers.context(), column)?;
        Some(match self.answers.writing() {
            Some(writing) => {
                feed.rewritten(&|text| writing.text(text), &|html| rewriting::html(html, writing))
            }
            None => feed,
        })
    }

    /// A value whose texts are written as the language writes them.
    fn written(&self, json: Json) -> Json {
        match (self.answers.writing(), json) {
            (Some(writing), Json::String(text)) => Json::String(writing.text(&text)),
            (Some(_), Json::Array(list)) => list.into_iter().map(|one| self.written(one)).collect(),
            (Some(_), Json::Object(map)) => {
                map.into_iter().map(|(key, one)| (key, self.written(one))).collect()
            }
            (_, json) => json,
        }
    }

    /// Every page's address.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        self.note(Query::Addresses);
        self.answers.addresses()
    }

    /// Where a former address leads.
    #[must_use]
    pub fn redirect(&self, from: &str) -> Option<Redirection> {
        self.note(Query::Redirect(from.to_owned()));
        let context = self.answers.context();
        let redirect = context.site.redirect(from)?;
        Some(Redirection { to: context.href(&redirect.to), canonical: context.absolute(&redirect.to) })
    }

    /// A file of the theme.
    #[must_use]
    pub fn static_file(&self, path: &str) -> Option<&StaticFile> {
        self.note(Query::Static(path.to_owned()));
        self.answers.theme().statics.get(path)
    }

    /// How a source file is published.
    #[must_use]
    pub fn asset(&self, path: &SourcePath) -> Published {
        self.note(Query::Asset(path.clone()));
        picture::published(&self.answers.context(), path)
    }

    /// The site path of an entry's share card; empty where it has none.
    #[must_use]
    pub fn share_card(&self, id: EntryId) -> String {
        self.note(Query::ShareCard(id));
        let card = share_card::card(&self.answers.context(), self.answers.theme(), id);
        card.map_or_else(String::new, |(_, url)| url)
    }

    /// A file of the interface.
    #[must_use]
    pub fn api(&self, name: &str) -> Option<String> {
        self.note(Query::Api(name.to_owned()));
        api::file(&self.answers.context(), name)
    }

    /// The plan, a table or a unit for files.
    #[must_use]
    pub fn report(&self, scope: Scope) -> Option<ReportView> {
        self.note(Query::Report(scope));
        report::report(&self.answers.context(), scope)
    }

    /// What a reader's browser keeps.
    #[must_use]
    pub fn offline(&self) -> OfflineView {
        self.note(Query::Offline);
        offline::view(&self.answers.context(), self.answers.theme())
    }

    /// A part of the search index.
    #[must_use]
    pub fn search_shard(&self, shard: u32) -> Vec<u8> {
        self.note(Query::SearchShard(shard));
        self.answers.search().shard(shard)
    }

    /// Titles, addresses and days of some found pages.
    #[must_use]
    pub fn search_record(&self, number: u32) -> Json {
        self.note(Query::SearchRecord(number));
        self.written(search::files::record(&self.answers.context(), self.answers.search(), number))
    }

    /// How the search index is cut, and the facets of all found pages.
    #[must_use]
    pub fn search_catalogue(&self) -> Json {
        self.note(Query::SearchCatalogue);
        self.written(search::files::catalogue(&self.answers.context(), self.answers.search()))
    }

    /// What the characters of titles and names sound like.
    #[must_use]
    pub fn search_sounds(&self) -> Json {
        self.note(Query::SearchSounds);
        search::files::sounds(self.answers.search())
    }

    /// A word of the theme.
    #[must_use]
    pub fn word<'w>(&'w self, key: &'w str) -> &'w str {
        let language = self.language();
        if self.is_recording {
            self.asked().shows.words.add(self.answers.word_keys(), key);
        }
        self.answers.theme().word(language, key)
    }

    /// Writes down that a component is drawn.
    pub fn draws(&self, component: &str) {
        if self.is_recording {
            self.asked().shows.components.add(self.answers.component_keys(), component);
        }
    }

    /// A site path as it stands in `href`.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        self.note_base();
        self.answers.context().href(path)
    }

    /// A path from the root of the whole site as it stands in `href`.
    #[must_use]
    pub fn root_href(&self, path: &str) -> String {
        self.note_base();
        self.answers.context().root_href(path)
    }

    /// A site path as a whole address.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.note_base();
        self.answers.context().absolute(path)
    }

    /// The site's language.
    #[must_use]
    pub fn language(&self) -> &str {
        self.note_base();
        &self.answers.context().site.config.language
    }

    /// The entry that editors refer to so: `mingshi/wang-yangming`.
    #[must_use]
    pub fn entry_named(&self, reference: &str) -> Option<EntryId> {
        let context = self.answers.context();
        let tree = context.site.config.tree.as_str();
        let path = |tail: &str| EntryId::of(&format!("{tree}/{}{tail}", reference.trim_matches('/')));
        [path(".md"), path("/index.md")].into_iter().find(|id| context.site.entries.get(*id).is_some())
    }

    /// The template of an output's page: an entry's own, else its column's, else its kind's.
    #[must_use]
    pub fn entry_template(&self, id: EntryId) -> String {
        self.note(Query::Article(id));
        let site = self.answers.context().site;
        let Some(entry) = site.entries.get(id) else { return String::new() };
        let own = entry.document.front.template.as_ref().map(|t| t.value.clone());
        let column = site.columns.get(entry.column);
        own.or_else(|| column.and_then(|c| c.document.keys.entry_template.clone()))
            .or_else(|| site.kinds.get(&entry.document.kind).map(|k| k.template.clone()))
            .unwrap_or_else(|| "entry/article.html".to_owned())
    }

    /// The template of a column's pages; asked beside one of them, which has it.
    #[must_use]
    pub fn column_template(&self, id: ColumnId) -> String {
        column::template(&self.answers.context(), id)
    }

    /// A column's site path.
    #[must_use]
    pub fn column_url(&self, id: ColumnId) -> String {
        self.note(Query::ColumnHead(id));
        self.answers.context().site.columns.get(id).map_or_else(String::new, |c| c.url.clone())
    }

    /// A term's site path; asked beside the page of this number, which has it.
    #[must_use]
    pub fn term_url(&self, id: TermId, number: u32) -> String {
        self.note(Query::Term(id, number));
        self.answers.context().site.terms.get(id).map_or_else(String::new, |t| t.url.clone())
    }

    /// A unit's site path.
    #[must_use]
    pub fn unit_url(&self, id: UnitId) -> String {
        self.note(Query::Unit(id));
        self.answers.context().site.units.get(id).map_or_else(String::new, |u| u.url.clone())
    }

    /// The plan's site path.
    #[must_use]
    pub fn plan_url(&self) -> String {
        self.note(Query::PlanHead);
        self.answers.context().site.plan.url.clone()
    }

    /// A table's site path.
    #[must_use]
    pub fn table_url(&self, number: u32) -> String {
        self.note(Query::Table(number));
        self.answers.context().site.plan.table(number).map_or_else(String::new, |t| t.url.clone())
    }

    /// A task's site path.
    #[must_use]
    pub fn task_url(&self, id: TaskId) -> String {
        self.note(Query::TaskRow(id));
        self.answers.context().site.plan.task(id).map_or_else(String::new, |t| t.url.clone())
    }

    /// The answers behind the door, for planning.
    #[must_use]
    pub fn answers(&self) -> &Arc<Answers> {
        &self.answers
    }

    /// Columns with their list pages, for planning.
    #[must_use]
    pub fn columns(&self) -> Vec<inventory::ListedColumn> {
        inventory::columns(&self.answers.context())
    }
}
