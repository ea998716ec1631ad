"""Random captures of docs/capture-protocol.md: whole ones, and such as break off or are damaged."""
import gzip
import json
import random

OPS = {1: "get_hit", 2: "get_miss", 3: "get", 4: "set", 9: "cas", 12: "incr", 14: "delete"}
SECOND = 10**9
_PREFIX = 20    # bytes of a long key's first part
_TROUBLE = ['"', "\\", ",", "{", "}", " ", "\x01", "\n", "\x7f", "é", "漢", "\udc80", "\udcff", "uffffff80"]


def _escaped(key):
    """As bpftrace 0.17 prints a key: bytes from 0x80 on as \\uffffffXX."""
    text = ""
    for byte in key.encode("utf-8", "surrogateescape"):
        char = chr(byte)
        if byte >= 0x80:
            text += f"\\uffffff{byte:02x}"
        elif char in '"\\':
            text += "\\" + char
        else:
            text += f"\\u{byte:04x}" if byte < 0x20 else char
    return text


class _Writer:
    def __init__(self, rng, directory, number):
        self.rng = rng
        self.path = f"{directory}/capture{number}.jsonl" + rng.choice(("", "", ".gz"))
        self.ops = dict(rng.sample(sorted(OPS.items()), rng.randint(2, len(OPS))))
        self.value = rng.choice(("packed:38", "stats"))
        self.start = rng.randint(1, 100) * SECOND + rng.randint(0, 999)
        self.lines = []

    def emit(self, kind, data):
        self.lines.append(f'{{"type": "{kind}", "data": {data}}}')

    def printf(self, text):
        self.emit("printf", json.dumps(text + "\n"))

    def header(self, host, pid, boot):
        keys = {"role": "keys", "value": self.value}
        maps = {}
        for side in "ab":
            maps["@calls_" + side] = {"role": "calls", "key": ["op"], "value": "count"}
            maps["@keys_" + side] = {**keys, "key": ["op", "length", "key"]}
            maps["@long_" + side] = {**keys, "key": ["op", "length", f"key:{_PREFIX}", "key"]}
        header = {"script": "top", "source": "usdt", "host": host, "pid": pid, "window_ns": SECOND,
                  "key_bytes": 250, "max_keys": 1000, "ops": {str(c): n for c, n in self.ops.items()},
                  "maps": maps, "start_ns": self.start,
                  "start_epoch": f"{boot + self.start / SECOND:.6f}"}
        if self.rng.random() < 0.5:
            header["map_key_escapes"] = 1
        self.printf("mcbt-capture 1 " + json.dumps(header))

    def map(self, name, entries):
        kind = "stats" if self.value == "stats" and not name.startswith("@calls") else "map"
        body = ", ".join(f'"{key}": {value}' for key, value in entries)
        self.emit(kind, f'{{"{name}": {{{body}}}}}')

    def number(self, calls, total):
        if self.value == "stats":
            return f'{{"count": {calls}, "average": {total // calls}, "total": {total}}}'
        return str((calls << 38) + total)

    def key(self):
        rng = self.rng
        if rng.random() < 0.8:
            return f"{rng.choice(('user', 'session', 'product'))}:{rng.randint(1, 300)}"
        return "".join(rng.choice(_TROUBLE + ["a", "b"]) for _ in range(rng.randint(1, 40)))

    def window(self, seq, side):
        rng, totals, short, long = self.rng, {}, [], []
        for _ in range(rng.choice((0, 3, 40, 300))):
            key, code, calls = self.key(), rng.choice(list(self.ops)), rng.randint(1, 1000)
            size = len(key.encode("utf-8", "surrogateescape"))
            shown = _escaped(key)
            if rng.random() < 0.01:
                size += 7   # cut
            elif size > _PREFIX:
                raw = key.encode("utf-8", "surrogateescape")
                parts = (raw[:_PREFIX].decode("utf-8", "surrogateescape"),
                         raw[_PREFIX:].decode("utf-8", "surrogateescape"))
                shown = _escaped(parts[0]) + "," + _escaped(parts[1])
            where = long if "," in shown and size > _PREFIX and shown != _escaped(key) else short
            total = calls * rng.randint(0, 2000)
            where.append((f"{code},{size},{shown}", self.number(calls, total)))
            if rng.random() < 0.1:
                where.append((f"{code + 32},{size},{shown}", self.number(calls, calls * 150)))
            totals[code] = totals.get(code, 0) + calls
        if rng.random() < 0.1 and short:     # stopped between a print and its clear
            self.map("@keys_" + side, short[:len(short) // 2])
        prints = [("@keys_" + side, short), ("@long_" + side, long),
                  ("@calls_" + side, [(code, calls) for code, calls in totals.items()])]
        for name, entries in prints:
            if entries or rng.random() < 0.2:
                self.map(name, entries)
        if rng.random() < 0.03:
            self.lines.append(rng.choice(("stdin:1: WARNING: a map is full", "",
                                          '{"type": "lost_events", "data": {"events": 3}}')))
        start = self.start + seq * SECOND
        self.printf(f"mcbt-window {seq} {start} {start + SECOND}")

    def damage(self):
        """Cuts lines, but none of those that close windows."""
        maps = [at for at, line in enumerate(self.lines) if '"@' in line and at != 0]
        for at in self.rng.sample(maps, min(2, len(maps))):
            self.lines[at] = self.lines[at][:self.rng.randint(0, len(self.lines[at]))]

    def write(self):
        text = "\n".join(self.lines) + "\n"
        opener = gzip.open if self.path.endswith(".gz") else open
        with opener(self.path, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))


def write(seed, directory):
    """Writes one to four captures and returns their paths."""
    rng = random.Random(seed)
    paths = []
    for number in range(rng.randint(1, 4)):
        writer = _Writer(rng, directory, number)
        host, pid = rng.choice((("cache1", 100), ("cache1", 200), ("cache2", 100)))
        writer.header(host, pid, 1795370400)
        windows = rng.randint(1, 6)
        for seq in range(windows):
            writer.window(seq, "ab"[seq % 2])
        if rng.random() < 0.7:
            writer.printf(rng.choice(("mcbt-stopping", "mcbt-stopping 0", "mcbt-stopping 1")))
            writer.window(windows, "ab"[windows % 2])
        if rng.random() < 0.8:
            writer.printf("mcbt-end")
        if rng.random() < 0.3:
            writer.damage()
        writer.write()
        paths.append(writer.path)
    return paths
