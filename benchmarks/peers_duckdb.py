"""
The measures of docs/clocks.md in DuckDB's SQL, from the same files: see peers_pandas.py.

    python benchmarks/peers_duckdb.py FOLDER OUT.csv
"""

import sys
from pathlib import Path

import duckdb

REFERENCE = Path(__file__).parents[1] / "reference"

READ = """
CREATE TABLE {table} AS
SELECT *, split(filename, '/')[-3]::INT AS period, split(filename, '/')[-2] AS authority
FROM read_csv('{folder}/data/raw/ssda903/*/*/{table}.*csv', all_varchar = true, filename = true);
"""

ROWS = """
CREATE TABLE holiday AS SELECT holiday_on FROM read_csv('{reference}/bank_holidays.csv');

-- Working days, numbered: the 20th after a day is the one 20 numbers on.
CREATE TABLE working_day AS
SELECT day::DATE AS day, row_number() OVER (ORDER BY day) AS number
FROM generate_series(DATE '2009-01-01', DATE '2028-12-31', INTERVAL 1 DAY) AS every(day)
WHERE isodow(day) < 6 AND day::DATE NOT IN (SELECT holiday_on FROM holiday);

CREATE TABLE episode_text AS
SELECT authority, period, CHILD AS child, RNE AS reason, CASE
    WHEN LS IN ('V3', 'V4') THEN 'short_breaks'
    WHEN PLACE IN ('A3', 'A4', 'A5', 'A6') THEN 'adoption'
    ELSE 'care'
  END AS clock,
  try_strptime(DECOM, '%d/%m/%Y')::DATE AS started, try_strptime(DEC, '%d/%m/%Y')::DATE AS ended,
  started IS NOT NULL AND RNE IN ('S', 'L', 'P', 'T', 'U', 'B') AND LS IN (
    'C1', 'C2', 'D1', 'E1', 'V2', 'V3', 'V4', 'J1', 'J2', 'J3', 'L1', 'L2', 'L3'
  ) AND (DEC IS NULL OR ended >= started) IS TRUE AS good
FROM episodes;

CREATE TABLE episode AS
SELECT * FROM episode_text WHERE good
QUALIFY row_number() OVER (PARTITION BY authority, period, child, started) = 1;

CREATE TABLE review_text AS
SELECT authority, period, CHILD AS child, try_strptime(REVIEW, '%d/%m/%Y')::DATE AS held,
  REVIEW_CODE AS code
FROM reviews;

CREATE TABLE review AS
SELECT * FROM review_text WHERE held IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY authority, period, child, held) = 1;

CREATE TABLE world AS
SELECT make_date(min(period) - 1, 4, 1) AS opens, make_date(max(period), 3, 31) AS closes
FROM episode;

-- Years of a child in which a rejected row may hide something.
CREATE TABLE doubt AS
SELECT DISTINCT authority, child, make_date(period - 1, 4, 1) AS doubt_from,
  make_date(period, 3, 31) AS doubt_to
FROM (
  SELECT authority, child, period FROM episode_text AS text
  WHERE NOT EXISTS (FROM episode AS e WHERE (e.authority, e.child, e.started)
    = (text.authority, text.child, text.started))
  UNION ALL
  SELECT authority, child, period FROM review_text AS text
  WHERE NOT EXISTS (FROM review AS r WHERE (r.authority, r.child, r.held)
    = (text.authority, text.child, text.held))
);
"""

CARE = """
CREATE TABLE history AS
SELECT DISTINCT ON (authority, child, started) *
FROM episode ORDER BY authority, child, started, period DESC;

CREATE TABLE marked AS
SELECT *, lag(child) OVER child IS NOT NULL
    AND coalesce(lag(ended) OVER child >= started, true) AS goes_on,
  CASE WHEN goes_on THEN lag(clock) OVER child ELSE '' END AS was,
  NOT goes_on OR reason = 'S' OR clock <> was AS begins,
  clock = 'care' AND (reason = 'S' OR was = 'short_breaks') AS start_seen,
  was = 'adoption' AS after_adoption,
  lead(started) OVER child AS next_began
FROM history WINDOW child AS (PARTITION BY authority, child ORDER BY started);

CREATE TABLE spelt AS
SELECT *, sum(begins::INT) OVER (ORDER BY authority, child, started) AS spell FROM marked;

CREATE TABLE care AS
SELECT authority, child, spell, arg_min(clock, started) AS clock, min(started) AS began,
  arg_min(after_adoption, started) AS after_adoption,
  arg_min(start_seen, started) AND began >= any_value(opens) AS from_start,
  least(
    arg_max(coalesce(ended, make_date(period, 3, 31)), started),
    coalesce(arg_max_null(next_began, started), any_value(closes)),
    any_value(closes)
  ) AS seen_to
FROM spelt, world GROUP BY authority, child, spell;

CREATE TABLE known AS
SELECT care.*, due.day AS first_due,
  after_adoption OR due.day + INTERVAL 3 MONTH + INTERVAL 6 MONTH < opens AS settled,
  seen_to + (CASE clock WHEN 'short_breaks' THEN 1 ELSE 0 END) * INTERVAL 1 YEAR AS reach,
  doubt_from AS first_doubt
FROM care CROSS JOIN world
ASOF LEFT JOIN working_day AS start ON care.began >= start.day
LEFT JOIN working_day AS due ON due.number = start.number + 20
ASOF LEFT JOIN doubt ON care.authority = doubt.authority AND care.child = doubt.child
  AND care.began <= doubt.doubt_to;
"""

