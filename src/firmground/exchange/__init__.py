"""exchange: a case, or what an audience may see of it, as something that others can check."""
