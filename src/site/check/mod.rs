//! Rules: what a site should be like beyond being well formed. A rule changes nothing and resolves nothing.

pub mod rule;
pub mod stale_column;
pub mod empty_column;
pub mod unsearched_column;
pub mod missing_review;
pub mod review_order;
pub mod idle_unit;
pub mod empty_group;
pub mod leads_nothing;
pub mod falling_progress;
pub mod log_order;
pub mod future_record;
pub mod status_behind;
pub mod reached_open;
pub mod open_milestone;
pub mod over_target;
pub mod stray_weight;
pub mod lead_and_support;
pub mod untold_recurrence;
pub mod overdue_account;
pub mod personal;
pub mod identity_number;
pub mod mobile_number;
pub mod bank_card;
pub mod run;
