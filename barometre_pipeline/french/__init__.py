"""How French is written: numbers, spaces, plurals. Nothing here knows the lake or a chart."""
