"""The pages of documents, short of the pages themselves: what is read, how a text is painted, what stands beside it.

Nothing here decides and nothing writes: `firmground.review.passages` accepts and refuses, `firmground.documents` keeps
and reads. A text is untrusted from its first character to its last and is escaped where it is painted, nowhere else.
"""
