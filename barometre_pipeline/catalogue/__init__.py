"""What the barometer knows, as data: codebook, indicators, populations, published figures, territories.

YAML and CSV files with the models that check them; nothing here computes a share.
"""
