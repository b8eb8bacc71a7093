"""The figure itself, in words: its parts, how sure it is, what it counts and what is asked."""

from collections.abc import Iterator

from iro_pipeline.benchmarks.standards import CANNOT_TELL, MET, NOT_MET
from iro_pipeline.contracts import codes
from iro_pipeline.disclosure.thresholds import Thresholds
from iro_pipeline.explaining.amounts import absent, amount, bare, capital, number, rounded, sentence
from iro_pipeline.explaining.shown import Row
from iro_pipeline.indicators import SCALE
from iro_pipeline.record.phrases import lowered

AGAIN = {
    "records": "Were there another such year of the same service",
    "practitioner": "Had as many others like them answered",
}
STATED = (
    "It has no interval: it is what was stated or added up, and no sample that chance would draw "
    "otherwise."
)
BETTER = {
    "higher": "Higher is better.",
    "lower": "Lower is better.",
    "within": "Best is neither high nor low, but within what is asked.",
    "neither": "Neither higher nor lower is better in itself.",
}
BASES = {
    "events due": "All that fell due counts, done or not.",
    "events held": "Only reviews that were held count: one due and never held is not in it.",
}
KEPT = {
    MET: "Here that was kept in every case.",
    NOT_MET: "Here that was not kept in every case.",
    CANNOT_TELL: "Whether it was kept cannot be told: what is not known would decide it.",
}
WITHIN = {
    MET: "This figure lies within that, both ends included.",
    NOT_MET: "This figure lies outside that.",
    CANNOT_TELL: "Whether it lies within that cannot be told: what is not known would decide it.",
}


def the_figure(row: Row, indicator: Row) -> Iterator[str]:
    """Value, parts and interval; of what is not shown, why."""
    if row["value"] is None:
        yield f"{capital(absent(row))}."
        return
    yield f"{amount(row['value'], indicator['unit'])}."
    yield from made_of(row, indicator)
    if indicator["counted_by"] == "authorities" and row["denominator"] == 1 and _share(indicator):
        yield "Of one authority's own answer 100.0% means yes, and 0.0% no."
    yield interval(row, indicator)


def made_of(row: Row, indicator: Row) -> Iterator[str]:
    """Numerator and denominator in words; a count has its numerator only."""
    unit = indicator["unit"]
    top, below = ("Counted", "Out of") if _share(indicator) else ("Added up", "Divided by")
    about = "about " if rounded(row) else ""
    if row["denominator"] is None:
        yield f"Counted: {about}{number(row['numerator'], unit)} ({indicator['counts']})."
        return
    if row["numerator"] is None:
        whole = f"{about}{number(row['denominator'])} ({indicator['out_of']})"
        yield f"It is a mean of {whole}, told to one decimal; their sum is not told."
        return
    yield f"{top}: {about}{number(row['numerator'], unit)} ({indicator['counts']})."
    times = f", then multiplied by {SCALE[unit]:,}" if unit in SCALE and unit != "percent" else ""
    yield f"{below}: {about}{number(row['denominator'])} ({indicator['out_of']}){times}."


def _share(indicator: Row) -> bool:
    """Whether things are counted out of others."""
    return indicator["unit"] == "percent" and indicator["counted_by"] != "amounts"


def interval(row: Row, indicator: Row) -> str:
    """How sure the figure is, and what that means."""
    if row["lower"] is None:
        return STATED
    again = AGAIN.get(row["speaker"], AGAIN["records"])
    low, high = (bare(row[end], indicator["unit"]) for end in ("lower", "upper"))
    return f"{again}, the figure could easily land anywhere from {low} to {high} (95% interval)."


def what_is_counted(indicator: Row) -> Iterator[str]:
    """Who speaks, on which basis, with which caveat, and which way is better."""
    yield f"Who speaks: {lowered(codes('speaker')[indicator['speaker']][0])}."
    if indicator["speaker"] == "practitioner":
        limits = Thresholds.load()
        least, word = limits.fewest_people, limits.fewest_for_a_word
        yield f"Answers of fewer than {least} people are shown to nobody, for what each thinks."
        if indicator["unit"] == "score":
            yield f"From {word} answers on a word may be said of how they lie beside others."
    if basis := BASES.get(indicator["counted_by"]):
        yield basis
    if indicator["caveat"]:
        yield sentence(indicator["caveat"])
    yield BETTER[indicator["better"]]
    yield f"Basis: {indicator['basis'].rstrip('.')}."


def what_is_asked(row: Row | None, indicator: Row) -> Iterator[str]:
    """What law or guidance asks of the value, and whether that was kept."""
    if not indicator["standard_words"]:
        return
    yield f"Asked: {indicator['standard_words']}"
    if row is None or row["value"] is None:
        return
    band = indicator["asks_at_least"] is not None and indicator["asks_at_most"] is not None
    if row["standard_met"]:
        yield (WITHIN if band else KEPT)[row["standard_met"]]
