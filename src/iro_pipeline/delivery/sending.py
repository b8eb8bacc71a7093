"""Handing over what is due: one recipient after the other, each noted before and after."""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Literal

from iro_pipeline.delivery import folders
from iro_pipeline.delivery.letters import letter
from iro_pipeline.delivery.planning import Errand, Plan
from iro_pipeline.delivery.post import Closed, Later, OutOfReach, Post, Rejected, Unclear
from iro_pipeline.record.deliveries import Deliveries

log = logging.getLogger(__name__)

# Seconds before those that were not taken are tried again: minutes, for servers that turn away at
# first whoever they do not know. What lasts longer is left to the next call.
PAUSES = (30.0, 120.0, 300.0)


@dataclass(frozen=True)
class Ended:
    """
    What became of an errand: "closed" where no letter was let in, so that it was not tried.

    Where it is so `for_all` letters, the others need not be tried now.
    """

    state: Literal["sent", "later", "refused", "unclear", "closed"]
    why: str = ""
    for_all: bool = False


def send(plan: Plan, deliveries: Deliveries) -> dict[int, Ended]:
    """
    What became of each errand that was due, by its row among the recipients.

    One that is not taken is tried again after each of the pauses, once the others had their turn.
    """
    ended: dict[int, Ended] = {}
    with ExitStack() as stack:
        post = stack.enter_context(Post(plan.mail)) if plan.mail else None
        left = plan.due
        for pause in (0.0, *PAUSES):
            if pause and left:
                log.info("%d not taken yet: tried again in %.0f seconds", len(left), pause)
                time.sleep(pause)
            ended |= _round(left, deliveries, post)
            left = [each for each in left if ended[each.recipient.row].state == "later"]
    return ended


def _round(errands: list[Errand], deliveries: Deliveries, post: Post | None) -> dict[int, Ended]:
    found: dict[int, Ended] = {}
    shut: Ended | None = None
    for each in errands:
        ended = shut if shut and each.number else _tried(each, deliveries, post)
        found[each.recipient.row] = ended
        shut = ended if ended.for_all else shut
    return found


def _tried(errand: Errand, deliveries: Deliveries, post: Post | None) -> Ended:
    """
    Noted as "sending" before anything leaves, and how it ended after.

    Where that cannot be known the last note stays "sending", as it does when we are killed: then
    nobody is sent anything twice, or nothing, without a person's knowing.
    """
    try:
        hand_over = _ready(errand, post)
    except Closed as shut:
        return Ended("closed", str(shut), for_all=True)
    except OutOfReach as away:
        return Ended("later", str(away), for_all=True)
    deliveries.note(errand.step)
    try:
        hand_over()
    except Unclear as open_end:
        return Ended("unclear", f"may have arrived: {open_end}")
    except Later as not_yet:
        ended = Ended("later", str(not_yet))
    except Rejected as no:
        ended = Ended("refused", str(no))
    else:
        ended = Ended("sent")
    deliveries.note(replace(errand.step, state=ended.state))
    return ended


def _ready(errand: Errand, post: Post | None) -> Callable[[], None]:
    """All that can fail before anything leaves is over. Raises Closed or OutOfReach."""
    parcel, recipient = errand.parcel, errand.recipient
    if parcel is None:
        raise ValueError("An errand without a parcel is none")
    if post is None or not errand.number:
        files = {parcel.named(name): parcel.contents(name) for name in parcel.surfaces}
        return lambda: folders.put(recipient.folder, parcel.release, parcel.label, files)
    data = letter(parcel, recipient, post.sender, errand.number)
    post.open()
    return lambda: post.hand_in(data, recipient.address)
