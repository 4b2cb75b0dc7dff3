//! The one door: every question that an output may ask, and its typed answers.

pub mod question;
pub mod trace;
pub mod answer;
pub mod theme_files;
pub mod context;
pub mod picture;
pub mod body;
pub mod fields;
pub mod card;
pub mod column;
pub mod json_ld;
pub mod article;
pub mod frame;
pub mod taxonomy;
pub mod chart;
pub mod task;
pub mod plan;
pub mod matrix;
pub mod unit;
pub mod site_map;
pub mod feed;
pub mod api;
pub mod print;
pub mod inventory;
pub mod answers;
pub mod ask;
