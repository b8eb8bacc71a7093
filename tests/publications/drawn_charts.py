"""One chart of each kind, by hand: invented figures of real authorities."""

from math import sqrt

from iro_pipeline.packs import (
    Bands,
    BandsRow,
    Change,
    ChangeRow,
    Chart,
    Diverging,
    DivergingRow,
    Funnel,
    Limit,
    Point,
    Quarter,
    Quarters,
    Segment,
    Standing,
    StandingRow,
)

Area = tuple[str, str]
BANDS = ("fewer than 50", "50 to 70", "71 to 80", "more than 80")
ANSWERS = ("1 (poor)", "2", "3", "4", "5 (a strength)")


def segments(labels: tuple[str, ...], counts: tuple[int, ...], standard: str = "") -> tuple:
    whole = sum(counts)
    return tuple(
        Segment(label, n, 100 * n / whole, f"{n}", is_standard=label == standard)
        for label, n in zip(labels, counts, strict=True)
    )


def bands(areas: tuple[Area, ...]) -> Bands:
    """The last authority sent nothing, and the one before it may not be told."""
    *told, hidden, silent = areas
    rows = [
        BandsRow(name, code, segments(BANDS, (i % 3, 3 + i % 5, 1 + i % 2, i % 4 // 3), BANDS[1]))
        for i, (code, name) in enumerate(told)
    ]
    rows.append(BandsRow(hidden[1], hidden[0], (), "[c] withheld: a small count"))
    rows.append(BandsRow(silent[1], silent[0], (), "[x] no return was received"))
    return Bands(
        name="caseload_bands",
        title="IROs by how many children they hold",
        alt="A bar for each authority, parted by how many children an IRO holds.",
        table="caseload_bands",
        unit="IROs",
        rows=tuple(rows),
        standard="The IRO Handbook’s 50 to 70",
    )


def funnel(areas: tuple[Area, ...]) -> Funnel:
    """Five authorities differ, two of them side by side, so that their names would meet."""
    words = {2: "lower", 3: "lower", 7: "higher", 8: "higher", 12: "lower"}
    values = {2: 64.0, 3: 64.6, 7: 99.3, 8: 99.5, 12: 55.0}
    points = tuple(
        Point(name, code, size(i), values.get(i, 86.0 + i % 6), words.get(i, ""))
        for i, (code, name) in enumerate(areas[:-2])
    )
    least, most = (end(point.n for point in points) for end in (min, max))
    return Funnel(
        name="reviews_on_time",
        title="Reviews held on time, by how many were due",
        alt="A dot for each authority within the limits that chance and ordinary differences set.",
        table="reviews_on_time",
        unit="%",
        points=points,
        limits=tuple(limit(n) for n in (100, 200, 400, 800, 1600) if least <= n <= most),
        centre=88.0,
        size="reviews due",
    )


def size(i: int) -> float:
    return {3: 640.0, 2: 655.0, 7: 300.0, 8: 310.0}.get(i, 90.0 + 95.0 * i)


def limit(n: float) -> Limit:
    half = sqrt(8.0**2 + 100 * 88 * 12 / 100 / n * 10)
    return Limit(
        n,
        88 - 1.96 * half,
        min(88 + 1.96 * half, 100),
        88 - 3.09 * half,
        min(88 + 3.09 * half, 100),
    )


def change(areas: tuple[Area, ...]) -> Change:
    words = {1: "higher", 2: "lower"}
    return Change(
        name="change_reviews_on_time",
        title="Reviews held on time, 2023 and 2024",
        alt="A line for each authority, from its figure of 2023 to that of 2024.",
        table="change_reviews_on_time",
        unit="%",
        rows=tuple(
            ChangeRow(name, code, 80 + i % 7, 80 + (i * 5) % 9 + 6 * (i == 1), words.get(i, ""))
            for i, (code, name) in enumerate(areas[:-2])
        ),
        before="2023",
        after="2024",
    )


def diverging() -> Diverging:
    questions = (
        "IROs’ views are heard",
        "Social workers keep IROs informed, & tell them of <significant> changes",
        "Review decisions are carried out",
        "Links with other agencies",
    )
    return Diverging(
        name="survey_scores",
        title="What practitioners say of their service",
        alt="A bar for each question, from poor on the left to a strength on the right.",
        table="survey_scores",
        unit="% of answers",
        rows=tuple(
            DivergingRow(q, segments(ANSWERS, (10, 20 + 10 * i, 30, 50 - 10 * i, 20)), 2, "130")
            for i, q in enumerate(questions)
        ),
    )


def standing() -> Standing:
    rows = (
        ("Reviews held on time", -2.6, "lower", "70.2 % beside 91.4 %"),
        ("Children looked after per full-time IRO", 2.1, "higher", "81.0 beside 66.2"),
        ("Reviews in which the child took part", 0.4, "about the same", "93.0 % beside 92.1 %"),
        (
            "Midway checks made by the IRO between reviews",
            -1.2,
            "about the same",
            "71 % beside 80 %",
        ),
        ("IROs who left in the year", 5.9, "higher", "44.4 % beside 12.0 %"),
    )
    return Standing(
        name="standing",
        title="How far from England’s other authorities",
        alt="A dot for each measure, by its distance from the others in standard errors.",
        table="standing",
        unit="standard errors",
        rows=tuple(StandingRow(*row) for row in rows),
    )


def quarters() -> Quarters:
    """The third quarter may not be told."""
    values = (88.0, 90.5, None, 86.0, 79.5, 91.0, 92.5, 93.0)
    return Quarters(
        name="quarters_reviews_on_time",
        title="Reviews held on time, by quarter",
        alt="A dot for each quarter, with the limits of what is ordinary.",
        table="quarters_reviews_on_time",
        unit="%",
        quarters=tuple(
            Quarter(
                f"{2022 + (i + 1) // 4} Q{(i + 1) % 4 + 1}",
                value,
                *((88.4, 82.0, 94.8) if value is not None else (None, None, None)),
            )
            for i, value in enumerate(values)
        ),
    )


def every(areas: tuple[Area, ...]) -> dict[str, Chart]:
    """One chart of each kind by its name."""
    charts: tuple[Chart, ...] = (
        *(bands(areas), funnel(areas), change(areas), diverging()),
        *(standing(), quarters()),
    )
    return {chart.name: chart for chart in charts}
