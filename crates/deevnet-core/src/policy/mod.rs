//! Policy as exact sets of packets: what reaches what, proven or refuted.
