#include "cli/manual_text.h"

namespace mcbt::cli {

const char* const kManualRequirements = R"(.SH REQUIREMENTS
bpftrace 0.12 to 0.26 and root for everything that traces; Linux with BPF, uprobes and tracefs.
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
The key: UTF\-8 that can be printed as it is, other bytes as \exNN, a backslash as \e\e. \(u2026 behind
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
@OVERHEAD@
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
