// flashkit serve: the server, until it is told to stop.
#include "server/serve.h"

#include "cli/command.h"

namespace flashkit::cli {

int run_serve(Arguments arguments) {
  return server::serve_main(std::vector<std::string>(arguments.begin(), arguments.end()));
}

}  // namespace flashkit::cli
