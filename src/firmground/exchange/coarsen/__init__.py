"""Wider values that contain the true ones: always the same for the same value, never a draw of chance."""
