"""One claim as a card that a newsroom puts into its own page: one file, no script, no request, at most 150 kB."""
