"""
Packs drawn by hand, with every kind of chart and of cell: real authorities, invented figures.

Hard on whoever draws them: 24 authorities, the longest names, `& < ’`, one who sent nothing, and
packs that may tell nothing at all.
"""

from dataclasses import replace

from iro_pipeline.packs import Cell, Chart, Column, Origin, Pack, Row, Section, Table
from iro_pipeline.publications.edition import INVENTED, NOTICE
from tests.publications import drawn_charts as charts

NORTH_WEST = (
    ("E06000008", "Blackburn with Darwen"),
    ("E06000009", "Blackpool"),
    ("E08000001", "Bolton"),
    ("E08000002", "Bury"),
    ("E06000049", "Cheshire East"),
    ("E06000050", "Cheshire West and Chester"),
    ("E06000063", "Cumberland"),
    ("E06000006", "Halton"),
    ("E08000011", "Knowsley"),
    ("E10000017", "Lancashire"),
    ("E08000012", "Liverpool"),
    ("E08000003", "Manchester"),
    ("E08000004", "Oldham"),
    ("E08000005", "Rochdale"),
    ("E08000006", "Salford"),
    ("E08000014", "Sefton"),
    ("E08000013", "St. Helens"),
    ("E08000007", "Stockport"),
    ("E08000008", "Tameside"),
    ("E08000009", "Trafford"),
    ("E06000007", "Warrington"),
    ("E06000064", "Westmorland and Furness"),
    ("E08000010", "Wigan"),
    ("E08000015", "Wirral"),
)
LONG_NAMES = (
    ("E06000058", "Bournemouth, Christchurch and Poole"),
    ("E06000052", "Cornwall"),
    ("E09000020", "Kensington and Chelsea"),
    ("E06000010", "Kingston upon Hull, City of"),
    ("E09000021", "Kingston upon Thames"),
    ("E06000040", "Windsor and Maidenhead"),
)
MEASURES = (
    ("reviews_on_time", "Reviews held on time", "%"),
    ("participation", "Reviews in which the child took part", "%"),
    ("children_per_iro", "Children per full-time IRO", "children per WTE"),
    ("same_iro_all_year", "One IRO all year", "%"),
    ("midway_checks", "Midway checks made", "%"),
    ("formal_disputes", "Formal disputes & challenges per 100 children", "per 100 children"),
)
WORDS = ("lower", "about the same", "higher")


def region() -> Pack:
    """Six sections on 24 authorities; the last sent nothing, the one before may not be told."""
    drawn = charts.every(NORTH_WEST)
    return _pack("region", "E12000002", "North West", NORTH_WEST, _told(NORTH_WEST, drawn))


def partnership() -> Pack:
    """Everything withheld, of the longest names there are."""
    table = Table(
        "summary",
        "Each authority by measure, year ending 31 March 2024",
        _columns("Authority"),
        tuple(Row((_name(name), *[_hidden()] * len(MEASURES)), code) for code, name in LONG_NAMES),
        ("[c] confidential: withheld.",),
    )
    sections = (
        Section(
            "summary", "At a glance", "Nothing may be shown of any authority.", tables=(table,)
        ),
        _methods(),
    )
    pack = _pack("partnership", "long-names", "Long names", LONG_NAMES, sections)
    return replace(pack, highlights=("Nothing may be shown: too few were counted everywhere.",))


def england() -> Pack:
    """All regions as rows."""
    regions = (
        *(("E12000001", "North East"), ("E12000002", "North West")),
        *(("E12000003", "Yorkshire and The Humber"), ("E12000004", "East Midlands")),
        *(("E12000005", "West Midlands"), ("E12000006", "East of England")),
        *(("E12000007", "London"), ("E12000008", "South East"), ("E12000009", "South West")),
    )
    drawn = charts.every(regions)
    return _pack("england", "E92000001", "England", regions, _told(regions, drawn))


def authority() -> Pack:
    """Where one authority stands."""
    own = (("E08000012", "Liverpool"),)
    drawn = charts.every(NORTH_WEST)
    sections = (
        Section(
            "standing",
            "Where you stand",
            "Two of five measures differ by more than chance and ordinary differences.",
            charts=(drawn["standing"], drawn["quarters_reviews_on_time"]),
            tables=(_standing(), _quarters()),
        ),
        _methods(),
    )
    return _pack("authority", "E08000012", "Liverpool", own, sections)


