//! Units of the school and groups of them, resolved by any of their names.

use std::collections::{BTreeMap, BTreeSet};

use super::id::UnitId;
use super::url;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::text::nearest::nearest;
use crate::input::document::units::WrittenUnits;
use crate::input::yaml::located::Located;

/// Where the units of the main language are written.
pub const UNITS_FILE: &str = "content/units.yaml";

/// A unit's name that `content/units.yaml` does not know.
pub static UNKNOWN_UNIT: Code = Code {
    name: "UNT011",
    severity: Severity::Error,
    message: Words { zh: "没有名为“{name}”的单位", en: "there is no unit named `{name}`" },
    help: Words {
        zh: "写 content/units.yaml 里的名称，或在那里把它加为单位、群组或别名",
        en: "write a name from content/units.yaml, or add it there as a unit, a group or an alias",
    },
    example: "lead: [宣传部门]",
};

/// A member of a group that is no unit.
pub static UNKNOWN_MEMBER: Code = Code {
    name: "UNT012",
    severity: Severity::Error,
    message: Words {
        zh: "群组“{group}”的成员“{name}”不是已有的单位",
        en: "member `{name}` of group `{group}` is no known unit",
    },
    help: Words {
        zh: "改成 units 里的名称，或先在 units 里添上它",
        en: "write a name from `units`, or add it there",
    },
    example: "groups: [{ name: 各学院, members: [马院] }]",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_UNIT, &UNKNOWN_MEMBER];

/// A unit, or a group of units that plans name as one.
#[derive(Clone, Debug, Hash)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// Name.
    pub name: String,
    /// Last part of its address.
    pub slug: String,
    /// `/units/<slug>/`.
    pub url: String,
    /// 职能部门, 学院, 团队; 群组 for a group.
    pub sort: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// One sentence.
    pub summary: String,
    /// Its own site.
    pub link: Option<String>,
    /// Whether it is a group.
    pub is_group: bool,
    /// A group's members.
    pub members: Vec<UnitId>,
    /// Groups that it belongs to.
    pub groups: Vec<UnitId>,
}

/// All units and groups.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// In written order, units before groups.
    pub list: Vec<Unit>,
    /// Name or alias → position in `list`.
    pub by_name: BTreeMap<String, usize>,
    /// Id → position in `list`.
    pub by_id: BTreeMap<UnitId, usize>,
    /// Where each stands in `content/units.yaml`, by position in `list`.
    pub places: Vec<Place>,
}

impl Units {
    /// By name or alias; surrounding space is passed over.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Unit> {
        self.by_name.get(name.trim()).and_then(|n| self.list.get(*n))
    }

    /// By id.
    #[must_use]
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).and_then(|n| self.list.get(*n))
    }

    /// By name, or a finding of the given code at the place.
    ///
    /// # Errors
    /// The finding, with the nearest name.
    pub fn resolve(&self, name: &Located<String>, file: &str, code: &'static Code) -> Result<&Unit, Finding> {
        self.named(&name.value).ok_or_else(|| {
            let word = name.value.trim();
            let meant = self.several(word).or_else(|| self.nearest(word).map(str::to_owned));
            Finding::new(code, Place::new(file, name.span)).with("name", word).suggesting(meant)
        })
    }

    /// Several units in one word, as the list that they are meant to be.
    fn several(&self, word: &str) -> Option<String> {
        let parts: Vec<&str> = word.split(['、', '，', ',', '；', ';', ' ', '/']).map(str::trim).collect();
        let all = parts.len() > 1 && parts.iter().all(|part| self.named(part).is_some());
        all.then(|| format!("[{}]", parts.join(", ")))
    }

    /// The known name that is nearest to a word.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        nearest(word, self.by_name.keys().map(String::as_str))
    }
}

/// Joins units and groups of a file under all their names.
#[must_use]
pub fn join(written: &WrittenUnits, file: &str) -> Outcome<Units> {
    let mut findings = Findings::default();
    let mut units = Units::default();
    for unit in &written.units {
        let (slug, finding) = url::part(unit.slug.as_ref(), &unit.name.value, file);
        findings.extend(finding);
        let sort = unit.sort.clone().unwrap_or_else(|| "职能部门".to_owned());
        add(&mut units, Place::new(file, unit.name.span), &unit.name, (slug, sort), false);
        if let Some(last) = units.list.last_mut() {
            last.summary = unit.summary.clone().unwrap_or_default();
            last.link.clone_from(&unit.url);
        }
    }
    for group in &written.groups {
        let (slug, finding) = url::part(group.slug.as_ref(), &group.name.value, file);
        findings.extend(finding);
        add(&mut units, Place::new(file, group.name.span), &group.name, (slug, "群组".to_owned()), true);
        if let Some(last) = units.list.last_mut() {
            last.summary = group.summary.clone().unwrap_or_default();
        }
    }
    let names = written.units.iter().map(|u| (&u.name, &u.aliases));
    let names: Vec<_> = names.chain(written.groups.iter().map(|g| (&g.name, &g.aliases))).collect();
    for (n, (name, _)) in names.iter().enumerate() {
        give_name(&mut units, n, name, false);
    }
    for (n, (_, aliases)) in names.iter().enumerate() {
        for alias in *aliases {
            give_name(&mut units, n, alias, true);
        }
    }
    findings.extend(join_groups(&mut units, written, file));
    Outcome::new(units, findings)
}

