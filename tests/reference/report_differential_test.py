"""`mcbt report` against a simple reference, on random captures.

    report_differential_test.py MCBT [SEED [ROUNDS]]

Without a seed each run takes another one, and says which.
"""
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile

import capture_reader
import random_captures
from report_reference import Report, key_text

SORTS = ("calls", "rate", "bytes", "size", "hits", "misses", "ratio", "latency", "key")
DECIMALS = {"rate": 1, "share": 4, "hit_ratio": 3, "size_avg": 1, "latency_us": 1}


def check(same, what, *details):
    if not same:
        raise AssertionError(": ".join([what] + [str(detail) for detail in details]))


def close(ours, expected, decimals):
    if ours is None or expected is None:
        return ours is None and expected is None
    return abs(ours - expected) <= 0.5 * 10**-decimals + 1e-9 * abs(expected)


def check_values(row, values, text=float):
    """A row of JSON, or of CSV, whose numbers are text."""
    number = lambda name: None if row[name] in (None, "") else text(row[name])
    for name in ("calls", "bytes_read", "bytes_written"):
        check(number(name) == values[name], name, row, values)
    for name, decimals in DECIMALS.items():
        check(close(number(name), values[name], decimals), name, row, values)


def check_json(out, report, rows, shown):
    found = json.loads(out)
    totals = found["totals"]
    check(totals["ops"] == {op: n for op, n in report.totals.items() if n}, "ops", totals)
    check(totals["calls"] == sum(report.totals.values()), "calls", totals)
    check(totals["attributed"] == report.attributed, "attributed", totals, report.attributed)
    check(totals["keys"] == len(report.rows), "keys", totals, len(report.rows))
    check(totals["keys_truncated"] == len(report.cut_keys), "cut keys", totals)
    check(found["windows"] == report.windows, "windows", found["windows"], report.windows)
    check(close(found["seconds"], report.seconds, 4), "seconds", found["seconds"], report.seconds)
    check(found["complete"] == report.complete, "complete", found["notes"], report.complete)
    check(len(found["rows"]) == len(rows[:shown]), "rows", len(found["rows"]))
    for row, (key, length, values) in zip(found["rows"], rows):
        check(row["key"] == key_text(key), "key", row, key)
        check(row["key_truncated"] == (len(key) != length), "truncated", row)
        check(row["ops"] == values["ops"], "ops", row, values)
        check_values(row, values)


def check_csv(out, rows, shown):
    found = list(csv.DictReader(io.StringIO(out)))
    check(len(found) == len(rows[:shown]), "CSV rows", len(found))
    for row, (key, _, values) in zip(found, rows):
        check(row["key"] == key_text(key), "CSV key", row, key)
        ops = {op: int(row[op]) for op in random_captures.OPS.values() if row[op] not in ("", "0")}
        check(ops == values["ops"], "CSV ops", row, values)
        check_values(row, values)


def check_table(out, rows, shown):
    lines = out.split("\n")
    at = next((n for n, line in enumerate(lines) if line.startswith("KEY ")), len(lines))
    columns = lines[at].split()[1:] if at < len(lines) else []
    for line, (key, length, values) in zip(lines[at + 1:], rows[:shown]):
        if not key_text(key).strip():
            continue    # no word to find
        cells = line.rsplit(None, len(columns))
        row = dict(zip(columns, cells[1:]))
        expected = key_text(key) + ("…" if len(key) != length else "")
        check(cells[0].rstrip() == expected.rstrip(), "table key", line, key)
        for name, value in (("CALLS", "calls"), ("HITS", "hits"), ("MISSES", "misses")):
            check(int(row[name]) == values[value], "table", line, values)


def report(mcbt, paths, *flags):
    done = subprocess.run([mcbt, "report", "-q", *flags, *paths], capture_output=True, check=False)
    check(done.returncode in (0, 1), "exit status", done)
    return done.stdout.decode()


def run_round(mcbt, seed, directory):
    rng = random.Random(seed)
    paths = random_captures.write(seed, directory)
    captures = [capture for path in paths for capture in capture_reader.read(path)]
    commands = rng.choice(((), (), ("get",), ("set", "cas", "delete")))
    sort, reverse, shown = rng.choice(SORTS), rng.random() < 0.3, rng.choice((1, 20, 10**6))
    pattern = rng.choice((None, None, "^user:", "[0-9]5$"))
    reference = Report(captures, commands)
    rows = reference.table(sort, reverse, pattern)
    flags = ["-s", sort, "-r", str(shown % 10**6), "--threads", str(rng.choice((1, 2, 5)))]
    flags += ["--reverse"] * reverse + (["-c", ",".join(commands)] if commands else [])
    flags += ["-k", pattern] if pattern else []
    try:
        if captures:
            check_json(report(mcbt, paths, "-f", "json", *flags), reference, rows, shown)
            check_csv(report(mcbt, paths, "-f", "csv", *flags), rows, shown)
            check_table(report(mcbt, paths, *flags), rows, shown)
    except AssertionError as error:
        print(f"seed {seed}: mcbt report {' '.join(flags)} {' '.join(paths)}\n{error}")
        return False
    return True


def main():
    mcbt = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int.from_bytes(os.urandom(3), "big")
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    print(f"seeds {seed} to {seed + rounds - 1}", flush=True)
    for number in range(seed, seed + rounds):
        directory = tempfile.mkdtemp(prefix="mcbt-reference-")
        if not run_round(mcbt, number, directory):
            return 1
        for name in os.listdir(directory):
            os.remove(os.path.join(directory, name))
        os.rmdir(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
