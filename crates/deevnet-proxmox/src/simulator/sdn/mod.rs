//! Software-defined networks: zones, VNets, subnets and controllers, which wait until they are applied.

mod apply;
mod complaint;
mod controller;
mod file;
mod format;
mod kind;
mod lock;
mod object;
mod place;
mod rule;
mod shown;
mod state;
mod status;
mod subnet;
mod subnet_endpoints;
mod vnet;
mod zone;

pub(crate) use file::Section;
pub(crate) use kind::Kind;
pub(crate) use state::Sdn;
pub(crate) use {
    apply::ENDPOINTS as APPLY, controller::ENDPOINTS as CONTROLLERS, lock::ENDPOINTS as LOCK,
    status::ENDPOINTS as STATUS, subnet_endpoints::ENDPOINTS as SUBNETS, vnet::ENDPOINTS as VNETS,
    zone::ENDPOINTS as ZONES,
};

#[cfg(test)]
mod tests;
