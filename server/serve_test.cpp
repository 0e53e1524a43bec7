// The server as a process, over real sockets: what it serves, what it refuses, how it starts and stops.
#include <fstream>
#include <thread>

#include "adapters/system/system.h"
#include "base/json.h"
#include "base/sha256.h"
#include "server/static_files.h"
#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

class ServeTest : public ::testing::Test {
 protected:
  ServeTest() {
    std::filesystem::create_directories(folder_.path() + "/app/assets");
    std::filesystem::create_directories(folder_.path() + "/fonts");
    write("app/index.html", "<html><head></head><style nonce=\"__FLASHKIT_NONCE__\"></style></html>");
    write("app/assets/main-1a2b.js", std::string(4000, 'x'));
    write("app/assets/main-1a2b.js.br", "stands for brotli");
    write("app/sw.js", "self");
    write("fonts/fonts.json", "{}");
    write("fonts/" + std::string(64, 'a') + ".ttf", "font");
    write("secret", "secret");
    server_ = std::make_unique<ServerProcess>(
        folder_.path() + "/data", std::vector<std::string>{"--app", folder_.path() + "/app", "--fonts",
                                                           folder_.path() + "/fonts", "--header-timeout-ms", "700"});
  }
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path() + "/" + name, std::ios::binary) << bytes;
  }
  HttpAnswer get(const std::string& target, const std::vector<std::string>& headers = {}) {
    return http(server_->port(), "GET", target, headers);
  }
  HttpAnswer raw(const std::string& bytes, int timeout_ms = 5000) {
    Connection connection(server_->port());
    connection.send(bytes);
    return parse_answer(connection.receive_all(timeout_ms));
  }
  TestFolder folder_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(ServeTest, AnswersHealthAndMetrics) {
  const HttpAnswer health = get("/healthz");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.header("Content-Type"), "application/json");
  EXPECT_TRUE(base::parse_json(health.body).ok());
  const HttpAnswer metrics = get("/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.body.find("\nflashkit_requests_total "), std::string::npos);
}

TEST(StaticFilesPolicy, PagesAndWorkersMayTalkToTheStoreOnlyWhereBlobsGoThere) {  // A6
  const TestFolder folder;
  std::ofstream(folder.path() + "/index.html") << "<head></head>";
  std::ofstream(folder.path() + "/worker.js") << "1;";
  adapters::SystemRandom random;
  StaticFiles files(folder.path(), {}, random);
  const auto policy_of = [&files](const std::string& path) {
    const Response answer =
        files.serve({.method = "GET", .path = path, .query = {}, .headers = {}, .body = {}, .peer = {}});
    for (const Header& each : answer.headers) {
      if (each.name == "Content-Security-Policy") return each.value;
    }
    return std::string();
  };
  for (const char* path : {"/", "/worker.js"}) {
    EXPECT_NE(policy_of(path).find("connect-src 'self';"), std::string::npos) << path;
    files.allow_connections_to("https://bucket.example");
    EXPECT_NE(policy_of(path).find("connect-src 'self' https://bucket.example;"), std::string::npos) << path;
    files.allow_connections_to("");
  }
}

