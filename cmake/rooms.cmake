# What every room's library has in common. A room links to the rooms that it may include
# (docs/architecture.md) and to nothing else; tests/include_test.py checks the includes themselves.

option(MCBT_WERROR "Warnings are errors; the presets set it" OFF)
option(MCBT_FUZZ "The libFuzzer target; needs clang and fuzzer-no-link in MCBT_SANITIZE" OFF)
set(MCBT_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

add_library(mcbt_options INTERFACE)
target_include_directories(mcbt_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(mcbt_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough $<$<BOOL:${MCBT_WERROR}>:-Werror>)
target_compile_definitions(mcbt_options INTERFACE MCBT_VERSION="${PROJECT_VERSION}")
if(MCBT_SANITIZE)
  # What a sanitizer finds ends the program: else a test that meets it would pass.
  target_compile_options(mcbt_options INTERFACE
    -fsanitize=${MCBT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(mcbt_options INTERFACE -fsanitize=${MCBT_SANITIZE})
endif()

# add_room(NAME SOURCES... ROOMS... LIBRARIES...)
function(add_room name)
  cmake_parse_arguments(room "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_library(mcbt_${name} STATIC ${room_SOURCES})
  list(TRANSFORM room_ROOMS PREPEND mcbt_)
  target_link_libraries(mcbt_${name} PUBLIC mcbt_options ${room_ROOMS} PRIVATE ${room_LIBRARIES})
endfunction()
