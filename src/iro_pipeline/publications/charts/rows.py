"""A row each: figures then and now, and measures by their distance from the others."""

from iro_pipeline.packs import Change, Standing
from iro_pipeline.publications.charts.axes import across, honest, upright
from iro_pipeline.publications.charts.canvas import (
    ROW,
    WIDTH,
    Frame,
    Value,
    boxes,
    finished,
    gutter,
    names,
    points,
    rules,
    text,
)
from iro_pipeline.publications.charts.keys import Key, key
from iro_pipeline.publications.charts.lettering import width, wrapped
from iro_pipeline.publications.charts.palette import LIGHT
from iro_pipeline.publications.charts.verdicts import fill, is_called, shape

# Beyond it a difference is more than chance and ordinary differences: a normal's middle 95 %.
ORDINARY = 1.96
TOWARDS = "Lower than the others  ←  standard errors  →  Higher than the others"
BAND = "as far as authorities ordinarily are: ± 1.96"


def change(chart: Change) -> Value:
    """A line from then to now; whoever changed by more than chance is filled and has the word."""
    side = gutter([row.name for row in chart.rows])
    words = [row.word for row in chart.rows if is_called(row.word)]
    end = max(map(width, words), default=0) + 24
    top = key(_then_and_now(chart), WIDTH - side)
    ends = honest([x for row in chart.rows for x in (row.before, row.after)], chart.unit)
    tall = top.tall + ROW * len(chart.rows)
    wide = WIDTH - side - end
    frame = Frame(*ends, wide, tall)
    lines, before, after, said, named = [], [], [], [], []
    for i, row in enumerate(chart.rows):
        y, area = top.tall + ROW * (i + 0.5), row.area
        named.append((row.name, area, y))
        lines.append({"x": row.before, "x2": row.after, "y": y, "y2": y, "area": area})
        dot = {"y": y, "area": area, "fill": fill(row.word)}
        before.append({**dot, "x": row.before, "shape": "circle", "fill": LIGHT["paper"]})
        after.append({**dot, "x": row.after, "shape": shape(row.word) if row.word else "square"})
        if is_called(row.word):
            at = frame.at(frame.pixel(max(row.before, row.after)) + 9)
            said.append({"x": at, "y": y, "text": row.word, "area": area})
    return finished(
        frame,
        [
            upright(frame, top.tall),
            rules(frame, lines, stroke=LIGHT["limit"], strokeWidth=2),
            points(frame, before, size=36),
            points(frame, after),
            text(frame, said, align="left"),
            names(frame, named),
            *across(frame, chart.unit),
            *top.layers(frame),
        ],
    )


def _then_and_now(chart: Change) -> list[Key]:
    seen = dict.fromkeys(row.word for row in chart.rows if is_called(row.word))
    called = [Key(f"{chart.after}, {word}", fill(word), shape(word)) for word in seen]
    now = Key(f"{chart.after}, no more than chance", LIGHT["paper"], "square")
    return [Key(chart.before, LIGHT["paper"], "circle"), now, *called]


def standing(chart: Standing) -> Value:
    """A dot for each measure, the ordinary shaded, and its word on the right."""
    tall = ROW + 14
    labels = ["\n".join(wrapped(row.label, 38)) for row in chart.rows]
    side, end = gutter(labels), gutter([row.word for row in chart.rows])
    top = key([Key(BAND, LIGHT["band"])], WIDTH - side)
    reach = max([abs(row.distance) * 1.08 for row in chart.rows] + [3.0])
    all_ = top.tall + tall * len(chart.rows)
    frame = Frame(-reach, reach, WIDTH - side - end, all_)
    dots, said, named = [], [], []
    for i, row in enumerate(chart.rows):
        y = top.tall + tall * (i + 0.5)
        named.append((labels[i], "", y))
        dot = {"x": row.distance, "y": y, "area": ""}
        dots.append({**dot, "shape": shape(row.word), "fill": fill(row.word)})
        said.append({"x": reach, "y": y, "text": row.word, "area": ""})
    ends = {"y": top.tall, "y2": frame.tall, "area": ""}
    ordinary = {**ends, "x": -ORDINARY, "x2": ORDINARY, "fill": LIGHT["band"]}
    middle = {**ends, "x": 0, "x2": 0}
    return finished(
        frame,
        [
            boxes(frame, [ordinary]),
            upright(frame, top.tall),
            rules(frame, [middle], stroke=LIGHT["limit"]),
            points(frame, dots),
            text(frame, said, align="left", dx=10, fill=LIGHT["muted"]),
            names(frame, named),
            *across(frame, TOWARDS),
            *top.layers(frame),
        ],
    )
