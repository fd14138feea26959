"""Benchmarks: each states its work, its figures, what they are held against, and the machine's load at the time.

`make bench` runs them all and prints JSON; `python -m benchmarks.run --list` names them.
"""
