# The SQL of schema/ goes into the program as it stands.
find_package(OpenSSL REQUIRED)
find_package(Threads REQUIRED)
set(schema_folder ${CMAKE_BINARY_DIR}/generated/schema)
foreach(name server)
  set(schema_source ${CMAKE_SOURCE_DIR}/schema/${name}.sql)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema_source})
  file(READ ${schema_source} schema_text)
  file(CONFIGURE OUTPUT ${schema_folder}/${name}_sql.h @ONLY CONTENT
"// Made by adapters/room.cmake from schema/${name}.sql.
#pragma once
namespace flashkit::schema {
inline constexpr char k_${name}_sql[] = R\"sql(@schema_text@)sql\";
}
")
endforeach()
target_include_directories(${ROOM_TARGET} PRIVATE ${CMAKE_BINARY_DIR}/generated)
target_link_libraries(${ROOM_TARGET} PUBLIC sqlite3 sodium z OpenSSL::SSL OpenSSL::Crypto Threads::Threads)

# A planted bug of tests/dynamodb takes the place of one object.
file(GLOB dynamodb_sources CONFIGURE_DEPENDS ${ROOM_FOLDER}/dynamodb/*.cpp)
flashkit_compile_alone(${dynamodb_sources})

# Asio and Beast are compiled once, in system/asio.cpp, instead of in every file that opens a socket.
target_compile_definitions(${ROOM_TARGET} PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
flashkit_socket_sources(${ROOM_FOLDER}/system/asio.cpp ${ROOM_FOLDER}/net/client_stream.cpp ${ROOM_FOLDER}/aws/connection.cpp
  ${ROOM_FOLDER}/aws/transport.cpp)
