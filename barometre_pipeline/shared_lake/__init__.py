"""A lake at an address, ``s3://bucket/prefix``: every machine works in its own copy of it, a folder like any other.

A reader takes what is new there before it reads; a writer takes it, computes in the copy, then gives back what it
changed, whole or not at all. What is computed knows nothing of addresses.
"""
