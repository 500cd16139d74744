"""Tools run by hand from a checkout, outside the wheel: nothing in ``barometre_pipeline`` imports them."""
