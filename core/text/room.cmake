# Public because a static library passes its own needs on to what links it.
include(TextLibraries)
target_link_libraries(${ROOM_TARGET} PUBLIC flashkit_text_libraries)
