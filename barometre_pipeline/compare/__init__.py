"""Two versions of one thing side by side: extracts, lakes, typologies. Nothing here writes to the lake."""
