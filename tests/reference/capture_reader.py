"""Captures -> windows, by docs/capture-protocol.md, in the simplest way. Shares nothing with mcbt."""
import gzip
import json
import re

_ESCAPE = re.compile(r'\\(uffffff[89a-f][0-9a-f]|u[0-9a-fA-F]{4}|.)', re.S)
_TEXT_TYPES = ("printf", "time", "cat", "join", "syscall")
_MAP_TYPES = ("map", "stats", "hist", "lhist")


class Window:
    def __init__(self, seq, start, end, rated, lost):
        self.seq, self.start, self.end, self.rated = seq, start, end, rated
        self.lost = lost        # whether anything went wrong in it or just before it
        self.rows = []          # (key, length, op name, whether these are times, count, sum)
        self.totals = []        # (op name, calls)


class Capture:
    def __init__(self, header):
        self.header = header
        self.ops = {int(code): name for code, name in header["ops"].items()}
        self.windows = []
        self.ended = False      # mcbt-end was seen
        self.lost_after = False  # what went wrong behind the last window


def _bytes_of(text):
    """bpftrace writes the byte 0xXX as \\uffffffXX: as a lone surrogate Python keeps it a byte."""
    def plain(match):
        escape = match.group(1)
        return "\\udc" + escape[-2:] if escape.startswith("uffffff") else match.group(0)
    return _ESCAPE.sub(plain, text)


def _entries(text, at):
    """The entries of a map from behind its brace, and whether it ends as it should."""
    decoder = json.JSONDecoder()
    entries = []
    text = text.rstrip("\r\n")
    if text[at:at + 1] == "}":
        return entries, True
    while True:
        try:
            key, at = decoder.raw_decode(text, at)
            if text[at:at + 2] != ": ":
                return entries, False
            value, at = decoder.raw_decode(text, at + 2)
        except ValueError:
            return entries, False
        if at >= len(text) and not isinstance(value, dict):
            return entries, False   # a number that ends with the line may have been cut
        entries.append((key, value))
        if text[at:at + 2] != ", ":
            return entries, bool(re.fullmatch("}+", text[at:]))
        at += 2


def _fields(key, parts):
    """op code, length, key bytes and whether they are whole."""
    rest = key.encode("utf-8", "surrogateescape")
    fields = {}
    joined = b""
    for part in parts:
        if part == "key":
            joined += rest
        elif part.startswith("key:"):
            size = min(int(part[4:]), fields["length"] - len(joined))
            joined, rest = joined + rest[:size], rest[size + 1:]
        else:
            number, _, rest = rest.partition(b",")
            fields[part] = int(number)
    return fields["op"], fields.get("length", 0), joined


def _numbers(value, kind):
    if kind.startswith("packed:"):
        shift = int(kind[7:])
        return value >> shift, value & ((1 << shift) - 1)
    if kind == "stats":
        return value["count"], value["total"]
    return value, 0


class _Reader:
    def __init__(self):
        self.captures = []
        self.capture = None
        self.reset()

    def reset(self):
        self.prints = {}
        self.next_seq = 0
        self.last_end = 0
        self.stopping = False
        self.lost = False

    def line(self, text):
        text = _bytes_of(text.rstrip("\n"))
        if not text.strip():
            return
        if not text.lstrip().startswith("{"):
            return
        match = re.match(r'\{"type": "(\w+)", (?:"count": \d+, )?(.*)$', text, re.S)
        if not match:
            self.lost = True
        elif match.group(1) in _MAP_TYPES:
            self.map_printed(match.group(2))
        elif match.group(1) in _TEXT_TYPES:
            try:
                self.printed(json.loads(text)["data"])
            except ValueError:
                self.lost = True
        elif match.group(1) in ("lost_events", "helper_error"):
            self.lost = True

    def map_printed(self, data):
        match = re.match(r'"data": \{"(@\w+)":(?: \{)?', data)
        if not match:
            self.lost = True
        elif self.capture and not self.capture.ended and data[match.end():match.end() + 1] != "}":
            if match.group(1) in self.capture.header["maps"]:
                self.prints.setdefault(match.group(1), []).append((data, match.end()))

    def printed(self, text):
        words = text.rstrip("\n").split(" ", 2)
        if words[0] == "mcbt-capture":
            self.finish()
            self.capture = Capture(json.loads(words[2]))
            self.captures.append(self.capture)
            self.last_end = self.capture.header["start_ns"]
        elif self.capture and words[0] == "mcbt-window":
            seq, start, end = (int(word) for word in text.split()[1:])
            if seq != self.next_seq:
                start = min(self.last_end, start)
            self.close(Window(seq, start, end, not self.stopping, self.lost))
            self.next_seq, self.last_end = seq + 1, end
        elif self.capture and words[0] == "mcbt-stopping":
            self.stopping = True
        elif self.capture and words[0] == "mcbt-end":
            self.capture.ended = True

    def close(self, window):
        for name, prints in self.prints.items():
            described = self.capture.header["maps"][name]
            for key, value in self.counting(prints, window):
                code, length, key = _fields(key, described["key"])
                count, total = _numbers(value, described["value"])
                if described["role"] == "calls":
                    window.totals.append((self.capture.ops[code], count))
                else:
                    op = self.capture.ops[code % 32]
                    window.rows.append((key, length, op, code >= 32, count, total))
        self.prints = {}
        self.lost = False
        self.capture.windows.append(window)

    @staticmethod
    def counting(prints, window):
        """Of a map that came again: the last print, and of those before it what it lacks if it is
        damaged."""
        counted, whole, known = [], False, set()
        for text, at in reversed(prints):
            entries, good = _entries(text, at) if text[at - 1] == "{" else ([], False)
            window.lost = window.lost or not good
            if not whole:
                counted += [entry for entry in entries if entry[0] not in known]
            whole = whole or good
            known.update(key for key, _ in entries)
        return counted

    def finish(self):
        if self.capture:
            if self.prints:
                self.close(Window(self.next_seq, self.last_end, None, False, True))
            self.capture.lost_after = self.lost
        self.reset()


def read(path):
    opener = gzip.open if open(path, "rb").read(2) == b"\x1f\x8b" else open
    reader = _Reader()
    with opener(path, "rt", encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            reader.line(line)
    reader.finish()
    return reader.captures
