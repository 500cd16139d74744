"""The kinds of contradiction between printed numbers, one module each; none names a figure or a document."""
