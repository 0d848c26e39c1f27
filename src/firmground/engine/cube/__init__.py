"""The cube: events counted once by what they are, for any number of specifications; arrays in, arrays out."""
