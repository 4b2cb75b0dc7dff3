//! The answers of one build: fingerprints without answers, and each distinct answer made once and shared.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{BuildHasher as _, Hash};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::fast::FixedState;
use serde::Serialize;
use tera::Value;

use super::answer::CardPage;
use super::answer_feed::Address;
use super::context::{Context, base_path};
use super::drawn::Drawings;
use super::names::{NameKeys, NameSet, Shows};
use super::print;
use super::question::Query;
use super::search::postings::Postings;
use super::shown::{self, Fields};
use super::theme_files::ThemeFiles;
use super::{
    api, article, card, column, frame, inventory, language, matrix, plan, plan_views, report, site_map, task,
    taxonomy, unit,
};
use crate::base::hash::Fingerprint;
use crate::base::limits::CARD_TAGS_MAX;
use crate::base::text::traditional::Traditional;
use crate::output::imaging::album::Album;
use crate::output::imaging::darkroom::Darkroom;
use crate::site::id::{ColumnId, EntryId, UnitId};
use crate::site::model::Site;

/// How many parts the shared answers are kept in, so that workers seldom wait for one another.
const SHARDS: usize = 64;

/// Questions and what belongs to them. Never iterated, so its order shows nowhere.
struct Kept<T, Q = Query>(Vec<Mutex<HashMap<Q, T, FixedState>>>);

impl<T: Clone, Q: Hash + Eq + Clone> Kept<T, Q> {
    fn new() -> Self {
        Self((0..SHARDS).map(|_| Mutex::default()).collect())
    }

    fn get_or_make(&self, query: &Q, make: impl FnOnce() -> T) -> T {
        let at = usize::try_from((FixedState::default().hash_one(query) >> 32) % SHARDS as u64).unwrap_or(0);
        let Some(shard) = self.0.get(at) else { return make() };
        // A poisoned lock only means that another worker panicked; the map itself is whole.
        if let Some(found) = shard.lock().unwrap_or_else(PoisonError::into_inner).get(query) {
            return found.clone();
        }
        let made = make();
        shard.lock().unwrap_or_else(PoisonError::into_inner).entry(query.clone()).or_insert(made).clone()
    }
}

/// What is known of pictures, and where others are made from them.
pub struct Pictures {
    /// What is known.
    pub album: Album,
    /// Where they are made.
    pub darkroom: Darkroom,
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}

/// What can be asked in one build.
pub struct Answers {
    site: Arc<Site>,
    theme: Arc<ThemeFiles>,
    pictures: Arc<Pictures>,
    base_path: String,
    languages: Arc<[Arc<Site>]>,
    /// How its words are written, where that is not as in the content.
    writing: Option<Traditional>,
    /// What can be asked in further languages, where this is the main one.
    further: Vec<Arc<Answers>>,
    search: Postings,
    prints: Kept<Fingerprint>,
    values: Kept<Value>,
    /// Cards by the places of their entries: lists ask for little else.
    cards: Vec<OnceLock<Value>>,
    /// What of answers can be seen, by the fields that are looked at.
    seen: Kept<Fingerprint, (Query, Fingerprint)>,
    /// Where the menu leads.
    menu: OnceLock<BTreeSet<String>>,
    drawings: Drawings,
    /// Every page's address, of which each part of the sitemap shows some.
    addresses: OnceLock<Vec<Address>>,
    word_keys: OnceLock<NameKeys>,
    component_keys: OnceLock<NameKeys>,
    /// What some words are asked for by, and how they are answered.
    words: Kept<(Query, Fingerprint), NameSet>,
    /// The same of some components.
    components: Kept<(Query, Fingerprint), NameSet>,
}

impl Answers {
    /// Opens the door to a site in each of its languages, the main one first with its search index; to a theme, and
    /// to the site's pictures.
    #[must_use]
    pub fn new(
        main: (Arc<Site>, Postings),
        further: Vec<(Arc<Site>, Postings)>,
        theme: &Arc<ThemeFiles>,
        pictures: Pictures,
    ) -> Arc<Self> {
        let pictures = Arc::new(pictures);
        let languages: Arc<[Arc<Site>]> = if further.is_empty() {
            Arc::default()
        } else {
            std::iter::once(&main).chain(&further).map(|(site, _)| Arc::clone(site)).collect()
        };
        let of = |(site, search): (Arc<Site>, Postings), further: Vec<Arc<Self>>| Self {
            base_path: base_path(&site.config.base_url).to_owned(),
            writing: site.config.is_converted().then(|| Traditional::of(&site.config.language)),
            cards: site.entries.iter().map(|_| OnceLock::new()).collect(),
            site,
            theme: Arc::clone(theme),
            pictures: Arc::clone(&pictures),
            languages: Arc::clone(&languages),
            further,
            search,
            prints: Kept::new(),
            values: Kept::new(),
            seen: Kept::new(),
            menu: OnceLock::new(),
            drawings: Drawings::new(),
            addresses: OnceLock::new(),
            word_keys: OnceLock::new(),
            component_keys: OnceLock::new(),
            words: Kept::new(),
            components: Kept::new(),
        };
        let further = further.into_iter().map(|one| Arc::new(of(one, Vec::new()))).collect();
        Arc::new(of(main, further))
    }

