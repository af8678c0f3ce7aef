//! Calls about pools.

use crate::simulator::route::Endpoint;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[];