TEST_F(ServeTest, ServesTheAppWithAFreshNonceAndAStrictPolicy) {
  const HttpAnswer first = get("/");
  const HttpAnswer second = get("/d/00112233445566778899aabbccddeeff");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(second.status, 200);
  const std::string policy = first.header("Content-Security-Policy");
  const std::size_t at = policy.find("'nonce-");
  ASSERT_NE(at, std::string::npos);
  const std::string nonce = policy.substr(at + 7, 32);
  EXPECT_NE(first.body.find("nonce=\"" + nonce + '"'), std::string::npos);
  EXPECT_EQ(second.body.find(nonce), std::string::npos);
  EXPECT_NE(policy.find("'wasm-unsafe-eval'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos);
  EXPECT_EQ(first.header("Cross-Origin-Opener-Policy"), "same-origin-allow-popups");
  EXPECT_EQ(first.header("Cross-Origin-Embedder-Policy"), "");
  EXPECT_EQ(first.header("X-Content-Type-Options"), "nosniff");
}

TEST_F(ServeTest, KeepsHashedFilesForEverAndOthersNot) {
  const HttpAnswer asset = get("/assets/main-1a2b.js", {"Accept-Encoding: gzip"});
  EXPECT_EQ(asset.status, 200);
  EXPECT_NE(asset.header("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(asset.header("Content-Encoding"), "gzip");
  EXPECT_LT(asset.body.size(), 400u);
  EXPECT_EQ(get("/assets/main-1a2b.js", {"If-None-Match: " + asset.header("ETag")}).status, 304);
  const HttpAnswer prepared = get("/assets/main-1a2b.js", {"Accept-Encoding: gzip, br"});
  EXPECT_EQ(prepared.header("Content-Encoding"), "br");
  EXPECT_EQ(prepared.body, "stands for brotli");
  EXPECT_EQ(get("/assets/main-1a2b.js").body, std::string(4000, 'x'));
  const HttpAnswer worker = get("/sw.js");
  EXPECT_EQ(worker.header("Cache-Control"), "no-cache");
  EXPECT_EQ(worker.header("Service-Worker-Allowed"), "/");
  const HttpAnswer font = get("/fonts/" + std::string(64, 'a'));
  EXPECT_EQ(font.body, "font");
  EXPECT_NE(font.header("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(get("/fonts/fonts.json").header("Cache-Control"), "no-cache");
  EXPECT_EQ(get("/assets/none.js").status, 404);
}

TEST_F(ServeTest, NeverLeavesItsFolders) {
  for (const char* target : {"/../secret", "/assets/../../secret", "/%2e%2e/secret", "/fonts/..%2f..%2fsecret",
                             "/assets/..%5c..%5csecret", "/fonts/%00", "//../secret", "/api/v1/blobs/../../secret",
                             "/assets/%2e%2e/%2e%2e/secret", "/fonts//../secret"}) {
    const HttpAnswer answer = get(target);
    EXPECT_EQ(answer.body.find("secret\n"), std::string::npos) << target;
    EXPECT_NE(answer.body, "secret") << target;
    EXPECT_GE(answer.status, 400) << target;
  }
  std::filesystem::create_symlink(folder_.path() + "/secret", folder_.path() + "/app/assets/link.js");
  EXPECT_EQ(get("/assets/link.js").status, 404);
}

TEST_F(ServeTest, KeepsBlobsByTheirHashAndNothingElse) {
  const std::string bytes("\x89PNG\r\n\x1a\n and so on", 18);
  const std::string path = "/api/v1/blobs/" + name_of(bytes);
  const HttpAnswer put = http(server_->port(), "PUT", path, {}, bytes);
  EXPECT_EQ(put.status, 201);
  EXPECT_NE(put.header("Set-Cookie").find("HttpOnly; SameSite=Lax"), std::string::npos);
  EXPECT_EQ(http(server_->port(), "PUT", path, {cookie_of(put)}, bytes).status, 200);
  const HttpAnswer read = get(path);
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, bytes);
  EXPECT_EQ(read.header("Content-Type"), "image/png");
  EXPECT_NE(read.header("Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_EQ(http(server_->port(), "PUT", "/api/v1/blobs/" + name_of("other"), {}, bytes).status, 422);
  EXPECT_EQ(http(server_->port(), "PUT", "/api/v1/blobs/short", {}, bytes).status, 400);
  EXPECT_EQ(get("/api/v1/blobs/" + name_of("other")).status, 404);
  for (const std::string& tiny : {std::string(), std::string("abc"), std::string("RIFFx"), std::string("1234ftyp")}) {
    const std::string place = "/api/v1/blobs/" + name_of(tiny);
    EXPECT_EQ(http(server_->port(), "PUT", place, {cookie_of(put)}, tiny).status, 201) << tiny;
    const HttpAnswer back = get(place);
    EXPECT_EQ(back.status, 200) << tiny;
    EXPECT_EQ(back.body, tiny);
    EXPECT_EQ(back.header("Content-Type"), tiny.size() < 8 ? "application/octet-stream" : "video/mp4");
  }
}

TEST_F(ServeTest, AccountsSignInAndOut) {
  const std::string json = R"({"email":"ada@example.org","password":"correct horse","name":"Ada"})";
  const HttpAnswer guest = get("/api/v1/me");
  ASSERT_EQ(guest.status, 200);
  EXPECT_NE(guest.body.find("\"guest\":true"), std::string::npos);
  const HttpAnswer made = http(server_->port(), "POST", "/api/v1/accounts", {cookie_of(guest)}, json);
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body.substr(0, 40), guest.body.substr(0, 40)) << "the guest became the account";
  const HttpAnswer me = get("/api/v1/me", {cookie_of(made)});
  EXPECT_NE(me.body.find("ada@example.org"), std::string::npos);
  EXPECT_EQ(http(server_->port(), "POST", "/api/v1/accounts", {}, json).status, 409);
  EXPECT_EQ(
      http(server_->port(), "POST", "/api/v1/sessions", {}, R"({"email":"ada@example.org","password":"wrong horse"})")
          .status,
      401);
  const HttpAnswer in = http(server_->port(), "POST", "/api/v1/sessions", {}, json);
  ASSERT_EQ(in.status, 200);
  EXPECT_EQ(http(server_->port(), "DELETE", "/api/v1/sessions", {cookie_of(in)}).status, 204);
  EXPECT_NE(get("/api/v1/me", {cookie_of(in)}).body.find("\"guest\":true"), std::string::npos);
  EXPECT_EQ(server_->log().find("correct horse"), std::string::npos);
}

TEST_F(ServeTest, RefusesRequestsFromOtherOrigins) {
  const std::vector<std::string> foreign = {"Origin: http://evil.example"};
  EXPECT_EQ(http(server_->port(), "POST", "/api/v1/sessions", foreign, "{}").status, 403);
  EXPECT_EQ(http(server_->port(), "POST", "/api/v1/sessions", {"Sec-Fetch-Site: cross-site"}, "{}").status, 403);
  EXPECT_EQ(http(server_->port(), "PUT", "/api/v1/blobs/" + name_of("x"), foreign, "x").status, 403);
  EXPECT_EQ(LiveClient(server_->port(), foreign).answer.status, 403);
  const std::string own = "Origin: http://127.0.0.1:" + std::to_string(server_->port());
  EXPECT_EQ(LiveClient(server_->port(), {own}).answer.status, 101);
}

TEST_F(ServeTest, RefusesHostileHeads) {
  EXPECT_EQ(get("/healthz", {"X-Long: " + std::string(40'000, 'x')}).status, 431);
  EXPECT_EQ(raw("GET /" + std::string(40'000, 'a') + " HTTP/1.1\r\n\r\n").status, 431);
  EXPECT_EQ(raw("NOT HTTP AT ALL\r\n\r\n").status, 400);
  EXPECT_EQ(raw(std::string("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 29)).status, 400);
  EXPECT_EQ(raw("GET http:// HTTP/1.1\r\nHost: x\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status, 400);
  EXPECT_GE(raw("POST /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef").status,
            400);
  EXPECT_GE(raw("POST /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n").status, 400);
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(ServeTest, RefusesBodiesOverTheLimitBeforeReadingThem) {
  const std::string head = "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\n";
  EXPECT_EQ(raw(head + "Content-Length: 99999999999\r\n\r\n").status, 413);
  EXPECT_EQ(
      raw("PUT /api/v1/blobs/" + name_of("x") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 70000000\r\n\r\n").status,
      413);
  std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100; ++i) chunked += "1000\r\n" + std::string(4096, 'x') + "\r\n";
  EXPECT_EQ(raw(chunked).status, 413);
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(ServeTest, EndsSlowAndSilentConnections) {
  Connection silent(server_->port());
  Connection slow(server_->port());
  slow.send("GET /healthz HT");
  for (int i = 0; i < 20 && !slow.ended(); ++i) {
    slow.send("x");
    slow.receive(100);
  }
  EXPECT_TRUE(slow.ended()) << "a head that comes byte by byte has a limit in time";
  silent.receive(3000);
  EXPECT_TRUE(silent.ended());
}

TEST_F(ServeTest, ASecondServerOnTheFolderIsRefusedClearly) {
  ServerProcess second(folder_.path() + "/data");
  EXPECT_EQ(second.port(), 0);
  EXPECT_EQ(second.stop(0), 1);
  EXPECT_NE(second.log().find("another server uses the data folder"), std::string::npos);
}

TEST_F(ServeTest, ATakenPortAndBadOptionsAreRefusedClearly) {
  ServerProcess taken(folder_.path() + "/other", {"--port", std::to_string(server_->port())});
  EXPECT_EQ(taken.stop(0), 1);
  EXPECT_NE(taken.log().find("the port is taken"), std::string::npos);
  ServerProcess bad(folder_.path() + "/bad", {"--port", "70000"});
  EXPECT_EQ(bad.stop(0), 2);
  EXPECT_NE(bad.log().find("--port cannot be '70000'"), std::string::npos);
  ServerProcess unwritable("/proc/flashkit");
  EXPECT_EQ(unwritable.port(), 0);
  EXPECT_EQ(unwritable.stop(0), 1);
}

TEST_F(ServeTest, StopsGracefullyAndMarksItsFolder) {
  LiveClient client(server_->port());
  ASSERT_TRUE(client.hello().has_value());
  const base::DocumentId document{1, 9};
  ASSERT_TRUE(client.open(document, k_capability, true).has_value());
  // Alone and without a gesture's end: it would wait for company, but the stop comes first.
  client.push(document, {operation_bytes({5, 5}, 1, "last words")}, false);
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  ::kill(server_->pid(), SIGTERM);
  EXPECT_TRUE(client.wait_for<sync::Acknowledged>().has_value());
  while (client.receive(5000).has_value()) {
  }
  EXPECT_EQ(client.close_code(), 1001);
  client.connection().close();
  EXPECT_EQ(server_->stop(0), 0);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() + "/data/closed-well"));
  ServerProcess again(folder_.path() + "/data");
  LiveClient later(again.port());
  later.hello();
  const auto opened = later.open(document, k_capability, false);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->head, 1u);
}

TEST_F(ServeTest, StopsAndLeavesNothingBehindThoughAClientNeverAnswersTheClose) {
  LiveClient silent(server_->port());
  ASSERT_TRUE(silent.hello().has_value());
  ASSERT_TRUE(silent.open({1, 9}, k_capability, true).has_value());
  EXPECT_EQ(server_->stop(SIGTERM), 0);  // with sanitizers: nor does it leak what it held for this client
  EXPECT_EQ(server_->log().find("not everything came to an end in time"), std::string::npos);
}

}  // namespace
}  // namespace flashkit::server::testing
