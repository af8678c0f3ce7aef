//! The pages of the documentation that are made from the command's own definition are as they would be made now.
//!
//! `cargo xtask docs` runs this with `DEEVNET_DOCS_UPDATE=1`, which writes them instead.

mod command_line;
mod keys;
mod pages;

use std::error::Error;

use pages::Pages;

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn the_pages_of_rules_are_those_that_the_command_prints() -> Outcome {
    let mut pages = Pages::default();
    pages.add("README.md", &printed(&["rule", "--format", "markdown"])?);
    for rule in deevnet_core::rules::all() {
        let code = rule.code.to_string();
        pages.add(&format!("{code}.md"), &printed(&["rule", &code, "--format", "markdown"])?);
    }
    pages.settle("docs/rules")
}

#[test]
fn the_reference_is_that_of_the_definition_and_the_schemas() -> Outcome {
    let mut pages = Pages::default();
    pages.add("cli.md", &command_line::page(deevnet_cli::command()));
    let inventory = serde_json::from_str(&printed(&["schema", "inventory"])?)?;
    pages.add("inventory-keys.md", &keys::page("Keys of the inventory", &inventory));
    let config = serde_json::from_str(&printed(&["schema", "config"])?)?;
    pages.add("configuration-keys.md", &keys::page("Keys of `deevnet.toml`", &config));
    pages.settle("docs/reference")
}

fn printed(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_deevnet")).args(arguments).output()?;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
