"""One Pandera model per table, and the list of all tables. No computation."""
