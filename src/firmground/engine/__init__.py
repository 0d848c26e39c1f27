"""The numbers under hold and measure. Knows geometries and days, not cases."""
