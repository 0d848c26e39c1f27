"""read: a case folder becomes a `Case` and a list of problems."""

from firmground.read.folder import read_case

__all__ = ["read_case"]
