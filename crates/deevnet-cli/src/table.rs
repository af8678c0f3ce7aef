//! Aligned columns for people.

use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement, Table as Grid};

use crate::printable::printable;

/// A table without borders: a header in capitals and one line a row.
pub(crate) struct Table {
    grid: Grid,
}

impl Table {
    /// An empty table with its header.
    pub(crate) fn new<const N: usize>(header: [&str; N]) -> Self {
        let mut grid = Grid::new();
        grid.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(header);
        for column in grid.column_iter_mut() {
            column.set_padding((0, 2));
        }
        Self { grid }
    }

    /// An empty table whose number of columns depends on what it shows.
    pub(crate) fn with_columns(header: impl IntoIterator<Item = String>) -> Self {
        let mut table = Self::new([]);
        table.grid.set_header(header.into_iter().map(|name| printable(&name).into_owned()));
        for column in table.grid.column_iter_mut() {
            column.set_padding((0, 2));
        }
        table
    }

    /// Aligns a column to the right, as numbers are.
    pub(crate) fn align_right(&mut self, column: usize) {
        if let Some(column) = self.grid.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }

    /// Adds a row; what is hostile to a terminal is escaped.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.row_of(cells);
    }

    /// Adds a row to a table with as many columns.
    pub(crate) fn row_of(&mut self, cells: impl IntoIterator<Item = String>) {
        self.grid.add_row(cells.into_iter().map(|cell| printable(&cell).into_owned()));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid.lines().try_for_each(|line| writeln!(f, "{}", line.trim_end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_nothing_trails() {
        let mut table = Table::new(["HOST", "VLAN", "ADDRESS"]);
        table.align_right(1);
        table.row(["pi01", "30", "10.20.30.11"].map(str::to_owned));
        table.row(["zürich-vm01", "9", ""].map(str::to_owned));
        table.row(["日本", "99", "a\tb\u{1b}[0m"].map(str::to_owned));
        insta::assert_snapshot!(table.to_string(), @r"
        HOST         VLAN  ADDRESS
        pi01           30  10.20.30.11
        zürich-vm01     9
        日本           99  a\tb\u{1b}[0m
        ");
        assert!(table.to_string().lines().all(|line| line == line.trim_end()));
    }
}
