#include "tests/support/live_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace mcbt::support {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int connect_to(uint16_t port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return descriptor;
  }
  close(descriptor);
  return -1;
}

std::string base64(const std::string& bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    uint32_t bits = 0;
    for (size_t i = at; i < at + 3; ++i) {
      bits = bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    for (size_t i = 0; i < 4; ++i) {
      text += at + i <= bytes.size() ? kDigits[bits >> (18 - 6 * i) & 0x3f] : '=';
    }
  }
  return text;
}

}  // namespace

uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0) std::abort();
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

void wait_for_server(uint16_t port) {
  for (int tries = 0; tries < 1000; ++tries) {
    const int descriptor = connect_to(port);
    if (descriptor >= 0) {
      close(descriptor);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("no server answers on port " + std::to_string(port));
}

bool server_is_real() {
  return std::getenv("MCBT_MEMCACHED") != nullptr;
}

std::string server_program() {
  return server_is_real() ? std::getenv("MCBT_MEMCACHED") : MCBT_TEST_SERVER;
}

LiveServer::LiveServer(std::string program, unsigned threads)
    : program_(std::move(program)), threads_(threads), port_(free_port()) {
  start();
}

void LiveServer::start() {
  std::vector<std::string> command = {program_, "-u",        "root", "-p", std::to_string(port_),
                                      "-l",     "127.0.0.1", "-U",   "0"};
  if (threads_ > 0) command.insert(command.end(), {"-t", std::to_string(threads_)});
  process_ = std::make_unique<ChildProcess>(command);
  wait_for_server(port_);
}

void LiveServer::kill() {
  process_->signal(SIGKILL);
  process_->finish();
}

void LiveServer::restart() {
  kill();
  start();
}

Client::Client(uint16_t port) : descriptor_(connect_to(port)) {
  if (descriptor_ < 0) throw std::runtime_error("cannot connect");
}

Client::~Client() {
  close(descriptor_);
}

void Client::send(const std::string& request) {
  size_t sent = 0;
  while (sent < request.size()) {
    const ssize_t some =
        ::send(descriptor_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (some <= 0) throw std::runtime_error("the server has gone away");
    sent += static_cast<size_t>(some);
  }
}

bool Client::receive(std::string& answer, int flags) {
  std::array<char, 65536> bytes;
  const ssize_t got = recv(descriptor_, bytes.data(), bytes.size(), flags);
  if (got < 0 && errno == EAGAIN) return false;
  if (got <= 0) throw std::runtime_error("the server has gone away");
  answer.append(bytes.data(), static_cast<size_t>(got));
  return true;
}

bool Client::receive_now(std::string& answer, const std::string& end) {
  return receive(answer, MSG_DONTWAIT) && answer.ends_with(end);
}

std::string Client::ask(const std::string& request, const std::string& end) {
  send(request);
  std::string answer;
  while (!answer.ends_with(end)) receive(answer, 0);
  return answer;
}

std::string Client::set(const std::string& key, const std::string& value) {
  return ask("set " + key + " 0 0 " + std::to_string(value.size()) + "\r\n" + value + "\r\n",
             "\r\n");
}

std::string Client::set_any(const std::string& key, const std::string& value) {
  return ask("ms " + base64(key) + " " + std::to_string(value.size()) + " b\r\n" + value + "\r\n",
             "\r\n");
}

std::string Client::get(const std::vector<std::string>& keys) {
  std::string request = "get";
  for (const std::string& key : keys) request += " " + key;
  return ask(request + "\r\n", "END\r\n");
}

std::string Client::erase(const std::string& key) {
  return ask("delete " + key + "\r\n", "\r\n");
}

}  // namespace mcbt::support
