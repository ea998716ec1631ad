-- Processes of which two traces tell the same second: their rows count twice. Drop one of the two.
SELECT host, pid, start, groupUniqArray(trace) AS traces
FROM mcbt.rows_all FINAL
GROUP BY host, pid, start
HAVING length(traces) > 1
ORDER BY host, pid, start
LIMIT 20
