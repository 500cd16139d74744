"""Tells a person who is not looking: what an alert says, and how it leaves the machine (mail, webhook).

When there is something to tell is ``dagster``'s to say.
"""

from barometre_pipeline.alerts.sending import send_alert

__all__ = ["send_alert"]