def silent_authority() -> Pack:
    """One that sent nothing."""
    said = Section("standing", "Where you stand", "No return that could be used was received.")
    pack = _pack(
        "authority",
        "E06000058",
        "Bournemouth, Christchurch and Poole",
        LONG_NAMES[:1],
        (said, _methods()),
    )
    return replace(pack, highlights=())


def every() -> tuple[Pack, ...]:
    return region(), partnership(), england(), authority(), silent_authority()


def _pack(
    kind: str, area: str, name: str, authorities: tuple, sections: tuple[Section, ...]
) -> Pack:
    return Pack(
        kind=kind,  # ty: ignore[invalid-argument-type]
        area=area,
        name=name,
        title=f"Independent Reviewing Officers’ service: {name}",
        period="Year ending 31 March 2024",
        audience=f"For the authorities of {name}, and nobody else",
        highlights=(
            "Bolton’s reviews on time are lower than the others’ (64.0 %, 419 of 655 due).",
            "Halton’s & Knowsley’s reviews on time are higher (99.3 % and 99.5 %).",
            "Wirral sent no return: <nothing> can be said of its reviews.",
        ),
        sections=sections,
        authorities=authorities,
        warning=INVENTED,
        notice=NOTICE,
        edition="0123456789ab",
    )


def _told(areas: tuple, drawn: dict[str, Chart]) -> tuple[Section, ...]:
    return (
        Section(
            "summary",
            "At a glance: the “tartan rug”",
            "Of 138 figures shown, 12 differ by more than chance & ordinary differences.",
            ("Darker is higher, not better.",),
            tables=(_summary(areas),),
        ),
        Section(
            "reviews",
            "Reviews",
            "3 authorities are lower than the others, 2 higher.",
            charts=(
                *(drawn["reviews_on_time"], drawn["change_reviews_on_time"]),
                drawn["quarters_reviews_on_time"],
            ),
            tables=(_reviews(areas), _change(areas), _quarters()),
        ),
        Section(
            "caseload",
            "Caseloads",
            "Most IROs hold 50 to 70 children.",
            charts=(drawn["caseload_bands"],),
            tables=(_bands(areas),),
        ),
        Section(
            "survey",
            "What practitioners say",
            "Most say that IROs’ views are heard.",
            charts=(drawn["survey_scores"],),
            tables=(_scores(),),
        ),
        Section(
            "withheld", "What could not be shown", "12 figures are withheld, each for a reason."
        ),
        _methods(),
    )


def _methods() -> Section:
    return Section(
        "methods",
        "How to read this",
        "A difference is called only where it is more than chance.",
        ("Each figure is a ratio of two sums.", "In England & Wales the law is the same <sic>."),
        is_printed=False,
    )


def _columns(first: str) -> tuple[Column, ...]:
    measures = (
        Column(name, title, "number", 1, f"{title}, {unit}") for name, title, unit in MEASURES
    )
    return (Column("area", first, "name"), *measures)


def _summary(areas: tuple) -> Table:
    rows = [
        Row((_name(name), *(_figure(i, j, code) for j in range(len(MEASURES)))), code)
        for i, (code, name) in enumerate(areas[:-2])
    ]
    hidden, silent = areas[-2:]
    rows.append(Row((_name(hidden[1]), *[_hidden()] * len(MEASURES)), hidden[0]))
    rows.append(Row((_name(silent[1]), *[_missing()] * len(MEASURES)), silent[0]))
    return Table(
        "summary",
        "Each authority by measure, year ending 31 March 2024",
        _columns("Authority"),
        tuple(rows),
        ("[c] confidential: withheld.", "[x] not available: nothing was received."),
    )


