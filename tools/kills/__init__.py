"""Campaigns that kill what is at work, at random moments, and look at what is left; how each is told together.

Linux only; not part of the test suite.
"""
