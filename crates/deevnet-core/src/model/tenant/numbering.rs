//! The bases of overlays (`deevnet_tenant_numbering`).

use serde::{Serialize, Serializer};

use crate::declared::{Map, Value};
use crate::model::reader::{Key, Reader};
use crate::rules;
use crate::source::Spanned;
use crate::tenant::TenantNumbering;

pub(in crate::model) const BASES: &[&str] = &["vrf_base", "vnet_base", "vmid_base"];

/// What is declared about the numbering of overlays.
///
/// That it is declared at all says that tenants are overlays; as data it is the bases, or null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NumberingState {
    /// Nothing.
    #[default]
    Absent,
    /// Bases that nothing can be numbered from; they are reported.
    Invalid,
    /// Bases.
    Declared(Spanned<TenantNumbering>),
}

impl NumberingState {
    /// Whether the substrate's tenants are overlays by declaration.
    pub fn is_declared(self) -> bool {
        self != Self::Absent
    }

    /// The bases, where they are usable.
    pub fn bases(self) -> Option<TenantNumbering> {
        match self {
            Self::Declared(numbering) => Some(numbering.value),
            Self::Absent | Self::Invalid => None,
        }
    }
}

impl Serialize for NumberingState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.bases().serialize(serializer)
    }
}

/// Reads the bases; null declares nothing.
pub(in crate::model) fn read_numbering(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> NumberingState {
    if value.is_null() {
        return NumberingState::Absent;
    }
    let read = reader.map(key, value).and_then(|map| read_bases(reader, key, value, map));
    read.map_or(NumberingState::Invalid, NumberingState::Declared)
}

fn read_bases(reader: &mut Reader<'_>, key: Key<'_>, value: &Value, map: &Map) -> Option<Spanned<TenantNumbering>> {
    reader.require(key, map, value.span(), BASES);
    for (name, span, _) in map.text_entries() {
        reader.unknown_key(key.child(name), span, BASES);
    }
    let mut base = |name: &str| {
        let value = map.get(name)?;
        let number = reader.integer(key.child(name), value)?;
        u32::try_from(number.value).ok().or_else(|| reader.reject(key.child(name), value, "a number of up to 32 bits"))
    };
    let (vrf, vnet, vmid) = (base("vrf_base"), base("vnet_base"), base("vmid_base"));
    match TenantNumbering::new(vrf?, vnet?, vmid?) {
        Ok(numbering) => Some(Spanned::new(numbering, value.span())),
        Err(error) => {
            let finding = reader
                .finding(&rules::TENANT_NUMBERING_INVALID, value.span(), format!("in `{key}`, {error}"))
                .with_hint(error.hint());
            reader.push(finding);
            None
        }
    }
}
