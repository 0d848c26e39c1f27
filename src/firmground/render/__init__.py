"""A report's faces: text for a terminal, one HTML file, JSON and tables. All of them read `report.model` alone."""
