"""What a subscriber decides (WebSub, W3C Recommendation of 23 January 2018): pure functions over `Subscription`.

`plan` says what is to be done for one feed, the other functions of `lifecycle` what a subscription becomes when a hub
answers, confirms, refuses or delivers; `is_signed` says whether a delivery is the hub's. Requests are the room fetch's.
"""

from newsgrid.websub.lifecycle import (
    LEASE_S,
    Intent,
    Step,
    after_answer,
    after_asking,
    after_delivery,
    after_intent,
    after_look,
    after_refusal,
    after_unread,
    after_visit,
    begun,
    delivers,
    is_open,
    lapsed,
    left,
    next_look,
    plan,
    relied_until,
    shown,
)
from newsgrid.websub.signatures import is_signed

__all__ = [
    "LEASE_S",
    "Intent",
    "Step",
    "after_answer",
    "after_asking",
    "after_delivery",
    "after_intent",
    "after_look",
    "after_refusal",
    "after_unread",
    "after_visit",
    "begun",
    "delivers",
    "is_open",
    "is_signed",
    "lapsed",
    "left",
    "next_look",
    "plan",
    "relied_until",
    "shown",
]
