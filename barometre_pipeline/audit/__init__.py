"""Where a figure comes from, and how printed figures stand against computed ones and each other."""
