# The simulator over the shipping sync and operations, and one more program for every planted bug: it takes the one source
# file that holds the bug, compiled with its switch, in place of the library's.
if(NOT FLASHKIT_TESTS)
  return()
endif()
set(simulator ${CMAKE_SOURCE_DIR}/tests/simulator)
file(GLOB simulator_sources CONFIGURE_DEPENDS ${simulator}/*.cpp)
list(REMOVE_ITEM simulator_sources ${simulator}/main.cpp)
# The server without sockets and pictures: rooms, sessions, rights, checkpoints.
file(GLOB simulator_server CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/server/live_*.cpp)
list(FILTER simulator_server EXCLUDE REGEX "_test\\.cpp$")
foreach(name compress entries http metrics neighbours nodes presence_mail rights states version_policy versions)
  list(APPEND simulator_server ${CMAKE_SOURCE_DIR}/server/${name}.cpp)
endforeach()
add_library(flashkit_simulator_world STATIC EXCLUDE_FROM_ALL ${simulator_sources} ${simulator_server}
  ${CMAKE_SOURCE_DIR}/adapters/replica_sqlite/replica_sqlite.cpp ${CMAKE_SOURCE_DIR}/adapters/aws/http.cpp
  ${CMAKE_SOURCE_DIR}/adapters/aws/tally.cpp)
set_target_properties(flashkit_simulator_world PROPERTIES UNITY_BUILD OFF)  # a planted bug takes the place of one object
target_link_libraries(flashkit_simulator_world PUBLIC flashkit_flags flashkit_sync flashkit_gtest sqlite3 z zstd)

add_library(flashkit_simulator_main OBJECT EXCLUDE_FROM_ALL ${simulator}/main.cpp)
target_link_libraries(flashkit_simulator_main PUBLIC flashkit_simulator_world)
add_executable(flashkit_simulator EXCLUDE_FROM_ALL $<TARGET_OBJECTS:flashkit_simulator_main>)
target_link_libraries(flashkit_simulator PRIVATE flashkit_simulator_world)
add_test(NAME flashkit_simulator COMMAND flashkit_simulator --seeds 5000)
set_tests_properties(flashkit_simulator PROPERTIES TIMEOUT 1800 LABELS slow)
add_dependencies(slow_tests flashkit_simulator)

# Further words: kinds of fault that exist in each of its seeds, where the bug shows only with them.
function(flashkit_add_mutant name source seeds)
  string(TOLOWER ${name} lower)
  list(TRANSFORM ARGN PREPEND "--with;" OUTPUT_VARIABLE with)
  set(target flashkit_simulator_mutant_${lower})
  add_executable(${target} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:flashkit_simulator_main> ${CMAKE_SOURCE_DIR}/${source})
  target_compile_definitions(${target} PRIVATE FLASHKIT_MUTANT_${name})
  target_link_libraries(${target} PRIVATE flashkit_simulator_world)
  add_test(NAME ${target} COMMAND ${target} --expect-violation --seeds ${seeds} ${with})
  set_tests_properties(${target} PROPERTIES TIMEOUT 600 LABELS slow)
  add_dependencies(slow_tests ${target})
endfunction()

# Of a toy of this protocol, where each was seen to lose, double or diverge:
flashkit_add_mutant(NO_DEDUPLICATION core/sync/sequencer.cpp 500)
flashkit_add_mutant(DROPPED_WHEN_SENT core/sync/replica_server.cpp 1000)
flashkit_add_mutant(ACKNOWLEDGE_BEFORE_APPEND core/sync/sequencer.cpp 500)
flashkit_add_mutant(NO_CONTIGUITY core/sync/replica_journal.cpp 1000)
flashkit_add_mutant(STORED_BEFORE_DURABLE core/sync/replica_tabs.cpp 2000)
flashkit_add_mutant(KEPT_CLIENT tests/simulator/tab.cpp 2000 rollbacks)
flashkit_add_mutant(LOST_ANSWER_IS_FAILURE core/sync/sequencer.cpp 1000)
flashkit_add_mutant(CHECKPOINT_WITHOUT_CLIENTS core/sync/checkpoint.cpp 1000 purges)
flashkit_add_mutant(GAPS_ACCEPTED core/sync/sequencer.cpp 1000)
# Our own:
flashkit_add_mutant(LOST_ANSWER_IS_SUCCESS core/sync/sequencer.cpp 1000)
flashkit_add_mutant(HINT_IS_TRUTH core/sync/sequencer.cpp 1000)
flashkit_add_mutant(CURSOR_APART core/sync/replica_journal.cpp 2000)
flashkit_add_mutant(COMPACTED_TOO_FAR core/sync/replica_care.cpp 4000 tab_kills)
flashkit_add_mutant(UNSYNCED_AT_OPEN adapters/replica_sqlite/replica_sqlite.cpp 4000 power_loss dies_in_transaction)
flashkit_add_mutant(NO_REBASE core/sync/view.cpp 500)
flashkit_add_mutant(HALF_APPLIED core/operations/apply.cpp 1000)
flashkit_add_mutant(LETTERS_AT_THE_START core/operations/apply.cpp 1000)
flashkit_add_mutant(GAP_SERVED server/live_session.cpp 2000 purges)
flashkit_add_mutant(RIGHT_BACK_UNNOTICED server/live_room.cpp 2000 role_changes)
flashkit_add_mutant(ENTRY_BEFORE_BODY server/live_room.cpp 1000)
flashkit_add_mutant(POINTER_MOVES_BACK server/states.cpp 4000 purges slow_stores)
