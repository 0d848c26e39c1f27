"""Places in a text: names found in a gazetteer, and the regions that words around them make of them."""

from firmground.documents.places.finder import PlaceFinder
from firmground.documents.places.nouns import Entry, Match, PlaceMatch, PlaceWords

__all__ = ["Entry", "Match", "PlaceFinder", "PlaceMatch", "PlaceWords"]
