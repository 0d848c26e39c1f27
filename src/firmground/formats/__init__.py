"""Files of the world, as texts and geometries.

Nothing here knows what a case is. What a file says is handed on as it is written; what is wrong with it is a
list of problems, never a guess.
"""
