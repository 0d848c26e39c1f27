"""What part of a disc lies in which ground, on the ellipsoid, on a state of the map or on each of many."""
