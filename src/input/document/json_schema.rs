//! JSON Schemas (draft 2020-12) for editors' tools, made from the same description as the checks.

use serde_json::{Map, Value, json};

use super::accounts::{ACCOUNT_LEVELS, ACCOUNT_STATUSES, PLATFORMS, REVIEW_RESULTS};
use super::column_keys::BLOCKS;
use super::read_tasks::{COUNTS, RECURS};
use super::tasks::STATUS_WORDS;
use super::units::UNIT_SORTS;
use crate::input::kind::field::{Field, FieldType};
use crate::input::kind::read::TYPE_WORDS;
use crate::input::kind::schema::Kind;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the front matter of a kind's entries; `extra` are a column's own fields.
#[must_use]
pub fn front_matter(kind: &Kind, extra: &[Field]) -> Value {
    let mut properties = common();
    for field in kind.fields.iter().chain(extra) {
        properties.insert(field.name.clone(), field_schema(field));
    }
    let mut required = vec![Value::from("title")];
    required
        .extend(kind.fields.iter().chain(extra).filter(|f| f.required).map(|f| Value::from(f.name.clone())));
    json!({
        "$schema": DRAFT,
        "title": kind.label,
        "description": kind.help,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn common() -> Map<String, Value> {
    let moment = |help: &str| json!({ "type": "string", "pattern": r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d{1,2}:\d{2}.*)?$", "description": help });
    let pairs = [
        ("title", text("标题")),
        ("date", moment("发布日期")),
        ("updated", moment("最近更新")),
        ("author", text("署名")),
        ("unit", text("供稿单位")),
        ("tags", list("标签")),
        ("summary", text("摘要")),
        ("cover", text("封面图文件名")),
        ("cover_alt", text("封面图的文字说明")),
        ("draft", flag("草稿不发布")),
        ("publish_at", moment("定时发布")),
        ("expire_at", moment("到期撤下")),
        ("slug", text("网址的最后一段")),
        ("aliases", list("旧网址")),
        ("weight", json!({ "type": "integer", "description": "排序用，大的在前" })),
        ("template", text("另用模板")),
        ("tasks", list("支撑的任务，如 4-4")),
        ("source", text("来源")),
        ("original_url", text("原文地址")),
        ("review", json!({ "type": "object", "description": "三审记录：first、second、final" })),
        ("toc", flag("false 表示不要目录")),
        ("lang", text("正文语言")),
    ];
    pairs.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn field_schema(field: &Field) -> Value {
    let mut schema = type_schema(field, &field.kind);
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), Value::from(field.label.clone()));
        object.insert("description".to_owned(), Value::from(field.help.clone()));
    }
    schema
}

fn type_schema(field: &Field, kind: &FieldType) -> Value {
    let bounded = |name: &str| {
        let mut schema = Map::from_iter([("type".to_owned(), Value::from(name))]);
        schema.extend(field.min.map(|n| ("minimum".to_owned(), Value::from(n))));
        schema.extend(field.max.map(|n| ("maximum".to_owned(), Value::from(n))));
        Value::Object(schema)
    };
    match kind {
        FieldType::Integer => bounded("integer"),
        FieldType::Number => bounded("number"),
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Choice => json!({ "enum": field.choices }),
        FieldType::Url => json!({ "type": "string", "format": "uri" }),
        FieldType::Email => json!({ "type": "string", "format": "email" }),
        FieldType::Task => json!({ "type": "string", "pattern": r"^\d+-\d+$" }),
        FieldType::List(inner) => json!({ "type": "array", "items": type_schema(field, inner) }),
        FieldType::Object => object(&field.fields),
        FieldType::Duration => json!({ "type": ["string", "integer"] }),
        _ => json!({ "type": ["string", "number"] }),
    }
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|f| (f.name.clone(), field_schema(f))).collect();
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.name.as_str()).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The schema of a column's front matter: the common keys, a column's own, and the fields of the kind that the column
/// is an instance of.
#[must_use]
pub fn column(own: Option<&Kind>, held: Option<&Kind>) -> Value {
    let mut properties = common();
    properties.extend(column_keys());
    let fields =
        || own.map_or(&[][..], |k| &k.fields).iter().chain(held.map_or(&[][..], |k| &k.column_fields));
    properties.extend(fields().map(|field| (field.name.clone(), field_schema(field))));
    let mut required = vec!["title"];
    required.extend(fields().filter(|f| f.required).map(|f| f.name.as_str()));
    closed("栏目", Value::Object(properties), &required)
}

fn column_keys() -> Map<String, Value> {
    let block = closed(
        "首页板块",
        json!({
            "block": { "enum": BLOCKS }, "title": text("板块标题"), "from": text("从哪个栏目取"),
            "count": { "type": "integer", "minimum": 1, "maximum": 100, "description": "取几篇" },
        }),
        &["block"],
    );
    let field = closed(
        "字段",
        json!({
            "name": text("字段名"), "label": text("页面上的名称"),
            "label_en": text("英文等非中文页面上的名称"), "type": { "enum": TYPE_WORDS },
            "of": { "enum": TYPE_WORDS, "description": "列表里每一项的类型" }, "required": flag("是否必填"),
            "choices": list("可选值"), "choices_en": list("可选值的英文，次序相同"), "min": { "type": "integer" }, "max": { "type": "integer" },
            "fields": { "type": "array", "items": { "type": "object" }, "description": "对象里的字段" },
            "facet": flag("列表页能否按它筛选"), "shown": flag("是否列在字段表里"), "help": text("填写说明"),
        }),
        &["name"],
    );
    let pairs = [
        ("kind", text("栏目里放哪种类型")),
        ("order", json!({ "type": "integer", "description": "菜单里的顺序" })),
        ("paginate", json!({ "type": "integer", "minimum": 1, "maximum": 1000, "description": "每页条数" })),
        ("sort", json!({ "enum": ["date", "title", "weight", "order"], "description": "排序" })),
        ("feed", flag("是否有订阅")),
        ("cadence", json!({ "type": "integer", "minimum": 0, "description": "期望多少天更新一次" })),
        ("nav", flag("是否进主菜单")),
        ("entry_template", text("文章另用的模板")),
        ("fields", json!({ "type": "array", "items": field, "description": "给这个栏目的文章加的字段" })),
        ("blocks", json!({ "type": "array", "items": block, "description": "首页的板块" })),
    ];
    pairs.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// An object that has these properties and no others.
fn closed(title: &str, properties: Value, required: &[&str]) -> Value {
    json!({
        "$schema": DRAFT, "title": title, "type": "object", "properties": properties, "required": required,
        "additionalProperties": false,
    })
}

fn inner(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn text(help: &str) -> Value {
    json!({ "type": ["string", "number"], "description": help })
}

fn list(help: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": help })
}

fn flag(help: &str) -> Value {
    json!({ "type": "boolean", "description": help })
}

fn count(help: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": help })
}

fn percent(help: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 100, "description": help })
}

fn day(help: &str) -> Value {
    json!({ "type": "string", "pattern": r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$", "description": help })
}

/// The schema of a task table.
#[must_use]
pub fn tasks() -> Value {
    let target = inner(
        json!({
            "count": { "enum": COUNTS, "description": "由程序数什么" }, "in": text("在哪个栏目里数"),
            "sum": text("不数个数，而把这个数字字段加起来"), "period": text("只数这段时间的，如 2026、2026-05、2026-2027学年"),
            "min": count("至少"), "max": count("至多"), "percent": percent("达到百分之几"), "value": count("手工登记的数"),
            "of": count("总数"), "unit": text("量词，如 间教室"),
            "where": { "type": "object", "description": "只数字段等于这些值的" },
        }),
        &[],
    );
    let milestone =
        inner(json!({ "title": text("节点"), "due": day("应在哪天"), "done": day("实际哪天") }), &["title"]);
    let log = inner(
        json!({ "date": day("哪天"), "note": text("做了什么"), "progress": percent("当时的进度") }),
        &["date", "note"],
    );
    let piece = inner(
        json!({
            "to": text("栏目/文件名，或网址"), "title": text("标题"), "date": day("哪天"), "unit": text("哪个单位的"),
        }),
        &["to"],
    );
    let evidence = json!({
        "description": "佐证：栏目/文件名，或网址",
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "anyOf": [{ "type": "string" }, piece] } }],
    });
    let task = inner(
        json!({
            "no": { "type": "integer", "minimum": 1, "description": "表内序号" }, "title": text("任务"),
            "lead": list("责任单位"), "support": list("配合单位"),
            "status": { "enum": STATUS_WORDS, "description": "超期、临期、滞后、停滞由程序算出，不写" },
            "start": day("开始"), "due": day("截止"), "recurs": { "enum": RECURS, "description": "多久重复一次" },
            "target": target, "progress": percent("没有目标和节点时手工写"),
            "milestones": { "type": "array", "items": milestone, "description": "节点" },
            "evidence": evidence,
            "log": { "type": "array", "items": log, "description": "工作记录" }, "note": text("备注"),
        }),
        &["no", "title", "lead"],
    );
    closed(
        "任务表",
        json!({
            "table": { "type": "integer", "minimum": 1, "description": "表号" }, "title": text("工作"), "measure": text("举措"),
            "sample": flag("是否示例数据"), "tasks": { "type": "array", "items": task },
        }),
        &["table", "title", "tasks"],
    )
}

