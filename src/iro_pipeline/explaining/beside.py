"""An authority beside its peers, in words: their figure, the verdict and what it allows for."""

from collections.abc import Iterator

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.rows import MEDIAN
from iro_pipeline.benchmarks.verdicts import ALIKE, HIGHER, LOWER, UNSURE
from iro_pipeline.contracts import codes
from iro_pipeline.explaining.amounts import absent, amount, difference, is_nothing, parts
from iro_pipeline.explaining.shown import Row
from iro_pipeline.record.phrases import lowered

METHODS = {
    "ratio of sums": "All their counts are added up, so that large authorities weigh more.",
    "mean of authorities": "It is the mean of the authorities, each counting once.",
    MEDIAN: "It is the median of the values that were published.",
}


def in_full(row: Row, indicator: Row) -> Iterator[str]:
    """Everything that is told of one group of peers."""
    yield peers(row, indicator)
    if row["peer_value"] is not None:
        yield METHODS[row["peer_method"]]
    if row["value"] is None:
        yield from unseen(row)
        return
    yield from said(row)
    yield from allowing(row)
    yield from place(row)
    yield from theirs_since(row, indicator)


def in_brief(row: Row, indicator: Row) -> str:
    """The same on one line."""
    return " ".join([peers(row, indicator), *said(row)])


def peers(row: Row, indicator: Row) -> str:
    """The peers' figure, and on how many authorities it rests."""
    rests = f"resting on {row['peer_authorities']:,} of {row['peer_of']:,} authorities"
    if row["peer_value"] is None:
        return f"{row['peer']}: {absent(row, 'peer_')}, {rests}."
    value = amount(row["peer_value"], indicator["unit"])
    return f"{row['peer']}: {value}{parts(row, indicator['unit'], 'peer_')}, {rests}."


def said(row: Row) -> Iterator[str]:
    """The verdict with its reason, where there is one."""
    name, word = row["authority_name"], row["verdict"]
    if word == UNSURE:
        yield f"Whether {name} differs is not said ({row['verdict_reason']})."
    elif word in (HIGHER, LOWER):
        good = {"better": ", for the better", "worse": ", for the worse"}.get(row["reads_as"], "")
        yield f"{name} is {lowered(codes('verdict')[word][0])}{good}."
    elif word == ALIKE:
        yield f"{name} is {word}: {lowered(codes('verdict')[word][0])}."


def unseen(row: Row) -> Iterator[str]:
    """What is told beside a figure that is not shown: of practitioners sometimes a word."""
    whose = f"{row['authority_name']}'s own figure is not shown"
    if row["verdict"] is None:
        yield f"{whose}, so nothing is set beside it."
        return
    yield f"{whose}. No number of theirs is: a word on how it lies is all that is told."
    yield from said(row)


def allowing(row: Row) -> Iterator[str]:
    """What of the difference chance alone, and ordinary differences, would bring."""
    if row["verdict"] != ALIKE or row["distance_by_chance"] is None:
        return
    if abs(row["distance_by_chance"]) > limits().z:
        yield (
            "Chance alone would not bring a difference of this size; authorities ordinarily "
            "differ by as much."
        )
    else:
        yield "Chance alone would easily bring a difference of this size."


def place(row: Row) -> Iterator[str]:
    """Between which places it lies, and in which quarter of England's authorities."""
    if row["rank_low"] is not None:
        low, high = row["rank_low"], row["rank_high"]
        where = f"is {low}" if low == high else f"lies anywhere from {low} to {high}"
        sure = f"at {limits().confidence:.0%}"
        yield f"Its place among the {row['rank_of']} with a figure {where} ({sure}); 1 is the best."
    if row["peer_group"] != "england" or row["quartile"] is None:
        return
    likely = f"{row['quartile_probability']:.0%}"
    if row["quartile"] == UNSURE:
        yield (
            "In which quarter of England's authorities it lies is not said: the likeliest has a "
            f"probability of {likely}, and {limits().quarter_sure:.0%} is asked."
        )
    else:
        values = lowered(codes("quartile")[row["quartile"]][0])
        yield f"Among England's authorities it lies in {values} ({likely} sure)."


def theirs_since(row: Row, indicator: Row) -> Iterator[str]:
    """How the peers' figure changed, on the same authorities."""
    change, unit = row["peer_change"], indicator["unit"]
    if change is None or row["peer_value"] is None:
        return
    how = "has risen" if change > 0 else "has fallen"
    by = "has not changed" if is_nothing(change, unit) else f"{how} by {difference(change, unit)}"
    same = f"the same {row['peer_change_authorities']:,} authorities"
    yield f"Their figure {by} since {row['previous_period']}, on {same}."
