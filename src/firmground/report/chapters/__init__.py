"""Chapters of the report beside its claims: what a case holds of disclosure, agreements, pledges, ties, encounters.

Each chapter is a pair of modules: `<chapter>_model`, plain data as in `report.model`; `<chapter>`, which builds it
from findings. A chapter about which the case holds nothing is empty, and nothing of it is shown.
"""