/// The schema of a registry of accounts.
#[must_use]
pub fn accounts() -> Value {
    let registered = inner(json!({ "on": day("备案日期"), "number": text("备案号") }), &[]);
    let reviewed = inner(json!({ "on": day("年审日期"), "result": { "enum": REVIEW_RESULTS } }), &[]);
    let followers = inner(json!({ "count": count("关注数"), "on": day("哪天的数") }), &[]);
    let change = inner(json!({ "date": day("哪天"), "what": text("变了什么") }), &["date", "what"]);
    let account = inner(
        json!({
            "name": text("账号名称"), "platform": { "enum": PLATFORMS }, "handle": text("账号 ID"),
            "level": { "enum": ACCOUNT_LEVELS }, "unit": text("主办单位"), "purpose": text("用途"), "audience": text("读者"),
            "url": { "type": "string", "format": "uri" }, "qr": text("二维码图片"), "opened": day("开通日期"),
            "registered": registered, "reviewed": reviewed, "review_due": day("下次年审"),
            "status": { "enum": ACCOUNT_STATUSES }, "cadence": count("多少天更新一次"), "columns": list("内容栏目"),
            "followers": followers, "feed": text("订阅地址"), "changes": { "type": "array", "items": change },
        }),
        &["name", "platform", "unit", "status"],
    );
    closed("账号登记", json!({ "accounts": { "type": "array", "items": account } }), &["accounts"])
}

