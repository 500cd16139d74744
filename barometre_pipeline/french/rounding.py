"""Rounding for publication: whole percent, half to even, as R's ``round()`` does.

The only place where a share loses decimals.
"""

import math
from decimal import ROUND_HALF_EVEN, Decimal


def round_percent(share: float) -> int | None:
    """Round a fraction to whole percent; None where there is no share.

    ``7 / 200`` is exactly 3.5 %: the product is rounded at twelve decimals first, so that binary noise
    does not decide which side of one half it falls on.
    """
    if share is None or math.isnan(share):
        return None
    return int(Decimal(str(round(share * 100, 12))).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def percent(share: float) -> str:
    """Return a share as French text: « 77 % » with a no-break space, « n. d. » where there is none."""
    value = round_percent(share)
    return "n. d." if value is None else f"{value}\u00a0%"
