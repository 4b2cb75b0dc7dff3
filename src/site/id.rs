//! Identities: first, so that nouns can point at each other without a circle.
//!
//! An id is made from a name that editors give (a path, a unit's name), not from a position: it means the same in
//! the next build, so a trace from the last one can still be verified after entries were added.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::hash::Fingerprint;

macro_rules! named_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u64);

        impl $name {
            /// The id of what has this name.
            #[must_use]
            pub fn of(name: &str) -> Self {
                Self(Fingerprint::of_bytes(name.as_bytes()).short())
            }
        }
    };
}

named_id!(
    /// An entry, by its source path.
    EntryId
);
named_id!(
    /// A column, by its folder below `content/` (empty for the home page).
    ColumnId
);
named_id!(
    /// A unit or group, by its name.
    UnitId
);
named_id!(
    /// An account, by platform and name joined by `/`.
    AccountId
);
named_id!(
    /// A term, by its taxonomy's slug and its name joined by `/`.
    TermId
);

/// A task, by table and number: `4-4`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskId {
    /// Table.
    pub table: u32,
    /// Number in the table.
    pub no: u32,
}

impl TaskId {
    /// Reads `4-4`; full-width digits and dashes are understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .trim()
            .chars()
            .map(|c| match c {
                '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                '－' | '—' | '–' | '.' => '-',
                c => c,
            })
            .collect();
        let (table, no) = plain.split_once('-')?;
        Some(Self { table: table.parse().ok()?, no: no.parse().ok()? })
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.table, self.no)
    }
}

impl fmt::Debug for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
