"""
What our functions make of worked cases, beside what the reference made: run by vectors.py.

A case takes a reader of its parts (by its whole name, of another's) and returns two tables of
figures.
"""

from benchmarks.worked import disclosure, funnels, intervals, places, series

CASES = intervals.CASES | funnels.CASES | places.CASES | series.CASES | disclosure.CASES
