"""Numbers that can be tested: shares, counts, multiples, with what they count, how exactly, and whose they are."""

from firmground.documents.numbers.claims import claim_of, propose_claims
from firmground.documents.numbers.find import find_quantities
from firmground.documents.numbers.quantity import Quantity

__all__ = ["Quantity", "claim_of", "find_quantities", "propose_claims"]
