-- Questions that analysts ask of a release, for iro.duckdb. Its views find the Parquet files where DuckDB
-- is started, so start it in the folder of the release: duckdb iro.duckdb < queries.sql
-- Elsewhere say first: SET file_search_path = '/the/folder/of/the/release';
-- A number is shown where status is empty, and only there.

-- What do the headline measures say of England, newest first?
SELECT i.title, f.period, f.value, f.lower, f.upper, i.unit, f.authorities, f.of
FROM figures AS f JOIN indicators AS i USING (indicator)
WHERE f.level = 'england' AND f.status = '' AND i.headline
ORDER BY i.title, f.period DESC;

-- How do the regions compare on one measure, year by year?
SELECT f.period, f.area_name, f.value, f.lower, f.upper, f.authorities, f.of
FROM figures AS f
WHERE f.indicator = 'reviews_on_time' AND f.level IN ('region', 'england') AND f.status = ''
ORDER BY f.period, f.level, f.area_name;

-- Where do the authorities of a region stand beside England on the headline measures?
SELECT i.title, b.period, b.authority_name, b.value, b.lower, b.upper, b.peer_value AS england,
    b.verdict, b.reads_as
FROM benchmarks AS b JOIN indicators AS i USING (indicator)
WHERE b.region = 'North West' AND i.headline AND b.peer_group = 'england'
    AND b.status = '' AND b.peer_status = ''
ORDER BY i.title, b.period DESC, b.authority_name;

-- How does one authority compare with each group of its peers, on every measure that may be shown?
-- (The first authority that has any: put another's code in place of the bracket.)
SELECT i.title, b.period, b.value, b.peer_group, b.peer, b.peer_value, b.verdict, b.verdict_reason
FROM benchmarks AS b JOIN indicators AS i USING (indicator)
WHERE b.authority = (SELECT min(authority) FROM benchmarks WHERE status = '' AND peer_status = '')
    AND b.status = '' AND b.peer_status = ''
ORDER BY i.title, b.period, b.peer_group;

-- How many authorities were compared with England on each measure, and what was found? A call means
-- little without the number that were not called.
SELECT i.title, b.period, b.verdict, b.verdict_reason, count(*) AS authorities
FROM benchmarks AS b JOIN indicators AS i USING (indicator)
WHERE b.peer_group = 'england' AND b.status = '' AND b.peer_status = ''
GROUP BY ALL
ORDER BY i.title, b.period, authorities DESC;

-- Which figures of regions and England have changed since the time before, and by more than chance?
SELECT i.title, f.area_name, f.previous_period, f.period, f.change, f.change_verdict,
    f.change_authorities
FROM figures AS f JOIN indicators AS i USING (indicator)
WHERE f.level <> 'authority' AND f.status = '' AND f.change IS NOT NULL
ORDER BY f.change_verdict IN ('risen', 'fallen') DESC, i.title, f.area_name, f.period;

-- What could not be shown, of whom and why?
SELECT level, speaker, status, status_reason, count(*) AS figures
FROM figures
WHERE status <> ''
GROUP BY ALL
ORDER BY level, speaker, figures DESC;

-- How much of England stands behind each source: which authorities sent anything?
SELECT source, period, speaker, authorities, of, round(100 * authorities / of) AS percent
FROM coverage
WHERE level = 'england' AND status = ''
ORDER BY source, period, speaker;

-- How do a region's quarters run, with the limits of their chart and whether they change?
SELECT s.area_name, i.title, s.period, s.quarter, s.value, s.mean, s.limit_low, s.limit_high,
    t.change_verdict
FROM series AS s
JOIN indicators AS i USING (indicator)
JOIN trends AS t USING (level, area, indicator)
WHERE s.level = 'region' AND s.same AND s.status = ''
ORDER BY s.area_name, i.title, s.period, s.quarter;

-- On which measures do authorities truly differ, and on which is it mostly chance?
SELECT i.title, s.period, s.authorities, s.rankability
FROM spread AS s JOIN indicators AS i USING (indicator)
ORDER BY s.rankability DESC NULLS LAST, i.title, s.period;

-- How many authorities do what law or guidance asks, where that can be told?
SELECT i.title, i.standard_words, b.period, b.standard_met, count(DISTINCT b.authority) AS authorities
FROM benchmarks AS b JOIN indicators AS i USING (indicator)
WHERE b.status = '' AND b.standard_met IS NOT NULL
GROUP BY ALL
ORDER BY i.title, b.period, b.standard_met;

-- What do services and their practitioners say to the same question, and how far apart?
SELECT question, period, area_name, service_value, practitioner_value, gap, lower, upper, "both", of
FROM survey_gaps
WHERE level <> 'authority' AND status = ''
ORDER BY question, period, area_name;

-- What do practitioners say in the survey, with the intervals of what they say?
SELECT i.title, e.period, e.area_name, e.role_group, e.value, e.lower, e.upper, e.answers,
    e.authorities, e.of
FROM survey_estimates AS e JOIN indicators AS i USING (indicator)
WHERE e.speaker = 'practitioner' AND e.status = ''
ORDER BY i.title, e.period, e.role_group, e.area_name;

-- How are caseloads spread over the bands of the survey, region by region?
SELECT f.period, f.speaker, f.area_name, i.title, f.value AS percent, f.denominator AS answers
FROM figures AS f JOIN indicators AS i USING (indicator)
WHERE f.indicator LIKE '%caseload_band%' AND f.level <> 'authority' AND f.status = ''
ORDER BY f.period, f.speaker, f.area_name, i.title;

-- Which measures are there on a subject, what do they count, and who speaks?
SELECT indicator, title, counts, out_of, unit, speaker, better, standard_words
FROM indicators
WHERE title ILIKE '%review%'
ORDER BY title;

-- Which files does the release rest on?
SELECT source, "table", period, state, count(*) AS files, sum(accepted) AS rows_used
FROM receipts
GROUP BY ALL
ORDER BY source, "table", period, state;

-- What has moved most since the release before?
SELECT i.title, c.change_kind, count(*) AS figures, max(abs(c.revised_by)) AS largest
FROM changes AS c LEFT JOIN indicators AS i USING (indicator)
GROUP BY ALL
ORDER BY figures DESC, i.title;
