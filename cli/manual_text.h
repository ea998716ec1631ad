// The sections of the man page that no table holds, in roff.
#pragma once

namespace mcbt::cli {

extern const char* const kManualRequirements;
extern const char* const kManualFields;  // FIELDS and OVERHEAD, between EXAMPLES and the end
extern const char* const kManualEnd;     // from EXIT STATUS on

}  // namespace mcbt::cli
