"""web: the same verbs on this computer's own address, for the person who works a case.

Everything is served to one reader on loopback and nothing is fetched from anywhere. Pages show what the library
found; they compute nothing of their own. A change goes through `edit`, is checked again, and says what it moved.
"""
