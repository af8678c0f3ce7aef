"""Runs every fenced block of the documentation and compares what it prints with what the page says."""
