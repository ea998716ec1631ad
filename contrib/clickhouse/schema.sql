-- What captures hold, as `mcbt rows -f tsv` writes it: a row a window, key and operation.
-- On every server of the cluster `mcbt` (cluster.xml): clickhouse-client -n < schema.sql
-- Written for ClickHouse 18.16 (Debian 12) and later.

CREATE DATABASE IF NOT EXISTS mcbt;

-- The rows of this server. What ORDER BY names is what makes a row the same row: a load that is
-- repeated replaces rows by themselves. Until the server has merged them both are there, so
-- queries say FINAL.
CREATE TABLE IF NOT EXISTS mcbt.rows
(
    host Nullable(String),
    pid Nullable(UInt32),
    source Nullable(String),
    trace UInt64,
    seq UInt64,
    start DateTime('UTC'),
    end Nullable(DateTime('UTC')),
    op Enum8('get_hit' = 1, 'get_miss' = 2, 'get' = 3, 'set' = 4, 'add' = 5, 'replace' = 6,
             'append' = 7, 'prepend' = 8, 'cas' = 9, 'touch' = 10, 'gat' = 11, 'incr' = 12,
             'decr' = 13, 'delete' = 14),
    key Nullable(String),
    key_length UInt32,
    key_truncated Enum8('false' = 0, 'true' = 1),
    calls UInt64,
    bytes Nullable(UInt64),
    timed UInt64,
    time_us Nullable(UInt64),
    complete Enum8('false' = 0, 'true' = 1)
)
ENGINE = ReplacingMergeTree()
PARTITION BY toYYYYMMDD(start)
ORDER BY (start, ifNull(host, ''), ifNull(pid, 0), trace, seq, op, ifNull(key, ''), key_length);

-- All servers' rows. A key is always on the same server, so that a row that comes again meets
-- itself, and each server ranks its own keys.
CREATE TABLE IF NOT EXISTS mcbt.rows_all AS mcbt.rows
ENGINE = Distributed(mcbt, mcbt, rows, cityHash64(ifNull(key, '')));

-- Sums by hour, for months: rollup.sql fills them a day at a time, out of rows that are no longer
-- loaded, and rows may then go.
CREATE TABLE IF NOT EXISTS mcbt.hours
(
    hour DateTime('UTC'),
    host String,
    op Enum8('get_hit' = 1, 'get_miss' = 2, 'get' = 3, 'set' = 4, 'add' = 5, 'replace' = 6,
             'append' = 7, 'prepend' = 8, 'cas' = 9, 'touch' = 10, 'gat' = 11, 'incr' = 12,
             'decr' = 13, 'delete' = 14),
    key String,
    calls UInt64,
    bytes UInt64,
    timed UInt64,
    time_us UInt64
)
ENGINE = SummingMergeTree()
PARTITION BY toYYYYMMDD(hour)
ORDER BY (hour, key, host, op);

CREATE TABLE IF NOT EXISTS mcbt.hours_all AS mcbt.hours
ENGINE = Distributed(mcbt, mcbt, hours, cityHash64(key));
