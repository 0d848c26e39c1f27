"""The figures of the page, as SVG. One visual language: solid is must, hatched is may, hollow is cannot.

Most of them are drawn in percent of the width and pixels of the height, so that text and textures keep their
size from a phone to a wide screen. Every text passes `svg.esc`; nothing else makes markup of it.
"""