    /// The language of these answers as it stands in addresses: empty for the main one.
    #[must_use]
    pub fn language_path(&self) -> &str {
        &self.site.config.path
    }

    /// How words are written, where that is not as in the content.
    #[must_use]
    pub fn writing(&self) -> Option<&Traditional> {
        self.writing.as_ref()
    }

    /// What can be asked in further languages.
    #[must_use]
    pub fn further(&self) -> &[Arc<Self>] {
        &self.further
    }

    /// These answers, or those of a further language, by its path.
    #[must_use]
    pub fn in_language<'a>(self: &'a Arc<Self>, path: &str) -> Option<&'a Arc<Self>> {
        if path == self.language_path() { Some(self) } else { self.further_in(path) }
    }

    fn further_in(&self, path: &str) -> Option<&Arc<Self>> {
        self.further.iter().find(|answers| answers.language_path() == path)
    }

    /// What builders of answers see.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            site: &self.site,
            album: &self.pictures.album,
            base_path: &self.base_path,
            languages: &self.languages,
        }
    }

    /// Where pictures are made from others.
    #[must_use]
    pub fn darkroom(&self) -> &Darkroom {
        &self.pictures.darkroom
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &ThemeFiles {
        &self.theme
    }

    /// The search index.
    #[must_use]
    pub fn search(&self) -> &Postings {
        &self.search
    }

    /// Components that were drawn already.
    #[must_use]
    pub fn drawings(&self) -> &Drawings {
        &self.drawings
    }

    /// Every page's address in every language.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        self.addresses.get_or_init(|| site_map::addresses(&self.context()))
    }

    /// The keys of the theme's words.
    #[must_use]
    pub fn word_keys(&self) -> &NameKeys {
        let keys = || self.theme.strings.values().flat_map(BTreeMap::keys).map(String::as_str);
        self.word_keys.get_or_init(|| NameKeys::of(keys()))
    }

    /// The names of the theme's components.
    #[must_use]
    pub fn component_keys(&self) -> &NameKeys {
        self.component_keys.get_or_init(|| NameKeys::of(self.theme.makings.components()))
    }

    /// What all that is shown of the theme is asked for by, and the fingerprints of the answers.
    pub fn of_theme(&self, shows: &Shows) -> impl Iterator<Item = (Query, Fingerprint)> {
        let asked = |query: Query| {
            let print = self.print(&query);
            (query, print)
        };
        let Shows { words, components } = shows;
        let words = (!words.is_empty())
            .then(|| self.words.get_or_make(words, || asked(Query::Words(words.names(self.word_keys())))));
        let components = (!components.is_empty()).then(|| {
            let names = || components.names(self.component_keys());
            self.components.get_or_make(components, || asked(Query::Components(names())))
        });
        words.into_iter().chain(components)
    }

    /// The fingerprint of a question's answer.
    #[must_use]
    pub fn print(&self, query: &Query) -> Fingerprint {
        if let Query::Within(path, query) = query {
            return self.further_in(path).map_or(print::ABSENT, |answers| answers.print(query));
        }
        let context = self.context();
        print::sealed(&context, &self.theme, query).unwrap_or_else(|| {
            self.prints.get_or_make(query, || match query {
                Query::SearchShard(shard) => self.search.shard_print(*shard),
                Query::SearchRecord(number) => self.search.record_print(*number),
                Query::SearchCatalogue => self.search.catalogue_print(&self.site, &self.base_path),
                Query::SearchSounds => self.search.sounds_print(),
                // Each view shows a part of the plan, and what it shows is told soonest by making it.
                Query::Frame | Query::Plan | Query::PlanView(_) | Query::Report(_) | Query::ReportPage => {
                    Fingerprint::of(&json(&self.value(query)))
                }
                Query::Addresses => Fingerprint::of(self.addresses()),
                Query::ColumnLater(id) => {
                    Fingerprint::of(&(column::template(&context, *id), json(&self.value(query))))
                }
                Query::FramePart(key) => {
                    Fingerprint::of(&self.value(&Query::Frame).get_from_path(key).map(json))
                }
                Query::FrameFor(template) => self.frame_for(template),
                _ => print::print(&context, &self.theme, query),
            })
        })
    }

    /// The fingerprint of what a template shows of the frame.
    fn frame_for(&self, template: &str) -> Fingerprint {
        match self.theme.makings.of(template).and_then(|makings| makings.frame.as_ref()) {
            None => self.print(&Query::Frame),
            Some(keys) => {
                let parts: Vec<_> =
                    keys.iter().map(|key| self.print(&Query::FramePart(key.clone()))).collect();
                Fingerprint::of(&parts)
            }
        }
    }

    /// A question's answer as templates see it. Those that one page alone asks are not kept.
    #[must_use]
    pub fn value(&self, query: &Query) -> Value {
        match query {
            Query::Card(id) => self.card(*id),
            query if is_asked_once(query) => self.make(query),
            query => self.values.get_or_make(query, || self.make(query)),
        }
    }

    fn card(&self, id: EntryId) -> Value {
        let kept = self.site.entries.position(id).and_then(|n| self.cards.get(n));
        let make = || value(&card::card(&self.context(), id));
        kept.map_or_else(Value::none, |kept| kept.get_or_init(make).clone())
    }

    /// Whether a link of the menu, or of one below it, leads to an address.
    #[must_use]
    pub fn menu_leads_to(&self, address: &str) -> bool {
        let menu = self.menu.get_or_init(|| {
            let mut addresses = BTreeSet::new();
            gather(&self.value(&Query::Frame), "menu", &mut addresses);
            addresses
        });
        menu.contains(address)
    }

    /// Fingerprint of what a template that uses these fields can show of an answer; of an answer that is no template's
    /// value, its own. It is asked in the language of these answers; `value` is that value, where it is at hand.
    #[must_use]
    pub fn shown(&self, query: &Query, value: Option<&Value>, fields: (&Fields, Fingerprint)) -> Fingerprint {
        if !query.is_of_parts() {
            return self.print(query);
        }
        if let Query::Around(id) = query {
            return self.around_shown(*id, fields);
        }
        let look = || match value {
            Some(value) => shown::print(value, fields.0, query.is_read_by_pages()),
            None => shown::print(&self.value(query), fields.0, query.is_read_by_pages()),
        };
        if is_asked_once(query) { look() } else { self.seen.get_or_make(&(query.clone(), fields.1), look) }
    }

    /// What stands around an entry is asked by every entry's page, and made of cards that are looked at already.
    fn around_shown(&self, id: EntryId, fields: (&Fields, Fingerprint)) -> Fingerprint {
        let card = |id: &EntryId| self.shown(&Query::Card(*id), None, fields);
        let related =
            self.site.entries.get(id).map(|entry| entry.related.iter().map(card).collect::<Vec<_>>());
        Fingerprint::of(&(article::links_around(&self.context(), id), related))
    }

    /// An entry's card with all of its tags: the one that lists show, unless it has more than they do.
    fn whole_card(&self, id: EntryId) -> Value {
        let terms = self.site.entries.get(id).map_or(0, |entry| entry.terms.len());
        if terms <= CARD_TAGS_MAX {
            return self.card(id);
        }
        value(&card::whole(&self.context(), id))
    }

    fn make(&self, query: &Query) -> Value {
        let context = &self.context();
        match query {
            Query::Frame => value(&frame::frame(context)),
            Query::Today => Value::from(self.site.today.to_string()),
            Query::Home => value(&column::home(context)),
            Query::Column(id) => value(&column::view(context, *id)),
            Query::ColumnLater(id) => value(&column::later(context, *id)),
            Query::ColumnHead(id) => value(&column::head(context, *id)),
            Query::ColumnCards(id, page) => self.column_cards(*id, *page),
            Query::Latest(id, count) => {
                let all = self.site.columns.get(*id).map(|c| c.all_entries.as_slice()).unwrap_or_default();
                self.cards(all.get(..*count as usize).unwrap_or(all))
            }
            Query::ColumnAll(id) => {
                self.cards(self.site.columns.get(*id).map(|c| c.entries.as_slice()).unwrap_or_default())
            }
            Query::Card(id) => self.card(*id),
            Query::Article(id) => value(&article::article(context, *id, || self.whole_card(*id))),
            Query::Around(id) => {
                let related = self.site.entries.get(*id).map(|e| e.related.as_slice()).unwrap_or_default();
                value(&article::around(context, *id, || self.cards(related)))
            }
            Query::Taxonomies => value(&taxonomy::taxonomies(context)),
            Query::Taxonomy(slug) => value(&taxonomy::taxonomy(context, slug)),
            Query::Term(id, page) => value(&taxonomy::term(context, *id, |term| {
                self.card_page(&term.entries, &term.url, *page, self.site.config.paginate as usize)
            })),
            Query::Units => value(&unit::rows(context)),
            Query::Unit(id) => value(&unit::view(context, *id)),
            Query::UnitCards(id, page) => self.unit_cards(*id, *page),
            Query::Plan => value(&plan::view(context)),
            Query::PlanView(name) => plan_view(context, name),
            Query::PlanHead => value(&plan::head(context)),
            Query::Table(number) => value(&task::table(context, *number)),
            Query::TaskRow(id) => value(&task::row(context, *id)),
            Query::Task(id) => value(&task::view(context, *id)),
            Query::Matrix => value(&matrix::view(context)),
            Query::Account(id) => value(&matrix::row(context, *id)),
            Query::Events(count) => self.cards(&print::coming(context, *count)),
            Query::SiteMap => value(&site_map::site_map(context)),
            Query::SiteIndex => value(&site_map::site_index(context)),
            Query::Feeds => value(&inventory::feeds(context)),
            Query::Translations(spot) => value(&language::translations(context, spot)),
            Query::Api(name) => value(&api::file(context, name)),
            Query::Report(scope) => value(&report::report(context, *scope)),
            Query::ReportPage => value(&report::page(context)),
            Query::Within(..)
            | Query::Base
            | Query::FramePart(_)
            | Query::FrameFor(_)
            | Query::ShareCard(_)
            | Query::Feed(_)
            | Query::Addresses
            | Query::Redirect(_)
            | Query::Offline
            | Query::Template(_)
            | Query::Static(_)
            | Query::Words(_)
            | Query::Components(_)
            | Query::SearchShard(_)
            | Query::SearchRecord(_)
            | Query::SearchCatalogue
            | Query::SearchSounds
            | Query::Asset(_) => Value::none(),
        }
    }

    /// Cards as one list of shared values.
    fn cards(&self, ids: &[EntryId]) -> Value {
        Value::from(ids.iter().map(|id| self.card(*id)).collect::<Vec<_>>())
    }

    fn column_cards(&self, id: ColumnId, page: u32) -> Value {
        let Some(column) = self.site.columns.get(id) else { return Value::none() };
        self.card_page(&column.entries, &column.url, page, column.paginate)
    }

    fn unit_cards(&self, id: UnitId, page: u32) -> Value {
        let (Some(unit), Some(duties)) = (self.site.units.get(id), self.site.duties.get(&id)) else {
            return Value::none();
        };
        self.card_page(&duties.entries, &unit.url, page, self.site.config.paginate as usize)
    }

    /// One page of a list with its pager.
    fn card_page(&self, all: &[EntryId], url: &str, page: u32, per_page: usize) -> Value {
        let cards = self.cards(card::slice(all, page, per_page));
        let pager = card::pager(&self.context(), all.len(), url, page, per_page);
        value(&CardPage { cards, pager })
    }
}

