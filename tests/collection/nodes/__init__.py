"""Modules and the inventory plugin, with simulated nodes."""
