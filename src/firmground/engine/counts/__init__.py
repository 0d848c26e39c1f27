"""The law of a count: how many of many uncertain things are so, if each has a chance.

Things that are decided by one draw are a group (`groups`); groups are independent of one another. The law of their
sum is exact for small sums and, for large ones, short only of a mass that is bounded and returned (`sums`, `law`).
What holds whatever hangs on what stands beside it (`anyhow`), and what of a law is shown in `intervals`.
"""
