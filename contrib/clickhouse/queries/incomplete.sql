-- What is not whole: windows of which something is missing, operations in no row of a key, and keys
-- that were cut.
SELECT host, pid,
       uniqExactIf((trace, seq), complete = 'false') AS incomplete_windows,
       sumIf(calls, key IS NULL) AS calls_in_no_row,
       sumIf(calls, key_truncated = 'true') AS calls_of_cut_keys
FROM mcbt.rows_all FINAL
GROUP BY host, pid
HAVING incomplete_windows != 0 OR calls_in_no_row != 0 OR calls_of_cut_keys != 0
ORDER BY host, pid
