"""Bronze to silver: which responses stay, who gave them, in which codes. No statistics, no format."""
