//! The registry of sites and accounts, as written. No field holds a person's name or number.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;

/// A `content/matrix/*.yaml` file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenAccounts {
    /// Its file.
    pub path: SourcePath,
    /// Fingerprint of the file's bytes.
    pub fingerprint: Fingerprint,
    /// `accounts`.
    pub accounts: Vec<WrittenAccount>,
}

/// Platforms of the registration form (DOMAIN.md, "Registration and annual review").
pub const PLATFORMS: [&str; 15] = [
    "网站",
    "微信公众号",
    "视频号",
    "微博",
    "QQ",
    "抖音",
    "快手",
    "哔哩哔哩",
    "小红书",
    "知乎",
    "今日头条",
    "百家号",
    "APP",
    "小程序",
    "其他",
];

/// Levels of an account.
pub const ACCOUNT_LEVELS: [&str; 3] = ["校级", "院级", "组织级"];

/// Results of the yearly review.
pub const REVIEW_RESULTS: [&str; 3] = ["合格", "整改", "注销"];

/// Words of an account's status.
pub const ACCOUNT_STATUSES: [&str; 4] = ["运行", "停更", "注销", "迁移"];

/// One site or account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenAccount {
    /// The whole mapping.
    pub span: Span,
    /// `name`.
    pub name: Located<String>,
    /// `platform`, one of [`PLATFORMS`].
    pub platform: Located<String>,
    /// `handle`.
    pub handle: Option<String>,
    /// `level`: 校级, 院级, 组织级.
    pub level: Option<String>,
    /// `unit`, as written.
    pub unit: Located<String>,
    /// `purpose`.
    pub purpose: Option<String>,
    /// `audience`.
    pub audience: Option<String>,
    /// `url`.
    pub url: Option<Located<String>>,
    /// `qr`: a file reference.
    pub qr: Option<Located<String>>,
    /// `opened`.
    pub opened: Option<Located<Date>>,
    /// `registered.on`.
    pub registered_on: Option<Located<Date>>,
    /// `registered.number`.
    pub registered_number: Option<String>,
    /// `reviewed.on`.
    pub reviewed_on: Option<Located<Date>>,
    /// `reviewed.result`.
    pub review_result: Option<String>,
    /// `review_due`.
    pub review_due: Option<Located<Date>>,
    /// `status`, one of [`ACCOUNT_STATUSES`].
    pub status: Located<String>,
    /// `cadence`: days between updates.
    pub cadence: Option<u32>,
    /// `columns`.
    pub columns: Vec<String>,
    /// `followers.count`.
    pub followers: Option<u64>,
    /// `followers.on`.
    pub followers_on: Option<Date>,
    /// `feed`.
    pub feed: Option<String>,
    /// `changes`: day and what.
    pub changes: Vec<(Date, String)>,
}