/// Whether one page alone asks a question, so that its answer need not be kept.
fn is_asked_once(query: &Query) -> bool {
    matches!(
        query,
        Query::Article(_)
            | Query::Around(_)
            | Query::Task(_)
            | Query::Column(_)
            | Query::Term(..)
            | Query::Unit(_)
            | Query::Translations(_)
    )
}

/// The addresses of the links that a value has under a name, and of those below them.
fn gather(of: &Value, name: &'static str, addresses: &mut BTreeSet<String>) {
    for link in of.get_from_path(name).and_then(Value::as_array).unwrap_or_default() {
        addresses.extend(link.get_from_path("url").and_then(Value::as_str).map(str::to_owned));
        gather(link, "children", addresses);
    }
}

/// A value as JSON, which tells it from any other.
fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn plan_view(context: &Context<'_>, name: &str) -> Value {
    match name {
        "tasks" => value(&plan_views::tasks(context)),
        "states" => value(&plan_views::by_state(context)),
        "calendar" => value(&plan_views::calendar(context)),
        "years" => value(&plan_views::years(context)),
        "units" => value(&plan_views::unit_tables(context)),
        _ => Value::none(),
    }
}

/// Anything that can be serialised, as a template's value.
#[must_use]
pub fn value(of: &impl Serialize) -> Value {
    Value::try_from_serializable(of).unwrap_or_else(|_| Value::none())
}

/// A mapping of values.
#[cfg(test)]
pub fn map<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    Value::from(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect::<tera::Map>())
}
