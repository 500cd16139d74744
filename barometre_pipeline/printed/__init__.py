"""What documents print, held against what is computed: reconciliation, contradictions, deduced samples."""
