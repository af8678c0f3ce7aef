//! The segments that the segmentation standard knows by name.

/// Those on VLANs of the core band, which every substrate has.
pub(crate) const CORE_BAND_SEGMENTS: &[&str] =
    &["guest", "iot", "iot_backend", "iot_vendor", "platform", "storage", "trusted"];

/// Those on VLANs of other bands: what manages, what nothing leaves, and the fabric below the tenants.
const OTHER_SEGMENTS: &[&str] = &["management", "blackhole", "tenant_transit", "tenant_underlay"];

/// Whether the standard knows a segment of that name, which makes it nobody's own.
pub(crate) fn is_core_segment(name: &str) -> bool {
    CORE_BAND_SEGMENTS.contains(&name) || OTHER_SEGMENTS.contains(&name)
}
