//! Placement: which virtual machines stand on which hypervisor, and whether they fit there.
