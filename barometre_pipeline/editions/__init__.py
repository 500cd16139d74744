"""The editions of the barometer: their YAML, where they are found, and the drafting of a new one."""
