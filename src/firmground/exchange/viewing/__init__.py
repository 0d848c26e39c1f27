"""viewing: what an audience may see of a case, made from what is allowed, and what that does to its findings."""
