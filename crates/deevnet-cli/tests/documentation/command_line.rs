//! The reference of the command line, from its definition.

use std::fmt::Write as _;

use clap::builder::{PossibleValue, Str, StyledStr};
use clap::{Arg, Command};

/// The verb that clap adds by itself; it says nothing that the others do not.
const HELP: &str = "help";

/// The whole reference.
pub(crate) fn page(mut command: Command) -> String {
    command.build();
    let mut page = String::from("# The command line\n\n");
    let about = command.get_long_about().or(command.get_about());
    let _ = write!(page, "{}\n\n", text(about));
    for verb in verbs(&command) {
        let name = verb.get_name();
        let _ = writeln!(page, "- [`deevnet {name}`](#deevnet-{name}): {}", sentence(verb.get_about()));
    }
    page.push_str("\n## Options of every verb\n\n");
    let global: Vec<&Arg> = command.get_arguments().filter(|argument| argument.is_global_set()).collect();
    table(&mut page, "option", &global);
    after(&mut page, &command);
    for verb in verbs(&command) {
        section(&mut page, verb, 2);
    }
    page.push_str("[The documentation](../README.md)\n");
    page
}

fn verbs(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|verb| !verb.is_hide_set() && verb.get_name() != HELP)
}

/// A verb, and below it the verbs that it has.
fn section(page: &mut String, verb: &Command, depth: usize) {
    let mut named = verb.clone();
    let name = verb.get_bin_name().unwrap_or(verb.get_name()).to_owned();
    let _ = write!(page, "{} {name}\n\n", "#".repeat(depth));
    let _ = write!(page, "{}\n\n", sentence(verb.get_long_about().or(verb.get_about())));
    let usage = named.render_usage().to_string();
    let _ = write!(page, "{}\n\n", usage.replacen("Usage: ", "Usage: `", 1).trim().to_owned() + "`");
    let own = || verb.get_arguments().filter(|argument| is_shown(argument));
    table(page, "argument", &own().filter(|argument| argument.is_positional()).collect::<Vec<_>>());
    table(page, "option", &own().filter(|argument| !argument.is_positional()).collect::<Vec<_>>());
    after(page, verb);
    for below in verbs(verb) {
        section(page, below, depth + 1);
    }
}

fn is_shown(argument: &Arg) -> bool {
    !argument.is_hide_set() && !argument.is_global_set() && !matches!(argument.get_id().as_str(), "help" | "version")
}

fn table(page: &mut String, kind: &str, arguments: &[&Arg]) {
    if arguments.is_empty() {
        return;
    }
    let _ = writeln!(page, "| {kind} | meaning |\n|---|---|");
    for argument in arguments {
        let _ = writeln!(page, "| `{}` | {} |", spelled(argument).replace('|', "\\|"), cell(&meaning(argument)));
    }
    page.push('\n');
}

/// How an argument is written.
fn spelled(argument: &Arg) -> String {
    let value = argument.get_num_args().is_some_and(|number| number.takes_values()).then(|| {
        argument.get_value_names().map_or_else(
            || argument.get_id().to_string().to_uppercase(),
            |names| names.iter().map(Str::as_str).collect::<Vec<_>>().join(" "),
        )
    });
    let name = match (argument.get_short(), argument.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, Some(long)) => format!("--{long}"),
        (None, None) => return value.unwrap_or_default(),
    };
    value.map_or(name.clone(), |value| format!("{name} {value}"))
}

/// What an argument does, which values it takes, and what it is when nothing is said.
fn meaning(argument: &Arg) -> String {
    let mut meaning = sentence(argument.get_long_help().or(argument.get_help()));
    if argument.get_num_args().is_some_and(|number| number.takes_values()) {
        let defaults: Vec<String> =
            argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
        if !defaults.is_empty() {
            let _ = write!(meaning, " Default: {}.", defaults.join(", "));
        }
        meaning.push_str(&values(argument));
    }
    meaning
}

/// The values that an argument takes; a line for each where they are explained.
fn values(argument: &Arg) -> String {
    let values = argument.get_possible_values();
    if values.is_empty() {
        return String::new();
    }
    let told = |value: &PossibleValue| {
        let name = format!("`{}`", value.get_name());
        value.get_help().map_or_else(|| name.clone(), |help| format!("{name}: {help}"))
    };
    let told: Vec<String> = values.iter().filter(|value| !value.is_hide_set()).map(told).collect();
    let is_explained = values.iter().any(|value| value.get_help().is_some());
    if is_explained { format!("<br>{}", told.join("<br>")) } else { format!(" One of {}.", told.join(", ")) }
}

/// The examples and tables at the end of a verb's help, as they are laid out there.
fn after(page: &mut String, command: &Command) {
    let after = text(command.get_after_long_help().or(command.get_after_help()));
    if !after.is_empty() {
        let _ = write!(page, "```text generated\n{after}\n```\n\n");
    }
}

/// The text as a sentence.
fn sentence(styled: Option<&StyledStr>) -> String {
    let mut sentence = text(styled);
    if !sentence.is_empty() && !sentence.ends_with(['.', ':']) {
        sentence.push('.');
    }
    sentence
}

fn text(styled: Option<&StyledStr>) -> String {
    styled.map(ToString::to_string).unwrap_or_default().trim().to_owned()
}

/// The text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("\n\n", "<br>").replace('\n', " ")
}
