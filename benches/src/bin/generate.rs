//! Writes a generated inventory: `generate --hosts N --seed S --out FOLDER`.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::path::Path;

use deevnet_benches::Inventory;

const USAGE: &str = "usage: generate --hosts N --seed S --out FOLDER";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let options: BTreeMap<&str, &str> = arguments
        .chunks(2)
        .map(|pair| match pair {
            [name, value] => Ok((name.as_str(), value.as_str())),
            _ => Err(USAGE),
        })
        .collect::<Result<_, _>>()?;
    let option = |name: &str| options.get(name).copied().ok_or(USAGE);
    let inventory = Inventory::generate(option("--hosts")?.parse()?, option("--seed")?.parse()?);
    inventory.write(Path::new(option("--out")?))?;
    Ok(())
}
