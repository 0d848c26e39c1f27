"""What the map page shows, as columns of numbers that a browser filters and draws without asking again.

Everything comes from the report's scene and its accounts; nothing is measured here and no place becomes a point.
"""
