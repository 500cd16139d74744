"""Mutation testing of the rooms that compute and publish: a nightly target, never a part of the test suite."""
