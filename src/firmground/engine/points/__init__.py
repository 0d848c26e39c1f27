"""Which holdings a point lies in, on a state of the map or on each of many. Exact, as GEOS answers it."""
