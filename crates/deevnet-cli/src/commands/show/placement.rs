//! The placement of a substrate's machines.

use deevnet_core::model::Substrate;
use deevnet_core::placement::{Amount, Balance, Machine, NodePlacement, Placement};
use deevnet_core::quantity::{DataSize, DataSizeUnit};

use super::shown;
use crate::table::Table;

/// What is used of each hypervisor, then its machines, then those that stand nowhere.
pub(super) fn text(substrate: &Substrate) -> String {
    let placement = substrate.placement();
    let mut text = resources(&placement).to_string();
    if placement.nodes().iter().any(|node| !node.machines().is_empty()) {
        text.push('\n');
        text.push_str(&machines(&placement).to_string());
    }
    if !placement.unplaced().is_empty() {
        text.push('\n');
        text.push_str(&unplaced(&placement).to_string());
    }
    text
}

/// One line a resource; what some machines do not declare is counted in the last column.
fn resources(placement: &Placement<'_>) -> Table {
    let mut table = Table::new(["HYPERVISOR", "RESOURCE", "USED", "LIMIT", "LEFT", "UNDECLARED"]);
    for column in 2..=5 {
        table.align_right(column);
    }
    for node in placement.nodes() {
        table.row(resource(node, "memory".to_owned(), node.memory(), size));
        table.row(resource(node, "virtual processors".to_owned(), node.threads(), |threads| threads.to_string()));
        table.row(resource(node, "storage".to_owned(), node.storage(), size));
        for storage in node.storages() {
            table.row(resource(node, format!("storage {}", storage.name()), storage.balance(), size));
        }
    }
    table
}

fn resource<T: Amount>(
    node: &NodePlacement<'_>,
    name: String,
    balance: Balance<T>,
    written: impl Fn(T) -> String,
) -> [String; 6] {
    let left = match balance.excess() {
        Some(excess) => Some(format!("-{}", written(excess))),
        None => balance.left().map(&written),
    };
    [
        node.host().name.to_string(),
        name,
        written(balance.used()),
        shown(balance.limit().map(&written).as_ref()),
        shown(left.as_ref()),
        Some(balance.undeclared()).filter(|count| *count > 0).map_or_else(|| "-".to_owned(), |count| count.to_string()),
    ]
}

fn size(size: DataSize) -> String {
    size.about(DataSizeUnit::Gibibyte).to_string()
}

/// One line a machine, by hypervisor and name.
fn machines(placement: &Placement<'_>) -> Table {
    let mut table = Table::new(["MACHINE", "HYPERVISOR", "VMID", "CORES", "MEMORY", "DISK", "DATA DISK", "STARTUP"]);
    for column in 2..=6 {
        table.align_right(column);
    }
    for node in placement.nodes() {
        for machine in node.machines() {
            table.row(machine_row(node, machine));
        }
    }
    table
}

fn machine_row(node: &NodePlacement<'_>, machine: &Machine<'_>) -> [String; 8] {
    let definition = machine.definition();
    let data_disk = definition.data_disk.as_ref().and_then(|disk| disk.size);
    [
        machine.name().into_owned(),
        node.host().name.to_string(),
        shown(machine.vmid().map(|vmid| vmid.value).as_ref()),
        shown(definition.cores.map(|cores| cores.value).as_ref()),
        shown(definition.memory.map(|memory| size(memory.value)).as_ref()),
        shown(definition.disk.map(|disk| size(disk.value)).as_ref()),
        shown(data_disk.map(|disk| size(disk.value)).as_ref()),
        shown(definition.startup.map(|startup| startup.value).as_ref()),
    ]
}

fn unplaced(placement: &Placement<'_>) -> Table {
    let mut table = Table::new(["UNPLACED", "WHY"]);
    for unplaced in placement.unplaced() {
        table.row([unplaced.machine.clone(), unplaced.reason.to_string()]);
    }
    table
}
