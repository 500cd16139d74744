"""Great Expectations suites beside the Pandera schemas: what is suspect, not what is forbidden.

Imported only where a suite runs: the library takes seconds and hundreds of megabytes to load.
"""
