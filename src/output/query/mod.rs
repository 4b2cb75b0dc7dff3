//! The one door: every question that an output may ask, and its typed answers.

pub mod question;
pub mod answer;
