//! Ansible inventory to the deevnet model.
