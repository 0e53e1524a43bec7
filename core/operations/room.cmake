flashkit_compile_alone(${ROOM_FOLDER}/apply.cpp ${ROOM_FOLDER}/generated/operation.pb.cpp)
