// The server alone, for tests; `flashkit serve` is the same.
#include "server/serve.h"

int main(int argument_count, char** arguments) { return flashkit::server::serve_main(argument_count, arguments); }