/// The schema of `content/units.yaml`.
#[must_use]
pub fn units() -> Value {
    let unit = inner(
        json!({
            "name": text("单位名称"), "slug": text("网址里的名称"), "sort": { "enum": UNIT_SORTS }, "aliases": list("别名"),
            "summary": text("一句话介绍"), "url": { "type": "string", "format": "uri" },
        }),
        &["name"],
    );
    let group = inner(
        json!({
            "name": text("群组名称"), "slug": text("网址里的名称"), "aliases": list("别名"), "members": list("成员单位"),
            "summary": text("一句话介绍"),
        }),
        &["name"],
    );
    let lists =
        json!({ "units": { "type": "array", "items": unit }, "groups": { "type": "array", "items": group } });
    closed("单位", lists, &[])
}

/// The schema of the further languages.
fn languages(link: &dyn Fn(&str, Option<Value>) -> Value, organisation: &Value, child: &Value) -> Value {
    let language = inner(
        json!({
            "code": text("语言标记，如 en、ja、zh-Hant"), "name": text("这种语言自己的名称，如 English"),
            "convert_from": text("由哪种语言自动转换；只能由简体转成繁体"),
            "title": text("站点名称"), "description": text("一句话介绍"),
            "organisation": inner(organisation.clone(), &[]),
            "menu": link("主菜单", Some(child.clone())), "footer_links": link("页脚链接", None),
            "extra": { "type": "object", "description": "给主题用的自定义值" },
        }),
        &["code"],
    );
    json!({ "type": "array", "items": language, "description": "主要语言之外的语言，每种一项，见手册“多种语言”" })
}