def _figure(i: int, j: int, area: str) -> Cell:
    value = round(60 + (i * 37 + j * 17) % 390 / 10, 1)
    shade = (i * 3 + j) % 4 + 1
    word = WORDS[min(shade - 1, 2)]
    name, _, unit = MEASURES[j]
    key = (("level", "authority"), ("area", area), ("indicator", name), ("period", 2024))
    return Cell(
        f"{value:.1f}%" if unit == "%" else f"{value:.1f}",
        value,
        word=word,
        n=f"{i * 11 + 121:,}",
        detail=f"{value - 4:.1f} to {value + 4:.1f} {unit}; {i * 7 + 85} of {i * 11 + 121} counted",
        shade=shade,
        origin=Origin("figures", key, "value"),
    )


def _name(name: str) -> Cell:
    return Cell(name, name)


def _word(text: str) -> Cell:
    return Cell(text, text)


def _number(value: float, decimals: int = 0) -> Cell:
    return Cell(f"{value:,.{decimals}f}", value)


def _hidden() -> Cell:
    return Cell("[c]", detail="Withheld: it would tell of one to five people.")


def _missing() -> Cell:
    return Cell("[x]", detail="No return was received.")


def _reviews(areas: tuple) -> Table:
    columns = (
        *(Column("area", "Authority", "name"), Column("value", "On time (%)", "number", 1)),
        *(Column("n", "Reviews due", "number"), Column("verdict", "Beside the others")),
    )
    rows = [
        Row((_name(p.name), _number(p.value, 1), _number(p.n), _word(p.word or WORDS[1])), p.area)
        for p in charts.funnel(areas).points
    ]
    blank = [
        Row((_name(name), *[cell] * 3), code)
        for (code, name), cell in zip(areas[-2:], (_hidden(), _missing()), strict=True)
    ]
    return Table("reviews_on_time", "Reviews held on time", columns, (*rows, *blank))


def _change(areas: tuple) -> Table:
    columns = (
        *(Column("area", "Authority", "name"), Column("before", "2023 (%)", "number", 1)),
        *(Column("after", "2024 (%)", "number", 1), Column("word", "More than chance?")),
    )
    rows = tuple(
        Row(
            (
                *(_name(r.name), _number(r.before, 1), _number(r.after, 1)),
                _word(r.word or "no more than chance"),
            ),
            r.area,
        )
        for r in charts.change(areas).rows
    )
    caption = "The same authorities in 2023 and 2024"
    return Table("change_reviews_on_time", caption, columns, rows)


def _bands(areas: tuple) -> Table:
    columns = (
        Column("area", "Authority", "name"),
        *(Column(f"band_{i}", band, "number") for i, band in enumerate(charts.BANDS)),
    )
    rows = tuple(
        Row(
            (
                _name(r.name),
                *((_number(s.count) for s in r.segments) if r.segments else [_hidden()] * 4),
            ),
            r.area,
        )
        for r in charts.bands(areas).rows
    )
    return Table("caseload_bands", "IROs by how many children they hold", columns, rows)


def _scores() -> Table:
    columns = (
        Column("question", "Question", "name"),
        *(Column(f"answer_{i}", answer, "number") for i, answer in enumerate(charts.ANSWERS)),
        Column("n", "Answers"),
    )
    rows = tuple(
        Row((_name(r.label), *(_number(s.count) for s in r.segments), _word(r.n)))
        for r in charts.diverging().rows
    )
    return Table("survey_scores", "Answers of practitioners", columns, rows)


def _standing() -> Table:
    columns = (
        *(Column("measure", "Measure", "name"), Column("text", "Yours beside the others’")),
        Column("verdict", "Verdict"),
    )
    rows = tuple(
        Row((_name(r.label), _word(r.text), _word(r.word))) for r in charts.standing().rows
    )
    return Table("standing", "Each measure beside England’s other authorities", columns, rows)


def _quarters() -> Table:
    columns = (
        Column("quarter", "Quarter", "name"),
        *(
            Column(name, name.title(), "number", 1)
            for name in ("value", "centre", "lower", "upper")
        ),
    )
    rows = tuple(
        Row(
            (
                _name(q.label),
                *(
                    _hidden() if x is None else _number(x, 1)
                    for x in (q.value, q.centre, q.lower, q.upper)
                ),
            )
        )
        for q in charts.quarters().quarters
    )
    caption = "Reviews held on time, by quarter of the year"
    return Table("quarters_reviews_on_time", caption, columns, rows)
