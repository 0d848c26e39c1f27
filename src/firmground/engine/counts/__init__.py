"""The law of a number of events each of which happened with its own chance, some of them together."""
