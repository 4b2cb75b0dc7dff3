//! Rules: what a site should be like beyond being well formed. A rule changes nothing and resolves nothing.

pub mod rule;
pub mod stale_column;
pub mod empty_column;
pub mod unsearched_column;
pub mod missing_review;
pub mod review_order;
pub mod idle_unit;
pub mod overdue_account;
pub mod personal;
pub mod identity_number;
pub mod mobile_number;
pub mod bank_card;
pub mod run;
