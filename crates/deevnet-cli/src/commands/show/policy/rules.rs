//! The rules of a policy, one line each.

use deevnet_core::model::Policy;
use deevnet_report::action_word;

use crate::commands::show::shown;
use crate::table::Table;

/// One line a rule in order of declaration, then internet access and what happens where no rule matches.
pub(super) fn table(policy: &Policy) -> Table {
    let mut table = Table::new(["FROM", "TO", "ACTION", "ONLY", "NAME"]);
    for rule in &policy.rules {
        let narrow: Vec<String> = rule.narrow.iter().map(|(field, value)| format!("{field}={value}")).collect();
        table.row([
            shown(rule.from_zone.as_ref().map(|zone| &zone.value)),
            shown(rule.to_zone.as_ref().map(|zone| &zone.value)),
            shown(rule.action.map(|action| action_word(action.value)).as_ref()),
            if narrow.is_empty() { "-".to_owned() } else { narrow.join(" ") },
            shown(rule.name.as_ref().map(|name| &name.value)),
        ]);
    }
    for zone in &policy.internet_zones {
        table.row([zone.value.to_string(), "(internet)".to_owned(), "pass".to_owned(), "-".to_owned(), "-".to_owned()]);
    }
    let default = action_word(policy.default_action());
    table.row(["(any)", "(any)", default, "-", "(default)"].map(str::to_owned));
    table
}
