"""Documents kept: unchanged bytes under their hash, where and when they came from, versions and what changed."""