fn add(
    units: &mut Units,
    place: Place,
    name: &Located<String>,
    (slug, sort): (String, String),
    is_group: bool,
) {
    let title = name.value.trim().to_owned();
    let id = UnitId::of(&title);
    units.by_id.entry(id).or_insert(units.list.len());
    units.places.push(place);
    units.list.push(Unit {
        id,
        name: title,
        url: format!("/units/{slug}/"),
        slug,
        sort,
        aliases: Vec::new(),
        summary: String::new(),
        link: None,
        is_group,
        members: Vec::new(),
        groups: Vec::new(),
    });
}

/// Gives the unit at a position one more name; a name that is taken stays with its first owner (the reader of
/// `content/units.yaml` has found that already).
fn give_name(units: &mut Units, position: usize, name: &Located<String>, is_alias: bool) {
    let word = name.value.trim().to_owned();
    if units.by_name.contains_key(&word) {
        return;
    }
    if is_alias && let Some(unit) = units.list.get_mut(position) {
        unit.aliases.push(word.clone());
    }
    units.by_name.insert(word, position);
}

/// Resolves members, groups in groups opened up, and tells each unit its groups.
fn join_groups(units: &mut Units, written: &WrittenUnits, file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let first = written.units.len();
    let mut direct: Vec<Vec<usize>> = Vec::with_capacity(written.groups.len());
    for group in &written.groups {
        let mut members = Vec::with_capacity(group.members.len());
        for member in &group.members {
            match units.by_name.get(member.value.trim()) {
                Some(n) => members.push(*n),
                None => findings.push(
                    Finding::new(&UNKNOWN_MEMBER, Place::new(file, member.span))
                        .with("group", &group.name.value)
                        .with("name", &member.value)
                        .suggesting(units.nearest(member.value.trim())),
                ),
            }
        }
        direct.push(members);
    }
    for n in 0..direct.len() {
        let members = opened(n, first, &direct);
        let group = units.list.get(first + n).map(|g| g.id);
        let ids: Vec<UnitId> =
            members.iter().filter_map(|m| units.list.get(*m)).filter(|u| !u.is_group).map(|u| u.id).collect();
        for member in &members {
            if let (Some(unit), Some(group)) = (units.list.get_mut(*member), group) {
                unit.groups.push(group);
            }
        }
        if let Some(group) = units.list.get_mut(first + n) {
            group.members = ids;
        }
    }
    findings
}

/// Positions of a group's members, those of groups in it instead of the groups, each once, in written order.
fn opened(group: usize, first: usize, direct: &[Vec<usize>]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::from([first + group]);
    let mut waiting: Vec<usize> = direct.get(group).into_iter().flatten().rev().copied().collect();
    while let Some(next) = waiting.pop() {
        if !seen.insert(next) {
            continue;
        }
        match next.checked_sub(first).and_then(|n| direct.get(n)) {
            Some(members) => waiting.extend(members.iter().rev()),
            None => out.push(next),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::span::Span;
    use crate::input::document::units::{WrittenGroup, WrittenUnit};

    fn located(text: &str) -> Located<String> {
        Located::new(text.to_owned(), Span::default())
    }

    fn unit(name: &str, aliases: &[&str]) -> WrittenUnit {
        WrittenUnit {
            name: located(name),
            slug: None,
            sort: None,
            aliases: aliases.iter().map(|a| located(a)).collect(),
            summary: None,
            url: None,
        }
    }

    fn group(name: &str, members: &[&str]) -> WrittenGroup {
        WrittenGroup {
            name: located(name),
            slug: None,
            aliases: Vec::new(),
            members: members.iter().map(|m| located(m)).collect(),
            summary: None,
        }
    }

    fn joined(units: Vec<WrittenUnit>, groups: Vec<WrittenGroup>) -> (Units, Vec<&'static str>) {
        let outcome = join(&WrittenUnits { units, groups, ..WrittenUnits::default() }, "content/units.yaml");
        let codes = outcome.findings.iter().map(|f| f.code.name).collect();
        (outcome.value, codes)
    }

    #[test]
    fn every_name_leads_to_its_unit() {
        let (units, codes) =
            joined(vec![unit("校团委", &["团委", "校团委"]), unit("宣传部", &[])], Vec::new());
        assert!(codes.is_empty());
        assert_eq!(units.named(" 团委 ").map(|u| u.name.as_str()), Some("校团委"));
        assert!(units.named("工会").is_none());
    }

    #[test]
    fn a_name_stays_with_its_first_owner() {
        let (units, _) = joined(vec![unit("团委", &[]), unit("校团委", &["团委"])], Vec::new());
        assert_eq!(units.named("团委").map(|u| u.name.as_str()), Some("团委"));
    }

    #[test]
    fn groups_in_groups_open_up_and_circles_end() {
        let groups = vec![group("各单位", &["各学院", "宣传部"]), group("各学院", &["马院", "各单位", "无"])];
        let (units, codes) = joined(vec![unit("马院", &[]), unit("宣传部", &[])], groups);
        assert_eq!(codes, ["UNT012"]);
        let members = |name: &str| -> Vec<&str> {
            let ids = &units.named(name).unwrap().members;
            ids.iter().map(|id| units.get(*id).unwrap().name.as_str()).collect()
        };
        assert_eq!(members("各单位"), ["马院", "宣传部"]);
        assert_eq!(members("各学院"), ["马院", "宣传部"]);
        assert_eq!(units.named("马院").unwrap().groups.len(), 2);
    }
}
