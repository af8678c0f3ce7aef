//! One line of a switch's table.

use crate::mac::MacAddress;
use crate::network::VlanId;

/// How many columns a line has at least: the address and two more.
const FEWEST_COLUMNS: usize = 3;

/// The column of the port where the address is the first and the VLAN the second, and nothing looks like a port.
const PORT_COLUMN: usize = 3;

/// What the names of VLANs begin with, which are no ports.
const VLAN_WORD: &str = "vlan";

/// An entry of a switch's table: an address, and where it was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MacTableLine<'a> {
    /// The address.
    pub mac: MacAddress,
    /// The VLAN, as the switch writes it.
    pub vlan: Option<&'a str>,
    /// The port, as the switch writes it.
    pub port: Option<&'a str>,
}

impl<'a> MacTableLine<'a> {
    /// Reads a line; `None` for headings, rules, sums and whatever else holds no address.
    ///
    /// The address is a column in colon, hyphen or dotted form; digits alone are none, for counters look like that. The
    /// VLAN is the first whole number that is a VLAN ID. The port is the first column with a slash and a digit in it
    /// (`Gi1/0/4`, `1/0/4`), else the first of letters and digits (`Po1`, `LAG2`), else the fourth column where the address
    /// and the VLAN are the first two.
    pub fn read(line: &'a str) -> Option<MacTableLine<'a>> {
        let columns: Vec<&str> = line.split(is_between).filter(|column| !column.is_empty()).collect();
        if columns.len() < FEWEST_COLUMNS {
            return None;
        }
        let (place, mac) = columns.iter().enumerate().find_map(|(place, column)| Some((place, read_mac(column)?)))?;
        let others = || columns.iter().copied().enumerate().filter(move |(other, _)| *other != place);
        let vlan = others().find_map(|(at, column)| Some((at, read_vlan(column)?)));
        let port =
            others().find(|(_, column)| is_path(column)).or_else(|| others().find(|(_, column)| is_name(column)));
        let is_told_by_place = place == 0 && vlan.is_some_and(|(at, _)| at == 1);
        let fourth = || columns.get(PORT_COLUMN).copied().filter(|_| is_told_by_place);
        let port = port.map(|(_, column)| column).or_else(fourth);
        Some(MacTableLine { mac, vlan: vlan.map(|(_, text)| text), port })
    }
}

fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '|' | ',' | '*')
}

/// An address with separators; groups of four digits may have hyphens between them, as Huawei writes them.
fn read_mac(column: &str) -> Option<MacAddress> {
    let is_separated = column.contains([':', '-', '.']);
    let read = || column.parse().ok().or_else(|| column.replace('-', ".").parse().ok());
    is_separated.then(read)?
}

/// A VLAN ID; Huawei writes that of nothing else behind it, `20/-/-`.
fn read_vlan(column: &str) -> Option<&str> {
    let text = column.trim_end_matches("/-");
    text.parse::<VlanId>().is_ok().then_some(text)
}

/// A port that is told by its place, such as `Gi1/0/4`.
fn is_path(column: &str) -> bool {
    let has_digit = |part: &str| part.contains(|character: char| character.is_ascii_digit());
    column.contains('/') && column.split('/').all(has_digit)
}

/// A port that is told by its name, such as `Po1`.
fn is_name(column: &str) -> bool {
    let begins = column.starts_with(|character: char| character.is_ascii_alphabetic());
    let ends = column.ends_with(|character: char| character.is_ascii_digit());
    begins && ends && !column.to_ascii_lowercase().starts_with(VLAN_WORD)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mac::MacStyle;

    fn shown(line: &str) -> String {
        match MacTableLine::read(line) {
            Some(MacTableLine { mac, vlan, port }) => {
                format!("{mac} {} {}", vlan.unwrap_or("-"), port.unwrap_or("-"))
            }
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn every_switch_is_read() {
        let lines = [
            "MAC Address         VLAN    Port          Type            Aging",
            "-----------         ----    ----          ----            -----",
            "02:de:20:00:00:c8   20      Gi1/0/3       dynamic         no",
            "02:de:20:00:00:c8   20      dynamic       Gi1/0/3",
            "02:de:20:00:00:c8   20      dynamic       5",
            "02:DE:20:00:00:C8   20      LAG1          dynamic         no",
            "* 20     02de.2000.00c8   dynamic  0         F      F    Eth1/4",
            " 999     02de.2000.00c8   STATIC   CPU",
            "02-de-20-00-00-c8 | 20 | 1/0/3 | Learned",
            "02de-2000-00c8    20/-/-    XGE0/0/1     dynamic",
            "vlan20   02:de:20:00:00:c8   D   ge-0/0/7.0",
            "02:de:20:00:00:c8 dev swp3 vlan 20 master br0",
            "Total MAC Addresses for this criterion: 12",
            "02de200000c8 20 Gi1/0/3 dynamic",
            "02:de:20:00:00:c8 20",
            "",
        ];
        let shown: Vec<String> = lines.iter().map(|line| shown(line)).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        nothing
        nothing
        02:de:20:00:00:c8 20 Gi1/0/3
        02:de:20:00:00:c8 20 Gi1/0/3
        02:de:20:00:00:c8 20 5
        02:de:20:00:00:c8 20 LAG1
        02:de:20:00:00:c8 20 Eth1/4
        02:de:20:00:00:c8 999 -
        02:de:20:00:00:c8 20 1/0/3
        02:de:20:00:00:c8 20 XGE0/0/1
        02:de:20:00:00:c8 - ge-0/0/7.0
        02:de:20:00:00:c8 20 swp3
        nothing
        nothing
        nothing
        nothing
        ");
    }

    proptest! {
        #[test]
        fn any_order_of_columns_is_read(
            octets: [u8; 6],
            vlan in 1..=4094_u16,
            port in "(Gi|Te|Fa)[0-9]/[0-9]/[0-9]{1,2}",
            order in Just([0, 1, 2, 3]).prop_shuffle(),
            style in prop::sample::select(&[MacStyle::LowerColon, MacStyle::UpperHyphen, MacStyle::Dotted][..]),
        ) {
            let mac = MacAddress::new(octets);
            let columns = [mac.format(style).to_string(), vlan.to_string(), port.clone(), "dynamic".to_owned()];
            let line = order.map(|place| columns[place].as_str()).join("  ");
            let vlan = vlan.to_string();
            let expected = MacTableLine { mac, vlan: Some(vlan.as_str()), port: Some(port.as_str()) };
            prop_assert_eq!(MacTableLine::read(&line), Some(expected));
        }

        #[test]
        fn no_text_is_too_strange(line in ".*") {
            let _ = MacTableLine::read(&line);
        }
    }
}
