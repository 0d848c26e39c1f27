"""Which imprecise events came within some kilometres and some hours of one another.

Arrays in, arrays out: an event is a disc and a span of hours, and whatever is said of a pair is said of every place
and every moment that its two events may mean. It looks back at records; it names no cause and follows nobody.
"""
