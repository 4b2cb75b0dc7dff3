//! A target's rule in words.

use super::model::TargetCount;
use crate::base::time::period::Period;
use crate::input::document::tasks::WrittenTarget;
use crate::input::kind::schema::Kinds;
use crate::site::column::Column;

/// The words that a rule is made of.
pub struct Words<'w> {
    /// What is counted: 作品.
    pub noun: &'w str,
    /// Its measure word.
    pub unit: &'w str,
    /// Kinds, for labels of fields.
    pub kinds: &'w Kinds,
}

impl Words<'_> {
    /// The rule: `“名师名生”栏目 2026年的内容，12 至 24 篇`.
    #[must_use]
    pub fn rule(&self, target: &WrittenTarget, column: Option<&Column>, period: Option<&Period>) -> String {
        let mut of: Vec<String> = Vec::new();
        of.extend(column.map(|c| format!("“{}”栏目", c.document.front.title.value)));
        of.extend(period.map(|p| p.label.clone()));
        for (key, wanted) in &target.filter {
            of.push(match key.value.trim() {
                "year" => format!("{wanted}年"),
                "tag" | "tags" => format!("标签为“{wanted}”"),
                "unit" => wanted.clone(),
                "kind" => self.kinds.get(wanted).map_or_else(|| wanted.clone(), |k| k.label.clone()),
                name => format!("{}为“{wanted}”", label(name, self.kinds, column)),
            });
        }
        let of = if of.is_empty() { String::new() } else { format!("{}的", of.join(" ")) };
        format!("{of}{}，{}", self.noun, amount(target, self.unit))
    }
}

/// The rule of figures that are recorded by hand.
#[must_use]
pub fn by_hand(target: &WrittenTarget, unit: &str) -> String {
    match (target.of, target.percent) {
        (Some(of), Some(percent)) if percent != 100 => format!("{of} {unit}中的 {percent}%（人工填报）"),
        (Some(of), _) => format!("全部 {of} {unit}（人工填报）"),
        (None, _) => format!("{}（人工填报）", amount(target, unit)),
    }
}

/// What a field is called: by the column that has it, else by a kind.
#[must_use]
pub fn label<'k>(name: &'k str, kinds: &'k Kinds, column: Option<&'k Column>) -> &'k str {
    match name {
        "author" => "作者",
        "source" => "来源",
        "platform" => "平台",
        "level" => "级别",
        "status" => "状态",
        name => {
            let own = column.into_iter().flat_map(|c| &c.document.keys.extra_fields);
            let all = own.chain(kinds.0.values().flat_map(|k| &k.fields));
            all.into_iter().find(|f| f.name == name).map_or(name, |f| f.label.as_str())
        }
    }
}

fn amount(target: &WrittenTarget, unit: &str) -> String {
    match (target.percent, target.of, target.min, target.max) {
        (Some(100), Some(of), ..) => format!("全部 {of} {unit}"),
        (Some(percent), Some(of), ..) => format!("{of} {unit}的 {percent}%"),
        (Some(percent), None, ..) => format!("达到 {percent}%"),
        (None, Some(of), None, _) => format!("共 {of} {unit}"),
        (None, _, Some(min), Some(max)) if min == max => format!("{min} {unit}"),
        (None, _, Some(min), Some(max)) => format!("{min} 至 {max} {unit}"),
        (None, _, Some(min), None) => format!("不少于 {min} {unit}"),
        (None, None, None, Some(max)) => format!("不超过 {max} {unit}"),
        (None, None, None, None) => format!("不少于 1 {unit}"),
    }
}

/// How far it is, in words: `还差 6 件`, `已达到`, `超出上限 2 个`.
#[must_use]
pub fn distance(target: &TargetCount) -> String {
    let (reached, unit) = (target.reached, &target.unit);
    if let Some(over) = target.most.and_then(|most| reached.checked_sub(most)).filter(|over| *over > 0) {
        return format!("超出上限 {over} {unit}");
    }
    match target.needed.saturating_sub(reached) {
        0 => "已达到".to_owned(),
        missing => format!("还差 {missing} {unit}"),
    }
}
