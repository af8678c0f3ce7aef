//! Where allocated identities are kept: the inventory itself, or a PostgreSQL database that several writers share.
