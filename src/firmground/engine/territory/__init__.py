"""All states of a map, ready to be asked about points and discs by the million; kept on disk and mapped into memory."""
