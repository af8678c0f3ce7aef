//! The texts that Proxmox VE keeps in its configuration, read and written without I/O.
