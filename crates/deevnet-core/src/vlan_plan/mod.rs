//! VLAN plans: bands, allocation in them, and what each switch port has to carry.
