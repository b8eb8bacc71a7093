"""How the pack was made and how to read it, in half a page."""

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.packs.about import About
from iro_pipeline.packs.cells import SYMBOLS
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.words import of

WORDS = {
    "higher, lower": (
        "Further from the other authorities than chance and ordinary differences would bring. A "
        "reason to go and look; it says nothing about why. One in twenty is chance."
    ),
    "about the same": "No further away than authorities ordinarily are.",
    "not enough information": (
        "Too few were counted, or too few others have a figure. It does not mean that all is well."
    ),
    "risen, fallen": "Changed since the time before by more than chance would bring.",
    "better, worse": "Said only where all agree which way is better.",
    "met, not met": "Whether what law or guidance asks was kept in every case, or within its band.",
}


def methods(whose: About) -> Section:
    """The section; its table is of the words and symbols."""
    compared = sum(each.is_compared for each in whose.summary)
    return Section(
        name="methods",
        title="How to read this",
        headline=(
            f"{of(compared, len(whose.summary), 'measures')} shown here can be compared with other "
            "authorities; what is stated, or only counted, cannot."
        ),
        paragraphs=tuple(_paragraphs(whose)),
        tables=(_glossary(),),
    )


def _paragraphs(whose: About) -> tuple[str, ...]:
    sure = f"{limits().confidence:.0%}"
    return (
        f"Records are of the year to 31 March {whose.period}, unless a heading names another. An "
        "area's figure of records is the sum of its authorities' counts, so that large authorities "
        "weigh more; in what people and services say each authority counts once.",
        f"The {sure} interval of a figure says how sure it is: another year just like this one "
        "could easily land anywhere in it. An authority is called higher or lower when it lies "
        f"outside what chance and the ordinary differences between authorities explain at {sure}, "
        "measured beside the others without itself. Of 153 authorities alike, about 8 would be "
        "called by chance for each measure.",
        "Percentages are told to one decimal, halves rounded up; counts of areas to the nearest "
        "ten. Shares are of the exact counts. What would tell of one to five people, of what fewer "
        "than ten practitioners think, or give such a figure away, is withheld.",
        "Formulas, limits and sources are in the project's pages on methods and assumptions; every "
        "number here stands in the tables of the release, under the names given with it.",
    )


def _glossary() -> Table:
    rows = {**WORDS, **SYMBOLS}
    lines = (Line((Cell(word, word), Cell(said, said))) for word, said in rows.items())
    columns = (Column("word", "Word or symbol", "name"), Column("means", "Means"))
    return Table("words", "What words and symbols mean", columns, tuple(lines))
