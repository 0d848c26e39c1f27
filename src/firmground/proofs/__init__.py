"""proofs: what was committed to, by whom, and that something was part of it. Knows bytes and JSON, never a case."""
