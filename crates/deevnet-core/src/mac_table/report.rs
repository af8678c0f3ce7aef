//! A switch's table with the holders of its addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::holders::AddressHolders;
use super::line::MacTableLine;

/// What stands for an address that nobody declares.
const UNKNOWN: &str = "UNKNOWN";

/// What stands where a line tells no VLAN or no port.
const NOT_TOLD: &str = "—";

/// The headings of a table with the least width of each column.
const HEADINGS: [(&str, usize); 4] = [("Port", 15), ("VLAN", 5), ("MAC Address", 19), ("Inventory Host", 28)];

/// One row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacTableRow {
    /// The address, in lower case with colons.
    pub mac: String,
    /// The port, or a dash.
    pub port: String,
    /// The VLAN, or a dash.
    pub vlan: String,
    /// Who holds the address, `<host> (<interface>)` one after another, or `UNKNOWN`.
    pub inventory: String,
}

impl MacTableRow {
    fn new(line: &MacTableLine<'_>, holders: &[String]) -> MacTableRow {
        let told = |text: Option<&str>| text.unwrap_or(NOT_TOLD).to_owned();
        let inventory = if holders.is_empty() { UNKNOWN.to_owned() } else { holders.join(", ") };
        MacTableRow { mac: line.mac.to_string(), port: told(line.port), vlan: told(line.vlan), inventory }
    }

    fn is_unknown(&self) -> bool {
        self.inventory == UNKNOWN
    }

    fn cells(&self) -> [&str; 4] {
        [&self.port, &self.vlan, &self.mac, &self.inventory]
    }
}

/// A switch's table with the holder of each address. `Display` shows it in columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MacTableReport {
    /// Every entry, in the order of the table.
    pub entries: Vec<MacTableRow>,
    /// Those that nobody declares.
    #[serde(default)]
    pub unknown: Vec<MacTableRow>,
}

impl MacTableReport {
    /// The report of a table's lines; what is no entry is passed over.
    pub fn new<'a>(lines: impl IntoIterator<Item = &'a str>, holders: &AddressHolders) -> MacTableReport {
        let lines = lines.into_iter().filter_map(MacTableLine::read);
        let entries: Vec<MacTableRow> = lines.map(|line| MacTableRow::new(&line, holders.get(line.mac))).collect();
        let unknown = entries.iter().filter(|row| row.is_unknown()).cloned().collect();
        MacTableReport { entries, unknown }
    }
}

impl fmt::Display for MacTableReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut widths = HEADINGS.map(|(_, width)| width);
        for row in &self.entries {
            for (width, cell) in widths.iter_mut().zip(row.cells()) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let headings = HEADINGS.map(|(heading, _)| heading);
        let rules = widths.map(|width| "-".repeat(width));
        let rules = rules.each_ref().map(String::as_str);
        let rows = [headings, rules].into_iter().chain(self.entries.iter().map(MacTableRow::cells));
        let lines: Vec<String> = rows.map(|cells| aligned(cells, widths)).collect();
        formatter.write_str(&lines.join("\n"))
    }
}

/// Cells below each other, one space apart; the last one needs no width.
fn aligned([port, vlan, mac, inventory]: [&str; 4], [port_width, vlan_width, mac_width, _]: [usize; 4]) -> String {
    format!("{port:<port_width$} {vlan:<vlan_width$} {mac:<mac_width$} {inventory}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::declared::testing::declared_from_json;

    fn report(lines: &[&str]) -> MacTableReport {
        let pi = |mac: &str| json!({"infrastructure": {"interfaces": {"eth0": {"mac": mac}}}});
        let hosts = json!({
            "pi01": pi("00-00-5E-00-53-01"),
            "pi02": pi("00:00:5e:00:53:02"),
            "pi03": pi("00:00:5e:00:53:02"),
            "pi04": pi("unknown"),
            "pi05": pi(""),
        });
        let checked = crate::check(&declared_from_json(&json!({"substrate": {}, "hosts": hosts, "groups": {}})));
        MacTableReport::new(lines.iter().copied(), &AddressHolders::of(&checked.substrate))
    }

    #[test]
    fn every_holder_of_an_address_is_told() {
        let report = report(&[
            "Address            VLAN Type    Port",
            "00:00:5E:00:53:01  20   dynamic Gi1/0/3",
            "0000.5e00.5302     20   dynamic TenGigabitEthernet1/0/12",
            "00:00:5e:00:53:99  99   dynamic",
        ]);
        insta::assert_snapshot!(report, @"
        Port                     VLAN  MAC Address         Inventory Host
        ------------------------ ----- ------------------- ----------------------------
        Gi1/0/3                  20    00:00:5e:00:53:01   pi01 (eth0)
        TenGigabitEthernet1/0/12 20    00:00:5e:00:53:02   pi02 (eth0), pi03 (eth0)
        —                        99    00:00:5e:00:53:99   UNKNOWN
        ");
        assert_eq!(report.unknown, report.entries[2..]);
    }

    #[test]
    fn an_empty_table_has_its_headings() {
        insta::assert_snapshot!(report(&[]), @"
        Port            VLAN  MAC Address         Inventory Host
        --------------- ----- ------------------- ----------------------------
        ");
    }
}
