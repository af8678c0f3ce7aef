//! Ansible inventory to the deevnet model.

mod template;
