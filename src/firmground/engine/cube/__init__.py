"""Events that no question can tell apart are counted once: every choice is then answered from the counts."""
