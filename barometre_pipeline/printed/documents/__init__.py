"""The numbers that a document prints: found, tied to an indicator of the catalogue by its words, judged by the data."""
