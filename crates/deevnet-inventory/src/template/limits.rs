//! The bounds that keep every template short.
//!
//! A declaration may come from anybody; none may make the loader run long or take much memory. Each bound is far above
//! what inventories use. What exceeds one is [`UnresolvedReason::Limit`](deevnet_core::declared::UnresolvedReason).

/// Engine steps that one evaluation of one template may take; a step takes some 20 ns.
pub(super) const FUEL_PER_TEMPLATE: u64 = 200_000;

/// Engine steps that one value may take, with all templates that it reads in turn.
pub(super) const FUEL_PER_VALUE: u64 = 1_000_000;

/// Engine steps that all values of one resolver may take together.
pub(super) const FUEL_PER_RESOLVER: u64 = 400_000_000;

/// Templates that one value may evaluate, each counted as often as it is evaluated.
pub(super) const EVALUATIONS_PER_VALUE: usize = 20_000;

/// Templates inside each other: how long a chain of variables may be.
pub(super) const NESTING_LIMIT: usize = 24;

/// Items and entries of lists and maps that one value may visit, each as often as it is visited.
pub(super) const VISITS_PER_VALUE: usize = 2_000_000;

/// Lists and maps inside each other.
pub(super) const VALUE_DEPTH_LIMIT: usize = 100;

/// Bytes of text that one template may give.
pub(super) const OUTPUT_LIMIT: usize = 1 << 20;

/// Bytes of one template.
pub(super) const SOURCE_LIMIT: usize = 1 << 16;

/// Operators, filters and accesses inside one pair of delimiters.
pub(super) const OPERATORS_PER_TAG: usize = 200;

/// Brackets inside each other.
pub(super) const BRACKET_DEPTH_LIMIT: usize = 24;

/// Statements (`{% ... %}`) of one template.
pub(super) const STATEMENTS_LIMIT: usize = 200;

/// Items of one `range()`, one repeated list or one product.
pub(super) const SEQUENCE_LIMIT: usize = 100_000;

/// The largest number that a part of a slice can be; what lies beyond means the same.
pub(super) const INDEX_BOUND: i64 = 1 << 40;

/// Items that a filter takes at once.
pub(super) const ITEMS_LIMIT: usize = 1 << 18;

/// Items that one operand may hold in all, text counted by its length.
pub(super) const OPERAND_LIMIT: usize = 1 << 18;

/// Engine steps that compiling one regular expression costs.
pub(super) const PATTERN_FUEL: u64 = 2_000;

/// Regular expressions that are kept compiled.
pub(super) const PATTERN_COUNT: usize = 256;

/// Bytes of a compiled regular expression.
pub(super) const PATTERN_SIZE_LIMIT: usize = 1 << 20;
