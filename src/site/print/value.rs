//! Fingerprints of field values and of references.

use std::hash::{Hash, Hasher};

use crate::base::hash::Fingerprint;
use crate::input::kind::field::{FieldValue, LocatedValue};
use crate::input::source::path::SourcePath;
use crate::site::id::{ColumnId, UnitId};
use crate::site::model::Site;
use crate::site::reference::Resolved;

/// A value as it is hashed: what it is, not where it stands.
pub struct Printed<'v>(pub &'v FieldValue);

impl Hash for Printed<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self.0).hash(state);
        match self.0 {
            FieldValue::Text(t)
            | FieldValue::Path(t)
            | FieldValue::Unit(t)
            | FieldValue::Entry(t)
            | FieldValue::Task(t)
            | FieldValue::Account(t) => t.hash(state),
            FieldValue::Integer(n) => n.hash(state),
            FieldValue::Number(n) => n.to_bits().hash(state),
            FieldValue::Boolean(b) => b.hash(state),
            FieldValue::Date(d) => d.hash(state),
            FieldValue::Datetime(m) => m.hash(state),
            FieldValue::Duration(seconds) => seconds.hash(state),
            FieldValue::List(values) => {
                values.len().hash(state);
                for value in values {
                    Printed(&value.value).hash(state);
                }
            }
            FieldValue::Object(fields) => hash_fields(fields.iter().map(|(n, v)| (n, v)), state),
        }
    }
}

fn hash_fields<'f, H: Hasher>(fields: impl Iterator<Item = (&'f String, &'f LocatedValue)>, state: &mut H) {
    let mut count = 0usize;
    for (name, value) in fields {
        name.hash(state);
        Printed(&value.value).hash(state);
        count += 1;
    }
    count.hash(state);
}

/// The fields of a card or a head: any may stand there on one line.
pub struct ListFields<'f>(pub &'f [(String, LocatedValue)]);

impl Hash for ListFields<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_fields(self.0.iter().map(|(name, value)| (name, value)), state);
    }
}

/// What a reference shows: the address and title of what it points at, an asset's bytes (its size is shown).
#[must_use]
pub fn reference(site: &Site, resolved: &Resolved) -> Fingerprint {
    let asset = match resolved {
        Resolved::Asset(path) => Some(asset(site, path)),
        _ => None,
    };
    let kind = std::mem::discriminant(resolved);
    Fingerprint::of(&(kind, site.url_of(resolved), site.title_of(resolved), asset))
}

/// An asset: its path and its bytes, since its size and type are shown, and how pictures are published.
#[must_use]
pub fn asset(site: &Site, path: &SourcePath) -> Fingerprint {
    let asset = site.assets.get(path).map(|a| (a.len, a.fingerprint));
    Fingerprint::of(&(path, asset, &site.config.images))
}

/// Title and address of a column, as links show them.
#[must_use]
pub fn column_link(site: &Site, id: ColumnId) -> Option<(&str, &str)> {
    site.columns.get(id).map(|c| (c.document.front.title.value.as_str(), c.url.as_str()))
}

/// Name and address of a unit, as links show them.
#[must_use]
pub fn unit_link(site: &Site, id: Option<UnitId>) -> Option<(&str, &str)> {
    id.and_then(|id| site.units.get(id)).map(|u| (u.name.as_str(), u.url.as_str()))
}
