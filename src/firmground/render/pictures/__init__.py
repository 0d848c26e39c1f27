"""Figures as files of their own: SVG that any program opens, and PNG.

A figure of the page is drawn in percent and styled by the page's sheet. Here the same figure gets a fixed width,
its styles are written on each element, and the words that it needs to stand alone are put around it. Nothing is
drawn twice: the look has one home, the page's style sheet.
"""
