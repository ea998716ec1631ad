-- Which hosts have the traffic, and the misses.
SELECT host,
       sum(calls) AS all_calls,
       round(all_calls / (max(toUInt32(end)) - min(toUInt32(start))), 1) AS rate,
       uniq(key) AS keys,
       round(sumIf(calls, op = 'get_hit') / sumIf(calls, op IN ('get_hit', 'get_miss')), 3) AS hit_ratio
FROM mcbt.rows_all FINAL
WHERE start >= toDateTime('1970-01-02 00:00:00')
GROUP BY host
ORDER BY all_calls DESC, host