/// The schema of `site.yaml`.
#[must_use]
pub fn site() -> Value {
    let link = |words: &str, children: Option<Value>| {
        let mut properties = json!({ "title": text("文字"), "to": text("栏目、站内路径或网址") });
        if let (Some(children), Some(properties)) = (children, properties.as_object_mut()) {
            properties.insert("children".to_owned(), json!({ "type": "array", "items": children }));
        }
        json!({ "type": "array", "items": inner(properties, &["title", "to"]), "description": words })
    };
    let child = inner(json!({ "title": text("文字"), "to": text("栏目、站内路径或网址") }), &["title", "to"]);
    let progress = inner(
        json!({
            "stalled_days": count("多少天没有动态算停滞"), "risk_points": percent("落后多少个百分点算滞后"),
            "near_days": count("提前多少天算临期"), "recent_days": count("多少天以内算最近的变化"),
            "school_year_starts": text("学年从几月几日开始，如 09-01"),
            "second_term_starts": text("第二学期从几月几日开始，如 03-01"),
            "weights": { "type": "object", "additionalProperties": { "type": "integer" }, "description": "各表权重，如 { 4: 2 }；不写都是 1" },
        }),
        &[],
    );
    let organisation = json!({
        "name": text("学校名称"), "organiser": text("主办部门"), "url": text("学校主站的地址"),
        "contact": text("部门的邮箱或联系页面，不写个人"), "logo": text("校徽图片，写站内路径"),
    });
    let filing = json!({
        "icp": text("ICP 备案号"), "police": text("公安备案号"), "site_code": text("网站标识码"),
    });
    let taxonomy = inner(
        json!({ "field": text("字段"), "label": text("名称"), "slug": text("网址第一段") }),
        &["field"],
    );
    let review =
        inner(json!({ "required_in": list("必须有三审记录的栏目"), "show": flag("页面是否显示岗位") }), &[]);
    let search = inner(
        json!({ "enabled": flag("是否有搜索"), "pinyin": flag("是否能用拼音搜标题和名称"), "exclude": list("不搜的栏目") }),
        &[],
    );
    closed(
        "站点配置",
        json!({
            "title": text("站点名称"), "description": text("一句话介绍，给搜索引擎和订阅用"),
            "base_url": { "type": "string", "format": "uri", "description": "发布后的地址，可以带子目录" },
            "language": text("主要语言的标记"), "languages": languages(&link, &organisation, &child), "timezone": text("时区名"), "theme": text("主题文件夹名"),
            "organisation": inner(organisation, &[]), "menu": link("主菜单；不写就列出所有顶层栏目", Some(child)),
            "footer_links": link("页脚链接", None),
            "filing": inner(filing, &[]), "review": review,
            "paginate": { "type": "integer", "minimum": 1, "maximum": 1000, "description": "列表每页条数" },
            "feed_entries": { "type": "integer", "minimum": 1, "maximum": 1000, "description": "订阅里的条数" },
            "taxonomies": { "type": "array", "items": taxonomy, "description": "标签、单位、年份之外的分类" }, "progress": progress, "search": search, "offline": offline(),
            "images": images(), "share_card": inner(json!({ "font": text("分享图用的字体文件，放在 content/ 里，如 fonts/NotoSerifSC-Bold.otf；不写就没有分享图") }), &["font"]),
            "compress": compress(),
            "checks": {
                "type": "object", "additionalProperties": { "enum": ["off", "note", "warning", "error"] },
                "description": "调整检查的轻重，如 { COL001: error }；取值 off、note、warning、error",
            },
            "repository": inner(json!({ "edit_url": text("每页“本页有误”链到哪里修改，{path} 代表文件路径；不写就链到 organisation.contact 的邮箱"),
                "dates": { "enum": ["written", "git"], "description": "没写 updated 的文章什么时候更新过：written 不显示，git 取最后一次提交的日期" },
            }), &[]),
            "retired": list("确实不要了的旧网址，如 [/old/]；从前发布过的页面没有了，检查会提醒"),
            "extra": { "type": "object", "description": "给主题用的自定义值" },
        }),
        &[],
    )
}

fn offline() -> Value {
    json!({
        "type": ["object", "boolean"], "additionalProperties": false,
        "properties": {
            "enabled": { "type": "boolean", "description": "读者断网时能不能接着看；也可以只写 offline: true" },
            "pages": { "type": "integer", "minimum": 1, "maximum": 500, "description": "浏览器替读者留着最近看过的多少页" },
        },
    })
}

fn compress() -> Value {
    json!({
        "type": "array", "items": { "enum": ["gzip", "brotli"] },
        "description": "在文字文件旁边放好压缩版 .gz、.br；服务器要打开 gzip_static、brotli_static 之类的选项",
    })
}

