// What the transport promises, against a server on the loopback address that keeps, cuts, delays and refuses.
#include "adapters/aws/transport.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "adapters/aws/loopback_for_test.h"

namespace flashkit::adapters::aws {
namespace {

WireRequest get_request(const std::string& target = "/") { return {"GET", target, {{"host", "test"}}, nullptr}; }
WireRequest put_request(std::string body) {
  return {"PUT", "/key", {{"host", "test"}}, std::make_shared<const std::string>(std::move(body))};
}

class TransportTest : public testing::Test {
 protected:
  void serve(LoopbackServer::Handler handler) {
    server_ = LoopbackServer::start(std::move(handler));
    endpoint_ = {false, "127.0.0.1", server_->port()};
  }
  std::future<Outcome> start(WireRequest request, SendLimits limits = {}) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    std::future<Outcome> out = promise->get_future();
    transport_->send(endpoint_, std::move(request), limits,
                     [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    return out;
  }
  Outcome send(WireRequest request, SendLimits limits = {}) { return start(std::move(request), limits).get(); }

  std::unique_ptr<LoopbackServer> server_;
  Endpoint endpoint_;
  std::unique_ptr<Transport> transport_ = make_transport();
};

Failure failure_of(const Outcome& outcome) {
  const auto* failure = std::get_if<Failure>(&outcome);
  EXPECT_NE(failure, nullptr);
  return failure == nullptr ? Failure{} : *failure;
}
Answer answer_of(const Outcome& outcome) {
  const auto* answer = std::get_if<Answer>(&outcome);
  EXPECT_NE(answer, nullptr) << failure_of(outcome).why;
  return answer == nullptr ? Answer{} : *answer;
}

TEST_F(TransportTest, SendsWhatItIsGivenAndUsesTheConnectionAgain) {
  std::vector<LoopbackRequest> seen;
  serve([&seen](const LoopbackRequest& request) {
    seen.push_back(request);
    return LoopbackReply{.bytes = http_answer(200, "body", "X-Name: value\r\n")};
  });
  for (int i = 0; i < 3; ++i) {
    const Answer answer = answer_of(send(put_request("bytes")));
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(answer.body, "body");
    EXPECT_EQ(answer.header("x-name"), "value");
  }
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[2].connection, 1u);
  EXPECT_TRUE(seen[0].head.starts_with("PUT /key HTTP/1.1\r\nhost: test\r\n")) << seen[0].head;
  EXPECT_EQ(seen[0].body, "bytes");
  EXPECT_EQ(transport_->counts().connections, 1u);
  EXPECT_EQ(transport_->counts().requests, 3u);
}

TEST_F(TransportTest, ReadsChunksAndHeadAnswersWithoutABody) {
  serve([](const LoopbackRequest& request) {
    if (request.head.starts_with("HEAD"))
      return LoopbackReply{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"};
    return LoopbackReply{.bytes =
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"};
  });
  EXPECT_EQ(answer_of(send(get_request())).body, "abc");
  WireRequest head = get_request();
  head.method = "HEAD";
  EXPECT_EQ(answer_of(send(head)).header("content-length"), "99");
  EXPECT_EQ(answer_of(send(get_request())).body, "abc");
}

TEST_F(TransportTest, AConnectionThatTheServerClosedIsNotUsedAgain) {
  serve([](const LoopbackRequest&) { return LoopbackReply{.bytes = http_answer(200, ""), .close = true}; });
  for (int i = 0; i < 20; ++i) {
    const Outcome outcome = send(get_request());
    // The end may reach us after the next request has left: then it is told as lost, never repeated.
    if (std::holds_alternative<Failure>(outcome)) {
      EXPECT_EQ(failure_of(outcome).sent, Failure::Sent::Perhaps);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_GE(transport_->counts().connections, 15u);
  EXPECT_EQ(transport_->counts().requests, 20u);
}

TEST_F(TransportTest, WhatCannotBeReachedWasCertainlyNotSent) {
  serve([](const LoopbackRequest&) { return LoopbackReply{}; });
  server_.reset();
  EXPECT_EQ(failure_of(send(get_request())).sent, Failure::Sent::No);
  endpoint_.host = "no-such-name.invalid";
  EXPECT_EQ(failure_of(send(get_request())).sent, Failure::Sent::No);
}

TEST_F(TransportTest, ABrokenAnswerIsALostOneAndNothingIsSentTwice) {
  std::atomic<int> requests = 0;
  const LoopbackReply replies[] = {
      {.bytes = "", .close = true},
      {.bytes = "", .reset = true},
      {.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", .close = true},
      {.bytes = "HTTP/1.1 200 OK\r\nContent-Le", .reset = true},
      {.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .close = true},
      {.bytes = "this is not HTTP\r\n\r\n", .close = true},
      {.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", .close = true},
      {.bytes = "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'), .close = true},
  };
  for (const LoopbackReply& reply : replies) {
    serve([&](const LoopbackRequest&) {
      ++requests;
      return reply;
    });
    EXPECT_EQ(failure_of(send(put_request("x"))).sent, Failure::Sent::Perhaps) << reply.bytes.substr(0, 50);
  }
  EXPECT_EQ(requests, 8);
}

TEST_F(TransportTest, SilenceAndTheWholeTimeAreBounded) {
  serve([](const LoopbackRequest& request) {
    return LoopbackReply{.bytes = http_answer(200, ""),
                         .delay_ms = request.head.find("/slow") == std::string::npos ? 0u : 400u};
  });
  EXPECT_EQ(failure_of(send(get_request("/slow"), {.silence_ms = 50})).sent, Failure::Sent::Perhaps);
  EXPECT_EQ(failure_of(send(get_request("/slow"), {.whole_ms = 50})).sent, Failure::Sent::Perhaps);
  EXPECT_EQ(answer_of(send(get_request("/slow"))).status, 200u);
  EXPECT_EQ(answer_of(send(get_request())).status, 200u);
}

TEST_F(TransportTest, BeyondItsConnectionsRequestsWaitAndBeyondThatAreNotSent) {
  TransportOptions few;
  few.connections = 2;
  few.waiting = 3;
  transport_ = make_transport(few);
  serve([](const LoopbackRequest&) { return LoopbackReply{.bytes = http_answer(200, ""), .delay_ms = 100}; });
  std::vector<std::future<Outcome>> outcomes;
  for (int i = 0; i < 7; ++i) outcomes.push_back(start(get_request()));
  outcomes.push_back(start(get_request(), {.whole_ms = 20}));
  int answered = 0;
  int refused = 0;
  for (std::future<Outcome>& each : outcomes) {
    const Outcome outcome = each.get();
    if (std::holds_alternative<Answer>(outcome)) {
      ++answered;
    } else {
      EXPECT_EQ(failure_of(outcome).sent, Failure::Sent::No);
      ++refused;
    }
  }
  EXPECT_EQ(answered, 5);
  EXPECT_EQ(refused, 3);
  EXPECT_EQ(transport_->counts().connections, 2u);
}

TEST_F(TransportTest, StoppingAnswersNothingMoreAndWaitsForNothing) {
  serve([](const LoopbackRequest&) { return LoopbackReply{.bytes = http_answer(200, ""), .delay_ms = 200}; });
  bool answered = false;
  transport_->send(endpoint_, get_request(), {}, [&answered](const Outcome&) { answered = true; });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  transport_->stop();
  transport_.reset();
  EXPECT_FALSE(answered);
}

std::string pem_of(const std::function<int(BIO*)>& write) {
  BIO* bio = BIO_new(BIO_s_mem());
  EXPECT_EQ(write(bio), 1);
  char buffer[8192];
  const int size = BIO_read(bio, buffer, sizeof(buffer));
  BIO_free_all(bio);
  return {buffer, static_cast<std::size_t>(size)};
}

// A certificate for `name` that is its own authority.
LoopbackServer::Tls make_certificate(const std::string& name) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* common = reinterpret_cast<const unsigned char*>(name.c_str());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common, -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str());
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
  EXPECT_GT(X509_sign(certificate, key, EVP_sha256()), 0);
  LoopbackServer::Tls out;
  out.certificate_pem = pem_of([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
  out.key_pem =
      pem_of([&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
  X509_free(certificate);
  EVP_PKEY_free(key);
  return out;
}

class TlsTest : public TransportTest {
 protected:
  void serve_with_tls(LoopbackServer::Handler handler) {
    const LoopbackServer::Tls tls = make_certificate("localhost");
    std::ofstream(file_) << tls.certificate_pem;
    server_ = LoopbackServer::start_with_tls(std::move(handler), tls);
    endpoint_ = {true, "localhost", server_->port()};
  }
  void trust() {
    TransportOptions trusting;
    trusting.authorities_file = file_;
    transport_ = make_transport(trusting);
  }
  void TearDown() override { std::filesystem::remove(file_); }

 private:
  std::string file_ = testing::TempDir() + "flashkit_authority_" + std::to_string(::getpid()) + ".pem";
};

TEST_F(TlsTest, SpeaksOnlyWithWhomItTrusts) {
  serve_with_tls([](const LoopbackRequest&) { return LoopbackReply{.bytes = http_answer(200, "secret")}; });
  EXPECT_EQ(failure_of(send(get_request())).sent, Failure::Sent::No) << "nobody vouches for the certificate";
  trust();
  EXPECT_EQ(answer_of(send(get_request())).body, "secret");
  EXPECT_EQ(answer_of(send(get_request())).body, "secret");
  EXPECT_EQ(transport_->counts().connections, 1u);
  endpoint_.host = "127.0.0.1";
  EXPECT_EQ(failure_of(send(get_request())).sent, Failure::Sent::No) << "the certificate is another's";
}

TEST_F(TlsTest, GivesUpALongAnswerAndAsksAgain) {
  std::atomic<int> asked = 0;
  serve_with_tls([&asked](const LoopbackRequest&) {
    if (++asked > 1) return LoopbackReply{.bytes = http_answer(200, "short")};
    return LoopbackReply{.bytes = http_answer(200, std::string(8u << 20, 'x')), .delay_ms = 300};
  });
  trust();
  EXPECT_EQ(failure_of(send(get_request(), {.silence_ms = 100})).sent, Failure::Sent::Perhaps);
  std::this_thread::sleep_for(std::chrono::milliseconds(400));  // the server writes to a peer that has gone
  EXPECT_EQ(answer_of(send(get_request())).body, "short");
}

}  // namespace
}  // namespace flashkit::adapters::aws
