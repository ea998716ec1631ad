"""pymemcache_traffic.py PORT: speaks to a memcached by pymemcache and prints, as JSON, what it asked for:
{key: {operation: times}}."""
import collections
import json
import sys

from pymemcache.client.base import Client

client = Client(("127.0.0.1", int(sys.argv[1])), default_noreply=False)
sent = collections.defaultdict(collections.Counter)


def count(key, operation):
    sent[key][operation] += 1


for i in range(200):
    key = f"py:{i % 40}"
    client.set(key, "v" * (i % 30 + 1))
    count(key, "set")
for i in range(40):
    # Half of them are there.
    keys = [f"py:{n}" for n in range(i, 80, 4)]
    found = client.get_many(keys)
    for key in keys:
        count(key, "get_hit" if key in found else "get_miss")
for i in range(60):
    value, token = client.gets(f"py:{i % 50}")
    count(f"py:{i % 50}", "get_miss" if value is None else "get_hit")
    if value is not None:
        # Every third comes too late.
        client.cas(f"py:{i % 50}", "swapped", b"1" if i % 3 == 0 else token)
        count(f"py:{i % 50}", "cas")
client.set("py:counter", "10")
count("py:counter", "set")
for _ in range(25):
    client.incr("py:counter", 3)
    count("py:counter", "incr")
for _ in range(15):
    client.decr("py:counter", 2)
    count("py:counter", "decr")
for i in range(30):
    client.touch(f"py:{i}", 100)
    count(f"py:{i}", "touch")
    client.append(f"py:{i}", "x")
    count(f"py:{i}", "append")
    client.prepend(f"py:{i}", "x")
    count(f"py:{i}", "prepend")
    # It is there, so nothing is stored.
    client.add(f"py:{i}", "y")
    count(f"py:{i}", "add")
    client.replace(f"py:{i}", "z")
    count(f"py:{i}", "replace")
for i in range(10):
    client.set(f"py:quiet:{i}", "v", noreply=True)
    count(f"py:quiet:{i}", "set")
    client.get(f"py:quiet:{i}")
    count(f"py:quiet:{i}", "get_hit")
    client.delete(f"py:{i}")
    count(f"py:{i}", "delete")
print(json.dumps(sent))
