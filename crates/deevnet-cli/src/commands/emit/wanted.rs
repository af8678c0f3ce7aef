//! What is asked for: one target, or all.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use deevnet_core::emit::Target;

/// What stands for every target on the command line.
const ALL: &str = "all";

/// What is emitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// One target.
    One(Target),
    /// Every target that the declaration can give, into a folder.
    All,
}

/// Reads a target's name, or `all`.
pub(super) fn parser() -> impl TypedValueParser<Value = Wanted> {
    let target = |target: &Target| PossibleValue::new(target.name()).help(target.description());
    let all = PossibleValue::new(ALL).help("every target that the declaration can give, into the folder of --out");
    let values = Target::ALL.iter().map(target).chain([all]);
    PossibleValuesParser::new(values)
        .try_map(|name| if name == ALL { Ok(Wanted::All) } else { name.parse::<Target>().map(Wanted::One) })
}
