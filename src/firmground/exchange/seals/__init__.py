"""Sealing a list without showing it, revealing entries of it or of a package, and saying what that proves."""

from __future__ import annotations

from firmground.exchange.seals.making import Made, seal_list
from firmground.exchange.seals.proving import Proof, kind_of, verify_reveal, verify_seal
from firmground.exchange.seals.revealing import Asked, reveal_list, reveal_package

__all__ = [
    "Asked",
    "Made",
    "Proof",
    "kind_of",
    "reveal_list",
    "reveal_package",
    "seal_list",
    "verify_reveal",
    "verify_seal",
]
