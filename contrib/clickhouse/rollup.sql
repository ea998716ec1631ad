-- The hours of one day, made anew: as often as you like, with the same result. On every server, with
-- the day for DAY: sed s/DAY/20261122/ rollup.sql | clickhouse-client -n
ALTER TABLE mcbt.hours DROP PARTITION DAY;
INSERT INTO mcbt.hours
SELECT toStartOfHour(start), ifNull(host, ''), op, ifNull(key, ''), sum(calls),
       sum(ifNull(bytes, 0)), sum(timed), sum(ifNull(time_us, 0))
FROM mcbt.rows FINAL
WHERE toYYYYMMDD(start) = DAY
GROUP BY toStartOfHour(start), ifNull(host, ''), op, ifNull(key, '');
-- The windows themselves may go now: ALTER TABLE mcbt.rows DROP PARTITION DAY;
