"""The ground of a case for programs of maps: one GeoPackage that opens looking right in QGIS, and GeoParquet."""
