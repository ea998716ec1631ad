-- Which hosts see one key.
SELECT host, sum(calls) AS all_calls, sumIf(calls, op = 'get_miss') AS misses
FROM mcbt.rows_all FINAL
WHERE start >= toDateTime('1970-01-02 00:00:00') AND key = 'config:global'
GROUP BY host
ORDER BY all_calls DESC, host
