#include "cli/manual_text.h"

namespace mcbt::cli {

const char* const kManualRequirements = R"(.SH REQUIREMENTS
bpftrace 0.12 to 0.27 (for the source syscall 0.17 to 0.20) and root for everything that traces; Linux with BPF, uprobes and tracefs.
.B mcbt doctor
checks them and says what to do about what is missing. The source
.B usdt
needs a memcached built with \-\-enable\-dtrace and before 1.6.40;
.B syscall
takes any other on x86\-64. What a trace costs is told by Linux 5.8 and later. Captures are read with
no root and no bpftrace.
)";

const char* const kManualFields = R"(.SH FIELDS
What is not known is empty, a minus, or null in JSON.
.TP
KEY
The key: UTF\-8 that can be printed as it is, other bytes as \exNN, a backslash as \e\e. \[u2026] behind
it: it was cut.
.TP
CALLS, REQ/S, %
Operations, operations a second, and the part of all operations.
.TP
GETS, HITS, MISSES, HIT%
Gets, those that found a value, those that did not, and the part of those that did of those that tell.
.TP
SETS, OTHER
Operations that store a value (set, add, replace, append, prepend, cas), and all others.
.TP
SIZE
Mean bytes of a value as read, or as written where none was read.
.TP
READ/S, WRITE/S
Value bytes a second.
.TP
LAT(us)
Mean microseconds from a request's read to its response (source syscall).
.TP
cost
In the head of a window. ns/op: nanoseconds in mcbt's BPF programs for each operation, as the kernel's
statistics have it. % CPU: all that tracing took of one CPU meanwhile; see OVERHEAD. Both are absent
where the kernel does not tell, and of captures.
.TP
complete, NOT complete
Whether all that memcached did is in the table. A line that begins with ! says what is missing and how
much of it.
.SH OVERHEAD
Tracing slows memcached down. On every operation the source
.B usdt
costs a trap into the kernel, 0.72 \(mcs on the machine that these figures are of (2 virtual CPUs of an Intel
Xeon, Linux 6.18, bpftrace 0.17), and a BPF program: 430 ns for
.B top
with keys of 16 bytes, 1,050 ns with keys of 200, where a program that only counts takes 65. With scripts for
people to read
.RB ( "mcbt emit" )
it is 870 and 1,750 ns.
.B latency
takes 1,070 ns in three programs, three traps each;
.B snoop
2,000 ns and much of another CPU, and on a busy server it loses events, which it counts. The source
.B syscall
has no traps but takes some 3,000 ns for a single get or set, about twice as much for each of a pipeline's or
multi\-get's, and slows every read and every other system call of all processes down a little. A memcached that
spends 6 \(mcs of CPU on an operation loses a sixth of its throughput to
.BR top ,
half to the source syscall and two thirds to snoop, if its threads are busy all the time; if they are idle
most of the time, it loses nothing but some microseconds of response time.
.PP
To these come bpftrace, some 5 \(mcs of a CPU a window for each pair of operation and key, mcbt itself, 0.6 %
of a CPU with 20,000 keys a second, 3 % with 100,000, and the memory of the maps in the kernel: 150 to 210 MB with
the default of \-\-max\-keys, allocated whether they are full or not. The kernel's statistics, which mcbt turns on
to know its cost, take 70 to 90 ns of each run of every BPF program on the machine.
.PP
The head of each window says what it is here: ns/op is the BPF programs alone; % CPU is all of it, the traps
included, in percent of one CPU. What the kernel's slow path of system calls costs is in neither.
.B \-\-max\-overhead
keeps % CPU within bounds, by pauses in which nothing is traced; the sums are estimates then, and say so.
.PP
Do not trace a memcached whose threads have no CPU left, nor snoop a busy one. Try
.B \-\-for 5s
first, on one of many servers.
)";

const char* const kManualEnd = R"(.SH EXIT STATUS
0: done, also by Ctrl\-C and \-\-for. 1: it failed; a line on stderr says what, where and what to do. 2: the
command line is wrong.
.SH ENVIRONMENT
.TP
MCBT_BPFTRACE
The bpftrace to run, as \-\-bpftrace.
.TP
NO_COLOR
Not empty: no colours on the full screen.
.TP
XDG_CONFIG_HOME
Where mcbt/top.conf with the full screen's settings is; $HOME/.config unless set.
.SH SOURCE
mcbt's own repository: docs/ has the capture protocol, the output formats, what differs between releases
of bpftrace and of memcached, what can go wrong and is shown, and what it costs.
.SH OS
Linux
.SH STABILITY
Unstable: in development. Captures name the version of their protocol, and JSON its schema.
.SH SEE ALSO
.BR bpftrace (8),
.BR memcached (1),
.BR memcstat (1)
)";

}  // namespace mcbt::cli
