"""The nouns of a case: frozen, and knowing nothing of the work done on them."""
