-- What changed: calls a second of each key in two stretches of time. Set the two moments of each, and
-- its seconds.
SELECT key,
       sumIf(calls, start <  toDateTime('2026-11-22 22:57:57', 'UTC')) / 6 AS before,
       sumIf(calls, start >= toDateTime('2026-11-22 22:57:57', 'UTC')) / 6 AS after,
       after - before AS difference
FROM mcbt.rows_all FINAL
WHERE start >= toDateTime('2026-11-22 22:57:51', 'UTC')
  AND start <  toDateTime('2026-11-22 22:58:03', 'UTC')
  AND key IS NOT NULL
GROUP BY key, key_length
ORDER BY abs(difference) DESC, key
LIMIT 20
