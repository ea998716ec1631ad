#include "cli/commands.h"

#include "cli/flags.h"

namespace mcbt::cli {
namespace {

constexpr Command kCommands[] = {
    {"top", kTopBit, "[CAPTURE...] [interval [count]]", "hot keys, sorted",
     "Counts every operation of a running memcached by key, in the kernel, and shows a table a "
     "window, and at the end their sum. Given captures, it shows their windows instead. Needs "
     "root "
     "and bpftrace; any memcached will do.",
     "sudo mcbt top                       the only memcached, a table every second\n"
     "sudo mcbt top -p 7744 5 3           three tables of it, 5 seconds each\n"
     "sudo mcbt top -s misses -c get      which gets miss\n"
     "sudo mcbt top -k '^user:' -r 0      all keys of a prefix\n"
     "sudo mcbt top -f json | jq .totals  for programs\n",
     true, true, run_top},
    {"snoop", kSnoopBit, "", "one line an operation, as it happens",
     "Prints each operation with its connection, key, size and what became of it. Sends a message "
     "an operation through the kernel: a busy server loses some, which is counted and said.",
     "sudo mcbt snoop -p 7744             everything\n"
     "sudo mcbt snoop -c delete,set       only what changes keys\n"
     "sudo mcbt snoop -k '^session:'      only these keys\n",
     false, false, run_snoop},
    {"latency", kLatencyBit, "[interval [count]]",
     "latency histograms by operation, of all keys or some",
     "How long memcached takes for a request, from its parsed command to the response that is "
     "ready "
     "to be written, in microseconds.",
     "sudo mcbt latency -p 7744           histograms every second\n"
     "sudo mcbt latency -c get 10 1       gets, over ten seconds, once\n"
     "sudo mcbt latency -k '^user:7$'     of one key; any pattern does\n",
     false, true, run_latency},
    {"record", kRecordBit, "[interval [count]]", "keep the raw capture",
     "Writes what bpftrace prints, unchanged, for `mcbt report` and `mcbt top`. The file gets its "
     "name when it is whole; until then, and after a failure, it is FILE.part.",
     "sudo mcbt record -o hot.jsonl       until Ctrl-C\n"
     "sudo mcbt record -o hot.jsonl 1 60  a minute\n",
     false, true, run_record},
    {"report", kReportBit, "CAPTURE...", "the same tables from captures, offline",
     "Reads captures (also .gz and .zst; - is stdin), adds them up and shows one table. A folder "
     "stands for all captures in it and below it (.jsonl and .json, also .gz and .zst), a quoted "
     "pattern for what it matches. Hosts are added up by the wall clock; captures of one process "
     "that overlap count once, which is said. Needs no root and no kernel. Of captures of any "
     "other "
     "bpftrace script (-f json) it shows each map as a sorted table.",
     "mcbt report hot.jsonl               the table of the whole capture\n"
     "mcbt report a.jsonl b.jsonl.zst     several, added up\n"
     "mcbt report --by host captures/     a row a host, of all captures in a folder\n"
     "mcbt report --from 02:00 --to 02:05 'cache*.jsonl'  five minutes of the night\n"
     "mcbt report --windows -f csv hot.jsonl  every window, for a spreadsheet\n"
     "sudo bpftrace -f json my.bt | mcbt report -  any script's maps, sorted\n",
     true, false, run_report},
    {"diff", kDiffBit, "BEFORE AFTER | --at TIME CAPTURE",
     "what has changed from one capture to another",
     "Compares two captures, folders of captures or quoted patterns: which keys got hotter or "
     "colder, are new or gone, and what became of hit ratios, sizes and latencies. Rates are a "
     "second, so that the lengths need not be the same. First come the keys whose calls and misses "
     "a "
     "second have changed most; -s orders by the change of one column.",
     "mcbt diff yesterday.jsonl today.jsonl    what has changed\n"
     "mcbt diff --at 02:00 night.jsonl         what changed at two\n"
     "mcbt diff --group auto monday/ tuesday/  families of keys\n"
     "mcbt diff --from 02:00 --to 02:05 a.jsonl b.jsonl  the same five minutes\n"
     "mcbt diff -s ratio a.jsonl b.jsonl       where hit ratios fell or rose\n",
     true, false, run_diff},
    {"rows", kRowsBit, "CAPTURE...", "a row a window, key and operation, for programs",
     "Writes what captures hold as rows, for jq, DuckDB, ClickHouse and the like, in memory that "
     "does not grow with the captures. Folders and patterns as in report. docs/output.md has the "
     "columns, docs/fleet.md a database for many hosts.",
     "mcbt rows hot.jsonl | jq -s 'map(.calls) | add'\n"
     "mcbt rows -f csv -o hot.csv captures/     for a spreadsheet, DuckDB, …\n"
     "mcbt rows -f tsv captures/ | clickhouse-client -q 'INSERT …'\n",
     true, false, run_rows},
    {"emit", kEmitBit, "SCRIPT [interval]", "a standalone .bt: top, snoop, latency or keylatency",
     "Writes the bpftrace script, for machines that have only bpftrace. With -p or --binary it is "
     "made for that memcached; without, for any that bpftrace finds in $PATH.",
     "mcbt emit top > mctop.bt            portable\n"
     "mcbt emit top -p 7744 -o mctop.bt   exactly the probes of this process\n"
     "sudo bpftrace -f json mctop.bt > cap.jsonl; mcbt report cap.jsonl\n",
     false, true, run_emit},
    {"probes", kProbesBit, "", "which USDT probes a memcached has, and what they tell",
     "Reads the binary of a process (in a container too) or a file: each probe, how many places it "
     "has, the signatures of its arguments, what mcbt gets from it, what this release no longer "
     "shows, and which source would be used. Traces nothing.",
     "mcbt probes -p 7744                 of a process\n"
     "mcbt probes --binary /usr/bin/memcached\n",
     false, false, run_probes},
    {"doctor", kDoctorBit, "", "whether tracing can work here, and why not",
     "Checks what a trace needs, each with its remedy, and traces for two seconds at the end. "
     "Exit status 1: tracing cannot work.",
     "sudo mcbt doctor                    this machine and the only memcached\n"
     "sudo mcbt doctor -p 7744 -f json    for programs\n",
     false, false, run_doctor},
    {"demo", kDemoBit, "[interval [count]]", "a replayed capture: no root, no memcached",
     "Shows `mcbt top` on a capture that comes with mcbt.",
     "mcbt demo                           at its own speed\n"
     "mcbt demo 0.2 5                     faster, five windows\n",
     false, true, run_demo},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

}  // namespace mcbt::cli
