-- Families of keys: the same as mcbt report --group '[0-9a-f]{6,}|[0-9]+', as both use RE2.
SELECT replaceRegexpAll(assumeNotNull(key), '[0-9a-f]{6,}|[0-9]+', '{}') AS family,
       sum(calls) AS all_calls,
       uniqExact(key) AS keys,
       sumIf(calls, op = 'get_miss') AS misses
FROM mcbt.rows_all FINAL
WHERE start >= toDateTime('1970-01-02 00:00:00') AND key IS NOT NULL
GROUP BY family
ORDER BY all_calls DESC, family
LIMIT 20
