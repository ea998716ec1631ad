"""What `mcbt report` must say of captures, by docs/output.md. Shares nothing with mcbt."""
import re
import unicodedata
from collections import defaultdict

READS = ("get_hit", "get", "gat")
WRITES = ("set", "add", "replace", "append", "prepend", "cas")
_COMMANDS = {"get_hit": "get", "get_miss": "get", "get": "get"}


def key_text(key):
    text = ""
    for char in key.decode("utf-8", "surrogateescape"):
        if char == "\\":
            text += "\\\\"
        elif char == " " or unicodedata.category(char) not in (
                "Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"):
            text += char
        else:
            text += "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))
    return text


def _union(spans):
    covered, last = 0, None
    for start, end in sorted(spans):
        start = start if last is None else max(start, last)
        if end > start:
            covered += end - start
        last = end if last is None else max(last, end)
    return covered


def _same_process(a, b):
    boot = [float(h["start_epoch"]) - h["start_ns"] / 1e9 for h in (a, b)]
    return (a["host"], a["pid"]) == (b["host"], b["pid"]) and abs(boot[0] - boot[1]) <= 5


class Row:
    def __init__(self):
        self.calls = defaultdict(int)
        self.bytes = defaultdict(int)
        self.unrated = 0
        self.timed = self.time = 0

    def values(self, seconds, all_calls):
        calls = sum(self.calls.values())
        hits, misses = self.calls["get_hit"], self.calls["get_miss"]
        reads, writes = (sum(self.calls[op] for op in ops) for ops in (READS, WRITES))
        read = None if self.calls["get"] else sum(self.bytes[op] for op in READS)
        written = sum(self.bytes[op] for op in WRITES)
        size = read / reads if reads and read is not None else written / writes if writes else None
        return {"calls": calls, "rate": (calls - self.unrated) / seconds if seconds else None,
                "share": calls / all_calls if all_calls else 0, "hits": hits, "misses": misses,
                "ops": {op: n for op, n in self.calls.items() if n},
                "hit_ratio": hits / (hits + misses) if hits + misses and not self.calls["get"] else None,
                "bytes_read": read, "bytes_written": written, "size_avg": size,
                "latency_us": self.time / self.timed if self.timed else None}


class Report:
    """The sum of captures in the order in which they are given."""

    def __init__(self, captures, commands=()):
        self.rows = defaultdict(Row)
        self.totals = defaultdict(int)
        self.attributed = 0
        self.complete = True
        self.windows = 0
        self.cut_keys = set()
        self._commands = commands
        self._rated, self._walls = [], []
        self._counted = []      # (header, spans of (start, end, ops)) of the captures so far
        for capture in captures:
            self._add_capture(capture)
        self.seconds = _union(self._rated) / 1e9 if self._rated else None
        # Misses of meta gets, whose hits these probes do not show.
        self.complete = self.complete and not self.cut_keys and not self.totals["get"]

    def _wants(self, op):
        return not self._commands or _COMMANDS.get(op, op) in self._commands

    def _add_capture(self, capture):
        spans = []
        ops = set(capture.ops.values())
        for window in capture.windows:
            end = window.end if window.end is not None else (
                window.start + capture.header["window_ns"])
            left_out, covered = set(), []
            for header, others in self._counted:
                if not _same_process(header, capture.header):
                    continue
                for start, stop, counted in others:
                    if start < end and stop > window.start and counted & ops:
                        left_out |= counted & ops
                        covered.append((max(start, window.start), min(stop, end)))
            if left_out and _union(covered) != end - window.start:
                self.complete = False
            if ops - left_out:
                start = max([window.start] + [stop for _, stop, _ in spans[-1:]])
                if end > start:
                    spans.append((start, end, ops - left_out))
                self._add_window(capture, window, left_out)
        self._counted.append((capture.header, spans))
        if not capture.ended or capture.lost_after:
            self.complete = False

    def _add_window(self, capture, window, left_out):
        header = capture.header
        wall = round(float(header["start_epoch"]) * 1e6) * 1000 - header["start_ns"]
        self._walls.append(window.start + wall)
        if window.end is not None:
            self._walls.append(window.end + wall)
        rated = window.rated and window.end is not None
        if rated:
            self._rated.append((window.start + wall, window.end + wall))
        self.windows += 1
        calls = attributed = 0
        for op, count in window.totals:
            if self._wants(op) and op not in left_out:
                self.totals[op] += count
                calls += count
        for key, length, op, timed, count, total in window.rows:
            if not self._wants(op) or op in left_out:
                continue
            row = self.rows[key, length]
            if len(key) != length:
                self.cut_keys.add((key, length))
            if timed:
                row.timed, row.time = row.timed + count, row.time + total
                continue
            row.calls[op] += count
            row.bytes[op] += total
            row.unrated += 0 if rated else count
            attributed += count
        self.attributed += attributed
        if calls != attributed or window.lost:
            self.complete = False

    def table(self, sort="calls", reverse=False, pattern=None):
        """(key, length, values) of each row in order."""
        all_calls = max(sum(self.totals.values()), self.attributed)
        rows = [(key, length, row.values(self.seconds, all_calls))
                for (key, length), row in self.rows.items()
                if pattern is None or re.search(pattern.encode(), key)]
        rows.sort(key=lambda row: row[1])
        if sort == "key":
            return sorted(rows, key=lambda row: row[0], reverse=reverse)

        def place(row):
            values = row[2]
            value = {"size": values["size_avg"], "ratio": values["hit_ratio"],
                     "latency": values["latency_us"]}.get(sort, values.get(sort))
            if sort == "bytes":
                value = None if values["bytes_read"] is None else (
                    values["bytes_read"] + values["bytes_written"])
            return (value is None, 0 if value is None else value if reverse else -value, row[0])
        return sorted(rows, key=place)
