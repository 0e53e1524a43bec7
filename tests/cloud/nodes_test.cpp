// Several servers, each a process of its own, on one table: forty devices write into one design through all of them,
// some servers are killed with -9, others told to stop. Everybody ends with the same bytes, the journal holds every
// operation once and has no gap. All servers but the last tell each other of news; that one neither tells nor is told.
// How long the devices took to go on is printed and held to no clock. FLASHKIT_NODES, FLASHKIT_DEVICES and
// FLASHKIT_ROUNDS make it another size.
#include "tests/cloud/fleet.h"

namespace flashkit::tests::cloud {
namespace {

// When, after `since`, the device first met that on another server; 0: not yet.
std::uint64_t first_elsewhere(const SwarmDevice& device, Meeting::What what, std::uint64_t since_ms,
                              std::uint16_t port) {
  for (const Meeting& each : device.meetings()) {
    if (each.what == what && each.at_ms >= since_ms && each.port != port) return each.at_ms;
  }
  return 0;
}

struct Figures {
  std::vector<std::uint64_t> opened_ms;
  std::vector<std::uint64_t> acknowledged_ms;
};

void print(const char* what, std::vector<std::uint64_t> times_ms) {
  if (times_ms.empty()) return;
  std::sort(times_ms.begin(), times_ms.end());
  const auto at = [&](std::size_t percent) { return times_ms[(times_ms.size() - 1) * percent / 100]; };
  std::printf("{\"what\":\"%s\",\"count\":%zu,\"p50_ms\":%llu,\"p95_ms\":%llu,\"p99_ms\":%llu,\"most_ms\":%llu}\n",
              what, times_ms.size(), static_cast<unsigned long long>(at(50)), static_cast<unsigned long long>(at(95)),
              static_cast<unsigned long long>(at(99)), static_cast<unsigned long long>(times_ms.back()));
}

// Ends one server by that signal while its devices write; they go on through the others. Then it is there again.
void end_one(Fleet& fleet, const Devices& devices, std::size_t at, int signal, Figures& figures) {
  const std::uint16_t port = fleet.node(at).port();
  const std::vector<SwarmDevice*> affected = devices_of(devices, port);
  EXPECT_FALSE(affected.empty());
  const std::uint64_t since_ms = steady_ms();
  ASSERT_EQ(::kill(fleet.node(at).pid(), signal), 0);
  const auto all_met = [&](Meeting::What what) {
    return std::all_of(affected.begin(), affected.end(),
                       [&](const SwarmDevice* device) { return first_elsewhere(*device, what, since_ms, port) != 0; });
  };
  EXPECT_TRUE(until([&] { return all_met(Meeting::What::Acknowledged); })) << "a device did not go on";
  for (const SwarmDevice* device : affected) {
    figures.opened_ms.push_back(first_elsewhere(*device, Meeting::What::Opened, since_ms, port) - since_ms);
    figures.acknowledged_ms.push_back(first_elsewhere(*device, Meeting::What::Acknowledged, since_ms, port) - since_ms);
    for (const Meeting& each : device->meetings()) {
      if (each.what != Meeting::What::Lost || each.port != port || each.at_ms < since_ms) continue;
      EXPECT_EQ(each.close_code, signal == SIGTERM ? 1001 : 0);  // N4
    }
  }
  const int status = fleet.node(at).stop(0);
  EXPECT_EQ(status, signal == SIGTERM ? 0 : -SIGKILL) << fleet.node(at).log();
  fleet.servers.ports[at].store(0);
  fleet.start(at);
}

// The number after a name in the text of /metrics.
double metric(std::uint16_t port, const std::string& name) {
  const std::string body = server::testing::http(port, "GET", "/metrics").body;
  const std::size_t at = body.find("\n" + name + ' ');
  return at == std::string::npos ? -1 : std::strtod(body.c_str() + at + name.size() + 2, nullptr);
}

TEST(Nodes, FindEachOtherAndTellEachOtherAndNobodyElseMay) {  // N6-N8
  if (adapters::aws::stand_in("FLASHKIT_DYNAMODB").empty()) GTEST_SKIP() << "the stand-ins do not run here";
  Fleet fleet(3);
  const auto others = [&](std::size_t at) { return metric(fleet.node(at).port(), "flashkit_other_nodes"); };
  EXPECT_TRUE(until([&] { return others(0) == 1 && others(1) == 1; })) << "two are in the registry";
  EXPECT_EQ(others(2), 0);
  server::testing::LiveClient ann(fleet.node(0).port());
  ASSERT_TRUE(ann.hello().has_value());
  ASSERT_TRUE(ann.open(k_document, server::testing::k_capability, true).has_value());
  server::testing::LiveClient bob(fleet.node(1).port());
  ASSERT_TRUE(bob.hello().has_value());
  ASSERT_TRUE(bob.open(k_document, server::testing::k_capability, false).has_value());
  ann.push(k_document, {server::testing::operation_bytes({1, 1}, 1, "by ann")});
  ASSERT_TRUE(bob.wait_for<sync::Entries>().has_value());
  ASSERT_TRUE(ann.wait_for<sync::Acknowledged>().has_value());
  const auto of_both = [&](const char* name) {
    return metric(fleet.node(0).port(), name) + metric(fleet.node(1).port(), name);
  };
  EXPECT_TRUE(until([&] { return of_both("flashkit_news_heard_total") == 1; })) << "who wrote tells the other";

  // Both suggest the same server, which writes for the other one; who stands alone suggests none.
  const auto capability = operations::id_from_bytes<base::Capability>(server::testing::k_capability);
  const auto preferred = [&](std::size_t at) {
    const auto answer =
        server::testing::http(fleet.node(at).port(), "GET", "/api/v1/documents/" + base::to_hex(k_document),
                              {"X-Flashkit-Capability: " + base::to_hex(*capability)});
    const auto json = base::parse_json(answer.body);
    EXPECT_TRUE(json.ok() && answer.status == 200) << answer.body;
    const base::Json* name = json.ok() ? json.value().find("preferred_node") : nullptr;
    return name == nullptr ? std::string() : std::string(name->as_string());
  };
  EXPECT_EQ(preferred(0), preferred(1));
  EXPECT_EQ(preferred(0).size(), 12u);
  EXPECT_EQ(preferred(2), "");
  const std::string health = server::testing::http(fleet.node(0).port(), "GET", "/healthz", {}).body;
  const bool first_writes = health.find(preferred(0)) != std::string::npos;
  server::testing::LiveClient& guest = first_writes ? bob : ann;
  guest.push(k_document, {server::testing::operation_bytes({1, 2}, 1, "by a guest")});
  ASSERT_TRUE(guest.wait_for<sync::Acknowledged>().has_value());
  const auto writer = fleet.node(first_writes ? 0 : 1).port();
  EXPECT_EQ(metric(writer, "flashkit_entries_appended_total"), 2);
  EXPECT_GE(metric(writer, "flashkit_pushes_written_for_others_total"), 1);

  const std::string body = R"({"from":"x","news":[]})";
  const auto post = [&](std::size_t at, const std::string& header) {
    for (const char* path : {"/inner/v1/push", "/inner/v1/presence"}) {
      EXPECT_NE(server::testing::http(fleet.node(at).port(), "POST", path, {header}, body).status, 200) << path;
    }
    return server::testing::http(fleet.node(at).port(), "POST", "/inner/v1/news", {header}, body).status;
  };
  EXPECT_EQ(post(0, "Authorization: Bearer " + k_secret), 204);
  EXPECT_EQ(post(0, "Authorization: Bearer guessed"), 404);
  EXPECT_EQ(post(0, "X-Nothing: 1"), 404);
  EXPECT_EQ(post(2, "Authorization: Bearer " + k_secret), 405) << "there is no such thing where no address is given";
  // One that stops takes its record along.
  ann.connection().close();
  EXPECT_EQ(fleet.node(0).stop(SIGTERM), 0);
  Answer<base::Result<ports::RecordPage>> registry;
  fleet.cloud().records().query("N#", "", "", 10, registry.callback());
  EXPECT_EQ(registry.wait(fleet).value().records.size(), 1u);
}

TEST(Nodes, WithoutRoutingEachWritesWhatComesToIt) {  // N8
  const std::string dynamodb = adapters::aws::stand_in("FLASHKIT_DYNAMODB");
  if (dynamodb.empty()) GTEST_SKIP() << "the stand-ins do not run here";
  Fleet fleet(3, dynamodb, Fleet::Routing::Off);  // the third one knows nobody
  const auto of = [&](std::size_t at, const char* name) { return metric(fleet.node(at).port(), name); };
  EXPECT_TRUE(until([&] { return of(0, "flashkit_other_nodes") == 1 && of(1, "flashkit_other_nodes") == 1; }));
  std::vector<std::unique_ptr<server::testing::LiveClient>> people;
  for (std::size_t at = 0; at < 2; ++at) {
    people.push_back(std::make_unique<server::testing::LiveClient>(fleet.node(at).port()));
    ASSERT_TRUE(people[at]->hello().has_value());
    ASSERT_TRUE(people[at]->open(k_document, server::testing::k_capability, true).has_value());
  }
  for (std::size_t at = 0; at < 2; ++at) {
    people[at]->push(k_document, {server::testing::operation_bytes({1, at + 1}, 1, "written here")});
    ASSERT_TRUE(people[at]->wait_for<sync::Acknowledged>().has_value());
    ASSERT_TRUE(people[1 - at]->wait_for<sync::Entries>().has_value()) << "news go on";
  }
  for (std::size_t at = 0; at < 2; ++at) {
    EXPECT_EQ(of(at, "flashkit_entries_appended_total"), 1);
    EXPECT_EQ(of(at, "flashkit_pushes_passed_total") + of(at, "flashkit_pushes_not_passed_total"), 0);
    EXPECT_EQ(of(at, "flashkit_pushes_written_for_others_total"), 0);
  }
}

TEST(Nodes, AnyServerServesAnyDeviceAndMayDieOrStopAtAnyTime) {  // N1-N4, S1-S3
  if (adapters::aws::stand_in("FLASHKIT_DYNAMODB").empty()) GTEST_SKIP() << "the stand-ins do not run here";
  const std::size_t count = std::min(size_from("FLASHKIT_NODES", 5), Servers::k_most);
  Fleet fleet(count);
  Devices devices;
  for (std::size_t i = 0; i < size_from("FLASHKIT_DEVICES", 40); ++i) {
    devices.push_back(std::make_unique<SwarmDevice>(i, k_document, fleet.servers, 800));
    devices.back()->start();
  }
  const auto all = [&](auto holds) {
    return until([&] { return std::all_of(devices.begin(), devices.end(), [&](auto& each) { return holds(*each); }); });
  };
  EXPECT_TRUE(all([](const SwarmDevice& each) { return each.acknowledged() > 2; })) << "not everybody writes";
  Figures killed;
  Figures stopped;
  for (std::size_t round = 0; round < size_from("FLASHKIT_ROUNDS", 2); ++round) {
    end_one(fleet, devices, 2 * round % count, SIGKILL, killed);
    wait_ms(1000);
    end_one(fleet, devices, (2 * round + 1) % count, SIGTERM, stopped);
    wait_ms(1000);
  }
  come_to_rest(fleet, devices);
  for (const char* name : {"flashkit_entries_appended_total", "flashkit_appends_lost_total",
                           "flashkit_pushes_passed_total", "flashkit_pushes_not_passed_total"}) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += metric(fleet.node(i).port(), name);
    std::printf("{\"what\":\"%s since the servers were started last\",\"count\":%.0f}\n", name, sum);
  }
  std::vector<std::uint64_t> heard;
  for (const auto& device : devices) {
    heard.insert(heard.end(), device->heard_after_ms().begin(), device->heard_after_ms().end());
  }
  print("an edit of another device heard", heard);
  print("kill -9 of a server: open on another", killed.opened_ms);
  print("kill -9 of a server: acknowledged by another", killed.acknowledged_ms);
  print("a server told to stop: open on another", stopped.opened_ms);
  print("a server told to stop: acknowledged by another", stopped.acknowledged_ms);
  expect_all_agree(fleet, devices);
}

}  // namespace
}  // namespace flashkit::tests::cloud
