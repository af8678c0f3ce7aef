//! Hardware: profiles of machines, what a role demands of one, and how well the two fit.
