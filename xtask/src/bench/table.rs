//! The measurements as a table.

use std::fmt;

use super::Measurement;
use super::subject::DEEVNET;

const MEGABYTE: f64 = 1e6;
const MICROSECONDS: f64 = 1e6;

struct Row {
    hosts: usize,
    subject: &'static str,
    measurement: Measurement,
}

/// The measurements of a whole run, printed as aligned columns.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds what one subject cost on an inventory of that many hosts.
    pub(crate) fn add(&mut self, hosts: usize, subject: &'static str, measurement: Measurement) {
        self.rows.push(Row { hosts, subject, measurement });
    }

    /// How many times the CPU time of `deevnet` on the same inventory a row took.
    fn ratio(&self, row: &Row) -> Option<f64> {
        let deevnet = self.rows.iter().find(|other| other.hosts == row.hosts && other.subject == DEEVNET)?;
        Some(row.measurement.cpu / deevnet.measurement.cpu)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:>7}  {:<28}{:>10}{:>10}{:>12}{:>10}{:>9}",
            "hosts", "program", "CPU s", "wall s", "CPU µs/host", "x deevnet", "peak MB"
        )?;
        let mut above = None;
        for row in &self.rows {
            if above.is_some_and(|hosts| hosts != row.hosts) {
                writeln!(f)?;
            }
            above = Some(row.hosts);
            let Measurement { cpu, wall, memory } = row.measurement;
            let hosts = u32::try_from(row.hosts).map_or(f64::INFINITY, f64::from);
            let each = cpu / hosts * MICROSECONDS;
            let ratio = self.ratio(row).map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            let memory = memory / MEGABYTE;
            writeln!(
                f,
                "{:>7}  {:<28}{cpu:>10.3}{wall:>10.3}{each:>12.1}{ratio:>10}{memory:>9.0}",
                row.hosts, row.subject
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_taken_against_deevnet_on_the_same_inventory() {
        let mut table = Table::default();
        let cost = |cpu| Measurement { cpu, wall: cpu, memory: 2e6 };
        table.add(100, "rival", cost(3.0));
        table.add(100, DEEVNET, cost(0.5));
        table.add(200, "rival", cost(4.0));
        let text = table.to_string();
        let columns: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(columns[1], ["100", "rival", "3.000", "3.000", "30000.0", "6.00", "2"]);
        assert_eq!(columns[2], ["100", "deevnet", "0.500", "0.500", "5000.0", "1.00", "2"]);
        assert_eq!(columns[4], ["200", "rival", "4.000", "4.000", "20000.0", "2"]);
    }
}