DUE = """
CREATE TABLE held AS
SELECT DISTINCT ON (authority, child, held) authority, child, held AS day, code,
  year(held) + (month(held) > 3)::INT AS period
FROM review, world WHERE held BETWEEN opens AND closes
ORDER BY authority, child, held, review.period DESC;

CREATE TABLE dated AS
SELECT h.*, c.* EXCLUDE (authority, child)
FROM held AS h ASOF LEFT JOIN known AS c
  ON h.authority = c.authority AND h.child = c.child AND h.day >= c.began;

CREATE TABLE days AS
SELECT *, row_number() OVER spell - 1 AS seen, lead(day) OVER spell AS next
FROM (
  SELECT *, began AS day, false AS held FROM known
  WHERE clock <> 'short_breaks' AND began <= seen_to
  UNION ALL BY NAME
  SELECT * EXCLUDE (code, period), true AS held FROM dated
  WHERE clock <> 'short_breaks' AND day <= seen_to
)
WINDOW spell AS (PARTITION BY spell ORDER BY day, held);

CREATE TABLE due AS
SELECT days.*, doubt_from,
  seen = 1 AND from_start AND NOT coalesce(first_doubt <= day, false) AS second,
  CASE
    WHEN seen = 0 AND from_start THEN first_due
    WHEN seen = 0 THEN greatest(began, opens - 1) + INTERVAL 6 MONTH
    WHEN second THEN day + INTERVAL 3 MONTH
    ELSE day + INTERVAL 6 MONTH
  END::DATE AS due,
  least(next, due) AS event,
  clock = 'adoption' OR coalesce(event >= doubt_from, false) OR (seen = 0 AND NOT from_start)
    OR (seen = 1 AND NOT second AND NOT settled) AS unknown
FROM days CROSS JOIN world ASOF LEFT JOIN doubt ON days.authority = doubt.authority
  AND days.child = doubt.child AND days.day <= doubt.doubt_to
WHERE next IS NOT NULL OR due <= seen_to;

CREATE TABLE told AS
SELECT authority, year(event) + (month(event) > 3)::INT AS period,
  CASE WHEN unknown THEN 'unknown' WHEN seen = 0 THEN 'first' WHEN second THEN 'second' ELSE 'later'
  END AS kind,
  coalesce(next <= due, false) AS on_time
FROM due
UNION ALL
SELECT authority, period, 'unknown', false FROM dated
WHERE clock IS NULL OR day > reach;
"""

MEASURES = """
COPY (
  SELECT * FROM (
    SELECT authority, period, count(*) AS looked_after FROM (
      SELECT DISTINCT ON (authority, period, child) * FROM episode
      WHERE started <= make_date(period, 3, 31)
        AND (ended IS NULL OR ended > make_date(period, 3, 31))
      ORDER BY authority, period, child, started DESC
    ) WHERE clock <> 'short_breaks' GROUP BY ALL
  ) FULL JOIN (
    SELECT authority, period,
      count(*) FILTER (kind = 'first') AS first_due,
      count(*) FILTER (kind = 'first' AND on_time) AS first_on_time,
      count(*) FILTER (kind = 'second') AS second_due,
      count(*) FILTER (kind = 'second' AND on_time) AS second_on_time,
      count(*) FILTER (kind = 'later') AS later_due,
      count(*) FILTER (kind = 'later' AND on_time) AS later_on_time,
      count(*) FILTER (kind = 'unknown') AS unknown
    FROM told GROUP BY ALL
  ) USING (authority, period) FULL JOIN (
    SELECT authority, period,
      count(*) FILTER (code IN ('PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6', 'PN7')) AS in_scope,
      count(*) FILTER (code IN ('PN1', 'PN2', 'PN3', 'PN5', 'PN6')) AS took_part
    FROM held GROUP BY ALL
  ) USING (authority, period) ORDER BY authority, period
) TO '{out}' (HEADER);
"""


def main() -> None:
    measure(Path(sys.argv[1]), Path(sys.argv[2]))


def measure(folder: Path, out: Path) -> None:
    database = duckdb.connect()
    for table in ("episodes", "reviews"):
        database.execute(READ.format(folder=folder, table=table))
    database.execute(ROWS.format(reference=REFERENCE))
    database.execute(CARE)
    database.execute(DUE)
    database.execute(MEASURES.format(out=out))


if __name__ == "__main__":
    main()
