// Preloaded into DynamoDB Local, which has no option for its address: a socket bound to every interface is bound to the
// loopback address instead.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

typedef int (*bind_function)(int, const struct sockaddr*, socklen_t);

int bind(int descriptor, const struct sockaddr* address, socklen_t size) {
  bind_function next = (bind_function)dlsym(RTLD_NEXT, "bind");
  struct sockaddr_storage copy;
  if (address == NULL || size > sizeof(copy)) return next(descriptor, address, size);
  memcpy(&copy, address, size);
  if (copy.ss_family == AF_INET) {
    struct sockaddr_in* four = (struct sockaddr_in*)&copy;
    if (four->sin_addr.s_addr == htonl(INADDR_ANY)) four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  } else if (copy.ss_family == AF_INET6) {
    struct sockaddr_in6* six = (struct sockaddr_in6*)&copy;
    // Java's sockets speak both families: the loopback address of the older one, written as one of the newer.
    if (IN6_IS_ADDR_UNSPECIFIED(&six->sin6_addr)) inet_pton(AF_INET6, "::ffff:127.0.0.1", &six->sin6_addr);
  }
  return next(descriptor, (struct sockaddr*)&copy, size);
}
