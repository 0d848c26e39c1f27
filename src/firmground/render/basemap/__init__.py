"""Outlines of land for orientation: where they come from stands in README.md beside the data."""
