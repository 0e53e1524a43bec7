# What crosses rooms. Each folder that holds programs describes them in its own tests.cmake.
file(GLOB folders CONFIGURE_DEPENDS ${ROOM_FOLDER}/*/tests.cmake)
foreach(folder ${folders})
  include(${folder})
endforeach()
