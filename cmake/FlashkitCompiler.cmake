# Flags every target shares. Floating-point contraction is off because results must be the same bits in every build.
find_program(FLASHKIT_CCACHE ccache)
if(FLASHKIT_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${FLASHKIT_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FLASHKIT_CCACHE})
endif()
# The presets for whole builds compile files in batches, which takes half the time; `dev` compiles each alone, for the quick
# inner loop and to see that every file includes what it uses.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)

add_library(flashkit_flags INTERFACE)
target_compile_options(flashkit_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wdouble-promotion
  -Wswitch-enum -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ would read an id that was just written in two halves as one vector, which waits for every write before it.
  target_compile_options(flashkit_flags INTERFACE -fno-tree-slp-vectorize)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(flashkit_flags INTERFACE -Wno-subobject-linkage)  # it takes the files of a batch for headers
endif()
target_include_directories(flashkit_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/core)
target_compile_definitions(flashkit_flags INTERFACE FMT_HEADER_ONLY=1 BOOST_ALLOW_DEPRECATED_HEADERS=1)

set(FLASHKIT_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
if(FLASHKIT_SANITIZE)
  add_compile_options(-fsanitize=${FLASHKIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${FLASHKIT_SANITIZE})
  if(FLASHKIT_SANITIZE STREQUAL "thread")
    # The sanitizer does not understand stand-alone fences, and says so as a warning; Asio's queues are guarded by mutexes.
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()

if(EMSCRIPTEN)
  # Debian keeps headers that are also good for WebAssembly in /usr/include; only these few are borrowed from there.
  set(FLASHKIT_BORROWED ${CMAKE_BINARY_DIR}/borrowed)
  file(MAKE_DIRECTORY ${FLASHKIT_BORROWED})
  foreach(name boost protozero fmt)
    file(CREATE_LINK /usr/include/${name} ${FLASHKIT_BORROWED}/${name} SYMBOLIC)
  endforeach()
  include_directories(SYSTEM ${FLASHKIT_BORROWED})
endif()

# Files over Asio and Beast: what they instantiate keeps the optimiser busy for a minute each, only to wait for sockets. The
# undefined-behaviour sanitizer doubles that for code which is mostly theirs; addresses and threads are still watched.
function(flashkit_socket_sources)
  if(FLASHKIT_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-O0;-fno-sanitize=undefined")
  else()
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-O1")
  endif()
endfunction()
