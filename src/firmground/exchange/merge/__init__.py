"""merge: somebody else's case as further sources beside one's own; nothing overwritten, every disagreement told."""
