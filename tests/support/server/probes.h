// memcached's USDT probes with memcached's argument types, at several places each, as in memcached
// itself: where a key is an item's its length is a uint8_t, where it is a request's a size_t.
#pragma once

#include <sys/sdt.h>

#include <cstddef>
#include <cstdint>

#define MCBT_KEYED_PROBE(name, fd, key, length) DTRACE_PROBE3(memcached, name, fd, key, length)
#define MCBT_SIZED_PROBE(name, fd, key, length, size, cas) \
  DTRACE_PROBE5(memcached, name, fd, key, length, size, cas)
#define MCBT_COUNTER_PROBE(name, fd, key, length, value) \
  DTRACE_PROBE4(memcached, name, fd, key, length, value)
#define MCBT_REQUEST_PROBE(name, fd, buffer, size) DTRACE_PROBE3(memcached, name, fd, buffer, size)
