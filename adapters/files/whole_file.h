#pragma once
// Files that are there whole or not at all, whatever happens in between: a full disk, a kill, the power. The bytes are
// written beside, flushed, and only then given their name. `beside` is a path in the same file system that nobody else
// writes to at the time; what an earlier try left there is thrown away, and nothing is left there after an error.
// Every function says an error with the system's own code.
#include <sys/types.h>

#include <string>
#include <string_view>
#include <system_error>

namespace flashkit::adapters::files {

// All bytes of a file. On an error `bytes` is empty.
[[nodiscard]] std::error_code read_whole(const std::string& path, std::string& bytes);

// `path` holds what it held before or `bytes` at any moment, and `bytes`, durably, when it returns without an error.
// Were only the folder's flush to fail, the new bytes stand there already and may be lost with the power.
[[nodiscard]] std::error_code replace_whole(const std::string& path, const std::string& beside, std::string_view bytes,
                                            mode_t mode);

// Never over another file. True: `path` is new and holds `bytes`. False without an error: there is another one. Either
// way the name is durable without an error.
bool create_whole(const std::string& path, const std::string& beside, std::string_view bytes, mode_t mode,
                  std::error_code& code);

// The first half, for those who give the name in another way: the bytes are durable in a new file `beside`.
[[nodiscard]] std::error_code write_beside(const std::string& beside, std::string_view bytes, mode_t mode);
// The second: names given or taken away in the folder are durable.
[[nodiscard]] std::error_code flush_folder(const std::string& folder);

}  // namespace flashkit::adapters::files
