"""Synthetic extracts, written as LimeSurvey 6 and a polling institute would deliver them.

Everything here is invented and seeded: the same command gives the same bytes. Nothing in the pipeline imports
it.
"""
