"""
What our functions make of worked cases, beside what the reference made: run by vectors.py.

A case takes a reader of its parts and returns two tables of figures.
"""

from benchmarks.worked import funnels, intervals, places, series

CASES = intervals.CASES | funnels.CASES | places.CASES | series.CASES
