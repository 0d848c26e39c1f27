"""Ground that changes hands, as edges: what of a border stays the same over many states of a map is kept once."""
