"""Survey statistics as pure functions: arrays and frames in, frames out.

No orchestration, no file, no global state belongs in this package.
"""
