"""package: a case, or what an audience may see of it, as one file that anybody can check without a network."""
