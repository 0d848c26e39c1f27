"""A report's faces: text for a terminal, one HTML file, JSON and tables. All read `report.model` alone."""
