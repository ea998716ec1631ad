-- The hot keys of the fleet. Choose the time in WHERE.
SELECT key,
       sum(calls) AS all_calls,
       sumIf(calls, op = 'get_hit') AS hits,
       sumIf(calls, op = 'get_miss') AS misses,
       round(hits / (hits + misses), 3) AS hit_ratio,
       sumIf(bytes, op IN ('get_hit', 'gat')) AS bytes_read,
       sumIf(bytes, op IN ('set', 'add', 'replace', 'append', 'prepend', 'cas')) AS bytes_written,
       round(sum(time_us) / sum(timed), 1) AS latency_us
FROM mcbt.rows_all FINAL
WHERE start >= toDateTime('1970-01-02 00:00:00') AND key IS NOT NULL
GROUP BY key, key_length
ORDER BY all_calls DESC, key
LIMIT 20