fn images() -> Value {
    inner(
        json!({
            "widths": { "type": "array", "items": { "type": "integer", "minimum": 16, "maximum": 4096 }, "description": "图片做成哪几种宽度（像素）；[] 表示原样发布" },
            "quality": { "type": "integer", "minimum": 1, "maximum": 100, "description": "WebP 的质量，1 到 100" },
            "avif": flag("是否另做一份 AVIF：比 WebP 小两三成，第一次生成慢得多"),
            "avif_quality": { "type": "integer", "minimum": 1, "maximum": 100, "description": "AVIF 的质量，1 到 100；75 与 WebP 的 80 相当" },
            "sizes": text("正文图片在页面上的宽度，即 sizes"),
            "gallery_sizes": text("图集里的图片在页面上的宽度，即 sizes"), "placeholders": flag("图片到达之前是否显示它的颜色"),
        }),
        &[],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::outcome::Findings;
    use crate::base::hash::Fingerprint;
    use crate::input::document::{read_accounts, read_column, read_entry, read_tasks, read_units};
    use crate::input::kind::builtin;
    use crate::input::source::path::SourcePath;
    use crate::input::source::tree::SourceTree;
    use crate::input::yaml::read::read;

    /// The keys that a reader knows, told by its finding for one that it does not know.
    fn known(findings: &Findings) -> Vec<String> {
        let finding = findings.iter().find(|f| f.code.name == "FM005").expect("`x` is unknown");
        sorted(finding.argument("known").unwrap_or_default().split(' ').map(str::to_owned))
    }

    fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort();
        names.dedup();
        names
    }

    fn properties(schema: &Value) -> Vec<String> {
        sorted(schema["properties"].as_object().expect("an object").keys().cloned())
    }

    #[test]
    fn data_schemas_have_the_keys_that_are_read() {
        let (path, zero) = (SourcePath::new("a.yaml"), Fingerprint::default());
        let node = |text: &str| read(text, 0, &path).value.expect("it is YAML");
        let table = |text: &str| known(&read_tasks::table(&node(text), zero, &path).findings);
        assert_eq!(properties(&tasks()), table("x: 1"));
        let task = &tasks()["properties"]["tasks"]["items"];
        assert_eq!(properties(task), table("tasks: [{ x: 1 }]"));
        assert_eq!(properties(&task["properties"]["target"]), table("tasks: [{ target: { x: 1 } }]"));
        assert_eq!(properties(&task["properties"]["log"]["items"]), table("tasks: [{ log: [{ x: 1 }] }]"));
        assert_eq!(
            properties(&task["properties"]["milestones"]["items"]),
            table("tasks: [{ milestones: [{ x: 1 }] }]")
        );
        let list = |text: &str| known(&read_accounts::accounts(&node(text), zero, &path).findings);
        assert_eq!(properties(&accounts()["properties"]["accounts"]["items"]), list("accounts: [{ x: 1 }]"));
        let named = |text: &str| known(&read_units::units(&node(text), zero, &path).findings);
        assert_eq!(properties(&units()["properties"]["units"]["items"]), named("units: [{ x: 1 }]"));
        assert_eq!(properties(&units()["properties"]["groups"]["items"]), named("groups: [{ x: 1 }]"));
    }

    #[test]
    fn the_sites_schema_has_the_keys_that_are_read() {
        let known = |text: &str| {
            let mut tree = SourceTree::default();
            tree.insert_text("site.yaml", text);
            known(&crate::input::config::read::read(&tree).findings)
        };
        assert_eq!(properties(&site()), known("x: 1"));
        for part in ["organisation", "filing", "review", "repository", "progress"] {
            assert_eq!(
                properties(&site()["properties"][part]),
                known(&format!("{part}: {{ x: 1 }}")),
                "{part}"
            );
        }
        for part in ["menu", "footer_links", "taxonomies", "languages"] {
            assert_eq!(
                properties(&site()["properties"][part]["items"]),
                known(&format!("{part}: [{{ x: 1 }}]")),
                "{part}"
            );
        }
    }

    #[test]
    fn front_matter_schemas_have_the_keys_that_are_read() {
        let (path, zero) = (SourcePath::new("content/a/_index.md"), Fingerprint::default());
        let kinds = builtin::kinds().value;
        for kind in kinds.0.values() {
            let schema = read_entry::EntrySchema { kind, extra: &[] };
            let findings = read_entry::entry("---\nx: 1\n---\n", &path, zero, &schema).findings;
            assert_eq!(properties(&front_matter(kind, &[])), known(&findings), "{}", kind.name);
            let above = read_column::Above {
                kind: Some(kind.name.clone()),
                instance: false,
                extra: Vec::new(),
                home: false,
            };
            let outcome = read_column::column("---\nx: 1\n---\n", &path, zero, &above, &kinds);
            let own = outcome.value.own_kind.as_deref().and_then(|name| kinds.get(name));
            assert_eq!(
                properties(&column(own, kinds.get(&outcome.value.kind))),
                known(&outcome.findings),
                "{}",
                kind.name
            );
        }
    }
}
