#include "operations/ids.h"

#include "operations/limits.h"

namespace flashkit::operations {

using base::ClientId;
using base::NodeId;
using base::OperationId;

std::string id_bytes(std::uint64_t high, std::uint64_t low) {
  std::string out(16, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    out[i] = static_cast<char>(high >> (56 - 8 * i) & 0xFF);
    out[i + 8] = static_cast<char>(low >> (56 - 8 * i) & 0xFF);
  }
  return out;
}

NodeRef node_ref(NodeId id) {
  NodeRef out;
  if (!id.is_root()) out.client = id_bytes(id.client);
  out.number = id.number;
  return out;
}

std::optional<OperationId> id_of(std::string_view client_bytes, std::uint64_t number) {
  const auto client = id_from_bytes<ClientId>(client_bytes);
  if (!client.has_value() || client->is_nil()) return std::nullopt;
  if (number == 0 || number > k_max_operation_number) return std::nullopt;
  return OperationId{*client, number};
}
std::optional<OperationId> id_of(const Operation& operation) { return id_of(operation.client, operation.number); }

OperationId maker_of(ClientId client, std::uint64_t number) { return {client, number / base::k_ids_per_operation}; }

base::Result<Read> read_operation(std::string_view bytes) {
  FLASHKIT_TRY(Operation operation, decode_operation(bytes));
  const auto id = id_of(operation);
  if (!id.has_value()) return base::Error{base::Errc::Malformed, "an operation has a client and a number", 0};
  return Read{*id, std::move(operation)};
}

}  // namespace flashkit::operations
